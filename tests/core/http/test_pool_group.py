"""Many requests in flight: they share at most 100 connections, and none of them is ever lost."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest

from pyvenice.core.http.connection_pool import PoolGroup

MOST = 100


class Pool:
    """Answers when it is told to, and fails where its request says so."""

    made: list[Pool]

    def __init__(self) -> None:
        self.in_flight = self.peak = self.closings = 0
        self.connections = [self]
        self.go = asyncio.Event()
        Pool.made.append(self)

    async def handle_async_request(self, request: Any) -> Any:
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            await self.go.wait()
        except BaseException:
            self.in_flight -= 1
            raise
        if request.fails:
            self.in_flight -= 1
            raise ConnectionError("broken")
        return SimpleNamespace(stream=Stream(self))

    async def aclose(self) -> None:
        self.closings += 1


class Stream:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"picture"

    async def aclose(self) -> None:
        self._pool.in_flight -= 1


@pytest.fixture(params=["httpcore", "httpcore2"])
def core(request: pytest.FixtureRequest) -> Any:
    Pool.made = []
    return importlib.import_module(request.param)


def request(*, host: str = "a", fails: bool = False, wait: float | None = None) -> Any:
    url = SimpleNamespace(scheme=b"http", host=host.encode(), port=80)
    return SimpleNamespace(url=url, fails=fails, extensions={"timeout": {"pool": wait}})


async def send(group: PoolGroup, *, host: str = "a", fails: bool = False) -> bytes:
    response = await group.handle_async_request(request(host=host, fails=fails))
    try:
        return b"".join([chunk async for chunk in response.stream])
    finally:
        await response.stream.aclose()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_requests_share_a_hundred_connections(core: Any) -> None:
    async def run() -> list[bytes]:
        group = PoolGroup(Pool, core, 90.0)
        calls = [asyncio.ensure_future(send(group)) for _ in range(256)]
        await settle()
        assert [pool.in_flight for pool in Pool.made] == [1] * MOST
        for pool in Pool.made:
            pool.go.set()
        return await asyncio.gather(*calls)

    assert asyncio.run(run()) == [b"picture"] * 256
    assert {pool.peak for pool in Pool.made} == {1}


def test_few_requests_use_one_pool_again(core: Any) -> None:
    async def run() -> None:
        group = PoolGroup(Pool, core, 90.0)
        for _ in range(30):
            call = asyncio.ensure_future(send(group))
            await settle()
            Pool.made[0].go.set()
            await call

    asyncio.run(run())
    assert len(Pool.made) == 1


def test_requests_that_fail_or_are_cancelled_give_their_place_back(core: Any) -> None:
    async def run() -> None:
        group = PoolGroup(Pool, core, 90.0)
        calls = [asyncio.ensure_future(send(group, fails=n % 3 == 0)) for n in range(256)]
        await settle()
        for number in (*range(0, 100, 2), *range(110, 256, 7)):
            calls[number].cancel()
        for pool in Pool.made:
            pool.go.set()
        await asyncio.gather(*calls, return_exceptions=True)
        assert await asyncio.gather(*(send(group) for _ in range(150))) == [b"picture"] * 150

    asyncio.run(run())
    assert [pool.in_flight for pool in Pool.made] == [0] * MOST


def test_a_place_that_comes_as_its_request_is_cancelled_goes_to_the_next(core: Any) -> None:
    async def run() -> None:
        group = PoolGroup(Pool, core, 90.0)
        first = [asyncio.ensure_future(send(group)) for _ in range(MOST)]
        await settle()
        late, next_one = (asyncio.ensure_future(send(group)) for _ in range(2))
        await settle()
        first[0].cancel()
        first[0].add_done_callback(lambda _: late.cancel())
        await settle()
        for pool in Pool.made:
            pool.go.set()
        assert await next_one == b"picture"
        await asyncio.gather(*first, late, return_exceptions=True)
        assert late.cancelled()

    asyncio.run(run())
    assert sum(pool.in_flight for pool in Pool.made) == 0


def test_waiting_for_a_place_ends_with_the_error_of_the_library(core: Any) -> None:
    async def run() -> None:
        group = PoolGroup(Pool, core, 90.0)
        calls = [asyncio.ensure_future(send(group)) for _ in range(MOST)]
        await settle()
        with pytest.raises(core.PoolTimeout):
            await group.handle_async_request(request(wait=0.001))
        for pool in Pool.made:
            pool.go.set()
        await asyncio.gather(*calls)
        assert await send(group) == b"picture"

    asyncio.run(run())


def test_pools_that_are_not_used_are_closed(core: Any) -> None:
    async def run() -> None:
        group = PoolGroup(Pool, core, 0.0)
        calls = [asyncio.ensure_future(send(group)) for _ in range(35)]
        await settle()
        for pool in Pool.made:
            pool.go.set()
        await asyncio.gather(*calls)
        for _ in range(40):
            await send(group)
        assert len(group.connections) == 1
        await group.aclose()

    asyncio.run(run())
    assert [pool.closings for pool in Pool.made] == [1] * len(Pool.made)


def test_each_host_keeps_its_connection(core: Any) -> None:
    async def run() -> None:
        group = PoolGroup(Pool, core, 90.0)
        for host in "abcabcabc":
            call = asyncio.ensure_future(send(group, host=host))
            await settle()
            for pool in Pool.made:
                pool.go.set()
            await call

    asyncio.run(run())
    assert len(Pool.made) == 3


def test_a_new_host_gets_the_connection_that_was_used_first(core: Any) -> None:
    async def run() -> None:
        group = PoolGroup(Pool, core, 90.0)
        calls = [asyncio.ensure_future(send(group)) for _ in range(MOST)]
        await settle()
        for pool in Pool.made:
            pool.go.set()
        await asyncio.gather(*calls)
        assert await send(group, host="b") == b"picture"

    asyncio.run(run())
    assert len(Pool.made) == MOST

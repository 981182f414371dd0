"""An answer without an end is read up to the limit of the call, and no further."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from pyvenice import AnswerError, AsyncOpenAIClient, AsyncVeniceClient, OpenAIClient, VeniceClient
from pyvenice.core.engine.calls import Call, Flow
from pyvenice.core.response.result import EditResult
from pyvenice.providers.openai import flows as openai
from pyvenice.providers.venice import flows as venice
from pyvenice.sandbox import Addresses
from tests.faults.calling import KEY, PHOTO

LIMIT = 1_000_000
ENDLESS: Mapping[str, Any] = {
    "image": PHOTO,
    "prompt": "sepia",
    "extra_headers": {"x-sandbox-fault": "endless"},
}


def limited(flow: Flow[EditResult]) -> Flow[EditResult]:
    """A flow of one call, whose answer may have a megabyte."""
    call = next(flow)
    assert isinstance(call, Call)
    reply = yield replace(call, max_bytes=LIMIT)
    flow.send(reply)
    raise AssertionError("the answer came to an end")


def check_cut_off(
    mode: str, server: Addresses, sync: Callable[[], object], concurrent: Callable[[], Any]
) -> None:
    with pytest.raises(AnswerError, match="larger than 1,000,000 bytes"):
        asyncio.run(concurrent()) if mode == "async" else sync()
    assert [visit.executed for visit in server.seen] == [True]


def test_a_picture_is_cut_off(client_mode: str, server: Addresses) -> None:
    flow = limited(venice.edit(ENDLESS))

    def sync() -> None:
        with VeniceClient(KEY, base_url=server.venice) as client:
            client._run(flow)

    async def concurrent() -> None:
        async with AsyncVeniceClient(KEY, base_url=server.venice) as client:
            await client._run(flow)

    check_cut_off(client_mode, server, sync, concurrent)


def test_json_is_cut_off(client_mode: str, server: Addresses) -> None:
    flow = limited(openai.edit(ENDLESS))

    def sync() -> None:
        with OpenAIClient(KEY, base_url=server.openai) as client:
            client._run(flow)

    async def concurrent() -> None:
        async with AsyncOpenAIClient(KEY, base_url=server.openai) as client:
            await client._run(flow)

    check_cut_off(client_mode, server, sync, concurrent)


def test_a_stream_is_cut_off(client_mode: str, server: Addresses) -> None:
    endless = openai.stream_edit(ENDLESS)
    limited_stream = replace(endless, call=replace(endless.call, max_bytes=LIMIT))

    def sync() -> None:
        with OpenAIClient(KEY, base_url=server.openai) as client:
            client._stream(limited_stream).result()

    async def concurrent() -> None:
        async with AsyncOpenAIClient(KEY, base_url=server.openai) as client:
            await (await client._stream(limited_stream)).result()

    check_cut_off(client_mode, server, sync, concurrent)

"""The two drivers: they perform what a flow asks for, and nothing else."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import replace
from random import random as uniform
from typing import Any, TypeVar

from pyvenice.core.attempts import Outcome, Step, resilient
from pyvenice.core.calls import Call, Flow, Reply, StreamCall, Wait, fetch, place
from pyvenice.core.deadline import Deadline, TimedBody, in_time
from pyvenice.core.errors import PyveniceError, StreamError
from pyvenice.core.exchange import AsyncExchange, SyncExchange
from pyvenice.core.inspection import inspected
from pyvenice.core.redaction import without
from pyvenice.core.refusal import read_refusal, request_id
from pyvenice.core.settings import Settings
from pyvenice.core.streams import AsyncImageStream, ImageEvent, ImageStream
from pyvenice.core.transport import AsyncTransport, SyncTransport

T = TypeVar("T")

_EVENTS = "text/event-stream"
_PATIENCE = {"GET": 60.0}
"""Seconds until the first byte, where asking again costs nothing."""
_log = logging.getLogger("pyvenice")


async def _asleep(seconds: float) -> None:
    import asyncio

    await asyncio.sleep(seconds)


class _Driver:
    def __init__(self, settings: Settings, random: Callable[[], float]) -> None:
        self._settings = settings
        self._random = random

    def _steps(self, flow: Flow[T]) -> Generator[Step, Outcome, T]:
        settings = self._settings
        if settings.inspector is not None:
            flow = inspected(flow, settings, settings.inspector)
        return resilient(self._within_limits(flow), settings, random=self._random)

    def _within_limits(self, flow: Flow[T]) -> Flow[T]:
        result = yield from flow
        self._settings.limits.check(result)
        return result

    def _deadline(self, call: Call) -> Deadline:
        return Deadline(self._settings.timeout if call.timeout is None else call.timeout)

    def _place(self, call: Call) -> str:
        return place(self._settings.url(call))

    def _request(self, call: Call, deadline: Deadline) -> dict[str, Any]:
        """What `open` of a transport takes."""
        where = self._place(call)
        body = None if call.body is None else TimedBody(call.body, deadline, where)
        most = min(call.max_bytes, self._settings.limits.max_bytes)
        return {
            "call": replace(call, body=body, max_bytes=most),
            "url": self._settings.url(call),
            "headers": self._settings.request_headers(call),
            "seconds": min(deadline.left, _PATIENCE.get(call.method, math.inf)),
            "rule": self._settings.address_rule,
        }

    def _cleaned(self, reply: Reply) -> Reply:
        return without(self._settings.api_key, reply) if reply.status >= 400 else reply


class SyncDriver(_Driver):
    """Performs flows in the calling thread."""

    def __init__(
        self,
        transport: SyncTransport,
        settings: Settings,
        *,
        sleep: Callable[[float], object] = time.sleep,
        random: Callable[[], float] = uniform,
    ) -> None:
        super().__init__(settings, random)
        self._transport = transport
        self._sleep = sleep

    def run(self, flow: Flow[T]) -> T:
        """Perform the flow and return its result."""
        steps = self._steps(flow)
        try:
            step = next(steps)
            while True:
                step = steps.send(self._performed(step))
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            steps.close()

    def stream(self, stream: StreamCall[ImageEvent]) -> ImageStream:
        """Send the call, retried until an answer begins, and return its events."""
        steps = self._steps(fetch(stream.call))
        step = next(steps)
        while True:
            if isinstance(step, Wait):
                step = steps.send(self._performed(step))
                continue
            try:
                exchange = self._opened(step, self._deadline(step))
            except PyveniceError as error:
                step = steps.send(error)
                continue
            if _has_events(exchange):
                attempts = _begun(steps, exchange)
                return ImageStream(exchange, stream.decoder(), self._settings.limits, attempts)
            with exchange:
                step = steps.send(_no_events(self._cleaned(exchange.reply())))

    def _performed(self, step: Call | Wait) -> Outcome:
        if isinstance(step, Wait):
            self._sleep(step.seconds)
            return None
        try:
            with self._opened(step, self._deadline(step)) as exchange:
                return self._cleaned(exchange.reply())
        except PyveniceError as error:
            return error

    def _opened(self, call: Call, deadline: Deadline) -> SyncExchange:
        started = time.perf_counter()
        exchange = self._transport.open(**self._request(call, deadline))
        _note(call, exchange, started)
        return exchange.until(deadline)


class AsyncDriver(_Driver):
    """Performs flows in an event loop. A cancelled run closes its connection and its flow."""

    def __init__(
        self,
        transport: AsyncTransport,
        settings: Settings,
        *,
        sleep: Callable[[float], Awaitable[object]] = _asleep,
        random: Callable[[], float] = uniform,
    ) -> None:
        super().__init__(settings, random)
        self._transport = transport
        self._sleep = sleep

    async def run(self, flow: Flow[T]) -> T:
        """Perform the flow and return its result."""
        steps = self._steps(flow)
        try:
            step = next(steps)
            while True:
                step = steps.send(await self._performed(step))
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            steps.close()

    async def stream(self, stream: StreamCall[ImageEvent]) -> AsyncImageStream:
        """Send the call, retried until an answer begins, and return its events."""
        steps = self._steps(fetch(stream.call))
        step = next(steps)
        while True:
            if isinstance(step, Wait):
                step = steps.send(await self._performed(step))
                continue
            try:
                deadline = self._deadline(step)
                async with in_time(deadline, self._place(step)):
                    exchange = await self._opened(step, deadline)
            except PyveniceError as error:
                step = steps.send(error)
                continue
            if _has_events(exchange):
                attempts = _begun(steps, exchange)
                return AsyncImageStream(exchange, stream.decoder(), self._settings.limits, attempts)
            async with exchange:
                step = steps.send(_no_events(self._cleaned(await exchange.reply())))

    async def _performed(self, step: Call | Wait) -> Outcome:
        if isinstance(step, Wait):
            await self._sleep(step.seconds)
            return None
        deadline = self._deadline(step)
        try:
            async with (
                in_time(deadline, self._place(step)),
                await self._opened(step, deadline) as exchange,
            ):
                return self._cleaned(await exchange.reply())
        except PyveniceError as error:
            return error

    async def _opened(self, call: Call, deadline: Deadline) -> AsyncExchange:
        started = time.perf_counter()
        exchange = await self._transport.open(**self._request(call, deadline))
        _note(call, exchange, started)
        return exchange.until(deadline)


def _note(call: Call, exchange: SyncExchange | AsyncExchange, started: float) -> None:
    spent = 1000 * (time.perf_counter() - started)
    _log.debug("%s %s: %d in %.0f ms", call.method, exchange.place, exchange.status, spent)


def _begun(steps: Generator[Step, Outcome, Reply], exchange: SyncExchange | AsyncExchange) -> int:
    """Say that the answer has begun, which ends the steps; how many attempts there were."""
    try:
        steps.send(Reply(exchange.status, exchange.headers, b""))
    except StopIteration as done:
        reply: Reply = done.value
        return reply.attempts
    raise RuntimeError("a call that has its answer wants another step")


def _has_events(exchange: SyncExchange | AsyncExchange) -> bool:
    media_type = exchange.headers.get("content-type", _EVENTS).partition(";")[0].strip().lower()
    return exchange.succeeded and media_type == _EVENTS


def _no_events(reply: Reply) -> Reply | StreamError:
    """An error answer as it is; a success that is no stream of events as an error."""
    if reply.status >= 300:
        return reply
    what = reply.media_type or "an unnamed media type"
    return StreamError(
        f"asked for {_EVENTS}, the answer is {what}: {read_refusal(reply).message}",
        request_id=request_id(reply.headers),
    )

"""The two drivers: they perform what a flow asks for, one in a thread, one in an event loop."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Generator, Mapping
from random import random as uniform
from typing import Any, TypeVar

from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall, Wait, fetch, request_id
from pyvenice.core.engine.deadline import in_time
from pyvenice.core.engine.rescue import rescuing
from pyvenice.core.engine.retries import Outcome, Step, resilient
from pyvenice.core.engine.settings import Settings
from pyvenice.core.engine.traffic_observer import observe
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.http.request import Request
from pyvenice.core.http.transport import AsyncTransport, SyncTransport
from pyvenice.core.recording.redaction import holds_text, without
from pyvenice.core.recording.secrets import quotes_secret
from pyvenice.core.response.error_body import read_error_body
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import (
    AsyncImageStream,
    AsyncWholeStream,
    ImageEvent,
    ImageStream,
    StreamTerms,
    WholeStream,
    is_event_stream,
    open_stream,
)
from pyvenice.errors import PyveniceError, StreamError

T = TypeVar("T")

Steps = Generator[Step, Outcome, T]

_log = logging.getLogger("pyvenice")


async def _sleep(seconds: float) -> None:
    import asyncio

    await asyncio.sleep(seconds)


class _Driver:
    """What both drivers know of a flow: its retries, its result, and what must not be quoted."""

    def __init__(self, settings: Settings, random: Callable[[], float]) -> None:
        self._settings = settings
        self._random = random

    def _steps(self, flow: Flow[T]) -> Steps[T]:
        settings = self._settings
        if settings.inspector is not None:
            flow = observe(flow, settings, settings.inspector)
        return resilient(self._complete(flow), settings, random=self._random)

    def _complete(self, flow: Flow[T]) -> Flow[T]:
        """The flow, its result within the limits and with what the response headers say."""
        try:
            result = yield from rescuing(flow)
        except PyveniceError as error:
            error.result = self._with_headers(error.result)
            raise
        result = self._with_headers(result)
        self._settings.limits.check(result)
        return result

    def _with_headers(self, result: T) -> T:
        if isinstance(result, EditResult) and result.reply is not None:
            return result.with_headers(result.reply.headers, self._settings.rules)
        return result

    def _secrets(self, call: Call, exchange: SyncExchange | AsyncExchange) -> tuple[str, ...]:
        secrets = self._settings.secrets(call)
        sent = exchange.injected_secrets
        return tuple(dict.fromkeys((*secrets, *sent))) if sent else secrets

    def _without_secrets(
        self, request: Request, exchange: SyncExchange | AsyncExchange, reply: Reply
    ) -> Reply:
        secrets = self._secrets(request.call, exchange)
        # A picture with headers that quote nothing is what nearly every call gets.
        if 200 <= reply.status < 300 and not holds_text(reply):
            headers = "\n".join((*reply.headers, *reply.headers.values()))
            if not quotes_secret(secrets, headers):
                return reply
        return without(secrets, reply)

    def _stream_terms(
        self,
        stream: StreamCall[ImageEvent],
        steps: Steps[Any],
        exchange: SyncExchange | AsyncExchange,
    ) -> StreamTerms:
        attempts = _finish(steps, Reply(exchange.status, exchange.headers, b"")).attempts
        settings = self._settings
        return StreamTerms(
            stream.decoder(),
            settings.limits,
            settings.rules,
            attempts,
            self._secrets(stream.call, exchange),
            stream.call.warnings,
        )


def _begin_stream(call: Call) -> Flow[Reply]:
    reply = yield from fetch(call)
    if not _stays_open(call, reply.status, reply.headers):
        asked = "audio or video" if call.chunks else "a stream of events"
        what = reply.media_type or "an unnamed media type"
        words = read_error_body(reply).message
        raise StreamError(
            f"asked for {asked}, the answer is {what}: {words}; details has the whole of it",
            request_id=request_id(reply.headers),
            details=reply.content,
        )
    return reply


def _stays_open(call: Call, status: int, headers: Mapping[str, str]) -> bool:
    """Whether a response with these headers is read as it comes."""
    if call.events:
        return is_event_stream(status, headers)
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    is_text = media_type.endswith("json") or media_type.startswith("text/")
    return call.chunks and 200 <= status < 300 and not is_text


def _finish(steps: Steps[Any], beginning: Reply) -> Reply:
    """End the steps of a stream, whose response has begun."""
    try:
        steps.send(beginning)
    except StopIteration as done:
        reply: Reply = done.value
        return reply
    raise RuntimeError("a call that has its response wants another step")


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
                step = steps.send(self._perform(step))
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            steps.close()

    def open(self, call: Call) -> SyncExchange:
        """Send the call, retried until a response begins, and return it, still open.

        Raises `StreamError` where it is not what the call asks for: `events`, or `chunks` of a file.
        """
        steps = self._steps(_begin_stream(call))
        try:
            step = next(steps)
            while True:
                outcome = self._begin(step)
                if isinstance(outcome, SyncExchange):
                    _finish(steps, Reply(outcome.status, outcome.headers, b""))
                    return outcome
                step = steps.send(outcome)
        finally:
            steps.close()

    def stream(self, stream: StreamCall[ImageEvent]) -> ImageStream:
        """Send the call, retried until a response begins, and return its events."""
        steps = self._steps(open_stream(stream))
        try:
            step = next(steps)
            while True:
                outcome = self._begin(step)
                if isinstance(outcome, SyncExchange):
                    return ImageStream(outcome, self._stream_terms(stream, steps, outcome))
                step = steps.send(outcome)
        except StopIteration as done:
            return WholeStream(done.value)
        finally:
            steps.close()

    def _begin(self, step: Step) -> Outcome | SyncExchange:
        """The response, still open where one was asked for that is read as it comes, and came."""
        if isinstance(step, Wait) or not (step.call.events or step.call.chunks):
            return self._perform(step)
        try:
            exchange = self._open(step)
            if _stays_open(step.call, exchange.status, exchange.headers):
                return exchange
            with exchange:
                return self._without_secrets(step, exchange, exchange.reply())
        except PyveniceError as error:
            return error

    def _perform(self, step: Step) -> Outcome:
        if isinstance(step, Wait):
            self._sleep(step.seconds)
            return None
        try:
            with self._open(step) as exchange:
                return self._without_secrets(step, exchange, exchange.reply())
        except PyveniceError as error:
            return error

    def _open(self, request: Request) -> SyncExchange:
        started = time.perf_counter()
        exchange = self._transport.open(request)
        _log_response(request, exchange, started)
        return exchange


class AsyncDriver(_Driver):
    """Performs flows in an event loop. A cancelled run closes its connection and its flow."""

    def __init__(
        self,
        transport: AsyncTransport,
        settings: Settings,
        *,
        sleep: Callable[[float], Awaitable[object]] = _sleep,
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
                step = steps.send(await self._perform(step))
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            steps.close()

    async def open(self, call: Call) -> AsyncExchange:
        """Send the call, retried until a response begins, and return it, still open.

        Raises `StreamError` where it is not what the call asks for: `events`, or `chunks` of a file.
        """
        steps = self._steps(_begin_stream(call))
        try:
            step = next(steps)
            while True:
                outcome = await self._begin(step)
                if isinstance(outcome, AsyncExchange):
                    _finish(steps, Reply(outcome.status, outcome.headers, b""))
                    return outcome
                step = steps.send(outcome)
        finally:
            steps.close()

    async def stream(self, stream: StreamCall[ImageEvent]) -> AsyncImageStream:
        """Send the call, retried until a response begins, and return its events."""
        steps = self._steps(open_stream(stream))
        try:
            step = next(steps)
            while True:
                outcome = await self._begin(step)
                if isinstance(outcome, AsyncExchange):
                    return AsyncImageStream(outcome, self._stream_terms(stream, steps, outcome))
                step = steps.send(outcome)
        except StopIteration as done:
            return AsyncWholeStream(done.value)
        finally:
            steps.close()

    async def _begin(self, step: Step) -> Outcome | AsyncExchange:
        """The response, still open where one was asked for that is read as it comes, and came."""
        if isinstance(step, Wait) or not (step.call.events or step.call.chunks):
            return await self._perform(step)
        try:
            async with in_time(step.deadline, step.place):
                exchange = await self._open(step)
                if _stays_open(step.call, exchange.status, exchange.headers):
                    return exchange
                async with exchange:
                    return self._without_secrets(step, exchange, await exchange.reply())
        except PyveniceError as error:
            return error

    async def _perform(self, step: Step) -> Outcome:
        if isinstance(step, Wait):
            await self._sleep(step.seconds)
            return None
        try:
            async with (
                in_time(step.deadline, step.place),
                await self._open(step) as exchange,
            ):
                return self._without_secrets(step, exchange, await exchange.reply())
        except PyveniceError as error:
            return error

    async def _open(self, request: Request) -> AsyncExchange:
        started = time.perf_counter()
        exchange = await self._transport.open(request)
        _log_response(request, exchange, started)
        return exchange


def _log_response(request: Request, exchange: SyncExchange | AsyncExchange, started: float) -> None:
    spent = 1000 * (time.perf_counter() - started)
    method, status = request.call.method, exchange.status
    _log.debug("%s %s: %d in %.0f ms", method, exchange.place, status, spent)

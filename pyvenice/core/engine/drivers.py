"""The two drivers: they perform what a flow asks for, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from random import random as uniform
from typing import TypeVar

from pyvenice.core.engine.calls import Call, Flow, StreamCall, Wait
from pyvenice.core.engine.deadline import Deadline, in_time
from pyvenice.core.engine.driver import Driver
from pyvenice.core.engine.retries import Outcome, Step
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.http.transport import AsyncTransport, SyncTransport
from pyvenice.core.response.stream_opening import begins_events, opening
from pyvenice.core.response.streams import AsyncImageStream, ImageEvent, ImageStream
from pyvenice.core.response.whole_streams import AsyncWholeStream, WholeStream
from pyvenice.errors import PyveniceError

T = TypeVar("T")


async def _asleep(seconds: float) -> None:
    import asyncio

    await asyncio.sleep(seconds)


class SyncDriver(Driver):
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
        steps = self._steps(opening(stream, self._settings.rules))
        try:
            step = next(steps)
            while True:
                outcome = self._begun(step)
                if isinstance(outcome, SyncExchange):
                    return ImageStream(outcome, self._stream_terms(stream, steps, outcome))
                step = steps.send(outcome)
        except StopIteration as done:
            return WholeStream(done.value)
        finally:
            steps.close()

    def _begun(self, step: Step) -> Outcome | SyncExchange:
        """The answer still open where it is a stream of events, and was to be one."""
        if isinstance(step, Wait) or not step.events:
            return self._performed(step)
        try:
            exchange = self._opened(step, self._deadline(step))
            if begins_events(exchange.status, exchange.headers):
                return exchange
            with exchange:
                return self._cleaned(step, exchange.reply())
        except PyveniceError as error:
            return error

    def _performed(self, step: Call | Wait) -> Outcome:
        if isinstance(step, Wait):
            self._sleep(step.seconds)
            return None
        try:
            with self._opened(step, self._deadline(step)) as exchange:
                return self._cleaned(step, exchange.reply())
        except PyveniceError as error:
            return error

    def _opened(self, call: Call, deadline: Deadline) -> SyncExchange:
        started = time.perf_counter()
        exchange = self._transport.open(**self._request(call, deadline))
        self._note(call, exchange, started)
        return exchange.until(deadline)


class AsyncDriver(Driver):
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
        steps = self._steps(opening(stream, self._settings.rules))
        try:
            step = next(steps)
            while True:
                outcome = await self._begun(step)
                if isinstance(outcome, AsyncExchange):
                    return AsyncImageStream(outcome, self._stream_terms(stream, steps, outcome))
                step = steps.send(outcome)
        except StopIteration as done:
            return AsyncWholeStream(done.value)
        finally:
            steps.close()

    async def _begun(self, step: Step) -> Outcome | AsyncExchange:
        """The answer still open where it is a stream of events, and was to be one."""
        if isinstance(step, Wait) or not step.events:
            return await self._performed(step)
        deadline = self._deadline(step)
        try:
            async with in_time(deadline, self._place(step)):
                exchange = await self._opened(step, deadline)
                if begins_events(exchange.status, exchange.headers):
                    return exchange
                async with exchange:
                    return self._cleaned(step, await exchange.reply())
        except PyveniceError as error:
            return error

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
                return self._cleaned(step, await exchange.reply())
        except PyveniceError as error:
            return error

    async def _opened(self, call: Call, deadline: Deadline) -> AsyncExchange:
        started = time.perf_counter()
        exchange = await self._transport.open(**self._request(call, deadline))
        self._note(call, exchange, started)
        return exchange.until(deadline)

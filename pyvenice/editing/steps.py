"""Steps of the one call and the two drivers that perform them, in threads or in tasks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from operator import attrgetter
from threading import Event
from typing import Any, TypeAlias, TypeVar

from pyvenice.core.response.result import EditResult
from pyvenice.errors import PyveniceError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Requests of one call: the method of the client, and the arguments of each request."""

    method: str
    requests: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """A function that may wait for another process. What it raises of ours is sent back."""

    function: Callable[[], object]


Outcome: TypeAlias = EditResult | PyveniceError | None
"""What became of a request; `None`: it was not sent, because another one had failed."""
Steps: TypeAlias = Generator[Send | Wait, Any, T]


def run(steps: Steps[T], client: object, concurrency: int) -> T:
    """Perform the steps with a sync client. At most `concurrency` requests are under way."""
    try:
        step = next(steps)
        while True:
            answer = wait(step) if isinstance(step, Wait) else _send(client, step, concurrency)
            step = steps.send(answer)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        steps.close()


async def run_async(steps: Steps[T], client: object, concurrency: int) -> T:
    """Perform the steps with an async client. At most `concurrency` requests are under way."""
    try:
        step = next(steps)
        while True:
            if isinstance(step, Wait):
                answer: object = await asyncio.to_thread(wait, step)
            else:
                answer = await _send_async(client, step, concurrency)
            step = steps.send(answer)
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        steps.close()


def wait(step: Wait) -> object:
    """What the function returns, or the error that it raises."""
    try:
        return step.function()
    except PyveniceError as error:
        return error


def _send(client: object, step: Send, concurrency: int) -> list[Outcome]:
    method = attrgetter(step.method)(client)
    if len(step.requests) == 1:
        return [_outcome(method, step.requests[0])]
    has_failed = Event()

    def outcome(arguments: Mapping[str, Any]) -> Outcome:
        if has_failed.is_set():
            return None
        answer = _outcome(method, arguments)
        if not isinstance(answer, EditResult):
            has_failed.set()
        return answer

    with ThreadPoolExecutor(min(concurrency, len(step.requests)), "pyvenice") as pool:
        try:
            return list(pool.map(outcome, step.requests))
        finally:
            has_failed.set()  # what still waits when another thread raised is not sent


def _outcome(method: Callable[..., EditResult], arguments: Mapping[str, Any]) -> Outcome:
    try:
        return method(**arguments)
    except PyveniceError as error:
        return error


async def _send_async(client: object, step: Send, concurrency: int) -> list[Outcome]:
    method = attrgetter(step.method)(client)
    if len(step.requests) == 1:
        return [await _outcome_async(method, step.requests[0])]
    slots, failures = asyncio.Semaphore(concurrency), list[PyveniceError]()

    async def outcome(arguments: Mapping[str, Any]) -> Outcome:
        async with slots:
            if failures:
                return None
            answer = await _outcome_async(method, arguments)
            if isinstance(answer, PyveniceError):
                failures.append(answer)
            return answer

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(outcome(arguments)) for arguments in step.requests]
    return [task.result() for task in tasks]


async def _outcome_async(
    method: Callable[..., Awaitable[EditResult]], arguments: Mapping[str, Any]
) -> Outcome:
    try:
        return await method(**arguments)
    except PyveniceError as error:
        return error

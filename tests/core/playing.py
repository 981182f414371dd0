"""Plays what a network may do to a call, without a network: outcomes in, steps out."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import fields
from typing import Any, TypeVar

from pyvenice.core.engine.calls import Call, Flow, Reply, Wait, fetch
from pyvenice.core.engine.retries import Outcome, Step, resilient
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.request import Request
from pyvenice.errors import APIConnectionError, APITimeoutError, PyveniceError

T = TypeVar("T")

EDIT = Call("POST", "/image/edit", billed=True, operation="image.edit")
SEARCH = Call("POST", "/search")
LIST = Call("GET", "/models", billed=True)
DONE = Reply(200, {}, b"done")

LOST = APITimeoutError("lost", maybe_executed=True)
UNREACHED = APIConnectionError("not reached", maybe_executed=False)


class SingleShot:
    content_type = "image/png"
    content_length = 1
    replayable = False

    def __iter__(self) -> Iterator[bytes]:
        yield b"x"


def answer(status: int, body: bytes = b"", **headers: str) -> Reply:
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def sent(step: Step) -> Call:
    """The call that a request is made of."""
    assert isinstance(step, Request)
    return step.call


def play(
    outcomes: list[Outcome], call: Call = EDIT, *, draw: float = 0.5, **terms: Any
) -> tuple[Reply | PyveniceError, list[float], int]:
    """What came of it, the pauses, and how often the call was sent."""
    steps = steps_of(fetch(call), draw=draw, **terms)
    remaining = iter(outcomes)
    pauses: list[float] = []
    sent = 0
    step = next(steps)
    try:
        while True:
            if isinstance(step, Wait):
                pauses.append(step.seconds)
                step = steps.send(None)
            else:
                sent += 1
                step = steps.send(next(remaining))
    except StopIteration as stop:
        reply: Reply = stop.value
        return reply, pauses, sent
    except PyveniceError as error:
        return error, pauses, sent


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def steps_of(
    flow: Flow[T], *, draw: float = 0.5, clock: Clock | None = None, **terms: Any
) -> Generator[Step, Outcome, T]:
    """The steps of a flow under these terms: fields of the settings, or of their retry policy."""
    known = {field.name for field in fields(RetryPolicy)} - {"budget"}
    policy = RetryPolicy(**{name: terms.pop(name) for name in known & terms.keys()})
    terms = {"timeout": 1e6, "retry": policy, **terms}
    settings = Settings("Venice", "http://local", **terms)
    return resilient(flow, settings, random=lambda: draw, clock=clock or Clock())

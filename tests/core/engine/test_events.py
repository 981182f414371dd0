from __future__ import annotations

import logging
from typing import Any

import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall, fetch
from pyvenice.core.engine.events import (
    ClientEvent,
    GaveUp,
    RequestStarted,
    ResponseReceived,
    Retrying,
)
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.streams import ImageEvent
from pyvenice.errors import AnswerError, BadRequestError, RateLimitError
from tests.core.driving import Rig
from tests.core.playing import DONE, Clock, SingleShot, answer, play, steps_of
from tests.loopback import Loopback, says, sends_events

EDIT = Call(
    "POST", "/edit", body=SingleShot(), billed=True, operation="image.edit", model="paint-1"
)


class Silent:
    """A stream of which nothing comes."""

    def feed(self, _: bytes, /) -> list[ImageEvent]:
        return []

    def done(self) -> list[ImageEvent]:
        return []


def kinds(events: list[ClientEvent]) -> list[str]:
    return [type(event).__name__ for event in events]


def once(call: Call) -> Flow[Reply]:
    return (yield from fetch(call))


def test_a_success_is_told_with_its_facts() -> None:
    events: list[ClientEvent] = []
    clock = Clock()
    rules = ProviderRules(cost_headers=("x-price", "x-cost"))
    steps = steps_of(once(EDIT), clock=clock, on_event=events.append, rules=rules)
    next(steps)
    clock.now += 1.5
    headers = {"x-request-id": "r1", "x-cost": "0.04"}
    with pytest.raises(StopIteration):
        steps.send(Reply(200, headers, b"picture", size=7))
    about: dict[str, Any] = {
        "provider": "Venice",
        "operation": "image.edit",
        "model": "paint-1",
        "attempt": 1,
    }
    assert events == [
        RequestStarted(**about, bytes_sent=1),
        ResponseReceived(
            **about, status=200, seconds=1.5, bytes_received=7, request_id="r1", cost=0.04
        ),
    ]


def test_each_repetition_is_told() -> None:
    events: list[ClientEvent] = []
    call = Call("POST", "/edit", operation="image.edit")
    play([answer(429), DONE], call, on_event=events.append)
    assert kinds(events) == [
        "RequestStarted",
        "ResponseReceived",
        "Retrying",
        "RequestStarted",
        "ResponseReceived",
    ]
    assert [event.attempt for event in events] == [1, 1, 1, 2, 2]
    assert isinstance(events[2], Retrying)
    assert isinstance(events[2].error, RateLimitError)
    assert events[2].pause == 0.5


def test_giving_up_is_told_once_with_the_error_that_is_raised() -> None:
    events: list[ClientEvent] = []
    error, _, _ = play([answer(400)], on_event=events.append)
    assert kinds(events) == ["RequestStarted", "ResponseReceived", "GaveUp"]
    assert isinstance(events[2], GaveUp)
    assert events[2].error is error
    assert isinstance(error, BadRequestError)


def test_an_answer_that_the_flow_cannot_use_is_told_too() -> None:
    def flow() -> Flow[None]:
        yield from fetch(EDIT)
        raise AnswerError("no image")

    events: list[ClientEvent] = []
    steps = steps_of(flow(), on_event=events.append)
    next(steps)
    with pytest.raises(AnswerError):
        steps.send(DONE)
    assert kinds(events) == ["RequestStarted", "ResponseReceived", "GaveUp"]


def test_what_a_flow_catches_was_not_given_up() -> None:
    def flow() -> Flow[str]:
        try:
            yield from fetch(EDIT)
        except BadRequestError:
            return "caught"
        return ""

    events: list[ClientEvent] = []
    steps = steps_of(flow(), on_event=events.append)
    next(steps)
    with pytest.raises(StopIteration):
        steps.send(answer(400))
    assert kinds(events) == ["RequestStarted", "ResponseReceived"]


def test_a_listener_that_fails_costs_no_result(caplog: pytest.LogCaptureFixture) -> None:
    def failing(_: ClientEvent) -> None:
        raise ZeroDivisionError

    reply, _, _ = play([DONE], on_event=failing)
    assert reply == DONE
    assert "on_event failed on RequestStarted; the call goes on" in caplog.messages
    assert all(record.levelno == logging.ERROR for record in caplog.records)


@pytest.mark.parametrize("cost", [{}, {"x-cost": "free"}])
def test_a_cost_that_is_not_known_is_none(cost: dict[str, str]) -> None:
    events: list[ClientEvent] = []
    rules = ProviderRules(cost_headers=("x-cost",))
    play([Reply(200, cost, b"")], on_event=events.append, rules=rules)
    assert isinstance(events[1], ResponseReceived)
    assert events[1].cost is None


def test_no_key_and_no_query_is_told(
    client_mode: str, loopback: Loopback, other_host: Loopback
) -> None:
    events: list[ClientEvent] = []
    other_host.answers(says(200, b"picture"))
    rig = Rig(client_mode, loopback.url, on_event=events.append)
    rig.run(once(Call("GET", f"{other_host.url}/file?sig=s3cret", authorized=False)))
    assert len(events) == 2
    assert events[0].operation == f"GET {other_host.url}/file"
    assert isinstance(events[1], ResponseReceived)
    assert events[1].bytes_received == 7
    assert str(rig.api_key) not in repr(events)
    assert "s3cret" not in repr(events)


def test_the_beginning_of_a_stream_is_its_answer(client_mode: str, loopback: Loopback) -> None:
    events: list[ClientEvent] = []
    loopback.answers(says(429, b"{}"), sends_events(b"x"))
    rig = Rig(client_mode, loopback.url, on_event=events.append)
    with pytest.raises(AnswerError):
        rig.events(StreamCall(Call("POST", "/edit"), Silent))
    assert [event.attempt for event in events if isinstance(event, ResponseReceived)] == [1, 2]

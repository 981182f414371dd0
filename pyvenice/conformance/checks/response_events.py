"""Streams of events: well formed, each event valid, and ended by what ends a stream.

Beside the schema of a media type `text/event-stream` stand `x-events`, the schema of each event by its
name, and `x-last-events`, the names of those that end a stream.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.pictures import Picture
from pyvenice.conformance.checks.response_json import check_value
from pyvenice.conformance.checks.violations import Violation, of_answer
from pyvenice.conformance.run.redact import shown
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.response.sse import ServerEvent, SseDecoder
from pyvenice.errors import StreamError

Json = Any

_FIELDS = frozenset([b"", b"data", b"event", b"id", b"retry"])


def check_events(
    operation: Operation,
    described: Mapping[str, Json],
    exchange: Exchange,
    pictures: list[Picture],
) -> Iterator[Violation]:
    """What is wrong with a stream; the pictures in its events are added to `pictures`."""
    body = exchange.answer_body
    for line in body.splitlines():
        if line.partition(b":")[0] not in _FIELDS:
            yield _malformed(operation, f"a line is no field of an event: {shown(_text(line))}")
            return
    try:
        decoder = SseDecoder()
        events = [*decoder.feed(body), *decoder.done()]
    except StreamError as error:
        yield _malformed(operation, str(error))
        return
    for number, event in enumerate(events):
        yield from _event(operation, described, number, event, pictures)
    yield from _ending(operation, described, events, body)


def _event(
    operation: Operation,
    described: Mapping[str, Json],
    number: int,
    event: ServerEvent,
    pictures: list[Picture],
) -> Iterator[Violation]:
    at = ("events", number, event.event)
    try:
        data = json.loads(event.data)
    except ValueError as error:
        yield _malformed(operation, f"the data of event {number} are not JSON: {error}")
        return
    schema = described.get("x-events", {event.event: described.get("schema", {})}).get(event.event)
    if schema is None:
        known = ", ".join(described["x-events"])
        yield _malformed(
            operation, f"an event {event.event!r} is not documented; there are {known}"
        )
        return
    found: list[Picture] = []
    yield from check_value(operation, schema, data, at, found)
    is_final = event.event in described.get("x-last-events", (event.event,))
    pictures += [replace(one, is_final=is_final) for one in found]


def _ending(
    operation: Operation, described: Mapping[str, Json], events: list[ServerEvent], body: bytes
) -> Iterator[Violation]:
    last = described.get("x-last-events")
    named = events[-1].event if events else "no event"
    if last and named not in last:
        yield _unfinished(operation, f"one of {', '.join(last)} at the end", named)
    elif body and not body.endswith((b"\n\n", b"\r\n\r\n", b"\r\r")):
        yield _unfinished(operation, "an empty line at the end", shown(_text(body[-40:])))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _malformed(operation: Operation, message: str) -> Violation:
    return of_answer(
        "answer-stream-malformed",
        operation.name,
        "body",
        expected="server-sent events of JSON",
        found=None,
        message=message,
    )


def _unfinished(operation: Operation, expected: str, found: Json) -> Violation:
    return of_answer(
        "answer-stream-unfinished",
        operation.name,
        "body",
        expected=expected,
        found=found,
        message=f"the stream ends with {found}, not with {expected}",
    )

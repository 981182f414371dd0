"""Server-sent event checks: well formed, each event valid, and the stream ended as documented.

Next to the schema of a media type `text/event-stream` the overlay has `x-events`, the schema of each event
by name, and `x-last-events`, the names of those that end a stream.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pyvenice.conformance.checks.images import ResponseImage
from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.response_json import check_value
from pyvenice.conformance.checks.violations import Violation, report_text, response_violation
from pyvenice.conformance.json_limits import parse_json
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.response.sse import ServerEvent, SseDecoder
from pyvenice.errors import StreamError

_FIELDS = frozenset([b"", b"data", b"event", b"id", b"retry"])


def check_events(
    operation: ContractOperation, node: Schema, exchange: Exchange, images: list[ResponseImage]
) -> Iterator[Violation]:
    """What is wrong with a stream; the images in its events are added to `images`.

    `node` is the media type object of `text/event-stream`.
    """
    body = exchange.answer_body
    for line in body.splitlines():
        if line.partition(b":")[0] not in _FIELDS:
            yield _malformed_violation(
                operation, f"a line is no field of an event: {report_text(line)}"
            )
            return
    try:
        decoder = SseDecoder()
        events = [*decoder.feed(body), *decoder.done()]
    except StreamError as error:
        yield _malformed_violation(operation, str(error))
        return
    for number, event in enumerate(events):
        yield from _check_event(operation, node, number, event, images)
    yield from _check_ending(operation, node, events, body)


def _check_event(
    operation: ContractOperation,
    node: Schema,
    number: int,
    event: ServerEvent,
    images: list[ResponseImage],
) -> Iterator[Violation]:
    try:
        data = parse_json(event.data.encode())
    except ValueError as error:
        yield _malformed_violation(operation, f"the data of event {number} are not JSON: {error}")
        return
    schema = node.get("x-events", {event.event: node.get("schema", {})}).get(event.event)
    if schema is None:
        known = ", ".join(node["x-events"])
        name = report_text(event.event.encode())
        yield _malformed_violation(
            operation, f"an event {name!r} is not documented; there are {known}"
        )
        return
    in_event: list[ResponseImage] = []
    at = ("events", number, event.event)
    yield from check_value(operation, schema, data, at, in_event)
    is_final = event.event in node.get("x-last-events", (event.event,))
    images += [replace(image, is_final=is_final) for image in in_event]


def _check_ending(
    operation: ContractOperation, node: Schema, events: list[ServerEvent], body: bytes
) -> Iterator[Violation]:
    last = node.get("x-last-events")
    name = events[-1].event if events else "no event"
    if last and name not in last:
        yield _unfinished_violation(operation, f"one of {', '.join(last)} at the end", name)
    elif body and not body.endswith((b"\n\n", b"\r\n\r\n", b"\r\r")):
        yield _unfinished_violation(operation, "an empty line at the end", report_text(body[-40:]))


def _malformed_violation(operation: ContractOperation, message: str) -> Violation:
    return response_violation(
        "answer-stream-malformed",
        operation.name,
        "body",
        expected="server-sent events of JSON",
        found=None,
        message=message,
    )


def _unfinished_violation(operation: ContractOperation, expected: str, found: Json) -> Violation:
    return response_violation(
        "answer-stream-unfinished",
        operation.name,
        "body",
        expected=expected,
        found=found,
        message=f"the stream ends with {found}, not with {expected}",
    )

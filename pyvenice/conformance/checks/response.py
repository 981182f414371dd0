"""Whether an answer keeps the contract: status, headers, media type, body, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.checks.honored import check_honoured
from pyvenice.conformance.checks.images import Seen, looked_at
from pyvenice.conformance.checks.operations import Operation, contract_of
from pyvenice.conformance.checks.pictures import Picture
from pyvenice.conformance.checks.response_events import check_events
from pyvenice.conformance.checks.response_json import check_json
from pyvenice.conformance.checks.schemas import problems, types
from pyvenice.conformance.checks.violations import Violation, of_answer
from pyvenice.conformance.run.redact import shown
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any

EVENTS = "text/event-stream"


def check_answer(
    document: Mapping[str, Json], exchange: Exchange, *, decode: bool = True
) -> list[Violation]:
    """Everything in which an answer breaks the contract; nothing for an operation that is not in it.

    `document` is a contract with its overlay (`pin.effective`). `decode` decodes every pixel of the
    images, with Pillow; without it their structure is looked at, which takes microseconds.
    """
    operation = contract_of(document).find(exchange.method, exchange.url)
    if operation is None:
        return []
    answer = operation.answer(exchange.status)
    if answer is None:
        return [_undocumented_status(operation, exchange)]
    return [
        *_headers(operation, answer, exchange),
        *_body(operation, answer, exchange, decode=decode),
    ]


def _undocumented_status(operation: Operation, exchange: Exchange) -> Violation:
    documented = ", ".join(operation.statuses())
    return of_answer(
        "answer-status-undocumented",
        operation.name,
        "status",
        expected=documented,
        found=exchange.status,
        message=f"the status {exchange.status} is not documented; there are {documented}",
    )


def _headers(
    operation: Operation, answer: Mapping[str, Json], exchange: Exchange
) -> Iterator[Violation]:
    for name, node in answer.get("headers", {}).items():
        header = operation.resolved(node)
        value = exchange.answer_headers.get(name.lower())
        where = f"headers/{name.lower()}"
        if value is None:
            if header.get("required"):
                yield of_answer(
                    "answer-header-missing",
                    operation.name,
                    where,
                    expected="present",
                    found=None,
                    message=f"the header {name} is missing",
                )
            continue
        schema = header.get("schema", {})
        for problem in problems(operation, schema, _read(value, schema), formats=True):
            yield of_answer(
                "answer-header-invalid",
                operation.name,
                where,
                expected=problem.expected,
                found=shown(value),
                message=f"the header {name} {problem.message}",
            )


def _read(value: str, schema: Mapping[str, Json]) -> Json:
    """A header's text as the value that its schema means."""
    kinds = types([schema])
    if "boolean" in kinds:
        return {"true": True, "false": False}.get(value.lower(), value)
    for kind, read in (("integer", int), ("number", float)):
        if kind in kinds:
            try:
                return read(value)
            except ValueError:
                return value
    return value


def _body(
    operation: Operation, answer: Mapping[str, Json], exchange: Exchange, *, decode: bool
) -> Iterator[Violation]:
    content = answer.get("content", {})
    media_type = exchange.answer_media_type
    if not content:
        return
    if media_type not in content:
        yield _undocumented_type(operation, content, exchange)
        return
    schema = content[media_type].get("schema", {})
    pictures: list[Picture] = []
    if media_type == EVENTS:
        yield from check_events(operation, content[EVENTS], exchange, pictures)
    elif media_type.endswith("json"):
        yield from check_json(operation, schema, exchange.answer_body, pictures)
    elif media_type.startswith("image/"):
        pictures.append(Picture("body", exchange.answer_body, media_type))
    seen = [(one, _seen(one, decode=decode)) for one in pictures]
    for picture, found in seen:
        yield from picture.violations(operation, found)
    if 200 <= exchange.status < 300:
        yield from check_honoured(operation, exchange, seen)


def _seen(picture: Picture, *, decode: bool) -> Seen:
    return Seen(None) if picture.data is None else looked_at(picture.data, decode=decode)


def _undocumented_type(
    operation: Operation, content: Mapping[str, Json], exchange: Exchange
) -> Violation:
    found = exchange.answer_media_type or "no content type"
    return of_answer(
        "answer-media-type-undocumented",
        operation.name,
        "headers/content-type",
        expected=", ".join(content),
        found=found,
        message=f"{found} is not documented for {exchange.status}; there is {', '.join(content)}",
    )

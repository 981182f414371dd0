"""Response checks: status, headers, media type, body, and whether the request was honored."""

from __future__ import annotations

from collections.abc import Iterator

from pyvenice.conformance.checks.honored import check_honored
from pyvenice.conformance.checks.images import ImageFacts, ResponseImage, inspect_image
from pyvenice.conformance.checks.operations import ContractOperation, Document, contract_of
from pyvenice.conformance.checks.response_events import check_events
from pyvenice.conformance.checks.response_json import check_json
from pyvenice.conformance.checks.schemas import problems
from pyvenice.conformance.checks.violations import Violation, report_value, response_violation
from pyvenice.contract.schema.reader import types
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.recorded_exchange import Exchange

EVENTS = "text/event-stream"


def check_response(
    document: Document, exchange: Exchange, *, decode: bool = True
) -> list[Violation]:
    """Check a response against the contract.

    `document` is an effective contract (`pin.effective`). With `decode` every pixel of the images is
    decoded, with Pillow; without it their structure is checked, which takes microseconds. Returns
    nothing for an operation that the contract does not have.
    """
    operation = contract_of(document).find(exchange.method, exchange.url)
    if operation is None:
        return []
    response = operation.response(exchange.status)
    if response is None:
        return [_undocumented_status(operation, exchange)]
    return [
        *_check_headers(operation, response, exchange),
        *_check_body(operation, response, exchange, decode=decode),
    ]


def _undocumented_status(operation: ContractOperation, exchange: Exchange) -> Violation:
    documented = ", ".join(operation.statuses())
    return response_violation(
        "answer-status-undocumented",
        operation.name,
        "status",
        expected=documented,
        found=exchange.status,
        message=f"the status {exchange.status} is not documented; there are {documented}",
    )


def _check_headers(
    operation: ContractOperation, response: Schema, exchange: Exchange
) -> Iterator[Violation]:
    for name, node in response.get("headers", {}).items():
        header = operation.resolve(node)
        value = exchange.answer_headers.get(name.lower())
        where = f"headers/{name.lower()}"
        if value is None:
            if header.get("required"):
                yield response_violation(
                    "answer-header-missing",
                    operation.name,
                    where,
                    expected="present",
                    found=None,
                    message=f"the header {name} is missing",
                )
            continue
        schema = header.get("schema", {})
        for problem in problems(operation, schema, _header_value(value, schema), formats=True):
            yield response_violation(
                "answer-header-invalid",
                operation.name,
                where,
                expected=problem.expected,
                found=report_value(value),
                message=f"the header {name} {problem.message}",
            )


def _header_value(text: str, schema: Schema) -> Json:
    """A header's text as a value of the type that its schema names; else the text."""
    kinds = types([schema])
    if "boolean" in kinds:
        return {"true": True, "false": False}.get(text.lower(), text)
    for kind, convert in (("integer", int), ("number", float)):
        if kind in kinds:
            try:
                return convert(text)
            except ValueError:
                return text
    return text


def _check_body(
    operation: ContractOperation, response: Schema, exchange: Exchange, *, decode: bool
) -> Iterator[Violation]:
    content = response.get("content", {})
    media_type = exchange.answer_media_type
    if not content:
        return
    if media_type not in content:
        yield _undocumented_type(operation, content, exchange)
        return
    schema = content[media_type].get("schema", {})
    images: list[ResponseImage] = []
    if media_type == EVENTS:
        yield from check_events(operation, content[EVENTS], exchange, images)
    elif media_type.endswith("json"):
        yield from check_json(operation, schema, exchange.answer_body, images)
    elif media_type.startswith("image/"):
        images.append(ResponseImage("body", exchange.answer_body, media_type))
    inspected = [(image, _facts(image, decode=decode)) for image in images]
    for image, facts in inspected:
        yield from image.violations(operation, facts)
    if 200 <= exchange.status < 300:
        yield from check_honored(operation, exchange, inspected)


def _facts(image: ResponseImage, *, decode: bool) -> ImageFacts:
    return ImageFacts(None) if image.data is None else inspect_image(image.data, decode=decode)


def _undocumented_type(
    operation: ContractOperation, content: Schema, exchange: Exchange
) -> Violation:
    documented = ", ".join(content)
    found = exchange.answer_media_type or "no content type"
    return response_violation(
        "answer-media-type-undocumented",
        operation.name,
        "headers/content-type",
        expected=documented,
        found=found,
        message=f"{found} is not documented for {exchange.status}; there is {documented}",
    )

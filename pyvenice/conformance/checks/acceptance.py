"""Acceptance checks: whether a server accepts what the contract allows, and refuses the rest.

Only what is certain is reported. The overlay says where the contract is less certain than it looks:

- `x-also-takes` is a schema of values that the server accepts although the contract refuses them;
- `x-certain` is a narrower schema: values outside it may be refused by the server too;
- `x-conflicts` lists what may be refused together: bodies that fit `schema`, unless `without` is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pyvenice.conformance.checks.images import image_text_problem, image_values
from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.request_values import RequestValues, UnreadableError, readings
from pyvenice.conformance.checks.schemas import Problem, fits, problems
from pyvenice.conformance.checks.violations import (
    Violation,
    acceptance_violation,
    report_text,
    report_value,
    response_violation,
)
from pyvenice.contract.schema.reader import alternatives, variants
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.recorded_exchange import Exchange

_EVENT_NAME = re.compile(rb"^event: ?(.*)$", re.MULTILINE)
_REFUSALS = frozenset({400, 413, 415, 422})
# 529 is what Cloudflare and several model hosts answer under load.
_BUSY = frozenset({502, 503, 504, 529})


def check_acceptance(operation: ContractOperation, exchange: Exchange) -> list[Violation]:
    """A request that was wrongly accepted or refused; empty where that is not certain."""
    media_type = exchange.request_media_type
    is_raw = media_type not in operation.bodies and operation.raw_body(media_type) is not None
    if operation.method == "GET" or is_raw:
        return []
    refused = is_refusal(operation, exchange)
    if refused and _must_be_accepted(operation, exchange):
        return [_refused_valid(operation, exchange)]
    if refused or not 200 <= exchange.status < 300:
        return []
    problem = refusal_reason(operation, exchange)
    return [] if problem is None else [_accepted_invalid(operation, problem)]


def is_refusal(operation: ContractOperation, exchange: Exchange) -> bool:
    """Whether a response says that the request is at fault; `x-refusal` marks unusual ones.

    That may be a status, or the last event of a stream, whose status was sent before.
    """
    response = operation.response(exchange.status) or {}
    if exchange.status in _REFUSALS or response.get("x-refusal"):
        return True
    events = response.get("content", {}).get(exchange.answer_media_type, {}).get("x-events")
    names = _EVENT_NAME.findall(exchange.answer_body) if events else []
    last = events.get(names[-1].decode("utf-8", "replace")) if names else None
    return bool((last or {}).get("x-refusal"))


def refusal_reason(operation: ContractOperation, exchange: Exchange) -> Problem | None:
    """The first reason why the server must refuse a request; `None` if it may accept it."""
    try:
        read = readings(operation, exchange)
    except UnreadableError as error:
        return Problem((), "body", None, exchange.request_media_type, str(error))
    by_reading = [request_problems(operation, exchange, values) for values in read]
    return by_reading[0][0] if all(by_reading) else None


def _must_be_accepted(operation: ContractOperation, exchange: Exchange) -> bool:
    try:
        read = readings(operation, exchange)
    except UnreadableError:
        return False
    schema = operation.bodies[exchange.request_media_type]
    return not any(
        request_problems(operation, exchange, given)
        or uncertain_fields(operation, schema, given.values)
        for given in read
    )


def request_problems(
    operation: ContractOperation, exchange: Exchange, given: RequestValues
) -> list[Problem]:
    """Everything for which a server must refuse a body that it reads as these values."""
    schema = operation.bodies[exchange.request_media_type]
    broken = [
        problem
        for problem in problems(operation, schema, given.values)
        if not _is_tolerated(operation, schema, problem)
    ]
    misplaced = [
        Problem((name,), "x-image", "a file", "something else", "is not where the file is meant")
        for name in given.misplaced
    ]
    too_many = _too_many_images(operation, schema, given)
    return [*broken, *misplaced, *too_many, *_no_images(operation, schema, given)]


def _too_many_images(
    operation: ContractOperation, schema: Schema, given: RequestValues
) -> Iterator[Problem]:
    for name, value in given.values.items():
        rules = [
            variant.get("x-image", {}) for variant in variants(operation.document, schema, name)
        ]
        most = min((rule["max-count"] for rule in rules if "max-count" in rule), default=None)
        if isinstance(value, list) and most is not None and len(value) > most:
            yield Problem((name,), "maxItems", most, len(value), f"has more than {most} items")


def _no_images(
    operation: ContractOperation, schema: Schema, given: RequestValues
) -> Iterator[Problem]:
    if given.files or given.misplaced:
        return
    for path, value in image_values(operation, schema, given.values):
        if isinstance(value, str) and (reason := image_text_problem(value)):
            yield Problem(path, "x-image", "an image", report_value(value), reason)


def _is_tolerated(operation: ContractOperation, schema: Schema, problem: Problem) -> bool:
    if len(problem.path) != 1:
        return False
    schemas = variants(operation.document, schema, str(problem.path[0]))
    accepted = [node["x-also-takes"] for node in schemas if "x-also-takes" in node]
    return any(fits(operation, node, problem.found) for node in accepted)


def uncertain_fields(
    operation: ContractOperation, schema: Schema, values: Mapping[str, Json]
) -> list[str]:
    """The fields for which a server may refuse a body although it is valid."""
    uncertain = [
        name for name, value in values.items() if not _is_certain(operation, schema, name, value)
    ]
    return uncertain + [rule["without"] for rule in conflicts(operation, schema, values)]


def conflicts(
    operation: ContractOperation, schema: Schema, values: Mapping[str, Json]
) -> list[Schema]:
    """The entries of `x-conflicts` that a body fits."""
    return [
        rule
        for part in alternatives(operation.document, schema)
        for rule in part.get("x-conflicts", ())
        if fits(operation, rule["schema"], dict(values))
    ]


def _is_certain(operation: ContractOperation, schema: Schema, name: str, value: Json) -> bool:
    schemas = variants(operation.document, schema, name)
    certain = [node["x-certain"] for node in schemas if "x-certain" in node]
    if not all(fits(operation, node, value) for node in certain):
        return False
    known = known_values(schemas)
    return not known or value in known or not isinstance(value, str)


def known_values(schemas: list[Schema]) -> list[Json]:
    """The listed values of a property that accepts others as well; empty where nothing is open."""
    listed = [value for schema in schemas for value in schema.get("enum", ())]
    is_open = any(schema.get("x-known-values") or _is_open(schema) for schema in schemas)
    return listed if is_open else []


def _is_open(schema: Schema) -> bool:
    return schema.get("type") == "string" and not schema.keys() & {"enum", "const", "x-image"}


def _accepted_invalid(operation: ContractOperation, problem: Problem) -> Violation:
    where = "the body" if not problem.path else repr(problem.pointer)
    limit = "" if problem.expected is None else f": {problem.expected}"
    return acceptance_violation(
        "request-accepted-invalid",
        operation.name,
        problem.pointer,
        expected=f"{problem.keyword}{limit}",
        found=report_value(problem.found),
        message=f"the server took a request that the contract refuses: {where} {problem.message}",
    )


def _refused_valid(operation: ContractOperation, exchange: Exchange) -> Violation:
    return acceptance_violation(
        "request-refused-valid",
        operation.name,
        "/",
        expected="an answer of 2xx",
        found=exchange.status,
        message=(
            f"the server refused, with {exchange.status}, a request that the contract allows: "
            f"{report_text(exchange.answer_body)}"
        ),
    )


def check_health(operation: ContractOperation, exchange: Exchange) -> list[Violation]:
    """A failure of the server. Being busy (502, 503, 504) is none, nor is a marked refusal."""
    if exchange.status < 500 or exchange.status in _BUSY or is_refusal(operation, exchange):
        return []
    return [
        response_violation(
            "answer-server-error",
            operation.name,
            "status",
            expected="a status below 500",
            found=exchange.status,
            message=f"the server failed with {exchange.status}: {report_text(exchange.answer_body)}",
        )
    ]

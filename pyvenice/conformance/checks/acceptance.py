"""Whether a server takes what the contract allows, and refuses what it does not.

Only what is certain is judged. The contract may say what is less certain than it looks:

- `x-also-takes` is a schema of values that the server takes although the contract refuses them;
- `x-certain` is a narrower schema: values that it refuses may be refused by the server too;
- `x-conflicts` lists what may be refused together: bodies that fit `schema`, unless `without` is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.checks.image_texts import image_texts, text_problem
from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.request_values import Asked, UnreadableError, readings
from pyvenice.conformance.checks.schemas import Problem, alternatives, fits, problems, variants
from pyvenice.conformance.checks.violations import Violation, of_answer, of_judgement
from pyvenice.conformance.run.redact import shown
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any

_LAST_EVENT = re.compile(rb"^event: ?(.*)$", re.MULTILINE)
_REFUSALS = frozenset({400, 413, 415, 422})
_BUSY = frozenset({502, 503, 504, 529})


def check_verdict(operation: Operation, exchange: Exchange) -> list[Violation]:
    """What is wrong about a request being taken or refused; nothing where that is not certain."""
    if operation.method == "GET":
        return []
    refused = is_refusal(operation, exchange)
    if refused and _is_certain(operation, exchange):
        return [_refused(operation, exchange)]
    if refused or not 200 <= exchange.status < 300:
        return []
    wrong = why_refused(operation, exchange)
    return [] if wrong is None else [_accepted(operation, wrong)]


def is_refusal(operation: Operation, exchange: Exchange) -> bool:
    """Whether an answer says that the request is at fault; `x-refusal` marks what is unusual.

    That may be a status, or the last event of a stream, whose status was sent before.
    """
    answer = operation.answer(exchange.status) or {}
    if exchange.status in _REFUSALS or answer.get("x-refusal"):
        return True
    described = answer.get("content", {}).get(exchange.answer_media_type, {})
    last = _LAST_EVENT.findall(exchange.answer_body) if "x-events" in described else []
    event = described["x-events"].get(last[-1].decode("utf-8", "replace")) if last else None
    return bool((event or {}).get("x-refusal"))


def why_refused(operation: Operation, exchange: Exchange) -> Problem | None:
    """The first reason why the server must refuse a request; `None` if it is not certain to."""
    try:
        read = readings(operation, exchange)
    except UnreadableError as error:
        return Problem((), "body", None, exchange.request_media_type, str(error))
    found = [wrong_in(operation, exchange, one) for one in read]
    return found[0][0] if all(found) else None


def _is_certain(operation: Operation, exchange: Exchange) -> bool:
    """Whether the server is certain to take a request."""
    try:
        read = readings(operation, exchange)
    except UnreadableError:
        return False
    schema = operation.bodies[exchange.request_media_type]
    return not any(
        wrong_in(operation, exchange, one) or uncertain(operation, schema, one.values)
        for one in read
    )


def wrong_in(operation: Operation, exchange: Exchange, asked: Asked) -> list[Problem]:
    """Everything for which a server must refuse a body that it reads so."""
    schema = operation.bodies[exchange.request_media_type]
    found = [
        one
        for one in problems(operation, schema, asked.values)
        if not _tolerated(operation, schema, one)
    ]
    found += [
        Problem((name,), "x-image", "a file", "something else", "is not where the file is meant")
        for name in asked.misplaced
    ]
    return [*found, *_too_many(operation, schema, asked), *_wrong_images(operation, schema, asked)]


def _too_many(operation: Operation, schema: Json, asked: Asked) -> Iterator[Problem]:
    for name, value in asked.values.items():
        rules = [one.get("x-image", {}) for one in variants(operation, schema, name)]
        most = min((one["max-count"] for one in rules if "max-count" in one), default=None)
        if isinstance(value, list) and most is not None and len(value) > most:
            yield Problem((name,), "maxItems", most, len(value), f"has more than {most} items")


def _wrong_images(operation: Operation, schema: Json, asked: Asked) -> Iterator[Problem]:
    if asked.files or asked.misplaced:
        return
    for path, value in image_texts(operation, schema, asked.values):
        if isinstance(value, str) and (said := text_problem(value)):
            yield Problem(path, "x-image", "an image", shown(value), said)


def _tolerated(operation: Operation, schema: Json, problem: Problem) -> bool:
    if len(problem.path) != 1:
        return False
    taken = [
        one["x-also-takes"] for one in _named(operation, schema, problem) if "x-also-takes" in one
    ]
    return any(fits(operation, one, problem.found) for one in taken)


def _named(operation: Operation, schema: Json, problem: Problem) -> list[Mapping[str, Json]]:
    return variants(operation, schema, str(problem.path[0]))


def uncertain(operation: Operation, schema: Json, values: Mapping[str, Json]) -> list[str]:
    """The fields of a valid body for which a server may refuse it all the same."""
    found = [name for name, value in values.items() if not _certain(operation, schema, name, value)]
    return found + [one["without"] for one in conflicts(operation, schema, values)]


def conflicts(
    operation: Operation, schema: Json, values: Mapping[str, Json]
) -> list[Mapping[str, Json]]:
    """The entries of `x-conflicts` that a body runs into."""
    listed = [
        one for part in alternatives(operation, schema) for one in part.get("x-conflicts", ())
    ]
    return [one for one in listed if fits(operation, one["schema"], dict(values))]


def _certain(operation: Operation, schema: Json, name: str, value: Json) -> bool:
    found = variants(operation, schema, name)
    if any(not fits(operation, one["x-certain"], value) for one in found if "x-certain" in one):
        return False
    known = known_values(found)
    return not known or value in known or not isinstance(value, str)


def known_values(schemas: list[Mapping[str, Json]]) -> list[Json]:
    """The listed values of a property that takes others as well; empty where nothing is open."""
    listed = [value for one in schemas for value in one.get("enum", ())]
    opened = any(one.get("x-known-values") for one in schemas)
    return listed if opened or any(_is_open(one) for one in schemas) else []


def _is_open(schema: Mapping[str, Json]) -> bool:
    return schema.get("type") == "string" and not schema.keys() & {"enum", "const", "x-image"}


def _accepted(operation: Operation, wrong: Problem) -> Violation:
    where = "the body" if not wrong.path else repr(wrong.pointer)
    return of_judgement(
        "request-accepted-invalid",
        operation.name,
        wrong.pointer,
        expected=f"{wrong.keyword}: {wrong.expected}"
        if wrong.expected is not None
        else wrong.keyword,
        found=shown(wrong.found),
        message=f"the server took a request that the contract refuses: {where} {wrong.message}",
    )


def _refused(operation: Operation, exchange: Exchange) -> Violation:
    return of_judgement(
        "request-refused-valid",
        operation.name,
        "/",
        expected="an answer of 2xx",
        found=exchange.status,
        message=(
            f"the server refused, with {exchange.status}, a request that the contract allows: "
            f"{shown(exchange.answer_body.decode('utf-8', 'replace'))}"
        ),
    )


def check_health(operation: Operation, exchange: Exchange) -> list[Violation]:
    """That the server failed. Being busy (503, 504) is no failure, nor what is marked as a refusal."""
    if exchange.status < 500 or exchange.status in _BUSY:
        return []
    if is_refusal(operation, exchange):
        return []
    said = shown(exchange.answer_body.decode("utf-8", "replace"))
    return [
        of_answer(
            "answer-server-error",
            operation.name,
            "status",
            expected="a status below 500",
            found=exchange.status,
            message=f"the server failed with {exchange.status}: {said}",
        )
    ]

"""Requests that a correct server must refuse, each with exactly one thing wrong: they cost nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyvenice.conformance.checks.acceptance import wrong_in
from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.request_values import UnreadableError, readings
from pyvenice.conformance.checks.schemas import Problem, variants
from pyvenice.conformance.run.body_encoder import Encoder
from pyvenice.conformance.run.generation_schema import narrowed
from pyvenice.conformance.run.sample_images import names
from pyvenice.core.recording.multipart_parser import FORM
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any
Schema = Mapping[str, Json]

_UNKNOWN_FIELD = "no_such_field"
_OTHERS: tuple[Json, ...] = ("no such value", 3.5, True, {"no": "such"}, [], None)


@dataclass(frozen=True, slots=True)
class Refusable:
    """A request and what is wrong with it."""

    operation: Operation
    what: str
    """`prompt: minLength 1`."""
    body: bytes = field(repr=False)
    content_type: str


def refusable(operation: Operation) -> list[Refusable]:
    """All such requests for an operation, in every media type that its body may have."""
    found = [one for media_type in operation.bodies for one in _Maker(operation, media_type).all()]
    return found + list(_unreadable(operation))


def least_body(operation: Operation, media_type: str) -> dict[str, Json]:
    """A small body that the contract allows and the server is certain to take."""
    document = narrowed([operation])
    described = document["paths"][operation.path][operation.method.lower()]
    schema = described["requestBody"]["content"][media_type]["schema"]
    body: dict[str, Json] = _least(schema)
    return body


def _least(schema: Schema) -> Json:
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {key: one for key, one in schema.items() if key != keyword}
            return _least({**rest, **schema[keyword][0]})
    kinds = schema.get("type")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "object":
        return {name: _least(schema["properties"][name]) for name in schema.get("required", ())}
    if kind == "array":
        return [_least(schema["items"])] * int(schema.get("minItems", 0))
    plain: dict[str, Json] = {"boolean": False, "integer": 1, "number": 1}
    return plain.get(kind or "string", _text(schema))


def _text(schema: Schema) -> str:
    samples = names().get(schema.get("format", ""))
    return samples[0] if samples else "a red kite".ljust(int(schema.get("minLength", 0)), "x")


class _Maker:
    """Spoils a small valid body in one place after the other."""

    def __init__(self, operation: Operation, media_type: str) -> None:
        self._operation = operation
        self._media_type = media_type
        self._schema = operation.bodies[media_type]
        self._encoder = Encoder(operation, media_type)
        self._least = least_body(operation, media_type)

    def all(self) -> Iterator[Refusable]:
        seen: set[tuple[str, str]] = set()
        for body in self._spoilt():
            made = self._encoder.encoded(body)
            problem = _only_problem(self._operation, *made)
            if problem is None or (problem.pointer, problem.keyword) in seen:
                continue
            seen.add((problem.pointer, problem.keyword))
            limit = "" if problem.expected is None else f" {problem.expected}"
            what = f"{self._media_type}, {problem.pointer}: {problem.keyword}{limit}"
            yield Refusable(self._operation, what, *made)

    def _spoilt(self) -> Iterator[dict[str, Json]]:
        yield {**self._least, _UNKNOWN_FIELD: "x"}
        for name in self._least:
            yield {key: one for key, one in self._least.items() if key != name}
        for name in self._names():
            for value in _beyond(variants(self._operation, self._schema, name)):
                yield {**self._least, name: value}

    def _names(self) -> list[str]:
        described = narrowed([self._operation])["paths"][self._operation.path]
        body = described[self._operation.method.lower()]["requestBody"]
        return list(body["content"][self._media_type]["schema"]["properties"])


def _beyond(found: list[Schema]) -> Iterator[Json]:
    """Values that lie just beyond what schemas allow, then values of other types."""
    for one in found:
        yield from (one[key] - 1 for key in ("minimum",) if key in one)
        yield from (one[key] + 1 for key in ("maximum",) if key in one)
        yield from (one[key] for key in ("exclusiveMinimum", "exclusiveMaximum") if key in one)
        if one.get("minLength"):
            yield "x" * (one["minLength"] - 1)
        if "maxLength" in one:
            yield "x" * (one["maxLength"] + 1)
    yield from _OTHERS


def _only_problem(operation: Operation, body: bytes, content_type: str) -> Problem | None:
    """What is wrong with a body if it is one thing, however the body is read."""
    headers = {"content-type": content_type}
    exchange = Exchange(operation.method, operation.path, 0, headers, body)
    try:
        read = [wrong_in(operation, exchange, one) for one in readings(operation, exchange)]
    except UnreadableError:
        return None
    alone = all(len({one.path for one in problems}) == 1 for problems in read)
    return read[0][0] if alone else None


def _unreadable(operation: Operation) -> Iterator[Refusable]:
    """Bodies that are not what their content type says."""
    for media_type in operation.bodies:
        if media_type == FORM:
            made = Encoder(operation, FORM).encoded(least_body(operation, FORM))
            yield Refusable(operation, "a form that ends too early", made[0][:-40], made[1])
        else:
            yield Refusable(operation, "JSON that ends too early", b'{"prompt": ', media_type)
    yield Refusable(operation, "text instead of the body", b"no such body", "text/plain")


def interleaved(operations: list[Operation]) -> list[Refusable]:
    """Those of several operations, in turns, so that few requests touch each of them."""
    rows = itertools.zip_longest(*map(refusable, operations))
    return [one for row in rows for one in row if one is not None]

"""Invalid requests: each has exactly one thing wrong, so that a correct server refuses it unbilled."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyvenice.conformance.checks.acceptance import request_problems
from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.request_values import UnreadableError, readings
from pyvenice.conformance.checks.schemas import Problem
from pyvenice.conformance.run.body_encoder import BodyEncoder
from pyvenice.conformance.run.generation_schema import generation_document
from pyvenice.conformance.run.sample_images import sample_names
from pyvenice.contract.schema.reader import variants
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.multipart_parser import FORM
from pyvenice.core.recording.recorded_exchange import Exchange

_UNKNOWN_FIELD = "no_such_field"
_OTHER_TYPES: tuple[Json, ...] = ("no such value", 3.5, True, {"no": "such"}, [], None)
# More than the closing boundary of a form has.
_CUT = 40


@dataclass(frozen=True, slots=True)
class InvalidRequest:
    """A request and what is wrong with it."""

    operation: ContractOperation
    reason: str
    """`application/json, /prompt: minLength 1`."""
    body: bytes = field(repr=False)
    content_type: str


def invalid_requests(operation: ContractOperation) -> list[InvalidRequest]:
    """All invalid requests for an operation, in every media type that its body may have.

    Sorted by how unlikely it is that a lenient server carries one out: what nobody can read, what lacks
    a field, wrong values, and at the end a field too many and a form that breaks off, which some ignore.
    """
    broken = [
        request
        for media_type in operation.bodies
        for request in _BodyBreaker(operation, media_type).requests()
    ]
    return [*_unreadable(operation), *broken, *_truncated_forms(operation)]


def incomplete_request(operation: ContractOperation) -> InvalidRequest:
    """A request that lacks a required field; one that cannot be read where no field is required."""
    for media_type in operation.bodies:
        if minimal_body(operation, media_type):
            return next(_BodyBreaker(operation, media_type).requests())
    return next(_unreadable(operation))


def interleaved_requests(operations: list[ContractOperation]) -> list[InvalidRequest]:
    """Those of several operations in turns, so that few requests touch each of them."""
    rows = itertools.zip_longest(*map(invalid_requests, operations))
    return [request for row in rows for request in row if request is not None]


def minimal_body(operation: ContractOperation, media_type: str) -> dict[str, Json]:
    """A small body that the contract allows and the server is certain to accept."""
    body = _minimal(_body_schema(operation, media_type))
    if not isinstance(body, dict):
        raise TypeError(f"{operation.name}: the body is no object")
    return body


def _body_schema(operation: ContractOperation, media_type: str) -> Schema:
    definition = generation_document([operation])["paths"][operation.path]
    content = definition[operation.method.lower()]["requestBody"]["content"]
    schema: Schema = content[media_type]["schema"]
    return schema


def _minimal(schema: Schema) -> Json:
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {key: value for key, value in schema.items() if key != keyword}
            return _minimal({**rest, **schema[keyword][0]})
    kinds = schema.get("type")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if "enum" in schema:
        first: Json = schema["enum"][0]
        return first
    if kind == "object":
        properties = schema.get("properties", {})
        return {name: _minimal(properties.get(name, {})) for name in schema.get("required", ())}
    if kind == "array":
        return [_minimal(schema.get("items", {}))] * int(schema.get("minItems", 0))
    plain: dict[str, Json] = {"boolean": False, "integer": 1, "number": 1}
    return plain.get(kind or "string", _minimal_text(schema))


def _minimal_text(schema: Schema) -> str:
    samples = sample_names().get(schema.get("format", ""))
    return samples[0] if samples else "a red kite".ljust(int(schema.get("minLength", 0)), "x")


class _BodyBreaker:
    """Breaks a minimal valid body in one place after the other."""

    def __init__(self, operation: ContractOperation, media_type: str) -> None:
        self._operation = operation
        self._media_type = media_type
        self._schema = operation.bodies[media_type]
        self._encoder = BodyEncoder(operation, media_type)
        self._minimal = minimal_body(operation, media_type)

    def requests(self) -> Iterator[InvalidRequest]:
        seen: set[tuple[str, str]] = set()
        for body in self._broken_bodies():
            encoded = self._encoder.encode(body)
            problem = _only_problem(self._operation, *encoded)
            if problem is None or (problem.pointer, problem.keyword) in seen:
                continue
            seen.add((problem.pointer, problem.keyword))
            limit = "" if problem.expected is None else f" {problem.expected}"
            reason = f"{self._media_type}, {problem.pointer}: {problem.keyword}{limit}"
            yield InvalidRequest(self._operation, reason, *encoded)

    def _broken_bodies(self) -> Iterator[dict[str, Json]]:
        for name in self._minimal:
            yield {key: value for key, value in self._minimal.items() if key != name}
        properties = _properties(_body_schema(self._operation, self._media_type))
        # Required fields first: what is wrong with an optional one may be ignored.
        for name in sorted(properties, key=lambda name: (name not in self._minimal, name)):
            for value in _outside(variants(self._operation.document, self._schema, name)):
                yield {**self._minimal, name: value}
        yield {**self._minimal, _UNKNOWN_FIELD: "x"}


def _properties(schema: Schema) -> set[str]:
    """The names of all fields that a body may have, in any of its alternatives."""
    names = set(schema.get("properties", ()))
    for keyword in ("allOf", "anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            names |= _properties(branch)
    return names


def _outside(schemas: list[Schema]) -> Iterator[Json]:
    """Values just outside the bounds of schemas, then values of other types."""
    for schema in schemas:
        if "minimum" in schema:
            yield schema["minimum"] - 1
        if "maximum" in schema:
            yield schema["maximum"] + 1
        for keyword in ("exclusiveMinimum", "exclusiveMaximum"):
            if keyword in schema:
                yield schema[keyword]
        if schema.get("minLength"):
            yield "x" * (schema["minLength"] - 1)
        if "maxLength" in schema:
            yield "x" * (schema["maxLength"] + 1)
    yield from _OTHER_TYPES


def _only_problem(operation: ContractOperation, body: bytes, content_type: str) -> Problem | None:
    """What is wrong with a body if it is one thing, however the body is read."""
    headers = {"content-type": content_type}
    exchange = Exchange(operation.method, operation.path, 0, headers, body)
    try:
        by_reading = [
            request_problems(operation, exchange, values)
            for values in readings(operation, exchange)
        ]
    except UnreadableError:
        return None
    is_single = all(len({problem.path for problem in found}) == 1 for found in by_reading)
    return by_reading[0][0] if is_single else None


def _unreadable(operation: ContractOperation) -> Iterator[InvalidRequest]:
    """Bodies that are not what their content type says."""
    yield InvalidRequest(operation, "text instead of the body", b"no such body", "text/plain")
    for media_type in operation.bodies:
        if media_type != FORM:
            yield InvalidRequest(operation, "JSON that ends too early", b'{"prompt": ', media_type)


def _truncated_forms(operation: ContractOperation) -> Iterator[InvalidRequest]:
    if FORM in operation.bodies:
        body, content_type = BodyEncoder(operation, FORM).encode(minimal_body(operation, FORM))
        yield InvalidRequest(operation, "a form that ends too early", body[:-_CUT], content_type)

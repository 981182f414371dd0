"""JSON answers: well formed, valid, without undeclared fields; and the pictures in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.conformance.checks.images import base64_bytes
from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.pictures import Picture
from pyvenice.conformance.checks.schemas import Path, alternatives, fits, pointer, problems
from pyvenice.conformance.checks.violations import Violation, of_answer
from pyvenice.conformance.run.redact import shown

Json = Any
Schema = Mapping[str, Json]

_OPEN = ("additionalProperties", "patternProperties", "unevaluatedProperties")


def check_json(
    operation: Operation, schema: Schema, body: bytes, pictures: list[Picture]
) -> Iterator[Violation]:
    """What is wrong with a JSON body; the pictures in it are added to `pictures`."""
    try:
        value = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        yield of_answer(
            "answer-json-malformed",
            operation.name,
            "body",
            expected="JSON",
            found=shown(body.decode("utf-8", "replace")),
            message=f"the body is not JSON: {error}",
        )
        return
    yield from check_value(operation, schema, value, (), pictures)


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def check_value(
    operation: Operation, schema: Schema, value: Json, at: Path, pictures: list[Picture]
) -> Iterator[Violation]:
    """What is wrong with a JSON value that stands at a place of an answer."""
    for problem in problems(operation, schema, value, formats=True):
        undeclared = problem.keyword == "additionalProperties"
        yield of_answer(
            "answer-field-undeclared" if undeclared else "answer-schema",
            operation.name,
            pointer((*at, *problem.path)),
            expected=_expected(problem.keyword, problem.expected),
            found=shown(problem.found),
            message=f"{pointer((*at, *problem.path))} {problem.message}",
        )
    for path in _undeclared(operation, schema, value, at):
        yield of_answer(
            "answer-field-undeclared",
            operation.name,
            pointer(path),
            expected="no such field",
            found=str(path[-1]),
            message=f"{pointer(path)} is not declared",
            level="warning",
        )
    yield from _pictures(operation, schema, value, at, pictures)


def _expected(keyword: str, limit: Json) -> Json:
    return keyword if limit is None else {keyword: limit}


def _fitting(operation: Operation, schema: Schema, value: Json) -> list[Schema]:
    """The parts of a schema that speak of a value: of alternatives those that it fits."""
    found: list[Schema] = []
    waiting: list[Json] = [schema]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Mapping):
            continue
        found.append(one)
        if "$ref" in one:
            waiting.append(operation.resolved(one))
        waiting += one.get("allOf", ())
        options = [*one.get("anyOf", ()), *one.get("oneOf", ())]
        waiting += [each for each in options if fits(operation, each, value)] or options
    return found


def _undeclared(operation: Operation, schema: Schema, value: Json, at: Path) -> Iterator[Path]:
    found = _fitting(operation, schema, value)
    if isinstance(value, list):
        for items in (one["items"] for one in found if "items" in one):
            for number, item in enumerate(value):
                yield from _undeclared(operation, items, item, (*at, number))
    if not isinstance(value, dict):
        return
    named = {name: one for part in found for name, one in part.get("properties", {}).items()}
    # What a closed object refuses, the schema itself has complained about.
    settled = not named or any(key in one for one in found for key in (*_OPEN, "x-opaque"))
    for name, item in value.items():
        if name in named:
            yield from _undeclared(operation, named[name], item, (*at, name))
        elif not settled:
            yield (*at, name)


def _pictures(
    operation: Operation, schema: Schema, value: Json, at: Path, pictures: list[Picture]
) -> Iterator[Violation]:
    found = list(alternatives(operation, schema))
    spelt = next((one["x-image"]["json"] for one in found if "x-image" in one), None)
    if spelt and isinstance(value, str):
        if "base64" in spelt:
            yield from _decoded(operation, value, at, pictures)
        else:
            pictures.append(Picture(pointer(at), None))
    elif isinstance(value, list):
        for items in (one["items"] for one in found if "items" in one):
            for number, item in enumerate(value):
                yield from _pictures(operation, items, item, (*at, number), pictures)
    elif isinstance(value, dict):
        named = {name: one for part in found for name, one in part.get("properties", {}).items()}
        for name in named.keys() & value.keys():
            yield from _pictures(operation, named[name], value[name], (*at, name), pictures)


def _decoded(
    operation: Operation, text: str, at: Path, pictures: list[Picture]
) -> Iterator[Violation]:
    try:
        pictures.append(Picture(pointer(at), base64_bytes(text)))
    except ValueError as error:
        pictures.append(Picture(pointer(at), None))
        yield of_answer(
            "answer-base64-invalid",
            operation.name,
            pointer(at),
            expected="base64",
            found=shown(text),
            message=f"{pointer(at)} is not valid base64: {error}",
        )

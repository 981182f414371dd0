"""JSON Schema validation of values: what is wrong with them, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import jsonschema_rs

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.schema.reader import without_known_values
from pyvenice.core.json_types import Json, Schema

Path = tuple[str | int, ...]

_COMBINING = ("allOf", "anyOf", "oneOf")
# All schemas of twenty providers; compiling one takes a millisecond, validating microseconds.
_MOST_CACHED = 512
_VALIDATORS: dict[tuple[int, bool], tuple[Schema, jsonschema_rs.Validator]] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """A place in a value, and the schema keyword that it breaks."""

    path: Path
    keyword: str
    expected: Json
    found: Json
    message: str

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer; `/` for the whole value."""
        return pointer(self.path)


def pointer(path: Path) -> str:
    """A path as a JSON pointer; `/` for the whole value."""
    return "".join(f"/{escape(str(step))}" for step in path) or "/"


def problems(
    operation: ContractOperation, schema: Schema, value: Json, *, formats: bool = False
) -> list[Problem]:
    """Every place where a value breaks a schema of the operation's document, each once.

    `formats` also validates `format`: dates, URLs. Raises `ValueError` for a value that the validator
    cannot read, such as one nested too deeply.
    """
    validator = _validator(operation, schema, formats=formats)
    found = [problem for error in validator.iter_errors(value) for problem in _problems(error)]
    return list({(problem.path, problem.keyword): problem for problem in found}.values())


def fits(operation: ContractOperation, schema: Schema, value: Json) -> bool:
    """Whether a value is valid under a schema of the operation's document."""
    return bool(_validator(operation, schema).is_valid(value))


def _validator(
    operation: ContractOperation, schema: Schema, *, formats: bool = False
) -> jsonschema_rs.Validator:
    key = (id(schema), formats)
    cached = _VALIDATORS.get(key)
    if cached is None or cached[0] is not schema:
        if len(_VALIDATORS) >= _MOST_CACHED:
            _VALIDATORS.clear()
        root = {"components": operation.document.get("components", {}), "allOf": [schema]}
        compiled = jsonschema_rs.Draft202012Validator(
            without_known_values(root), validate_formats=formats
        )
        cached = _VALIDATORS[key] = (schema, compiled)
    return cached[1]


def alternatives(operation: ContractOperation, schema: Schema) -> Iterator[Schema]:
    """A schema, and each schema that it refers to or combines."""
    if not isinstance(schema, Mapping):
        return
    yield schema
    if "$ref" in schema:
        yield from alternatives(operation, operation.resolve(schema))
    for keyword in _COMBINING:
        for part in schema.get(keyword, ()):
            yield from alternatives(operation, part)


def variants(operation: ContractOperation, schema: Schema, name: str) -> list[Schema]:
    """The schemas of a property, alternatives side by side; empty if it is not declared."""
    return [
        variant
        for part in alternatives(operation, schema)
        if name in part.get("properties", {})
        for variant in alternatives(operation, part["properties"][name])
    ]


def types(schemas: list[Schema]) -> set[str]:
    """The JSON types that any of the schemas names."""
    return {str(kind) for schema in schemas for kind in _as_list(schema.get("type"))}


def _as_list(value: Json) -> list[Json]:
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def _problems(error: jsonschema_rs.ValidationError) -> Iterator[Problem]:
    path: Path = tuple(error.instance_path)
    facts = error.kind.as_dict()
    keyword = str(error.schema_path[-1]) if error.schema_path else error.kind.name
    match facts:
        case {"unexpected": names}:
            for name in names:
                reason = "is not declared"
                yield Problem((*path, name), "additionalProperties", None, None, reason)
        case {"property": name}:
            yield Problem((*path, str(name)), "required", None, None, "is missing")
        case {"context": branches}:
            yield _most_telling(path, keyword, branches, error)
        case _:
            limit = next(iter(facts.values()), None)
            yield Problem(path, keyword, limit, _instance(error), _reason(keyword, limit))


def _most_telling(
    path: Path,
    keyword: str,
    branches: list[list[jsonschema_rs.ValidationError]],
    error: jsonschema_rs.ValidationError,
) -> Problem:
    """Of the errors of several alternatives: the deepest, or one of an alternative of the right type."""
    by_branch = [[found for inner in branch for found in _problems(inner)] for branch in branches]
    every = [problem for branch in by_branch for problem in branch]
    deepest = max(every, key=lambda problem: len(problem.path), default=None)
    if deepest is not None and len(deepest.path) > len(path):
        return deepest
    for branch in by_branch:
        if branch and all(problem.keyword != "type" for problem in branch):
            return branch[0]
    kinds = {
        str(kind)
        for problem in every
        if problem.keyword == "type"
        for kind in _as_list(problem.expected)
    }
    if kinds:
        limit = sorted(kinds)
        return Problem(path, "type", limit, _instance(error), _reason("type", limit))
    return Problem(path, keyword, None, _instance(error), "fits none of the alternatives")


def _instance(error: jsonschema_rs.ValidationError) -> Json:
    value: Any = error.instance
    # Numbers that no float holds.
    instance: Json = str(value) if isinstance(value, Decimal) else value
    return instance


def _reason(keyword: str, limit: Json) -> str:
    if keyword == "type":
        return f"is not of type {' or '.join(map(str, _as_list(limit)))}"
    if keyword in {"enum", "const"}:
        return f"is not one of {', '.join(map(repr, _as_list(limit)))}"
    return f"breaks {keyword} {limit!r}" if limit is not None else f"breaks {keyword}"

"""Values against the schemas of a document: what is wrong with them, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from pyvenice.conformance.checks.operations import Operation
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.schema.reader import without_known_values

Json = Any
Path = tuple[str | int, ...]

_COMBINING = ("allOf", "anyOf", "oneOf")
_MOST_KNOWN = 512
_VALIDATORS: dict[tuple[int, bool], tuple[Json, jsonschema_rs.Validator]] = {}


@dataclass(frozen=True, slots=True)
class Problem:
    """A place in a value, and the keyword of the schema that it breaks."""

    path: Path
    keyword: str
    expected: Json
    found: Json
    message: str

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer; `/` for the whole."""
        return pointer(self.path)


def pointer(path: Path) -> str:
    """A path as a JSON pointer; `/` for the whole value."""
    return "".join(f"/{escape(str(step))}" for step in path) or "/"


def problems(
    operation: Operation, schema: Json, value: Json, *, formats: bool = False
) -> list[Problem]:
    """Every place where a value breaks a schema of the operation's document, each once.

    `formats` asks for texts to be of the format that the schema names: dates, addresses.
    """
    checker = _validator(operation, schema, formats=formats)
    found = [one for error in checker.iter_errors(value) for one in _told(error)]
    return list({(one.path, one.keyword): one for one in found}.values())


def fits(operation: Operation, schema: Json, value: Json) -> bool:
    """Whether a value keeps a schema of the operation's document."""
    return bool(_validator(operation, schema).is_valid(value))


def _validator(
    operation: Operation, schema: Json, *, formats: bool = False
) -> jsonschema_rs.Validator:
    key = (id(schema), formats)
    known = _VALIDATORS.get(key)
    if known is None or known[0] is not schema:
        if len(_VALIDATORS) >= _MOST_KNOWN:
            _VALIDATORS.clear()
        root = {"components": operation.document.get("components", {}), "allOf": [schema]}
        compiled = jsonschema_rs.Draft202012Validator(
            without_known_values(root), validate_formats=formats
        )
        known = _VALIDATORS[key] = (schema, compiled)
    return known[1]


def alternatives(operation: Operation, schema: Json) -> Iterator[Mapping[str, Json]]:
    """A schema and all that it refers to or combines, each by itself."""
    if not isinstance(schema, Mapping):
        return
    yield schema
    if "$ref" in schema:
        yield from alternatives(operation, operation.resolved(schema))
    for keyword in _COMBINING:
        for one in schema.get(keyword, ()):
            yield from alternatives(operation, one)


def variants(operation: Operation, schema: Json, name: str) -> list[Mapping[str, Json]]:
    """The schemas that stand for a property, alternatives side by side; empty if it is unknown."""
    return [
        variant
        for one in alternatives(operation, schema)
        if name in one.get("properties", {})
        for variant in alternatives(operation, one["properties"][name])
    ]


def types(schemas: list[Mapping[str, Json]]) -> set[str]:
    """The JSON types that any of the schemas names."""
    return {kind for one in schemas for kind in _listed(one.get("type"))}


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _told(error: jsonschema_rs.ValidationError) -> Iterator[Problem]:
    path: Path = tuple(error.instance_path)
    facts = error.kind.as_dict()
    keyword = str(error.schema_path[-1]) if error.schema_path else error.kind.name
    match facts:
        case {"unexpected": names}:
            for name in names:
                said = "is not declared"
                yield Problem((*path, name), "additionalProperties", None, None, said)
        case {"property": name}:
            yield Problem((*path, str(name)), "required", None, None, "is missing")
        case {"context": branches}:
            yield _of_branches(path, keyword, branches, error)
        case _:
            limit = next(iter(facts.values()), None)
            yield Problem(path, keyword, limit, error.instance, _said(keyword, limit))


def _of_branches(
    path: Path, keyword: str, branches: list[list[Any]], error: jsonschema_rs.ValidationError
) -> Problem:
    """The reason that says most: the deepest one, or that of the alternative whose type is right."""
    read = [[one for inner in branch for one in _told(inner)] for branch in branches]
    deepest = max((one for branch in read for one in branch), key=_depth, default=None)
    if deepest is not None and len(deepest.path) > len(path):
        return deepest
    closer = [branch for branch in read if branch and all(one.keyword != "type" for one in branch)]
    if closer:
        return closer[0][0]
    typed = [one for branch in read for one in branch if one.keyword == "type"]
    kinds = sorted({kind for one in typed for kind in _listed(one.expected)})
    if kinds:
        return Problem(path, "type", kinds, error.instance, _said("type", kinds))
    return Problem(path, keyword, None, error.instance, "fits none of the alternatives")


def _depth(problem: Problem) -> int:
    return len(problem.path)


def _said(keyword: str, limit: Json) -> str:
    if keyword == "type":
        return f"is not of type {' or '.join(map(str, _listed(limit)))}"
    if keyword in {"enum", "const"}:
        return f"is not one of {', '.join(map(repr, _listed(limit)))}"
    return f"breaks {keyword} {limit!r}" if limit is not None else f"breaks {keyword}"

"""JSON Schema reader: the violations of a value, and the alternatives that a schema has for it.

For who judges single values by a document: the sandbox, and the conformance checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from pyvenice.contract.document.pointer import resolve
from pyvenice.core.json_types import Json, Schema

Path = tuple[str | int, ...]

_COMBINING = ("allOf", "anyOf", "oneOf")
# A provider has a few dozen schemas; the rest leaves room for tests that make up their own.
_MAX_VALIDATORS = 512
_VALIDATORS: dict[tuple[int, bool], tuple[Schema, jsonschema_rs.Validator]] = {}


@dataclass(frozen=True, slots=True)
class Violation:
    """A place in a value, the keyword of the schema that it breaks, and what that keyword demands.

    `expected` is the limit, the list of values, or the sorted types; `found` is what stands there.
    """

    path: Path
    keyword: str
    expected: Any = None
    found: Any = None


def violations(
    document: Schema, schema: Schema, value: Json, *, formats: bool = False
) -> list[Violation]:
    """Every place where a value breaks a schema of the document, each once; `[]` if it is valid.

    `formats` also checks texts for the format that the schema names, such as `date-time`.
    """
    errors = _validator(document, schema, formats=formats).iter_errors(value)
    every = [violation for error in errors for violation in _violations(error)]
    return list({(violation.path, violation.keyword): violation for violation in every}.values())


def is_valid(document: Schema, schema: Schema, value: Json) -> bool:
    """Whether a value keeps a schema of the document."""
    return bool(_validator(document, schema).is_valid(value))


def alternatives(
    document: Schema, schema: Any, _within: frozenset[str] = frozenset()
) -> Iterator[Schema]:
    """A schema and all that it refers to or combines, each by itself. Recursion is cut."""
    if not isinstance(schema, dict):
        return
    yield schema
    if isinstance(target := schema.get("$ref"), str) and target not in _within:
        yield from alternatives(document, resolve(document, target), _within | {target})  # type: ignore[arg-type]  # it only reads
    for keyword in _COMBINING:
        for branch in schema.get(keyword, ()):
            yield from alternatives(document, branch, _within)


def variants(document: Schema, schema: Schema, name: str) -> list[Schema]:
    """The schemas of a property, alternatives side by side; empty for an undeclared property."""
    return [
        variant
        for branch in alternatives(document, schema)
        if name in branch.get("properties", {})
        for variant in alternatives(document, branch["properties"][name])
    ]


def types(schemas: Sequence[Schema]) -> set[str]:
    """The JSON types that any of the schemas names."""
    return {kind for schema in schemas for kind in as_list(schema.get("type"))}


def without_known_values(node: Any) -> Any:
    """A copy of a document, or a part of one, without the `enum` of lists that only inform.

    `x-known-values: true` marks those: the server takes other values as well.
    """
    if isinstance(node, list):
        return [without_known_values(item) for item in node]
    if not isinstance(node, dict):
        return node
    informs = node.get("x-known-values") is True
    return {
        key: without_known_values(value)
        for key, value in node.items()
        if not (informs and key == "enum")
    }


def as_list(value: Any) -> list[Any]:
    """A list as it is, `None` as an empty one, anything else as its only item."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _validator(
    document: Schema, schema: Schema, *, formats: bool = False
) -> jsonschema_rs.Validator:
    """The compiled schema. It is cached by identity: hashing a schema costs more than most checks."""
    key = (id(schema), formats)
    cached = _VALIDATORS.get(key)
    if cached is None or cached[0] is not schema:
        if len(_VALIDATORS) >= _MAX_VALIDATORS:
            _VALIDATORS.clear()
        root = {"components": document.get("components", {}), "allOf": [schema]}
        validator = jsonschema_rs.Draft202012Validator(
            without_known_values(root), validate_formats=formats
        )
        cached = _VALIDATORS[key] = (schema, validator)
    return cached[1]


def _violations(error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
    path: Path = tuple(error.instance_path)
    keyword = str(error.schema_path[-1]) if error.schema_path else error.kind.name
    match error.kind.as_dict():
        case {"unexpected": names}:
            for name in names:
                yield Violation((*path, name), "additionalProperties")
        case {"property": name}:
            yield Violation((*path, str(name)), "required")
        case {"context": branches}:
            yield from _of_branches(path, keyword, branches, error.instance)
        case {"types": kinds}:
            yield Violation(path, "type", sorted(kinds), error.instance)
        case facts:
            limit = next(iter(facts.values()), None)
            expected = None if isinstance(limit, Exception) else limit
            yield Violation(path, keyword, expected, error.instance)


def _of_branches(
    path: Path, keyword: str, branches: list[list[Any]], instance: Any
) -> Iterator[Violation]:
    """The reason that says most: the alternative of the right type that was followed deepest."""
    read = [
        [violation for error in branch for violation in _violations(error)] for branch in branches
    ]
    flat = [violation for branch in read for violation in branch]
    if all(violation.keyword == "required" for violation in flat):
        names = sorted({str(violation.path[-1]) for violation in flat})
        yield Violation(path, keyword, names, instance)
        return
    typed = [branch for branch in read if not _is_of_other_type(path, branch)]
    if typed:
        yield from max(typed, key=_depth)
    else:
        kinds = {kind for violation in flat for kind in _kinds(violation)}
        yield Violation(path, "type", sorted(kinds), instance)


def _is_of_other_type(path: Path, branch: list[Violation]) -> bool:
    return any(violation.path == path and violation.keyword == "type" for violation in branch)


def _depth(branch: list[Violation]) -> int:
    return max((len(violation.path) for violation in branch), default=0)


def _kinds(violation: Violation) -> list[Any]:
    return as_list(violation.expected) if violation.keyword == "type" else []

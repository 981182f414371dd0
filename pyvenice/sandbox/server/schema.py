"""The pinned contract as a judge of requests: one `RequestSchema` for each body that is described."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from pyvenice.contract.pin.pin import effective
from pyvenice.contract.schema.open_enums import without_known_values
from pyvenice.sandbox.server.refusals import Path, Violation

Json = Any

_COMBINING = ("allOf", "anyOf", "oneOf")
_SHOWN = 80


class RequestSchema:
    """The schema of one operation's body in one media type."""

    def __init__(self, document: Mapping[str, Json], schema: Json) -> None:
        self._document = document
        self._schema = schema
        root = {"components": document.get("components", {}), "allOf": [schema]}
        self._validator = jsonschema_rs.Draft202012Validator(without_known_values(root))

    def violations(self, value: Json) -> list[Violation]:
        """Every place where a value breaks the schema; empty when it keeps it."""
        found = [one for error in self._validator.iter_errors(value) for one in _violations(error)]
        return list({(one.path, one.keyword): one for one in found}.values())

    def variants(self, name: str) -> list[Json]:
        """The schemas that stand for a property, alternatives side by side; empty if unknown."""
        return [
            variant
            for one in self._alternatives(self._schema)
            if name in one.get("properties", {})
            for variant in self._alternatives(one["properties"][name])
        ]

    def types(self, name: str) -> set[str]:
        """The JSON types that a property may have."""
        return {kind for one in self.variants(name) for kind in _listed(one.get("type"))}

    def takes_file(self, name: str) -> bool:
        """Whether a property holds image files."""
        return any(
            "x-image" in one or one.get("format") == "binary" or _binary_items(one)
            for one in self.variants(name)
        )

    def images(self, value: Json) -> Iterator[tuple[Path, Mapping[str, Json], Json]]:
        """Every image in a value: where, under which rule, and what stands there."""
        yield from self._images(self._schema, value, (), {})

    def _images(
        self, schema: Json, value: Json, path: Path, rule: Mapping[str, Json]
    ) -> Iterator[tuple[Path, Mapping[str, Json], Json]]:
        alternatives = list(self._alternatives(schema))
        rule = next((one["x-image"] for one in alternatives if "x-image" in one), rule)
        if rule and not isinstance(value, list):
            yield path, rule, value
        elif isinstance(value, list):
            items: Json = next((one["items"] for one in alternatives if "items" in one), {})
            for number, item in enumerate(value):
                yield from self._images(items, item, (*path, number), rule)
        elif isinstance(value, dict):
            for name, inner in value.items():
                for one in alternatives:
                    if name in one.get("properties", {}):
                        yield from self._images(one["properties"][name], inner, (*path, name), {})
                        break

    def _alternatives(self, schema: Json) -> Iterator[Json]:
        """A schema and all that it refers to or combines."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            yield schema
            yield from self._alternatives(self._document["components"]["schemas"][name])
            return
        yield schema
        for keyword in _COMBINING:
            for one in schema.get(keyword, ()):
                yield from self._alternatives(one)


@functools.cache
def request_schema(provider: str, method: str, path: str, media_type: str) -> RequestSchema | None:
    """What the pinned contract of a provider says of a body; `None` if it describes none."""
    document = effective(provider)
    operation = document["paths"].get(path, {}).get(method.lower(), {})
    content = operation.get("requestBody", {}).get("content", {})
    return RequestSchema(document, content[media_type]["schema"]) if media_type in content else None


def media_types(provider: str, method: str, path: str) -> tuple[str, ...]:
    """The media types in which the contract takes the body of an operation."""
    operation = effective(provider)["paths"].get(path, {}).get(method.lower(), {})
    return tuple(operation.get("requestBody", {}).get("content", {}))


def _violations(error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
    path = tuple(error.instance_path)
    facts = error.kind.as_dict()
    keyword = str(error.schema_path[-1]) if error.schema_path else error.kind.name
    match facts:
        case {"unexpected": names}:
            for name in names:
                yield Violation((*path, name), "additionalProperties")
        case {"property": name}:
            yield Violation((*path, name), "required")
        case {"context": branches}:
            yield from _of_branches(path, keyword, branches, error)
        case {"types": kinds}:
            yield Violation(path, "type", sorted(kinds), _brief(error.instance))
        case _:
            limit = next(iter(facts.values()), None)
            yield Violation(path, keyword, limit, _brief(error.instance))


def _of_branches(
    path: Path, keyword: str, branches: list[list[Any]], error: jsonschema_rs.ValidationError
) -> Iterator[Violation]:
    """The reason that says most: that of the alternative whose type was right."""
    read = [[one for inner in branch for one in _violations(inner)] for branch in branches]
    if all(one.keyword == "required" for branch in read for one in branch):
        names = sorted({str(one.path[-1]) for branch in read for one in branch})
        yield Violation(path, keyword, names)
        return
    closer = [
        branch
        for branch in read
        if not any(one.path == path and one.keyword == "type" for one in branch)
    ]
    if closer:
        yield from closer[0]
    else:
        typed = [one for branch in read for one in branch if one.keyword == "type"]
        kinds = sorted({kind for one in typed for kind in _listed(one.limit)})
        yield Violation(path, "type", kinds, _brief(error.instance))


def _binary_items(schema: Json) -> bool:
    return bool(schema.get("items", {}).get("format") == "binary")


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _brief(value: Json) -> Json:
    """A value short enough for an error: numbers and short texts as they are."""
    if isinstance(value, str) and len(value) > _SHOWN:
        return value[:_SHOWN] + "…"
    return value if isinstance(value, str | int | float | bool | None) else type(value).__name__

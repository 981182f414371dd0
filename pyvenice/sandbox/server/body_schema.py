"""Body schemas of the pinned contract: one `BodySchema` for each operation and media type."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pyvenice.contract.pin.pin import effective
from pyvenice.contract.schema import reader
from pyvenice.contract.schema.reader import Path, Violation
from pyvenice.core.json_types import Json, Schema

_MAX_FOUND = 80


class BodySchema:
    """The schema of one operation's body in one media type."""

    def __init__(self, document: Schema, schema: Schema) -> None:
        self._document = document
        self._schema = schema

    def violations(self, value: Json) -> list[Violation]:
        """Every place where a value breaks the schema; empty if it is valid."""
        violations = reader.violations(self._document, self._schema, value)
        return [replace(violation, found=_shortened(violation.found)) for violation in violations]

    def variants(self, name: str) -> list[Schema]:
        """The schemas of a property, alternatives side by side; empty for an undeclared one."""
        return reader.variants(self._document, self._schema, name)

    def types(self, name: str) -> set[str]:
        """The JSON types that a property may have."""
        return reader.types(self.variants(name))

    def takes_file(self, name: str) -> bool:
        """Whether a property holds image files."""
        return any(
            "x-image" in variant or variant.get("format") == "binary" or _has_binary_items(variant)
            for variant in self.variants(name)
        )

    def images(self, value: Any) -> Iterator[tuple[Path, Schema, Any]]:
        """Every image in a value: its path, its `x-image` rule, and the value itself."""
        yield from self._images(self._schema, value, (), {})

    def _images(
        self, schema: Schema, value: Any, path: Path, rule: Schema
    ) -> Iterator[tuple[Path, Schema, Any]]:
        branches = list(reader.alternatives(self._document, schema))
        rule = next((branch["x-image"] for branch in branches if "x-image" in branch), rule)
        if rule and not isinstance(value, list):
            yield path, rule, value
        elif isinstance(value, list):
            items: Schema = next((branch["items"] for branch in branches if "items" in branch), {})
            for number, item in enumerate(value):
                yield from self._images(items, item, (*path, number), rule)
        elif isinstance(value, dict):
            for name, inner in value.items():
                declared = (branch.get("properties", {}) for branch in branches)
                property_schema = next((names[name] for names in declared if name in names), None)
                if property_schema is not None:
                    yield from self._images(property_schema, inner, (*path, name), {})


@functools.cache
def body_schema(provider: str, method: str, path: str, media_type: str) -> BodySchema | None:
    """The schema that the pinned contract has for a body; `None` if it describes none."""
    content = _content(provider, method, path)
    if media_type not in content:
        return None
    return BodySchema(effective(provider), content[media_type]["schema"])


def media_types(provider: str, method: str, path: str) -> tuple[str, ...]:
    """The media types in which the contract takes the body of an operation."""
    return tuple(_content(provider, method, path))


def _content(provider: str, method: str, path: str) -> Schema:
    operation = effective(provider)["paths"].get(path, {}).get(method.lower(), {})
    content: Schema = operation.get("requestBody", {}).get("content", {})
    return content


def _has_binary_items(schema: Schema) -> bool:
    return bool(schema.get("items", {}).get("format") == "binary")


def _shortened(value: Any) -> Any:
    """A value short enough for an error body: texts are cut, containers emptied."""
    if isinstance(value, str) and len(value) > _MAX_FOUND:
        return value[:_MAX_FOUND] + "…"
    return type(value)() if isinstance(value, list | dict) else value

"""Schemas in one normal form, so that two spellings of one meaning compare as equal.

References are inlined (recursive ones end in `#/$defs/…`), `allOf` is merged, nullability is a type among
others, constants are one-value enums, and what makes no difference is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.schema.merge import NEVER, TYPES, intersection, tidied
from pyvenice.contract.schema.values import common_values

Json = Any
Schema = dict[str, Json]

_ANNOTATIONS = frozenset(
    {"title", "description", "summary", "example", "examples", "$comment", "externalDocs", "xml"}
)
_SUBSCHEMAS = (
    "items",
    "additionalProperties",
    "not",
    "contains",
    "propertyNames",
    "if",
    "then",
    "else",
)
_LISTS = ("anyOf", "oneOf", "prefixItems")


class Normaliser:
    """Brings the schemas of one (upgraded) document to normal form.

    `known` is filled with the targets of references; those who work on the same document may share it.
    """

    def __init__(
        self, document: Mapping[str, Json], known: dict[str, Schema] | None = None
    ) -> None:
        self._document = dict(document)
        self._known = {} if known is None else known
        self._open: list[str] = []
        self._cycles = 0
        self.defs: dict[str, Schema] = {}

    def normal(self, schema: Json) -> Schema:
        """The normal form of a schema; `$ref`s of recursive ones lead to `self.defs`."""
        if schema is True or schema is None:
            return {}
        if schema is False:
            return dict(NEVER)
        if "$ref" in schema:
            return self._reference(schema)
        parts = [self.normal(one) for one in schema.get("allOf", ())]
        own = self._own({key: value for key, value in schema.items() if key != "allOf"})
        merged = own
        for part in parts:
            merged = intersection(merged, part)
        return tidied(merged)

    def _reference(self, schema: Schema) -> Schema:
        reference = schema["$ref"]
        beside = {key: one for key, one in schema.items() if key not in ("$ref", *_ANNOTATIONS)}
        if reference in self._open:
            name = reference.rsplit("/", 1)[1]
            self.defs.setdefault(name, {})
            self._cycles += 1
            return {"$ref": f"#/$defs/{name}"}
        target = self._target(reference)
        return tidied(intersection(target, self.normal(beside))) if beside else target

    def _target(self, reference: str) -> Schema:
        """Where a reference leads, kept if it looks the same from everywhere: it is part of no cycle."""
        if reference in self._known:
            return self._known[reference]
        cycles = self._cycles
        self._open.append(reference)
        target = self.normal(resolve(self._document, reference))
        self._open.pop()
        name = reference.rsplit("/", 1)[1]
        if name in self.defs:
            self.defs[name] = target
        if cycles == self._cycles:
            self._known[reference] = target
        return target

    def _own(self, schema: Schema) -> Schema:
        normal = {key: one for key, one in schema.items() if key not in _ANNOTATIONS}
        if "const" in normal:
            only = [normal.pop("const")]
            normal["enum"] = common_values(only, normal.get("enum", only))
        for key in ("properties", "patternProperties", "dependentSchemas"):
            if key in normal:
                normal[key] = {name: self.normal(one) for name, one in normal[key].items()}
        for key in _SUBSCHEMAS:
            if key in normal:
                normal[key] = self.normal(normal[key])
        for key in _LISTS:
            if key in normal:
                normal[key] = [self.normal(one) for one in normal[key]]
        if "type" in normal:
            types = normal["type"] if isinstance(normal["type"], list) else [normal["type"]]
            # YAML turns an unquoted null into None
            named = {"null" if one is None else one for one in types}
            normal["type"] = sorted(one for one in named if one in TYPES)
        return normal

"""Schemas in one normal form, so that two spellings of one meaning compare as equal.

References are inlined (recursive ones lead to `#/$defs/…`), `allOf` is merged, nullability is a type among
others, constants are one-value enums, and what makes no difference is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, cast

from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.document.openapi31 import ANCHORS, SCHEMA_MAPS, SUBSCHEMAS
from pyvenice.contract.document.pointer import escape, resolve, unescape
from pyvenice.contract.schema.broken_keywords import UNREAD, without_broken
from pyvenice.contract.schema.definitions import SCOPE, SharedSchemas, definition_name
from pyvenice.contract.schema.merge import intersection, tidied, without_unevaluated
from pyvenice.contract.schema.values import NEVER, common_values
from pyvenice.contract.slicing.unchecked import UNREADABLE, UNREADABLE_PARTS

Json = Any
Schema = dict[str, Json]

_ANNOTATIONS = frozenset(
    {"title", "description", "summary", "example", "examples", "$comment", "externalDocs", "xml"}
)
_LISTS = ("anyOf", "oneOf", "prefixItems")
_DEEPEST = 150
_DEEPEST_INLINED = 100
# A document has 200 levels at most: nothing below this depth is cut off in a form that is kept.
_DEEPEST_KEPT = 50


class Normaliser:
    """Brings the schemas of one (upgraded) document to normal form.

    Those who work on the same document may share what they find out about it.
    """

    def __init__(self, document: Mapping[str, Json], shared: SharedSchemas | None = None) -> None:
        self._document = dict(document)
        self._shared = shared or SharedSchemas(document)
        self._open: list[str] = []
        self._depth = 0
        self._deferred: list[tuple[str, str]] = []
        """Definitions, with their references, that wait until what reaches them is done."""
        self._scoped = 0
        """How many references were met that mean different schemas in different surroundings."""
        self._hashes: dict[str, str] = {}
        self.defs = self._shared.definitions

    def normal(self, schema: Json) -> Schema:
        """The normal form of a schema; `$ref`s of recursive ones lead to `self.defs`."""
        if schema is True or schema is None:
            return {}
        if schema is False:
            return dict(NEVER)
        if not isinstance(schema, Mapping):
            return {UNREAD: {"schema": schema}}
        forms = self._shared.trees.normal_forms
        outermost = self._shared.outermost
        known = forms.get(id(schema)) or (None if self._open else outermost.get(id(schema)))
        if known:
            return cast("Schema", known)
        if self._depth > _DEEPEST:
            return {UNREAD: {"depth": _DEEPEST}}
        self._depth += 1
        try:
            found = self._normal(without_broken(schema))
            while self._depth == 1 and self._deferred:
                name, reference = self._deferred.pop()
                self.defs[name] = self._resolved(reference)
            if id(schema) in forms and self._depth < _DEEPEST_KEPT:
                forms[id(schema)] = found
            elif self._depth == 1 and not self._open and self._shared.trees.refers(schema):
                outermost[id(schema)] = found
            return found
        finally:
            self._depth -= 1

    def _normal(self, schema: Schema) -> Schema:
        for keyword in ANCHORS:
            if keyword in schema:
                schema = self._with_target(schema, keyword)
        if "$ref" in schema:
            return self._reference(schema)
        if UNREADABLE in schema:
            schema = _with_unreadable_part(schema)
        parts = _readable(schema, "allOf", [*map(self.normal, schema.get("allOf", ()))])
        merged = self._own({key: value for key, value in schema.items() if key != "allOf"})
        for part in parts:
            merged = intersection(merged, part)
        return without_unevaluated(tidied(merged))

    def _with_target(self, schema: Schema, keyword: str) -> Schema:
        """`$recursiveRef` and `$dynamicRef` as a reference to the schema that they mean here.

        `$ref` beside them says what they mean where no schema around them has the anchor.
        """
        rest = {key: value for key, value in schema.items() if key != keyword}
        name = str(schema[keyword]).rpartition("#")[2] or True
        self._scoped += 1
        for reference in self._open:  # the outermost that has the anchor, as dynamic scope wants it
            target = resolve(self._document, reference)
            if place := _place_of_anchor(target, ANCHORS[keyword], name):
                target = reference + place.removeprefix("#")
                if target in self._open:
                    self._shared.note_recursive(target)
                return rest | {"$ref": target}
        if "$ref" in rest:
            return rest
        reason = f"which schema {keyword} {schema[keyword]} means depends on what refers to it"
        return rest | {UNREADABLE: reason}

    def _reference(self, schema: Schema) -> Schema:
        target = self._target(schema["$ref"])
        rest = {key: part for key, part in schema.items() if key not in ("$ref", *_ANNOTATIONS)}
        if not rest:
            return target
        others = rest.pop("unevaluatedProperties", None)  # others than those that the target names
        joined = tidied(intersection(target, self.normal(rest)))
        if others is None:
            return joined
        return without_unevaluated(joined | {"unevaluatedProperties": self.normal(others)})

    def _target(self, reference: str) -> Schema:
        """Where a reference leads: the schema itself, or a `$ref` to its definition if it is recursive."""
        if reference in self._shared.known:
            return self._shared.known[reference]
        scope = f"{reference}{SCOPE}{self._open[0] if self._open else ''}"
        if scope in self._shared.known:
            return self._shared.known[scope]
        if self._depth > _DEEPEST_INLINED:
            return self._deferred_definition(reference)
        if not self._shared.is_recursive(reference):
            scoped = self._scoped
            found = self._resolved(reference)
            self._shared.known[reference if scoped == self._scoped else scope] = found
            return found
        name = definition_name(reference)
        if name not in self.defs:
            self.defs[name] = {}
            self.defs[name] = self._resolved(reference)
        return {"$ref": f"#/$defs/{name}"}

    def _deferred_definition(self, reference: str) -> Schema:
        """A definition for what is too deep inside to be inlined, as if it were recursive."""
        name = definition_name(reference)
        if name not in self.defs:
            self.defs[name] = {}
            self._deferred.append((name, reference))
        return {"$ref": f"#/$defs/{name}"}

    def _resolved(self, reference: str) -> Schema:
        self._open.append(reference)
        found = self.normal(resolve(self._document, reference))
        self._open.pop()
        return found

    def _own(self, schema: Schema) -> Schema:
        normal = {key: part for key, part in schema.items() if key not in _ANNOTATIONS}
        normal |= _listed_values(normal)
        if normal.get("default", "") is None:  # who is told "null by default" is told nothing
            del normal["default"]
        if isinstance(normal.get("discriminator"), Mapping):
            normal["discriminator"] = self._tags(normal)
        for key in SCHEMA_MAPS:
            if key in normal:
                normal[key] = {name: self.normal(part) for name, part in normal[key].items()}
        for key in SUBSCHEMAS:
            if key in normal:
                normal[key] = self.normal(normal[key])
        for key in _LISTS:
            if key in normal:
                parts = [self.normal(part) for part in normal[key]]
                normal[key] = parts if key == "prefixItems" else _readable(normal, key, parts)
        return normal

    def _tags(self, schema: Schema) -> Schema:
        """A discriminator as the property it reads and, for each value, a hash of the shape it selects.

        The name of a shape is such a value only where the shape itself does not list others.
        """
        discriminator = schema["discriminator"]
        mapping = discriminator.get("mapping")
        targets = dict(mapping) if isinstance(mapping, Mapping) else {}
        mapped = set(map(str, targets.values()))
        name = discriminator.get("propertyName")
        for keyword in ("oneOf", "anyOf"):
            for part in schema.get(keyword, ()):
                reference = part.get("$ref") if isinstance(part, Mapping) else None
                if (
                    isinstance(reference, str)
                    and not {reference, _last(reference)} & mapped
                    and _last(reference) in self._tag_values(reference, name, _last(reference))
                ):
                    targets.setdefault(_last(reference), reference)
        tags = {str(tag): self._shape(str(target)) for tag, target in targets.items()}
        found = {"propertyName": name, "tags": tags}
        if isinstance(target := discriminator.get("defaultMapping"), str):
            found |= {"otherwise": _last(target), "default": self._shape(target)}
        return found

    def _tag_values(self, reference: str, name: Json, tag: str) -> list[Json]:
        """The values of a property that a shape lists; `tag` alone where it lists none."""
        node = self._node(reference)
        members = node.get("properties") if isinstance(node, Mapping) else None
        member = members.get(name) if isinstance(members, Mapping) else None
        if not isinstance(member, Mapping) or not isinstance(member.get("enum", []), list):
            return [tag]
        return member.get("enum") or [member.get("const", tag)]

    def _shape(self, target: str) -> str:
        """A hash of the schema that a value selects, as it is written; empty if it is nowhere."""
        reference = target if "/" in target else f"#/components/schemas/{target}"
        if reference not in self._hashes:
            node = self._node(reference)
            digest = hashlib.sha256(canonical(node).encode("utf-8", "surrogatepass"))
            self._hashes[reference] = digest.hexdigest()[:12] if node else ""
        return self._hashes[reference]

    def _node(self, reference: str) -> Json:
        node: Json = self._document
        for part in map(unescape, reference.removeprefix("#/").split("/")):
            node = node.get(part) if isinstance(node, Mapping) else None
        return node


def _listed_values(normal: Schema) -> Schema:
    """The values that a schema lists, in the one spelling that is compared."""
    if "const" in normal:
        only = [normal.pop("const")]
        return {"enum": common_values(only, normal.get("enum", only))}
    # The known values of a set that takes others too, as several style guides write it.
    known = normal.pop("x-extensible-enum", None)
    return {"x-known": known} if isinstance(known, list) and "enum" not in normal else {}


def _readable(schema: Schema, keyword: str, parts: list[Schema]) -> list[Schema]:
    """The parts that can be read, with a note in the schema about the others; all if none can."""
    readable = [part for part in parts if UNREADABLE not in part]
    says_more = keyword == "allOf" and not schema.keys() <= _ANNOTATIONS | {"allOf"}
    if len(readable) == len(parts) or not (readable or says_more):
        return parts
    reason = next(part[UNREADABLE] for part in parts if UNREADABLE in part)
    schema[UNREADABLE_PARTS] = schema.get(UNREADABLE_PARTS, {}) | {keyword: reason}
    return readable


def _with_unreadable_part(schema: Schema) -> Schema:
    """A schema that is unreadable as a whole only if it says nothing beside what cannot be read."""
    rest = {key: value for key, value in schema.items() if key != UNREADABLE}
    if rest.keys() <= _ANNOTATIONS:
        return schema
    return rest | {UNREADABLE_PARTS: {"$ref": schema[UNREADABLE]}}


def _place_of_anchor(schema: Json, keyword: str, anchor: str | bool) -> str:
    """Where in a schema the anchor stands: `#`, or `#/$defs/…`; empty if it has none."""
    if not isinstance(schema, Mapping):
        return ""
    if schema.get(keyword) == anchor:
        return "#"
    parts = schema.get("$defs")
    for name, part in parts.items() if isinstance(parts, Mapping) else ():
        if isinstance(part, Mapping) and part.get(keyword) == anchor:
            return f"#/$defs/{escape(str(name))}"
    return ""


def _last(reference: str) -> str:
    return reference.rsplit("/", 1)[1] if "/" in reference else reference

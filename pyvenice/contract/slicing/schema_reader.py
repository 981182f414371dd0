"""Collect the schemas that operations reach, with their references in one form.

Each schema that a reference leads to becomes a component under a name of its own. One that cannot be
read (its reference leads nowhere, or back to itself) becomes `{"$unreadable": reason}`, so that the
schemas around it can still be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urljoin

from pyvenice.contract.document.document_limits import MAX_MEMBERS, MAX_SCHEMAS, RepeatedKeys
from pyvenice.contract.document.openapi31 import ANCHORS, SCHEMA_LISTS, SCHEMA_MAPS, SUBSCHEMAS
from pyvenice.contract.document.pointer import escape, unescape
from pyvenice.contract.document.references import COMPONENTS, mapping_reference, readable_name
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.reference_resolver import ReferenceResolver, Target
from pyvenice.contract.slicing.unchecked import UNREADABLE

Json = Any

_SCHEMAS = f"{COMPONENTS}schemas/"
# Documents use the keywords of older drafts, too.
_MAPS = frozenset({*SCHEMA_MAPS, "$defs", "definitions"})
_LISTS = frozenset(SCHEMA_LISTS)
_SINGLE = frozenset({*SUBSCHEMAS, "additionalItems"})
_WIDE = _MAPS | _LISTS | {"enum", "required"}
_SAME_VALUE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
"""Keywords whose schemas see the same value: a schema that reaches itself through these never ends."""


class SchemaReader:
    """Reads schemas; those that references lead to gather in `components`, by name."""

    def __init__(self, resolver: ReferenceResolver, repeated: RepeatedKeys | None = None) -> None:
        self._resolver = resolver
        self._repeated = repeated
        self._names: dict[str, str] = {}
        self._waiting: list[tuple[str, Target]] = []
        self._done: dict[int, tuple[Json, Json]] = {}
        self._bases: dict[str, str] = {}
        """By `$id`, resolved: the file, or the `$id`, around it."""
        self._root = Target("", None)
        """What is read just now, by the name of its component; empty for a schema that is none yet."""
        self.components: dict[str, Json] = {}

    def read(self, schema: Json, file: str = "") -> Json:
        """The schema with its references leading to `components`, which grow by what it reaches."""
        self._root = Target("", schema)
        read = self._read(schema, file)
        if name := self._root.reference:  # something in it means the whole
            self.components[name] = read
            read = {"$ref": _SCHEMAS + escape(name)}
        while self._waiting:
            name, target = self._waiting.pop()
            self._root = Target(name, target.node)
            self.components[name] = self._read(target.node, target.file)
        return read

    def _read(self, schema: Json, file: str) -> Json:
        """Each node once: an alias of YAML stands for the same node in many places."""
        if not isinstance(schema, dict):
            return schema
        if id(schema) not in self._done:
            self._done[id(schema)] = schema, self._read_anew(schema, file)
        return self._done[id(schema)][1]

    def _read_anew(self, schema: dict[str, Json], file: str) -> Json:
        repeated = self._repeated.reason(schema) if self._repeated else ""
        if reason := repeated or _too_wide(schema):
            return {UNREADABLE: reason}
        read: dict[str, Json] = dict(schema)
        file = self._base(schema["$id"], file) if "$id" in schema else file
        # By what is there: a schema has four keys, and thirty could hold schemas.
        for key, value in schema.items():
            if isinstance(value, dict):
                if key in _MAPS:
                    read[key] = {name: self._read(part, file) for name, part in value.items()}
                elif key in _SINGLE:
                    read[key] = self._read(value, file)
            elif isinstance(value, list) and key in _LISTS:
                read[key] = [self._read(part, file) for part in value]
        if isinstance(schema.get("items"), list):
            read |= self._tuple(schema, file)
        if isinstance(schema.get("discriminator"), dict):
            read["discriminator"] = self._discriminator(schema["discriminator"], file)
        return self._with_references(read, file)

    def _with_references(self, schema: dict[str, Json], file: str) -> dict[str, Json]:
        if "$ref" in schema:
            schema = self._with_reference(schema, file)
        for key in ANCHORS:
            if isinstance(schema.get(key), str):
                schema = self._with_anchor(schema, key, file)
        return schema

    def _with_anchor(self, schema: dict[str, Json], keyword: str, file: str) -> dict[str, Json]:
        """`$ref` to what `$dynamicRef` or `$recursiveRef` means where no schema around says otherwise.

        The keyword itself stays where one may: where its target is marked for that.
        """
        anchor = schema[keyword].partition("#")[2]
        try:
            target, reference = self._static_target(schema[keyword], ANCHORS[keyword], file)
        except DocumentError:
            return schema
        if _mark(target, ANCHORS[keyword]) != (anchor or True):
            schema = {key: value for key, value in schema.items() if key != keyword}
        if "$ref" in schema:
            return schema | {"allOf": [*schema.get("allOf", ()), {"$ref": reference}]}
        return schema | {"$ref": reference}

    def _static_target(self, reference: str, mark: str, file: str) -> tuple[Json, str]:
        """What a reference leads to, and the reference to its component. Raises `DocumentError`."""
        is_root = reference == "#" and file not in self._bases
        if is_root or _mark(self._root.node, mark) == reference.removeprefix("#"):
            name = self._root.reference or f"inline schema {len(self.components) + 1}"
            self._root = self._root._replace(reference=name)
            return self._root.node, _SCHEMAS + escape(name)
        return self._target(reference, file).node, self._reference(reference, file)

    def _base(self, name: Json, file: str) -> str:
        """What references in a schema with that `$id` are relative to."""
        base = urljoin(file, name).removesuffix("#") if isinstance(name, str) else file
        if base != file:
            self._bases.setdefault(base, file)
        return base

    def _target(self, reference: str, file: str) -> Target:
        """Where a reference leads. Many an `$id` is only a label: then it is relative to the file."""
        try:
            return self._resolver.target(reference, file)
        except DocumentError:
            outer = self._bases.get(file, "" if "://" in file else file)
            if outer == file:
                raise
            return self._target(reference, outer)

    def _tuple(self, schema: dict[str, Json], file: str) -> dict[str, Json]:
        """A list of schemas in `items`, which draft 2020-12 calls `prefixItems`."""
        slots = [self._read(part, file) for part in schema["items"]]
        return {"prefixItems": slots, "items": self._read(schema.get("additionalItems", {}), file)}

    def _with_reference(self, schema: dict[str, Json], file: str) -> dict[str, Json]:
        try:
            return schema | {"$ref": self._reference(schema["$ref"], file)}
        except DocumentError as error:
            rest = {key: value for key, value in schema.items() if key != "$ref"}
            return rest | {UNREADABLE: str(error)}

    def _reference(self, reference: Json, file: str) -> str:
        """The reference to the component that its target becomes. Raises `DocumentError`."""
        if not isinstance(reference, str):
            raise DocumentError("its $ref is not a text")
        target = self._target(reference, file)
        if target.reference not in self._names:
            if len(self._names) == MAX_SCHEMAS:
                raise DocumentError(f"the operations reach more than {MAX_SCHEMAS:,} schemas")
            name = _name(target.reference)
            self._names[target.reference] = name
            self._waiting.append((name, target))
        return _SCHEMAS + escape(self._names[target.reference])

    def _discriminator(self, discriminator: dict[str, Json], file: str) -> dict[str, Json]:
        mapping = discriminator.get("mapping")
        if not isinstance(mapping, dict):
            return discriminator
        return discriminator | {
            "mapping": {tag: self._mapped(target, file) for tag, target in mapping.items()}
        }

    def _mapped(self, target: Json, file: str) -> Json:
        """Where a value of the mapping leads; as it stands where that is nowhere."""
        try:
            return self._reference(mapping_reference(str(target)), file)
        except DocumentError:
            return target


def _too_wide(schema: dict[str, Json]) -> str:
    """Why a schema with so many members is not read, or nothing: its proofs would take all memory."""
    for key, value in schema.items():
        if isinstance(value, dict | list) and len(value) > MAX_MEMBERS and key in _WIDE:
            return f"its {key} has {len(value):,} members, more than {MAX_MEMBERS:,}"
    return ""


def _mark(schema: Json, keyword: str) -> Json:
    return schema.get(keyword) if isinstance(schema, dict) else None


def _name(reference: str) -> str:
    name = reference.removeprefix(_SCHEMAS)
    if reference.startswith(_SCHEMAS) and "/" not in name:
        return unescape(unquote(name))
    return readable_name(reference)


def cut_rings(components: Mapping[str, Json]) -> None:
    """Replace each reference by which a schema describes a value by itself (`A: {allOf: [A]}`).

    Such a ring has no meaning and no end. One depth-first search: an edge to a schema that is still
    open closes a ring.
    """
    open_names: set[str] = set()
    done: set[str] = set()
    for start in components:
        waiting = [(start, iter(_same_value_references(components.get(start))))]
        open_names.add(start)
        while waiting and start not in done:
            name, edges = waiting[-1]
            holder = next(edges, None)
            if holder is None:
                waiting.pop()
                open_names.discard(name)
                done.add(name)
                continue
            target = unescape(holder["$ref"].removeprefix(_SCHEMAS))
            if target in open_names:
                reason = f"the reference {holder.pop('$ref')} leads back to itself"
                holder[UNREADABLE] = reason
            elif target not in done:
                open_names.add(target)
                waiting.append((target, iter(_same_value_references(components.get(target)))))
        open_names.discard(start)


def _same_value_references(schema: Json) -> list[dict[str, Json]]:
    """The nodes with a `$ref` that see the same value as `schema`."""
    holders, waiting = [], [schema]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict):
            continue
        if isinstance(node.get("$ref"), str):
            holders.append(node)
        for key in _SAME_VALUE:
            parts = node.get(key)
            waiting += parts if isinstance(parts, list) else [parts]
    return holders

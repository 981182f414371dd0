"""Findings about request bodies: media types, schemas, and how the parts of a form are encoded."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.parameter_diff import obligation
from pyvenice.contract.diff.place import Place, Schema, Views, schema_findings
from pyvenice.contract.document.json_equality import same
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.operation.xml_names import XmlNames
from pyvenice.contract.schema.content import content_of
from pyvenice.contract.schema.media_types import contains
from pyvenice.contract.schema.merge import slot_of
from pyvenice.contract.schema.shapes import shapes
from pyvenice.contract.witness.prove import Wire

Json = Any


def body_findings(place: Place, views: Views) -> Iterator[Finding]:
    """What changed about the bodies that an operation takes."""
    old, new = views
    if new.body_required and not old.bodies and not old.body_required:
        text = "a body must be sent now"
        yield place.finding("request-body-became-required", False, True, text)
    if old.bodies and new.bodies and old.body_required != new.body_required:
        word, text = obligation(required=new.body_required)
        rule = f"request-body-became-{word}"
        yield place.finding(rule, old.body_required, new.body_required, f"the body {text}")
    for name in sorted(old.bodies):
        at = place.below(f"/content/{escape(name)}", media_type=name, wire=wire_of(name))
        taker = widest(name, new.bodies)
        if taker is None:
            text = f"a body of {name} is no longer taken"
            yield at.finding("request-media-type-removed", name, None, text)
            continue
        schemas = old.bodies[name], new.bodies[taker]
        encodings = old.encodings.get(name, {}), new.encodings.get(taker, {})
        within = at.below(
            "/schema", json_fields=frozenset.intersection(*map(_json_fields, encodings))
        )
        yield from schema_findings(within, *schemas, views)
        yield from encoding_findings(at.below("/encoding"), encodings, schemas, views)
        yield from xml_findings(at.below("/schema"), old.xml.get(name), new.xml.get(taker))
    for name in sorted(new.bodies.keys() - old.bodies.keys()):
        if widest(name, old.bodies) is None:
            at = place.below(f"/content/{escape(name)}", media_type=name)
            text = f"a body of {name} is taken as well"
            yield at.finding("request-media-type-added", None, name, text)


def widest(name: str, there: Mapping[str, Json]) -> str | None:
    """The media type itself where it is there, else a range that contains it."""
    return (
        name if name in there else next((known for known in there if contains(known, name)), None)
    )


def wire_of(media_type: str) -> Wire:
    """How bodies of a media type go over the wire: the fields of forms are text, and so is a plain text."""
    if media_type.startswith("text/plain"):
        return "text"
    is_form = media_type.startswith("multipart/") or "x-www-form-urlencoded" in media_type
    return "form" if is_form else "json"


def _json_fields(encodings: Mapping[str, Json]) -> frozenset[str]:
    kinds = ((name, str((part or {}).get("contentType", ""))) for name, part in encodings.items())
    return frozenset(name for name, kind in kinds if kind.partition(";")[0].endswith("json"))


def xml_findings(place: Place, old: XmlNames | None, new: XmlNames | None) -> Iterator[Finding]:
    """Which parts of both sides are written as XML in another way."""
    if old is None or new is None:
        return
    for pointer in old:
        before, after = old[pointer], new.get(pointer)
        if after is not None and before != after:
            at = place.below(f"{pointer}/xml")
            names = [part for part in pointer.split("/") if part not in ("properties", "")]
            text = f"{'.'.join(names) or place.subject} is written as XML in another way"
            yield at.finding(f"{place.direction}-xml-changed", before, after, text)


def encoding_findings(
    place: Place, encodings: tuple[Json, Json], schemas: tuple[Schema, Schema], views: Views
) -> Iterator[Finding]:
    """How each part is encoded, with what holds where a document says nothing."""
    before, after = encodings
    for name in sorted({*before, *after}):
        sides = [
            _Encoding(encoding.get(name) or {}, _part(name, schema, view.defs))
            for encoding, schema, view in zip(encodings, schemas, views, strict=True)
        ]
        if any(side.schema is None for side in sides):
            continue  # the field came or went, which is reported
        effect = sides[0].effect_of(sides[1])
        if effect:
            at = place.below(f"/{escape(name)}")
            texts = sides[0].text, sides[1].text
            change = "with other headers" if texts[0] == texts[1] else " → ".join(texts)
            text = f"{name} is encoded another way: {change}"
            rule = f"{place.direction}-encoding-{effect}"
            yield at.finding(rule, before.get(name), after.get(name), text)


def _part(name: str, schema: Schema, defs: Mapping[str, Schema]) -> Schema | None:
    """The schema of a part of a form, in whichever shape of the form has it; None where none has."""
    if name.startswith("items/"):
        index = name.removeprefix("items/")
        return slot_of(schema, int(index) if index.isdecimal() else sys.maxsize)
    members = (shape.get("properties", {}) for shape in shapes(schema, defs))
    return next((found[name] for found in members if name in found), None)


class _Encoding:
    """How one part of a form is encoded."""

    def __init__(self, encoding: Mapping[str, Json], schema: Schema | None) -> None:
        self.schema = schema
        self._content_type = str(encoding.get("contentType") or _content_type(schema or {})).lower()
        style = encoding.get("style")
        explode = encoding.get("explode", style in (None, "form"))
        self._style = (style or "form", explode) if _is_list(schema or {}) else ()
        self._rest = {
            key: value
            for key, value in encoding.items()
            if key not in ("contentType", "style", "explode") and value not in (False, {}, None)
        }

    @property
    def text(self) -> str:
        """Its content type, and its style where that counts."""
        style = f" ({self._style[0]}, explode={str(self._style[1]).lower()})" if self._style else ""
        return self._content_type + style

    def effect_of(self, other: _Encoding) -> str:
        """`widened`, `changed`, or nothing."""
        if self._style != other._style or not same(self._rest, other._rest):
            return "changed"
        if self._content_type == other._content_type:
            return ""
        return "widened" if contains(other._content_type, self._content_type) else "changed"


def _content_type(schema: Schema) -> str:
    """The content type of a part of which the document does not say any."""
    types = schema.get("type", [])
    if "array" in types:
        return _content_type(schema.get("items", {}))
    if "object" in types:
        return "application/json"
    content = content_of(schema)
    return (content.media_type or "application/octet-stream") if content.encoding else "text/plain"


def _is_list(schema: Schema) -> bool:
    return "array" in schema.get("type", ())

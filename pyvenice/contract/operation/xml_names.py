"""How the values of a schema are written as XML: names, attributes, wrappers, namespaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pyvenice.contract.document.pointer import escape, resolve

Json = Any
XmlNames = Mapping[str, Mapping[str, Json]]
"""By the pointer of a part: what its `xml` says that does not go without saying."""

_UNIONS = ("allOf", "anyOf", "oneOf")
_DEEPEST = 100
_MOST_PARTS = 20_000


def xml_names(schema: Json, document: Mapping[str, Json]) -> XmlNames:
    """How each part of a schema is written as XML; a part that says nothing has an empty entry."""
    found: dict[str, dict[str, Json]] = {}
    for pointer, facts in islice(_Parts(document).of(schema, "", ()), _MOST_PARTS):
        found.setdefault(pointer, {}).update(facts)
    return found


def is_xml(essence: str) -> bool:
    """Whether bodies of a media type are XML made from a schema: a vector picture is not."""
    return essence.endswith(("/xml", "+xml")) and not essence.startswith("image/")


class _Parts:
    """The parts of a schema by pointer, where its references lead too."""

    def __init__(self, document: Mapping[str, Json]) -> None:
        self._document = dict(document)

    def of(
        self, schema: Json, pointer: str, way: tuple[str, ...], name: str = ""
    ) -> Iterator[tuple[str, dict[str, Json]]]:
        """`way` has what was followed to come here: a ring ends where it closes."""
        if not isinstance(schema, Mapping) or len(way) > _DEEPEST:
            return
        yield pointer, _facts(schema.get("xml"), name)
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in way:
            target = resolve(self._document, reference)
            yield from self.of(target, pointer, (*way, reference), name)
        for keyword in _UNIONS:
            parts = schema.get(keyword)
            for part in parts if isinstance(parts, list) else ():
                yield from self.of(part, pointer, (*way, keyword), name)
        members = schema.get("properties")
        for key, part in members.items() if isinstance(members, Mapping) else ():
            below = f"{pointer}/properties/{escape(str(key))}"
            yield from self.of(part, below, (*way, "properties"), str(key))
        for keyword in ("items", "additionalProperties"):
            part = schema.get(keyword)
            yield from self.of(part, f"{pointer}/{keyword}", (*way, keyword), name)


def _facts(xml: Json, name: str) -> dict[str, Json]:
    if not isinstance(xml, Mapping):
        return {}
    facts = {key: xml[key] for key in ("namespace", "prefix", "nodeType") if xml.get(key)}
    if xml.get("name") not in (None, name):
        facts["name"] = xml["name"]
    # OpenAPI 3.2 has one keyword for what 3.1 said with two.
    if xml.get("attribute") is True:
        facts["nodeType"] = "attribute"
    if xml.get("wrapped") is True:
        facts["nodeType"] = "element"
    return facts

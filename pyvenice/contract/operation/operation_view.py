"""One operation of a document in normal form: what may be sent and what may come back."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pyvenice.contract.document.openapi31 import to_openapi31
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.operation.security import Alternative, least, requirement
from pyvenice.contract.operation.servers import Server, servers
from pyvenice.contract.operation.xml_names import XmlNames, is_xml, xml_names
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE, has_prose
from pyvenice.contract.pin.strip_prose import strip_prose
from pyvenice.contract.schema.definitions import Definitions, SharedSchemas, SharedTrees
from pyvenice.contract.schema.media_types import media_type
from pyvenice.contract.schema.normalize import Normaliser
from pyvenice.contract.schema.recursion import unrolled

Json = Any
Schema = dict[str, Json]

_IN_PATH = re.compile(r"\{([^}]*)\}")
# OpenAPI: definitions of these headers as parameters are ignored.
_IGNORED_HEADERS = frozenset({"accept", "authorization", "content-type"})
_STYLES = {"query": "form", "cookie": "form"}


class Parameter(NamedTuple):
    """A parameter or a header."""

    name: str
    """As the document writes it; in a path it is free, and only the position counts."""
    required: bool
    schema: Schema
    style: str = ""
    """How lists and objects are written: `form, explode=True`."""
    media_type: str = ""
    """Of a value that is a document of its own; empty for one that is text."""
    deprecated: bool = False
    sunset: str = ""
    allow_reserved: bool = False
    allow_empty: bool = False
    """Whether a query may have the name without a value."""


_LINK = ("operationId", "operationRef", "parameters", "requestBody", "server")


class Response(NamedTuple):
    """What comes back with one status."""

    headers: Mapping[str, Parameter]
    content: Mapping[str, Schema]
    links: Mapping[str, Json]
    """By name: which operation follows, with which values; without its prose."""
    encodings: Mapping[str, Json]
    xml: Mapping[str, XmlNames]
    """By media type, of those that are XML."""


class View(NamedTuple):
    """An operation, ready to be compared."""

    parameters: Mapping[tuple[str, str], Parameter]
    """By place and name: `("query", "type")`."""
    body_required: bool
    bodies: Mapping[str, Schema]
    encodings: Mapping[str, Json]
    """By media type: how each part is encoded, by the name of its field or `items/…`."""
    xml: Mapping[str, XmlNames]
    """By media type, of those that are XML."""
    responses: Mapping[str, Response]
    """By status: `200`, `2XX`, `default`."""
    security: frozenset[Alternative]
    servers: tuple[Server, ...]
    deprecated: bool
    sunset: str
    """The day on which it goes away, as the document writes it; empty if it says none."""
    stability_level: str
    """`alpha`, `beta`, `stable`, as the document writes it; empty if it says nothing."""
    lifecycle: tuple[str, ...]
    """What the prose says about its life: `legacy`, `deprecated`."""
    defs: Definitions
    has_prose: bool = False
    """The document describes its operations; a pin does not."""


def views(
    sliced: Mapping[str, Json], *, with_words: bool = True, trees: SharedTrees | None = None
) -> dict[str, View]:
    """The operations of a sliced document by `POST /path`.

    Without `with_words` they lack what prose says about the life of things, which no pin holds. What was
    read with the same `trees` shares its equal schemas.
    """
    trees = trees or SharedTrees()
    document = trees.shared(to_openapi31(strip_prose(dict(sliced), with_words=with_words)))
    found: dict[str, View] = {}
    shared, described = SharedSchemas(document, trees), has_prose(sliced.get("paths"))
    for path, item in document.get("paths", {}).items():
        for method, operation in item.items():
            if isinstance(operation, dict) and method != "parameters":
                reader = _Reader(document, shared)
                view = reader.view(path, item, operation)
                found[operation_name(method, path)] = view._replace(has_prose=described)
    return found


class _Reader:
    def __init__(self, document: Mapping[str, Json], shared: SharedSchemas) -> None:
        self._document = document
        self._schemas = Normaliser(document, shared)

    def view(self, path: str, item: Mapping[str, Json], operation: Mapping[str, Json]) -> View:
        body = self._at(operation.get("requestBody", {}))
        content = body.get("content", {})
        listed = [*item.get("parameters", ()), *operation.get("parameters", ())]
        return View(
            parameters=dict(self._parameters(path, listed)),
            body_required=bool(body.get("required")),
            bodies=self._content(content),
            encodings=_encodings(content),
            xml=self._xml(content),
            responses={
                _status(status): self._response(self._at(response))
                for status, response in operation.get("responses", {}).items()
            },
            security=self._security(operation),
            servers=servers(
                operation.get("servers") or item.get("servers") or self._document.get("servers", ())
            ),
            deprecated=operation.get("deprecated") is True,
            sunset=str(operation.get("x-sunset", "")),
            stability_level=str(operation.get("x-stability-level", "")),
            lifecycle=tuple(operation.get(LIFECYCLE, ())),
            defs=self._schemas.defs,
        )

    def _at(self, node: Mapping[str, Json]) -> Mapping[str, Json]:
        found: Mapping[str, Json] = (
            resolve(dict(self._document), node["$ref"]) if "$ref" in node else node
        )
        return found

    def _content(self, content: Mapping[str, Json]) -> dict[str, Schema]:
        schemas = ((media_type(name), self._schema(holder)) for name, holder in content.items())
        return {
            kind.text: _as_file(schema, kind.essence) if kind.is_binary else schema
            for kind, schema in schemas
        }

    def _xml(self, content: Mapping[str, Json]) -> dict[str, XmlNames]:
        kinds = ((media_type(name), holder.get("schema")) for name, holder in content.items())
        return {
            kind.text: xml_names(schema, self._document)
            for kind, schema in kinds
            if is_xml(kind.essence)
        }

    def _schema(self, holder: Mapping[str, Json]) -> Schema:
        if "itemSchema" in holder and "schema" not in holder:  # a stream is a list that has no end
            return self._schemas.normal({"type": "array", "items": holder["itemSchema"]})
        return unrolled(self._schemas.normal(holder.get("schema", {})), self._schemas.defs)

    def _parameters(
        self, path: str, listed: list[Mapping[str, Json]]
    ) -> Iterator[tuple[tuple[str, str], Parameter]]:
        """By place and name; those in the path by their position, because their names are free."""
        positions = {name: f"{{{number}}}" for number, name in enumerate(_IN_PATH.findall(path), 1)}
        for node in map(self._at, listed):
            place: str = node["in"]
            name: str = node["name"]
            if place == "header":
                name = name.lower()
                if name in _IGNORED_HEADERS:
                    continue
            elif place == "path":
                name = positions.get(name, name)
            parameter = self._parameter(node)
            yield (place, name), _with_words(parameter, node)

    def _parameter(self, node: Mapping[str, Json], name: str = "") -> Parameter:
        content = node.get("content") or {}
        kind, holder = next(iter(content.items()), ("", node))
        style = node.get("style", _STYLES.get(node.get("in", ""), "simple"))
        explode = node.get("explode", style == "form")
        schema = self._schema(holder)
        return Parameter(
            str(node.get("name", name)),
            bool(node.get("required")),
            schema,
            f"{style}, explode={'true' if explode else 'false'}",
            media_type(kind).text if kind else "",
            True in (node.get("deprecated"), schema.get("deprecated")),
            str(node.get("x-sunset") or schema.get("x-sunset", "")),
            node.get("allowReserved") is True,
            node.get("allowEmptyValue") is True and node.get("in") == "query",
        )

    def _response(self, response: Mapping[str, Json]) -> Response:
        headers = {
            name.lower(): _with_words(self._parameter(header, name), header)
            for name, header in (
                (name, self._at(node)) for name, node in response.get("headers", {}).items()
            )
            if name.lower() != "content-type"  # which the media types say
        }
        links = {
            name: {key: value for key, value in link.items() if key in _LINK}
            for name, link in response.get("links", {}).items()
        }
        content = response.get("content", {})
        encodings, xml = _encodings(content), self._xml(content)
        return Response(headers, self._content(content), links, encodings, xml)

    def _security(self, operation: Mapping[str, Json]) -> frozenset[Alternative]:
        asked = operation.get("security", self._document.get("security", []))
        if not asked:
            return frozenset({Alternative()})
        return least(
            frozenset(
                requirement(name, self._scheme(name), scopes)
                for name, scopes in alternative.items()
            )
            for alternative in asked
        )

    def _scheme(self, name: str) -> Mapping[str, Json]:
        schemes = self._document.get("components", {}).get("securitySchemes", {})
        return self._at(schemes.get(name, {}))


def _encodings(content: Mapping[str, Json]) -> dict[str, Json]:
    """How the parts of each media type are encoded; those without a name by their place in the list."""
    every: dict[str, Json] = {}
    for name, holder in content.items():
        found = dict(holder.get("encoding", {}))
        unnamed = holder.get("prefixEncoding")  # OpenAPI 3.2
        listed = enumerate(unnamed if isinstance(unnamed, list) else ())
        for place, encoding in (*listed, ("*", holder.get("itemEncoding"))):
            if isinstance(encoding, Mapping):
                found[f"items/{place}"] = encoding
        if found:
            every[media_type(name).text] = found
    return every


_WORDS = ("x-prose-limits", "x-prose-hash", LIFECYCLE, BOUNDS)


def _with_words(parameter: Parameter, node: Mapping[str, Json]) -> Parameter:
    """The parameter with what its own description says, beside that of its schema."""
    words = {key: node[key] for key in _WORDS if key in node}
    return parameter._replace(schema=parameter.schema | words) if words else parameter


def _as_file(schema: Schema, essence: str) -> Schema:
    """A body of bytes as a file: OpenAPI 3.0 calls it a binary string, 3.1 needs no schema at all."""
    is_named = str(schema.get("contentMediaType", essence)).lower() == essence
    if schema.keys() - _WORDS and not (schema.get("type") == ["string"] and is_named):
        return schema
    if "contentEncoding" in schema or schema.get("format", "binary") != "binary":
        return schema
    rest = {key: value for key, value in schema.items() if key != "contentMediaType"}
    return rest | {"type": ["string"], "format": "binary"}


def _status(status: Json) -> str:
    """`200`, `2XX`, `default`."""
    text = str(status)
    return text.upper() if text[:1].isdecimal() else text.lower()

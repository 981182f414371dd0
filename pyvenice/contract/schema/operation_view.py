"""One operation of a document in normal form: what may be sent and what may come back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.document.openapi31 import to_openapi31
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.document.pointer import resolve
from pyvenice.contract.pin.strip_prose import strip_prose
from pyvenice.contract.schema.normalize import Normaliser

Json = Any
Schema = dict[str, Json]

_IN_PATH = re.compile(r"\{([^}]*)\}")


class Parameter(NamedTuple):
    """A parameter or a header."""

    required: bool
    schema: Schema
    style: str = ""


class Response(NamedTuple):
    """What comes back with one status."""

    headers: Mapping[str, Parameter]
    content: Mapping[str, Schema]


class View(NamedTuple):
    """An operation, ready to be compared."""

    parameters: Mapping[tuple[str, str], Parameter]
    """By place and name: `("query", "type")`."""
    body_required: bool
    bodies: Mapping[str, Schema]
    encodings: Mapping[str, Json]
    responses: Mapping[str, Response]
    security: frozenset[str]
    """Alternatives, each described by what it asks for; `""` stands for none at all."""
    servers: tuple[str, ...]
    deprecated: bool
    defs: Mapping[str, Schema]


def views(sliced: Mapping[str, Json]) -> dict[str, View]:
    """The operations of a sliced document by `POST /path`."""
    document = to_openapi31(strip_prose(dict(sliced)))
    found: dict[str, View] = {}
    known: dict[str, Schema] = {}
    for path, item in document.get("paths", {}).items():
        for method, operation in item.items():
            if isinstance(operation, dict) and method != "parameters":
                found[operation_name(method, path)] = _Reader(document, known).view(
                    path, item, operation
                )
    return found


class _Reader:
    def __init__(self, document: Mapping[str, Json], known: dict[str, Schema]) -> None:
        self._document = document
        self._schemas = Normaliser(document, known)

    def view(self, path: str, item: Mapping[str, Json], operation: Mapping[str, Json]) -> View:
        body = self._at(operation.get("requestBody", {}))
        content = body.get("content", {})
        listed = [*item.get("parameters", ()), *operation.get("parameters", ())]
        return View(
            parameters=self._parameters(path, listed),
            body_required=bool(body.get("required")),
            bodies={_media_type(name): self._schema(one) for name, one in content.items()},
            encodings={
                _media_type(name): one["encoding"]
                for name, one in content.items()
                if "encoding" in one
            },
            responses={
                str(status): self._response(self._at(one))
                for status, one in operation.get("responses", {}).items()
            },
            security=self._security(operation),
            servers=self._servers(item, operation),
            deprecated=bool(operation.get("deprecated")),
            defs=self._schemas.defs,
        )

    def _at(self, node: Mapping[str, Json]) -> Mapping[str, Json]:
        found: Mapping[str, Json] = (
            resolve(dict(self._document), node["$ref"]) if "$ref" in node else node
        )
        return found

    def _schema(self, holder: Mapping[str, Json]) -> Schema:
        return self._schemas.normal(holder.get("schema", {}))

    def _parameters(
        self, path: str, listed: list[Mapping[str, Json]]
    ) -> dict[tuple[str, str], Parameter]:
        """By place and name; those in the path by their position, because their names are free."""
        positions = {name: f"{{{number}}}" for number, name in enumerate(_IN_PATH.findall(path), 1)}
        found = {}
        for one in map(self._at, listed):
            name = one["name"].lower() if one["in"] == "header" else one["name"]
            key = positions.get(name, name) if one["in"] == "path" else name
            found[one["in"], key] = self._parameter(one)
        return found

    def _parameter(self, one: Mapping[str, Json]) -> Parameter:
        content = next(iter(one.get("content", {}).values()), one)
        style = one.get(
            "style", {"query": "form", "cookie": "form"}.get(one.get("in", ""), "simple")
        )
        explode = one.get("explode", style == "form")
        return Parameter(
            bool(one.get("required")), self._schema(content), f"{style}, explode={explode}"
        )

    def _response(self, response: Mapping[str, Json]) -> Response:
        headers = {
            name.lower(): self._parameter(self._at(one))
            for name, one in response.get("headers", {}).items()
        }
        content = {
            _media_type(name): self._schema(one)
            for name, one in response.get("content", {}).items()
        }
        return Response(headers, content)

    def _security(self, operation: Mapping[str, Json]) -> frozenset[str]:
        asked = operation.get("security", self._document.get("security", []))
        schemes = self._document.get("components", {}).get("securitySchemes", {})
        if not asked:
            return frozenset({""})
        return frozenset(
            " + ".join(
                sorted(_scheme(name, schemes.get(name, {}), scopes) for name, scopes in one.items())
            )
            for one in asked
        )

    def _servers(self, item: Mapping[str, Json], operation: Mapping[str, Json]) -> tuple[str, ...]:
        listed = (
            operation.get("servers") or item.get("servers") or self._document.get("servers", ())
        )
        return tuple(one["url"].rstrip("/") for one in listed if "url" in one)


def _media_type(name: str) -> str:
    """Without parameters such as `charset`, in lower case."""
    return name.partition(";")[0].strip().lower()


def _scheme(name: str, scheme: Mapping[str, Json], scopes: list[str]) -> str:
    """What a client must send: `http bearer`, `apiKey header X-Key`."""
    facts = [scheme.get(key) for key in ("type", "scheme", "in", "name", "openIdConnectUrl")]
    text = " ".join(str(one) for one in facts if one) or name
    if scheme.get("flows"):
        text += " " + canonical(sorted(scheme["flows"]))
    return f"{text} ({', '.join(sorted(scopes))})" if scopes else text

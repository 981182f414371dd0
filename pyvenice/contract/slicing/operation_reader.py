"""Read operations with all their references followed, and say which of their parts cannot be read.

What an operation consists of (parameters, bodies, responses, headers) is put where it is referred to;
schemas stay references to components. A part that cannot be read is left out and listed, so that the rest
can be compared.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pyvenice.contract.document.document_limits import RepeatedKeys
from pyvenice.contract.document.operation_key import methods_of, operation_name
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.inbound import (
    callback_path,
    invert,
    is_webhook,
    webhook_name,
)
from pyvenice.contract.slicing.reference_resolver import ReferenceResolver
from pyvenice.contract.slicing.schema_reader import SchemaReader, cut_rings
from pyvenice.contract.slicing.unchecked import UncheckedPlace, UnreadableError

Json = Any
Node = dict[str, Json]
Layer = tuple[Node, str]
"""A path item or an operation, and the file that it stands in."""
Flaws = list[tuple[str, str]]
"""Where something cannot be read, as a pointer below the part, and why."""


class ReadDocument(NamedTuple):
    """The operations of a document that were asked for, and what of them cannot be read."""

    document: Node
    unchecked: tuple[UncheckedPlace, ...]


class OperationReader:
    """Reads operations of one document, each shared part of it once."""

    def __init__(
        self,
        document: Mapping[str, Json],
        resolver: ReferenceResolver,
        repeated: RepeatedKeys | None = None,
    ) -> None:
        self._document = document
        self._resolver = resolver
        self._repeated = repeated
        self._schemas = SchemaReader(resolver, repeated)
        self._shared: dict[tuple[str, str], tuple[Json, Flaws]] = {}
        self._paths: Node = {}
        self._unchecked: list[UncheckedPlace] = []
        self._schemes: Node = {}

    def read(self, operations: list[tuple[str, str]]) -> ReadDocument:
        """The operations `(method, path)` as an OpenAPI document that holds nothing else."""
        for method, path in operations:
            self._add(method, path)
        cut_rings(self._schemas.components)
        read: Node = {"openapi": str(self._document.get("openapi", "3.1.0"))}
        read["paths"] = self._paths
        read["components"] = {
            "schemas": self._schemas.components,
            "securitySchemes": self._schemes,
        }
        return ReadDocument(read, tuple(dict.fromkeys(self._unchecked)))

    def _add(self, method: str, path: str) -> None:
        name = operation_name(method, path)
        try:
            layers = self._path_item(path)
            if not any(method in methods_of(item) for item, _ in layers):
                return
            read, flaws = self._operation(layers, method)
        except (UnreadableError, DocumentError) as error:
            self._unchecked.append(UncheckedPlace(name, "", str(error)))
            return
        if is_webhook(path):
            read = invert(read)
        else:
            self._add_callbacks(name, layers, method, flaws)
        self._unchecked += (UncheckedPlace(name, pointer, reason) for pointer, reason in flaws)
        self._paths.setdefault(path, {})[method] = read

    def _path_item(self, path: str) -> list[Layer]:
        key, name = ("webhooks", webhook_name(path)) if is_webhook(path) else ("paths", path)
        items = self._document.get(key) or {}
        if (
            self._repeated
            and isinstance(items, dict)
            and (reason := self._repeated.reason(items, name))
        ):
            raise UnreadableError(reason)
        return path_layers(items[name], "", self._resolver) if name in items else []

    def _add_callbacks(self, owner: str, layers: list[Layer], method: str, flaws: Flaws) -> None:
        """Each request that a callback of an operation describes, as an operation of its own."""
        operation, file = _operation_of(layers, method)
        named = self._parts("/callbacks", operation.get("callbacks"), file, _as_is, flaws)
        for name, (callback, where) in named.items():
            for expression, item in callback.items():
                pointer = f"/callbacks/{escape(name)}/{escape(str(expression))}"
                if str(expression).startswith("x-"):
                    continue
                try:
                    below = path_layers(item, where, self._resolver)
                    for verb in dict.fromkeys(key for part, _ in below for key in methods_of(part)):
                        read, more = self._operation(below, verb)
                        path = callback_path(owner, name, str(expression))
                        self._paths.setdefault(path, {})[verb] = invert(read)
                        flaws += ((f"{pointer}/{verb}{place}", why) for place, why in more)
                except (UnreadableError, DocumentError) as error:
                    flaws.append((pointer, str(error)))

    def _operation(self, layers: list[Layer], method: str) -> tuple[Node, Flaws]:
        operation, file = _operation_of(layers, method)
        for item, _ in layers:
            if len(spellings := [key for key in item if str(key).lower() == method]) > 1:
                raise UnreadableError(f"the path has {' and '.join(spellings)}")
            if self._repeated and (reason := self._repeated.reason(item, method)):
                raise UnreadableError(reason)
        if self._repeated and (reason := self._repeated.reason(operation)):
            raise UnreadableError(reason)
        flaws: Flaws = []
        read: Node = {
            key: value
            for key, value in operation.items()
            if key not in ("parameters", "requestBody", "responses", "callbacks")
        }
        holders = [*layers, (operation, file)]
        read["parameters"] = list(self._parameters(holders, flaws))
        if "requestBody" in operation:
            body = self._part("/requestBody", operation["requestBody"], file, self._body, flaws)
            read |= {} if body is None else {"requestBody": body}
        read["responses"] = self._parts(
            "/responses", operation.get("responses"), file, self._response, flaws
        )
        read |= self._servers(holders, flaws) | self._security(operation, flaws)
        return read, flaws

    # One part: follow its reference, read it once, note where it cannot be read.

    def _part(
        self,
        pointer: str,
        node: Json,
        file: str,
        read: Callable[[Node, str], tuple[Json, Flaws]],
        flaws: Flaws,
    ) -> Json:
        """What `read` makes of a part, with its flaws noted below `pointer`; None if it is unreadable."""
        try:
            part, below = self._follow(node, file, read)
        except (UnreadableError, DocumentError) as error:
            flaws.append((pointer, str(error)))
            return None
        flaws += ((pointer + place, reason) for place, reason in below)
        return part

    def _follow(
        self, node: Json, file: str, read: Callable[[Node, str], tuple[Json, Flaws]]
    ) -> tuple[Json, Flaws]:
        target = self._resolver.follow(node, file)
        if target.node is node:
            return self._once(node, file, read)
        key = read.__name__, target.reference
        if key not in self._shared:
            self._shared[key] = self._once(target.node, target.file, read)
        return self._shared[key]

    def _once(
        self, node: Json, file: str, read: Callable[[Node, str], tuple[Json, Flaws]]
    ) -> tuple[Json, Flaws]:
        if self._repeated and isinstance(node, dict) and (reason := self._repeated.reason(node)):
            raise UnreadableError(reason)
        return read(_mapping(node, "it"), file)

    def _parts(
        self,
        pointer: str,
        named: Json,
        file: str,
        read: Callable[[Node, str], tuple[Json, Flaws]],
        flaws: Flaws,
    ) -> Node:
        """The readable members of a mapping of parts by name."""
        if named is None:
            return {}
        if not isinstance(named, dict):
            flaws.append((pointer, f"it is {_kind(named)} instead of a mapping"))
            return {}
        if self._repeated and (reason := self._repeated.reason(named)):
            flaws.append((pointer, reason))
        parts = {}
        for name, node in named.items():
            if _is_extension(str(name), node, pointer):
                continue
            part = self._part(f"{pointer}/{escape(str(name))}", node, file, read, flaws)
            if part is not None:
                parts[str(name)] = part
        return parts

    # The parts of an operation.

    def _parameters(self, holders: list[Layer], flaws: Flaws) -> Iterator[Node]:
        for holder, file in holders:
            listed = holder.get("parameters") or ()
            if not isinstance(listed, list | tuple):
                flaws.append(("/parameters", f"it is {_kind(listed)} instead of a list"))
                continue
            for node in listed:
                parameter = self._part("/parameters", node, file, self._parameter, flaws)
                if parameter is not None:
                    yield parameter

    def _parameter(self, node: Node, file: str) -> tuple[Node, Flaws]:
        for key in ("name", "in"):
            if not isinstance(node.get(key), str):
                raise UnreadableError(f"a parameter has no {key!r}")
        flaws: Flaws = []
        read = self._valued(node, file, flaws)
        place = f"/{escape(node['in'])}/{escape(node['name'])}"
        return read, [(place + pointer, reason) for pointer, reason in flaws]

    def _header(self, node: Node, file: str) -> tuple[Node, Flaws]:
        flaws: Flaws = []
        return self._valued(node, file, flaws), flaws

    def _valued(self, node: Node, file: str, flaws: Flaws) -> Node:
        """A parameter or a header: its value has a schema, or a media type with one."""
        read = dict(node)
        if "schema" in node:
            read["schema"] = self._schemas.read(node["schema"], file)
        if "content" in node:
            read["content"] = self._parts("", node["content"], file, self._media_type, flaws)
        return read

    def _body(self, node: Node, file: str) -> tuple[Node, Flaws]:
        flaws: Flaws = []
        content = self._parts("/content", node.get("content"), file, self._media_type, flaws)
        return node | {"content": content}, flaws

    def _media_type(self, node: Node, file: str) -> tuple[Node, Flaws]:
        flaws: Flaws = []
        read = dict(node)
        if "schema" in node:
            read["schema"] = self._schemas.read(node["schema"], file)
        if "itemSchema" in node:  # OpenAPI 3.2: a stream of items, each of this schema
            items = {"type": "array", "items": self._schemas.read(read.pop("itemSchema"), file)}
            read["schema"] = {"allOf": [read["schema"], items]} if "schema" in read else items
        if "encoding" in node:
            encodings = self._parts("/encoding", node["encoding"], file, self._encoding, flaws)
            read["encoding"] = encodings
        return read, flaws

    def _encoding(self, node: Node, file: str) -> tuple[Node, Flaws]:
        flaws: Flaws = []
        if "headers" not in node:
            return node, flaws
        headers = self._parts("/headers", node["headers"], file, self._header, flaws)
        return node | {"headers": headers}, flaws

    def _response(self, node: Node, file: str) -> tuple[Node, Flaws]:
        flaws: Flaws = []
        read = node | {
            "content": self._parts("/content", node.get("content"), file, self._media_type, flaws),
            "headers": self._parts("/headers", node.get("headers"), file, self._header, flaws),
        }
        if "links" in node:
            links = self._parts("/links", node["links"], file, _as_is, flaws)
            read["links"] = {name: link for name, (link, _) in links.items()}
        return read, flaws

    def _servers(self, holders: list[Layer], flaws: Flaws) -> Node:
        nearest = (holder["servers"] for holder, _ in reversed(holders) if holder.get("servers"))
        listed = next(nearest, self._document.get("servers") or [])
        is_readable = isinstance(listed, list) and all(
            isinstance(server, dict) and isinstance(server.get("url"), str) for server in listed
        )
        if not is_readable:
            flaws.append(("/servers", "a server has no URL"))
        return {"servers": listed if is_readable else []}

    def _security(self, operation: Node, flaws: Flaws) -> Node:
        asked = operation.get("security", self._document.get("security", []))
        if not isinstance(asked, list) or not all(isinstance(each, dict) for each in asked):
            flaws.append(("/security", "a requirement is no mapping of schemes"))
            return {"security": []}
        named = {name for requirement in asked for name in requirement}
        for name in sorted(named - self._schemes.keys()):
            scheme = self._scheme(name, flaws)
            if scheme is not None:
                self._schemes[name], _ = scheme
        return {"security": asked}

    def _scheme(self, name: str, flaws: Flaws) -> Json:
        components = self._document.get("components")
        try:
            schemes = {} if components is None else components["securitySchemes"]
            node = schemes[name]
        except (KeyError, TypeError):
            if "#/" not in name:
                return None  # some documents name what they do not define: the name is all there is
            node = {"$ref": name}  # OpenAPI 3.2 takes a reference for a name
        return self._part("/security", node, "", _as_is, flaws)


def path_layers(item: Json, file: str, resolver: ReferenceResolver) -> list[Layer]:
    """What a path says: the path items that it refers to, the furthest first, and last its own.

    Raises `UnreadableError` or `DocumentError` when that cannot be read.
    """
    layers: list[Layer] = []
    seen: set[str] = set()
    own = _mapping(item, "the path")
    while "$ref" in own:
        layers.append(({key: value for key, value in own.items() if key != "$ref"}, file))
        if not isinstance(own["$ref"], str):
            raise UnreadableError("its $ref is not a text")
        target = resolver.target(own["$ref"], file)
        if target.reference in seen:
            raise UnreadableError(f"the reference {target.reference} leads back to itself")
        seen.add(target.reference)
        own, file = _mapping(target.node, "the path"), target.file
    return [(own, file), *reversed(layers)]


def _operation_of(layers: list[Layer], method: str) -> Layer:
    *_, (operation, file) = (
        (methods_of(item)[method], file) for item, file in layers if method in methods_of(item)
    )
    return _mapping(operation, "the operation"), file


def _is_extension(name: str, node: Json, pointer: str) -> bool:
    """Whether a member of a mapping of parts is none: a header or a media type may be called `x-…`."""
    return name.startswith("x-") and (pointer == "/responses" or not isinstance(node, Mapping))


def _as_is(node: Node, file: str) -> tuple[Json, Flaws]:
    return (node, file), []


def _mapping(node: Json, what: str) -> Node:
    if not isinstance(node, Mapping):
        raise UnreadableError(f"{what} is {_kind(node)} instead of a mapping")
    return node  # type: ignore[return-value]  # only read


def _kind(node: Json) -> str:
    if node is None:
        return "empty"
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a text", list: "a list"}
    return kinds.get(type(node), "something else")

"""Request values: a request body as JSON values, in every way that a server may read it.

A form holds texts, and servers differ in what they take a text for: `1` may be a boolean, an empty field
may be absent. So a form has a strict and a lenient reading; what both say is certain. Independent of how
client and sandbox read forms, because it is the oracle for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.json_limits import parse_json
from pyvenice.contract.schema.reader import Path, types, variants
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.multipart_parser import (
    FILE,
    FORM,
    FormError,
    Part,
    parse_form,
    split_objects,
)
from pyvenice.core.recording.recorded_exchange import Exchange

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,399})(\.\d{1,400})?([eE][-+]?\d{1,3})?")
_BOOLEANS = {"true": True, "false": False}
_LENIENT_BOOLEANS = _BOOLEANS | {
    "1": True, "on": True, "t": True, "y": True, "yes": True,
    "0": False, "off": False, "f": False, "n": False, "no": False,
}  # fmt: skip
# Below it every integer is a float too, whatever a server parses numbers into.
_LARGEST = 1e18


@dataclass(frozen=True, slots=True)
class RequestValues:
    """A body as values; each file in it is the text `(file)`, and its bytes are in `files`."""

    values: Mapping[str, Json]
    files: Mapping[Path, bytes] = field(default_factory=dict, repr=False)
    misplaced: tuple[str, ...] = ()
    """Fields where a text stands for a file, or a file for a text."""


class UnreadableError(ValueError):
    """A body that is not what its content type says."""


def readings(operation: ContractOperation, exchange: Exchange) -> tuple[RequestValues, ...]:
    """The body in each way that it can be read: one for JSON, two for a form.

    Raises `UnreadableError` when it cannot be read at all, or has a content type that the contract
    does not have.
    """
    media_type = exchange.request_media_type
    schema = operation.bodies.get(media_type)
    if schema is None:
        raise UnreadableError(f"the contract has no body of type {media_type or 'none at all'}")
    if media_type != FORM:
        return (RequestValues(_json_object(exchange.request_body)),)
    try:
        parts = parse_form(exchange.request_body, exchange.request_headers["content-type"])
    except FormError as error:
        raise UnreadableError(str(error)) from error
    return tuple(_FormReader(operation, schema, read).values(parts) for read in (_strict, _lenient))


def _json_object(body: bytes) -> dict[str, Json]:
    try:
        value = parse_json(body)
    except ValueError as error:
        raise UnreadableError(f"the body is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise UnreadableError("the body is no JSON object")
    return value


class _Absent:
    """A field that a lenient server reads as not given."""


Reading: TypeAlias = "Json | _Absent"
ReadText = Callable[[str, set[str]], Reading]


class _FormReader:
    """Turns a form into values, by one way of reading texts."""

    def __init__(self, operation: ContractOperation, schema: Schema, read: ReadText) -> None:
        self._operation = operation
        self._schema = schema
        self._read = read
        self._files: dict[Path, bytes] = {}
        self._misplaced: list[str] = []

    def values(self, parts: list[Part]) -> RequestValues:
        groups: dict[str, list[Part]] = {}
        plain, objects = split_objects(parts, lambda name: "object" in types(self._schemas(name)))
        for part in plain:
            groups.setdefault(self._field_name(part.name), []).append(part)
        values = {name: self._field_value(name, group) for name, group in groups.items()}
        given = {name: value for name, value in values.items() if not isinstance(value, _Absent)}
        return RequestValues(given | objects, self._files, tuple(self._misplaced))

    def _field_name(self, name: str) -> str:
        """`image[]` is an item of `image` where that is a list."""
        base = name.removesuffix("[]")
        if base == name or self._schemas(name):
            return name
        return base if "array" in types(self._schemas(base)) else name

    def _schemas(self, name: str) -> list[Schema]:
        return variants(self._operation.document, self._schema, name)

    def _field_value(self, name: str, group: list[Part]) -> Reading:
        schemas = self._schemas(name)
        kinds = types(schemas)
        read = [self._part_value(part, (name, index), schemas) for index, part in enumerate(group)]
        values = [value for value in read if not isinstance(value, _Absent)]
        if "array" in kinds and ("string" not in kinds or len(read) > 1):
            return values
        return read[-1] if len(read) == 1 or self._read is _lenient else values

    def _part_value(self, part: Part, path: Path, schemas: list[Schema]) -> Reading:
        takes_file = any(map(_takes_file, schemas))
        if part.filename is not None:
            self._files[path] = part.data
            if takes_file or not schemas:
                return FILE
            self._misplaced.append(part.name)
        text = part.data.decode("utf-8", "replace")
        if takes_file:
            if not (self._read is _lenient and _may_be_image(text)):
                self._misplaced.append(part.name)
            return text
        return self._read(text, types(schemas))


def _takes_file(schema: Schema) -> bool:
    return "x-image" in schema or schema.get("format") == "binary"


def _may_be_image(text: str) -> bool:
    """Whether a server that takes texts for files might find an image in it."""
    return text.startswith(("http:", "https:", "data:")) or len(text) > 64


def _strict(text: str, kinds: set[str]) -> Reading:
    if "string" in kinds or not kinds:
        return text
    if "boolean" in kinds and text in _BOOLEANS:
        return _BOOLEANS[text]
    if kinds & {"integer", "number"} and _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if "number" in kinds and _NUMBER.fullmatch(text) else text


def _lenient(text: str, kinds: set[str]) -> Reading:
    bare = text.strip()
    if not bare:
        return _Absent()
    if "null" in kinds and bare.lower() in {"null", "none"}:
        return None
    if "string" in kinds or not kinds:
        return text
    if "boolean" in kinds and bare.lower() in _LENIENT_BOOLEANS:
        return _LENIENT_BOOLEANS[bare.lower()]
    if kinds & {"integer", "number"}:
        return next(_numbers(bare), text)
    return text


def _numbers(text: str) -> Iterator[float | int]:
    for read in (int, float):
        try:
            number = read(text)
        except ValueError:
            continue
        if abs(number) < _LARGEST:
            yield number

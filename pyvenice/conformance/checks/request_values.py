"""What a request asks for: its body as values, in every way that a server may read it.

A form holds texts, and servers differ in what they take a text for: `1` may be a boolean, an empty
field may be none. So a form has a strict and a lenient reading; what both say is certain.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.schemas import Path, types, variants
from pyvenice.core.recording.multipart_parser import FILE, FORM, FormError, Part, parse_form
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any
Schema = Mapping[str, Json]

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,399})(\.\d{1,400})?([eE][-+]?\d{1,3})?")
_TRUTHS = {"true": True, "false": False}
_MORE_TRUTHS = {
    "1": True, "on": True, "t": True, "y": True, "yes": True,
    "0": False, "off": False, "f": False, "n": False, "no": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A body as values; each file in it is the text `(file)`, and its bytes are in `files`."""

    values: Mapping[str, Json]
    files: Mapping[Path, bytes] = field(default_factory=dict, repr=False)
    misplaced: tuple[str, ...] = ()
    """Fields where a text stands for a file, or a file for a text."""


class UnreadableError(ValueError):
    """A body that is not what its content type says."""


def readings(operation: Operation, exchange: Exchange) -> tuple[Asked, ...]:
    """The body in each way that it can be read: one for JSON, two for a form.

    Raises `UnreadableError` when it cannot be read at all, or has a content type that the contract
    does not know.
    """
    media_type = exchange.request_media_type
    schema = operation.bodies.get(media_type)
    if schema is None:
        raise UnreadableError(f"the contract has no body of type {media_type or 'none at all'}")
    if media_type != FORM:
        return (Asked(_json_object(exchange.request_body)),)
    try:
        parts = parse_form(exchange.request_body, exchange.request_headers["content-type"])
    except FormError as error:
        raise UnreadableError(str(error)) from error
    return tuple(_Form(operation, schema, read).asked(parts) for read in (_strict, _lenient))


def _json_object(body: bytes) -> dict[str, Json]:
    try:
        tree = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"the body is not JSON: {error}") from error
    if b"\\ud" in body.lower():
        tree = json.loads(json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace"))
    if not isinstance(tree, dict):
        raise UnreadableError("the body is no JSON object")
    return tree


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


Read = Callable[[str, set[str]], Json]
_ABSENT = object()


class _Form:
    """A form on its way to values, by one way of reading texts."""

    def __init__(self, operation: Operation, schema: Schema, read: Read) -> None:
        self._operation = operation
        self._schema = schema
        self._read = read
        self._files: dict[Path, bytes] = {}
        self._misplaced: list[str] = []

    def asked(self, parts: list[Part]) -> Asked:
        groups: dict[str, list[Part]] = {}
        for part in parts:
            groups.setdefault(self._name(part.name), []).append(part)
        values = {name: self._field(name, group) for name, group in groups.items()}
        given = {name: value for name, value in values.items() if value is not _ABSENT}
        return Asked(given, self._files, tuple(self._misplaced))

    def _name(self, name: str) -> str:
        """`image[]` is an item of `image` where that is a list."""
        base = name.removesuffix("[]")
        if base == name or variants(self._operation, self._schema, name):
            return name
        return base if "array" in types(self._of(base)) else name

    def _of(self, name: str) -> list[Schema]:
        return variants(self._operation, self._schema, name)

    def _field(self, name: str, group: list[Part]) -> Json:
        found = self._of(name)
        kinds = types(found)
        values = [self._value(part, (name, at), found) for at, part in enumerate(group)]
        if "array" in kinds and ("string" not in kinds or len(values) > 1):
            return [one for one in values if one is not _ABSENT]
        return values[-1] if len(values) == 1 or self._read is _lenient else values

    def _value(self, part: Part, path: Path, found: list[Schema]) -> Json:
        takes_file = any(map(_takes_file, found))
        if part.filename is not None:
            self._files[path] = part.data
            if takes_file or not found:
                return FILE
            self._misplaced.append(part.name)
        text = part.data.decode("utf-8", "replace")
        if takes_file:
            if not (self._read is _lenient and _stands_for_image(text)):
                self._misplaced.append(part.name)
            return text
        return self._read(text, types(found))


def _takes_file(schema: Schema) -> bool:
    return "x-image" in schema or schema.get("format") == "binary"


def _stands_for_image(text: str) -> bool:
    """Whether a server that takes texts for files might find an image in it."""
    return text.startswith(("http:", "https:", "data:")) or len(text) > 64


def _strict(text: str, kinds: set[str]) -> Json:
    if "string" in kinds or not kinds:
        return text
    if "boolean" in kinds and text in _TRUTHS:
        return _TRUTHS[text]
    if kinds & {"integer", "number"} and _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if "number" in kinds and _NUMBER.fullmatch(text) else text


def _lenient(text: str, kinds: set[str]) -> Json:
    bare = text.strip()
    if not bare:
        return _ABSENT
    if "null" in kinds and bare.lower() in {"null", "none"}:
        return None
    if "string" in kinds or not kinds:
        return text
    if "boolean" in kinds and bare.lower() in _TRUTHS | _MORE_TRUTHS:
        return (_TRUTHS | _MORE_TRUTHS)[bare.lower()]
    if kinds & {"integer", "number"}:
        return next(_numbers(bare), text)
    return text


def _numbers(text: str) -> Iterator[float | int]:
    for read in (int, float):
        try:
            number = read(text)
        except ValueError:
            continue
        if abs(number) < 1e18:
            yield number

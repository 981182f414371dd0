"""`multipart/form-data` taken apart into its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

FORM = "multipart/form-data"
FILE = "(file)"
"""Stands for a file where the fields of a form are looked at as values."""

_MOST_PARTS = 1000
_NESTED = re.compile(r"[^\[\]]+(\[[^\[\]]+\]){1,9}")
_KEYS = re.compile(r"[^\[\]]+")


class FormError(ValueError):
    """A form that cannot be taken apart."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a form; `filename` is `None` where it is a text."""

    name: str
    filename: str | None
    media_type: str | None
    data: bytes = field(repr=False)


def split_objects(
    parts: Iterable[Part], is_object: Callable[[str], bool]
) -> tuple[list[Part], dict[str, Any]]:
    """The parts that stand for themselves, and the objects whose members are parts of their own.

    `svg[reasoning][effort]` is a member of the object `svg`, where the contract has one.
    """
    plain: list[Part] = []
    objects: dict[str, Any] = {}
    for part in parts:
        name, *keys = _KEYS.findall(part.name) if _NESTED.fullmatch(part.name) else [part.name]
        if not keys or not is_object(name) or not _put(objects, [name, *keys], part):
            plain.append(part)
    return plain, objects


def _put(objects: dict[str, Any], keys: list[str], part: Part) -> bool:
    """Put the text of a part where its name says; false where a text stands in the way."""
    node = objects
    for key in keys[:-1]:
        node = node.setdefault(key, {})
        if not isinstance(node, dict):
            return False
    node[keys[-1]] = part.data.decode("utf-8", "replace")
    return True


def parse_form(body: bytes, content_type: str) -> list[Part]:
    """The parts of a form in their order, at most 1,000. Raises `FormError` when it is broken.

    Needs python-multipart, which comes with the extras that read forms.
    """
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser, parse_options_header

    boundary = parse_options_header(content_type)[1].get(b"boundary")
    if not boundary:
        raise FormError("the content type of the form names no boundary")
    parts = _Parts()
    try:
        parser = MultipartParser(boundary, parts.callbacks())  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except FormError:
        raise
    except (FormParserError, ValueError) as error:
        raise FormError(f"the form cannot be read: {error}") from error
    if not parts.ended:
        raise FormError("the form ends before its last boundary")
    return parts.found


class _Parts:
    def __init__(self) -> None:
        self.found: list[Part] = []
        self.ended = False
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._data: list[bytes] = []

    def callbacks(self) -> dict[str, Any]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_part_data": lambda data, start, end: self._data.append(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        self._headers, self._data = {}, []

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _end(self) -> None:
        from python_multipart.multipart import parse_options_header

        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if b"name" not in options:
            raise FormError("a part of the form has no name")
        if len(self.found) == _MOST_PARTS:
            raise FormError(f"the form has more than {_MOST_PARTS} parts")
        filename, kind = options.get(b"filename"), self._headers.get(b"content-type")
        self.found.append(
            Part(
                options[b"name"].decode("utf-8", "replace"),
                None if filename is None else filename.decode("utf-8", "replace"),
                None if kind is None else kind.decode("latin-1"),
                b"".join(self._data),
            )
        )

    def _finish(self) -> None:
        self.ended = True

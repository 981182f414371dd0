"""Read YAML in block style, line by line: mappings, lists and the usual scalars.

Most documents are written in it, and libyaml's events take three times as long (`benchmarks/contract.py`).
Whatever is not plainly in that style is `NotBlockStyle`: `tree.py` reads it, and knows all errors.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from pyvenice.contract.document.document_limits import MAX_CONTAINERS, MAX_NODES
from pyvenice.contract.document.yaml.scalars import plain_value

Json = Any

_DEEPEST = 100
_MEMO = 1 << 14
_PLAIN_ASCII = bytes(range(0x20, 0x7F)) + b"\n"
# A line break that JSON does not know, and what YAML cannot print.
_ODD = re.compile("[\x80-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_FIRST = r"""(?:[^\s\-?:,\[\]{}#&*!|>'"%@`]|[-?:](?=\S))"""
_QUOTED_KEY = re.compile(r"""(?:'([^']*)'|"([^"\\]*)"):(?: +|$)""").match
_LONGEST_KEY = 200
_BEGINS_PLAIN = re.compile(_FIRST).match
_IS_SINGLE = re.compile("'((?:[^']|'')*)'").fullmatch
_IS_DOUBLE = re.compile(r'"((?:[^"\\]|\\(?!u[dD][89a-fA-F]).)*)"').fullmatch
_WORD = r"""(?:"[^"\\]*"|'[^']*'|[\w./][\w./-]*)"""
_IS_LIST = re.compile(rf"\[ *(?:{_WORD}(?:, *(?=[^\]])| *(?=\])))*\]").fullmatch
_WORDS = re.compile(_WORD).findall
_Matches = Callable[[str], object]
_QUOTED: dict[str, tuple[_Matches, _Matches]] = {
    "'": (re.compile("(?:[^']|'')*").fullmatch, re.compile("(?:[^']|'')*'").fullmatch),
    '"': (re.compile(r'(?:[^"\\]|\\.)*\\?').fullmatch, re.compile(r'(?:[^"\\]|\\.)*"').fullmatch),
}
_IS_BREAK_ESCAPED = re.compile(r"(?:[^\\]|\\.)*\\").fullmatch
_NOT_YET: Any = object()
_BELOW: Any = object()


class NotBlockStyle(Exception):  # noqa: N818 - no error: another reader takes it
    """The text is not written in the style that is read here."""


class _Line(NamedTuple):
    """A line without its indent."""

    items: tuple[tuple[int, type], ...]
    """For each dash how much further its item stands, and what that is: a `list`, a `dict`, a `str`."""
    key: str | None
    text: str
    """The value as it is written."""
    value: Json
    """The value; `_BELOW` if it has none yet, `_NOT_YET` if more has to be read or made to know."""


def read_block_style(text: str) -> Json:
    """The value of a text in block style. Raises `NotBlockStyle`."""
    # A container needs a dash or a line, and a value two characters: `tree.py` counts what may be too many.
    if text.count("\n") + text.count("- ") > MAX_CONTAINERS or len(text) > 2 * MAX_NODES:
        raise NotBlockStyle
    if not _are_usual(text.encode(errors="surrogatepass").translate(None, _PLAIN_ASCII)):
        raise NotBlockStyle
    if any(mark in text or text.startswith(mark[1:]) for mark in ("\n---", "\n...")):
        raise NotBlockStyle  # where a document begins or ends
    return _Reader(text).read()


def _are_usual(others: bytes) -> bool:
    """Whether none of the characters beyond plain ASCII means anything to YAML."""
    return not others or (
        min(others) > 0x7F and not _ODD.search(others.decode(errors="surrogatepass"))
    )


@functools.lru_cache(_MEMO)
def _line(body: str) -> _Line:
    """Each line once: half of those of a document are like others."""
    widths = []
    while body.startswith("- "):
        item = body[2:].lstrip(" ")
        widths.append(len(body) - len(item))
        body = item
    key, text = _key_and_text(body)
    kinds: list[type] = [*[list] * (len(widths) - 1), str if key is None else dict]
    return _Line(tuple(zip(widths, kinds, strict=False)), key, text, _value(text, key))


def _key_and_text(body: str) -> tuple[str | None, str]:
    if quoted := _QUOTED_KEY(body):
        key, text = quoted[1] or quoted[2], body[quoted.end() :]
    elif body[:1] in {"'", '"'}:
        return None, body.rstrip(" ")
    else:
        key, colon, text = body.partition(": ")
        if not colon:
            if body[-1:] != ":":
                return None, body.rstrip(" ")
            key = body[:-1]
        if not _BEGINS_PLAIN(key) or key[-1] in " :" or "#" in key:
            raise NotBlockStyle
    if not key or key == "<<" or len(key) > _LONGEST_KEY:
        raise NotBlockStyle
    return key, text.strip(" ")


def _value(text: str, key: str | None) -> Json:
    if not text:
        if key is None:
            raise NotBlockStyle
        return _BELOW
    if text[0] in "|>[{":
        return _NOT_YET
    if text[0] in "'\"":
        quoted = _IS_SINGLE(text) or _IS_DOUBLE(text)
        return _unescaped(quoted[1], text[0]) if quoted else _NOT_YET
    if not _BEGINS_PLAIN(text) or not _is_plain(text):
        raise NotBlockStyle
    return _plain(text)


def _is_plain(text: str) -> bool:
    """Whether nothing in a line ends a scalar without quotes."""
    return text[-1] != ":" and text[0] != "#" and ": " not in text and " #" not in text


def _plain(text: str) -> Json:
    try:
        return plain_value(text)
    except ValueError as error:
        raise NotBlockStyle from error


def _unescaped(text: str, quote: str) -> str:
    """What stands between quotes, with line breaks for those that are there."""
    if quote == "'":
        return text.replace("''", "'")
    if "\\" not in text:
        return text
    try:
        unescaped: str = json.loads('"' + text.replace("\n", "\\n") + '"')
    except ValueError as error:
        raise NotBlockStyle from error  # an escape of YAML's own
    return unescaped


def _attach(node: Json, key: str | None, value: Json) -> None:
    if key is None:
        node.append(value)
    else:
        node[key] = value


def _joined(lines: list[str]) -> str:
    """The lines of a text in `>` style: those that begin with a space, and those beside them, stay lines."""
    pieces: list[str] = []
    breaks, previous = 0, ""
    for line in lines:
        if not line:
            breaks += 1
            continue
        if not previous or previous[0] == " " or line[0] == " ":
            pieces.append("\n" * (breaks + bool(previous)))
        else:
            pieces.append("\n" * breaks or " ")
        pieces.append(line)
        breaks, previous = 0, line
    return "".join(pieces)


class _Reader:
    """Reads one text."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._has_last_break = not self._lines[-1]
        self._lines.append("")  # so that each line has a next one
        self._next = 0
        """The line to be read next."""
        self._at = -1
        """The column of the container around the value that is read."""

    def read(self) -> Json:  # noqa: C901, PLR0912  (with a method for each step it takes half as long again)
        """The value of the text. Raises `NotBlockStyle`."""
        lines, number, end = self._lines, 0, len(self._lines) - 1
        root: list[Json] = []
        node: Json = root
        at = -1
        around: list[tuple[int, Json]] = []
        key: str | None = None
        is_waiting = True  # for the value of `key`
        while number < end:
            line = lines[number]
            number += 1
            body = line.lstrip(" ")
            if not body or body[0] == "#":
                continue
            column = len(line) - len(body)
            items, name, text, value = _line(body)
            if is_waiting and (column > at or (column == at and items and key)):
                if items or name is not None:
                    around.append((at, node))
                    child: Json = [] if items else {}
                    _attach(node, key, child)
                    at, node = column, child
                elif key is not None:
                    node[key], number = self._scalar(text, value, number, at)
                    is_waiting = False
                    continue
            is_waiting = value is _BELOW
            while at > column or (at == column and (node.__class__ is list) is not bool(items)):
                at, node = around.pop()
            if at != column or not (items or name) or len(around) + len(items) > _DEEPEST:
                raise NotBlockStyle
            for width, kind in items:
                column += width
                if kind is not str:
                    around.append((at, node))
                    node.append(child := kind())
                    at, node = column, child
            if is_waiting:
                key, value = name, None
            elif value is _NOT_YET or not lines[number][: at + 1].strip(" "):
                value, number = self._scalar(text, value, number, at)
            if name is None:
                node.append(value)
            elif name in node:
                raise NotBlockStyle  # libyaml knows where it stands again
            else:
                node[name] = value
        if len(root) != 1:
            raise NotBlockStyle
        return root[0]

    def _scalar(self, text: str, value: Json, number: int, at: int) -> tuple[Json, int]:
        """The value that begins with `text`, of which `value` is known if it ends there, and the next line."""
        self._next, self._at = number, at
        if value is _NOT_YET:
            value = self._unfinished(text)
        elif text[0] not in "'\"" and self._goes_on():
            value = _plain(self._folded(text, _is_plain))
        if self._goes_on():
            raise NotBlockStyle
        return value, self._next

    def _goes_on(self) -> bool:
        """Whether the next line that is not blank is indented like more of the value."""
        for number in range(self._next, len(self._lines)):
            if self._lines[number].strip(" "):
                return not self._lines[number][: self._at + 1].strip(" ")
        return False

    def _unfinished(self, text: str) -> Json:
        """A value that goes on in the next lines, or that is in flow style."""
        if text in {"|", "|-", ">", ">-"}:
            return self._block_text(text)
        if text[0] in "'\"":
            goes_on, ends = _QUOTED[text[0]]
            whole = self._folded(text, goes_on, ends)
            quoted = _IS_SINGLE(whole) or _IS_DOUBLE(whole)
            if quoted:
                return _unescaped(quoted[1], text[0])
        elif text == "{}":
            return {}
        elif _IS_LIST(text):
            return [word[1:-1] if word[0] in "'\"" else _plain(word) for word in _WORDS(text)]
        raise NotBlockStyle

    def _folded(self, text: str, goes_on: _Matches, ends: _Matches | None = None) -> str:
        """The lines of a value as one, where blank lines stand for line breaks."""
        if ends and not goes_on(text[1:]):
            raise NotBlockStyle
        pieces = [text]
        while self._goes_on():
            if pieces[-1][-1:] == "\\" and self._lines[self._next - 1][-1:] == " ":
                raise NotBlockStyle  # it is that space which is escaped
            breaks = 0
            while not (line := self._lines[self._next].strip(" ")):
                breaks += 1
                self._next += 1
            self._next += 1
            if text[0] == '"' and _IS_BREAK_ESCAPED(pieces[-1]):
                pieces += (pieces.pop()[:-1], "\n" * breaks, line)
            else:
                pieces += ("\n" * breaks or " ", line)
            if ends and ends(line):
                return "".join(pieces)
            if not goes_on(line):
                raise NotBlockStyle
        if ends:
            raise NotBlockStyle
        return "".join(pieces)

    def _block_text(self, header: str) -> str:
        lines = self._indented_lines()
        text = "\n".join(lines) if header[0] == "|" else _joined(lines)
        return text if header[1:] == "-" else text + "\n"

    def _indented_lines(self) -> list[str]:
        """The lines of a text in `|` or `>` style without their indent."""
        found: list[str] = []
        indent = 0
        for number in range(self._next, len(self._lines)):
            line = self._lines[number]
            body = line.lstrip(" ")
            column = len(line) - len(body)
            if body:
                indent = indent or column
                if column < indent or indent <= self._at:
                    break
            elif column > indent:
                raise NotBlockStyle
            found.append(line[indent:])
        else:
            if not self._has_last_break:
                raise NotBlockStyle
        self._next += len(found)
        while found and not found[-1]:
            found.pop()
        if not found:
            raise NotBlockStyle
        return found

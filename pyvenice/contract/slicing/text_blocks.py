"""Find the blocks of a YAML or indented JSON text, without reading what stands in them.

Block style makes it possible: the keys of a mapping stand in one column, and all that belongs to a key is
indented deeper. Text that is written otherwise is `Irregular`, which says nothing against it. Finding
blocks is much cheaper than parsing them; `benchmarks/contract.py` measures a whole check.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pyvenice.contract.document import yaml12
from pyvenice.contract.errors import DocumentError

_KEY = re.compile(
    rb"""(?: ([^]\s"'&*!|>%@`?:\#,[{}-][^\n\t\#]*?) | '([^'\n]*)' | "([^"\\\n]*)" )
         [ ]* : (?:[ ]+(?P<value>[^\n]*))? (?:\n|\Z)""",
    re.VERBOSE,
)
_FIRST_CHILD = re.compile(rb"\n( *)(?=[^ \n#])")
_JSON_KEY = re.compile(rb'"([^"\\]*)" *: *(.*?)(,?)')
_FIRST_MEMBER = re.compile(rb'\n( +)"')
_CLOSERS = {b"{": b"}", b"[": b"]"}


class Irregular(Exception):  # noqa: N818 - no error: the text is to be parsed whole
    """The text is not written in the style in which blocks can be found."""


class Block(NamedTuple):
    """A key of a mapping with all that belongs to it."""

    key: str
    text: bytes
    """Of the whole document, with a line break before its first line."""
    start: int
    """Where the line break before the key's line stands."""
    body: int
    """Where the line break after the key's line stands."""
    end: int
    """Where the line break before the next key's line stands."""
    has_inline_value: bool

    @property
    def content(self) -> bytes:
        """Its lines as they are, the one of the key first."""
        return self.text[self.start + 1 : self.end + 1]

    @property
    def document(self) -> bytes:
        """The block as a text of its own."""
        return self.content

    def value(self) -> Any:
        """What the key stands for, parsed. Raises `Irregular` when the block does not stand on its own."""
        try:
            tree = yaml12.loads(self.document)
        except DocumentError as error:
            raise Irregular(str(error)) from error
        if not isinstance(tree, dict) or list(tree) != [self.key]:
            raise Irregular(f"{self.key} holds more than itself")
        return tree[self.key]

    def children(self) -> Blocks:
        """The keys below this one. Raises `Irregular` unless its value is a mapping in block style."""
        first = _FIRST_CHILD.search(self.text, self.body, self.end)
        if self.has_inline_value or not first:
            raise Irregular(f"{self.key} is no mapping in block style")
        return Blocks(_blocks(self, len(first[1])))


class Blocks(Mapping[str, Any]):
    """The blocks of one mapping by their keys; a value is parsed when it is asked for."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks: dict[str, Block] = {}
        self._below: dict[str, Blocks] = {}
        for block in blocks:
            if block.key in self._blocks or block.key == "<<":
                raise Irregular(f"{block.key} stands twice or merges another mapping")
            self._blocks[block.key] = block

    def __getitem__(self, key: str) -> Any:
        return self._blocks[key].value()

    def __contains__(self, key: object) -> bool:
        return key in self._blocks

    def __iter__(self) -> Iterator[str]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def blocks(self) -> Iterable[tuple[str, Block]]:
        """The keys with their text, in order."""
        return self._blocks.items()

    def block(self, key: str) -> Block:
        """The text of one of them. Raises `Irregular` when there is none."""
        if key not in self._blocks:
            raise Irregular(f"{key} is not there")
        return self._blocks[key]

    def below(self, key: str) -> Blocks:
        """The blocks below one of them, looked for once. Raises `Irregular`."""
        if key not in self._below:
            self._below[key] = self.block(key).children()
        return self._below[key]


def top_blocks(raw: bytes) -> Blocks:
    """The blocks of a whole text. Raises `Irregular`."""
    if raw.startswith(b"{"):
        return top_json_blocks(raw)
    text = b"\n" + raw.removeprefix(b"---\n")
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
        if b"\r" in text:
            raise Irregular("a carriage return stands alone")
    return Block("the document", text, 0, 0, len(text), has_inline_value=False).children()


def _blocks(parent: Block, indent: int) -> Iterator[Block]:
    keys = list(_keys(parent, indent))
    ends = [key.start() - indent - 1 for key in keys[1:]]
    for key, end in zip(keys, [*ends, parent.end], strict=True):
        plain, single, double, value = key.groups(b"")
        try:
            name = (plain or single or double).decode()
        except UnicodeDecodeError as error:
            raise Irregular("a key is not written in UTF-8") from error
        start, body = key.start() - indent - 1, key.end() - 1
        inline = value[:1] not in (b"", b"#")
        yield Block(name, parent.text, start, body, end, inline)


def _keys(parent: Block, indent: int) -> Iterator[re.Match[bytes]]:
    key: re.Match[bytes] | None = None
    for line in _lines_indented_by(indent).finditer(parent.text, parent.body, parent.end):
        first = line[1]
        if first.startswith(b"#") or (first in (b"- ", b"-\n") and key):
            continue
        key = _KEY.match(parent.text, line.start(1))
        if not key:
            raise Irregular(f"a line of {parent.key} does not begin with a key")
        yield key


@functools.cache
def _lines_indented_by(indent: int) -> re.Pattern[bytes]:
    return re.compile(rb"\n" + b" " * indent + rb"([^ \n][ \n]?)")


class JsonBlock(Block):
    """A member of a JSON object: `end` is where its last line ends, without the comma."""

    __slots__ = ()

    @property
    def content(self) -> bytes:
        """The member as it stands in the text."""
        return self.text[self.start + 1 : self.end]

    @property
    def value_text(self) -> bytes:
        """The value as it stands in the text."""
        after_key = self.content.lstrip()[len(self.key.encode()) + 2 :]
        return after_key.partition(b":")[2].lstrip()

    @property
    def document(self) -> bytes:
        """The member as the only one of an object."""
        return b"{" + self.content + b"}"

    def children(self) -> Blocks:
        """The members of its value. Raises `Irregular` unless that is an object on lines of its own."""
        if self.has_inline_value or self.text[self.body - 1 : self.body] != b"{":
            raise Irregular(f"{self.key} is no indented object")
        return Blocks(_members(self.text, self.body, self.text.rfind(b"\n", 0, self.end), self.key))


def top_json_blocks(raw: bytes) -> Blocks:
    """The members of a whole text. Raises `Irregular`."""
    text = raw.rstrip()
    if not text.startswith(b"{\n") or not text.endswith(b"\n}"):
        raise Irregular("not an indented object")
    return Blocks(_members(text, 1, len(text) - 2, "the document"))


def _members(text: bytes, start: int, end: int, parent: str) -> Iterator[Block]:
    """The members between the line breaks at `start` and `end`. Each begins where the last one ended."""
    first = _FIRST_MEMBER.match(text, start)
    if not first:
        raise Irregular(f"{parent} is not indented")
    inside, outside = _member_lines(len(first[1]))
    if outside.search(text, start, end):
        raise Irregular(f"a line of {parent} is indented less than it")
    lines = inside.finditer(text, start, end)
    at, more = start, True
    for line in lines:
        key = _JSON_KEY.fullmatch(line[1])
        if not key or line.start() != at or not more:
            raise Irregular(f"a line of {parent} does not begin with a key")
        opener, body = key[2], line.end()
        last = line
        if opener in _CLOSERS:
            last = next(lines, line)
            if last[1].removesuffix(b",") != _CLOSERS[opener]:
                raise Irregular(f"a member of {parent} is not closed where it should be")
        more = last[1].endswith(b",")
        at = last.end()
        yield JsonBlock(
            _member_name(key[1]), text, line.start(), body, at - more, opener not in _CLOSERS
        )
    if at != end or more:
        raise Irregular(f"the last member of {parent} is not where it should be")


def _member_name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Irregular("a key is not written in UTF-8") from error


@functools.cache
def _member_lines(indent: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Lines indented by so much, and lines indented by less."""
    inside = re.compile(rb"\n" + b" " * indent + rb"([^ \n][^\n]*)")
    return inside, re.compile(rb"\n {0,%d}(?:[^ \n]|\n)" % (indent - 1))

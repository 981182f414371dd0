"""Find the members of an indented JSON text, without reading what stands in them.

No string of JSON holds a line break, so that indentation shows its structure as it does that of YAML. What
is not indented regularly is `Irregular`, which says nothing against it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from pyvenice.contract.document import yaml12
from pyvenice.contract.errors import DocumentError
from pyvenice.contract.slicing.text_blocks import Block, Blocks, Irregular

_KEY = re.compile(rb'"([^"\\]*)" *: *(.*?)(,?)')
_FIRST_CHILD = re.compile(rb'\n( +)"')
_CLOSERS = {b"{": b"}", b"[": b"]"}


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

    def value(self) -> Any:
        """What the key stands for, parsed. Raises `Irregular` when the member does not stand on its own."""
        try:
            tree = yaml12.loads(b"{" + self.content + b"}")
        except DocumentError as error:
            raise Irregular(str(error)) from error
        if not isinstance(tree, dict) or list(tree) != [self.key]:
            raise Irregular(f"{self.key} holds more than itself")
        return tree[self.key]

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
    first = _FIRST_CHILD.match(text, start)
    if not first:
        raise Irregular(f"{parent} is not indented")
    inside, outside = _patterns(len(first[1]))
    if outside.search(text, start, end):
        raise Irregular(f"a line of {parent} is indented less than it")
    lines = inside.finditer(text, start, end)
    at, more = start, True
    for line in lines:
        key = _KEY.fullmatch(line[1])
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
        yield JsonBlock(_name(key[1]), text, line.start(), body, at - more, opener not in _CLOSERS)
    if at != end or more:
        raise Irregular(f"the last member of {parent} is not where it should be")


def _name(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Irregular("a key is not written in UTF-8") from error


@functools.cache
def _patterns(indent: int) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Lines indented by so much, and lines indented by less."""
    inside = re.compile(rb"\n" + b" " * indent + rb"([^ \n][^\n]*)")
    return inside, re.compile(rb"\n {0,%d}(?:[^ \n]|\n)" % (indent - 1))

"""Texts that a regular expression may match, made from its tree; the caller checks each."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from itertools import islice

from pyvenice.contract.schema.regex import (
    Back,
    Chars,
    Choice,
    Edge,
    Group,
    Look,
    Node,
    Ranges,
    Repeat,
    Sequence,
    UnreadablePatternError,
    parse,
)

_MOST_DECISIONS = 40
_LONGEST = 20_000


@functools.lru_cache(maxsize=256)
def texts(pattern: str, lengths: tuple[int, ...] = (), limit: int = 120) -> tuple[str, ...]:
    """Texts near the edges of what a pattern matches, the shortest choice first; none where it is beyond us.

    `lengths` are worth trying as numbers of repetitions: `minLength`, `maxLength`. Not each text
    matches: look-around is taken as if it consumed what it looks at.
    """
    try:
        tree = parse(pattern)
    except (UnreadablePatternError, OverflowError):
        return ()
    found = dict.fromkeys(islice(_walks(tree, lengths), 2 * limit))
    return tuple(islice(found, limit))


def _walks(tree: Node, lengths: tuple[int, ...]) -> Iterator[str]:
    """The text of all first choices, then that of each single choice made otherwise."""
    first = _Walk({}, lengths)
    text = first.text(tree)
    if text is None:
        return
    yield text
    for decision, options in enumerate(first.options[:_MOST_DECISIONS]):
        for option in range(1, options):
            other = _Walk({decision: option}, lengths).text(tree)
            if other is not None:
                yield other
    for default in (1, 2, 3):
        many = _Walk({}, lengths, default).text(tree)
        if many is not None:
            yield many


class _Walk:
    """One way through a tree: at each choice the option that is given, or the default."""

    def __init__(self, given: dict[int, int], lengths: tuple[int, ...], default: int = 0) -> None:
        self._given = given
        self._lengths = lengths
        self._default = default
        self._groups: dict[str, str] = {}
        self._size = 0
        self.options: list[int] = []

    def text(self, tree: Node) -> str | None:
        """The text; None where it would be too long, or where a group is named before it matched."""
        try:
            return "".join(self._parts(tree))
        except (OverflowError, KeyError):
            return None

    def _choose(self, options: int) -> int:
        number = len(self.options)
        self.options.append(options)
        return self._given.get(number, self._default) % options

    def _parts(self, node: Node) -> Iterator[str]:
        match node:
            case Chars(ranges):
                yield self._characters(ranges, 1)
            case Sequence(parts):
                for part in parts:
                    yield from self._parts(part)
            case Choice(branches):
                yield from self._parts(branches[self._choose(len(branches))])
            case Repeat(part, least, most):
                yield from self._repetition(part, least, most)
            case Group(part, number, name):
                text = "".join(self._parts(part))
                self._groups[str(number)] = self._groups[name] = text
                yield text
            case Back(group):
                yield self._groups[group]
            # What must not stand here, another pattern may take.
            case Look(part, is_negative) if not is_negative or self._choose(2):
                yield from self._parts(part)
            case Look() | Edge():
                pass

    def _characters(self, ranges: Ranges, count: int) -> str:
        self._size += count
        options = _usual(ranges)
        if not options or self._size > _LONGEST:
            raise OverflowError
        return options[self._choose(len(options)) if len(options) > 1 else 0] * count

    def _repetition(self, part: Node, least: int, most: int | None) -> Iterator[str]:
        counts = _counts(least, most, self._lengths)
        count = counts[self._choose(len(counts)) if len(counts) > 1 else 0]
        if count > _LONGEST:
            raise OverflowError
        if isinstance(part, Chars):  # alike, so that a long text stays one decision
            yield self._characters(part.ranges, count)
            return
        for _ in range(count):
            yield from self._parts(part)


def _counts(least: int, most: int | None, lengths: tuple[int, ...]) -> list[int]:
    """Numbers of repetitions worth trying: the edges, and what the schema says about lengths."""
    longest = least + 5 if most is None else most
    wanted = [least, least + 1, longest, least + 2, *lengths]
    # One too few and one too many are of use: another pattern may take them.
    within = (number for number in wanted if least <= number and (most is None or number <= most))
    return list(dict.fromkeys(within))


@functools.lru_cache(maxsize=512)
def _usual(ranges: Ranges) -> tuple[str, ...]:
    """A few characters of the ranges: those that people use first."""
    usual = [ord(character) for character in "xa0A_- Z9zé"]
    chosen = [code for code in usual if any(low <= code <= high for low, high in ranges)]
    edges = [code for low, high in ranges[:4] for code in (low, high, (low + high) // 2)]
    codes = dict.fromkeys([*chosen, *edges])
    return tuple(chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF)[:9]

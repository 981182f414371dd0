"""Regular expressions as trees: ECMAScript syntax, read without running anything.

Foreign patterns are never handed to Python's `re`, which backtracks without end. They are read here, to
make texts from them, and run only in the engine of `jsonschema_rs`, which has a limit.
"""

from typing import Literal, NamedTuple

_LAST = 0x10FFFF
_DIGITS = ((0x30, 0x39),)
_WORD = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
_SPACES = ((0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0))
_LINE_ENDS = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
_CONTROLS = {"n": 0x0A, "r": 0x0D, "t": 0x09, "f": 0x0C, "v": 0x0B, "0": 0x00}
_MOST_NODES = 5_000
_DEEPEST = 100

Ranges = tuple[tuple[int, int], ...]


class Chars(NamedTuple):
    """One character out of ranges of code points."""

    ranges: Ranges


class Sequence(NamedTuple):
    """Parts one after the other."""

    parts: tuple["Node", ...]


class Choice(NamedTuple):
    """One of several branches."""

    branches: tuple["Node", ...]


class Repeat(NamedTuple):
    """A part several times."""

    part: "Node"
    least: int
    most: int | None


class Group(NamedTuple):
    """A part that a back reference may name."""

    part: "Node"
    number: int
    name: str


class Back(NamedTuple):
    """What a group matched, again."""

    group: str


class Look(NamedTuple):
    """A part that must, or must not, match around the place."""

    part: "Node"
    is_negative: bool


class Edge(NamedTuple):
    """A place between characters."""

    kind: Literal["start", "end", "word", "not word"]


Node = Chars | Sequence | Choice | Repeat | Group | Back | Look | Edge


class UnreadablePatternError(ValueError):
    """A pattern is beyond this parser."""


def parse(pattern: str) -> Node:
    """The tree of a pattern. Raises `UnreadablePatternError`."""
    reader = _Reader(pattern)
    tree = reader.choice(0)
    if reader.position < len(pattern):
        raise UnreadablePatternError(f"unbalanced ) at {reader.position}")
    return tree


def complement(ranges: Ranges) -> Ranges:
    """All code points that are in none of the ranges."""
    kept: list[tuple[int, int]] = []
    start = 0
    for low, high in sorted(ranges):
        if low > start:
            kept.append((start, low - 1))
        start = max(start, high + 1)
    if start <= _LAST:
        kept.append((start, _LAST))
    return tuple(kept)


_CLASSES: dict[str, Ranges] = {
    "d": _DIGITS,
    "w": _WORD,
    "s": _SPACES,
    "D": complement(_DIGITS),
    "W": complement(_WORD),
    "S": complement(_SPACES),
}
# Enough of Unicode's properties to make a text; the engine decides whether it matches.
_PROPERTIES: dict[str, Ranges] = {
    "L": ((0x41, 0x5A), (0x61, 0x7A), (0xE0, 0xF6), (0x3B1, 0x3C9), (0x4E00, 0x4E10)),
    "Lu": ((0x41, 0x5A), (0xC0, 0xD6)),
    "Ll": ((0x61, 0x7A), (0xE0, 0xF6)),
    "N": _DIGITS,
    "Nd": _DIGITS,
    "P": ((0x21, 0x23), (0x25, 0x2A), (0x2C, 0x2F), (0x3A, 0x3B), (0x3F, 0x40)),
    "S": ((0x24, 0x24), (0x2B, 0x2B), (0x3C, 0x3E)),
    "Z": ((0x20, 0x20), (0xA0, 0xA0)),
    "Zs": ((0x20, 0x20), (0xA0, 0xA0)),
    "M": ((0x300, 0x36F),),
    "C": ((0x00, 0x1F),),
    "Cc": ((0x00, 0x1F), (0x7F, 0x9F)),
    "Han": ((0x4E00, 0x9FFF),),
    "Latin": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6)),
    "Greek": ((0x3B1, 0x3C9),),
    "Cyrillic": ((0x410, 0x44F),),
    "Emoji": ((0x1F600, 0x1F64F), (0x30, 0x39)),
}
_LONG_NAMES = {
    "Letter": "L",
    "Alphabetic": "L",
    "Uppercase_Letter": "Lu",
    "Uppercase": "Lu",
    "Lowercase_Letter": "Ll",
    "Lowercase": "Ll",
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "White_Space": "Z",
    "Mark": "M",
    "Other": "C",
    "Control": "Cc",
    "IsLatin": "Latin",
    "IsAlphabetic": "L",
}


class _Reader:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self.position = 0
        self._groups = 0
        self._nodes = 0

    def choice(self, depth: int) -> Node:
        if depth > _DEEPEST:
            raise UnreadablePatternError("nested too deep")
        branches = [self._sequence(depth)]
        while self._take("|"):
            branches.append(self._sequence(depth))
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.position < len(self._pattern) and self._peek() not in "|)":
            self._nodes += 1
            if self._nodes > _MOST_NODES:
                raise UnreadablePatternError("too long")
            parts.append(self._repeated(self._atom(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _peek(self) -> str:
        return self._pattern[self.position : self.position + 1]

    def _take(self, text: str) -> bool:
        if self._pattern.startswith(text, self.position):
            self.position += len(text)
            return True
        return False

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise UnreadablePatternError("it ends too early")
        self.position += 1
        return character

    def _until(self, end: str) -> str:
        stop = self._pattern.find(end, self.position)
        if stop < 0:
            raise UnreadablePatternError(f"{end} is missing")
        text = self._pattern[self.position : stop]
        self.position = stop + 1
        return text

    def _atom(self, depth: int) -> Node:
        character = self._next()
        if character == "(":
            return self._group(depth)
        if character == "[":
            return self._set()
        if character == "\\":
            return self._escape()
        if character in "^$":
            return Edge("start" if character == "^" else "end")
        if character == ".":
            return Chars(complement(_LINE_ENDS))
        if character in "*+?":
            raise UnreadablePatternError("nothing to repeat")
        return _exactly(ord(character))

    def _repeated(self, part: Node) -> Node:
        while True:
            least, most = self._bounds()
            if least is None:
                return part
            if not self._take("?"):
                self._take("+")
            part = Repeat(part, least, most)

    def _bounds(self) -> tuple[int | None, int | None]:
        for mark, least, most in (("*", 0, None), ("+", 1, None), ("?", 0, 1)):
            if self._take(mark):
                return least, most
        if self._peek() != "{":
            return None, None
        start = self.position
        self.position += 1
        first, comma, second = self._until("}").partition(",")
        if not first.isdecimal() or not (second == "" or second.isdecimal()):
            self.position = start  # a brace that stands for itself
            return None, None
        return int(first), int(second) if second else (None if comma else int(first))

    def _group(self, depth: int) -> Node:
        for mark, is_negative in (("?=", False), ("?!", True), ("?<=", False), ("?<!", True)):
            if self._take(mark):
                return Look(self._closed(depth), is_negative)
        if self._take("?:") or self._take("?>"):
            return self._closed(depth)
        name = ""
        if self._take("?<") or self._take("?P<"):
            name = self._until(">")
        elif self._peek() == "?":
            raise UnreadablePatternError("an unknown kind of group")
        self._groups += 1
        number = self._groups
        return Group(self._closed(depth), number, name)

    def _closed(self, depth: int) -> Node:
        part = self.choice(depth + 1)
        if not self._take(")"):
            raise UnreadablePatternError(") is missing")
        return part

    def _set(self) -> Node:
        is_negative = self._take("^")
        ranges: list[tuple[int, int]] = []
        while not self._take("]"):
            if self._peek() == "[" and self._pattern.startswith("[:", self.position):
                raise UnreadablePatternError("a POSIX class")
            low = self._member()
            if self._peek() == "-" and self._pattern[self.position + 1 : self.position + 2] != "]":
                ranges += self._range(low)
            else:
                ranges += low
        return Chars(complement(tuple(ranges)) if is_negative else tuple(ranges))

    def _range(self, low: Ranges) -> Ranges:
        self.position += 1
        high = self._member()
        if len(low) == len(high) == 1 and low[0][0] == low[0][1] and high[0][0] == high[0][1]:
            if low[0][0] > high[0][0]:
                raise UnreadablePatternError("a range that runs backwards")
            return ((low[0][0], high[0][0]),)
        return (*low, (0x2D, 0x2D), *high)

    def _member(self) -> Ranges:
        character = self._next()
        if character != "\\":
            return ((ord(character), ord(character)),)
        if self._peek() == "b":
            self.position += 1
            return ((0x08, 0x08),)
        found = self._escape()
        if isinstance(found, Chars):
            return found.ranges
        raise UnreadablePatternError("not a member of a set")

    def _escape(self) -> Node:  # noqa: PLR0911  (a case for each kind of escape)
        character = self._next()
        if character in _CLASSES:
            return Chars(_CLASSES[character])
        if character in "bB":
            return Edge("word" if character == "b" else "not word")
        if character in "AzZ":  # not ECMAScript's, and what everybody means by them
            return Edge("start" if character == "A" else "end")
        if character in "pP":
            return self._property(is_negative=character == "P")
        if character == "k" and self._take("<"):
            return Back(self._until(">"))
        if character.isdecimal() and character != "0":
            return Back(self._digits(character))
        if character in "xu":
            return self._code_point(character)
        if character == "c":
            return _exactly(ord(self._next()) % 32)
        return _exactly(_CONTROLS.get(character, ord(character)))

    def _digits(self, text: str) -> str:
        while self._peek().isdecimal():
            text += self._next()
        return text

    def _property(self, *, is_negative: bool) -> Node:
        name = self._until("}") if self._take("{") else self._next()
        name = name.rpartition("=")[2]
        ranges = _PROPERTIES.get(_LONG_NAMES.get(name, name))
        if ranges is None:
            raise UnreadablePatternError(f"an unknown property {name[:20]}")
        return Chars(complement(ranges) if is_negative else ranges)

    def _code_point(self, kind: str) -> Node:
        if self._take("{"):
            digits = self._until("}")
        else:
            length = 2 if kind == "x" else 4
            digits = self._pattern[self.position : self.position + length]
            self.position += len(digits)
        try:
            return _exactly(int(digits, 16))
        except ValueError:
            raise UnreadablePatternError("a broken code point") from None


def _exactly(code_point: int) -> Chars:
    return Chars(((code_point, code_point),))


def rewritten(pattern: str) -> str | None:
    """The pattern as Rust's engine reads it; None where it has look-around or is beyond us."""
    try:
        return _text(parse(pattern))
    except (UnreadablePatternError, OverflowError):
        return None


def _text(node: Node) -> str:
    match node:
        case Chars(ranges):
            return "[" + "".join(f"\\x{{{low:x}}}-\\x{{{high:x}}}" for low, high in ranges) + "]"
        case Sequence(parts):
            return "".join(map(_text, parts))
        case Choice(branches):
            return f"(?:{'|'.join(map(_text, branches))})"
        case Repeat(part, least, most):
            return f"(?:{_text(part)}){{{least},{'' if most is None else most}}}"
        case Group(part):
            return f"(?:{_text(part)})"
        case Edge(kind):
            return {"start": "^", "end": "$", "word": "\\b", "not word": "\\B"}[kind]
        case _:
            raise UnreadablePatternError("look-around and back references")

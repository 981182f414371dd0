"""Values of foreign documents as text: on one line, with nothing invisible, short for people."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Any

_LONGEST_STRING = 60
_HEAD = 24
_SHORT = 48


def visible(text: str) -> str:
    """The text on one line; what a terminal or a browser would act on stands there as its escape."""
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(map(escape, line))


def escape(character: str) -> str:
    """The character itself if it can be printed, else its escape in JSON."""
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else json.dumps(character)[1:-1]


def plain(value: Json) -> Json:
    """The value as strict JSON has it: numbers are finite, names are strings."""
    if isinstance(value, Mapping):
        return {str(name): plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else f"{'-' if value < 0 else ''}.inf"
    return value if isinstance(value, str | int | float | None) else str(value)


def one_line(value: Json) -> str:
    """The value as JSON on one line that can be copied."""
    text = json.dumps(plain(value), ensure_ascii=False)
    return text if text.isprintable() else "".join(map(escape, text))


def many_lines(value: Json) -> list[str]:
    """The value as indented JSON, line by line; what is short and lies inside stays on one line."""
    return list(_laid_out(plain(value), "", ""))


def _laid_out(value: Json, before: str, indent: str) -> Iterator[str]:
    """The lines of a value that follows `before` on its line."""
    text = one_line(value)
    if not isinstance(value, dict | list) or not value or (before and len(text) <= _SHORT):
        yield f"{indent}{before}{text}"
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{indent}{before}{opening}"
    for number, (name, member) in enumerate(_members(value), 1):
        *above, last = _laid_out(member, name, f"{indent}  ")
        yield from above
        yield last + ("," if number < len(value) else "")
    yield f"{indent}{closing}"


def _members(value: Json) -> list[tuple[str, Json]]:
    if isinstance(value, dict):
        return [(f"{one_line(name)}: ", member) for name, member in value.items()]
    return [("", item) for item in value]


def shorten(value: Json, items: int = 6) -> Json:
    """The value with long strings and lists over `items` cut, each saying how much there was."""
    if isinstance(value, Mapping):
        return {_short(str(name)): shorten(member, items) for name, member in value.items()}
    if isinstance(value, list | tuple):
        rest = len(value) - items
        kept = [shorten(item, items) for item in value[:items]]
        return [*kept, f"… {rest:,} more"] if rest > 0 else kept
    return _short(value) if isinstance(value, str) else value


def apart(old: Json, new: Json) -> tuple[Json, Json]:
    """Both values; of two lists that are too long to show, only the items that the other lacks."""
    if not (isinstance(old, list) and isinstance(new, list)) or max(len(old), len(new)) <= 6:
        return old, new
    had, has = set(map(one_line, old)), set(map(one_line, new))
    return (
        ["…", *(item for item in old if one_line(item) not in has)],
        ["…", *(item for item in new if one_line(item) not in had)],
    )


def _short(text: str) -> str:
    if len(text) <= _LONGEST_STRING:
        return text
    return f"{text[:_HEAD]}… ({len(text):,} characters)"


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of the text."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def display(value: Json, limit: int = 120) -> str:
    """The value for a person, on at most `limit` characters; a side that has none is `absent`."""
    return "absent" if value is None else cut(one_line(shorten(value)), limit)


_CREDENTIALS = re.compile(r"(?<=://)[^/\s@]+@")


def without_credentials(text: str) -> str:
    """The text with user and password taken out of each address in it."""
    return _CREDENTIALS.sub("", text)


# The log of a GitHub Actions run obeys workflow commands in whatever a process prints.
_COMMAND = re.compile(r"^(\s*):(?=:)", re.MULTILINE)
_OLD_COMMAND = re.compile(
    r"##(?=\[)"
)  # the older form, which need not stand at the start of a line


def without_commands(text: str) -> str:
    """Plain text or markdown in which no line is a workflow command."""
    return _OLD_COMMAND.sub("## ", _COMMAND.sub(r"\1: ", text))


def without_commands_in_markup(text: str) -> str:
    """HTML or XML in which no line is a workflow command; a browser shows the same text."""
    return _OLD_COMMAND.sub("#&#35;", _COMMAND.sub(r"\1&#58;", text))


def without_commands_in_json(text: str) -> str:
    """JSON of the same value in which no line is a workflow command."""
    return _OLD_COMMAND.sub(r"#\\u0023", text)

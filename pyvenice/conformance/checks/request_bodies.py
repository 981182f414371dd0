"""What is wrong with the body of a request, by the schema and by what no schema says.

A file needs a name and the media type of its bytes, several files the name that the provider gives to a
list, and a boolean is `true` or `false`. Nothing is decoded: an image is known by its first bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.request_images import Breach, json_images, part_image
from pyvenice.conformance.checks.schemas import Problem, pointer, problems, types, variants
from pyvenice.conformance.run.redact import shown
from pyvenice.contract.diff.findings import Level
from pyvenice.core.recording.multipart_parser import FILE, FORM, Part

Json = Any

_WHOLE = re.compile(r"-?(0|[1-9]\d{0,300})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,300})(\.\d{1,300})?([eE][-+]?\d{1,3})?")
_TRUTHS = {"true": True, "false": False}
_NULLS = frozenset({"null", "None"})
_RULES = {
    "additionalProperties": "request-field-undeclared",
    "required": "request-field-missing",
    "type": "request-type-wrong",
    "enum": "request-value-unknown",
    "const": "request-value-unknown",
}


@dataclass(frozen=True, slots=True)
class Field:
    """What a body says of one of its fields."""

    declared: bool
    types: frozenset[str]
    image: Mapping[str, Json] | None
    takes_file: bool

    @property
    def is_list(self) -> bool:
        """Whether it may be given more than once."""
        return "array" in self.types


@lru_cache(maxsize=4096)
def field(operation: Operation, media_type: str, name: str) -> Field:
    """The field of this name in the body of this media type, declared or not."""
    found = variants(operation, operation.bodies[media_type], name)
    image = next((one["x-image"] for one in found if "x-image" in one), None)
    binary = any(one.get("format") == "binary" for one in found)
    return Field(bool(found), frozenset(types(found)), image, image is not None or binary)


def check_json(operation: Operation, media_type: str, body: Json) -> Iterator[Breach]:
    """What is wrong with a JSON body."""
    yield from _by_schema(operation, media_type, body)
    if isinstance(body, dict):
        yield from json_images(operation, operation.bodies[media_type], body)


def check_form(operation: Operation, parts: Sequence[Part]) -> Iterator[Breach]:
    """What is wrong with the parts of a form.

    Whoever has the parts before they become bytes asks here: of a file the first 64 bytes will do.
    """
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(_base(operation, part.name), []).append(part)
    values = {}
    for name, group in groups.items():
        known = field(operation, FORM, name)
        yield from _check_names(name, group, known)
        for part in group:
            yield from _check_part(part, known)
        values[name] = _value(group, known)
    yield from _by_schema(operation, FORM, values)


def _base(operation: Operation, name: str) -> str:
    """The field that a part belongs to: `image[]` is an item of `image` where the provider says so."""
    base = name.removesuffix("[]")
    image = field(operation, FORM, base).image or {}
    return base if name == image.get("repeated-as") else name


def _check_names(name: str, group: list[Part], known: Field) -> Iterator[Breach]:
    if len(group) == 1 or not known.declared:
        return
    wanted = (known.image or {}).get("repeated-as", name)
    if not known.is_list:
        said = f"is given {len(group)} times and is no list"
        yield Breach("request-field-repeated", f"/{name}", said, "once", len(group))
    elif any(part.name != wanted for part in group):
        said = f"is given {len(group)} times, and each part of several is called {wanted!r}"
        yield Breach("request-list-name-wrong", f"/{name}", said, wanted, group[0].name)


def _check_part(part: Part, known: Field) -> Iterator[Breach]:
    at = f"/{part.name}"
    if known.takes_file:
        yield from part_image(part, known.image or {})
    elif part.filename is not None and known.declared:
        said = "is sent as a file, and a text is meant"
        yield Breach("request-file-for-text", at, said, "text", shown(part.data))
    elif (text := _text(part)) is None:
        said = "is text that is not UTF-8"
        yield Breach("request-text-not-utf8", at, said, "UTF-8", shown(repr(part.data[:40])))
    elif text in _NULLS and {"null", "string"} <= known.types:
        said = f"is the text {text!r}: a form cannot say null, so the field is left out"
        yield Breach("request-null-as-text", at, said, "no such part", text)


def _text(part: Part) -> str | None:
    try:
        return part.data.decode()
    except UnicodeDecodeError:
        return None


def _value(group: list[Part], known: Field) -> Json:
    values = [_one_value(part, known) for part in group]
    return values if known.is_list and ("string" not in known.types or values[1:]) else values[-1]


def _one_value(part: Part, known: Field) -> Json:
    """A part as the value that it stands for; a text that stands for none stays a text."""
    if part.filename is not None or known.takes_file:
        return FILE
    text = part.data.decode("utf-8", "replace")
    if "string" in known.types:
        return text
    if "boolean" in known.types and text in _TRUTHS:
        return _TRUTHS[text]
    if known.types & {"integer", "number"} and _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if "number" in known.types and _NUMBER.fullmatch(text) else text


def _by_schema(operation: Operation, media_type: str, value: Json) -> Iterator[Breach]:
    found = problems(operation, operation.bodies[media_type], value)
    yield from map(_breach, found)
    seen = {one.path for one in found}
    for name in value if isinstance(value, dict) else ():
        if (name,) not in seen and not field(operation, media_type, name).declared:
            yield _undeclared((name,), value[name], "warning")


def _breach(problem: Problem) -> Breach:
    if problem.keyword == "additionalProperties":
        return _undeclared(problem.path, problem.found, "breaking")
    rule = _RULES.get(problem.keyword, f"request-{_kebab(problem.keyword)}-broken")
    return Breach(rule, problem.pointer, problem.message, problem.expected, shown(problem.found))


def _undeclared(path: tuple[str | int, ...], value: Json, level: Level) -> Breach:
    said = (
        "is no field of this body" if level == "breaking" else "is no field that the server reads"
    )
    return Breach("request-field-undeclared", pointer(path), said, None, shown(value), level)


def _kebab(keyword: str) -> str:
    return re.sub(r"(?=[A-Z])", "-", keyword).lower()

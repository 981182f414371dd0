"""Request body checks: the schema of the body, and rules that no schema states.

A file needs a name and the media type of its bytes, several files the name that the provider gives to
lists, and a boolean is `true` or `false`. Nothing is decoded: images are recognised by their first bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.request_images import check_json_images, check_part_image
from pyvenice.conformance.checks.schemas import Problem, pointer, problems
from pyvenice.conformance.checks.violations import Breach, report_value
from pyvenice.contract.diff.findings import Level
from pyvenice.contract.schema.reader import Path, types, variants
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.multipart_parser import FILE, FORM, Part, split_objects

# 300 digits: as many as a float has; Python refuses to parse integers of more than 4,300.
_WHOLE = re.compile(r"-?(0|[1-9]\d{0,300})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,300})(\.\d{1,300})?([eE][-+]?\d{1,3})?")
_BOOLEANS = {"true": True, "false": False}
_NULLS = frozenset({"null", "None"})
_RULES = {
    "additionalProperties": "request-field-undeclared",
    "required": "request-field-missing",
    "type": "request-type-wrong",
    "enum": "request-value-unknown",
    "const": "request-value-unknown",
}


@dataclass(frozen=True, slots=True)
class BodyField:
    """What the contract says about one field of a body."""

    is_declared: bool
    types: frozenset[str]
    image: Schema | None
    takes_file: bool

    @property
    def is_list(self) -> bool:
        """Whether it may be given more than once."""
        return "array" in self.types


@lru_cache(maxsize=4096)
def body_field(operation: ContractOperation, media_type: str, name: str) -> BodyField:
    """The field of this name in the body of this media type, declared or not."""
    schemas = variants(operation.document, operation.bodies[media_type], name)
    image = next((schema["x-image"] for schema in schemas if "x-image" in schema), None)
    binary = any(schema.get("format") == "binary" for schema in schemas)
    return BodyField(bool(schemas), frozenset(types(schemas)), image, image is not None or binary)


def check_json(operation: ContractOperation, media_type: str, body: Json) -> Iterator[Breach]:
    """What is wrong with a JSON body."""
    yield from _check_schema(operation, media_type, body)
    if isinstance(body, dict):
        yield from check_json_images(operation, operation.bodies[media_type], body)


def check_form(operation: ContractOperation, parts: Sequence[Part]) -> Iterator[Breach]:
    """What is wrong with the parts of a form; of a file the first 64 bytes are enough."""
    groups: dict[str, list[Part]] = {}
    plain, objects = split_objects(
        parts, lambda name: "object" in body_field(operation, FORM, name).types
    )
    for part in plain:
        groups.setdefault(_field_name(operation, part.name), []).append(part)
    values: dict[str, Json] = {**objects}
    for name, group in groups.items():
        field = body_field(operation, FORM, name)
        yield from _check_names(name, group, field)
        for part in group:
            yield from _check_part(part, field)
        values[name] = _group_value(group, field)
    yield from _check_schema(operation, FORM, values)


def _field_name(operation: ContractOperation, name: str) -> str:
    """The field that a part belongs to: `image[]` is an item of `image` where the provider says so."""
    base = name.removesuffix("[]")
    image = body_field(operation, FORM, base).image or {}
    return base if name == image.get("repeated-as") else name


def _check_names(name: str, group: list[Part], field: BodyField) -> Iterator[Breach]:
    if len(group) == 1 or not field.is_declared:
        return
    wanted = (field.image or {}).get("repeated-as", name)
    if not field.is_list:
        reason = f"is given {len(group)} times and is no list"
        yield Breach("request-field-repeated", f"/{name}", reason, "once", len(group))
    elif any(part.name != wanted for part in group):
        reason = f"is given {len(group)} times, and each part of several is called {wanted!r}"
        yield Breach("request-list-name-wrong", f"/{name}", reason, wanted, group[0].name)


def _check_part(part: Part, field: BodyField) -> Iterator[Breach]:
    at = f"/{part.name}"
    if field.takes_file:
        yield from check_part_image(part, field.image or {})
    elif part.filename is not None and field.is_declared:
        reason = "is sent as a file, and a text is meant"
        yield Breach("request-file-for-text", at, reason, "text", report_value(part.data))
    elif (text := _decode(part)) is None:
        beginning = report_value(repr(part.data[:40]))
        yield Breach("request-text-not-utf8", at, "is text that is not UTF-8", "UTF-8", beginning)
    elif text in _NULLS and {"null", "string"} <= field.types:
        reason = f"is the text {text!r}: a form cannot say null, so the field is left out"
        yield Breach("request-null-as-text", at, reason, "no such part", text)


def _decode(part: Part) -> str | None:
    try:
        return part.data.decode()
    except UnicodeDecodeError:
        return None


def _group_value(group: list[Part], field: BodyField) -> Json:
    values = [_part_value(part, field) for part in group]
    is_list = field.is_list and ("string" not in field.types or len(values) > 1)
    return values if is_list else values[-1]


def _part_value(part: Part, field: BodyField) -> Json:
    """The value that a part stands for; a text that stands for none stays a text."""
    if part.filename is not None or field.takes_file:
        return FILE
    return text_value(part.data.decode("utf-8", "replace"), field.types)


def text_value(text: str, kinds: AbstractSet[str]) -> Json:
    """The value of one of these JSON types that a text of a form or a query stands for."""
    if "string" in kinds:
        return text
    if "boolean" in kinds and text in _BOOLEANS:
        return _BOOLEANS[text]
    if kinds & {"integer", "number"} and _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if "number" in kinds and _NUMBER.fullmatch(text) else text


def _check_schema(operation: ContractOperation, media_type: str, value: Json) -> Iterator[Breach]:
    found = problems(operation, operation.bodies[media_type], value)
    yield from map(_breach, found)
    reported = {problem.path for problem in found}
    for name, item in value.items() if isinstance(value, dict) else ():
        if (name,) not in reported and not body_field(operation, media_type, name).is_declared:
            yield _undeclared_breach((name,), item, "warning")


def _breach(problem: Problem) -> Breach:
    if problem.keyword == "additionalProperties":
        return _undeclared_breach(problem.path, problem.found, "breaking")
    rule = _RULES.get(problem.keyword, f"request-{_kebab_case(problem.keyword)}-broken")
    found = report_value(problem.found)
    return Breach(rule, problem.pointer, problem.message, problem.expected, found)


def _undeclared_breach(path: Path, value: Json, level: Level) -> Breach:
    reader = "of this body" if level == "breaking" else "that the server reads"
    rule = "request-field-undeclared"
    return Breach(rule, pointer(path), f"is no field {reader}", None, report_value(value), level)


def _kebab_case(keyword: str) -> str:
    return re.sub(r"(?=[A-Z])", "-", keyword).lower()

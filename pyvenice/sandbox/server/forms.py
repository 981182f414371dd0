"""`multipart/form-data` taken apart, and its texts turned into the values that the contract means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyvenice.core.recording.multipart_parser import FormError, Part, parse_form
from pyvenice.sandbox.server.refusals import RefusalError, Violation
from pyvenice.sandbox.server.schema import RequestSchema

_INTEGER = re.compile(r"[-+]?\d{1,400}")
_NUMBER = re.compile(r"[-+]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][-+]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class FormRules:
    """How a server names and repeats the fields of its forms."""

    brackets: bool = False
    """`image[]` is an item of the list `image`."""
    last_wins: bool = False
    """A field that is given twice has its last value; otherwise that is refused."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other names of a field; of several in one form only the first in this order is read."""
    truths: Mapping[str, bool] = field(default_factory=lambda: {"true": True, "false": False})
    texts_for_files: bool = False
    """Base64 or a URL may stand where a file is meant."""
    empty_is_absent: bool = False
    """A text without a character is as good as none."""


def parts_of(body: bytes, content_type: str) -> list[Part]:
    """The parts of a form in their order. Raises `RefusalError` when it is broken."""
    try:
        return parse_form(body, content_type)
    except FormError as error:
        raise RefusalError("malformed", str(error)) from error


def text_of(part: Part) -> str:
    """The part as text. Raises `RefusalError` when it is not UTF-8."""
    try:
        return part.data.decode()
    except UnicodeDecodeError as error:
        message = f"the text of the field is not UTF-8: {error.reason}"
        raise RefusalError("malformed", message, path=(part.name,)) from error


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as values, files as their `Part`, and the names that were not read."""

    values: dict[str, Any]
    ignored: tuple[str, ...] = ()


def read_form(parts: list[Part], schema: RequestSchema, rules: FormRules) -> Form:
    """The values that the parts stand for. Raises `RefusalError` for a field that stands twice."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        if part.data or part.filename is not None or not rules.empty_is_absent:
            groups.setdefault(part.name, []).append(part)
    ignored = _resolve_aliases(groups, schema, rules)
    values: dict[str, Any] = {}
    for name, group in groups.items():
        base = name.removesuffix("[]") if rules.brackets else name
        if base != name and "array" in schema.types(base):
            values.setdefault(base, [])
            values[base] = _items(values[base]) + [
                _value(one, base, schema, rules) for one in group
            ]
        else:
            values[name] = _field(name, group, schema, rules)
    return Form(values, ignored)


def file_violations(
    schema: RequestSchema, values: Mapping[str, Any], rules: FormRules
) -> list[Violation]:
    """Where a text stands for a file, and a file for a text."""
    found = []
    for name, value in values.items():
        for number, one in enumerate(_items(value)):
            path = (name, number) if isinstance(value, list) else (name,)
            if isinstance(one, Part) and not schema.takes_file(name) and schema.variants(name):
                found.append(Violation(path, "text", value=f"file {one.filename!r}"))
            if isinstance(one, str) and schema.takes_file(name) and not rules.texts_for_files:
                found.append(Violation(path, "file", value=one[:80]))
    return found


def _resolve_aliases(
    groups: dict[str, list[Part]], schema: RequestSchema, rules: FormRules
) -> tuple[str, ...]:
    """Bring fields to their first name; gives the names that were passed over."""
    ignored: list[str] = []
    for name, aliases in rules.aliases.items():
        if not schema.variants(name):
            continue
        present = [alias for alias in aliases if alias in groups]
        found = [groups.pop(alias) for alias in present]
        if found:
            groups[name] = found[0]
        ignored += present[1:]
    return tuple(ignored)


def _field(name: str, group: list[Part], schema: RequestSchema, rules: FormRules) -> Any:
    types = schema.types(name)
    values = [_value(part, name, schema, rules) for part in group]
    if "array" in types and ("string" not in types or (len(values) > 1 and not rules.brackets)):
        return values
    if len(values) > 1 and not rules.last_wins and schema.variants(name):
        raise RefusalError("repeated", f"the field is given {len(values)} times", path=(name,))
    return values[-1]


def _value(part: Part, name: str, schema: RequestSchema, rules: FormRules) -> Any:
    if part.filename is not None:
        return part
    text = text_of(part)
    types = schema.types(name)
    if "boolean" in types and text in rules.truths:
        return rules.truths[text]
    if types & {"integer", "number"} and "string" not in types:
        if _INTEGER.fullmatch(text):
            return int(text)
        if "number" in types and _NUMBER.fullmatch(text):
            return float(text)
    return text


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

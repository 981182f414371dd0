"""`multipart/form-data` parsed, and its texts converted to the types of the contract.

`conformance` converts forms by itself, on purpose: it judges servers, this one included, and would
not see an error that it shares with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyvenice.contract.schema.reader import Violation
from pyvenice.core.recording.multipart_parser import FormError, Part, parse_form, split_objects
from pyvenice.sandbox.server.body_schema import BodySchema
from pyvenice.sandbox.server.errors import APIError

_INTEGER = re.compile(r"[-+]?\d{1,400}")
_NUMBER = re.compile(r"[-+]?(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][-+]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class FormRules:
    """How a server names and repeats the fields of its forms."""

    brackets: bool = False
    """`image[]` is an item of the list `image`, and `svg[model]` a member of the object `svg`."""
    last_wins: bool = False
    """A field that is given twice has its last value; otherwise that is rejected."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other names of a field; of several in one form only the first in this order is read."""
    booleans: Mapping[str, bool] = field(default_factory=lambda: {"true": True, "false": False})
    texts_for_files: bool = False
    """Base64 or a URL may stand where a file is meant."""
    empty_is_absent: bool = False
    """A text without a character is as good as none."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as values, files as their `Part`, and the names that were not read."""

    values: dict[str, Any]
    ignored: tuple[str, ...] = ()


def parts_of(body: bytes, content_type: str) -> list[Part]:
    """The parts of a form in their order. Raises `APIError` when it is broken."""
    try:
        return parse_form(body, content_type)
    except FormError as error:
        raise APIError("malformed", str(error)) from error


def read_form(parts: list[Part], schema: BodySchema, rules: FormRules) -> Form:
    """The values that the parts stand for. Raises `APIError` for a field that is given twice."""
    groups: dict[str, list[Part]] = {}
    objects: dict[str, Any] = {}
    if rules.brackets:
        parts, objects = split_objects(parts, lambda name: "object" in schema.types(name))
    for part in parts:
        if part.data or part.filename is not None or not rules.empty_is_absent:
            groups.setdefault(part.name, []).append(part)
    ignored = _resolve_aliases(groups, schema, rules)
    values: dict[str, Any] = {**objects}
    for name, group in groups.items():
        base = name.removesuffix("[]") if rules.brackets else name
        if base != name and "array" in schema.types(base):
            items = [_value(part, base, schema, rules) for part in group]
            values[base] = _items(values.get(base, [])) + items
        else:
            values[name] = _field(name, group, schema, rules)
    return Form(values, ignored)


def file_violations(
    schema: BodySchema, values: Mapping[str, Any], rules: FormRules
) -> list[Violation]:
    """Where a text stands for a file, and a file for a text."""
    violations = []
    for name, value in values.items():
        for number, item in enumerate(_items(value)):
            path = (name, number) if isinstance(value, list) else (name,)
            if isinstance(item, Part) and not schema.takes_file(name) and schema.variants(name):
                violations.append(Violation(path, "text", found=f"file {item.filename!r}"))
            if isinstance(item, str) and schema.takes_file(name) and not rules.texts_for_files:
                violations.append(Violation(path, "file", found=item[:80]))
    return violations


def _resolve_aliases(
    groups: dict[str, list[Part]], schema: BodySchema, rules: FormRules
) -> tuple[str, ...]:
    """Rename fields to their first name; gives the names that were passed over."""
    ignored: list[str] = []
    for name, aliases in rules.aliases.items():
        if not schema.variants(name):
            continue
        present = [alias for alias in aliases if alias in groups]
        renamed = [groups.pop(alias) for alias in present]
        if renamed:
            groups[name] = renamed[0]
        ignored += present[1:]
    return tuple(ignored)


def _field(name: str, group: list[Part], schema: BodySchema, rules: FormRules) -> Any:
    types = schema.types(name)
    values = [_value(part, name, schema, rules) for part in group]
    if "array" in types and ("string" not in types or (len(values) > 1 and not rules.brackets)):
        return values
    if len(values) > 1 and not rules.last_wins and schema.variants(name):
        raise APIError("repeated", f"the field is given {len(values)} times", path=(name,))
    return values[-1]


def _value(part: Part, name: str, schema: BodySchema, rules: FormRules) -> Any:
    if part.filename is not None:
        return part
    text = _text(part)
    types = schema.types(name)
    if "boolean" in types and text in rules.booleans:
        return rules.booleans[text]
    if types & {"integer", "number"} and "string" not in types:
        if _INTEGER.fullmatch(text):
            return int(text)
        if "number" in types and _NUMBER.fullmatch(text):
            return float(text)
    return text


def _text(part: Part) -> str:
    try:
        return part.data.decode()
    except UnicodeDecodeError as error:
        message = f"the text of the field is not UTF-8: {error.reason}"
        raise APIError("malformed", message, path=(part.name,)) from error


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

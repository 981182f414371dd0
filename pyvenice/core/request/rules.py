"""Rules of a request that stand above its single values: what a model takes, and what excludes what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.request.operation_table import MediaType, ModelRule, Operation, SizeRule
from pyvenice.core.request.unlisted import way_round
from pyvenice.errors import ArgumentError

_SIZE = re.compile(r"([1-9]\d{0,5})x([1-9]\d{0,5})")


def check_rules(
    operation: Operation,
    media_type: MediaType,
    wire: Mapping[str, object],
    warnings: list[ResultWarning] | None = None,
) -> None:
    """Raise `ArgumentError` for a body that breaks a rule, naming argument, value and what is allowed.

    With `warnings`, a warning is added for each broken rule instead, if the argument has none yet.
    """
    fields = operation.fields(media_type)
    warned = {warning.argument for warning in warnings or ()}
    for name, wanted in broken_rules(operation, wire):
        argument = fields[name].name if name in fields else name
        is_plain = isinstance(value := wire.get(name), str | int | float)
        given = f"{argument}={value!r}" if is_plain else argument
        text = f"{operation.title}: {given} is not allowed: {wanted}"
        if warnings is None:
            raise ArgumentError(
                f"{text}; {way_round(operation)}",
                argument=argument,
                value=value if is_plain else None,
                allowed=wanted,
            )
        if argument not in warned:
            warnings.append(ResultWarning("broken-rule", f"{text}; it was sent anyway", argument))


def broken_rules(operation: Operation, wire: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The fields that break a rule, with what is allowed."""
    model = wire.get("model") or _default_model(operation)
    for rule in operation.model_rules:
        value = wire.get(rule.field)
        if value is not None and model in rule.models and not _takes(rule, value):
            yield rule.field, f"{model} takes {_allowed(rule)}"
    for conflict in operation.conflicts:
        if conflict.field in wire and fits(conflict.schema, wire):
            yield conflict.field, conflict.says


def _default_model(operation: Operation) -> str | None:
    parameter = operation.by_name.get("model")
    return parameter.default if parameter else None


def _takes(rule: ModelRule, value: object) -> bool:
    if value in rule.values:
        return True
    return rule.size is not None and isinstance(value, str) and _fits_size(rule.size, value)


def _fits_size(rule: SizeRule, value: str) -> bool:
    match = _SIZE.fullmatch(value)
    if match is None:
        return False
    width, height = int(match[1]), int(match[2])
    return (
        max(width, height) <= rule.max_side
        and rule.min_pixels <= width * height <= rule.max_pixels
        and max(width, height) <= rule.max_ratio * min(width, height)
        and width % rule.multiple == height % rule.multiple == 0
    )


def _allowed(rule: ModelRule) -> str:
    if not rule.values and rule.size is None:
        return f"no {rule.field}: leave it out"
    texts = list(map(str, rule.values))
    if (size := rule.size) is not None:
        texts.append(
            f"WIDTHxHEIGHT of at most {size.max_side} pixels a side, {size.min_pixels:,} to"
            f" {size.max_pixels:,} pixels and {size.max_ratio:g}:1, each side a multiple of"
            f" {size.multiple}"
        )
    return f"{', '.join(texts[:-1])} or {texts[-1]}" if len(texts) > 1 else texts[0]


def fits(schema: Mapping[str, Any], value: object) -> bool:
    """Whether a value fits a schema of the few keywords that rules are written in."""
    return all(_KEYWORDS[keyword](limit, value) for keyword, limit in schema.items())


def _has_properties(schemas: Mapping[str, Any], value: object) -> bool:
    return not isinstance(value, Mapping) or all(
        fits(schema, value[name]) for name, schema in schemas.items() if name in value
    )


def _is_one(kinds: str | list[str], value: object) -> bool:
    named: Mapping[str, type | tuple[type, ...]] = {
        "string": str,
        "null": type(None),
        "boolean": bool,
        "number": (int, float),
    }
    words = [kinds] if isinstance(kinds, str) else kinds
    return any(isinstance(value, named[word]) for word in words)


_KEYWORDS: Mapping[str, Any] = {
    "required": lambda names, value: isinstance(value, Mapping) and all(n in value for n in names),
    "properties": _has_properties,
    "enum": lambda values, value: value in values,
    "const": lambda wanted, value: value == wanted,
    "type": _is_one,
    "minimum": lambda least, value: not isinstance(value, int | float) or value >= least,
    "pattern": lambda regex, value: not isinstance(value, str) or re.search(regex, value),
    "not": lambda schema, value: not fits(schema, value),
    "anyOf": lambda schemas, value: any(fits(schema, value) for schema in schemas),
}

"""Small strings and numbers that a schema takes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pyvenice.contract.witness.regex_samples import texts

Json = Any
Schema = dict[str, Json]

# Texts longer than this are never built, whatever a document asks for.
LONGEST_TEXT = 600_000
FORMATS: Mapping[str, tuple[str, ...]] = {
    "uri": ("https://a.example/b", "a:b", "http://a.example", "https://a.example/bé"),
    "url": ("https://a.example/b", "http://a.example"),
    "email": ("a@a.example", "a@b.c", "B.1+x@a.example"),
    "date": ("2025-01-31", "1999-12-01"),
    "date-time": ("2025-01-31T00:00:00Z", "1999-12-01T23:59:59.5+01:00"),
    "time": ("00:00:00Z", "23:59:59.5+01:00"),
    "uuid": ("00000000-0000-4000-8000-000000000000", "FFFFFFFF-ffff-1fff-bfff-ffffffffffff"),
    "ipv4": ("127.0.0.1", "8.8.8.8"),
    "ipv6": ("::1", "fe80::1:2"),
    "hostname": ("a.example", "a", "b-1.example"),
    "duration": ("P1D", "PT1H"),
    "json-pointer": ("/a", ""),
    "relative-json-pointer": ("0#", "1/a"),
    "idn-email": ("a@a.example", "é@é.example"),
    "idn-hostname": ("a.example", "é.example"),
    "iri": ("https://a.example/é", "a:b"),
    "iri-reference": ("/é", "a"),
    "uri-reference": ("/a", "a"),
    "uri-template": ("/{a}",),
    "regex": ("a+",),
}


def scalar(kind: str, schema: Schema) -> Json:
    """A small value of that type."""
    if kind == "string":
        return string_of(schema)
    if kind in ("integer", "number"):
        return _number(kind, schema)
    return {"boolean": True, "null": None}[kind]


def string_of(schema: Schema) -> str:
    """A short text that has the format, or matches the pattern, and the length where that can be."""
    least, most = schema.get("minLength", 0), schema.get("maxLength", LONGEST_TEXT)
    tries = [*_starts(schema, least, most)]
    fitting = next((text for text in tries if least <= len(text) <= most), None)
    if fitting is not None:
        return fitting
    text = tries[0] if tries else ""
    return text[:most] if len(text) > most else padded(text, least)


def _starts(schema: Schema, least: int, most: int) -> Iterator[str]:
    if "pattern" in schema:
        yield from texts(schema["pattern"], lengths_of(schema))
    elif schema.get("format") in FORMATS:
        yield from FORMATS[schema["format"]]
    else:
        yield padded("x" if most else "", least)


def lengths_of(schema: Schema) -> tuple[int, ...]:
    """Lengths at the edges of what the schema takes, and just outside."""
    edges = [schema[key] for key in ("minLength", "maxLength") if key in schema]
    near = (edge + step for edge in edges for step in (0, -1, 1))
    return tuple(dict.fromkeys(length for length in near if 0 <= length <= LONGEST_TEXT))


def padded(text: str, length: int) -> str:
    """The text, made longer where it is too short and that is not beyond all measure."""
    return text + "x" * (min(length, LONGEST_TEXT) - len(text))


def _number(kind: str, schema: Schema) -> float | int:
    step = schema.get("multipleOf") or (1 if kind == "integer" else None)
    low, high = _lowest(schema, step), schema.get("maximum", schema.get("exclusiveMaximum"))
    value: float = 1 if low is None else low
    if low is None and high is not None and value > high:
        value = high if "maximum" in schema else high - (step or 1)
    if step:
        value = multiple_from(value, step)
    return int(value) if float(value).is_integer() else value


def multiple_from(value: float, step: float) -> float:
    """The first multiple of `step` from `value` on, as decimals have it: 0.1 three times is 0.3."""
    exact = Decimal(str(step))
    return float(math.ceil(Decimal(str(value)) / exact) * exact)


def _lowest(schema: Schema, step: float | None) -> float | None:
    if "minimum" in schema:
        return float(schema["minimum"])
    if "exclusiveMinimum" not in schema:
        return None
    low = float(schema["exclusiveMinimum"])
    if step:
        return low + step
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    return low + 1 if high is None or low + 1 < high else (low + high) / 2

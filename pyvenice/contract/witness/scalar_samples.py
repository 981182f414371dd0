"""Small strings, numbers, booleans and nulls that a schema takes."""

from __future__ import annotations

import math
from typing import Any

Json = Any
Schema = dict[str, Json]

FORMATS = {
    "uri": "https://a.example/b",
    "url": "https://a.example/b",
    "email": "a@a.example",
    "date": "2025-01-31",
    "date-time": "2025-01-31T00:00:00Z",
    "time": "00:00:00Z",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "ipv4": "127.0.0.1",
    "ipv6": "::1",
    "hostname": "a.example",
}


def scalar(kind: str, schema: Schema) -> Json:
    """A small value of that type."""
    if kind == "string":
        return string_of(schema)
    if kind in ("integer", "number"):
        return _number(kind, schema)
    return {"boolean": True, "null": None}[kind]


def string_of(schema: Schema) -> str:
    text = FORMATS.get(schema.get("format", ""), "" if schema.get("maxLength") == 0 else "x")
    if "pattern" in schema and text == "x":
        from pyvenice.contract.witness.regex_samples import from_pattern

        text = from_pattern(schema["pattern"])
    least = int(schema.get("minLength", 0))
    return text if len(text) >= least else text + "x" * (least - len(text))


def _number(kind: str, schema: Schema) -> float | int:
    step = schema.get("multipleOf") or (1 if kind == "integer" else None)
    low, high = _lowest(schema, step), schema.get("maximum", schema.get("exclusiveMaximum"))
    value: float = 1 if low is None else low
    if low is None and high is not None and value > high:
        value = high if "maximum" in schema else high - (step or 1)
    if step:
        value = math.ceil(value / step) * step
    return int(value) if float(value).is_integer() else value


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

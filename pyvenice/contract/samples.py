"""Small values that a schema takes, and values near the edges of what it takes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.contract.normal import canonical, intersection

Json = Any
Schema = dict[str, Json]

_FORMATS = {
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
_ORDER = ("string", "integer", "number", "boolean", "object", "array", "null")
_DEEPEST = 12


def sample(schema: Schema, defs: Mapping[str, Schema], depth: int = 0) -> Json:
    """A small value that the schema takes, as far as its plain keywords say."""
    schema = _resolved(schema, defs)
    if "enum" in schema:
        return next((one for one in schema["enum"] if one is not None), None)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            rest = {key: one for key, one in schema.items() if key != keyword}
            return sample(intersection(rest, _resolved(schema[keyword][0], defs)), defs, depth)
    kind = main_type(schema)
    if kind == "object":
        return _object(schema, defs, depth)
    if kind == "array":
        return _array(schema, defs, depth)
    return _scalar(kind, schema)


def main_type(schema: Schema) -> str:
    """The type that a sample has: the declared one, or what the other keywords speak of."""
    types = schema.get("type")
    if types:
        return next(one for one in _ORDER if one in types)
    if "properties" in schema or "required" in schema or "additionalProperties" in schema:
        return "object"
    if "items" in schema or "minItems" in schema or "maxItems" in schema:
        return "array"
    if any(one in schema for one in ("minimum", "maximum", "exclusiveMinimum", "multipleOf")):
        return "number"
    return "string"


def _resolved(schema: Schema, defs: Mapping[str, Schema]) -> Schema:
    while "$ref" in schema:
        schema = defs.get(schema["$ref"].rsplit("/", 1)[1], {})
    if "allOf" in schema:
        rest = {key: one for key, one in schema.items() if key != "allOf"}
        for one in schema["allOf"]:
            found = _resolved(one, defs)
            if "allOf" not in (merged := intersection(rest, found)):
                rest = merged
        return rest
    return schema


def _object(schema: Schema, defs: Mapping[str, Schema], depth: int) -> dict[str, Json]:
    properties = schema.get("properties", {})
    names = list(schema.get("required", ()))
    names += [one for one in properties if one not in names][: _missing(schema, len(names))]
    if depth > _DEEPEST:
        return {}
    made = {name: sample(properties.get(name, {}), defs, depth + 1) for name in names}
    while len(made) < schema.get("minProperties", 0):
        made[f"extra{len(made)}"] = sample(schema.get("additionalProperties", {}), defs, depth + 1)
    return made


def _missing(schema: Schema, have: int) -> int:
    return max(0, int(schema.get("minProperties", 0)) - have)


def _array(schema: Schema, defs: Mapping[str, Schema], depth: int) -> list[Json]:
    if depth > _DEEPEST:
        return []
    return array_of(schema, int(schema.get("minItems", 0)), defs, depth)


def array_of(schema: Schema, length: int, defs: Mapping[str, Schema], depth: int = 0) -> list[Json]:
    """A list of so many items that the schema takes; different ones if they must be."""
    items = schema.get("items", {})
    if not schema.get("uniqueItems"):
        return [sample(items, defs, depth + 1)] * length
    found: dict[str, Json] = {}
    for one in variants(items, defs):
        found.setdefault(canonical(one), one)
        if len(found) == length:
            break
    return list(found.values())


def _scalar(kind: str, schema: Schema) -> Json:
    if kind == "string":
        return _string(schema)
    if kind in ("integer", "number"):
        return _number(kind, schema)
    return {"boolean": True, "null": None}[kind]


def _string(schema: Schema) -> str:
    text = _FORMATS.get(schema.get("format", ""), "" if schema.get("maxLength") == 0 else "x")
    if "pattern" in schema and text == "x":
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


def variants(schema: Schema, defs: Mapping[str, Schema]) -> Iterator[Json]:
    """Values within and just outside of a schema, the small ones first."""
    schema = _resolved(schema, defs)
    yield from schema.get("enum", ())
    yield sample(schema, defs)
    for keyword in ("anyOf", "oneOf"):
        for one in schema.get(keyword, ()):
            rest = {key: value for key, value in schema.items() if key != keyword}
            yield from variants(intersection(rest, _resolved(one, defs)), defs)
    for kind in schema.get("type") or sorted(_ORDER, key=lambda one: one != main_type(schema)):
        yield from _of_type(kind, schema | {"type": [kind]}, defs)


def _of_type(kind: str, schema: Schema, defs: Mapping[str, Schema]) -> Iterator[Json]:
    if "enum" not in schema:
        yield sample(schema, defs)
    if kind == "string":
        yield from _strings(schema)
    elif kind in ("integer", "number"):
        yield from _numbers(kind, schema)
    elif kind == "array":
        for key, by in (("minItems", (-1, 0)), ("maxItems", (0, 1))):
            for step in by if key in schema else ():
                yield array_of(schema, max(0, schema[key] + step), defs)
        yield array_of(schema, max(1, int(schema.get("minItems", 0))), defs)
        yield array_of(
            schema | {"uniqueItems": False}, max(2, int(schema.get("minItems", 0))), defs
        )
        yield []
    elif kind == "object":
        yield from _objects(schema, defs)
    elif kind == "boolean":
        yield from (True, False)
    elif kind == "null":
        yield None


def _objects(schema: Schema, defs: Mapping[str, Schema]) -> Iterator[Json]:
    least = _object(schema, defs, 0)
    yield least
    for name, one in schema.get("properties", {}).items():
        yield least | {name: sample(one, defs)}
    for name in least:
        yield {key: one for key, one in least.items() if key != name}
    yield least | {"unknown_field": "x"}
    yield least | {"unknown_field": sample(schema.get("additionalProperties", {}), defs)}
    everything = {name: sample(one, defs) for name, one in schema.get("properties", {}).items()}
    yield everything
    most = int(schema.get("maxProperties", 0))
    yield least | {f"extra{number}": "x" for number in range(most + 1)}


def _strings(schema: Schema) -> Iterator[str]:
    text = _string(schema)
    for key, steps in (("minLength", (-1, 0)), ("maxLength", (0, 1))):
        for step in steps if key in schema else ():
            length = max(0, int(schema[key]) + step)
            yield (text + "x" * length)[:length]
    yield from ("", "x", "X", "0", "a b", "é", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
    yield from _FORMATS.values()


def _numbers(kind: str, schema: Schema) -> Iterator[float | int]:
    step = 1 if kind == "integer" else 0.5
    for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"):
        if key in schema:
            yield from (schema[key], schema[key] - step, schema[key] + step)
            yield from (schema[key] - 0.001, schema[key] + 0.001) if kind == "number" else ()
    if multiple := schema.get("multipleOf"):
        yield from (multiple, multiple * 2, multiple / 2, multiple + 1)
    yield from (0, 1, -1, 2, 3, 7, 10, 1000, -1000)
    yield from (0.5, 1.5, 1e9) if kind == "number" else ()


def from_pattern(pattern: str) -> str:
    """A short text that a simple regular expression matches; empty where it is beyond us."""
    from re import _constants as op  # type: ignore[attr-defined]  # the parser is not public
    from re import _parser as parser  # type: ignore[attr-defined]

    try:
        text = "".join(_matched(parser.parse(pattern), op))
    except (re.error, KeyError, IndexError, TypeError, OverflowError):
        return ""
    return text if re.search(pattern, text) else ""


def _matched(items: Any, op: Any) -> Iterator[str]:
    for kind, value in items:
        if kind is op.LITERAL:
            yield chr(value)
        elif kind is op.NOT_LITERAL:
            yield "x" if value != ord("x") else "y"
        elif kind is op.ANY:
            yield "x"
        elif kind is op.IN:
            yield _one_of(value, op)
        elif kind is op.BRANCH:
            yield from _matched(value[1][0], op)
        elif kind is op.SUBPATTERN:
            yield from _matched(value[3], op)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield "".join(_matched(value[2], op)) * value[0]
        elif kind is not op.AT:
            raise KeyError(kind)


def _one_of(items: Any, op: Any) -> str:
    kind, value = items[0]
    if kind is op.NEGATE:
        return "~"
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.RANGE:
        return chr(value[0])
    classes = {op.CATEGORY_DIGIT: "0", op.CATEGORY_WORD: "a", op.CATEGORY_SPACE: " "}
    return classes.get(value, "-")

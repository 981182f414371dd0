"""One sentence for each difference of a schema, without a level: what is different."""

from __future__ import annotations

import json
import re
from typing import Any

from pyvenice.contract.document.json_equality import canonical
from pyvenice.contract.pin.prose_words import BOUNDS, LIFECYCLE
from pyvenice.contract.schema.merge import DEPRECATED_VALUES
from pyvenice.contract.schema.values import NEVER
from pyvenice.contract.schema_diff.facts import DEPRECATED_SHAPE
from pyvenice.contract.schema_diff.sunset import sunset_sentence
from pyvenice.contract.witness.difference import Difference

Json = Any

_LONGEST = 80
_MOST_ITEMS = 12
_MOST_FIELDS = 3


def message(difference: Difference, rule: str, subject: str) -> str:
    """What is different, where."""
    if difference.aspect == "property":
        return _about_property(difference, rule)
    place = ".".join(difference.path) or subject
    if difference.aspect == "x-sunset":
        return sunset_sentence(place, difference.old, difference.new)
    if not difference.undecidable and (sentence := _about_names(difference, place)):
        return sentence
    if phrase := _phrase(difference, rule):
        return f"{place} {phrase}"
    what = _ASPECTS.get(difference.aspect, difference.aspect)
    before, after = plain(difference.old), plain(difference.new)
    if difference.aspect == "type":
        before, after = (text if text != "none" else "any" for text in (before, after))
    if difference.aspect == "x-prose-limits":
        before, after = (_BEFORE_UNIT.sub(" ", text) for text in (before, after))
    return f"{place}: {what} {before} → {after}"


def _about_names(difference: Difference, place: str) -> str:
    """The sentence about a name or a value that came or went; empty for other differences."""
    if difference.aspect == "additionalProperties":
        return f"{place} {_about_rest(difference.old, difference.new)}"
    if difference.aspect == "required":
        inner = ".".join([*difference.path, str(difference.name)])
        return f"{inner} {'must be there' if difference.named == 'come' else 'may be missing'} now"
    change = "is" if difference.named == "come" else "is no longer"
    if difference.aspect == DEPRECATED_VALUES:
        return f"{place}: {_json(difference.name)} {change} deprecated"
    if difference.aspect == DEPRECATED_SHAPE:
        return f"{place} has a shape ({_label(difference.name)}) that {change} deprecated"
    if difference.aspect in ("enum", "known-value") and difference.named:
        verb = "no longer lists" if difference.named == "gone" else "newly lists"
        return f"{place} {verb} {_json(difference.name)}"
    return ""


_ASPECTS = {
    "x-prose-limits": "limits in the text",
    BOUNDS: "limits in the text",
    LIFECYCLE: "what the text says about its life:",
}
_BEFORE_UNIT = re.compile(r"(?<=\d)(?=[A-Za-z]{2}|[A-Zb-wy-z]\b)")  # not in 1024x768


def _phrase(difference: Difference, rule: str) -> str:
    """The end of the sentence for what has no two values to show."""
    if difference.aspect in _FLAGS:
        return f"is {'' if difference.new else 'no longer '}{_FLAGS[difference.aspect]}"
    if difference.aspect == "alternative":
        is_gone = difference.named == "gone"
        return "no longer has one of its shapes" if is_gone else "may have another shape"
    if difference.aspect == "content":
        return f"holds {difference.new} now, {difference.old} before"
    if difference.aspect == "discriminator":
        return _about_discriminator(difference)
    if difference.aspect == "not" and NEVER in (difference.old_schema, difference.new_schema):
        is_gone = difference.new_schema == NEVER
        return "may hold no value any more" if is_gone else "may hold a value now"
    return _PHRASES.get(difference.aspect, {}).get(rule.rpartition("-")[2], "")


def _label(shape: Json) -> str:
    """What people tell a shape by: its only values, the first of its fields, or its type."""
    fields = shape.get("properties", {})
    tags = [
        f"{name} {_json(field['enum'][0])}"
        for name, field in fields.items()
        if len(field.get("enum", ())) == 1
    ]
    types = [" or ".join(shape.get("type", ["anything"]))]
    return ", ".join((tags or [*fields] or types)[:_MOST_FIELDS])


_FLAGS = {"deprecated": "deprecated", "readOnly": "read-only", "writeOnly": "write-only"}
_EXACTLY_ONE = {
    "narrowed": "must fit exactly one of its shapes now",
    "widened": "may fit several of its shapes at once now",
    "changed": "must fit exactly one of its shapes, which are others now",
}
_PHRASES = {
    "properties": {"widened": "takes any fields now"},
    "schema": {
        "narrowed": "no longer takes all values that it took",
        "widened": "takes more values than before",
        "changed": "takes other values than before",
    },
    "shapes": {
        "narrowed": "no longer takes every combination of fields that it took",
        "widened": "takes more combinations of fields than before",
        "changed": "takes other combinations of fields than before",
    },
    "if": {
        "narrowed": "must meet a condition now",
        "widened": "no longer has to meet a condition",
        "changed": "must meet another condition",
    },
    "uniqueItems": {
        "narrowed": "may no longer hold an item twice",
        "widened": "may hold an item twice now",
    },
    "depth": {"changed": "differs too deep inside to be compared"},
    "oneOf": _EXACTLY_ONE,
    "exactly-one": _EXACTLY_ONE,
}


def _about_discriminator(difference: Difference) -> str:
    before, after = _tags(difference.old), _tags(difference.new)
    if before == after:
        had, has = difference.old["tags"], difference.new["tags"]
        moved = ", ".join(sorted(tag for tag, shape in had.items() if has.get(tag) != shape))
        return f"selects its shape another way ({moved} mean other shapes)"
    return f"selects its shape another way (discriminator {before} → {after})"


def _tags(discriminator: Json) -> str:
    if not isinstance(discriminator, dict):
        return plain(discriminator)
    tags = ", ".join(sorted(discriminator.get("tags", ())))
    otherwise = discriminator.get("otherwise")
    name = str(discriminator.get("propertyName"))
    return name + (f": {tags}" if tags else "") + (f", otherwise {otherwise}" if otherwise else "")


def _about_rest(before: Json, after: Json) -> str:
    if canonical(after) == canonical(NEVER):
        return "no longer takes undocumented fields"
    only = "" if before else "only "
    if types := after.get("type"):
        return f"takes {only}undocumented fields of type {plain(types)} now"
    return f"takes {only}undocumented fields{' that fit a schema' if after else ''} now"


def _about_property(difference: Difference, rule: str) -> str:
    inner = ".".join([*difference.path, str(difference.name)])
    if difference.named == "come":
        return f"{inner} is new" + (" and required" if rule.endswith("-required") else "")
    is_closed = difference.new_schema.get("additionalProperties") == NEVER
    if rule.startswith("request-") and not is_closed:
        return f"{inner} no longer exists; the object is open, so it may be ignored without a word"
    return f"{inner} no longer exists"


def plain(value: Json) -> str:
    """A value for a sentence: a list without its brackets, `none` for what is not there."""
    if value is None:
        return "none"
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        items = [item if isinstance(item, str) else _json(item) for item in value[:_MOST_ITEMS]]
        rest = len(value) - _MOST_ITEMS
        return ", ".join([*items, *([f"… {rest} more"] if rest > 0 else [])]) or "none"
    return value if isinstance(value, str) else _json(_as_written(value))


def _as_written(schema: Json) -> Json:
    """A schema of the normal form as people write it: one type without a list around it."""
    if not isinstance(schema, dict):
        return schema
    made = {key: _as_written(value) for key, value in schema.items()}
    types = made.get("type")
    return made | {"type": types[0]} if isinstance(types, list) and len(types) == 1 else made


def _json(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

"""Bodies by the thousand: what a schema takes, and the same with one thing wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from random import Random
from typing import Any

from pyvenice.contract.document.pointer import resolve

Json = Any
Schema = Mapping[str, Json]

_TEXTS = (
    "",
    "a",
    "Ⅻ",
    "🖼️",
    "0",
    "true",
    "null",
    "auto",
    "original",
    "jpg",
    "png",
    "1024x1024",
    "512*512",
)
_ODD: tuple[Json, ...] = (
    *(None, True, False, 0, 1, -1, 2, 2.0, 1.0, 0.0, 0.5, -0.5, 1e300, 10**20, 17, 101, 1281),
    *("", "1", "true", "null", "pink", [], [None], ["a"], [[]], {}, {"a": 1}),
)  # fmt: skip


class Bodies:
    """Draws values for the schemas of a document; the same seed draws the same ones."""

    def __init__(self, document: dict[str, Json], seed: int) -> None:
        self._document = document
        self._random = Random(seed)  # noqa: S311  (dice for tests)

    def near(self, schema: Schema) -> Iterator[Json]:
        """Endless values: mostly right, else wrong in one place."""
        while True:
            value = self.value(schema)
            yield self.spoilt(value) if self._random.random() < 0.6 else value

    def value(self, schema: Schema) -> Json:
        """A value that the schema takes, as far as its plain keywords say."""
        schema = self._flat(schema)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema and "properties" not in schema:
                return self.value(self._random.choice(schema[keyword]))
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        kinds = schema.get("type") or ("object" if "properties" in schema else "string")
        kind = kinds if isinstance(kinds, str) else self._random.choice(kinds)
        return getattr(self, f"_{kind}")(schema)

    def spoilt(self, value: Json) -> Json:
        """A copy with one thing changed: replaced, dropped, added or repeated."""
        changed = deepcopy(value)
        places = list(_containers(changed))
        if not places:
            return self._random.choice(_ODD)
        place = self._random.choice(places)
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        action = self._random.choice(("replace", "replace", "drop", "add"))
        if action == "add" or not keys:
            self._add(place)
        elif action == "drop":
            del place[self._random.choice(keys)]
        else:
            key = self._random.choice(keys)
            place[key] = self._other(place[key])
        return changed

    def _add(self, place: dict[str, Json] | list[Json]) -> None:
        if isinstance(place, dict):
            name = self._random.choice(("unheard_of", "Prompt", "n", "image", "image_url", "seed"))
            place[name] = self._random.choice(_ODD)
        else:
            place += [self._random.choice(_ODD)] if self._random.random() < 0.5 else place[:1] * 20

    def _other(self, value: Json) -> Json:
        if isinstance(value, str) and self._random.random() < 0.3:
            return self._random.choice((value + "!", value[:1] * 40_000, value.upper()))
        if isinstance(value, int | float) and self._random.random() < 0.5:
            return self._random.choice((value * 1.0, value + 0.5, value * 100, -value, str(value)))
        return self._random.choice(_ODD)

    def _flat(self, schema: Schema) -> Schema:
        """The schema with its references followed and its parts joined."""
        flat: dict[str, Json] = {}
        for schema_part in (
            *schema.get("allOf", ()),
            {k: v for k, v in schema.items() if k != "allOf"},
        ):
            part = schema_part
            if "$ref" in schema_part:
                part = {**self._flat(resolve(self._document, schema_part["$ref"])), **schema_part}
            properties = {**flat.get("properties", {}), **part.get("properties", {})}
            flat |= part | ({"properties": properties} if properties else {})
        return flat

    def _object(self, schema: Schema) -> Json:
        properties: dict[str, Json] = schema.get("properties", {})
        likely = self._random.random()
        wanted = set(schema.get("required", ()))
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                likely = 0
                wanted |= set(self._random.choice(schema[keyword]).get("required", ()))
        made = {
            name: self.value(node)
            for name, node in properties.items()
            if name in wanted or self._random.random() < likely
        }
        others = schema.get("additionalProperties")
        if isinstance(others, dict) and self._random.random() < likely:
            made["another"] = self.value(others)
        return made

    def _array(self, schema: Schema) -> Json:
        least = schema.get("minItems", 0)
        count = self._random.randint(least, min(schema.get("maxItems", least + 2), least + 2))
        return [self.value(schema.get("items", {})) for _ in range(count)]

    def _string(self, schema: Schema) -> Json:
        if "pattern" in schema:
            return self._random.choice(("1024x1024", "64*64"))
        if schema.get("format") == "uri":
            return "https://images.example/a.png"
        least, most = schema.get("minLength", 0), schema.get("maxLength", 40_000)
        text = self._random.choice(_TEXTS) * self._random.randint(1, 3)
        if self._random.random() < 0.05:
            text = self._random.choice("a🖼") * self._random.choice((least, most))
        return (text + "…" * least)[:most] if len(text) < least else text[:most]

    def _integer(self, schema: Schema) -> Json:
        low, high = _range(schema, step=1)
        number = self._random.choice((low, high, self._random.randint(low, high)))
        return self._random.choice((number, number, float(number)))

    def _number(self, schema: Schema) -> Json:
        low, high = _range(schema, step=0)
        inside = self._random.uniform(low, high)
        ends = [end for end in (low, high) if end != schema.get("exclusiveMinimum")]
        return self._random.choice((inside, inside, *ends, (low + high) / 2))

    def _boolean(self, _: Schema) -> Json:
        return self._random.random() < 0.5

    def _null(self, _: Schema) -> Json:
        return None


def _range(schema: Schema, step: int) -> tuple[Any, Any]:
    low = schema.get("minimum", schema.get("exclusiveMinimum", -1000 - step) + step)
    high = schema.get("maximum", schema.get("exclusiveMaximum", low + 2000 + step) - step)
    return low, high


def _containers(value: Json) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from _containers(item)

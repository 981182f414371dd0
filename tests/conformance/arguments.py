"""Arguments for the methods of the clients, drawn from the contract, and what must arrive of them."""

from __future__ import annotations

import base64
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from hypothesis import strategies as st

from pyvenice import Base64Image
from pyvenice.conformance.checks.operations import ContractOperation as Described
from pyvenice.conformance.checks.operations import contract_of
from pyvenice.contract.pin import pin
from pyvenice.contract.schema.reader import types, variants
from pyvenice.core.request.operation_table import ImageRule, Operation, Parameter
from pyvenice.core.request.rules import broken_rules
from tests.pictures import picture

Json = Any
_URL = "https://images.example/lake.png"
_NEVER = frozenset({"null", "None"})
_SIZES = ("256x256", "64*48", "1024*768", "640*1280")


class Given(NamedTuple):
    """A value as the caller passes it, and as it must arrive."""

    value: Any
    arrives: Any

    def __repr__(self) -> str:
        return repr(self.value)[:60]


Strategy = st.SearchStrategy[Given]

_SIDES = st.integers(1, 10**6)
_AT_PLACES: dict[str, st.SearchStrategy[Any]] = {
    "contents.parts.text": st.text('abc é湖\n"\\', min_size=1, max_size=60),
    "generationConfig.imageConfig.aspectRatio": st.sampled_from(["1:1", "16:9"]),
    "generationConfig.imageConfig.imageSize": st.sampled_from(["1K", "2K"]),
    "generationConfig.responseModalities": st.sampled_from([["IMAGE"], ["TEXT", "IMAGE"]]),
    "generationConfig.seed": st.integers(0, 2**31 - 1),
    "generationConfig.temperature": st.floats(0, 2),
    "safetySettings": st.just(
        [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]
    ),
    "parameters.prompt": st.text('abc é湖\n"\\', min_size=1, max_size=60),
    "parameters.negative_prompt": st.text('abc é湖\n"\\', min_size=1, max_size=60),
    "parameters.guidance_scale": st.floats(0, 100),
    "parameters.num_inference_steps": st.integers(1, 10**6),
    "parameters.target_size": st.fixed_dictionaries({"width": _SIDES, "height": _SIDES}),
}
"""What to pass for the values that stand deeper in a body than `variants` looks."""


def arguments(provider: str, operation: Operation, media_type: str) -> Any:
    """A strategy for the keyword arguments of a method, each a `Given`."""
    described = described_operation(provider, operation)
    drawn = {
        parameter.name: _values(described, parameter, media_type)
        for parameter in operation.parameters
        if parameter.name not in {"stream", "after"} and _wire(parameter, media_type)
    }
    required = {parameter.name for parameter in operation.parameters if parameter.required}
    return st.fixed_dictionaries(
        {name: strategy for name, strategy in drawn.items() if name in required},
        optional={name: strategy for name, strategy in drawn.items() if name not in required},
    ).map(lambda given: _without_broken_rules(operation, _allowed(operation, given)))


def described_operation(provider: str, operation: Operation) -> Described:
    used = next(
        operation_used
        for operation_used in pin.source(provider).operations
        if (operation_used.name, operation_used.model) == (operation.name, operation.for_model)
    )
    name = f"{used.method.upper()} {used.called_path}"
    return contract_of(pin.effective(provider)).operations[name]


def _without_broken_rules(operation: Operation, given: dict[str, Given]) -> dict[str, Given]:
    """Without what its model does not take, and what something else excludes."""
    wires = {each.name: str(each.json or each.form) for each in operation.parameters}
    wire = {wires[name]: argument.value for name, argument in given.items()}
    broken = {field for field, _ in broken_rules(operation, wire)}
    if not broken:
        return given
    kept = {name: argument for name, argument in given.items() if wires[name] not in broken}
    return _without_broken_rules(operation, kept)


def _allowed(  # noqa: PLR0911 - one rule of a method each
    operation: Operation, given: dict[str, Given]
) -> dict[str, Given]:
    """Without what the methods refuse before anything is sent."""
    if operation.name == "image.remove_background":
        if "image" not in given and "image_url" not in given:
            return {"image": _as_bytes(picture(256, 256))}
        return {"image": given["image"]} if "image" in given else given
    if operation.name == "image.outpaint" and not any(
        side in given and given[side].value for side in ("left", "right", "up", "down")
    ):
        return given | {"left": Given(1, 1)}
    if operation.name == "image.replace_background":
        return _with_background(given)
    if operation.provider == "gemini" and operation.name == "image.edit" and "image" not in given:
        return given | {"image": _as_bytes(picture(256, 256))}
    if operation.provider == "xinference" and "response_format" in given:
        return given | {"response_format": Given("b64_json", "b64_json")}
    return given


def _with_background(given: dict[str, Given]) -> dict[str, Given]:
    """With what the background is, and no strength of a light that is not described."""
    if not given.keys() & {"background_prompt", "background_reference"}:
        given = given | {"background_prompt": Given("a beach", "a beach")}
    if given.keys() & {"light_source_direction", "light_reference"}:
        return given
    return {name: item for name, item in given.items() if name != "light_source_strength"}


def _wire(parameter: Parameter, media_type: str) -> str | None:
    if media_type == "query":
        return parameter.query or parameter.path
    return parameter.json if media_type == "json" else parameter.form


def _values(described: Described, parameter: Parameter, media_type: str) -> Strategy:
    wire = str(_wire(parameter, media_type))
    if media_type == "query":
        schema = next(node["schema"] for node in described.parameters if node["name"] == wire)
        return st.one_of(list(_options([schema])))
    if parameter.image is not None:
        strategy = (
            _masks(parameter.image)
            if parameter.image.mask
            else _images(parameter.image, media_type)
        )
        most = min(3, parameter.image.max_count or 3)
        return _several(strategy, most) if parameter.image.many else strategy
    if wire in _AT_PLACES:
        return _AT_PLACES[wire].map(_same)
    if parameter.keys:
        keys = st.dictionaries(st.sampled_from(parameter.keys), st.integers(0, 9), min_size=1)
        return keys.map(lambda value: Given(value, json.dumps(value)))
    body = "application/json" if media_type == "json" else "multipart/form-data"
    found = variants(described.document, described.bodies[body], wire)
    options = list(_options(found))
    if media_type == "json" and parameter.nullable and "null" in types(found):
        options.append(st.just(Given(None, None)))
    return st.one_of(options)


def _options(found: list[Mapping[str, Json]]) -> Iterator[Strategy]:
    for schema in found:
        if "enum" in schema:
            yield st.sampled_from([value for value in schema["enum"] if value is not None]).map(
                _same
            )
            continue
        for kind in types([schema]) - {"null"}:
            if kind == "object":
                yield _objects(schema).map(_same)
            elif kind == "array" and "properties" in schema["items"]:
                yield _style_references()
            else:
                yield _scalars(kind, schema).map(_same)


def _objects(schema: Mapping[str, Json]) -> st.SearchStrategy[Any]:
    """Objects with keys: a form has no spelling for one without, nor for types of undeclared keys."""
    if "model" in schema.get("properties", {}):
        return st.fixed_dictionaries({"model": _texts({})})
    return st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), min_size=1)


def _scalars(kind: str, schema: Mapping[str, Json]) -> st.SearchStrategy[Any]:
    if kind == "array":
        return st.lists(_texts({"minLength": 1}), min_size=2, max_size=3)
    if kind == "boolean":
        return st.booleans()
    if kind == "string":
        if "pattern" not in schema:
            return _texts(schema)
        return st.sampled_from([size for size in _SIZES if re.search(schema["pattern"], size)])
    low, high = schema.get("minimum"), schema.get("maximum")
    if kind == "integer":
        least = schema["exclusiveMinimum"] + 1 if "exclusiveMinimum" in schema else low
        return st.integers(least, 10**9 if high is None else high)
    above = "exclusiveMinimum" in schema
    return st.floats(
        low if not above else schema["exclusiveMinimum"],
        high,
        exclude_min=above,
        allow_nan=False,
        allow_infinity=False,
    )


def _texts(schema: Mapping[str, Json]) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs"])
    most = min(schema.get("maxLength", 60), 60)
    return st.text(letters, min_size=max(schema.get("minLength", 0), 1), max_size=most).filter(
        lambda text: text not in _NEVER
    )


def _same(value: Any) -> Given:
    return Given(value, value)


@cache
def _pool(media_types: tuple[str, ...]) -> list[bytes]:
    made = {
        "image/png": [picture(256, 256), picture(256, 256, mode="RGBA", seed=1)],
        "image/jpeg": [picture(256, 256, "JPEG", seed=2)],
        "image/webp": [picture(256, 256, "WEBP", seed=3)],
    }
    return [data for name, group in made.items() if name in (media_types or made) for data in group]


def _images(rule: ImageRule, media_type: str) -> Strategy:
    spelt = st.sampled_from([_as_bytes, _as_file, _as_base64, _as_data_uri])
    drawn = st.builds(
        lambda spell, data: spell(data), spelt, st.sampled_from(_pool(rule.media_types))
    )
    if media_type == "json" and "url" in rule.json:
        return drawn | st.just(Given(_URL, _URL))
    return drawn


def _masks(rule: ImageRule) -> Strategy:
    transparent = rule.mask == "transparent"
    return st.just(_as_bytes(picture(256, 256, mode="RGBA" if transparent else "L", seed=9)))


def _several(strategy: Strategy, most: int) -> Strategy:
    several = st.lists(strategy, min_size=1, max_size=most).map(
        lambda given: Given([item.value for item in given], [item.arrives for item in given])
    )
    return strategy | several


def _style_references() -> Strategy:
    image = _images(ImageRule(json=("base64", "url")), "json")
    strength = st.floats(0.1, 1)
    both = st.tuples(image, strength).map(
        lambda pair: Given(
            {"image": pair[0].value, "strength": pair[1]},
            {"image": pair[0].arrives, "strength": pair[1]},
        )
    )
    return st.lists(both, max_size=2).map(
        lambda given: Given([item.value for item in given], [item.arrives for item in given])
    )


def _as_bytes(data: bytes) -> Given:
    return Given(data, data)


def _as_file(data: bytes) -> Given:
    return Given(io.BytesIO(data), data)


def _as_base64(data: bytes) -> Given:
    return Given(Base64Image(base64.b64encode(data)), data)


def _as_data_uri(data: bytes) -> Given:
    kind = "png" if data.startswith(b"\x89PNG") else "webp" if data[8:12] == b"WEBP" else "jpeg"
    return Given(f"data:image/{kind};base64,{base64.b64encode(data).decode()}", data)

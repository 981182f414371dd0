"""Contradictions between a row of the catalogue and the pinned contract of its provider.

They do not stop codegen: when a provider moves its list of models, the pin has to move first. The row
is marked as stale instead, where users see it, and a test asks for rows without a mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyvenice.codegen.catalogue.rows import Row
from pyvenice.codegen.shapes.requests import names_model
from pyvenice.codegen.shapes.shape import Shape, Shapes
from pyvenice.codegen.writers.arguments import Argument, arguments

_RATIO, _RESOLUTION, _SIZE = "aspect_ratio", "resolution", "size"


def contradictions(row: Row, shapes: Shapes) -> tuple[str, ...]:
    """What a whole row says that the contract does not, as sentences."""
    names = {row["name"], *row.get("wire_names", ())}
    operations = {
        shape.used.name: shape
        for shape in shapes.operations
        if shape.used.model is None or shape.used.model in names
    }
    found: dict[str, None] = {}
    for call in row["calls"]:
        shape = operations.get(operation := call.get("arguments_of") or call["method"])
        if shape is None:
            found[f"the contract has no operation {operation}"] = None
        else:
            known = {argument.name: argument for argument in arguments(shape)}
            found |= dict.fromkeys(_call(row, call, shape, known))
    return tuple(found)


def _call(row: Row, call: Row, shape: Shape, known: Mapping[str, Argument]) -> Iterator[str]:
    method = call["method"]
    for name in _sent_names(row, call):
        argument, _, key = name.partition(".")
        if argument not in known:
            yield f"{method} has no argument {argument}"
        elif key and (keys := known[argument].first.known_keys) and key not in keys:
            yield f"{method} takes no key {key} in {argument}"
    for canonical, name in _parameters(row, call):
        if (argument_of := known.get(name)) is not None:
            for reason in _values(row, canonical, argument_of):
                yield f"{method}: {reason}"
    yield from (f"{method}: {reason}" for reason in _content(row, call, known))
    yield from _model_name(row, call, shape)


def _sent_names(row: Row, call: Row) -> Iterator[str]:
    yield from call.get("image", ("image",) if _takes_images(call) else ())
    yield from call.get("fixed", {})
    yield from (name for _, name in _parameters(row, call))
    for key, default in (("mask", None), ("model", "model"), ("prompt", "prompt")):
        if (name := call.get(key, default)) is not None:
            yield name


def _parameters(row: Row, call: Row) -> Iterator[tuple[str, str]]:
    """The canonical parameters that the model has, with their arguments in this call.

    Models of a family share the arguments of their calls, and each takes some of them.
    """
    kind = row.get("size", {}).get("kind", "none")
    for canonical, name in call.get("arguments", {}).items():
        has_shape = canonical in (kind, *kind.split("+"), *kind.split("_"))
        if has_shape or canonical == "n" or canonical in row.get("parameters", {}):
            yield canonical, name


def _takes_images(call: Row) -> bool:
    return bool(call.get("images", {}).get("max") != 0)


def _values(row: Row, canonical: str, argument: Argument) -> Iterator[str]:
    """Values and bounds of one parameter that the contract does not allow."""
    if not argument.is_open and argument.values:
        wanted = _stated_values(row, canonical)
        if unknown := [value for value in wanted if value not in argument.values]:
            yield f"{argument.name} is none of {', '.join(unknown)}"
    schema = argument.first.schema
    rule = row.get("parameters", {}).get(canonical, {})
    if canonical == "n" and row.get("n_max"):
        rule = {"max": row["n_max"]}
    if (most := _bound(schema, "maximum")) is not None and rule.get("max", most) > most:
        yield f"{argument.name} is at most {most:g}, not {rule['max']:g}"
    if (least := _bound(schema, "minimum")) is not None and rule.get("min", least) < least:
        yield f"{argument.name} is at least {least:g}, not {rule['min']:g}"


def _stated_values(row: Row, canonical: str) -> tuple[str, ...]:
    size = row.get("size", {})
    kind = size.get("kind", "none")
    if canonical == _RATIO and _RATIO in kind:
        return (*size["ratios"], *(("auto",) if size.get("auto") else ()))
    if canonical == _RESOLUTION and _RESOLUTION in kind:
        return tuple(size["resolutions"])
    if canonical == _SIZE and kind == _SIZE:
        separator = size.get("separator", "x")
        return tuple(value.replace("x", separator) for value in size.get("sizes", ()))
    return tuple(row.get("parameters", {}).get(canonical, {}).get("enum", ()))


def _bound(schema: Mapping[str, Any], key: str) -> float | None:
    """The bound of a number, of the only option with one where the schema is a union."""
    found = [part[key] for part in (schema, *schema.get("anyOf", ())) if key in part]
    return found[0] if found else None


def _content(row: Row, call: Row, known: Mapping[str, Argument]) -> Iterator[str]:
    """Images, mask and prompt: how many, which polarity, how long."""
    names = call.get("image", ("image",) if _takes_images(call) else ())
    if len(names) == 1 and (argument := known.get(names[0])) and argument.image is not None:
        most = argument.image.get("max-count") if argument.image.get("many") else 1
        wanted = call.get("images", {"max": 1}).get("max")
        if most is not None and (wanted is None or wanted > most):
            yield f"{names[0]} takes at most {most}, not {wanted or 'any number of'} images"
    mask = known.get(call["mask"]) if call.get("mask") else None
    if mask is not None and mask.image is not None:
        polarity = row["mask"]["polarity"]
        if mask.image.get("mask") not in (None, polarity):
            yield f"the mask marks with {mask.image['mask']}, not {polarity}"
    prompt = known.get(call.get("prompt", "prompt") or "")
    if prompt is not None and (most := _bound(prompt.first.schema, "maxLength")) is not None:
        wanted = row.get("parameters", {}).get("prompt", {}).get("max_length", most)
        if wanted > most:
            yield f"the prompt has at most {most} characters, not {wanted}"


def _model_name(row: Row, call: Row, shape: Shape) -> Iterator[str]:
    """Whether the contract still lists the model, where it lists models at all."""
    lifecycle = row.get("lifecycle", {})
    has_ended = "retired_on" in lifecycle or lifecycle.get("stage") == "retired"
    if row.get("listed") is False or call.get("model", "model") is None or has_ended:
        return
    listed = {
        value
        for body in shape.bodies
        for field in body.fields
        if names_model(field.wire)
        for value in field.known_values
    }
    names = {row["name"], *row.get("wire_names", ())}
    if listed and not names & listed:
        yield f"the contract of {call['method']} no longer lists {row['name']}"

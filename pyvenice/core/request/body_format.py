"""Which body carries the arguments: a form or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyvenice.core.images.part import ImagePart
from pyvenice.core.request.operation_table import ImageRule, MediaType, Operation, Parameter
from pyvenice.errors import ArgumentError, ImageInputError

Value = Any


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """Why an argument cannot travel in a body of one media type."""

    parameter: Parameter
    reason: str


def chosen_media_type(
    operation: Operation, values: Mapping[str, Value], forced: MediaType | None
) -> MediaType:
    """Multipart for bytes and files, JSON for URLs, as far as the operation takes both."""
    models: dict[MediaType, str | None] = {
        "multipart": operation.form_model,
        "json": operation.json_model,
    }
    taken: list[MediaType] = [name for name, model in models.items() if model]
    if forced is not None and forced not in taken:
        allowed = " or ".join(map(repr, taken))
        raise ArgumentError(
            f"{operation.title} does not take media_type={forced!r}, only {allowed}",
            argument="media_type",
            value=forced,
            allowed=tuple(taken),
        )
    wanted: list[MediaType] = taken if _has_bytes(values) else taken[::-1]
    if forced is not None:
        wanted = [forced]
    obstacles: dict[MediaType, _Obstacle | None] = {
        one: _obstacle(operation, values, one) for one in wanted
    }
    for media_type, obstacle in obstacles.items():
        if obstacle is None:
            return media_type
    raise _no_way(operation, values, obstacles)


def _has_bytes(values: Mapping[str, Value]) -> bool:
    return any(part.kind not in ("url", "file-id") for part in _images(values.values()))


def _images(values: Any) -> Iterator[ImagePart]:
    for value in values:
        if isinstance(value, ImagePart):
            yield value
        elif isinstance(value, list):
            yield from _images(value)


def _obstacle(
    operation: Operation, values: Mapping[str, Value], media_type: MediaType
) -> _Obstacle | None:
    for parameter in operation.parameters:
        if parameter.name in values and (
            reason := _reason(parameter, values[parameter.name], media_type)
        ):
            return _Obstacle(parameter, reason)
    return None


def _reason(parameter: Parameter, value: Value, media_type: MediaType) -> str | None:
    name = parameter.name
    if parameter.query:
        return None
    if (parameter.json if media_type == "json" else parameter.form) is None:
        return f"{name}= exists only in the {'multipart' if media_type == 'json' else 'JSON'} body"
    if media_type == "multipart" and value is None:
        return f"{name}=None cannot be said in a form; leave it out, or use a value"
    for part in _images([value]) if parameter.image else ():
        if reason := _image_reason(part, parameter.image, media_type):
            return reason
    return None


def _image_reason(part: ImagePart, rule: ImageRule | None, media_type: MediaType) -> str | None:
    spellings = rule.json if rule else ()
    if part.kind in ("url", "file-id"):
        what = "a URL" if part.kind == "url" else "a file id"
        if media_type == "multipart":
            return f"{part.argument}= is {what}, and a form carries bytes"
        return None if part.kind in spellings else f"{part.argument}= cannot be {what} here"
    limit = rule.max_json_bytes if rule else None
    if media_type == "json" and limit is not None and part.size > limit:
        return f"{part.argument}= has {part.size} bytes, and the JSON body takes {limit}"
    return None


def _no_way(
    operation: Operation,
    values: Mapping[str, Value],
    obstacles: Mapping[MediaType, _Obstacle | None],
) -> ArgumentError:
    found = {media_type: one for media_type, one in obstacles.items() if one is not None}
    first = next(iter(found.values())).parameter
    reasons = "; ".join(f"as {media_type}: {one.reason}" for media_type, one in found.items())
    kind = ImageInputError if first.image else ArgumentError
    value = None if first.image else values.get(first.name)
    return kind(f"{operation.title} cannot send this: {reasons}", argument=first.name, value=value)

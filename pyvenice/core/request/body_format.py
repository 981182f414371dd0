"""Body format: whether a form or JSON carries the arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass

from pyvenice.core.images.part import ImagePart
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.operation_table import ImageRule, MediaType, Operation, Parameter
from pyvenice.core.request.serialization import unwritable_item
from pyvenice.errors import ArgumentError, ImageInputError

_MEDIA_TYPES: tuple[MediaType, ...] = ("multipart", "json")


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """Why an argument cannot travel in a body of one media type."""

    parameter: Parameter
    reason: str


def choose_media_type(
    operation: Operation, values: Mapping[str, object], forced: MediaType | None
) -> MediaType:
    """Multipart for bytes and files, JSON for URLs, where the operation takes both.

    Raises `ArgumentError` if an argument fits in neither body.
    """
    taken: list[MediaType] = [
        media_type for media_type in _MEDIA_TYPES if operation.model(media_type)
    ]
    if forced is not None and not (isinstance(forced, str) and forced in taken):
        allowed = " or ".join(map(repr, taken))
        raise ArgumentError(
            f"{operation.title} does not take media_type={short_repr(forced)}, only {allowed}",
            argument="media_type",
            value=forced,
            allowed=tuple(taken),
        )
    wanted: list[MediaType] = taken if _has_bytes(values) else taken[::-1]
    if forced is not None:
        wanted = [media_type for media_type in taken if media_type == forced]
    obstacles: dict[MediaType, _Obstacle | None] = {
        media_type: _obstacle(operation, values, media_type) for media_type in wanted
    }
    for media_type, obstacle in obstacles.items():
        if obstacle is None:
            return media_type
    raise _no_way(operation, values, obstacles)


def _has_bytes(values: Mapping[str, object]) -> bool:
    return any(part.kind not in ("url", "file-id") for part in _images(values.values()))


def _images(values: Iterable[object]) -> Iterator[ImagePart]:
    for value in values:
        if isinstance(value, ImagePart):
            yield value
        elif isinstance(value, list):
            yield from _images(value)


def _obstacle(
    operation: Operation, values: Mapping[str, object], media_type: MediaType
) -> _Obstacle | None:
    for parameter in operation.parameters:
        if parameter.name in values and (
            reason := _reason(parameter, values[parameter.name], media_type)
        ):
            return _Obstacle(parameter, reason)
    return None


def _reason(parameter: Parameter, value: object, media_type: MediaType) -> str | None:
    name = parameter.name
    if parameter.is_outside:
        return None
    if (parameter.json if media_type == "json" else parameter.form) is None:
        return f"{name}= exists only in the {'multipart' if media_type == 'json' else 'JSON'} body"
    if media_type == "multipart" and (item := unwritable_item(parameter, value)):
        place = (
            f"{item} in {name}=" if isinstance(value, Sized) and len(value) else f"{name}={item}"
        )
        return f"{place} cannot be said in a form; leave it out, or use a value"
    for part in _images([value]) if parameter.image else ():
        if reason := _image_reason(part, parameter.image, media_type):
            return reason
    return None


def _image_reason(part: ImagePart, rule: ImageRule | None, media_type: MediaType) -> str | None:
    taken = rule.json if rule else ()
    if part.kind in ("url", "file-id"):
        what = "a URL" if part.kind == "url" else "a file id"
        if media_type == "multipart":
            return f"{part.argument}= is {what}, and a form carries bytes"
        return None if part.kind in taken else f"{part.argument}= cannot be {what} here"
    limit = rule.max_json_bytes if rule else None
    if media_type == "json" and limit is not None and part.size > limit:
        return f"{part.argument}= has {part.size} bytes, and the JSON body takes {limit}"
    return None


def _no_way(
    operation: Operation,
    values: Mapping[str, object],
    obstacles: Mapping[MediaType, _Obstacle | None],
) -> ArgumentError:
    reasons = [
        f"as {media_type}: {obstacle.reason}"
        for media_type, obstacle in obstacles.items()
        if obstacle is not None
    ]
    first = next(obstacle.parameter for obstacle in obstacles.values() if obstacle is not None)
    error = ImageInputError if first.image else ArgumentError
    return error(
        f"{operation.title} cannot send this: {'; '.join(reasons)}",
        argument=first.name,
        value=None if first.image else values.get(first.name),
    )

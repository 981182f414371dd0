"""Honored checks: whether a response is what the request asked for.

The overlay marks with `x-decides` what a field of the request decides about the images:

- `count`: how many there are; the field's default counts where it is left out
- `media-type`: `png`, `jpeg` or `webp`
- `size`: `WIDTHxHEIGHT` in pixels; `size-about`: each side may be off by less than 64
- `ratio`: width to height, such as `16:9`, within a tenth
- `scale`: how many times larger than the image that was sent
- `alpha`: `transparent` asks for an alpha channel
- `spelling`: `url` or `b64_json`, the field that holds each image of a JSON response
- `stream`: true asks for events
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyvenice.conformance.checks.images import (
    ImageFacts,
    ResponseImage,
    Size,
    image_text_bytes,
    image_values,
)
from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.request_values import RequestValues, UnreadableError, readings
from pyvenice.conformance.checks.violations import Violation, response_violation
from pyvenice.contract.schema.reader import alternatives, variants
from pyvenice.core.images.header import read_header
from pyvenice.core.json_types import Json, Schema
from pyvenice.core.recording.recorded_exchange import Exchange

InspectedImages = Sequence[tuple[ResponseImage, ImageFacts]]

_SUBTYPES = {"jpg": "jpeg", "svg": "svg+xml"}
_PIXELS = re.compile(r"(\d{1,5})\s*[x*]\s*(\d{1,5})", re.IGNORECASE)
_RATIO = re.compile(r"(\d{1,4}):(\d{1,4})")
# Models paint in blocks of up to 64 pixels, so a side may be rounded by one less.
_BLOCK = 64
_RATIO_TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class _Answered:
    """A response with the request that it answers."""

    operation: ContractOperation
    exchange: Exchange
    request: RequestValues
    images: InspectedImages

    @property
    def final(self) -> InspectedImages:
        return [(image, facts) for image, facts in self.images if image.is_final]

    @property
    def is_stream(self) -> bool:
        return self.exchange.answer_media_type == "text/event-stream"

    def request_images(self) -> Iterator[bytes]:
        """The images of the request, as far as their bytes are in it."""
        yield from self.request.files.values()
        schema = self.operation.bodies[self.exchange.request_media_type]
        for _, text in image_values(self.operation, schema, self.request.values):
            data = image_text_bytes(text) if isinstance(text, str) else None
            if data is not None:
                yield data


def check_honored(
    operation: ContractOperation, exchange: Exchange, images: InspectedImages
) -> Iterator[Violation]:
    """Where a successful response is not what the request asked for."""
    schema = operation.bodies.get(exchange.request_media_type)
    if schema is None:
        return
    try:
        request = readings(operation, exchange)[-1]
    except UnreadableError:
        return
    answered = _Answered(operation, exchange, request, images)
    for field in _deciding_fields(operation, schema, request.values):
        yield from _CHECKS[field.decides](answered, field, field.value)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field that decides something, with its value or else its default."""

    name: str
    decides: str
    value: Json
    is_given: bool


def _deciding_fields(
    operation: ContractOperation, schema: Schema, values: Mapping[str, Json], within: str = ""
) -> Iterator[_Field]:
    """Those of the body, and of the objects in it that were sent."""
    names = {
        name: None
        for part in alternatives(operation.document, schema)
        for name in part.get("properties", {})
    }
    for name in names:
        schemas = variants(operation.document, schema, name)
        decides = next((node["x-decides"] for node in schemas if "x-decides" in node), None)
        value = values.get(name)
        if decides is not None:
            default = next((node["default"] for node in schemas if "default" in node), None)
            given = value is not None
            yield _Field(f"{within}{name}", decides, value if given else default, given)
        elif isinstance(value, Mapping):
            for node in schemas:
                if "properties" in node:
                    yield from _deciding_fields(operation, node, value, f"{within}{name}.")


def _difference(
    answered: _Answered, what: str, where: str, expected: Json, found: Json
) -> Violation:
    return response_violation(
        f"answer-{what}",
        answered.operation.name,
        where,
        expected=expected,
        found=found,
        message=f"{expected} was asked for, and the answer has {found}",
    )


def _check_count(answered: _Answered, field: _Field, value: Json) -> Iterator[Violation]:
    count = len(answered.final)
    failed = answered.is_stream and not count
    if isinstance(value, int | float) and value >= 1 and count != int(value) and not failed:
        yield _difference(answered, "image-count", "body", f"{field.name}={value}", count)


def _check_media_type(answered: _Answered, field: _Field, value: Json) -> Iterator[Violation]:
    if not isinstance(value, str):
        return
    wanted = f"image/{_SUBTYPES.get(value, value)}"
    for image, facts in answered.images:
        if facts.media_type and facts.media_type != wanted:
            expected = f"{field.name}={value}"
            yield _difference(answered, "image-format", image.pointer, expected, facts.media_type)


def _check_size(
    answered: _Answered, field: _Field, value: Json, *, tolerance: int = 0
) -> Iterator[Violation]:
    match = _PIXELS.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not field.is_given:
        return
    wanted = int(match[1]), int(match[2])
    for image, facts in answered.images:
        if facts.size and not _is_about(facts.size, wanted, tolerance):
            expected = f"{field.name}={value}"
            yield _difference(answered, "image-size", image.pointer, expected, _pixels(facts.size))


def _is_about(size: Size, wanted: Size, tolerance: int) -> bool:
    return all(
        abs(side - side_wanted) <= tolerance for side, side_wanted in zip(size, wanted, strict=True)
    )


def _pixels(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


def _check_size_about(answered: _Answered, field: _Field, value: Json) -> Iterator[Violation]:
    yield from _check_size(answered, field, value, tolerance=_BLOCK - 1)


def _check_ratio(answered: _Answered, field: _Field, value: Json) -> Iterator[Violation]:
    match = _RATIO.fullmatch(value) if isinstance(value, str) else None
    if match is None or not (int(match[1]) and int(match[2])):
        return
    wanted = int(match[1]) / int(match[2])
    for image, facts in answered.final:
        # A side of a few pixels cannot show a ratio.
        if facts.size is None or min(facts.size) < _BLOCK:
            continue
        if abs(facts.size[0] / facts.size[1] / wanted - 1) > _RATIO_TOLERANCE:
            expected = f"{field.name}={value}"
            yield _difference(answered, "image-size", image.pointer, expected, _pixels(facts.size))


def _check_scale(answered: _Answered, field: _Field, value: Json) -> Iterator[Violation]:
    data = next(answered.request_images(), None)
    if data is None or not isinstance(value, int | float):
        return
    header = read_header(io.BytesIO(data))
    if header.width is None or header.height is None:
        return
    wanted = round(header.width * value), round(header.height * value)
    for image, facts in answered.images:
        if facts.size and facts.size != wanted:
            expected = f"{field.name}={value}, {_pixels(wanted)}"
            yield _difference(answered, "image-size", image.pointer, expected, _pixels(facts.size))


def _check_alpha(answered: _Answered, field: _Field, value: Json) -> Iterator[Violation]:
    for image, facts in answered.final:
        is_opaque = facts.media_type and not facts.has_alpha and not facts.problem
        if value == "transparent" and is_opaque:
            expected = f"{field.name}={value}"
            yield _difference(answered, "image-alpha", image.pointer, expected, "no alpha channel")


def _check_spelling(answered: _Answered, field: _Field, value: Json) -> Iterator[Violation]:
    if not field.is_given or answered.is_stream:
        return
    for image, _ in answered.final:
        found = image.pointer.rpartition("/")[2]
        if found != value:
            expected = f"{field.name}={value}"
            yield _difference(answered, "image-spelling", image.pointer, expected, found)


def _check_stream(answered: _Answered, field: _Field, value: Json) -> Iterator[Violation]:
    if value is True and not answered.is_stream:
        found = answered.exchange.answer_media_type
        where = "headers/content-type"
        yield _difference(answered, "stream-missing", where, f"{field.name}=true", found)


_CHECKS: dict[str, Callable[[_Answered, _Field, Json], Iterator[Violation]]] = {
    "count": _check_count,
    "media-type": _check_media_type,
    "size": _check_size,
    "size-about": _check_size_about,
    "ratio": _check_ratio,
    "scale": _check_scale,
    "alpha": _check_alpha,
    "spelling": _check_spelling,
    "stream": _check_stream,
}

"""Whether an answer is what the request asked for: how many pictures, how large, of which type.

The contract says by `x-decides` on a field of the request what it decides about the pictures:

- `count`: how many there are; the field's default counts where it is left out
- `media-type`: `png`, `jpeg` or `webp`
- `size`: `WIDTHxHEIGHT` in pixels; `size-about`: each side may be off by less than 64
- `ratio`: width to height, such as `16:9`, within a tenth
- `scale`: how many times larger than the image that was sent
- `alpha`: `transparent` asks for an alpha channel
- `spelling`: `url` or `b64_json`, the field that holds each picture of an answer in JSON
- `stream`: true asks for events
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyvenice.conformance.checks.image_texts import image_bytes, image_texts
from pyvenice.conformance.checks.images import Seen
from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.pictures import Picture
from pyvenice.conformance.checks.request_values import Asked, UnreadableError, readings
from pyvenice.conformance.checks.schemas import alternatives, variants
from pyvenice.conformance.checks.violations import Violation, of_answer
from pyvenice.core.images.header import read_header
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any
Pictures = Sequence[tuple[Picture, Seen]]

_PIXELS = re.compile(r"(\d{1,5})\s*[x*]\s*(\d{1,5})", re.IGNORECASE)
_RATIO = re.compile(r"(\d{1,4}):(\d{1,4})")
_ROUNDED = 64
_OFF = 0.1


@dataclass(frozen=True, slots=True)
class _Answered:
    """An answer beside what was asked for."""

    operation: Operation
    exchange: Exchange
    asked: Asked
    pictures: Pictures

    @property
    def final(self) -> Pictures:
        return [one for one in self.pictures if one[0].is_final]

    def sent(self) -> Iterator[bytes]:
        """The images of the request, as far as they are in it."""
        yield from self.asked.files.values()
        schema = self.operation.bodies[self.exchange.request_media_type]
        for _, text in image_texts(self.operation, schema, self.asked.values):
            data = image_bytes(text) if isinstance(text, str) else None
            if data is not None:
                yield data

    @property
    def streams(self) -> bool:
        return self.exchange.answer_media_type == "text/event-stream"


def check_honoured(
    operation: Operation, exchange: Exchange, pictures: Pictures
) -> Iterator[Violation]:
    """Where a successful answer is not what was asked for."""
    schema = operation.bodies.get(exchange.request_media_type)
    if schema is None:
        return
    try:
        asked = readings(operation, exchange)[-1]
    except UnreadableError:
        return
    answered = _Answered(operation, exchange, asked, pictures)
    for name, decides, default in _deciding(operation, schema):
        value = asked.values.get(name)
        yield from _CHECKS[decides](answered, name, default if value is None else value)


def _deciding(operation: Operation, schema: Json) -> Iterator[tuple[str, str, Json]]:
    names = {
        name: None for one in alternatives(operation, schema) for name in one.get("properties", {})
    }
    for name in names:
        found = variants(operation, schema, name)
        decides = next((one["x-decides"] for one in found if "x-decides" in one), None)
        if decides is not None:
            default = next((one["default"] for one in found if "default" in one), None)
            yield name, decides, default


def _differs(answered: _Answered, what: str, where: str, expected: Json, found: Json) -> Violation:
    return of_answer(
        f"answer-{what}",
        answered.operation.name,
        where,
        expected=expected,
        found=found,
        message=f"{expected} was asked for, and the answer has {found}",
    )


def _count(answered: _Answered, name: str, value: Json) -> Iterator[Violation]:
    found = len(answered.final)
    failed = answered.streams and not found
    if isinstance(value, int | float) and value >= 1 and found != int(value) and not failed:
        yield _differs(answered, "image-count", "body", f"{name}={value}", found)


def _media_type(answered: _Answered, name: str, value: Json) -> Iterator[Violation]:
    if not isinstance(value, str):
        return
    wanted = f"image/{'jpeg' if value == 'jpg' else value}"
    for picture, seen in answered.pictures:
        if seen.media_type and seen.media_type != wanted:
            asked = f"{name}={value}"
            yield _differs(answered, "image-format", picture.pointer, asked, seen.media_type)


def _size(answered: _Answered, name: str, value: Json, *, off: int = 0) -> Iterator[Violation]:
    match = _PIXELS.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or name not in answered.asked.values:
        return
    wanted = int(match[1]), int(match[2])
    for picture, seen in answered.pictures:
        if seen.size and any(abs(a - b) > off for a, b in zip(seen.size, wanted, strict=True)):
            found = "{}x{}".format(*seen.size)
            yield _differs(answered, "image-size", picture.pointer, f"{name}={value}", found)


def _size_about(answered: _Answered, name: str, value: Json) -> Iterator[Violation]:
    yield from _size(answered, name, value, off=_ROUNDED - 1)


def _ratio(answered: _Answered, name: str, value: Json) -> Iterator[Violation]:
    match = _RATIO.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return
    wanted = int(match[1]) / int(match[2])
    for picture, seen in answered.final:
        # A side of a few pixels cannot show a ratio.
        large = seen.size is not None and min(seen.size) >= _ROUNDED
        if seen.size and large and abs(seen.size[0] / seen.size[1] / wanted - 1) > _OFF:
            found = "{}x{}".format(*seen.size)
            yield _differs(answered, "image-size", picture.pointer, f"{name}={value}", found)


def _scale(answered: _Answered, name: str, value: Json) -> Iterator[Violation]:
    sent = next(answered.sent(), None)
    if sent is None or not isinstance(value, int | float):
        return
    header = read_header(io.BytesIO(sent))
    if header.width is None or header.height is None:
        return
    wanted = round(header.width * value), round(header.height * value)
    for picture, seen in answered.pictures:
        if seen.size and seen.size != wanted:
            expected, found = ("{}x{}".format(*one) for one in (wanted, seen.size))
            yield _differs(
                answered, "image-size", picture.pointer, f"{name}={value}, {expected}", found
            )


def _alpha(answered: _Answered, name: str, value: Json) -> Iterator[Violation]:
    for picture, seen in answered.final:
        if value == "transparent" and seen.media_type and not seen.has_alpha and not seen.problem:
            asked = f"{name}={value}"
            yield _differs(answered, "image-alpha", picture.pointer, asked, "no alpha channel")


def _spelling(answered: _Answered, name: str, value: Json) -> Iterator[Violation]:
    if answered.asked.values.get(name) is None or answered.streams:
        return
    for picture, _ in answered.final:
        found = picture.pointer.rpartition("/")[2]
        if found != value:
            yield _differs(answered, "image-spelling", picture.pointer, f"{name}={value}", found)


def _stream(answered: _Answered, name: str, value: Json) -> Iterator[Violation]:
    if value is True and not answered.streams:
        found = answered.exchange.answer_media_type
        yield _differs(answered, "stream-missing", "headers/content-type", f"{name}=true", found)


_CHECKS: dict[str, Callable[[_Answered, str, Json], Iterator[Violation]]] = {
    "count": _count,
    "media-type": _media_type,
    "size": _size,
    "size-about": _size_about,
    "ratio": _ratio,
    "scale": _scale,
    "alpha": _alpha,
    "spelling": _spelling,
    "stream": _stream,
}

"""What OpenAI's dialect answers: pictures with their facts and usage, whole or as a stream."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageFilter

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import new_id
from pyvenice.sandbox.painting.cutout import cut_out
from pyvenice.sandbox.painting.editor import Picture
from pyvenice.sandbox.painting.encode import MEDIA_TYPES, Format, encoded, opaque
from pyvenice.sandbox.painting.fit import Size
from pyvenice.sandbox.server.exchange import (
    Exchange,
    Headers,
    Values,
    event,
    event_answer,
    json_answer,
)

_STANDARD = ("1024x1024", "1024x1536", "1536x1024")
_TOKENS = {"low": 272, "medium": 1056, "high": 4160}
_MEGAPIXEL = 1024 * 1024
_TOKENS_SEEN = 323

Paint = Callable[[int], Picture]


@dataclass(frozen=True, slots=True)
class Job:
    """Pictures to make: by which function, from how many images, under which name of events."""

    paint: Paint
    kind: str
    sources: int = 0


def answered(exchange: Exchange, values: Values, job: Job) -> WireResponse:
    """The pictures of a job as JSON, or as a stream of events if `stream` is set."""
    if values.get("stream"):
        first = _backed(job.paint(0), values)
        return event_answer(_events(first, values, job), facts(), first.operations)
    started = time.perf_counter()
    files: list[bytes] = []
    sizes: list[Size] = []
    operations: list[str] = []
    told: dict[str, str] = {}
    for number in range(values.get("n", 1)):
        picture = _backed(job.paint(number), values)
        operations += picture.operations
        sizes.append(picture.image.size)
        files.append(_encoded(picture.image, values))
        told = _told(picture.image, values)
    answer: dict[str, Any] = {"created": int(time.time())}
    answer["data"] = [_item(exchange, one, values) for one in files]
    if not _is_dall_e(values):
        answer |= told
        answer["usage"] = _usage(values, sizes, job.sources, details=True)
    return json_answer(200, answer, facts(time.perf_counter() - started), operations)


def facts(seconds: float = 0.001) -> Headers:
    """The headers of every answer."""
    return [
        ("x-request-id", new_id("req_")),
        ("openai-organization", "sandbox"),
        ("openai-version", "2020-10-01"),
        ("openai-processing-ms", str(max(1, round(seconds * 1000)))),
        ("x-ratelimit-limit-requests", "500"),
        ("x-ratelimit-remaining-requests", "499"),
        ("x-ratelimit-reset-requests", "120ms"),
        ("x-ratelimit-limit-tokens", "800000"),
        ("x-ratelimit-remaining-tokens", "799000"),
        ("x-ratelimit-reset-tokens", "75ms"),
    ]


def _backed(picture: Picture, values: Values) -> Picture:
    """The picture with the background that was asked for."""
    wanted = values.get("background")
    if wanted == "opaque":
        return Picture(opaque(picture.image), picture.operations)
    if wanted == "transparent" and not _is_transparent(picture.image):
        return Picture(cut_out(picture.image), (*picture.operations, "background removed"))
    return picture


def _is_transparent(image: Image.Image) -> bool:
    whole = image.width * image.height
    return image.mode == "RGBA" and image.getchannel("A").histogram()[255] < whole


def _item(exchange: Exchange, data: bytes, values: Values) -> dict[str, str]:
    if _is_dall_e(values) and values.get("response_format", "url") == "url":
        name = exchange.files.keep(data, MEDIA_TYPES[_format(values)])
        return {"url": f"{exchange.origin}/files/{name}"}
    return {"b64_json": base64.b64encode(data).decode()}


def _is_dall_e(values: Values) -> bool:
    return bool(values["model"].startswith("dall-e"))


def _format(values: Values) -> Format:
    asked: Format = values.get("output_format", "png")
    return asked


def _encoded(image: Image.Image, values: Values) -> bytes:
    return encoded(image, _format(values), quality=values.get("output_compression"))


def _told(image: Image.Image, values: Values) -> dict[str, str]:
    """What the answer says of a picture; a size that the contract does not know is left out."""
    size = f"{image.width}x{image.height}"
    seen_through = image.mode == "RGBA" and _format(values) != "jpeg"
    told = {
        "background": "transparent" if seen_through else "opaque",
        "output_format": _format(values),
        "quality": _quality(values),
    }
    return told | ({"size": size} if size in _STANDARD else {})


def _quality(values: Values) -> str:
    asked = values.get("quality", "auto")
    return asked if asked in _TOKENS else "medium"


def _usage(values: Values, sizes: Sequence[Size], sources: int, *, details: bool) -> dict[str, Any]:
    """Tokens as if they were counted: four characters each, and by megapixel and quality."""
    text, seen = max(1, len(values["prompt"]) // 4), _TOKENS_SEEN * sources
    rate = _TOKENS[_quality(values)] / _MEGAPIXEL
    made = sum(max(1, round(rate * width * height)) for width, height in sizes)
    usage: dict[str, Any] = {
        "input_tokens": text + seen,
        "input_tokens_details": {"text_tokens": text, "image_tokens": seen},
        "output_tokens": made,
        "total_tokens": text + seen + made,
    }
    if details:
        usage["output_tokens_details"] = {"text_tokens": 0, "image_tokens": made}
    return usage


def _events(first: Picture, values: Values, job: Job) -> Iterator[bytes]:
    """For each picture the unfinished ones, less and less blurred, then the finished one."""
    for number in range(values.get("n", 1)):
        picture = _backed(job.paint(number), values) if number else first
        told = _told(picture.image, values)
        common = {"created_at": int(time.time())} | told | {"size": told.get("size", "auto")}
        for index, unfinished in enumerate(_unfinished(picture.image, values)):
            partial = {"partial_image_index": index, "b64_json": unfinished} | common
            yield _typed(f"{job.kind}.partial_image", partial)
        usage = _usage(values, [picture.image.size], job.sources, details=False)
        finished = {"b64_json": _base64(picture.image, values), "usage": usage}
        yield _typed(f"{job.kind}.completed", finished | common)


def _typed(kind: str, tree: dict[str, Any]) -> bytes:
    return event(kind, {"type": kind} | tree)


def _unfinished(image: Image.Image, values: Values) -> Iterator[str]:
    count = values.get("partial_images", 0)
    for number in range(count):
        radius = max(image.size) / 25 * (count - number) / count
        yield _base64(image.filter(ImageFilter.GaussianBlur(max(2.0, radius))), values)


def _base64(image: Image.Image, values: Values) -> str:
    return base64.b64encode(_encoded(image, values)).decode()

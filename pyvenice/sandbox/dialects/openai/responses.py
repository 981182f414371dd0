"""OpenAI's responses: pictures with their attributes and usage, as JSON or as a stream."""

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
from pyvenice.sandbox.painting.encode import MEDIA_TYPES, Format, encode, opaque
from pyvenice.sandbox.painting.geometry import Size
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import Headers, event, event_stream, json_response

_STANDARD = ("1024x1024", "1024x1536", "1536x1024")
_TOKENS = {"low": 272, "medium": 1056, "high": 4160}
_MEGAPIXEL = 1024 * 1024
_TOKENS_PER_IMAGE = 323

Paint = Callable[[int], Picture]


@dataclass(frozen=True, slots=True)
class Job:
    """Pictures to make: by which function, from how many images, under which name of events."""

    paint: Paint
    kind: str
    sources: int = 0


def image_response(request: Request, values: Values, job: Job) -> WireResponse:
    """The pictures of a job as JSON, or as a stream of events if `stream` is set."""
    if values.get("stream"):
        first = _with_background(job.paint(0), values)
        return event_stream(_events(first, values, job), headers(), first.operations)
    started = time.perf_counter()
    files: list[bytes] = []
    sizes: list[Size] = []
    operations: list[str] = []
    attributes: dict[str, str] = {}
    for number in range(values.get("n", 1)):
        picture = _with_background(job.paint(number), values)
        operations += picture.operations
        sizes.append(picture.image.size)
        files.append(_encode(picture.image, values))
        attributes = _attributes(picture.image, values)
    body: dict[str, Any] = {"created": int(time.time())}
    body["data"] = [_item(request, data, values) for data in files]
    if not _is_dall_e(values):
        body |= attributes
        body["usage"] = _usage(values, sizes, job.sources, details=True)
    return json_response(200, body, headers(time.perf_counter() - started), operations)


def headers(seconds: float = 0.001) -> Headers:
    """The headers of every response."""
    return [
        ("x-request-id", new_id("req_")),
        ("openai-organization", "sandbox"),
        ("openai-version", "2020-10-01"),
        ("openai-processing-ms", str(max(1, round(seconds * 1000)))),
    ]


def completed_event(attributes: dict[str, Any]) -> bytes:
    """The last event of an edit."""
    return _typed_event("image_edit.completed", attributes)


def _with_background(picture: Picture, values: Values) -> Picture:
    """The picture with the background on request."""
    background = values.get("background")
    if background == "opaque":
        return Picture(opaque(picture.image), picture.operations)
    if background == "transparent" and not _is_transparent(picture.image):
        return Picture(cut_out(picture.image), (*picture.operations, "background removed"))
    return picture


def _is_transparent(image: Image.Image) -> bool:
    whole = image.width * image.height
    return image.mode == "RGBA" and image.getchannel("A").histogram()[255] < whole


def _item(request: Request, data: bytes, values: Values) -> dict[str, str]:
    if _is_dall_e(values) and values.get("response_format", "url") == "url":
        path = request.pictures.keep(data, MEDIA_TYPES[_format(values)])
        return {"url": request.origin + path}
    return {"b64_json": base64.b64encode(data).decode()}


def _is_dall_e(values: Values) -> bool:
    return bool(values["model"].startswith("dall-e"))


def _format(values: Values) -> Format:
    output_format: Format = values.get("output_format", "png")
    return output_format


def _encode(image: Image.Image, values: Values) -> bytes:
    return encode(image, _format(values), quality=values.get("output_compression"))


def _attributes(image: Image.Image, values: Values) -> dict[str, str]:
    """The attributes of a picture in the response, without a size that the contract does not know."""
    size = f"{image.width}x{image.height}"
    transparent = image.mode == "RGBA" and _format(values) != "jpeg"
    attributes = {
        "background": "transparent" if transparent else "opaque",
        "output_format": _format(values),
        "quality": _quality(values),
    }
    return attributes | ({"size": size} if size in _STANDARD else {})


def _quality(values: Values) -> str:
    quality = values.get("quality", "auto")
    return quality if quality in _TOKENS else "medium"


def _usage(values: Values, sizes: Sequence[Size], sources: int, *, details: bool) -> dict[str, Any]:
    """Tokens as if they were counted: four characters each, and by megapixel and quality."""
    text, image = max(1, len(values["prompt"]) // 4), _TOKENS_PER_IMAGE * sources
    rate = _TOKENS[_quality(values)] / _MEGAPIXEL
    output = sum(max(1, round(rate * width * height)) for width, height in sizes)
    usage: dict[str, Any] = {
        "input_tokens": text + image,
        "input_tokens_details": {"text_tokens": text, "image_tokens": image},
        "output_tokens": output,
        "total_tokens": text + image + output,
    }
    if details:
        usage["output_tokens_details"] = {"text_tokens": 0, "image_tokens": output}
    return usage


def _events(first: Picture, values: Values, job: Job) -> Iterator[bytes]:
    """For each picture the unfinished ones, less and less blurred, then the finished one."""
    for number in range(values.get("n", 1)):
        picture = _with_background(job.paint(number), values) if number else first
        attributes = {"size": "auto"} | _attributes(picture.image, values)
        common = {"created_at": int(time.time())} | attributes
        for index, unfinished in enumerate(_unfinished(picture.image, values)):
            partial = {"partial_image_index": index, "b64_json": unfinished} | common
            yield _typed_event(f"{job.kind}.partial_image", partial)
        usage = _usage(values, [picture.image.size], job.sources, details=False)
        finished = {"b64_json": _base64(picture.image, values), "usage": usage}
        yield _typed_event(f"{job.kind}.completed", finished | common)


def _typed_event(kind: str, tree: dict[str, Any]) -> bytes:
    return event(kind, {"type": kind} | tree)


def _unfinished(image: Image.Image, values: Values) -> Iterator[str]:
    count = values.get("partial_images", 0)
    for number in range(count):
        radius = max(image.size) / 25 * (count - number) / count
        yield _base64(image.filter(ImageFilter.GaussianBlur(max(2.0, radius))), values)


def _base64(image: Image.Image, values: Values) -> str:
    return base64.b64encode(_encode(image, values)).decode()

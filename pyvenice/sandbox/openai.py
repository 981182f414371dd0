"""OpenAI's dialect: pictures as base64 in JSON, or as a stream in which they sharpen."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from PIL import Image, ImageFilter

from pyvenice.core.wire import WireResponse
from pyvenice.sandbox import openai_words, paint
from pyvenice.sandbox.cutout import cut_out
from pyvenice.sandbox.dialect import Dialect, Route, check_words, new_id
from pyvenice.sandbox.encode import MEDIA_TYPES, Format, encoded, opaque
from pyvenice.sandbox.exchange import (
    Exchange,
    Headers,
    Values,
    event,
    event_answer,
    json_answer,
)
from pyvenice.sandbox.fit import Size
from pyvenice.sandbox.forms import FormRules, Part
from pyvenice.sandbox.paint import Picture
from pyvenice.sandbox.refusals import Refused

DEFAULT_MODEL = "gpt-image-1.5"

_MODELS = (
    "gpt-image-1.5",
    "gpt-image-2",
    "gpt-image-2-2026-04-21",
    "gpt-image-1",
    "gpt-image-1-mini",
    "chatgpt-image-latest",
    "dall-e-2",
)
_SIZE = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})")
_LONGEST, _WIDEST, _MOST_PIXELS = 3840, 3, 3840 * 2160
_STANDARD = ("1024x1024", "1024x1536", "1536x1024")
_TOKENS = {"low": 272, "medium": 1056, "high": 4160}
_MEGAPIXEL = 1024 * 1024

Paint = Callable[[int], Picture]


class OpenAI(Dialect):
    """`/images/edits` and its kin."""

    provider: ClassVar[str] = "openai"
    prefix: ClassVar[str] = "/openai/v1"
    base_path: ClassVar[str] = "/openai/v1"
    form_rules: ClassVar[FormRules] = FormRules(brackets=True)

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", "/images/edits", self.edit),
            Route("POST", "/images/generations", self.generate),
            Route("POST", "/images/variations", self.vary),
            Route("GET", "/models", self.models),
            Route("GET", "/models/{model}", self.model),
        )

    def refusal(self, refused: Refused, exchange: Exchange) -> WireResponse:
        return openai_words.refusal(refused, exchange, _facts())

    def edit(self, exchange: Exchange) -> WireResponse:
        values = _settled(exchange.checked())
        _check_declared_types(exchange)
        images = exchange.images("images" if "images" in values else "image")
        mask = exchange.mask("mask")
        if mask is not None and mask.size != images[0].size:
            raise Refused("mask", _other_size(mask.size, images[0].size), path=("mask",))
        size = _size(values)

        def painted(number: int) -> Picture:
            return paint.edit(images, values["prompt"], mask=mask, size=size, variant=number)

        return _answered(exchange, values, painted, "image_edit", sources=len(images))

    def generate(self, exchange: Exchange) -> WireResponse:
        values = _settled(exchange.checked())
        size = _size(values) or (1024, 1024)
        transparent = values.get("background") == "transparent"

        def painted(number: int) -> Picture:
            return paint.generate(values["prompt"], size, variant=number, transparent=transparent)

        return _answered(exchange, values, painted, "image_generation", sources=0)

    def vary(self, exchange: Exchange) -> WireResponse:
        values = {"model": "dall-e-2", "response_format": "url"} | exchange.checked()
        check_words(None, values["model"])
        _check_declared_types(exchange)
        images = exchange.images("image")
        size = _size({"size": values.get("size") or "1024x1024"})
        return _answered(
            exchange,
            values,
            lambda number: paint.vary(images, size=size, variant=number),
            "image_edit",
            sources=1,
        )

    def models(self, _: Exchange) -> WireResponse:
        listed = {"object": "list", "data": [_model(name) for name in _MODELS]}
        return json_answer(200, listed, _facts())

    def model(self, exchange: Exchange) -> WireResponse:
        name = exchange.parameters["model"]
        if name not in _MODELS:
            raise Refused("model", name, path=("model",))
        return json_answer(200, _model(name), _facts())


def _settled(values: Values) -> Values:
    """The values without nulls, and what the schema cannot say about them checked."""
    given = {name: value for name, value in values.items() if value is not None}
    model = given.setdefault("model", DEFAULT_MODEL)
    check_words(given["prompt"], model)
    form = given.get("output_format", "png")
    if "response_format" in given and not model.startswith("dall-e"):
        raise Refused("value", f"'{model}' always answers base64", path=("response_format",))
    if given.get("background") == "transparent" and form == "jpeg":
        raise Refused("value", "transparent needs output_format png or webp", path=("background",))
    if given.get("output_compression", 100) != 100 and form == "png":
        message = "compression below 100 needs output_format jpeg or webp"
        raise Refused("value", message, path=("output_compression",))
    if given.get("stream") and given.get("n", 1) != 1:
        raise Refused("value", "a stream shows one picture only", path=("n",))
    if given.get("partial_images") and not given.get("stream"):
        raise Refused("value", "needs stream=true", path=("partial_images",))
    return given


def _size(values: Values) -> Size | None:
    asked = values.get("size", "auto")
    if asked == "auto":
        return None
    match = _SIZE.fullmatch(asked)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    width, height = size
    if (
        not match
        or max(size) > _LONGEST
        or width * height > _MOST_PIXELS
        or max(size) > min(size) * _WIDEST
    ):
        raise Refused(
            "value",
            f"{asked[:40]!r} is not auto or WIDTHxHEIGHT of at most {_LONGEST}x2160 pixels and 3:1",
            path=("size",),
        )
    return size


def _check_declared_types(exchange: Exchange) -> None:
    """The server trusts what a part says it is, and refuses `application/octet-stream`."""
    for name in ("image", "mask"):
        for path, rule, value in exchange.given(name):
            if isinstance(value, Part):
                declared = (
                    (value.media_type or "application/octet-stream").partition(";")[0].strip()
                )
                allowed = [one for one in rule.get("media-types", ()) if one != declared]
                if declared in rule.get("media-types", (declared,)):
                    continue
                named = ", ".join(f"'{one}'" for one in allowed)
                message = f"unsupported mimetype ('{declared}'). Supported file formats are {named}"
                raise Refused("image-type", message, path=path)


def _other_size(mask: Size, image: Size) -> str:
    return f"the mask is {mask[0]}x{mask[1]} and the image {image[0]}x{image[1]}; they must be the same"


def _answered(
    exchange: Exchange, values: Values, painted: Paint, kind: str, *, sources: int
) -> WireResponse:
    if values.get("stream"):
        first = _backed(painted(0), values)
        events = _events(first, values, kind, sources)
        return event_answer(events, _facts(), first.operations)
    started = time.perf_counter()
    pictures = [_backed(painted(number), values) for number in range(values.get("n") or 1)]
    form = _format(values)
    data = [encoded(one.image, form, quality=values.get("output_compression")) for one in pictures]
    answer: dict[str, Any] = {
        "created": int(time.time()),
        "data": [_item(exchange, one, form, values) for one in data],
    }
    if not values["model"].startswith("dall-e"):
        answer |= _told(pictures[0].image, values) | {
            "usage": _usage(values, pictures, sources, details=True)
        }
    operations = [name for picture in pictures for name in picture.operations]
    return json_answer(200, answer, _facts(time.perf_counter() - started), operations)


def _backed(picture: Picture, values: Values) -> Picture:
    """The picture with the background that was asked for."""
    wanted = values.get("background")
    if wanted == "opaque":
        return Picture(opaque(picture.image), picture.operations)
    if wanted == "transparent" and picture.image.mode != "RGBA":
        return Picture(cut_out(picture.image), (*picture.operations, "background removed"))
    return picture


def _item(exchange: Exchange, data: bytes, form: Format, values: Values) -> dict[str, str]:
    if values["model"].startswith("dall-e") and (values.get("response_format") or "url") == "url":
        name = exchange.files.keep(data, MEDIA_TYPES[form])
        return {"url": f"{exchange.origin}/files/{name}"}
    return {"b64_json": base64.b64encode(data).decode()}


def _format(values: Values) -> Format:
    asked: Format = values.get("output_format") or "png"
    return asked


def _told(image: Image.Image, values: Values) -> dict[str, str]:
    """What the answer says of the pictures; a size that the contract does not know is left out."""
    size = f"{image.width}x{image.height}"
    told = {
        "background": "transparent" if image.mode == "RGBA" else "opaque",
        "output_format": _format(values),
        "quality": _quality(values),
    }
    return told | ({"size": size} if size in _STANDARD else {})


def _quality(values: Values) -> str:
    asked = values.get("quality", "auto")
    return asked if asked in _TOKENS else "medium"


def _usage(
    values: Values, pictures: Sequence[Picture], sources: int, *, details: bool
) -> dict[str, Any]:
    """Tokens as if they were counted: four characters each, and by megapixel and quality."""
    text = max(1, len(values["prompt"]) // 4)
    seen = 323 * sources
    made = sum(
        max(1, round(_TOKENS[_quality(values)] * one.image.width * one.image.height / _MEGAPIXEL))
        for one in pictures
    )
    usage: dict[str, Any] = {
        "input_tokens": text + seen,
        "input_tokens_details": {"text_tokens": text, "image_tokens": seen},
        "output_tokens": made,
        "total_tokens": text + seen + made,
    }
    return usage | (
        {"output_tokens_details": {"text_tokens": 0, "image_tokens": made}} if details else {}
    )


def _events(picture: Picture, values: Values, kind: str, sources: int) -> Iterator[bytes]:
    """The unfinished pictures, each less blurred than the one before, then the finished one."""
    told = _told(picture.image, values)
    common = {"created_at": int(time.time())} | told | {"size": told.get("size", "auto")}
    form = _format(values)
    quality = values.get("output_compression")
    count = values.get("partial_images", 0)
    for number in range(count):
        radius = max(picture.image.size) / 25 * (count - number) / count
        unfinished = picture.image.filter(ImageFilter.GaussianBlur(max(2.0, radius)))
        yield event(
            f"{kind}.partial_image",
            {"type": f"{kind}.partial_image", "partial_image_index": number}
            | {"b64_json": _base64(unfinished, form, quality)}
            | common,
        )
    usage = _usage(values, [picture], sources, details=False)
    finished = {"b64_json": _base64(picture.image, form, quality), "usage": usage}
    yield event(f"{kind}.completed", {"type": f"{kind}.completed"} | finished | common)


def _base64(image: Image.Image, form: Format, quality: int | None) -> str:
    return base64.b64encode(encoded(image, form, quality=quality)).decode()


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 1774396800, "owned_by": "sandbox"}


def _facts(seconds: float = 0.001) -> Headers:
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

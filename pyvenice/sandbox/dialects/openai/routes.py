"""OpenAI's dialect: what it takes, and what of it the contract alone cannot judge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from pyvenice.core.recording.multipart_parser import Part
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route, check_words
from pyvenice.sandbox.dialects.openai import errors
from pyvenice.sandbox.dialects.openai.responses import Job, answered, facts
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.editor import Picture
from pyvenice.sandbox.painting.fit import Size
from pyvenice.sandbox.server.exchange import Exchange, Values, event, json_answer
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.refusals import RefusalError

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


class OpenAI(Dialect):
    """`/images/edits` and its kin."""

    provider: ClassVar[str] = "openai"
    prefix: ClassVar[str] = "/openai/v1"
    base_path: ClassVar[str] = "/openai/v1"
    form_rules: ClassVar[FormRules] = FormRules(brackets=True)
    error_event: ClassVar[bytes] = event(
        "error", {"type": "error", "error": errors.fault_error(500)}
    )

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", "/images/edits", self.edit),
            Route("POST", "/images/generations", self.generate),
            Route("POST", "/images/variations", self.vary),
            Route("GET", "/models", self.models),
            Route("GET", "/models/{model}", self.model),
        )

    def refusal(self, refused: RefusalError, exchange: Exchange) -> WireResponse:
        return errors.refusal(refused, exchange, facts())

    def edit(self, exchange: Exchange) -> WireResponse:
        values = _settled(exchange.checked())
        _check_declared_types(exchange)
        images = exchange.images("images" if "images" in values else "image")
        mask = exchange.mask("mask")
        if mask is not None and mask.size != images[0].size:
            raise RefusalError("mask", _other_size(mask.size, images[0].size), path=("mask",))
        size = _size(values)

        def painted(number: int) -> Picture:
            return editor.edit(images, values["prompt"], mask=mask, size=size, variant=number)

        return answered(exchange, values, Job(painted, "image_edit", len(images)))

    def generate(self, exchange: Exchange) -> WireResponse:
        values = _settled(exchange.checked())
        size = _size(values) or (1024, 1024)
        transparent = values.get("background") == "transparent"

        def painted(number: int) -> Picture:
            return editor.generate(values["prompt"], size, variant=number, transparent=transparent)

        return answered(exchange, values, Job(painted, "image_generation"))

    def vary(self, exchange: Exchange) -> WireResponse:
        values = {"model": "dall-e-2", "size": "1024x1024"} | _given(exchange.checked())
        check_words(None, values["model"])
        if not values["model"].startswith("dall-e"):
            raise RefusalError("model", values["model"], path=("model",))
        _check_declared_types(exchange)
        images, size = exchange.images("image"), _size(values)

        def painted(number: int) -> Picture:
            return editor.vary(images, size=size, variant=number)

        return answered(exchange, values | {"prompt": ""}, Job(painted, "image_edit", 1))

    def models(self, _: Exchange) -> WireResponse:
        listed = {"object": "list", "data": [_model(name) for name in _MODELS]}
        return json_answer(200, listed, facts())

    def model(self, exchange: Exchange) -> WireResponse:
        name = exchange.parameters["model"]
        if name not in _MODELS:
            raise RefusalError("model", name, path=("model",))
        return json_answer(200, _model(name), facts())


def _given(values: Values) -> Values:
    return {name: value for name, value in values.items() if value is not None}


def _settled(values: Values) -> Values:
    """The values without nulls. Raises `RefusalError` for what only the documentation rules out."""
    given = {"model": DEFAULT_MODEL} | _given(values)
    check_words(given["prompt"], given["model"])
    form = given.get("output_format", "png")
    if "response_format" in given and not given["model"].startswith("dall-e"):
        raise RefusalError(
            "unknown", f"'{given['model']}' always answers base64", path=("response_format",)
        )
    if given.get("background") == "transparent" and form == "jpeg":
        raise RefusalError(
            "value", "transparent needs output_format png or webp", path=("background",)
        )
    if given.get("output_compression", 100) != 100 and form == "png":
        message = "less than 100 needs output_format jpeg or webp"
        raise RefusalError("value", message, path=("output_compression",))
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
        raise RefusalError(
            "value",
            f"{asked[:40]!r} is not auto or WIDTHxHEIGHT of at most {_LONGEST}x2160 pixels and 3:1",
            path=("size",),
        )
    return size


def _check_declared_types(exchange: Exchange) -> None:
    """The server goes by what a part says it is, and refuses `application/octet-stream`."""
    for name in ("image", "mask"):
        for path, rule, value in exchange.given(name):
            allowed = rule.get("media-types")
            if not isinstance(value, Part) or not allowed:
                continue
            declared = (value.media_type or "application/octet-stream").partition(";")[0].strip()
            if declared not in allowed:
                named = ", ".join(f"'{one}'" for one in allowed)
                message = f"unsupported mimetype ('{declared}'). Supported file formats are {named}"
                raise RefusalError("image-type", message, path=path)


def _other_size(mask: Size, image: Size) -> str:
    return f"its size is {mask[0]}x{mask[1]}, that of the image {image[0]}x{image[1]}"


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 1774396800, "owned_by": "sandbox"}

"""Gemini's routes: a conversation in, the next message out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from PIL import Image

from pyvenice.contract.schema.reader import Path
from pyvenice.core.images.base64_codec import decode_base64
from pyvenice.core.json_types import Schema
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route
from pyvenice.sandbox.dialects.gemini import errors
from pyvenice.sandbox.dialects.gemini.responses import (
    Turn,
    blocked_response,
    image_response,
    signature,
    text_response,
)
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.encode import encode
from pyvenice.sandbox.painting.geometry import Size, with_area, with_longer_side
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.image_inputs import read_image
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import json_response

_MODELS = {
    "gemini-3.1-flash-image": ("512", "1K", "2K", "4K"),
    "gemini-3-pro-image": ("1K", "2K", "4K"),
    "gemini-nano-banana-2.1": ("512", "1K", "2K", "4K"),
    "gemini-3.1-flash-lite-image": ("1K",),
    "gemini-2.5-flash-image": (),
}
"""The image sizes of each model."""
_SIDES = {"512": 512, "1K": 1024, "2K": 2048, "4K": 4096}
_SNAKE_NAME = re.compile(rb'"[a-z]+(?:_[a-z]+)+"(?=\s*:)')
_WITHHELD = {"unsafe": "IMAGE_SAFETY", "imageless": "NO_IMAGE"}
"""Words of a prompt with which no image comes, and the reason that is given."""

Given = tuple[Path, Schema, Any]
"""An image of the request, not read yet: its path, its rule, and its base64 text."""


class Gemini(Dialect):
    """Edits in a conversation of texts and images."""

    provider: ClassVar[str] = "gemini"
    title: ClassVar[str] = "Gemini"
    summary: ClassVar[str] = "messages of texts and images as JSON, in and out"
    prefix: ClassVar[str] = "/gemini/v1beta"
    base_path: ClassVar[str] = "/gemini/v1beta"
    edit_path: ClassVar[str] = "/models/gemini-3.1-flash-image:generateContent"
    example: ClassVar[str] = (
        """--json '{"contents": [{"parts": [{"inlineData": {"mimeType": "image/jpeg", "data": "'$(base64"""
        """ -w 0 photo.jpg)'"}}, {"text": "make it sepia"}]}]}'"""
    )
    default_model: ClassVar[str] = "gemini-3.1-flash-image"
    key_header: ClassVar[str] = "x-goog-api-key"

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", "/models/{modelsId}:generateContent", self.generate_content),
            Route("GET", "/models", self.models),
        )

    def error_response(self, error: APIError, request: Request) -> WireResponse:
        return errors.error_response(error, request)

    def generate_content(self, request: Request) -> WireResponse:
        request = _with_json_names(request)
        values = request.valid_fields()
        model = request.parameters["modelsId"]
        check_model(model, _MODELS)
        config = values.get("generationConfig", {})
        size = _size(model, config.get("imageConfig", {}))
        given = request.raw_images("contents")
        _check_signatures(values, model)
        images = [read_image(value, rule, path, request.links) for path, rule, value in given]
        last = _last_images(values, given, images)
        turn = Turn(model, _prompt(values), len(images))
        if _is_forbidden(turn.prompt):
            return blocked_response(turn)
        reason = next((_WITHHELD[word] for word in _WITHHELD if word in turn.prompt), None)
        if reason is not None:
            return text_response(turn, "", reason)
        if "IMAGE" not in config.get("responseModalities", ["IMAGE"]):
            return text_response(turn, "I can describe it, and no image was asked for.")
        return _painted(turn, last, size, config.get("seed", 0))

    def models(self, _: Request) -> WireResponse:
        listed = [
            {
                "name": f"models/{name}",
                "version": "sandbox",
                "displayName": name,
                "supportedGenerationMethods": ["generateContent"],
            }
            for name in _MODELS
        ]
        return json_response(200, {"models": listed})


def _with_json_names(request: Request) -> Request:
    """The request with `mimeType` for `mime_type`: as any API with protobuf messages, it takes both."""
    body = _SNAKE_NAME.sub(lambda name: _camel_case(name[0]), request.wire.body)
    return replace(request, wire=replace(request.wire, body=body))


def _camel_case(name: bytes) -> bytes:
    return re.sub(rb"_([a-z])", lambda letter: letter[1].upper(), name)


def _painted(turn: Turn, images: list[Image.Image], ratio: Size, seed: int) -> WireResponse:
    """The edit of the images; without any, a drawing. `ratio` is the size, or (0, 0) for that of the image."""
    size = ratio if all(ratio) else None
    if images:
        picture = editor.edit(images, turn.prompt, size=size)
    else:
        picture = editor.generate(turn.prompt, size or (512, 512), seed=seed % 1000)
    return image_response(turn, encode(picture.image, "png"), picture.operations)


def _size(model: str, config: Mapping[str, Any]) -> Size:
    """The size that was asked for; (0, 0) if none was. Raises `APIError` for one that the model lacks."""
    ratio, tier = config.get("aspectRatio"), config.get("imageSize")
    if tier is not None and model in _MODELS and tier not in _MODELS[model]:
        allowed = ", ".join(_MODELS[model]) or "none"
        message = f"{tier} is not supported by {model}, which takes {allowed}"
        raise APIError("value", message, path=("generationConfig", "imageConfig", "imageSize"))
    if ratio is None and tier is None:
        return 0, 0
    across, down = (int(part) for part in (ratio or "1:1").split(":"))
    side = _SIDES[tier or "1K"]
    size = with_area((across, down), side * side)
    return size if ratio else with_longer_side(size, side)


def _messages(values: Values) -> Iterator[tuple[int, str, list[dict[str, Any]]]]:
    for number, content in enumerate(values["contents"]):
        yield number, content.get("role", "user"), content["parts"]


def _prompt(values: Values) -> str:
    """The texts of the last message."""
    *_, (_, _, parts) = _messages(values)
    return " ".join(part["text"] for part in parts if "text" in part)


def _last_images(
    values: Values, given: Sequence[Given], images: Sequence[Image.Image]
) -> list[Image.Image]:
    """The images of the last message that has any."""
    numbers = [path[1] for path, _, _ in given]
    last = max((number for number, _, _ in _messages(values) if number in numbers), default=None)
    return [image for number, image in zip(numbers, images, strict=True) if number == last]


def _check_signatures(values: Values, model: str) -> None:
    """Models from 3 on want back the signature of each image that they made."""
    for number, role, parts in _messages(values):
        for index, part in enumerate(parts):
            if role != "model" or "inlineData" not in part or model.startswith("gemini-2"):
                continue
            # Clients write base64 in either alphabet, with padding or without.
            picture = _decoded(part["inlineData"]["data"])
            if _decoded(part.get("thoughtSignature", "")) != _decoded(signature(picture)):
                path = ("contents", number, "parts", index)
                raise APIError("value", "Image part is missing a thought_signature", path=path)


def _decoded(text: str) -> bytes:
    try:
        return decode_base64(text)
    except ValueError:
        return b""


def _is_forbidden(prompt: str) -> bool:
    try:
        check_prompt(prompt)
    except APIError:
        return True
    return False

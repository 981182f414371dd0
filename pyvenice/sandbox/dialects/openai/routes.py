"""OpenAI's routes, and the rules that the contract alone does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from pyvenice.core.recording.multipart_parser import Part
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route
from pyvenice.sandbox.dialects.openai import errors
from pyvenice.sandbox.dialects.openai.batches import BatchDesk
from pyvenice.sandbox.dialects.openai.responses import Job, completed_event, headers, image_response
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.editor import Picture
from pyvenice.sandbox.painting.geometry import Size
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.image_inputs import align_mask
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import Headers, event, json_response

_MODELS = (
    "gpt-image-1.5",
    "gpt-image-2",
    "gpt-image-2-2026-04-21",
    "gpt-image-2.5-flare",
    "gpt-image-2.5-sunburst",
    "gpt-image-2.6-flare",
    "gpt-image-2.6-sunburst",
    "gpt-image-1",
    "gpt-image-1-mini",
    "chatgpt-image-latest",
    "dall-e-2",
)
_TOKENS_PER_MINUTE, _TOKENS_PER_REQUEST = 800_000, 1_000
_STANDARD = ("1024x1024", "1536x1024", "1024x1536")
_SIZES = {
    "dall-e-2": ("256x256", "512x512", "1024x1024"),
    "gpt-image-1": _STANDARD,
    "gpt-image-1-mini": _STANDARD,
    "gpt-image-1.5": _STANDARD,
    "chatgpt-image-latest": _STANDARD,
}
"""The only sizes of some models; later ones take any that keeps the rules below."""
_SIDE_STEP = 16
_SIZE = re.compile(r"([1-9]\d{0,4})x([1-9]\d{0,4})")
_LONGEST, _WIDEST, _MOST_PIXELS = 3840, 3, 3840 * 2160


class OpenAI(Dialect):
    """Edits, generation and variations of images."""

    provider: ClassVar[str] = "openai"
    title: ClassVar[str] = "OpenAI"
    summary: ClassVar[str] = "multipart or JSON in, base64 or a stream of partial images out"
    prefix: ClassVar[str] = "/openai/v1"
    base_path: ClassVar[str] = "/openai/v1"
    edit_path: ClassVar[str] = "/images/edits"
    default_model: ClassVar[str] = "gpt-image-1.5"
    requests_per_minute: ClassVar[int] = 500
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
            *BatchDesk(self._answer).routes(),
        )

    def _answer(self, wire: WireRequest, path: str) -> WireResponse:
        """The response to a request of a batch."""
        request = self.request(wire, path, path)
        try:
            return self.edit(request) if path == self.edit_path else self.generate(request)
        except APIError as error:
            return self.error_response(error, request)

    def error_response(self, error: APIError, request: Request) -> WireResponse:
        return errors.error_response(error, request, headers())

    def result_events(self, tree: Any) -> Iterable[bytes]:
        return [completed_event(item | {"size": "auto"}) for item in tree["data"]]

    def rate_limit_headers(self, left: int, seconds: float) -> Headers:
        used = self.requests_per_minute - left
        # Requests come back one by one: a client need not wait for the whole minute.
        reset = f"{min(seconds, 60 / self.requests_per_minute):.3f}s"
        return [
            ("x-ratelimit-limit-requests", str(self.requests_per_minute)),
            ("x-ratelimit-remaining-requests", str(left)),
            ("x-ratelimit-reset-requests", reset),
            ("x-ratelimit-limit-tokens", str(_TOKENS_PER_MINUTE)),
            ("x-ratelimit-remaining-tokens", str(_TOKENS_PER_MINUTE - used * _TOKENS_PER_REQUEST)),
            ("x-ratelimit-reset-tokens", reset),
        ]

    def edit(self, request: Request) -> WireResponse:
        values = _with_defaults(request.valid_fields())
        _check_declared_types(request)
        images = request.images("images" if "images" in values else "image")
        mask = request.mask("mask")
        mask = None if mask is None else align_mask(mask, images[0])
        if mask is not None and mask.size != images[0].size:
            raise APIError("mask", _size_mismatch(mask.size, images[0].size), path=("mask",))
        size = _size(values)

        def paint(number: int) -> Picture:
            return editor.edit(images, values["prompt"], mask=mask, size=size, variant=number)

        return image_response(request, values, Job(paint, "image_edit", len(images)))

    def generate(self, request: Request) -> WireResponse:
        values = _with_defaults(request.valid_fields())
        size = _size(values) or (1024, 1024)
        transparent = values.get("background") == "transparent"

        def paint(number: int) -> Picture:
            return editor.generate(values["prompt"], size, variant=number, transparent=transparent)

        return image_response(request, values, Job(paint, "image_generation"))

    def vary(self, request: Request) -> WireResponse:
        values = {"model": "dall-e-2", "size": "1024x1024"} | _without_nulls(request.valid_fields())
        check_model(values["model"], _MODELS)
        if not values["model"].startswith("dall-e"):
            raise APIError("model", values["model"], path=("model",))
        _check_declared_types(request)
        images, size = request.images("image"), _size(values)

        def paint(number: int) -> Picture:
            return editor.vary(images, size=size, variant=number)

        return image_response(request, values | {"prompt": ""}, Job(paint, "image_edit", 1))

    def models(self, _: Request) -> WireResponse:
        listed: dict[str, Any] = {"object": "list", "data": [_model(name) for name in _MODELS]}
        return json_response(200, listed, headers())

    def model(self, request: Request) -> WireResponse:
        name = request.parameters["model"]
        if name not in _MODELS:
            raise APIError("model", name, path=("model",))
        return json_response(200, _model(name), headers())


def _without_nulls(values: Values) -> Values:
    return {name: value for name, value in values.items() if value is not None}


def _with_defaults(values: Values) -> Values:
    """The values without nulls. Raises `APIError` for what only the documentation forbids."""
    given = {"model": OpenAI.default_model} | _without_nulls(values)
    check_prompt(given["prompt"])
    check_model(given["model"], _MODELS)
    form = given.get("output_format", "png")
    if "response_format" in given and not given["model"].startswith("dall-e"):
        raise APIError(
            "unknown", f"'{given['model']}' always answers base64", path=("response_format",)
        )
    if given.get("background") == "transparent" and form == "jpeg":
        raise APIError("value", "transparent needs output_format png or webp", path=("background",))
    if given.get("output_compression", 100) != 100 and form == "png":
        message = "less than 100 needs output_format jpeg or webp"
        raise APIError("value", message, path=("output_compression",))
    return given


def _size(values: Values) -> Size | None:
    text = values.get("size", "auto")
    if text == "auto":
        return None
    allowed = _SIZES.get(values["model"])
    if allowed is not None and text not in allowed:
        message = f"{text[:40]!r} is not auto or one of {', '.join(allowed)}"
        raise APIError("value", message, path=("size",))
    match = _SIZE.fullmatch(text)
    size = (int(match[1]), int(match[2])) if match else (0, 0)
    if not match or not _is_allowed(size):
        raise APIError(
            "value",
            f"{text[:40]!r} is not auto or WIDTHxHEIGHT of at most {_LONGEST}x2160 pixels and 3:1,"
            f" each side a multiple of {_SIDE_STEP}",
            path=("size",),
        )
    return size


def _is_allowed(size: Size) -> bool:
    width, height = size
    return (
        max(size) <= _LONGEST
        and width * height <= _MOST_PIXELS
        and max(size) <= min(size) * _WIDEST
        and width % _SIDE_STEP == height % _SIDE_STEP == 0
    )


def _check_declared_types(request: Request) -> None:
    """The server goes by the content type of a part, and rejects `application/octet-stream`."""
    for name in ("image", "mask"):
        for path, rule, value in request.raw_images(name):
            allowed = rule.get("media-types")
            if not isinstance(value, Part) or not allowed:
                continue
            declared = (value.media_type or "application/octet-stream").partition(";")[0].strip()
            if declared not in allowed:
                formats = ", ".join(f"'{media_type}'" for media_type in allowed)
                message = (
                    f"unsupported mimetype ('{declared}'). Supported file formats are {formats}"
                )
                raise APIError("image-type", message, path=path)


def _size_mismatch(mask: Size, image: Size) -> str:
    return f"its size is {mask[0]}x{mask[1]}, that of the image {image[0]}x{image[1]}"


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 1774396800, "owned_by": "sandbox"}

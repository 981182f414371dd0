"""Hugging Face's route: an image and parameters in JSON, or the image alone; the image comes back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, ClassVar

from PIL import Image

from pyvenice.core.json_types import Json
from pyvenice.core.recording.multipart_parser import Part
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route, new_id
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.encode import encode
from pyvenice.sandbox.painting.geometry import Size
from pyvenice.sandbox.server.errors import APIError, Kind, field_name
from pyvenice.sandbox.server.image_inputs import read_image
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import full_response, json_response

_MODELS = ("black-forest-labs/FLUX.1-Kontext-dev", "Qwen/Qwen-Image-Edit")
_COLD = "cold"
"""A word in the id of a model that is loaded when it is first asked for."""
_LOADING_SECONDS = 0.02
_READABLE = {"media-types": ["image/png", "image/jpeg", "image/webp"]}
_STATUS: dict[Kind, int] = {
    "route": 404,
    "method": 404,
    "key-missing": 401,
    "key-wrong": 401,
    "body-too-large": 413,
    "model": 404,
}
_SENTENCES: dict[Kind, str] = {
    "route": "Not Found",
    "method": "Not Found",
    "key-missing": "Invalid username or password. The sandbox printed its key when it started.",
    "key-wrong": "Invalid credentials in Authorization header",
    "model": "Model {message} does not exist",
    "policy": "The prompt was refused by the content policy",
    "fault": "The sandbox was asked for this error",
}


class HuggingFace(Dialect):
    """Edits with any model."""

    provider: ClassVar[str] = "huggingface"
    title: ClassVar[str] = "HuggingFace"
    summary: ClassVar[str] = "JSON or an image in, the image itself out"
    prefix: ClassVar[str] = "/huggingface/hf-inference"
    base_path: ClassVar[str] = "/huggingface/hf-inference"
    edit_path: ClassVar[str] = f"/models/{_MODELS[0]}"
    example: ClassVar[str] = '-H "Content-Type: image/jpeg" --data-binary @photo.jpg'
    default_model: ClassVar[str] = _MODELS[0]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._loaded: set[str] = set()

    def routes(self) -> Sequence[Route]:
        return (Route("POST", "/models/{model}", self.edit, slashes=True),)

    def error_response(self, error: APIError, request: Request) -> WireResponse:  # noqa: ARG002
        status = error.status or _STATUS.get(error.kind, 400)
        return json_response(status, {"error": _message(error)}, error.headers)

    def edit(self, request: Request) -> WireResponse:
        model = request.parameters["model"]
        check_model(model, _MODELS)
        if _COLD in model and model not in self._loaded:
            self._loaded.add(model)
            loading = f"Model {model} is currently loading"
            tree: Json = {"error": loading, "estimated_time": _LOADING_SECONDS}
            return json_response(503, tree)
        image, parameters = _image_and_parameters(request)
        check_prompt(parameters.get("prompt"))
        size = _size(parameters.get("target_size"))
        picture = editor.edit([image], parameters.get("prompt") or "sharper", size=size)
        headers = [("x-request-id", new_id())]
        return full_response(
            200, encode(picture.image, "png"), "image/png", headers, picture.operations
        )


def _image_and_parameters(request: Request) -> tuple[Image.Image, dict[str, Any]]:
    """The image and the parameters; of any other type than JSON, the body is the image."""
    if request.media_type != "application/json":
        part = Part("inputs", "image", request.media_type, request.wire.body)
        return read_image(part, _READABLE, ("inputs",), request.links), {}
    values = request.valid_fields()
    (image,) = request.images("inputs")
    parameters: dict[str, Any] = values.get("parameters", {})
    return image, parameters


def _size(target: dict[str, int] | None) -> Size | None:
    if target is None:
        return None
    size = target["width"], target["height"]
    if math.prod(size) > 4096 * 4096:
        raise APIError("value", "is too large", path=("parameters", "target_size"))
    return size


def _message(error: APIError) -> Json:
    if error.violations:
        return [
            f"{field_name(violation.path)}: {violation.keyword}" for violation in error.violations
        ]
    plain = "{name}: {message}" if error.path else "{message}"
    return _SENTENCES.get(error.kind, plain).format(name=error.name, message=error.message)

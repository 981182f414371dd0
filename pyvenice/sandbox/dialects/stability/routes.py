"""Stability's routes: a form in, the image out, as bytes or in JSON; one operation is a job."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, ClassVar

from PIL import Image

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route, new_id
from pyvenice.sandbox.dialects.rules import check_prompt
from pyvenice.sandbox.dialects.stability import errors
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.cutout import cut_out
from pyvenice.sandbox.painting.editor import Picture
from pyvenice.sandbox.painting.encode import MEDIA_TYPES, encode
from pyvenice.sandbox.painting.geometry import blur, cover
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.image_inputs import align_mask
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import full_response, json_response

_SLOW = "slowly"
"""A word of a background with which the first poll of a job comes too early."""
_FILTERED = "filtered"
"""A word of a prompt with which the image is blurred."""
_SIDES = ("left", "up", "right", "down")
_SCALE = 4


class Stability(Dialect):
    """Erasing, repainting, extending, replacing, recoloring, cutting out, relighting, enlarging."""

    provider: ClassVar[str] = "stability"
    title: ClassVar[str] = "Stability"
    summary: ClassVar[str] = "multipart in, the image itself out, or a job"
    prefix: ClassVar[str] = "/stability"
    base_path: ClassVar[str] = "/stability"
    edit_path: ClassVar[str] = "/v2beta/stable-image/edit/inpaint"
    default_model: ClassVar[str] = "stable-image"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._jobs: dict[str, tuple[WireResponse, int]] = {}
        """The response of each job, and how many polls will come too early."""

    def routes(self) -> Sequence[Route]:
        edit = "/v2beta/stable-image/edit"
        return (
            Route("POST", f"{edit}/erase", self.erase),
            Route("POST", f"{edit}/inpaint", self.inpaint),
            Route("POST", f"{edit}/outpaint", self.outpaint),
            Route("POST", f"{edit}/search-and-replace", self.search),
            Route("POST", f"{edit}/search-and-recolor", self.search),
            Route("POST", f"{edit}/remove-background", self.remove_background),
            Route("POST", f"{edit}/replace-background-and-relight", self.replace_background),
            Route("POST", "/v2beta/stable-image/upscale/fast", self.upscale),
            Route("GET", "/v2beta/results/{id}", self.result),
            Route("GET", "/v1/user/balance", self.balance),
        )

    def error_response(self, error: APIError, request: Request) -> WireResponse:  # noqa: ARG002
        return errors.error_response(error)

    def erase(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        image, mask = _image_and_mask(request)
        return _response(request, values, editor.edit([image], "blur", mask=mask))

    def inpaint(self, request: Request) -> WireResponse:
        values = _valid_fields(request)
        image, mask = _image_and_mask(request)
        return _response(request, values, editor.edit([image], values["prompt"], mask=mask))

    def outpaint(self, request: Request) -> WireResponse:
        values = _valid_fields(request)
        left, up, right, down = (values.get(side, 0) for side in _SIDES)
        if not (left or up or right or down):
            raise APIError(
                "value", "one of left, right, up and down must be more than 0", path=("left",)
            )
        (image,) = request.images("image")
        canvas = cover(blur(image), (left + image.width + right, up + image.height + down))
        canvas.paste(image, (left, up))
        return _response(request, values, Picture(canvas, ("outpaint",)))

    def search(self, request: Request) -> WireResponse:
        values = _valid_fields(request)
        return _response(request, values, editor.edit(request.images("image"), values["prompt"]))

    def remove_background(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        (image,) = request.images("image")
        return _response(request, values, Picture(cut_out(image), ("background removed",)))

    def upscale(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        (image,) = request.images("image")
        size = (image.width * _SCALE, image.height * _SCALE)
        return _response(request, values, Picture(image.resize(size), ("upscale",)))

    def replace_background(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        prompt = values.get("background_prompt")
        check_prompt(prompt)
        if prompt is None and "background_reference" not in values:
            raise APIError(
                "value", "or background_reference is required", path=("background_prompt",)
            )
        if (
            "light_source_strength" in values
            and not {
                "light_source_direction",
                "light_reference",
            }
            & values.keys()
        ):
            message = "needs light_source_direction or light_reference"
            raise APIError("value", message, path=("light_source_strength",))
        images = [*request.images("subject_image"), *request.images("background_reference")]
        request.images("light_reference")
        picture = editor.edit(images, prompt or "blur")
        identity = new_id()
        early = 1 if _SLOW in (prompt or "") else 0
        self._jobs[identity] = (_response(request, values, picture), early)
        return json_response(200, {"id": identity}, [("x-request-id", new_id())])

    def result(self, request: Request) -> WireResponse:
        identity = request.parameters["id"]
        if identity not in self._jobs:
            raise APIError("unknown", "no such generation, or it has expired", path=("id",))
        response, early = self._jobs[identity]
        if early:
            self._jobs[identity] = response, early - 1
            body = {"id": identity, "status": "in-progress"}
            return json_response(202, body, [("x-request-id", new_id())])
        return response

    def balance(self, _: Request) -> WireResponse:
        return json_response(200, {"credits": 1000.0}, [("x-request-id", new_id())])


def _valid_fields(request: Request) -> Values:
    values = request.valid_fields()
    for name in ("prompt", "negative_prompt"):
        check_prompt(values.get(name))
    return values


def _image_and_mask(request: Request) -> tuple[Image.Image, Image.Image]:
    """The image and its mask: the one that was sent, or where the image is transparent."""
    (image,) = request.images("image")
    mask = request.mask("mask")
    if mask is not None:
        return image, cover(align_mask(mask, image), image.size)
    if image.mode == "RGBA":
        return image, image.getchannel("A").point([255 - value for value in range(256)])
    return image, Image.new("L", image.size, 0)


def _response(request: Request, values: Values, picture: Picture) -> WireResponse:
    form = values.get("output_format", "png")
    is_filtered = any(
        _FILTERED in str(values.get(name, "")) for name in ("prompt", "background_prompt")
    )
    image = blur(picture.image) if is_filtered else picture.image
    data = encode(image, form)
    reason, seed = "CONTENT_FILTERED" if is_filtered else "SUCCESS", values.get("seed", 0)
    headers = [("x-request-id", new_id())]
    if "application/json" in request.wire.headers.get("accept", ""):
        tree = {"image": base64.b64encode(data).decode(), "finish_reason": reason, "seed": seed}
        response = json_response(200, tree, headers, picture.operations)
        kind = ("content-type", f"application/json; type={MEDIA_TYPES[form]}")
        others = [header for header in response.headers if header[0] != "content-type"]
        return WireResponse(200, [kind, *others], response.body)
    headers += [("finish-reason", reason), ("seed", str(seed))]
    return full_response(200, data, MEDIA_TYPES[form], headers, picture.operations)

"""Xinference's routes: OpenAI's paths, but its own names, masks and order of checks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from PIL import Image

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Option, Route
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.dialects.xinference import errors
from pyvenice.sandbox.dialects.xinference.responses import (
    FORMS,
    Paint,
    headers,
    image_response,
    model_entry,
    stream_response,
)
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.editor import Picture
from pyvenice.sandbox.painting.geometry import Size
from pyvenice.sandbox.server.errors import APIError, field_name
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.image_inputs import align_mask
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import event, json_response

_SIZE = re.compile(r"\s*(\d{1,5})\s*[x*]\s*(\d{1,5})\s*", re.IGNORECASE)
_CHECKED_LATER = {("images", "required"), ("images", "type"), ("n", "minimum"), ("size", "pattern")}
_MOST_PIXELS = 33_177_600
_MOST_PICTURES = 10
_TRUE, _FALSE = ("1", "on", "t", "true", "y", "yes"), ("0", "off", "f", "false", "n", "no")


def _booleans() -> dict[str, bool]:
    """Booleans as pydantic reads them from a form."""
    return {
        text: words is _TRUE
        for words in (_TRUE, _FALSE)
        for word in words
        for text in (word, word.upper(), word.title())
    }


class Xinference(Dialect):
    """Edits, variations, inpainting and generation. Keys are checked only with `needs_key`."""

    provider: ClassVar[str] = "xinference"
    title: ClassVar[str] = "Xinference"
    summary: ClassVar[str] = "multipart in, links or base64 out, on a server of your own"
    prefix: ClassVar[str] = "/xinference"
    base_path: ClassVar[str] = "/xinference/v1"
    edit_path: ClassVar[str] = "/images/edits"
    default_model: ClassVar[str] = "sandbox-image"
    form_rules: ClassVar[FormRules] = FormRules(
        last_wins=True,
        empty_is_absent=True,
        booleans=_booleans(),
        aliases={"images": ("images", "images[]", "image[]", "image")},
    )
    error_event: ClassVar[bytes] = event(
        "error", {"type": "image_edit_error", "error": "Internal Server Error"}
    )
    options: ClassVar[Mapping[str, Option]] = {
        "needs_key": Option("key", "Require the key for Xinference, too.")
    }

    def routes(self) -> Sequence[Route]:
        locked = "needs_key" in self._switched_on
        return (
            Route("POST", "/v1/images/edits", self.edit, locked),
            Route("POST", "/v1/images/variations", self.vary, locked),
            Route("POST", "/v1/images/inpainting", self.inpaint, locked),
            Route("POST", "/v1/images/generations", self.generate, locked),
            Route("GET", "/v1/models", self.models, locked),
            Route("GET", "/v1/models/{model}", self.model, locked),
            Route("GET", "/v1/cluster/auth", self.cluster_auth, needs_key=False),
        )

    def error_response(self, error: APIError, request: Request) -> WireResponse:
        return errors.error_response(error, request, headers())

    def result_events(self, tree: Any) -> Iterable[bytes]:
        return [event("complete", tree)]

    def edit(self, request: Request) -> WireResponse:
        values = _valid_fields(request)
        if not request.raw_images("images"):
            raise APIError("image-missing")
        if values.get("response_format") not in {None, *FORMS}:
            raise APIError("value", "response_format must be 'url' or 'b64_json'")
        check_prompt(values["prompt"])
        check_model(values.get("model"), [self.default_model])
        images = request.images("images")

        def work(mask: Image.Image | None) -> Paint:
            return _edit_painter(values, images, mask)

        if values.get("stream"):
            return stream_response(request, values, work)
        return image_response(request, values, work(request.mask("mask")))

    def vary(self, request: Request) -> WireResponse:
        values = _valid_fields(request)
        check_prompt(_prompt(values))
        check_model(values["model"], [self.default_model])
        images, size, first = request.images("image"), _size(values), _seed(values)

        def paint(number: int) -> Picture:
            if prompt := _prompt(values):
                return editor.edit(images, prompt, size=size, variant=first + number)
            return editor.vary(images, size=size, variant=first + number)

        return image_response(request, values, paint)

    def inpaint(self, request: Request) -> WireResponse:
        values = _valid_fields(request)
        prompt = _prompt(values)
        check_prompt(prompt)
        check_model(values["model"], [self.default_model])
        images, size, first = request.images("image"), _size(values), _seed(values)
        mask = _fit_mask(request.mask("mask_image"), images[0])

        def paint(number: int) -> Picture:
            return editor.edit(images, prompt, mask=mask, size=size, variant=first + number)

        return image_response(request, values, paint)

    def generate(self, request: Request) -> WireResponse:
        values = _valid_fields(request)
        prompt = _prompt(values)
        check_prompt(prompt)
        check_model(values["model"], [self.default_model])
        size, first = _size(values) or (1024, 1024), _seed(values)

        def paint(number: int) -> Picture:
            return editor.generate(prompt, size, seed=first, variant=number)

        return image_response(request, values, paint)

    def models(self, _: Request) -> WireResponse:
        listed = [{"id": self.default_model} | model_entry(self.default_model)]
        return json_response(200, {"object": "list", "data": listed}, headers())

    def model(self, request: Request) -> WireResponse:
        name = request.parameters["model"]
        check_model(name, [self.default_model])
        return json_response(200, model_entry(name), headers())

    def cluster_auth(self, _: Request) -> WireResponse:
        return json_response(200, {"auth": "needs_key" in self._switched_on}, headers())


def _valid_fields(request: Request) -> Values:
    """The fields without nulls. Raises `APIError` for what the server checks before it works."""
    violations = [
        violation
        for violation in request.violations()
        if (field_name(violation.path), violation.keyword) not in _CHECKED_LATER
    ]
    if violations:
        raise APIError("schema", violations=violations)
    values = {name: value for name, value in request.form.values.items() if value is not None}
    return values | {"n": _count(values)}


def _count(values: Values) -> int:
    count = int(values.get("n") or 1)
    if count > _MOST_PICTURES:
        raise APIError(
            "value", f"the sandbox makes at most {_MOST_PICTURES} pictures at once, not {count}"
        )
    return count


def _not_a_number() -> APIError:
    return APIError("value", "invalid literal for int() with base 10: ''", status=500)


def _size(values: Values) -> Size | None:
    text = values.get("size") or "original"
    if text == "original":
        return None
    match = _SIZE.fullmatch(text)
    if match is None:
        raise _not_a_number()
    size = int(match[1]), int(match[2])
    if not 0 < size[0] * size[1] <= _MOST_PIXELS:
        raise APIError(
            "value", f"the sandbox makes pictures of 1 to {_MOST_PIXELS:,} pixels, not {text}"
        )
    return size


def _seed(values: Values) -> int:
    """The seed among the arguments for the pipeline; 0 if there is none."""
    try:
        arguments = json.loads(values.get("kwargs") or "{}")
    except (ValueError, RecursionError) as error:
        raise APIError("value", f"kwargs: {error}", status=500) from error
    seed = arguments.get("seed") if isinstance(arguments, dict) else None
    return abs(seed) % 1000 if isinstance(seed, int) else 0


def _prompt(values: Values) -> str:
    prompt = values.get("prompt") or ""
    return " ".join(prompt) if isinstance(prompt, list) else prompt


def _fit_mask(mask: Image.Image | None, image: Image.Image) -> Image.Image | None:
    """The mask as large as the image, which is how the pipeline takes it."""
    return None if mask is None else align_mask(mask, image).resize(image.size)


def _edit_painter(values: Values, images: Sequence[Image.Image], mask: Image.Image | None) -> Paint:
    if mask is not None and values.get("size") in {None, "original"}:
        raise _not_a_number()
    size, fitted = _size(values), _fit_mask(mask, images[0])

    def paint(number: int) -> Picture:
        return editor.edit(images, values["prompt"], mask=fitted, size=size, variant=number)

    return paint

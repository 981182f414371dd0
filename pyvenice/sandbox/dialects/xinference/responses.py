"""Xinference's responses: lists of pictures, events, and the running models."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

from PIL.Image import Image

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import new_id
from pyvenice.sandbox.dialects.xinference.errors import sentence
from pyvenice.sandbox.painting.editor import Picture
from pyvenice.sandbox.painting.encode import Format, encode
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.responses import Headers, event, event_stream, json_response

FORMS = ("url", "b64_json")

Paint: TypeAlias = Callable[[int], Picture]
"""Makes a picture by its number."""


def image_response(request: Request, values: Values, paint: Paint) -> WireResponse:
    """The pictures as a list."""
    operations: list[str] = []
    listed = _image_list(request, values, paint, operations)
    return json_response(200, listed, _headers(request), operations)


def stream_response(
    request: Request, values: Values, work: Callable[[Image | None], Paint]
) -> WireResponse:
    """A stream of events. Once it has begun the status is 200, even for an error of `work`.

    `work` is given the mask, which is decoded while the stream runs.
    """
    return event_stream(_events(request, values, work), _headers(request))


def headers() -> Headers:
    """The headers of every response."""
    return [("x-request-id", new_id())]


def model_entry(name: str) -> dict[str, Any]:
    """A running model as the server describes it."""
    return {
        "object": "model",
        "created": 0,
        "owned_by": "sandbox",
        "model_type": "image",
        "model_name": name,
        "model_family": "sandbox",
        "model_ability": ["text2image", "image2image", "inpainting"],
        "address": "127.0.0.1:0",
        "accelerators": [],
        "replica": 1,
    }


def _image_list(
    request: Request, values: Values, paint: Paint, operations: list[str]
) -> dict[str, Any]:
    if values["n"] < 1:
        raise APIError("value", f"n must be at least 1, not {values['n']}", status=500)
    form = values.get("response_format") or "url"
    if form not in FORMS:
        raise APIError("value", f"Unsupported response format: {form[:40]}", status=500)
    items = []
    for number in range(values["n"]):
        picture = paint(number)
        operations += picture.operations
        items.append(_item(request, picture, form))
    return {"created": int(time.time()), "data": items}


def _item(request: Request, picture: Picture, form: str) -> dict[str, str | None]:
    """JPEG, or PNG for what has an alpha channel; `url` is a path on this machine's disk."""
    kind: Format = "png" if picture.image.mode == "RGBA" else "jpeg"
    data = encode(picture.image, kind)
    if form == "b64_json":
        return {"url": None, "b64_json": base64.b64encode(data).decode()}
    path = request.pictures.write(data, ".png" if kind == "png" else ".jpg")
    return {"url": str(path), "b64_json": None}


def _events(
    request: Request, values: Values, work: Callable[[Image | None], Paint]
) -> Iterator[bytes]:
    """`start`, `processing`, and `complete` or `error`."""
    count = len(request.raw_images("images"))
    yield _step("start", "image_edit_started", prompt=values["prompt"], image_count=count)
    try:
        mask = request.mask("mask")
        if mask is None:
            yield _step("processing", "starting_generation")
        else:
            yield _step("processing", "mask_loaded", mask_size=list(mask.size))
        listed = _image_list(request, values, work(mask), [])
    except APIError as error:
        yield _step("error", "image_edit_error", error=sentence(error))
    else:
        yield event("complete", listed)


def _step(name: str, kind: str, **facts: Any) -> bytes:
    now = datetime.now(UTC).replace(tzinfo=None).isoformat()
    return event(name, {"type": kind, "timestamp": now} | facts)


def _headers(request: Request) -> Headers:
    """The usual headers, and the fields that were ignored, as the real server ignores them."""
    unknown = [name for name in request.form.values if not request.schema.variants(name)]
    names = ", ".join([*unknown, *request.form.ignored])
    text = "".join(
        letter if letter.isascii() and letter.isprintable() else "?" for letter in names[:200]
    ).strip()
    return [*headers(), *([("x-sandbox-ignored", text)] if text else [])]

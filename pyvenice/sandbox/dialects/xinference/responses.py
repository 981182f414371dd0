"""What Xinference's dialect answers: lists of pictures, events, and the running models."""

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
from pyvenice.sandbox.painting.encode import Format, encoded
from pyvenice.sandbox.server.exchange import (
    Exchange,
    Headers,
    Values,
    event,
    event_answer,
    json_answer,
)
from pyvenice.sandbox.server.refusals import RefusalError

FORMS = ("url", "b64_json")

Paint: TypeAlias = Callable[[int], Picture]
"""Makes a picture by its number."""


def answered(exchange: Exchange, values: Values, paint: Paint) -> WireResponse:
    """The pictures as a list."""
    operations: list[str] = []
    listed = _image_list(exchange, values, paint, operations)
    return json_answer(200, listed, _told(exchange), operations)


def streamed(
    exchange: Exchange, values: Values, work: Callable[[Image | None], Paint]
) -> WireResponse:
    """A stream of events. Once it has begun the status is 200, even for what `work` refuses.

    `work` is given the mask, which is read while the stream runs.
    """
    return event_answer(_events(exchange, values, work), _told(exchange))


def facts() -> Headers:
    """The headers of every answer."""
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
    exchange: Exchange, values: Values, paint: Paint, operations: list[str]
) -> dict[str, Any]:
    if values["n"] < 1:
        raise RefusalError("value", f"n must be at least 1, not {values['n']}", status=500)
    form = values.get("response_format") or "url"
    if form not in FORMS:
        raise RefusalError("value", f"Unsupported response format: {form[:40]}", status=500)
    items = []
    for number in range(values["n"]):
        picture = paint(number)
        operations += picture.operations
        items.append(_item(exchange, picture, form))
    return {"created": int(time.time()), "data": items}


def _item(exchange: Exchange, picture: Picture, form: str) -> dict[str, str | None]:
    """JPEG, or PNG for what has an alpha channel; `url` is a path on this machine's disk."""
    kind: Format = "png" if picture.image.mode == "RGBA" else "jpeg"
    data = encoded(picture.image, kind)
    if form == "b64_json":
        return {"url": None, "b64_json": base64.b64encode(data).decode()}
    path = exchange.files.write(data, ".png" if kind == "png" else ".jpg")
    return {"url": str(path), "b64_json": None}


def _events(
    exchange: Exchange, values: Values, work: Callable[[Image | None], Paint]
) -> Iterator[bytes]:
    """`start`, `processing`, and `complete` or `error`."""
    count = len(exchange.given("images"))
    yield _step("start", "image_edit_started", prompt=values["prompt"], image_count=count)
    try:
        mask = exchange.mask("mask")
        if mask is None:
            yield _step("processing", "starting_generation")
        else:
            yield _step("processing", "mask_loaded", mask_size=list(mask.size))
        listed = _image_list(exchange, values, work(mask), [])
    except RefusalError as refused:
        yield _step("error", "image_edit_error", error=sentence(refused))
    else:
        yield event("complete", listed)


def _step(name: str, kind: str, **facts: Any) -> bytes:
    now = datetime.now(UTC).replace(tzinfo=None).isoformat()
    return event(name, {"type": kind, "timestamp": now} | facts)


def _told(exchange: Exchange) -> Headers:
    """The usual headers, and which fields were passed over as the real server passes them over."""
    unknown = [name for name in exchange.form.values if not exchange.schema.variants(name)]
    names = ", ".join([*unknown, *exchange.form.ignored])
    shown = "".join(one if one.isascii() and one.isprintable() else "?" for one in names[:200])
    return [*facts(), *([("x-sandbox-ignored", shown.strip())] if shown.strip() else [])]

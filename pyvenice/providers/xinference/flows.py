"""Xinference's operations: OpenAI's paths; fields, masks and events of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.flows import (
    Arguments,
    request_model,
    request_pictures,
    stream_pictures,
)
from pyvenice.core.engine.calls import Flow, StreamCall
from pyvenice.core.images.inputs import resolve_many
from pyvenice.core.images.part import ImagePart
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.parsing import images_from_b64, listed_under
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.sse import ServerEvent, event_object
from pyvenice.core.response.streams import EditProgress, ImageEvent
from pyvenice.errors import ArgumentError, StreamError
from pyvenice.generated.xinference import operations as table
from pyvenice.providers.xinference.rules import RULES

if TYPE_CHECKING:
    from pyvenice.generated.xinference.responses import ModelList


def edit(arguments: Arguments) -> Flow[EditResult]:
    return _request(table.IMAGE_EDIT, _with_size(arguments))


def variations(arguments: Arguments) -> Flow[EditResult]:
    return _request(table.IMAGE_VARIATIONS, arguments)


def inpaint(arguments: Arguments) -> Flow[EditResult]:
    return _request(table.IMAGE_INPAINT, arguments)


def generate(arguments: Arguments) -> Flow[EditResult]:
    return _request(table.IMAGE_GENERATE, arguments)


def stream_edit(arguments: Arguments) -> StreamCall[ImageEvent]:
    given = _with_base64(table.IMAGE_EDIT, _with_size(arguments))
    read = partial(_read_event, model=given.get("model"))
    return stream_pictures(table.IMAGE_EDIT, given, RULES, read)


def models(arguments: Arguments) -> Flow[ModelList]:
    return request_model(table.MODELS_LIST, arguments)


def _request(operation: Operation, arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(operation, _with_base64(operation, arguments), RULES)


def _with_base64(operation: Operation, arguments: Arguments) -> dict[str, Any]:
    """The server's default is `url`, a path on its own disk that no client can read."""
    given = dict(arguments)
    if given.setdefault("response_format", "b64_json") != "b64_json":
        raise ArgumentError(
            f"{operation.title}: response_format={given['response_format']!r} answers a path on the"
            " server's own disk; leave it out, or use 'b64_json'",
            argument="response_format",
            value=given["response_format"],
            allowed="b64_json",
        )
    return given


def _with_size(arguments: Arguments) -> dict[str, Any]:
    """With a mask the server fails without an explicit size, so the size of the image is named."""
    given = dict(arguments)
    if given.get("mask") is None or given.get("size") is not None or given.get("image") is None:
        return given
    rule = table.IMAGE_EDIT.image_rule("image")
    given["image"] = parts = resolve_many(given["image"], argument="image", rule=rule)
    given["size"] = _size(parts[0])
    return given


def _size(part: ImagePart) -> str:
    if part.width is None or part.height is None:
        raise ArgumentError(
            "xinference image.edit needs size= beside mask=, and the size of the image is not known",
            argument="size",
            allowed="WIDTHxHEIGHT",
        )
    return f"{part.width}x{part.height}"


def _read_event(
    event: ServerEvent, destination: Destination, model: str | None
) -> Iterator[ImageEvent]:
    """The results of a `start`, `processing`, `complete` or `error` event, Xinference's own names."""
    data = event_object(event)
    if data is None:
        return
    if event.event == "error":
        message = shortened(str(data.get("error")))
        raise StreamError(message, code=data.get("type"), details=data)
    if event.event == "complete":
        items = listed_under("data", data, where="the stream")
        encoded = [item.get("b64_json") if isinstance(item, dict) else item for item in items]
        yield destination.kept(EditResult(images_from_b64(encoded, where="data"), model=model))
    else:
        yield EditProgress(str(data.get("type", event.event)), data)

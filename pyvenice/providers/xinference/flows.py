"""Xinference: OpenAI's paths, its own fields, masks and events; the server is the caller's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pyvenice.core.engine.calls import Flow, Reply, StreamCall, at_once, fetch
from pyvenice.core.images.inputs import resolve_many
from pyvenice.core.images.part import ImagePart
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import answered, data_items, pictures_object
from pyvenice.core.response.result import EditResult, images_from_b64
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.sse import EventReader, ServerEvent, event_object
from pyvenice.core.response.streams import EditProgress, ImageEvent
from pyvenice.errors import ArgumentError, StreamError
from pyvenice.generated.xinference import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.xinference.responses import ModelList

Arguments = Mapping[str, Any]


def edit(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _pictures(table.IMAGE_EDIT, _sized(arguments)))


def variations(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _pictures(table.IMAGE_VARIATIONS, arguments))


def inpaint(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _pictures(table.IMAGE_INPAINT, arguments))


def generate(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _pictures(table.IMAGE_GENERATE, arguments))


def stream_edit(arguments: Arguments) -> StreamCall[ImageEvent]:
    given = _as_base64(table.IMAGE_EDIT, _sized(arguments))
    destination = Destination(arguments)
    read = partial(_read, model=given.get("model"), destination=destination)
    call = prepare(table.IMAGE_EDIT, {**given, "stream": True})
    whole = partial(_result, table.IMAGE_EDIT, given, destination)
    return StreamCall(call, lambda: EventReader(read), lambda reply: at_once(whole(reply)))


def models(arguments: Arguments) -> Flow[ModelList]:
    reply = yield from fetch(prepare(table.MODELS_LIST, arguments))
    listed: ModelList = answered(table.MODELS_LIST, reply)
    return listed


def _pictures(operation: Operation, arguments: Arguments) -> Flow[EditResult]:
    given = _as_base64(operation, arguments)
    with Destination(arguments) as destination:
        reply = yield from fetch(destination.receiving(prepare(operation, given)))
        return _result(operation, given, destination, reply)


def _result(
    operation: Operation, given: Arguments, destination: Destination, reply: Reply
) -> EditResult:
    images = _images(pictures_object(reply, where=operation.title), where=operation.title)
    result = EditResult(images, model=given.get("model"), reply=reply)
    return destination.kept(result)


def _as_base64(operation: Operation, arguments: Arguments) -> dict[str, Any]:
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


def _sized(arguments: Arguments) -> dict[str, Any]:
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


def _images(answer: Mapping[str, Any], *, where: str) -> tuple[EditedImage, ...]:
    items = [
        item.get("b64_json") if isinstance(item, dict) else item
        for item in data_items(answer, where=where)
    ]
    return images_from_b64(items, where="data")


def _read(event: ServerEvent, model: str | None, destination: Destination) -> Iterator[ImageEvent]:
    """What a `start`, `processing`, `complete` or `error` event gives; they are Xinference's own."""
    data = event_object(event)
    if event.event == "error":
        message = shortened(str(data.get("error")))
        raise StreamError(message, code=data.get("type"), details=data)
    if event.event == "complete":
        yield destination.kept(EditResult(_images(data, where="the stream"), model=model))
    else:
        yield EditProgress(str(data.get("type", event.event)), data)

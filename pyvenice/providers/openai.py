"""OpenAI: pictures as base64 or behind a URL, or as a stream that shows them while they grow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pyvenice.core.answers import answered, data_items, json_object
from pyvenice.core.arguments import prepare
from pyvenice.core.calls import Call, Flow, StreamCall, fetch
from pyvenice.core.destination import Destination
from pyvenice.core.errors import AnswerError, StreamError
from pyvenice.core.operations import Operation
from pyvenice.core.redaction import shortened
from pyvenice.core.results import EditedImage, EditResult, image_from, image_from_b64
from pyvenice.core.sse import EventReader, ServerEvent, event_object
from pyvenice.core.streams import ImageEvent, PartialImage
from pyvenice.generated.openai import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.openai.responses import ListModelsResponse

Arguments = Mapping[str, Any]


def edit(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _pictures(table.IMAGE_EDIT, arguments))


def generate(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _pictures(table.IMAGE_GENERATE, arguments))


def variations(arguments: Arguments) -> Flow[EditResult]:
    return (yield from _pictures(table.IMAGE_VARIATIONS, arguments))


def stream_edit(arguments: Arguments) -> StreamCall[ImageEvent]:
    return _stream(table.IMAGE_EDIT, arguments)


def stream_generate(arguments: Arguments) -> StreamCall[ImageEvent]:
    return _stream(table.IMAGE_GENERATE, arguments)


def models(arguments: Arguments) -> Flow[ListModelsResponse]:
    reply = yield from fetch(prepare(table.MODELS_LIST, arguments))
    listed: ListModelsResponse = answered(table.MODELS_LIST, reply)
    return listed


def _pictures(operation: Operation, arguments: Arguments) -> Flow[EditResult]:
    with Destination(arguments) as destination:
        reply = yield from fetch(destination.receiving(prepare(operation, arguments)))
        answer = json_object(reply, where=operation.title)
        images = []
        for number, item in enumerate(data_items(answer, where=operation.title)):
            images.append((yield from _picture(item, destination, where=f"data[{number}]")))
        result = EditResult(
            tuple(images), model=arguments.get("model"), usage=answer.get("usage"), reply=reply
        )
        return destination.kept(result.answered_with(reply.headers))


def _picture(item: Mapping[str, Any], destination: Destination, *, where: str) -> Flow[EditedImage]:
    """The picture of one item of `data`: decoded, or fetched from where the item says it lies."""
    if item.get("b64_json"):
        return image_from_b64(item["b64_json"], where=where)
    url = item.get("url")
    if not url:
        raise AnswerError(f"{where} has neither 'b64_json' nor 'url'")
    if not destination.downloads:
        return EditedImage(b"", "", url=url)
    reply = yield from fetch(destination.receiving(Call("GET", url, authorized=False)))
    return image_from(reply.picture, where=f"what {where}['url'] leads to", url=url)


def _stream(operation: Operation, arguments: Arguments) -> StreamCall[ImageEvent]:
    read = partial(_read, model=arguments.get("model"), destination=Destination(arguments))
    return StreamCall(prepare(operation, {**arguments, "stream": True}), lambda: EventReader(read))


def _read(event: ServerEvent, model: str | None, destination: Destination) -> Iterator[ImageEvent]:
    """What an `image_edit.*` or `image_generation.*` event gives; events that are news give nothing."""
    if event.data == "[DONE]":
        return
    data = event_object(event)
    kind = str(data.get("type") or event.event)
    if kind == "error" or data.get("error"):
        raise _stream_error(data)
    if kind.endswith(".partial_image"):
        index = data.get("partial_image_index") or 0
        where = f"partial image {index}"
        yield PartialImage(index, image_from_b64(data.get("b64_json"), where=where))
    elif kind.endswith(".completed"):
        image = image_from_b64(data.get("b64_json"), where="the completed image")
        yield destination.kept(EditResult((image,), model=model, usage=data.get("usage")))


def _stream_error(data: Mapping[str, Any]) -> StreamError:
    problem = data.get("error") or data
    if not isinstance(problem, Mapping):
        return StreamError(shortened(str(problem)), details=data)
    message = shortened(str(problem.get("message") or problem))
    return StreamError(message, code=problem.get("code"), details=data)

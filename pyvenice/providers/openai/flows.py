"""OpenAI: pictures as base64 or behind a URL, or as a stream that shows them while they grow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall, fetch
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.images import EditedImage, image_from, image_from_b64
from pyvenice.core.response.parsing import answered, data_items, image_item, pictures_object
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.sse import EventReader, ServerEvent, event_object
from pyvenice.core.response.streams import ImageEvent, PartialImage
from pyvenice.errors import AnswerError, PyveniceError, StreamError
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
        return (yield from _result(operation, arguments, destination, reply))


def _result(
    operation: Operation, arguments: Arguments, destination: Destination, reply: Reply
) -> Flow[EditResult]:
    """What a whole answer holds. What can be used of one that is partly useless is in the error."""
    answer = pictures_object(reply, where=operation.title)
    images, problem = yield from _images(operation, answer, destination)
    if problem is not None and not images:
        raise problem
    result = EditResult(
        tuple(images), model=arguments.get("model"), usage=answer.get("usage"), reply=reply
    )
    if problem is not None:
        problem.result = result.in_memory()
        raise problem
    return destination.kept(result)


def _images(
    operation: Operation, answer: Mapping[str, Any], destination: Destination
) -> Flow[tuple[list[EditedImage], PyveniceError | None]]:
    """The pictures of an answer, those that could not be fetched as addresses; the first error."""
    images: list[EditedImage] = []
    problem: PyveniceError | None = None
    for number, item in enumerate(data_items(answer, where=operation.title)):
        try:
            images.append((yield from _picture(item, destination, where=f"data[{number}]")))
        except PyveniceError as error:
            problem = problem or error
            if isinstance(item, dict) and isinstance(url := item.get("url"), str):
                images.append(EditedImage(b"", "", url=url))
    return images, problem


def _picture(item: Any, destination: Destination, *, where: str) -> Flow[EditedImage]:
    """The picture of one item of `data`: decoded, or fetched from where the item says it lies."""
    found = image_item(item, where=where)
    encoded, url = found.get("b64_json"), found.get("url")
    if encoded or not url:
        if encoded is None:
            raise AnswerError(f"{where} has neither 'b64_json' nor 'url'")
        return image_from_b64(encoded, where=f"{where}['b64_json']")
    if not isinstance(url, str) or url.startswith("data:"):
        return image_from_b64(url, where=f"{where}['url']")
    if not destination.downloads:
        return EditedImage(b"", "", url=url)
    reply = yield from fetch(destination.receiving(Call("GET", url, authorized=False)))
    return image_from(reply.picture, where=f"what {where}['url'] leads to", url=url)


def _stream(operation: Operation, arguments: Arguments) -> StreamCall[ImageEvent]:
    destination = Destination(arguments)
    read = partial(_read, model=arguments.get("model"), destination=destination)
    call = prepare(operation, {**arguments, "stream": True})
    whole = partial(_result, operation, arguments, destination)
    return StreamCall(call, lambda: EventReader(read), whole)


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

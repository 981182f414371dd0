"""OpenAI's operations: pictures in base64 or behind a URL, or as events while they grow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.flows import (
    Arguments,
    request_model,
    request_pictures,
    stream_pictures,
)
from pyvenice.core.engine.calls import Flow, StreamCall
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import image_from_b64
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.sse import ServerEvent, event_object
from pyvenice.core.response.streams import ImageEvent, PartialImage
from pyvenice.errors import StreamError
from pyvenice.generated.openai import operations as table
from pyvenice.providers.openai.rules import RULES

if TYPE_CHECKING:
    from pyvenice.generated.openai.responses import ListModelsResponse


def edit(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_EDIT, arguments, RULES)


def generate(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_GENERATE, arguments, RULES)


def variations(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_VARIATIONS, arguments, RULES)


def stream_edit(arguments: Arguments) -> StreamCall[ImageEvent]:
    return _stream(table.IMAGE_EDIT, arguments)


def stream_generate(arguments: Arguments) -> StreamCall[ImageEvent]:
    return _stream(table.IMAGE_GENERATE, arguments)


def models(arguments: Arguments) -> Flow[ListModelsResponse]:
    return request_model(table.MODELS_LIST, arguments)


def _stream(operation: Operation, arguments: Arguments) -> StreamCall[ImageEvent]:
    read = partial(_read_event, model=arguments.get("model"))
    return stream_pictures(operation, arguments, RULES, read)


def _read_event(
    event: ServerEvent, destination: Destination, model: str | None
) -> Iterator[ImageEvent]:
    """The results of an `image_edit.*` or `image_generation.*` event; unknown events have none."""
    data = event_object(event)
    if data is None:
        return
    kind = str(data.get("type") or event.event)
    if kind == "error" or kind.endswith(".failed") or data.get("error"):
        raise _stream_error(data)
    if kind.endswith(".partial_image"):
        index = data.get("partial_image_index") or 0
        where = f"partial image {index}"
        yield PartialImage(index, image_from_b64(data.get("b64_json"), where=where))
    elif kind.endswith(".completed"):
        yield destination.kept(_result([data], model, data))
    elif isinstance(items := data.get("data"), list) and items:
        yield destination.kept(_result(items, model, data))


def _result(items: list[Any], model: str | None, data: Mapping[str, Any]) -> EditResult:
    images = tuple(_image(item) for item in items)
    return EditResult(images, model=model, usage=data.get("usage"))


def _image(item: Any) -> EditedImage:
    """The completed image; one behind an address is left there, because a stream fetches nothing."""
    member = item if isinstance(item, Mapping) else {}
    url = member.get("url")
    encoded = member.get("b64_json") or url
    if encoded is url and isinstance(url, str) and url.startswith(("http://", "https://")):
        return EditedImage(b"", "", url=url)
    return image_from_b64(encoded, where="the completed image")


def _stream_error(data: Mapping[str, Any]) -> StreamError:
    response = data.get("response")
    problem = (response if isinstance(response, Mapping) else data).get("error") or data
    if not isinstance(problem, Mapping):
        return StreamError(shortened(str(problem)), details=data)
    message = shortened(str(problem.get("message") or problem))
    return StreamError(message, code=problem.get("code"), details=data)

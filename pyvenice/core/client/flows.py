"""Ready-made flows: one request, and the response is a picture, JSON with pictures, or plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall, fetch
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import (
    image_from,
    image_from_b64,
    is_image,
    json_object,
    listed_under,
    parse_model,
)
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.sse import EventReader, ServerEvent
from pyvenice.core.response.streams import ImageEvent
from pyvenice.errors import AnswerError, PyveniceError

Arguments = Mapping[str, Any]
ReadEvent = Callable[[ServerEvent, Destination], Iterator[ImageEvent]]


def request_pictures(
    operation: Operation, arguments: Arguments, rules: ProviderRules
) -> Flow[EditResult]:
    """Send one request; the response is a picture, or JSON with pictures where the rules say.

    A picture behind a URL is fetched from there. Of a response that is only partly usable the rest
    is the `result` of the error.
    """
    with Destination(arguments) as destination:
        reply = yield from fetch(destination.receiving(prepare(operation, arguments)))
        if not reply.holds_json and _may_be_picture(operation):
            image = image_from(reply.picture, where=f"the answer of {operation.title}")
            result = EditResult((image,), model=arguments.get("model"), reply=reply)
            return destination.kept(result)
        return (yield from read_pictures(operation, arguments, rules, destination, reply))


def stream_pictures(
    operation: Operation, arguments: Arguments, rules: ProviderRules, read: ReadEvent
) -> StreamCall[ImageEvent]:
    """Send one request with `stream=True`; `read` makes the results of the events that arrive."""
    destination = Destination(arguments)
    call = prepare(operation, {**arguments, "stream": True})
    whole = partial(read_pictures, operation, arguments, rules, destination)
    return StreamCall(call, lambda: EventReader(lambda event: read(event, destination)), whole)


def request_model(operation: Operation, arguments: Arguments) -> Flow[Any]:
    """Send one request; the response is the result model of the operation."""
    reply = yield from fetch(prepare(operation, arguments))
    return parse_model(operation, reply)


def read_pictures(
    operation: Operation,
    arguments: Arguments,
    rules: ProviderRules,
    destination: Destination,
    reply: Reply,
) -> Flow[EditResult]:
    """The result in a JSON response; a bare picture, which some gateways send, will do too."""
    model = arguments.get("model")
    if is_image(reply.picture):
        image = image_from(reply.picture, where=f"the answer of {operation.title}")
        return destination.kept(EditResult((image,), model=model, reply=reply))
    document = json_object(reply, where=operation.title)
    items = picture_items(document, rules, where=operation.title)
    images, problem = yield from _read_items(items, rules, destination)
    if problem is not None and not images:
        raise problem
    result = EditResult(tuple(images), model=model, usage=document.get("usage"), reply=reply)
    if problem is not None:
        problem.result = result.in_memory()
        raise problem
    return destination.kept(result)


def picture_items(
    document: Mapping[str, Any], rules: ProviderRules, *, where: str
) -> list[tuple[str, Any]]:
    """The items of a document that should be pictures, each with its place for messages."""
    if rules.picture_list is None:
        return [(rules.picture_keys[0], document)]
    *path, name = rules.picture_list.split(".")
    parent: Any = document
    for step in path:
        parent = parent.get(step) if isinstance(parent, Mapping) else None
    if not isinstance(parent, Mapping):
        parent = {key: value for key, value in document.items() if key != name}
    items = listed_under(name, parent, where=where)
    if len(items) == 1 and len(rules.picture_keys) < 2:
        return [(name, items[0])]
    return [(f"{name}[{number}]", item) for number, item in enumerate(items)]


def _may_be_picture(operation: Operation) -> bool:
    return any(media_type.startswith("image/") for media_type in operation.answers)


def _read_items(
    items: list[tuple[str, Any]], rules: ProviderRules, destination: Destination
) -> Flow[tuple[list[EditedImage], PyveniceError | None]]:
    """The pictures, those that could not be fetched as addresses; and the first error."""
    images: list[EditedImage] = []
    problem: PyveniceError | None = None
    for place, item in items:
        url = None
        try:
            where, value = _picture_value(item, rules, place)
            url = value if _is_address(value) else None
            images.append((yield from _read_picture(value, destination, where)))
        except PyveniceError as error:
            problem = problem or error
            if url is not None:
                images.append(EditedImage(b"", "", url=url))
    return images, problem


def _picture_value(item: Any, rules: ProviderRules, where: str) -> tuple[str, Any]:
    """The first member of an item that the rules name and that holds something."""
    if len(rules.picture_keys) < 2:
        key = next(iter(rules.picture_keys), None)
        return where, item.get(key) if key and isinstance(item, dict) else item
    if not isinstance(item, dict):
        shown = "null" if item is None else f"a {type(item).__name__}"
        raise AnswerError(f"{where} is {shown} instead of an object with an image")
    given = [key for key in rules.picture_keys if item.get(key) is not None]
    if not given:
        raise AnswerError(f"{where} has neither {' nor '.join(map(repr, rules.picture_keys))}")
    key = next((key for key in given if item[key]), given[0])
    return f"{where}[{key!r}]", item[key]


def _is_address(value: object) -> bool:
    # Base64 has no colon, so anything with a scheme is meant as an address.
    return isinstance(value, str) and "://" in value[:40] and not value.startswith("data:")


def _read_picture(value: Any, destination: Destination, where: str) -> Flow[EditedImage]:
    if not _is_address(value):
        return image_from_b64(value, where=where)
    if not destination.downloads:
        return EditedImage(b"", "", url=value)
    reply = yield from fetch(destination.receiving(Call("GET", value, authorized=False)))
    return image_from(reply.picture, where=f"what {where} leads to", url=value)

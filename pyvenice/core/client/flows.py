"""Ready-made flows: one request, and the response is a picture, JSON with pictures, or plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pyvenice.core.client.picture_events import PictureEvents
from pyvenice.core.client.picture_items import is_address, picture_items, picture_value
from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall, fetch
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import (
    holds_events,
    image_from,
    image_from_b64,
    is_image,
    json_object,
    parse_model,
)
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.core.response.status_errors import content_refusal
from pyvenice.core.response.streams import ImageEvent, result_of_events
from pyvenice.errors import ArgumentError, PyveniceError

Arguments = Mapping[str, Any]


def request_pictures(
    operation: Operation, arguments: Arguments, rules: ProviderRules
) -> Flow[EditResult]:
    """Send one request; the response is a picture, or JSON with pictures where the rules say.

    A picture behind a URL is fetched from there. Of a response that is only partly usable the rest
    is the `result` of the error.
    """
    with Destination(arguments) as destination:
        reply = yield from fetch(destination.receiving(prepare(operation, arguments)))
        if not (reply.holds_json or holds_events(reply)) and _may_be_picture(operation):
            image = image_from(reply.picture, where=f"the answer of {operation.title}")
            result = EditResult((image,), model=arguments.get("model"), reply=reply)
            return _keep(operation, rules, destination, result)
        return (yield from read_pictures(operation, arguments, rules, destination, reply))


def stream_pictures(
    operation: Operation, arguments: Arguments, rules: ProviderRules
) -> StreamCall[ImageEvent]:
    """Send one request with `stream=True`; its events are read by the rules as they arrive."""
    destination = Destination(arguments)
    call = prepare(operation, {**arguments, "stream": True})
    whole = partial(read_pictures, operation, arguments, rules, destination)
    events = PictureEvents(rules, arguments.get("model"), destination)
    return StreamCall(call, events.decoder, whole)


def request_model(operation: Operation, arguments: Arguments) -> Flow[Any]:
    """Send one request; the response is the result model of the operation.

    Raises `ArgumentError` for `save_to` and `download`, because no picture comes.
    """
    for name in ("save_to", "download"):
        if arguments.get(name) is not None:
            raise ArgumentError(
                f"{operation.title} answers no picture, so {name} has no place here",
                argument=name,
                value=arguments[name],
            )
    call = replace(prepare(operation, arguments), verbatim=bool(operation.family))
    reply = yield from fetch(call)
    return parse_model(operation, reply)


def read_pictures(
    operation: Operation,
    arguments: Arguments,
    rules: ProviderRules,
    destination: Destination,
    reply: Reply,
) -> Flow[EditResult]:
    """The result in a JSON response; a bare picture or events, which gateways send, will do too."""
    model = arguments.get("model")
    if is_image(reply.picture):
        image = image_from(reply.picture, where=f"the answer of {operation.title}")
        result = EditResult((image,), model=model, reply=reply)
        return _keep(operation, rules, destination, result)
    if holds_events(reply):
        return (yield from _read_events(rules, model, destination, reply))
    document = json_object(reply, where=operation.title)
    items = picture_items(document, rules, where=operation.title)
    images, problem = yield from read_items(items, rules, destination)
    if problem is not None and not images:
        raise problem
    result = EditResult(tuple(images), model=model, usage=document.get("usage"), reply=reply)
    if problem is not None:
        problem.result = result.in_memory()
        raise problem
    return _keep(operation, rules, destination, result, document)


def _keep(
    operation: Operation,
    rules: ProviderRules,
    destination: Destination,
    result: EditResult,
    document: Mapping[str, Any] | None = None,
) -> EditResult:
    """The result, in its files. Raises `ContentPolicyError`, which has it, where it was filtered."""
    if rules.withheld_picture is not None and result.reply is not None:
        name, value = rules.withheld_picture
        members = document or {}
        if value in (result.reply.headers.get(name), members.get(name.replace("-", "_"))):
            message = "the picture was made unrecognisable; it is in the error's result"
            error = content_refusal(result.reply, operation, code=value, message=message)
            error.result = result.in_memory()
            raise error
    return destination.keep(result)


def _read_events(
    rules: ProviderRules, model: str | None, destination: Destination, reply: Reply
) -> Flow[EditResult]:
    """The result of events that came at once, with the pictures that they left at their addresses."""
    events = PictureEvents(rules, model, Destination({}))
    result = result_of_events(events.decoder(), reply)
    images: list[EditedImage] = []
    problem: PyveniceError | None = None
    for image in result.images:
        try:
            images.append((yield from _fetch_picture(image, destination)))
        except PyveniceError as error:
            problem = problem or error
            images.append(image)
    result = replace(result, images=tuple(images))
    if problem is not None:
        problem.result = result
        raise problem
    return destination.keep(result)


def _fetch_picture(image: EditedImage, destination: Destination) -> Flow[EditedImage]:
    if image.size or image.url is None:
        return image
    return (yield from _read_picture(image.url, destination, "the completed image"))


def _may_be_picture(operation: Operation) -> bool:
    return any(media_type.startswith("image/") for media_type in operation.answers)


def read_items(
    items: list[tuple[str, Any]], rules: ProviderRules, destination: Destination
) -> Flow[tuple[list[EditedImage], PyveniceError | None]]:
    """The pictures, those that could not be fetched as addresses; and the first error.

    Each item has its place for messages.
    """
    images: list[EditedImage] = []
    problem: PyveniceError | None = None
    for place, item in items:
        url = None
        try:
            where, value = picture_value(item, rules, place)
            url = value if is_address(value) else None
            images.append((yield from _read_picture(value, destination, where)))
        except PyveniceError as error:
            problem = problem or error
            if isinstance(error.result, EditResult):
                images += (replace(image, url=url) for image in error.result.images)
            elif url is not None:
                images.append(EditedImage(b"", "", url=url))
    return images, problem


def _read_picture(value: Any, destination: Destination, where: str) -> Flow[EditedImage]:
    if not is_address(value):
        return image_from_b64(value, where=where)
    if not destination.downloads:
        return EditedImage(b"", "", url=value)
    reply = yield from fetch(destination.receiving(Call("GET", value, authorized=False)))
    return image_from(reply.picture, where=f"what {where} leads to", url=value)

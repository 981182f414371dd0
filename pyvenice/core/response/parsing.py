"""Response parsing: JSON as generated models, and the images in it.

Fields and values that are new never make a response unreadable.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pyvenice.core import bounded_json
from pyvenice.core.bounded_json import MOST_OBJECTS, TooManyValuesError
from pyvenice.core.engine.calls import EVENTS, Reply, begins_events, request_id
from pyvenice.core.images.base64_codec import decode_base64, parse_data_uri
from pyvenice.core.images.decoding import is_readable
from pyvenice.core.images.header import read_header, sniff
from pyvenice.core.recording.redaction import redacted_value
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.base64_extraction import CutOut
from pyvenice.core.response.error_body import text_message
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.sinks import Content, opened
from pyvenice.core.response.sse import SseDecoder
from pyvenice.errors import AnswerError

if TYPE_CHECKING:
    from pyvenice.core.request.models import ResponseModel

_SHORTEST = 60
"""Base64 characters of the smallest picture that there is."""
_SAID_BYTES = 8000
"""Of a text that came instead of an image."""
_log = logging.getLogger("pyvenice")


def json_object(reply: Reply, *, where: str) -> dict[str, Any]:
    """The JSON object that a reply holds. Raises `AnswerError` when it holds something else.

    Of a list, or of events, it is the one object with a picture, if there is one: gateways stream what
    nobody asked to be streamed.
    """
    tree = json_value(reply, where=where)
    if isinstance(tree, list) and (found := _one_with_picture(tree)) is not None:
        return found
    if not isinstance(tree, dict):
        raise AnswerError(
            f"{where}: the answer is a JSON {type(tree).__name__}, not an object",
            request_id=request_id(reply.headers),
        )
    return tree


def json_value(reply: Reply, *, where: str) -> Any:
    """The JSON that a reply holds. Raises `AnswerError` when it holds something else."""
    try:
        return reply.json()
    except TooManyValuesError as error:
        raise AnswerError(
            f"{where}: the answer is not read: {error}", request_id=request_id(reply.headers)
        ) from error
    except ValueError as error:
        trees = event_trees(reply.content) if holds_events(reply) else ()
        if (found := _one_with_picture(trees)) is not None:
            return found
        kind = reply.media_type or "no content type"
        size = len(reply.content) if reply.saved is None else reply.saved.size
        words = text_message(reply)
        raise AnswerError(
            f"{where}: the answer is not JSON ({kind}, {size} bytes)"
            + (f"; it says: {words}" if words else ""),
            request_id=request_id(reply.headers),
        ) from error


def _one_with_picture(trees: Iterable[object]) -> dict[str, Any] | None:
    """The object that holds a picture; `None` where there is none, or several."""
    holders = [
        tree
        for tree in trees
        if isinstance(tree, dict) and any(map(_is_picture, picture_leaves(tree)))
    ]
    return holders[0] if len(holders) == 1 else None


def _is_picture(text: str | CutOut) -> bool:
    try:
        image_from_b64(text, where="the answer")
    except AnswerError as error:
        return error.result is not None
    return True


def event_trees(content: bytes) -> Iterator[object]:
    """The data of events, as JSON where it is any; until what is no stream of events."""
    decoder = SseDecoder()
    with suppress(AnswerError):
        for event in (*decoder.feed(content), *decoder.done()):
            try:
                yield bounded_json.loads(event.data)
            except ValueError:
                yield event.data


def picture_leaves(tree: object) -> Iterator[str | CutOut]:
    """The texts of a JSON tree that are long enough for a picture, and those that were cut out."""
    left = [tree]
    while left:
        node = left.pop()
        if isinstance(node, CutOut) or (isinstance(node, str) and len(node) >= _SHORTEST):
            yield node
        elif isinstance(node, Mapping):
            left += reversed([*node.values()])
        elif isinstance(node, list):
            left += reversed(node)


def listed_under(name: str, answer: Mapping[str, Any], *, where: str) -> list[Any]:
    """The list of this name. Raises `AnswerError`."""
    items = answer.get(name)
    if isinstance(items, list) and items:
        return items
    what = "holds no image" if isinstance(items, list) else f"has no list of images under {name!r}"
    raise AnswerError(f"{where}: the answer {what}", details=redacted_value(dict(answer)))


def parse_model(operation: Operation, reply: Reply) -> Any:
    """The reply as the operation's result model; plain JSON where the operation has none.

    What does not fit the contract is kept as it came, and logged. Raises `AnswerError` for what is no
    JSON object, and for an error in place of the result.
    """
    from pydantic import ValidationError

    objects = reply.content.count(b"{")
    if objects > MOST_OBJECTS:
        raise AnswerError(
            f"{operation.title}: the answer is not read: it holds more than {MOST_OBJECTS:,} objects",
            request_id=request_id(reply.headers),
        )
    if operation.result_model is None:
        return json_value(reply, where=operation.title)
    data = json_object(reply, where=operation.title)
    responses = importlib.import_module(f"pyvenice.generated.{operation.package}.responses")
    model: type[ResponseModel] = getattr(responses, str(operation.result_model))
    try:
        return model.model_validate(data)
    except ValidationError as error:
        if data.get("error"):
            raise AnswerError(
                f"{operation.title}: the answer reports an error", details=redacted_value(data)
            ) from None
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        message = "%s: the answer differs from the contract at %s: %s"
        _log.warning(message, operation.title, place, first["msg"])
    return _unchecked(model, data)


def _unchecked(model: type[ResponseModel], data: dict[str, Any]) -> ResponseModel:
    model.model_rebuild()  # a class that refers to a later one does not know its fields yet
    values = dict(data)
    for name, field in model.model_fields.items():
        values[name] = _value(
            field.annotation, data.get(name if field.alias is None else field.alias)
        )
    return model.model_construct(set(data), **values)


def _value(annotation: Any, value: Any) -> Any:
    if get_origin(annotation) is list and isinstance(value, list):
        (item,) = get_args(annotation)
        return [_value(item, member) for member in value]
    if isinstance(value, dict) and hasattr(annotation, "model_fields"):
        return _unchecked(annotation, value)
    return value


def image_from(content: Content, *, where: str, url: str | None = None) -> EditedImage:
    """The image in `content`. `where` names the part of the response in errors.

    Raises `AnswerError` if it is no image, or not whole. A damaged image was paid for, and may be
    of use: it is in the error's `result`. So is what is neither an image that is known nor text.
    """
    with opened(content) as stream:
        start = stream.read(_SAID_BYTES)
        if not start:
            raise AnswerError(f"{where} is empty instead of an image")
        header = read_header(stream)
        is_whole = header.problem is None or is_readable(stream, header)
    if header.media_type is None:
        words = text_message(Reply(200, {}, start))
        error = AnswerError(
            f"{where} is not an image: it starts with {start[:16]!r}"
            + (f"; it says: {words}" if words else "; the error's result has its bytes")
        )
        error.result = None if words else unknown_picture(content)
        raise error
    image = EditedImage(content, header.media_type, header.width, header.height, url)
    if not is_whole:
        error = AnswerError(f"{where} is not a whole {header.media_type}: {header.problem}")
        error.result = EditResult((image.in_memory(),))
        raise error
    return image


def unknown_picture(content: Content, reply: Reply | None = None) -> EditResult:
    """A result with bytes that nobody here can read: they were paid for."""
    image = EditedImage(content, "application/octet-stream").in_memory()
    return EditResult((image,), reply=reply)


def is_image(content: Content) -> bool:
    """Whether the content begins like an image."""
    with opened(content) as stream:
        return sniff(stream.read(64)) is not None


def image_from_b64(encoded: object, *, where: str) -> EditedImage:
    """The image in a base64 text or base64 data URI. Raises `AnswerError`."""
    return image_from(_decoded(encoded, where), where=where)


def _decoded(text: object, where: str) -> Content:
    if isinstance(text, CutOut):
        if text.problem is not None:
            raise AnswerError(f"{where} is not base64: {text.problem}")
        return text.content
    if not isinstance(text, str):
        raise AnswerError(f"{where} is {type(text).__name__} instead of base64 text")
    uri = parse_data_uri(text)
    if uri is not None and not uri.is_base64:
        raise AnswerError(f"{where} is a data URI that is not base64")
    if not (text if uri is None else uri.payload):
        raise AnswerError(f"{where} is empty instead of an image")
    try:
        return decode_base64(text) if uri is None else uri.decode()
    except ValueError as error:
        raise AnswerError(f"{where} is not base64: {error}") from error


def images_from_b64(encoded: Iterable[object], *, where: str) -> tuple[EditedImage, ...]:
    """The images in several base64 texts; an error counts them, `where[1]`, if there are more.

    Where only some can be read, they are the `result` of the error.
    """
    texts = list(encoded)
    places = [f"{where}[{index}]" for index in range(len(texts))] if len(texts) > 1 else [where]
    images: list[EditedImage] = []
    problem: AnswerError | None = None
    for text, place in zip(texts, places, strict=True):
        try:
            images.append(image_from_b64(text, where=place))
        except AnswerError as error:
            problem = problem or error
            images += error.result.images if isinstance(error.result, EditResult) else ()
    if problem is None:
        return tuple(images)
    if images:
        problem.result = EditResult(tuple(images)).in_memory()
    raise problem


def holds_events(reply: Reply) -> bool:
    """Whether the body of a reply is a stream of events, whatever its content type says."""
    if reply.saved is not None:
        return False
    if reply.media_type != EVENTS:
        return begins_events(reply.content[:100])
    return not is_image(reply.content)

"""JSON responses as generated models: fields and values that are new never make one unreadable."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pyvenice.core.engine.calls import Reply, request_id
from pyvenice.core.recording.redaction import redacted_value
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.error_body import error_message
from pyvenice.errors import AnswerError

if TYPE_CHECKING:
    from pyvenice.core.request.models import ResponseModel

_log = logging.getLogger("pyvenice")


def json_object(reply: Reply, *, where: str) -> dict[str, Any]:
    """The JSON object that a reply holds. Raises `AnswerError` when it holds something else."""
    try:
        tree = reply.json()
    except ValueError as error:
        kind = reply.media_type or "no content type"
        size = len(reply.content) if reply.saved is None else reply.saved.size
        raise AnswerError(
            f"{where}: the answer is not JSON ({kind}, {size} bytes)",
            request_id=request_id(reply.headers),
        ) from error
    if not isinstance(tree, dict):
        raise AnswerError(
            f"{where}: the answer is a JSON {type(tree).__name__}, not an object",
            request_id=request_id(reply.headers),
        )
    return tree


def listed_under(name: str, answer: Mapping[str, Any], *, where: str) -> list[Any]:
    """The list of this name. Raises `AnswerError`, with what the answer says instead."""
    items = answer.get(name)
    if isinstance(items, list) and items:
        return items
    words = error_message(answer)
    what = "holds no image" if isinstance(items, list) else f"has no list of images under {name!r}"
    raise AnswerError(
        f"{where}: the answer {what}" + (f"; it says: {words}" if words else ""),
        details=redacted_value(dict(answer)),
    )


def parse_model(operation: Operation, reply: Reply) -> Any:
    """The reply as the operation's result model.

    What does not fit the contract is kept as it came, and logged. Raises `AnswerError` for what is no
    JSON object.
    """
    from pydantic import ValidationError

    data = json_object(reply, where=operation.title)
    responses = importlib.import_module(f"pyvenice.generated.{operation.provider}.responses")
    model: type[ResponseModel] = getattr(responses, str(operation.result_model))
    try:
        return model.model_validate(data)
    except ValidationError as error:
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

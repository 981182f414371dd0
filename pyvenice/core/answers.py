"""Read a JSON answer as its generated model; news from the server never makes it unreadable."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from pyvenice.core.calls import Reply
from pyvenice.core.errors import AnswerError
from pyvenice.core.refusal import request_id

if TYPE_CHECKING:
    from pyvenice.core.models import ResponseModel

    Model = TypeVar("Model", bound=ResponseModel)

_log = logging.getLogger("pyvenice")


def json_object(reply: Reply, *, where: str) -> dict[str, Any]:
    """The JSON object that a reply holds. Raises `AnswerError` when it holds something else."""
    try:
        tree = reply.json()
    except ValueError as error:
        kind = reply.media_type or "no content type"
        raise AnswerError(
            f"{where}: the answer is not JSON ({kind}, {len(reply.content)} bytes)",
            request_id=request_id(reply.headers),
        ) from error
    if not isinstance(tree, dict):
        raise AnswerError(
            f"{where}: the answer is a JSON {type(tree).__name__}, not an object",
            request_id=request_id(reply.headers),
        )
    return tree


def read_model(model: type[Model], data: dict[str, Any], *, where: str) -> Model:
    """The data as `model`. What does not fit the contract is kept as it came, and logged."""
    from pydantic import ValidationError

    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        _log.warning(
            "%s: the answer differs from the contract at %s: %s", where, place, first["msg"]
        )
    return _unchecked(model, data)


def _unchecked(model: type[Model], data: dict[str, Any]) -> Model:
    values = dict(data)
    for name, field in model.model_fields.items():
        values[name] = _value(field.annotation, data.get(name))
    return model.model_construct(set(data), **values)


def _value(annotation: Any, value: Any) -> Any:
    if get_origin(annotation) is list and isinstance(value, list):
        (item,) = get_args(annotation)
        return [_value(item, one) for one in value]
    if isinstance(value, dict) and hasattr(annotation, "model_fields"):
        return _unchecked(annotation, value)
    return value

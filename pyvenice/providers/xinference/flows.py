"""Xinference's operations: OpenAI's paths; fields, masks and events of its own."""

from __future__ import annotations

from typing import Any

from pyvenice.core.client.flows import (
    Arguments,
    request_pictures,
    stream_pictures,
)
from pyvenice.core.engine.calls import Flow, StreamCall
from pyvenice.core.images.inputs import resolve_many
from pyvenice.core.images.part import ImagePart
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import ImageEvent
from pyvenice.errors import ArgumentError
from pyvenice.generated.xinference import operations as table
from pyvenice.providers.xinference.rules import RULES


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
    return stream_pictures(table.IMAGE_EDIT, given, RULES)


def _request(operation: Operation, arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(operation, _with_base64(operation, arguments), RULES)


def _with_base64(operation: Operation, arguments: Arguments) -> dict[str, Any]:
    """The server's default is `url`, a path on its own disk that no client can read."""
    given = dict(arguments)
    wanted = given.setdefault("response_format", "b64_json")
    if not (isinstance(wanted, str) and wanted == "b64_json"):
        raise ArgumentError(
            f"{operation.title}: response_format={short_repr(wanted)} answers a path on the"
            " server's own disk; leave it out, or use 'b64_json'",
            argument="response_format",
            value=wanted,
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
            "xinference image.edit needs size= with mask=, and the size of the image is not known",
            argument="size",
            allowed="WIDTHxHEIGHT",
        )
    return f"{part.width}x{part.height}"

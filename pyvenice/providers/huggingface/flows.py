"""Hugging Face's operation: an image and parameters as JSON, or the image alone; an image comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pyvenice.core.client.flows import Arguments, read_pictures
from pyvenice.core.engine.calls import Call, Flow, Reply, Wait, fetch
from pyvenice.core.request.bodies import EncodedBody, JsonBody
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.serialization import nested_values
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.save_to import Destination
from pyvenice.errors import OverloadedError
from pyvenice.generated.huggingface import operations as table
from pyvenice.providers.huggingface.rules import RULES

_PLAIN = frozenset(
    ["image", "model", "save_to", "download", "timeout", "extra_headers", "unknown_values"]
)
"""Arguments with which the body is nothing but the image."""


def edit(arguments: Arguments) -> Flow[EditResult]:
    with Destination(arguments) as destination:
        call = prepare(table.IMAGE_EDIT, arguments, nested_values)
        given = {name for name, value in arguments.items() if value is not None}
        if given <= _PLAIN and isinstance(call.body, JsonBody):
            (image,) = call.body.parts
            call = replace(call, body=EncodedBody(image.media_type, [image]))
        reply = yield from _fetch_when_loaded(destination.receiving(call))
        return (yield from read_pictures(table.IMAGE_EDIT, arguments, RULES, destination, reply))


def _fetch_when_loaded(call: Call) -> Flow[Reply]:
    """Wait as long as the server says that the model is being loaded, until the time limit."""
    while True:
        try:
            return (yield from fetch(call))
        except OverloadedError as error:
            is_loading = isinstance(error.body, Mapping) and "estimated_time" in error.body
            if not is_loading or error.retry_after is None or not call.body:
                raise
            if not call.body.replayable:
                raise
            yield Wait(error.retry_after)

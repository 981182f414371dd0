"""OpenAI's operations: pictures in base64 or behind a URL, or as events while they grow."""

from __future__ import annotations

from pyvenice.core.client.flows import (
    Arguments,
    request_pictures,
    stream_pictures,
)
from pyvenice.core.engine.calls import Flow, StreamCall
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import ImageEvent
from pyvenice.generated.openai import operations as table
from pyvenice.providers.openai.rules import RULES


def edit(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_EDIT, arguments, RULES)


def generate(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_GENERATE, arguments, RULES)


def variations(arguments: Arguments) -> Flow[EditResult]:
    return request_pictures(table.IMAGE_VARIATIONS, arguments, RULES)


def stream_edit(arguments: Arguments) -> StreamCall[ImageEvent]:
    return stream_pictures(table.IMAGE_EDIT, arguments, RULES)


def stream_generate(arguments: Arguments) -> StreamCall[ImageEvent]:
    return stream_pictures(table.IMAGE_GENERATE, arguments, RULES)

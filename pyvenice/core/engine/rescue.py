"""Rescue: pictures in a response that is not what its operation answers. They were paid for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

from pyvenice.core.engine.calls import EVENTS, Call, Flow, Reply, begins_events
from pyvenice.core.response.error_body import error_message
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import (
    event_trees,
    image_from,
    image_from_b64,
    is_image,
    picture_leaves,
)
from pyvenice.core.response.result import EditResult
from pyvenice.errors import AnswerError

T = TypeVar("T")

_MOST = 100
"""Pictures of one response; what holds more is no answer of an edit."""


def rescuing(flow: Flow[T]) -> Flow[T]:
    """The flow; an `AnswerError` gets what its last response has, wherever it stands in it.

    That is its pictures, and the reason that the server gives.
    """
    reply: Reply | None = None
    try:
        step = next(flow)
        while True:
            try:
                outcome = yield step
            except Exception as error:  # noqa: BLE001  (all of them belong to the flow)
                step = flow.throw(error)
                continue
            if isinstance(step, Call) and step.operation:
                reply = outcome
            step = flow.send(outcome)
    except StopIteration as done:
        result: T = done.value
        return result
    except AnswerError as error:
        if error.result is None and reply is not None:
            _add_pictures(error, reply)
        if reply is not None:
            _add_reason(error, reply)
        raise
    finally:
        flow.close()


def _add_pictures(error: AnswerError, reply: Reply) -> None:
    images: list[EditedImage] = []
    for image in _images(reply):
        images.append(image.in_memory())
        if len(images) == _MOST:
            break
    if images:
        error.result = EditResult(tuple(images), reply=reply)
        error.add_note(f"{len(images)} image(s) of the answer are in the error's result")


def _add_reason(error: AnswerError, reply: Reply) -> None:
    with suppress(ValueError):
        words = error_message(reply.json()) if reply.saved is None else ""
        if words and words not in str(error):
            error.args = (f"{error.args[0]}; it says: {words}", *error.args[1:])


def _images(reply: Reply) -> Iterator[EditedImage]:
    if reply.saved is not None or is_image(reply.content):
        with suppress(AnswerError, OSError):
            yield image_from(reply.picture, where="the answer")
        return
    for leaf in picture_leaves(_tree(reply)):
        with suppress(AnswerError, OSError):
            yield image_from_b64(leaf, where="the answer")


def _tree(reply: Reply) -> object:
    """What a response holds: JSON, the data of its events, or its text."""
    if reply.holds_json:
        try:
            return reply.json()
        except ValueError:
            return None
    text = reply.content.decode("utf-8", "replace").strip()
    if text.lower().startswith("data:image"):
        return text
    is_events = reply.media_type == EVENTS or begins_events(reply.content[:100])
    return list(event_trees(reply.content)) if is_events else text

"""Uploads: a request body as an HTTP library takes it, in pieces, of its length, before a deadline."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from pyvenice.core.engine.calls import Body
from pyvenice.core.engine.deadline import Deadline
from pyvenice.errors import ArgumentError


class SyncUpload:
    """The body of a request for a sync client, as often as it asks; never all of it at once."""

    def __init__(self, body: Body, deadline: Deadline, place: str) -> None:
        self._body = body
        self._deadline = deadline
        self._place = place

    def __iter__(self) -> Iterator[bytes]:
        return _chunks(self._body, self._deadline, self._place)


class AsyncUpload:
    """The same for an async client. Apart, because httpx takes what iterates both ways for sync."""

    def __init__(self, body: Body, deadline: Deadline, place: str) -> None:
        self._body = body
        self._deadline = deadline
        self._place = place

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in _chunks(self._body, self._deadline, self._place):
            yield chunk


def _chunks(body: Body, deadline: Deadline, place: str) -> Iterator[bytes]:
    """The chunks of a body, which must be as long as it said.

    Raises `APITimeoutError` at the deadline, however slowly the server takes the chunks.
    """
    sent = 0
    for chunk in body:
        deadline.check(place)
        sent += len(chunk)
        if sent > body.content_length:
            break
        yield chunk
    if sent != body.content_length:
        raise ArgumentError(
            f"what is sent has changed: it is not {body.content_length:,} bytes long any more",
            argument="body",
        )

"""A request body as a HTTP library takes it: piece by piece, and exactly as long as it said."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from pyvenice.core.engine.calls import Body
from pyvenice.errors import ArgumentError


class SyncUpload:
    """The body of a request for a sync client, as often as it asks; never all of it at once."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return _exactly(self._body)


class AsyncUpload:
    """The same for an async client. Apart, because httpx takes what iterates both ways for sync."""

    def __init__(self, body: Body) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in _exactly(self._body):
            yield chunk


def _exactly(body: Body) -> Iterator[bytes]:
    """The chunks of a body, which must be as long as it said."""
    sent = 0
    for chunk in body:
        sent += len(chunk)
        if sent > body.content_length:
            break
        yield chunk
    if sent != body.content_length:
        raise ArgumentError(
            f"what is sent has changed: it is not {body.content_length:,} bytes long any more",
            argument="body",
        )

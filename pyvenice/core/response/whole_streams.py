"""Streams of answers that came at once instead of as events."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator

from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import AsyncImageStream, ImageEvent, ImageStream


class WholeStream(ImageStream):
    """The stream of an answer that came at once: its result, and nothing before it."""

    def __init__(self, result: EditResult) -> None:
        self._result = result
        self.headers = {} if result.reply is None else dict(result.reply.headers)
        self.request_id = result.request_id
        self._events = self._only(result)

    def close(self) -> None:
        """There is nothing to close any more."""
        self._events.close()

    def _only(self, result: EditResult) -> Generator[ImageEvent, None, None]:
        yield result


class AsyncWholeStream(AsyncImageStream):
    """The stream of an answer that came at once: its result, and nothing before it."""

    def __init__(self, result: EditResult) -> None:
        self._result = result
        self.headers = {} if result.reply is None else dict(result.reply.headers)
        self.request_id = result.request_id
        self._events = self._only(result)

    async def aclose(self) -> None:
        """There is nothing to close any more."""
        await self._events.aclose()

    async def _only(self, result: EditResult) -> AsyncGenerator[ImageEvent, None]:
        yield result

"""An edit that reports while it runs: partial images and progress, then the result."""

from __future__ import annotations

from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any, Self, TypeAlias

from pyvenice.core.engine.calls import StreamDecoder, request_id
from pyvenice.core.engine.deadline import in_time
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.recording.redaction import hide
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.limits import AnswerLimits
from pyvenice.core.response.result import EditResult
from pyvenice.errors import AnswerError, PyveniceError, StreamError

__all__ = ["AsyncImageStream", "EditProgress", "ImageStream", "PartialImage"]


@dataclass(frozen=True, slots=True)
class PartialImage:
    """What the picture looks like so far; `index` counts from 0."""

    index: int
    image: EditedImage


@dataclass(frozen=True, slots=True)
class EditProgress:
    """A step that the server reports, without a picture."""

    stage: str
    details: Mapping[str, Any] = field(default_factory=dict)


ImageEvent: TypeAlias = PartialImage | EditProgress | EditResult


@dataclass(frozen=True, slots=True)
class StreamTerms:
    """How the events of a response are read, and what their result takes over from the call."""

    decoder: StreamDecoder[ImageEvent]
    limits: AnswerLimits
    rules: ProviderRules
    attempts: int
    secrets: Sequence[str] = field(repr=False)


class _Stream:
    """The events of a response; the last one is the result."""

    def __init__(self, exchange: SyncExchange | AsyncExchange, terms: StreamTerms) -> None:
        self._terms = terms
        self._result: EditResult | None = None
        self.headers = exchange.headers
        self.request_id = request_id(exchange.headers)

    def _until_result(self, events: Iterable[ImageEvent]) -> Iterator[ImageEvent]:
        for event in events:
            if isinstance(event, EditResult):
                self._terms.limits.check(event)
                result = event.with_headers(self.headers, self._terms.rules)
                self._result = replace(result, attempts=self._terms.attempts)
                yield self._result
                return
            yield event

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Errors say which request they are about, and nothing secret."""
        try:
            yield
        except PyveniceError as error:
            hide(self._terms.secrets, error)
            if isinstance(error, AnswerError):
                error.request_id = error.request_id or self.request_id
            raise

    def _finished(self) -> EditResult:
        if self._result is None:
            raise StreamError(
                "the stream ended, or was closed, before its result came",
                request_id=self.request_id,
            )
        return self._result


class ImageStream(_Stream):
    """Iterate for `PartialImage`, `EditProgress` and finally an `EditResult`; close when done.

    Leaving the `with` block, or reaching the result, closes the connection.
    """

    def __init__(self, exchange: SyncExchange, terms: StreamTerms) -> None:
        super().__init__(exchange, terms)
        self._exchange = exchange
        self._events = self._decoded()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[ImageEvent]:
        return self._events

    def result(self) -> EditResult:
        """Read what is left and return the result. Raises `StreamError` when there is none."""
        for _ in self:
            pass
        return self._finished()

    def close(self) -> None:
        """Stop reading and close the connection, also while another thread reads."""
        if _is_running(self._events):
            self._exchange.break_off()
            return
        self._events.close()
        self._exchange.close()

    def _decoded(self) -> Generator[ImageEvent, None, None]:
        with self._named(), self._exchange:
            for chunk in self._exchange:
                yield from self._until_result(self._terms.decoder.feed(chunk))
                if self._result is not None:
                    return
            yield from self._until_result(self._terms.decoder.done())
        self._finished()


class AsyncImageStream(_Stream):
    """Iterate for `PartialImage`, `EditProgress` and finally an `EditResult`; close when done.

    Leaving the `async with` block, or reaching the result, closes the connection.
    """

    def __init__(self, exchange: AsyncExchange, terms: StreamTerms) -> None:
        super().__init__(exchange, terms)
        self._exchange = exchange
        self._events = self._decoded()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __aiter__(self) -> AsyncIterator[ImageEvent]:
        return self._events

    async def result(self) -> EditResult:
        """Read what is left and return the result. Raises `StreamError` when there is none."""
        async for _ in self:
            pass
        return self._finished()

    async def aclose(self) -> None:
        """Stop reading and close the connection, also while another task reads."""
        if not _is_running(self._events):
            await self._events.aclose()
        await self._exchange.aclose()

    async def _decoded(self) -> AsyncGenerator[ImageEvent, None]:
        with self._named():
            async with self._exchange, aclosing(aiter(self._exchange)) as chunks:
                while (chunk := await self._next(chunks)) is not None:
                    for event in self._until_result(self._terms.decoder.feed(chunk)):
                        yield event
                    if self._result is not None:
                        return
                for event in self._until_result(self._terms.decoder.done()):
                    yield event
        self._finished()

    async def _next(self, chunks: AsyncGenerator[bytes, None]) -> bytes | None:
        if self._exchange.deadline is None:
            return await anext(chunks, None)
        async with in_time(self._exchange.deadline, self._exchange.place):
            return await anext(chunks, None)


def _is_running(events: object) -> bool:
    """Whether somebody is reading right now."""
    return any(getattr(events, name, False) for name in ("gi_running", "ag_running"))

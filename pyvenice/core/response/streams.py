"""Streams: an edit that reports partial images and progress while it runs, then the result."""

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
from itertools import chain
from typing import Any, Self, TypeAlias

from pyvenice.core.engine.calls import (
    EVENTS,
    Flow,
    Reply,
    StreamCall,
    StreamDecoder,
    fetch,
    request_id,
)
from pyvenice.core.engine.deadline import in_time
from pyvenice.core.http.decompression import is_decoded
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.provider_rules import ProviderRules, ResultWarning
from pyvenice.core.public import publish
from pyvenice.core.recording.redaction import hide, hide_in
from pyvenice.core.response.error_body import read_error_body
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import holds_events, is_image
from pyvenice.core.response.result import EditResult, ResponseLimits, without_secrets
from pyvenice.errors import AnswerError, PyveniceError, StreamError

__all__ = ["AsyncImageStream", "EditProgress", "ImageStream", "PartialImage"]


@dataclass(frozen=True, slots=True)
class PartialImage:
    """What the picture looks like so far; `index` counts from 0."""

    index: int
    image: EditedImage

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self.image._repr_mimebundle_() | {"text/plain": repr(self)}


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
    limits: ResponseLimits
    rules: ProviderRules
    attempts: int
    secrets: Sequence[str] = field(repr=False)
    warnings: tuple[ResultWarning, ...] = ()


class _Stream:
    """The events of a response; the last one is the result."""

    def __init__(self, exchange: SyncExchange | AsyncExchange, terms: StreamTerms) -> None:
        self._terms = terms
        self._result: EditResult | None = None
        self._partial: list[EditedImage] = []
        self.headers: Mapping[str, str] = hide_in(terms.secrets, dict(exchange.headers))
        self.request_id = request_id(self.headers)

    def _until_result(self, events: Iterable[ImageEvent]) -> Iterator[ImageEvent]:
        for event in events:
            if isinstance(event, EditResult):
                self._terms.limits.check(event)
                result = event.with_headers(self.headers, self._terms.rules)
                self._result = replace(
                    without_secrets(self._terms.secrets, result),
                    attempts=self._terms.attempts,
                    warnings=(*self._terms.warnings, *result.warnings),
                )
                yield self._result
                return
            if isinstance(event, PartialImage):
                self._partial.append(event.image)
            elif self._terms.secrets:
                said = hide_in(self._terms.secrets, (event.stage, event.details))
                event = EditProgress(*said)  # noqa: PLW2901  (the same, without secrets)
            yield event

    @contextmanager
    def _complete_errors(self) -> Iterator[None]:
        """Give errors the partial images and the id of the request, and hide secrets in them."""
        try:
            yield
        except PyveniceError as error:
            hide(self._terms.secrets, error)
            if error.result is None and self._partial:
                error.result = EditResult(tuple(self._partial))
            if isinstance(error, AnswerError):
                error.request_id = error.request_id or self.request_id
            raise

    def _second_reader(self) -> StreamError:
        return StreamError(
            "the stream is being read already: read it in one thread or task only",
            request_id=self.request_id,
        )

    def _require_result(self) -> EditResult:
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
        self._events = self._decode()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[ImageEvent]:
        while True:
            try:
                event = next(self._events)
            except StopIteration:
                return
            except ValueError as error:
                if not _is_running(self._events):
                    raise
                raise self._second_reader() from error
            yield event

    def result(self) -> EditResult:
        """Read what is left and return the result. Raises `StreamError` when there is none."""
        for _ in self:
            pass
        return self._require_result()

    def close(self) -> None:
        """Stop reading and close the connection, also while another thread reads."""
        if _is_running(self._events):
            self._exchange.break_off()
            return
        self._events.close()
        self._exchange.close()

    def _decode(self) -> Generator[ImageEvent, None, None]:
        with self._complete_errors(), self._exchange:
            for chunk in self._exchange:
                yield from self._until_result(self._terms.decoder.feed(chunk))
                if self._result is not None:
                    return
            yield from self._until_result(self._terms.decoder.done())
            self._require_result()


class AsyncImageStream(_Stream):
    """Iterate for `PartialImage`, `EditProgress` and finally an `EditResult`; close when done.

    Leaving the `async with` block, or reaching the result, closes the connection.
    """

    def __init__(self, exchange: AsyncExchange, terms: StreamTerms) -> None:
        super().__init__(exchange, terms)
        self._exchange = exchange
        self._events = self._decode()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def __aiter__(self) -> AsyncIterator[ImageEvent]:
        while True:
            if _is_running(self._events):
                raise self._second_reader()
            try:
                event = await anext(self._events)
            except StopAsyncIteration:
                return
            yield event

    async def result(self) -> EditResult:
        """Read what is left and return the result. Raises `StreamError` when there is none."""
        async for _ in self:
            pass
        return self._require_result()

    async def aclose(self) -> None:
        """Stop reading and close the connection, also while another task reads."""
        if not _is_running(self._events):
            await self._events.aclose()
        await self._exchange.aclose()

    async def _decode(self) -> AsyncGenerator[ImageEvent, None]:
        with self._complete_errors():
            async with self._exchange, aclosing(aiter(self._exchange)) as chunks:
                while (chunk := await self._next(chunks)) is not None:
                    for event in self._until_result(self._terms.decoder.feed(chunk)):
                        yield event
                    if self._result is not None:
                        return
                for event in self._until_result(self._terms.decoder.done()):
                    yield event
            self._require_result()

    async def _next(self, chunks: AsyncGenerator[bytes, None]) -> bytes | None:
        async with in_time(self._exchange.deadline, self._exchange.place):
            return await anext(chunks, None)


class WholeStream(ImageStream):
    """The stream of a response that came at once: its result, and nothing before it."""

    def __init__(self, result: EditResult) -> None:
        self._result = result
        self.headers = {} if result.reply is None else dict(result.reply.headers)
        self.request_id = result.request_id
        self._events = self._yield(result)

    def close(self) -> None:
        """There is nothing to close any more."""
        self._events.close()

    def _yield(self, result: EditResult) -> Generator[ImageEvent, None, None]:
        yield result


class AsyncWholeStream(AsyncImageStream):
    """The stream of a response that came at once: its result, and nothing before it."""

    def __init__(self, result: EditResult) -> None:
        self._result = result
        self.headers = {} if result.reply is None else dict(result.reply.headers)
        self.request_id = result.request_id
        self._events = self._yield(result)

    async def aclose(self) -> None:
        """There is nothing to close any more."""
        await self._events.aclose()

    async def _yield(self, result: EditResult) -> AsyncGenerator[ImageEvent, None]:
        yield result


def is_event_stream(status: int, headers: Mapping[str, str]) -> bool:
    """Whether a response with these headers is a stream of events that can be read as they come."""
    media_type = headers.get("content-type", EVENTS).partition(";")[0].strip().lower()
    is_readable = is_decoded(headers.get("content-encoding", ""))
    return 200 <= status < 300 and media_type == EVENTS and is_readable


def open_stream(stream: StreamCall[ImageEvent]) -> Flow[Reply | EditResult]:
    """The reply that events follow, or the result of a response that came at once instead.

    A server that ignores `stream=True` was paid too, so its whole response is read. Raises
    `StreamError` where there is no result in it.
    """
    reply = yield from fetch(replace(stream.call, events=True))
    if is_event_stream(reply.status, reply.headers):
        return reply
    try:
        return (yield from _read_whole(stream, reply))
    except StreamError:
        raise
    except AnswerError as error:
        raise _no_events_error(reply, error) from error


def result_of_events(decoder: StreamDecoder[ImageEvent], reply: Reply) -> EditResult:
    """The result of events that came at once. Errors keep the partial images.

    Raises `StreamError` where there is no result.
    """
    partial: list[EditedImage] = []
    try:
        for event in chain(decoder.feed(reply.content), _late(decoder)):
            if isinstance(event, EditResult):
                return replace(event, reply=reply)
            if isinstance(event, PartialImage):
                partial.append(event.image)
        raise StreamError("the stream ended before its result came")
    except AnswerError as error:
        if error.result is None and partial:
            error.result = EditResult(tuple(partial), reply=reply)
        error.request_id = error.request_id or request_id(reply.headers)
        raise


def _late(decoder: StreamDecoder[ImageEvent]) -> Iterator[ImageEvent]:
    """The last events, which a decoder may return only when all others were taken."""
    yield from decoder.done()


def _read_whole(stream: StreamCall[ImageEvent], reply: Reply) -> Flow[EditResult]:
    if stream.whole is not None:
        result: EditResult = yield from stream.whole(reply)
    elif holds_events(reply):
        result = result_of_events(stream.decoder(), reply)
    else:
        raise AnswerError(read_error_body(reply).message)
    return result


def _no_events_error(reply: Reply, error: AnswerError) -> StreamError:
    what = reply.media_type or "an unnamed media type"
    is_known = reply.holds_json or is_image(reply.picture)
    words = str(error) if is_known else read_error_body(reply).message
    stream_error = StreamError(
        f"asked for {EVENTS}, the answer is {what}: {words}",
        request_id=request_id(reply.headers),
        details=error.details,
    )
    stream_error.result = error.result
    return stream_error


def _is_running(events: object) -> bool:
    """Whether somebody is reading right now."""
    return any(getattr(events, name, False) for name in ("gi_running", "ag_running"))


publish(__name__)

"""Streams of a response that is still open: what a decoder makes of its bytes, as they arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, Protocol, Self, TypeVar

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.engine.calls import Call
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.response.event_reader import EventObjects
from pyvenice.core.response.sse import ServerEvent, SseDecoder
from pyvenice.errors import PyveniceError, StreamError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Decoder(Protocol[T_co]):
    """Turns the bytes of a response into items. `done` raises where the end is missing."""

    @property
    def has_ended(self) -> bool:
        """Whether the response said that it is over."""
        ...

    def feed(self, data: bytes) -> Iterable[T_co]: ...
    def done(self) -> Iterable[T_co]: ...
    def rescue(self, error: PyveniceError) -> None:
        """Give an error what came before it."""

    def whole_body(self) -> bytes:
        """What came, in the form of a response that had come at once; empty where that is no JSON."""
        ...


class TextDecoder(Generic[T]):
    """Push decoder of text: heartbeats and failures by one law, and how much came before the end."""

    def __init__(self, ends: Container[str] = ()) -> None:
        self.has_ended = False
        self._sse = SseDecoder()
        self._objects = EventObjects(ends)

    @property
    def text(self) -> str:
        """The text so far."""
        raise NotImplementedError

    def feed(self, data: bytes) -> Iterator[T]:
        """The items that these bytes complete. Raises `StreamError` for an event that reports a failure."""
        for event in self._sse.feed(data):
            yield from self._items(event)
            if self.has_ended:
                return

    def done(self) -> Iterator[T]:
        """The items of a last event without the blank line that ends it.

        Raises `StreamError` where the stream was cut off: how much came, and what the server says.
        """
        for event in self._sse.done():
            yield from self._items(event)
        if not self.has_ended:
            words = self._objects.last_words(bytes(self._sse.stray))
            problem = f"the stream was cut off after {len(self.text)} characters; .text has them"
            raise StreamError(f"{problem}; {words}" if words else problem)

    def _items(self, event: ServerEvent) -> Iterable[T]:
        """What an event holds; sets `has_ended` at the last one."""
        raise NotImplementedError

    def rescue(self, error: PyveniceError) -> None:
        """Say in an error how much came before it."""
        if "cut off" not in str(error):
            error.add_note(f"{len(self.text)} characters came before; the stream's .text has them")


@contextmanager
def _rescue(decoder: Decoder[object]) -> Iterator[None]:
    """Let the decoder give an error what came before it."""
    try:
        yield
    except PyveniceError as error:
        decoder.rescue(error)
        raise


class Ending:
    """Tells the listener of a client once that a stream is over, and what came of it."""

    def __init__(self, client: SyncClient | AsyncClient, call: Call) -> None:
        self._client = client
        self._call = call
        self._is_open = True

    def tell(self, decoder: Decoder[object], headers: Mapping[str, str]) -> None:
        """The stream is over."""
        if self._is_open:
            self._is_open = False
            self._client._notify_stream_end(self._call, headers, decoder.whole_body())  # noqa: SLF001  (of its family)


class Stream(Generic[T]):
    """Iterate for what arrives. Close it, or use it in `with`."""

    def __init__(self, exchange: SyncExchange, decoder: Decoder[T], ending: Ending) -> None:
        self._exchange = exchange
        self._decoder = decoder
        self._ending = ending
        self._items = self._read()

    def __iter__(self) -> Iterator[T]:
        return self._items

    def __next__(self) -> T:
        return next(self._items)

    def _read(self) -> Iterator[T]:
        decoder = self._decoder
        try:
            with self._exchange, _rescue(decoder):
                for data in self._exchange:
                    yield from decoder.feed(data)
                    if decoder.has_ended:
                        return
                yield from decoder.done()
        finally:
            self._ending.tell(decoder, self._exchange.headers)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading and close the connection."""
        self._exchange.close()
        self._ending.tell(self._decoder, self._exchange.headers)


class AsyncStream(Generic[T]):
    """Iterate with `async for` for what arrives. Close it, or use it in `async with`."""

    def __init__(self, exchange: AsyncExchange, decoder: Decoder[T], ending: Ending) -> None:
        self._exchange = exchange
        self._decoder = decoder
        self._ending = ending
        self._items = self._read()

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items

    async def __anext__(self) -> T:
        return await anext(self._items)

    async def _read(self) -> AsyncIterator[T]:
        decoder = self._decoder
        try:
            async with self._exchange:
                with _rescue(decoder):
                    async for data in self._exchange:
                        for item in decoder.feed(data):
                            yield item
                        if decoder.has_ended:
                            return
                    for item in decoder.done():
                        yield item
        finally:
            self._ending.tell(decoder, self._exchange.headers)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop reading and close the connection."""
        await self._exchange.aclose()
        self._ending.tell(self._decoder, self._exchange.headers)

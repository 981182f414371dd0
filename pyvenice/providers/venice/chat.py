"""`client.chat.completions`: answers as a whole, or as the chunks in which they arrive."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.extras import LazyModule
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.request.builder import prepare
from pyvenice.core.response.sse import SseDecoder
from pyvenice.errors import StreamError
from pyvenice.generated.venice.families.chat import operations as table
from pyvenice.generated.venice.families.chat.methods import (
    AsyncChatCompletionsMethods,
    ChatCompletionsMethods,
)

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.chat import responses
    from pyvenice.providers.venice import chat_chunks
else:
    responses = LazyModule("pyvenice.generated.venice.families.chat.responses")
    chat_chunks = LazyModule("pyvenice.providers.venice.chat_chunks")

_END = "[DONE]"


class ChunkDecoder:
    """Push decoder: the chunks in the events of a response. `done` raises where the end is missing."""

    def __init__(self) -> None:
        self._sse = SseDecoder()
        self.has_ended = False
        self.text = ""
        """The text of the first choice so far."""

    def feed(self, data: bytes) -> Iterator[chat_chunks.ChatChunk]:
        """The chunks that these bytes complete. Raises `StreamError` for one that reports an error."""
        for event in self._sse.feed(data):
            if event.data.strip() == _END:
                self.has_ended = True
                return
            chunk = chat_chunks.read_chunk(event.data)
            for choice in chunk.choices:
                if choice.index == 0:
                    self.text += choice.delta.content or ""
            yield chunk

    def done(self) -> None:
        """Raises `StreamError` where the stream was cut off; it says how much came."""
        if not self.has_ended:
            raise StreamError(
                f"the stream was cut off after {len(self.text)} characters; .text has them"
            )


class ChatStream:
    """Iterate for `ChatChunk`s; `text` is what came so far. Close it, or use it in `with`."""

    def __init__(self, exchange: SyncExchange) -> None:
        self._exchange = exchange
        self._decoder = ChunkDecoder()

    @property
    def text(self) -> str:
        """The text of the first choice so far, also after an error."""
        return self._decoder.text

    def __iter__(self) -> Iterator[chat_chunks.ChatChunk]:
        with self._exchange:
            for data in self._exchange:
                yield from self._decoder.feed(data)
                if self._decoder.has_ended:
                    return
            self._decoder.done()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop reading and close the connection."""
        self._exchange.close()


class AsyncChatStream:
    """Iterate for `ChatChunk`s; `text` is what came so far. Close it, or use it in `async with`."""

    def __init__(self, exchange: AsyncExchange) -> None:
        self._exchange = exchange
        self._decoder = ChunkDecoder()

    @property
    def text(self) -> str:
        """The text of the first choice so far, also after an error."""
        return self._decoder.text

    async def __aiter__(self) -> AsyncIterator[chat_chunks.ChatChunk]:
        async with self._exchange:
            async for data in self._exchange:
                for chunk in self._decoder.feed(data):
                    yield chunk
                if self._decoder.has_ended:
                    return
            self._decoder.done()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop reading and close the connection."""
        await self._exchange.aclose()


class VeniceCompletions(ChatCompletionsMethods):
    """`client.chat.completions`: create, stream."""

    def stream(self, **arguments: Any) -> ChatStream:
        """The chunks of an answer, as they arrive; `arguments` are those of `create`."""
        call = prepare(table.CHAT_COMPLETIONS_CREATE, {**arguments, "stream": True})
        return ChatStream(self._client._open_events(call))  # noqa: SLF001  (a hook of its family)

    def _create(self, arguments: Mapping[str, Any]) -> responses.ChatCompletionResponse:
        if arguments.get("stream"):
            streamed: Any = self.stream(**arguments)
            return streamed  # type: ignore[no-any-return]  # with stream=True it is a ChatStream
        return super()._create(arguments)


class AsyncVeniceCompletions(AsyncChatCompletionsMethods):
    """`client.chat.completions`: create, stream."""

    async def stream(self, **arguments: Any) -> AsyncChatStream:
        """The chunks of an answer, as they arrive; `arguments` are those of `create`."""
        call = prepare(table.CHAT_COMPLETIONS_CREATE, {**arguments, "stream": True})
        return AsyncChatStream(await self._client._open_events(call))  # noqa: SLF001  (as above)

    async def _create(self, arguments: Mapping[str, Any]) -> responses.ChatCompletionResponse:
        if arguments.get("stream"):
            streamed: Any = await self.stream(**arguments)
            return streamed  # type: ignore[no-any-return]  # with stream=True it is a stream
        return await super()._create(arguments)


class VeniceChat:
    """`client.chat`: completions."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    @cached_property
    def completions(self) -> VeniceCompletions:
        """Answers of text models."""
        return VeniceCompletions(self._client)


class AsyncVeniceChat:
    """`client.chat`: completions."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @cached_property
    def completions(self) -> AsyncVeniceCompletions:
        """Answers of text models."""
        return AsyncVeniceCompletions(self._client)

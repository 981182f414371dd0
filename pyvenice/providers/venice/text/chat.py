"""`client.chat.completions`: answers as a whole, or as the chunks in which they arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.engine.calls import Call
from pyvenice.core.extras import LazyModule
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.request.builder import prepare
from pyvenice.core.response.sse import SseDecoder
from pyvenice.errors import PyveniceError, StreamError
from pyvenice.generated.venice.families.chat import operations as table
from pyvenice.generated.venice.families.chat.methods import (
    AsyncChatCompletionsMethods,
    ChatCompletionsMethods,
)
from pyvenice.providers.venice.streams import AsyncStream, Stream

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.chat import responses
    from pyvenice.providers.venice.text import chunks
else:
    responses = LazyModule("pyvenice.generated.venice.families.chat.responses")
    chunks = LazyModule("pyvenice.providers.venice.text.chunks")

_END = "[DONE]"


class ChunkDecoder:
    """Push decoder: the chunks in the events of a response. `done` raises where the end is missing."""

    def __init__(self, *, shows_usage: bool = True) -> None:
        self._sse = SseDecoder()
        self._shows_usage = shows_usage
        self.has_ended = False
        self.whole = chunks.Accumulator()
        """The answer so far."""

    @property
    def text(self) -> str:
        """The text of the first choice so far."""
        return self.whole.text

    def feed(self, data: bytes) -> Iterator[chunks.ChatChunk]:
        """The chunks that these bytes complete. Raises `StreamError` for one that reports an error."""
        for event in self._sse.feed(data):
            if event.data.strip() == _END:
                self.has_ended = True
                return
            chunk = chunks.read_chunk(event.data)
            self.whole.add(chunk)
            if chunk.choices or chunk.usage is None or self._shows_usage:
                yield chunk

    def done(self) -> None:
        """Raises `StreamError` where the stream was cut off; it says how much came."""
        if not self.has_ended:
            raise StreamError(
                f"the stream was cut off after {len(self.text)} characters; .text has them"
            )

    def rescue(self, error: PyveniceError) -> None:
        """Say in an error how much came before it."""
        if "cut off" not in str(error):
            error.add_note(f"{len(self.text)} characters came before; the stream's .text has them")


class ChatStream(Stream["chunks.ChatChunk"]):
    """Iterate for `ChatChunk`s; `text` is what came so far. Close it, or use it in `with`."""

    _decoder: ChunkDecoder

    def __init__(self, exchange: SyncExchange, *, shows_usage: bool = True) -> None:
        super().__init__(exchange, ChunkDecoder(shows_usage=shows_usage))

    @property
    def text(self) -> str:
        """The text of the first choice so far, also after an error."""
        return self._decoder.text

    @property
    def citations(self) -> list[responses.WebSearchCitation]:
        """What a web search found, as far as it has come."""
        return self._decoder.whole.citations()

    def final_response(self) -> responses.ChatCompletionResponse:
        """The whole answer, as `create` without a stream returns it; reads what is left of the stream."""
        for _ in self:
            pass
        return self._decoder.whole.response()


class AsyncChatStream(AsyncStream["chunks.ChatChunk"]):
    """Iterate for `ChatChunk`s; `text` is what came so far. Close it, or use it in `async with`."""

    _decoder: ChunkDecoder

    def __init__(self, exchange: AsyncExchange, *, shows_usage: bool = True) -> None:
        super().__init__(exchange, ChunkDecoder(shows_usage=shows_usage))

    @property
    def text(self) -> str:
        """The text of the first choice so far, also after an error."""
        return self._decoder.text

    @property
    def citations(self) -> list[responses.WebSearchCitation]:
        """What a web search found, as far as it has come."""
        return self._decoder.whole.citations()

    async def final_response(self) -> responses.ChatCompletionResponse:
        """The whole answer, as `create` without a stream returns it; reads what is left of the stream."""
        async for _ in self:
            pass
        return self._decoder.whole.response()


class VeniceCompletions(ChatCompletionsMethods):
    """`client.chat.completions`: create, stream."""

    def stream(self, **arguments: Any) -> ChatStream:
        """The chunks of an answer, as they arrive; `arguments` are those of `create`."""
        exchange = self._client._open(_streamed(arguments))  # noqa: SLF001  (a hook of its family)
        return ChatStream(exchange, shows_usage="stream_options" in arguments)

    def _create(self, arguments: Mapping[str, Any]) -> responses.ChatCompletionResponse:
        if arguments.get("stream"):
            streamed: Any = self.stream(**arguments)
            return streamed  # type: ignore[no-any-return]  # with stream=True it is a ChatStream
        return super()._create(arguments)


class AsyncVeniceCompletions(AsyncChatCompletionsMethods):
    """`client.chat.completions`: create, stream."""

    async def stream(self, **arguments: Any) -> AsyncChatStream:
        """The chunks of an answer, as they arrive; `arguments` are those of `create`."""
        exchange = await self._client._open(_streamed(arguments))  # noqa: SLF001  (as above)
        return AsyncChatStream(exchange, shows_usage="stream_options" in arguments)

    async def _create(self, arguments: Mapping[str, Any]) -> responses.ChatCompletionResponse:
        if arguments.get("stream"):
            streamed: Any = await self.stream(**arguments)
            return streamed  # type: ignore[no-any-return]  # with stream=True it is a stream
        return await super()._create(arguments)


def _streamed(arguments: Mapping[str, Any]) -> Call:
    """The call; the usage is always asked for, because the whole answer has it."""
    usual = {"stream_options": {"include_usage": True}}
    call = prepare(table.CHAT_COMPLETIONS_CREATE, {**usual, **arguments, "stream": True})
    return replace(call, events=True)


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

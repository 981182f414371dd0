"""`client.chat.completions`: answers as a whole, or as the chunks in which they arrive."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pyvenice.core.client.base import AsyncClient, Renamed, SyncClient
from pyvenice.core.client.signatures import cached_property
from pyvenice.core.engine.calls import Call
from pyvenice.core.extras import LazyModule
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.request.builder import prepare
from pyvenice.core.response.sse import ServerEvent
from pyvenice.errors import ArgumentError
from pyvenice.generated.venice.families.chat import operations as table
from pyvenice.generated.venice.families.chat.methods import (
    AsyncChatCompletionsMethods,
    ChatCompletionsMethods,
)
from pyvenice.providers.venice.facts.capabilities import check, known_models
from pyvenice.providers.venice.streams import AsyncStream, Ending, Stream, TextDecoder

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.chat import responses
    from pyvenice.providers.venice.text import chunks
    from pyvenice.providers.venice.text import tools as toolbox
else:
    responses = LazyModule("pyvenice.generated.venice.families.chat.responses")
    chunks = LazyModule("pyvenice.providers.venice.text.chunks")
    toolbox = LazyModule("pyvenice.providers.venice.text.tools")

T = TypeVar("T")

_CREATE = table.CHAT_COMPLETIONS_CREATE
_END = "[DONE]"


class ChunkDecoder(TextDecoder["chunks.ChatChunk"]):
    """Push decoder: the chunks in the events of a response. `done` raises where the end is missing."""

    def __init__(self, *, shows_usage: bool = True) -> None:
        super().__init__()
        self._shows_usage = shows_usage
        self.whole = chunks.Accumulator()
        """The answer so far."""

    @property
    def text(self) -> str:
        """The text of the first choice so far."""
        return self.whole.text

    def _items(self, event: ServerEvent) -> Iterator[chunks.ChatChunk]:
        if event.data.strip() == _END:
            self.has_ended = True
            return
        chunk = chunks.read_chunk(event.data)
        if chunk is None:
            found = self._objects.read(event)
            if found is None or "choices" not in found[1]:
                return
            chunk = chunks.require_chunk(event.data)
        self.whole.add(chunk)
        if chunk.choices or chunk.usage is None or self._shows_usage:
            yield chunk

    def whole_body(self) -> bytes:
        """The answer so far as JSON; empty where no usage came."""
        return self.whole.usage_body()


class ChatStream(Stream["chunks.ChatChunk"]):
    """Iterate for `ChatChunk`s; `text` is what came so far. Close it, or use it in `with`."""

    _decoder: ChunkDecoder

    def __init__(self, exchange: SyncExchange, ending: Ending, *, shows_usage: bool = True) -> None:
        super().__init__(exchange, ChunkDecoder(shows_usage=shows_usage), ending)

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

    def __init__(
        self, exchange: AsyncExchange, ending: Ending, *, shows_usage: bool = True
    ) -> None:
        super().__init__(exchange, ChunkDecoder(shows_usage=shows_usage), ending)

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


class VeniceCompletions(ChatCompletionsMethods[ChatStream]):
    """`client.chat.completions`: create, stream, parse, run_tools."""

    def parse(self, *, response_format: type[T], **arguments: Any) -> toolbox.Parsed[T]:
        """The answer as a value of a type, whose JSON schema the model is asked to keep.

        Args:
            response_format: A pydantic model, a dataclass or a TypedDict.
            arguments: Those of `create`.

        Raises `AnswerError`, with the text as its `details`, for an answer that is no such value.
        """
        toolbox.refuse_stream(arguments, "parse")
        form = toolbox.response_format(response_format)
        answer = self.create(**{**arguments, "response_format": form})
        return toolbox.parse_answer(response_format, answer)

    def run_tools(
        self,
        *,
        messages: Sequence[Mapping[str, Any]],
        tools: Sequence[Callable[..., Any]],
        max_rounds: int = 8,
        **arguments: Any,
    ) -> toolbox.ToolRun:
        """Let the model call Python functions until it answers.

        Args:
            messages: The conversation so far.
            tools: Functions with type hints and docstrings, from which the model learns what they do.
            max_rounds: The most answers, each of which is billed.
            arguments: Those of `create`.

        What a function raises is raised here. Raises `AnswerError` after `max_rounds` answers.
        """
        toolbox.refuse_stream(arguments, "run_tools")
        box, said = toolbox.Toolbox(tools), toolbox.conversation(messages)
        for number in range(toolbox.check_rounds(max_rounds)):
            answer = self.create(messages=said, tools=box.descriptions(), **arguments)
            said.append(toolbox.repeated_message(answer))
            if not (calls := toolbox.calls_of(answer)):
                return toolbox.ToolRun(answer, tuple(said), number + 1)
            for call in calls:
                run = box.bind(call)
                said.append(toolbox.tool_message(call, run if isinstance(run, str) else run()))
        raise toolbox.too_many_rounds(max_rounds, said)

    def stream(self, **arguments: Any) -> ChatStream:
        """The chunks of an answer, as they arrive; `arguments` are those of `create`."""
        _check(self._client, arguments)
        call = _stream_call(arguments)
        exchange = self._client._open(call)  # noqa: SLF001  (a hook of its family)
        ending = Ending(self._client, call)
        return ChatStream(exchange, ending, shows_usage="stream_options" in arguments)

    def _create(self, arguments: Mapping[str, Any]) -> responses.ChatCompletionResponse:
        _check(self._client, arguments)
        return super()._create(arguments)

    def _stream_create(self, arguments: Mapping[str, Any]) -> ChatStream:
        return self.stream(**arguments)


class AsyncVeniceCompletions(AsyncChatCompletionsMethods[AsyncChatStream]):
    """`client.chat.completions`: create, stream, parse, run_tools."""

    async def parse(self, *, response_format: type[T], **arguments: Any) -> toolbox.Parsed[T]:
        """The answer as a value of a type. Arguments and errors: those of the sync method."""
        toolbox.refuse_stream(arguments, "parse")
        form = toolbox.response_format(response_format)
        answer = await self.create(**{**arguments, "response_format": form})
        return toolbox.parse_answer(response_format, answer)

    async def run_tools(
        self,
        *,
        messages: Sequence[Mapping[str, Any]],
        tools: Sequence[Callable[..., Any]],
        max_rounds: int = 8,
        **arguments: Any,
    ) -> toolbox.ToolRun:
        """Let the model call Python functions, async ones too. Arguments and errors: those of the sync method."""
        toolbox.refuse_stream(arguments, "run_tools")
        box, said = toolbox.Toolbox(tools), toolbox.conversation(messages)
        for number in range(toolbox.check_rounds(max_rounds)):
            answer = await self.create(messages=said, tools=box.descriptions(), **arguments)
            said.append(toolbox.repeated_message(answer))
            if not (calls := toolbox.calls_of(answer)):
                return toolbox.ToolRun(answer, tuple(said), number + 1)
            for call in calls:
                run = box.bind(call)
                result: object = run if isinstance(run, str) else run()
                if inspect.isawaitable(result):
                    result = await result
                said.append(toolbox.tool_message(call, result))
        raise toolbox.too_many_rounds(max_rounds, said)

    async def stream(self, **arguments: Any) -> AsyncChatStream:
        """The chunks of an answer, as they arrive; `arguments` are those of `create`."""
        _check(self._client, arguments)
        call = _stream_call(arguments)
        exchange = await self._client._open(call)  # noqa: SLF001  (as above)
        ending = Ending(self._client, call)
        return AsyncChatStream(exchange, ending, shows_usage="stream_options" in arguments)

    async def _create(self, arguments: Mapping[str, Any]) -> responses.ChatCompletionResponse:
        _check(self._client, arguments)
        return await super()._create(arguments)

    async def _stream_create(self, arguments: Mapping[str, Any]) -> AsyncChatStream:
        return await self.stream(**arguments)


def _check(client: SyncClient | AsyncClient, arguments: Mapping[str, Any]) -> None:
    """Raise `ArgumentError` for what the model cannot do, and for what only `parse` takes."""
    form = arguments.get("response_format")
    if isinstance(form, type):
        raise ArgumentError(
            f"response_format={form.__name__} is a type: chat.completions.parse() reads answers as types",
            argument="response_format",
            value=form,
            allowed="a mapping",
        )
    check(_CREATE, arguments, known_models(client))


def _stream_call(arguments: Mapping[str, Any]) -> Call:
    """The call; the usage is always asked for, because the whole answer has it."""
    usual = {"stream_options": {"include_usage": True}}
    call = prepare(_CREATE, {**usual, **arguments, "stream": True})
    return replace(call, events=True)


class VeniceChat(Renamed):
    """`client.chat`: completions."""

    def __init__(self, client: SyncClient) -> None:
        self._client = client

    @cached_property
    def completions(self) -> VeniceCompletions:
        """Answers of text models."""
        return VeniceCompletions(self._client)


class AsyncVeniceChat(Renamed):
    """`client.chat`: completions."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @cached_property
    def completions(self) -> AsyncVeniceCompletions:
        """Answers of text models."""
        return AsyncVeniceCompletions(self._client)

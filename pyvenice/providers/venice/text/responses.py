"""`client.responses`: answers as items, as a whole or as the events in which they arrive.

The pinned document describes no stream; the events are those of OpenAI's API of the same name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from pyvenice.core.engine.calls import Call
from pyvenice.core.extras import LazyModule
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.request.builder import prepare
from pyvenice.core.response.sse import ServerEvent
from pyvenice.errors import StreamError
from pyvenice.generated.venice.families.responses import operations as table
from pyvenice.generated.venice.families.responses.methods import (
    AsyncResponsesMethods,
    ResponsesMethods,
)
from pyvenice.providers.venice.facts.capabilities import check, known_models
from pyvenice.providers.venice.streams import AsyncStream, Ending, Stream, TextDecoder

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.responses import responses
    from pyvenice.providers.venice.text import events
else:
    events = LazyModule("pyvenice.providers.venice.text.events")
    responses = LazyModule("pyvenice.generated.venice.families.responses.responses")

_CREATE = table.RESPONSES_CREATE
_DONE = "[DONE]"
_COMPLETED = frozenset(["response.completed", "response.incomplete"])
_TEXT = "response.output_text.delta"


class EventDecoder(TextDecoder["events.ResponseEvent"]):
    """Push decoder: the events of a response. `done` raises where the end is missing."""

    def __init__(self) -> None:
        super().__init__(ends=_COMPLETED)
        self._texts: list[str] = []
        self.response: responses.CreateResponseResponse | None = None

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._texts)

    def whole_body(self) -> bytes:
        """The response as JSON; empty where it did not come."""
        return b"" if self.response is None else self.response.model_dump_json().encode()

    def _items(self, event: ServerEvent) -> Iterator[events.ResponseEvent]:
        if event.data.strip() == _DONE:
            self.has_ended = True
        elif (found := self._objects.read(event)) is not None:
            yield self._event(*found)

    def _event(self, kind: str, tree: dict[str, Any]) -> events.ResponseEvent:
        try:
            event = events.ResponseEvent.model_validate({**tree, "type": kind})
        except ValidationError as error:
            raise StreamError(f"an event of the stream has another form: {kind}") from error
        if kind == _TEXT:
            self._texts.append(event.delta or "")
        if kind in _COMPLETED:
            self.has_ended = True
            self.response = None if event.response is None else _with_text(event.response)
        return event


class ResponseStream(Stream["events.ResponseEvent"]):
    """Iterate for `ResponseEvent`s; `text` is what came so far. Close it, or use it in `with`."""

    _decoder: EventDecoder

    def __init__(self, exchange: SyncExchange, ending: Ending) -> None:
        super().__init__(exchange, EventDecoder(), ending)

    @property
    def text(self) -> str:
        """The text so far, also after an error."""
        return self._decoder.text

    def final_response(self) -> responses.CreateResponseResponse:
        """The whole answer; reads what is left of the stream. Raises `StreamError` without one."""
        for _ in self:
            pass
        return _final(self._decoder)


class AsyncResponseStream(AsyncStream["events.ResponseEvent"]):
    """Iterate for `ResponseEvent`s; `text` is what came so far. Close it, or use it in `async with`."""

    _decoder: EventDecoder

    def __init__(self, exchange: AsyncExchange, ending: Ending) -> None:
        super().__init__(exchange, EventDecoder(), ending)

    @property
    def text(self) -> str:
        """The text so far, also after an error."""
        return self._decoder.text

    async def final_response(self) -> responses.CreateResponseResponse:
        """The whole answer; reads what is left of the stream. Raises `StreamError` without one."""
        async for _ in self:
            pass
        return _final(self._decoder)


def _final(decoder: EventDecoder) -> responses.CreateResponseResponse:
    if decoder.response is None:
        raise StreamError("the stream ended without an event that holds the whole response")
    return decoder.response


class VeniceResponses(ResponsesMethods[ResponseStream]):
    """`client.responses`: create, stream."""

    def stream(self, **arguments: Any) -> ResponseStream:
        """The events of an answer, as they arrive; `arguments` are those of `create`."""
        check(_CREATE, arguments, known_models(self._client))
        call = _stream_call(arguments)
        exchange = self._client._open(call)  # noqa: SLF001  (a hook of its family)
        return ResponseStream(exchange, Ending(self._client, call))

    def _create(self, arguments: Mapping[str, Any]) -> responses.CreateResponseResponse:
        check(_CREATE, arguments, known_models(self._client))
        return _with_text(super()._create(arguments))

    def _stream_create(self, arguments: Mapping[str, Any]) -> ResponseStream:
        return self.stream(**arguments)


class AsyncVeniceResponses(AsyncResponsesMethods[AsyncResponseStream]):
    """`client.responses`: create, stream."""

    async def stream(self, **arguments: Any) -> AsyncResponseStream:
        """The events of an answer, as they arrive; `arguments` are those of `create`."""
        check(_CREATE, arguments, known_models(self._client))
        call = _stream_call(arguments)
        exchange = await self._client._open(call)  # noqa: SLF001  (as above)
        return AsyncResponseStream(exchange, Ending(self._client, call))

    async def _create(self, arguments: Mapping[str, Any]) -> responses.CreateResponseResponse:
        check(_CREATE, arguments, known_models(self._client))
        return _with_text(await super()._create(arguments))

    async def _stream_create(self, arguments: Mapping[str, Any]) -> AsyncResponseStream:
        return await self.stream(**arguments)


def _with_text(response: responses.CreateResponseResponse) -> responses.CreateResponseResponse:
    """The same response, which has its text as `output_text` too, as in OpenAI's client."""
    given = response.model_fields_set
    return events.TextResponse.model_construct(given, **dict(response))


def _stream_call(arguments: Mapping[str, Any]) -> Call:
    return replace(prepare(_CREATE, {**arguments, "stream": True}), events=True)

# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, overload

from pyvenice.core.client.base import AsyncMethods, StreamT, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.responses import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.responses import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.responses.responses")


class ResponsesMethods(SyncMethods, Generic[StreamT]):
    """`client.responses`: create."""

    @overload
    def create(
        self,
        *,
        model: str,
        input: str | Sequence[Mapping[str, Any]],
        stream: Literal[True],
        include: Sequence[str] = OMIT,
        max_output_tokens: int = OMIT,
        temperature: float = OMIT,
        top_p: float = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        reasoning: Mapping[str, Any] | None = OMIT,
        tools: Sequence[Mapping[str, Any]] = OMIT,
        tool_choice: Literal["auto", "none", "required"] | Mapping[str, Any] = OMIT,
        web_search: bool = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> StreamT:
        """The answer of a text model as items; stream=True gives its events as they arrive. Alpha: the provider keeps nothing between calls."""

    @overload
    def create(
        self,
        *,
        model: str,
        input: str | Sequence[Mapping[str, Any]],
        include: Sequence[str] = OMIT,
        max_output_tokens: int = OMIT,
        temperature: float = OMIT,
        top_p: float = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        reasoning: Mapping[str, Any] | None = OMIT,
        tools: Sequence[Mapping[str, Any]] = OMIT,
        tool_choice: Literal["auto", "none", "required"] | Mapping[str, Any] = OMIT,
        web_search: bool = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        stream: Literal[False] = False,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateResponseResponse":
        """The answer of a text model as items; stream=True gives its events as they arrive. Alpha: the provider keeps nothing between calls.

        Args:
            model: Id of the model, a trait such as default, or another provider's id.
            input: A text, or the items of a conversation.
            include: What the answer holds besides, as in OpenAI's API.
            max_output_tokens: Above 0.
            temperature: How freely to answer. 0 to 2.
            top_p: Nucleus sampling: choose among the likeliest tokens that have this probability together. 0 to 1.
            fallbacks: Models to ask where the first one refuses, on some models of Anthropic. At most 10 items.
            reasoning: How to reason, such as {"effort": "low"}.
            tools: Functions that the model may call.
            tool_choice: auto, none, required, or the tool to call.
            web_search: Search the web for the answer.
            venice_parameters: Venice's own: character_slug, include_venice_system_prompt, and others.
            stream: Give the answer as it arrives, as stream() does.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out."""

    @calls("_create", stream="_stream_create")
    def create(
        self,
        *,
        model: str,
        input: str | Sequence[Mapping[str, Any]],
        include: Sequence[str] = OMIT,
        max_output_tokens: int = OMIT,
        temperature: float = OMIT,
        top_p: float = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        reasoning: Mapping[str, Any] | None = OMIT,
        tools: Sequence[Mapping[str, Any]] = OMIT,
        tool_choice: Literal["auto", "none", "required"] | Mapping[str, Any] = OMIT,
        web_search: bool = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        stream: bool = False,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateResponseResponse | StreamT":
        """The answer of a text model as items; stream=True gives its events as they arrive. Alpha: the provider keeps nothing between calls.

        Args:
            model: Id of the model, a trait such as default, or another provider's id.
            input: A text, or the items of a conversation.
            include: What the answer holds besides, as in OpenAI's API.
            max_output_tokens: Above 0.
            temperature: How freely to answer. 0 to 2.
            top_p: Nucleus sampling: choose among the likeliest tokens that have this probability together. 0 to 1.
            fallbacks: Models to ask where the first one refuses, on some models of Anthropic. At most 10 items.
            reasoning: How to reason, such as {"effort": "low"}.
            tools: Functions that the model may call.
            tool_choice: auto, none, required, or the tool to call.
            web_search: Search the web for the answer.
            venice_parameters: Venice's own: character_slug, include_venice_system_prompt, and others.
            stream: Give the answer as it arrives, as stream() does.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _create(self, arguments: Mapping[str, Any]) -> "responses.CreateResponseResponse":
        result: responses.CreateResponseResponse = self._client._run(
            request_model(table.RESPONSES_CREATE, arguments)
        )
        return result

    @abstractmethod
    def _stream_create(self, arguments: Mapping[str, Any]) -> StreamT: ...


class AsyncResponsesMethods(AsyncMethods, Generic[StreamT]):
    """`client.responses`: create."""

    @overload
    async def create(
        self,
        *,
        model: str,
        input: str | Sequence[Mapping[str, Any]],
        stream: Literal[True],
        include: Sequence[str] = OMIT,
        max_output_tokens: int = OMIT,
        temperature: float = OMIT,
        top_p: float = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        reasoning: Mapping[str, Any] | None = OMIT,
        tools: Sequence[Mapping[str, Any]] = OMIT,
        tool_choice: Literal["auto", "none", "required"] | Mapping[str, Any] = OMIT,
        web_search: bool = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> StreamT:
        """The answer of a text model as items; stream=True gives its events as they arrive. Alpha: the provider keeps nothing between calls."""

    @overload
    async def create(
        self,
        *,
        model: str,
        input: str | Sequence[Mapping[str, Any]],
        include: Sequence[str] = OMIT,
        max_output_tokens: int = OMIT,
        temperature: float = OMIT,
        top_p: float = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        reasoning: Mapping[str, Any] | None = OMIT,
        tools: Sequence[Mapping[str, Any]] = OMIT,
        tool_choice: Literal["auto", "none", "required"] | Mapping[str, Any] = OMIT,
        web_search: bool = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        stream: Literal[False] = False,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateResponseResponse":
        """The answer of a text model as items; stream=True gives its events as they arrive. Alpha: the provider keeps nothing between calls. Arguments and errors: those of the sync method."""

    @calls("_create", stream="_stream_create")
    async def create(
        self,
        *,
        model: str,
        input: str | Sequence[Mapping[str, Any]],
        include: Sequence[str] = OMIT,
        max_output_tokens: int = OMIT,
        temperature: float = OMIT,
        top_p: float = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        reasoning: Mapping[str, Any] | None = OMIT,
        tools: Sequence[Mapping[str, Any]] = OMIT,
        tool_choice: Literal["auto", "none", "required"] | Mapping[str, Any] = OMIT,
        web_search: bool = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        stream: bool = False,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateResponseResponse | StreamT":
        """The answer of a text model as items; stream=True gives its events as they arrive. Alpha: the provider keeps nothing between calls. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _create(self, arguments: Mapping[str, Any]) -> "responses.CreateResponseResponse":
        result: responses.CreateResponseResponse = await self._client._run(
            request_model(table.RESPONSES_CREATE, arguments)
        )
        return result

    @abstractmethod
    async def _stream_create(self, arguments: Mapping[str, Any]) -> StreamT: ...

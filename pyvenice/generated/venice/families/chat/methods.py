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
from pyvenice.generated.venice.families.chat import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.chat import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.chat.responses")


class ChatCompletionsMethods(SyncMethods, Generic[StreamT]):
    """`client.chat.completions`: create."""

    @overload
    def create(
        self,
        *,
        messages: Sequence[Mapping[str, Any]],
        model: str,
        stream: Literal[True],
        frequency_penalty: float = OMIT,
        logprobs: bool = OMIT,
        top_logprobs: int = OMIT,
        max_completion_tokens: int = OMIT,
        max_temp: float = OMIT,
        max_tokens: int = OMIT,
        min_p: float = OMIT,
        min_temp: float = OMIT,
        n: int = OMIT,
        presence_penalty: float = OMIT,
        prompt_cache_key: str = OMIT,
        prompt_cache_retention: Literal["default", "extended", "24h"] = OMIT,
        repetition_penalty: float = OMIT,
        reasoning: Mapping[str, Any] = OMIT,
        reasoning_effort: Literal[
            "none", "minimal", "low", "medium", "high", "xhigh", "max"
        ] = OMIT,
        seed: int = OMIT,
        stop: str | Sequence[str] | None = OMIT,
        stop_token_ids: Sequence[float] = OMIT,
        stream_options: Mapping[str, Any] = OMIT,
        temperature: float = OMIT,
        top_k: int = OMIT,
        top_p: float = OMIT,
        user: str = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        store: bool = OMIT,
        verbosity: Literal["low", "medium", "high", "auto"] = OMIT,
        text: Mapping[str, Any] = OMIT,
        include: Sequence[str] = OMIT,
        metadata: Mapping[str, Any] = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        parallel_tool_calls: bool = OMIT,
        response_format: Mapping[str, Any] = OMIT,
        tool_choice: Mapping[str, Any] | str = OMIT,
        tools: Sequence[Mapping[str, Any]] | None = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> StreamT:
        """The answer of a text model to a conversation; stream=True gives its chunks as they arrive."""

    @overload
    def create(
        self,
        *,
        messages: Sequence[Mapping[str, Any]],
        model: str,
        frequency_penalty: float = OMIT,
        logprobs: bool = OMIT,
        top_logprobs: int = OMIT,
        max_completion_tokens: int = OMIT,
        max_temp: float = OMIT,
        max_tokens: int = OMIT,
        min_p: float = OMIT,
        min_temp: float = OMIT,
        n: int = OMIT,
        presence_penalty: float = OMIT,
        prompt_cache_key: str = OMIT,
        prompt_cache_retention: Literal["default", "extended", "24h"] = OMIT,
        repetition_penalty: float = OMIT,
        reasoning: Mapping[str, Any] = OMIT,
        reasoning_effort: Literal[
            "none", "minimal", "low", "medium", "high", "xhigh", "max"
        ] = OMIT,
        seed: int = OMIT,
        stop: str | Sequence[str] | None = OMIT,
        stop_token_ids: Sequence[float] = OMIT,
        stream_options: Mapping[str, Any] = OMIT,
        temperature: float = OMIT,
        top_k: int = OMIT,
        top_p: float = OMIT,
        user: str = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        store: bool = OMIT,
        verbosity: Literal["low", "medium", "high", "auto"] = OMIT,
        text: Mapping[str, Any] = OMIT,
        include: Sequence[str] = OMIT,
        metadata: Mapping[str, Any] = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        parallel_tool_calls: bool = OMIT,
        response_format: Mapping[str, Any] = OMIT,
        tool_choice: Mapping[str, Any] | str = OMIT,
        tools: Sequence[Mapping[str, Any]] | None = OMIT,
        stream: Literal[False] = False,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ChatCompletionResponse":
        """The answer of a text model to a conversation; stream=True gives its chunks as they arrive.

        Args:
            messages: At least 1 items.
            model: Not described.
            frequency_penalty: -2 to 2. Default: 0.
            logprobs: Not described.
            top_logprobs: At least 0.
            max_completion_tokens: Not described.
            max_temp: 0 to 2.
            max_tokens: Not described.
            min_p: 0 to 1.
            min_temp: 0 to 2.
            n: Default: 1.
            presence_penalty: -2 to 2. Default: 0.
            prompt_cache_key: Not described.
            prompt_cache_retention: Not described.
            repetition_penalty: At least 0.
            reasoning: Not described.
            reasoning_effort: Not described.
            seed: Above 0.
            stop: Not described.
            stop_token_ids: Not described.
            stream_options: Not described.
            temperature: 0 to 2.
            top_k: At least 0.
            top_p: 0 to 1.
            user: Not described.
            fallbacks: At most 10 items.
            store: Not described.
            verbosity: Not described.
            text: Not described.
            include: Not described.
            metadata: Not described.
            venice_parameters: Not described.
            parallel_tool_calls: Default: True.
            response_format: Not described.
            tool_choice: Not described.
            tools: Not described.
            stream: Answer with a stream of events, which ends with the result.
            extra_body: Fields to send beside the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send beside the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out."""

    @calls("_create", stream="_stream_create")
    def create(
        self,
        *,
        messages: Sequence[Mapping[str, Any]],
        model: str,
        frequency_penalty: float = OMIT,
        logprobs: bool = OMIT,
        top_logprobs: int = OMIT,
        max_completion_tokens: int = OMIT,
        max_temp: float = OMIT,
        max_tokens: int = OMIT,
        min_p: float = OMIT,
        min_temp: float = OMIT,
        n: int = OMIT,
        presence_penalty: float = OMIT,
        prompt_cache_key: str = OMIT,
        prompt_cache_retention: Literal["default", "extended", "24h"] = OMIT,
        repetition_penalty: float = OMIT,
        reasoning: Mapping[str, Any] = OMIT,
        reasoning_effort: Literal[
            "none", "minimal", "low", "medium", "high", "xhigh", "max"
        ] = OMIT,
        seed: int = OMIT,
        stop: str | Sequence[str] | None = OMIT,
        stop_token_ids: Sequence[float] = OMIT,
        stream_options: Mapping[str, Any] = OMIT,
        temperature: float = OMIT,
        top_k: int = OMIT,
        top_p: float = OMIT,
        user: str = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        store: bool = OMIT,
        verbosity: Literal["low", "medium", "high", "auto"] = OMIT,
        text: Mapping[str, Any] = OMIT,
        include: Sequence[str] = OMIT,
        metadata: Mapping[str, Any] = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        parallel_tool_calls: bool = OMIT,
        response_format: Mapping[str, Any] = OMIT,
        tool_choice: Mapping[str, Any] | str = OMIT,
        tools: Sequence[Mapping[str, Any]] | None = OMIT,
        stream: bool = False,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ChatCompletionResponse | StreamT":
        """The answer of a text model to a conversation; stream=True gives its chunks as they arrive.

        Args:
            messages: At least 1 items.
            model: Not described.
            frequency_penalty: -2 to 2. Default: 0.
            logprobs: Not described.
            top_logprobs: At least 0.
            max_completion_tokens: Not described.
            max_temp: 0 to 2.
            max_tokens: Not described.
            min_p: 0 to 1.
            min_temp: 0 to 2.
            n: Default: 1.
            presence_penalty: -2 to 2. Default: 0.
            prompt_cache_key: Not described.
            prompt_cache_retention: Not described.
            repetition_penalty: At least 0.
            reasoning: Not described.
            reasoning_effort: Not described.
            seed: Above 0.
            stop: Not described.
            stop_token_ids: Not described.
            stream_options: Not described.
            temperature: 0 to 2.
            top_k: At least 0.
            top_p: 0 to 1.
            user: Not described.
            fallbacks: At most 10 items.
            store: Not described.
            verbosity: Not described.
            text: Not described.
            include: Not described.
            metadata: Not described.
            venice_parameters: Not described.
            parallel_tool_calls: Default: True.
            response_format: Not described.
            tool_choice: Not described.
            tools: Not described.
            stream: Answer with a stream of events, which ends with the result.
            extra_body: Fields to send beside the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send beside the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _create(self, arguments: Mapping[str, Any]) -> "responses.ChatCompletionResponse":
        result: responses.ChatCompletionResponse = self._client._run(
            request_model(table.CHAT_COMPLETIONS_CREATE, arguments)
        )
        return result

    @abstractmethod
    def _stream_create(self, arguments: Mapping[str, Any]) -> StreamT: ...


class AsyncChatCompletionsMethods(AsyncMethods, Generic[StreamT]):
    """`client.chat.completions`: create."""

    @overload
    async def create(
        self,
        *,
        messages: Sequence[Mapping[str, Any]],
        model: str,
        stream: Literal[True],
        frequency_penalty: float = OMIT,
        logprobs: bool = OMIT,
        top_logprobs: int = OMIT,
        max_completion_tokens: int = OMIT,
        max_temp: float = OMIT,
        max_tokens: int = OMIT,
        min_p: float = OMIT,
        min_temp: float = OMIT,
        n: int = OMIT,
        presence_penalty: float = OMIT,
        prompt_cache_key: str = OMIT,
        prompt_cache_retention: Literal["default", "extended", "24h"] = OMIT,
        repetition_penalty: float = OMIT,
        reasoning: Mapping[str, Any] = OMIT,
        reasoning_effort: Literal[
            "none", "minimal", "low", "medium", "high", "xhigh", "max"
        ] = OMIT,
        seed: int = OMIT,
        stop: str | Sequence[str] | None = OMIT,
        stop_token_ids: Sequence[float] = OMIT,
        stream_options: Mapping[str, Any] = OMIT,
        temperature: float = OMIT,
        top_k: int = OMIT,
        top_p: float = OMIT,
        user: str = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        store: bool = OMIT,
        verbosity: Literal["low", "medium", "high", "auto"] = OMIT,
        text: Mapping[str, Any] = OMIT,
        include: Sequence[str] = OMIT,
        metadata: Mapping[str, Any] = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        parallel_tool_calls: bool = OMIT,
        response_format: Mapping[str, Any] = OMIT,
        tool_choice: Mapping[str, Any] | str = OMIT,
        tools: Sequence[Mapping[str, Any]] | None = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> StreamT:
        """The answer of a text model to a conversation; stream=True gives its chunks as they arrive."""

    @overload
    async def create(
        self,
        *,
        messages: Sequence[Mapping[str, Any]],
        model: str,
        frequency_penalty: float = OMIT,
        logprobs: bool = OMIT,
        top_logprobs: int = OMIT,
        max_completion_tokens: int = OMIT,
        max_temp: float = OMIT,
        max_tokens: int = OMIT,
        min_p: float = OMIT,
        min_temp: float = OMIT,
        n: int = OMIT,
        presence_penalty: float = OMIT,
        prompt_cache_key: str = OMIT,
        prompt_cache_retention: Literal["default", "extended", "24h"] = OMIT,
        repetition_penalty: float = OMIT,
        reasoning: Mapping[str, Any] = OMIT,
        reasoning_effort: Literal[
            "none", "minimal", "low", "medium", "high", "xhigh", "max"
        ] = OMIT,
        seed: int = OMIT,
        stop: str | Sequence[str] | None = OMIT,
        stop_token_ids: Sequence[float] = OMIT,
        stream_options: Mapping[str, Any] = OMIT,
        temperature: float = OMIT,
        top_k: int = OMIT,
        top_p: float = OMIT,
        user: str = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        store: bool = OMIT,
        verbosity: Literal["low", "medium", "high", "auto"] = OMIT,
        text: Mapping[str, Any] = OMIT,
        include: Sequence[str] = OMIT,
        metadata: Mapping[str, Any] = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        parallel_tool_calls: bool = OMIT,
        response_format: Mapping[str, Any] = OMIT,
        tool_choice: Mapping[str, Any] | str = OMIT,
        tools: Sequence[Mapping[str, Any]] | None = OMIT,
        stream: Literal[False] = False,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ChatCompletionResponse":
        """The answer of a text model to a conversation; stream=True gives its chunks as they arrive. Arguments and errors: those of the sync method."""

    @calls("_create", stream="_stream_create")
    async def create(
        self,
        *,
        messages: Sequence[Mapping[str, Any]],
        model: str,
        frequency_penalty: float = OMIT,
        logprobs: bool = OMIT,
        top_logprobs: int = OMIT,
        max_completion_tokens: int = OMIT,
        max_temp: float = OMIT,
        max_tokens: int = OMIT,
        min_p: float = OMIT,
        min_temp: float = OMIT,
        n: int = OMIT,
        presence_penalty: float = OMIT,
        prompt_cache_key: str = OMIT,
        prompt_cache_retention: Literal["default", "extended", "24h"] = OMIT,
        repetition_penalty: float = OMIT,
        reasoning: Mapping[str, Any] = OMIT,
        reasoning_effort: Literal[
            "none", "minimal", "low", "medium", "high", "xhigh", "max"
        ] = OMIT,
        seed: int = OMIT,
        stop: str | Sequence[str] | None = OMIT,
        stop_token_ids: Sequence[float] = OMIT,
        stream_options: Mapping[str, Any] = OMIT,
        temperature: float = OMIT,
        top_k: int = OMIT,
        top_p: float = OMIT,
        user: str = OMIT,
        fallbacks: Sequence[Mapping[str, Any]] = OMIT,
        store: bool = OMIT,
        verbosity: Literal["low", "medium", "high", "auto"] = OMIT,
        text: Mapping[str, Any] = OMIT,
        include: Sequence[str] = OMIT,
        metadata: Mapping[str, Any] = OMIT,
        venice_parameters: Mapping[str, Any] = OMIT,
        parallel_tool_calls: bool = OMIT,
        response_format: Mapping[str, Any] = OMIT,
        tool_choice: Mapping[str, Any] | str = OMIT,
        tools: Sequence[Mapping[str, Any]] | None = OMIT,
        stream: bool = False,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ChatCompletionResponse | StreamT":
        """The answer of a text model to a conversation; stream=True gives its chunks as they arrive. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _create(self, arguments: Mapping[str, Any]) -> "responses.ChatCompletionResponse":
        result: responses.ChatCompletionResponse = await self._client._run(
            request_model(table.CHAT_COMPLETIONS_CREATE, arguments)
        )
        return result

    @abstractmethod
    async def _stream_create(self, arguments: Mapping[str, Any]) -> StreamT: ...

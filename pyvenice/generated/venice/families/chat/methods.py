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
            messages: The conversation so far: role and content of each message. At least 1 item.
            model: Id of the model, a trait such as default, or another provider's id.
            frequency_penalty: How much to avoid tokens by how often they came. -2 to 2. Default: 0.
            logprobs: Answer with the log probabilities of tokens, on models that give them.
            top_logprobs: How many of the likeliest tokens to give with each token; needs logprobs. At least 0.
            max_completion_tokens: The most tokens of the answer, those of the reasoning included.
            max_temp: Highest temperature of a dynamic one. 0 to 2.
            max_tokens: The most tokens of the answer; max_completion_tokens replaces it.
            min_p: Leave out tokens that are less likely than this share of the likeliest. 0 to 1.
            min_temp: Lowest temperature of a dynamic one. 0 to 2.
            n: How many answers to give, each of which is billed. Default: 1.
            presence_penalty: How much to avoid tokens that came at all. -2 to 2. Default: 0.
            prompt_cache_key: What requests with the same beginning have in common, so that they find its cache.
            prompt_cache_retention: How long the cache is kept; extended and 24h are the same.
            repetition_penalty: How much to avoid repetition; 1 is not at all, more discourages it. At least 0.
            reasoning: How to reason, such as {"effort": "low"} or {"enabled": False}.
            reasoning_effort: How much to reason, on models that take it.
            seed: The same number gives about the same answer. Above 0.
            stop: Texts at which the answer ends.
            stop_token_ids: Tokens at which the answer ends.
            stream_options: Such as {"include_usage": True}, for a last chunk with the usage.
            temperature: How freely to answer. 0 to 2.
            top_k: Choose among so many of the likeliest tokens. At least 0.
            top_p: Nucleus sampling: choose among the likeliest tokens that have this probability together. 0 to 1.
            user: Has no effect; for code that was written for OpenAI.
            fallbacks: Models to ask where the first one refuses, on some models of Anthropic. At most 10 items.
            store: Has no effect; for code that was written for OpenAI.
            verbosity: How long the answer is, on models that take it.
            text: Form of the text as in OpenAI's API, such as {"verbosity": "low"}.
            include: What the answer holds besides, as in OpenAI's API.
            metadata: Facts of the request to keep with it.
            venice_parameters: Venice's own: character_slug, enable_web_search, include_venice_system_prompt, and others.
            parallel_tool_calls: Whether several tools may be called at once. Default: True.
            response_format: Form of the answer, such as a JSON schema; parse() makes it from a type.
            tool_choice: auto, none, required, or the tool to call.
            tools: Functions that the model may call, as JSON schemas; run_tools() makes them from functions.
            stream: Give the answer as it arrives, as stream() does.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
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
            messages: The conversation so far: role and content of each message. At least 1 item.
            model: Id of the model, a trait such as default, or another provider's id.
            frequency_penalty: How much to avoid tokens by how often they came. -2 to 2. Default: 0.
            logprobs: Answer with the log probabilities of tokens, on models that give them.
            top_logprobs: How many of the likeliest tokens to give with each token; needs logprobs. At least 0.
            max_completion_tokens: The most tokens of the answer, those of the reasoning included.
            max_temp: Highest temperature of a dynamic one. 0 to 2.
            max_tokens: The most tokens of the answer; max_completion_tokens replaces it.
            min_p: Leave out tokens that are less likely than this share of the likeliest. 0 to 1.
            min_temp: Lowest temperature of a dynamic one. 0 to 2.
            n: How many answers to give, each of which is billed. Default: 1.
            presence_penalty: How much to avoid tokens that came at all. -2 to 2. Default: 0.
            prompt_cache_key: What requests with the same beginning have in common, so that they find its cache.
            prompt_cache_retention: How long the cache is kept; extended and 24h are the same.
            repetition_penalty: How much to avoid repetition; 1 is not at all, more discourages it. At least 0.
            reasoning: How to reason, such as {"effort": "low"} or {"enabled": False}.
            reasoning_effort: How much to reason, on models that take it.
            seed: The same number gives about the same answer. Above 0.
            stop: Texts at which the answer ends.
            stop_token_ids: Tokens at which the answer ends.
            stream_options: Such as {"include_usage": True}, for a last chunk with the usage.
            temperature: How freely to answer. 0 to 2.
            top_k: Choose among so many of the likeliest tokens. At least 0.
            top_p: Nucleus sampling: choose among the likeliest tokens that have this probability together. 0 to 1.
            user: Has no effect; for code that was written for OpenAI.
            fallbacks: Models to ask where the first one refuses, on some models of Anthropic. At most 10 items.
            store: Has no effect; for code that was written for OpenAI.
            verbosity: How long the answer is, on models that take it.
            text: Form of the text as in OpenAI's API, such as {"verbosity": "low"}.
            include: What the answer holds besides, as in OpenAI's API.
            metadata: Facts of the request to keep with it.
            venice_parameters: Venice's own: character_slug, enable_web_search, include_venice_system_prompt, and others.
            parallel_tool_calls: Whether several tools may be called at once. Default: True.
            response_format: Form of the answer, such as a JSON schema; parse() makes it from a type.
            tool_choice: auto, none, required, or the tool to call.
            tools: Functions that the model may call, as JSON schemas; run_tools() makes them from functions.
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

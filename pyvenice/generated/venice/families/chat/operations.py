# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

CHAT_COMPLETIONS_CREATE = Operation(
    provider="venice",
    name="chat.completions.create",
    method="POST",
    path="/chat/completions",
    json_model="ChatCompletionRequest",
    result_model="ChatCompletionResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="chat",
    parameters=(
        Parameter("messages", json="messages", required=True),
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter(
            "frequency_penalty", json="frequency_penalty", scalar=Scalar("number", least=-2, most=2)
        ),
        Parameter("logprobs", json="logprobs", scalar=Scalar("flag")),
        Parameter("top_logprobs", json="top_logprobs", scalar=Scalar("whole", least=0)),
        Parameter("max_completion_tokens", json="max_completion_tokens", scalar=Scalar("whole")),
        Parameter("max_temp", json="max_temp", scalar=Scalar("number", least=0, most=2)),
        Parameter("max_tokens", json="max_tokens", scalar=Scalar("whole")),
        Parameter("min_p", json="min_p", scalar=Scalar("number", least=0, most=1)),
        Parameter("min_temp", json="min_temp", scalar=Scalar("number", least=0, most=2)),
        Parameter("n", json="n", scalar=Scalar("whole")),
        Parameter(
            "presence_penalty", json="presence_penalty", scalar=Scalar("number", least=-2, most=2)
        ),
        Parameter("prompt_cache_key", json="prompt_cache_key", scalar=Scalar("text")),
        Parameter(
            "prompt_cache_retention",
            json="prompt_cache_retention",
            scalar=Scalar("text", values=("default", "extended", "24h")),
        ),
        Parameter(
            "repetition_penalty", json="repetition_penalty", scalar=Scalar("number", least=0)
        ),
        Parameter("reasoning", json="reasoning"),
        Parameter(
            "reasoning_effort",
            json="reasoning_effort",
            scalar=Scalar(
                "text", values=("none", "minimal", "low", "medium", "high", "xhigh", "max")
            ),
        ),
        Parameter("seed", json="seed"),
        Parameter("stop", json="stop", nullable=True),
        Parameter("stop_token_ids", json="stop_token_ids"),
        Parameter("stream", json="stream", scalar=Scalar("flag")),
        Parameter("stream_options", json="stream_options"),
        Parameter("temperature", json="temperature", scalar=Scalar("number", least=0, most=2)),
        Parameter("top_k", json="top_k", scalar=Scalar("whole", least=0)),
        Parameter("top_p", json="top_p", scalar=Scalar("number", least=0, most=1)),
        Parameter("user", json="user", scalar=Scalar("text")),
        Parameter("fallbacks", json="fallbacks"),
        Parameter("store", json="store", scalar=Scalar("flag")),
        Parameter(
            "verbosity",
            json="verbosity",
            scalar=Scalar("text", values=("low", "medium", "high", "auto")),
        ),
        Parameter("text", json="text"),
        Parameter("include", json="include"),
        Parameter("metadata", json="metadata"),
        Parameter("venice_parameters", json="venice_parameters"),
        Parameter("parallel_tool_calls", json="parallel_tool_calls", scalar=Scalar("flag")),
        Parameter("response_format", json="response_format"),
        Parameter("tool_choice", json="tool_choice"),
        Parameter("tools", json="tools", nullable=True),
    ),
)

OPERATIONS = (CHAT_COMPLETIONS_CREATE,)

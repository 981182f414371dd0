# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

RESPONSES_CREATE = Operation(
    provider="venice",
    name="responses.create",
    method="POST",
    path="/responses",
    json_model="CreateResponseRequest",
    result_model="CreateResponseResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="responses",
    parameters=(
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter("input", json="input", required=True),
        Parameter("include", json="include"),
        Parameter("max_output_tokens", json="max_output_tokens"),
        Parameter("temperature", json="temperature", scalar=Scalar("number", least=0, most=2)),
        Parameter("top_p", json="top_p", scalar=Scalar("number", least=0, most=1)),
        Parameter("fallbacks", json="fallbacks"),
        Parameter("reasoning", json="reasoning", nullable=True),
        Parameter("tools", json="tools"),
        Parameter("tool_choice", json="tool_choice"),
        Parameter("web_search", json="web_search", scalar=Scalar("flag")),
        Parameter("stream", json="stream", scalar=Scalar("flag")),
        Parameter("venice_parameters", json="venice_parameters"),
    ),
)

OPERATIONS = (RESPONSES_CREATE,)

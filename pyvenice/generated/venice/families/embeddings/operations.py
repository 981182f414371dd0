# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

EMBEDDINGS_CREATE = Operation(
    provider="venice",
    name="embeddings.create",
    method="POST",
    path="/embeddings",
    json_model="CreateEmbeddingRequest",
    result_model="CreateEmbeddingResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="embeddings",
    parameters=(
        Parameter("input", json="input", required=True),
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter("dimensions", json="dimensions", scalar=Scalar("whole", least=1)),
        Parameter(
            "encoding_format",
            json="encoding_format",
            scalar=Scalar("text", values=("float", "base64")),
        ),
        Parameter("user", json="user", scalar=Scalar("text")),
    ),
)

OPERATIONS = (EMBEDDINGS_CREATE,)

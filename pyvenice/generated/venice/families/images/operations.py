# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

IMAGES_GENERATE = Operation(
    provider="venice",
    name="images.generate",
    method="POST",
    path="/images/generations",
    json_model="SimpleGenerateImageRequest",
    result_model="SimpleGenerateImageResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="images",
    parameters=(
        Parameter(
            "prompt", json="prompt", required=True, scalar=Scalar("text", least=1, most=1500)
        ),
        Parameter("model", json="model", scalar=Scalar("text")),
        Parameter(
            "background",
            json="background",
            nullable=True,
            scalar=Scalar("text", values=("transparent", "opaque", "auto")),
        ),
        Parameter(
            "moderation",
            json="moderation",
            nullable=True,
            scalar=Scalar("text", values=("low", "auto")),
        ),
        Parameter("n", json="n", nullable=True, scalar=Scalar("whole", least=1, most=1)),
        Parameter(
            "output_compression",
            json="output_compression",
            nullable=True,
            scalar=Scalar("whole", least=0, most=100),
        ),
        Parameter(
            "output_format",
            json="output_format",
            scalar=Scalar("text", values=("jpeg", "png", "webp")),
        ),
        Parameter(
            "quality",
            json="quality",
            nullable=True,
            scalar=Scalar("text", values=("auto", "high", "medium", "low", "hd", "standard")),
        ),
        Parameter(
            "response_format",
            json="response_format",
            nullable=True,
            scalar=Scalar("text", values=("b64_json", "url")),
        ),
        Parameter(
            "size",
            json="size",
            nullable=True,
            scalar=Scalar(
                "text",
                values=(
                    "auto",
                    "256x256",
                    "512x512",
                    "1024x1024",
                    "1536x1024",
                    "1024x1536",
                    "1792x1024",
                    "1024x1792",
                ),
            ),
        ),
        Parameter(
            "style", json="style", nullable=True, scalar=Scalar("text", values=("vivid", "natural"))
        ),
        Parameter("user", json="user", scalar=Scalar("text")),
    ),
)

OPERATIONS = (IMAGES_GENERATE,)

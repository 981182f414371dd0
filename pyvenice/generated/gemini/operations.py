# Generated from specs/gemini/ by 'python -m codegen'. Do not edit.
"""The operations of Gemini that this package calls."""

from pyvenice.core.request.operation_table import (
    ImageRule,
    Lifecycle,
    Operation,
    Parameter,
    Provider,
    Scalar,
)

PROVIDER = Provider(
    name="gemini",
    title="Gemini",
    base_url="https://generativelanguage.googleapis.com/v1beta",
    api_key_env="GEMINI_API_KEY",
    key_header="x-goog-api-key",
    other_api_key_envs=("GOOGLE_API_KEY",),
)

IMAGE_EDIT = Operation(
    provider="gemini",
    name="image.edit",
    method="POST",
    path="/models/{modelsId}:generateContent",
    json_model="EditImageRequest",
    result_model="GenerateContentResponse",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=(
        "candidates.*.urlContextMetadata",
        "candidates.*.content.parts.*.functionResponse",
        "candidates.*.content.parts.*.codeExecutionResult",
        "candidates.*.content.parts.*.mediaResolution",
        "candidates.*.content.parts.*.videoMetadata",
        "candidates.*.content.parts.*.toolCall",
        "candidates.*.content.parts.*.functionCall",
        "candidates.*.content.parts.*.executableCode",
        "candidates.*.content.parts.*.toolResponse",
        "candidates.*.groundingAttributions",
        "candidates.*.groundingMetadata",
        "candidates.*.logprobsResult",
        "candidates.*.citationMetadata",
    ),
    parameters=(
        Parameter(
            "prompt", json="contents.parts.text", required=True, scalar=Scalar("text", least=1)
        ),
        Parameter(
            "model",
            path="modelsId",
            style=",",
            lifecycles=(
                Lifecycle(
                    "gemini-2.5-flash-image",
                    ends="2027-03-15",
                    instead="gemini-3.1-flash-lite-image",
                ),
                Lifecycle(
                    "gemini-3-pro-image-preview", ends="2026-06-25", instead="gemini-3-pro-image"
                ),
                Lifecycle(
                    "gemini-3.1-flash-image-preview",
                    ends="2026-06-25",
                    instead="gemini-3.1-flash-image",
                ),
            ),
            required=True,
            scalar=Scalar("text"),
        ),
        Parameter(
            "image",
            json="contents.parts.inlineData",
            image=ImageRule(
                json=("base64",),
                many=True,
                max_bytes=15000000,
                max_count=14,
                media_types=("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"),
            ),
        ),
        Parameter("after", json="after"),
        Parameter(
            "aspect_ratio", json="generationConfig.imageConfig.aspectRatio", scalar=Scalar("text")
        ),
        Parameter(
            "image_size", json="generationConfig.imageConfig.imageSize", scalar=Scalar("text")
        ),
        Parameter("response_modalities", json="generationConfig.responseModalities"),
        Parameter("seed", json="generationConfig.seed", scalar=Scalar("whole")),
        Parameter(
            "temperature",
            json="generationConfig.temperature",
            scalar=Scalar("number", least=0, most=2),
        ),
        Parameter("safety_settings", json="safetySettings"),
    ),
)
MODELS_LIST = Operation(
    provider="gemini",
    name="models.list",
    method="GET",
    path="/models",
    result_model="ListModelsResponse",
    answers=("application/json",),
    pinned="2026-11-30",
    parameters=(
        Parameter("page_size", query="pageSize", scalar=Scalar("whole")),
        Parameter("page_token", query="pageToken", scalar=Scalar("text")),
    ),
)

OPERATIONS = (
    IMAGE_EDIT,
    MODELS_LIST,
)

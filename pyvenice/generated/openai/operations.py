# Generated from specs/openai/ by 'python -m codegen'. Do not edit.
"""The operations of OpenAI that this package calls."""

from pyvenice.core.request.operation_table import (
    ImageRule,
    Lifecycle,
    Operation,
    Parameter,
    Provider,
    Scalar,
)

PROVIDER = Provider(
    name="openai",
    title="OpenAI",
    base_url="https://api.openai.com/v1",
    api_key_env="OPENAI_API_KEY",
    base_url_env="OPENAI_BASE_URL",
)

IMAGE_EDIT = Operation(
    provider="openai",
    name="image.edit",
    method="POST",
    path="/images/edits",
    json_model="EditImageRequest",
    form_model="EditImageForm",
    result_model="ImagesResponse",
    answers=("application/json", "text/event-stream"),
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "image",
            json="images",
            form="image",
            required=True,
            image=ImageRule(
                as_object=True,
                json=("data-uri", "url", "file-id"),
                many=True,
                max_bytes=50000000,
                max_count=16,
                max_json_bytes=15728583,
                media_types=("image/png", "image/jpeg", "image/webp"),
                repeated_as="image[]",
            ),
        ),
        Parameter.both("prompt", required=True, scalar=Scalar("text", least=1, most=32000)),
        Parameter.both(
            "mask",
            image=ImageRule(
                as_object=True,
                json=("data-uri", "url", "file-id"),
                mask="transparent",
                max_bytes=4000000,
                media_types=("image/png",),
            ),
        ),
        Parameter("markup", form="markup", image=ImageRule(media_types=("image/png",))),
        Parameter.both(
            "model",
            lifecycles=(
                Lifecycle("dall-e-2", ends="2026-05-12", instead="gpt-image-2.5-sunburst"),
                Lifecycle("dall-e-3", ends="2026-05-12", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1", ends="2026-10-23", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1.5", ends="2026-12-01", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1-mini", ends="2026-12-01", instead="gpt-image-2.5-sunburst"),
                Lifecycle(
                    "chatgpt-image-latest", ends="2026-12-01", instead="gpt-image-2.5-sunburst"
                ),
            ),
            default="gpt-image-1.5",
            nullable=True,
            scalar=Scalar("text"),
        ),
        Parameter.both(
            "background",
            nullable=True,
            scalar=Scalar("text", values=("transparent", "opaque", "auto")),
        ),
        Parameter.both("n", nullable=True, scalar=Scalar("whole", least=1, most=10)),
        Parameter.both("size", nullable=True),
        Parameter(
            "response_format",
            form="response_format",
            nullable=True,
            scalar=Scalar("text", values=("url", "b64_json")),
        ),
        Parameter.both(
            "output_format",
            nullable=True,
            scalar=Scalar("text", values=("png", "jpeg", "webp", "gif", "svg")),
        ),
        Parameter.both(
            "output_compression", nullable=True, scalar=Scalar("whole", least=0, most=100)
        ),
        Parameter.both(
            "input_fidelity", nullable=True, scalar=Scalar("text", values=("high", "low"))
        ),
        Parameter.both("stream", nullable=True, scalar=Scalar("flag")),
        Parameter.both("partial_images", nullable=True, scalar=Scalar("whole", least=0, most=3)),
        Parameter.both("quality", nullable=True),
        Parameter.both(
            "complexity", nullable=True, scalar=Scalar("text", values=("low", "medium", "high"))
        ),
        Parameter.both("frame_count", nullable=True, scalar=Scalar("whole", least=2, most=16)),
        Parameter.both("frame_duration_ms", nullable=True, scalar=Scalar("whole")),
        Parameter.both("svg", style="deep", nullable=True),
        Parameter.both("safety_identifier", nullable=True, scalar=Scalar("text")),
        Parameter(
            "moderation",
            json="moderation",
            nullable=True,
            scalar=Scalar("text", values=("low", "auto")),
        ),
        Parameter.both("user", scalar=Scalar("text")),
    ),
)
IMAGE_GENERATE = Operation(
    provider="openai",
    name="image.generate",
    method="POST",
    path="/images/generations",
    json_model="GenerateImageRequest",
    result_model="ImagesResponse",
    answers=("application/json", "text/event-stream"),
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "prompt", json="prompt", required=True, scalar=Scalar("text", least=1, most=32000)
        ),
        Parameter(
            "model",
            json="model",
            lifecycles=(
                Lifecycle("dall-e-2", ends="2026-05-12", instead="gpt-image-2.5-sunburst"),
                Lifecycle("dall-e-3", ends="2026-05-12", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1", ends="2026-10-23", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1.5", ends="2026-12-01", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1-mini", ends="2026-12-01", instead="gpt-image-2.5-sunburst"),
                Lifecycle(
                    "chatgpt-image-latest", ends="2026-12-01", instead="gpt-image-2.5-sunburst"
                ),
            ),
            default="dall-e-2",
            nullable=True,
            scalar=Scalar("text"),
        ),
        Parameter("n", json="n", nullable=True, scalar=Scalar("whole", least=1, most=10)),
        Parameter(
            "quality",
            json="quality",
            nullable=True,
            scalar=Scalar(
                "text", values=("standard", "hd", "low", "medium", "high", "auto", "xhigh", "max")
            ),
        ),
        Parameter(
            "response_format",
            json="response_format",
            nullable=True,
            scalar=Scalar("text", values=("url", "b64_json")),
        ),
        Parameter(
            "output_format",
            json="output_format",
            nullable=True,
            scalar=Scalar("text", values=("png", "jpeg", "webp", "gif", "svg")),
        ),
        Parameter(
            "output_compression",
            json="output_compression",
            nullable=True,
            scalar=Scalar("whole", least=0, most=100),
        ),
        Parameter("stream", json="stream", nullable=True, scalar=Scalar("flag")),
        Parameter(
            "partial_images",
            json="partial_images",
            nullable=True,
            scalar=Scalar("whole", least=0, most=3),
        ),
        Parameter("size", json="size", nullable=True, scalar=Scalar("text")),
        Parameter(
            "moderation",
            json="moderation",
            nullable=True,
            scalar=Scalar("text", values=("low", "auto")),
        ),
        Parameter(
            "background",
            json="background",
            nullable=True,
            scalar=Scalar("text", values=("transparent", "opaque", "auto")),
        ),
        Parameter(
            "style", json="style", nullable=True, scalar=Scalar("text", values=("vivid", "natural"))
        ),
        Parameter(
            "complexity",
            json="complexity",
            nullable=True,
            scalar=Scalar("text", values=("low", "medium", "high")),
        ),
        Parameter(
            "frame_count",
            json="frame_count",
            nullable=True,
            scalar=Scalar("whole", least=2, most=16),
        ),
        Parameter(
            "frame_duration_ms", json="frame_duration_ms", nullable=True, scalar=Scalar("whole")
        ),
        Parameter("svg", json="svg", nullable=True),
        Parameter(
            "safety_identifier", json="safety_identifier", nullable=True, scalar=Scalar("text")
        ),
        Parameter("user", json="user", scalar=Scalar("text")),
    ),
)
IMAGE_VARIATIONS = Operation(
    provider="openai",
    name="image.variations",
    method="POST",
    path="/images/variations",
    form_model="VaryImageForm",
    result_model="ImagesResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(max_bytes=4000000, media_types=("image/png",)),
        ),
        Parameter(
            "model",
            form="model",
            lifecycles=(
                Lifecycle("dall-e-2", ends="2026-05-12", instead="gpt-image-2.5-sunburst"),
                Lifecycle("dall-e-3", ends="2026-05-12", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1", ends="2026-10-23", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1.5", ends="2026-12-01", instead="gpt-image-2.5-sunburst"),
                Lifecycle("gpt-image-1-mini", ends="2026-12-01", instead="gpt-image-2.5-sunburst"),
                Lifecycle(
                    "chatgpt-image-latest", ends="2026-12-01", instead="gpt-image-2.5-sunburst"
                ),
            ),
            default="dall-e-2",
            nullable=True,
            scalar=Scalar("text"),
        ),
        Parameter("n", form="n", nullable=True, scalar=Scalar("whole", least=1, most=10)),
        Parameter(
            "response_format",
            form="response_format",
            nullable=True,
            scalar=Scalar("text", values=("url", "b64_json")),
        ),
        Parameter(
            "size",
            form="size",
            nullable=True,
            scalar=Scalar("text", values=("256x256", "512x512", "1024x1024")),
        ),
        Parameter("user", form="user", scalar=Scalar("text")),
    ),
)
MODELS_LIST = Operation(
    provider="openai",
    name="models.list",
    method="GET",
    path="/models",
    result_model="ListModelsResponse",
    answers=("application/json",),
    pinned="2026-11-21",
)

OPERATIONS = (
    IMAGE_EDIT,
    IMAGE_GENERATE,
    IMAGE_VARIATIONS,
    MODELS_LIST,
)

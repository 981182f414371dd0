# Generated from specs/openai/ by 'python -m codegen'. Do not edit.
"""The operations of OpenAI that this package calls."""

from pyvenice.core.operations import ImageRule, Operation, Parameter, Provider

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
        Parameter("prompt", json="prompt", form="prompt", required=True),
        Parameter(
            "mask",
            json="mask",
            form="mask",
            image=ImageRule(
                as_object=True,
                json=("data-uri", "url", "file-id"),
                mask="transparent",
                max_bytes=4000000,
                media_types=("image/png",),
            ),
        ),
        Parameter("model", json="model", form="model", nullable=True),
        Parameter("background", json="background", form="background", nullable=True),
        Parameter("n", json="n", form="n", nullable=True),
        Parameter("size", json="size", form="size", nullable=True),
        Parameter("response_format", form="response_format", nullable=True),
        Parameter("output_format", json="output_format", form="output_format", nullable=True),
        Parameter("output_compression", json="output_compression", form="output_compression", nullable=True),
        Parameter("user", json="user", form="user"),
        Parameter("input_fidelity", json="input_fidelity", form="input_fidelity", nullable=True),
        Parameter("stream", json="stream", form="stream", nullable=True),
        Parameter("partial_images", json="partial_images", form="partial_images", nullable=True),
        Parameter("quality", json="quality", form="quality", nullable=True),
        Parameter("moderation", json="moderation", nullable=True),
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
    parameters=(
        Parameter("prompt", json="prompt", required=True),
        Parameter("model", json="model", nullable=True),
        Parameter("n", json="n", nullable=True),
        Parameter("quality", json="quality", nullable=True),
        Parameter("response_format", json="response_format", nullable=True),
        Parameter("output_format", json="output_format", nullable=True),
        Parameter("output_compression", json="output_compression", nullable=True),
        Parameter("stream", json="stream", nullable=True),
        Parameter("partial_images", json="partial_images", nullable=True),
        Parameter("size", json="size", nullable=True),
        Parameter("moderation", json="moderation", nullable=True),
        Parameter("background", json="background", nullable=True),
        Parameter("style", json="style", nullable=True),
        Parameter("user", json="user"),
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
    parameters=(
        Parameter("image", form="image", required=True, image=ImageRule(max_bytes=4000000, media_types=("image/png",))),
        Parameter("model", form="model", nullable=True),
        Parameter("n", form="n", nullable=True),
        Parameter("response_format", form="response_format", nullable=True),
        Parameter("size", form="size", nullable=True),
        Parameter("user", form="user"),
    ),
)
MODELS_LIST = Operation(
    provider="openai",
    name="models.list",
    method="GET",
    path="/models",
    result_model="ListModelsResponse",
    answers=("application/json",),
)

OPERATIONS = (
    IMAGE_EDIT,
    IMAGE_GENERATE,
    IMAGE_VARIATIONS,
    MODELS_LIST,
)

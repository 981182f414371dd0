# Generated from specs/xinference/ by 'python -m codegen'. Do not edit.
"""The operations of Xinference that this package calls."""

from pyvenice.core.request.operation_table import ImageRule, Operation, Parameter, Provider, Scalar

PROVIDER = Provider(
    name="xinference",
    title="Xinference",
    base_url="http://127.0.0.1:9997/v1",
    api_key_env="XINFERENCE_API_KEY",
    base_url_env="XINFERENCE_ENDPOINT",
    key_required=False,
    other_base_url_envs=("XINFERENCE_API_BASE",),
)

IMAGE_EDIT = Operation(
    provider="xinference",
    name="image.edit",
    method="POST",
    path="/images/edits",
    form_model="EditImageForm",
    result_model="ImageList",
    answers=("application/json", "text/event-stream"),
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "image",
            form="images",
            required=True,
            image=ImageRule(
                many=True,
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/gif",
                    "image/bmp",
                    "image/tiff",
                ),
            ),
        ),
        Parameter("prompt", form="prompt", required=True, scalar=Scalar("text", least=1)),
        Parameter(
            "mask",
            form="mask",
            image=ImageRule(
                mask="white",
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/gif",
                    "image/bmp",
                    "image/tiff",
                ),
            ),
        ),
        Parameter("model", form="model", nullable=True, scalar=Scalar("text")),
        Parameter("n", form="n", nullable=True, scalar=Scalar("whole", least=1)),
        Parameter("response_format", form="response_format", nullable=True, scalar=Scalar("text")),
        Parameter("size", form="size", nullable=True),
        Parameter("stream", form="stream", nullable=True, scalar=Scalar("flag")),
    ),
)
IMAGE_VARIATIONS = Operation(
    provider="xinference",
    name="image.variations",
    method="POST",
    path="/images/variations",
    form_model="VaryImageForm",
    result_model="ImageList",
    answers=("application/json",),
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                many=True,
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/gif",
                    "image/bmp",
                    "image/tiff",
                ),
            ),
        ),
        Parameter("model", form="model", required=True, scalar=Scalar("text")),
        Parameter(
            "kwargs",
            form="kwargs",
            nullable=True,
            keys=(
                "seed",
                "strength",
                "guidance_scale",
                "num_inference_steps",
                "sampler_name",
                "padding_image_to_multiple",
            ),
            scalar=Scalar("text"),
        ),
        Parameter("n", form="n", nullable=True, scalar=Scalar("whole", least=1)),
        Parameter("negative_prompt", form="negative_prompt", nullable=True),
        Parameter("prompt", form="prompt", nullable=True),
        Parameter("response_format", form="response_format", nullable=True, scalar=Scalar("text")),
        Parameter("size", form="size", nullable=True),
    ),
)
IMAGE_INPAINT = Operation(
    provider="xinference",
    name="image.inpaint",
    method="POST",
    path="/images/inpainting",
    form_model="InpaintImageForm",
    result_model="ImageList",
    answers=("application/json",),
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/gif",
                    "image/bmp",
                    "image/tiff",
                )
            ),
        ),
        Parameter(
            "mask",
            form="mask_image",
            required=True,
            image=ImageRule(
                mask="white",
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/gif",
                    "image/bmp",
                    "image/tiff",
                ),
            ),
        ),
        Parameter("model", form="model", required=True, scalar=Scalar("text")),
        Parameter(
            "kwargs",
            form="kwargs",
            nullable=True,
            keys=(
                "seed",
                "strength",
                "guidance_scale",
                "num_inference_steps",
                "sampler_name",
                "padding_image_to_multiple",
            ),
            scalar=Scalar("text"),
        ),
        Parameter("n", form="n", nullable=True, scalar=Scalar("whole", least=1)),
        Parameter("negative_prompt", form="negative_prompt", nullable=True),
        Parameter("prompt", form="prompt", nullable=True),
        Parameter("response_format", form="response_format", nullable=True, scalar=Scalar("text")),
        Parameter("size", form="size", nullable=True),
    ),
)
IMAGE_GENERATE = Operation(
    provider="xinference",
    name="image.generate",
    method="POST",
    path="/images/generations",
    json_model="GenerateImageRequest",
    result_model="ImageList",
    answers=("application/json",),
    pinned="2026-11-21",
    parameters=(
        Parameter("prompt", json="prompt", required=True),
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter("n", json="n", nullable=True, scalar=Scalar("whole", least=1)),
        Parameter("size", json="size", nullable=True),
        Parameter("response_format", json="response_format", nullable=True, scalar=Scalar("text")),
        Parameter(
            "kwargs",
            json="kwargs",
            nullable=True,
            keys=(
                "seed",
                "strength",
                "guidance_scale",
                "num_inference_steps",
                "sampler_name",
                "padding_image_to_multiple",
            ),
            scalar=Scalar("text"),
        ),
        Parameter("user", json="user", nullable=True, scalar=Scalar("text")),
    ),
)
MODELS_LIST = Operation(
    provider="xinference",
    name="models.list",
    method="GET",
    path="/models",
    result_model="ModelList",
    answers=("application/json",),
    pinned="2026-11-21",
)

OPERATIONS = (
    IMAGE_EDIT,
    IMAGE_VARIATIONS,
    IMAGE_INPAINT,
    IMAGE_GENERATE,
    MODELS_LIST,
)

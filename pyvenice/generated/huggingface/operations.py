# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""The operations of HuggingFace that this package calls."""

from pyvenice.core.request.operation_table import ImageRule, Operation, Parameter, Provider, Scalar

PROVIDER = Provider(
    name="huggingface",
    title="HuggingFace",
    base_url="https://router.huggingface.co/hf-inference",
    api_key_env="HF_TOKEN",
    other_api_key_envs=("HUGGING_FACE_HUB_TOKEN",),
)

IMAGE_EDIT = Operation(
    provider="huggingface",
    name="image.edit",
    method="POST",
    path="/models/{model}",
    json_model="EditImageRequest",
    answers=("image/png", "image/jpeg", "image/webp"),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            json="inputs",
            required=True,
            image=ImageRule(
                json=("base64",), media_types=("image/png", "image/jpeg", "image/webp")
            ),
        ),
        Parameter("model", path="model", style="/", required=True),
        Parameter("prompt", json="parameters.prompt", scalar=Scalar("text")),
        Parameter("negative_prompt", json="parameters.negative_prompt", scalar=Scalar("text")),
        Parameter("guidance_scale", json="parameters.guidance_scale", scalar=Scalar("number")),
        Parameter(
            "num_inference_steps",
            json="parameters.num_inference_steps",
            scalar=Scalar("whole", least=1),
        ),
        Parameter("target_size", json="parameters.target_size"),
    ),
)

OPERATIONS = (IMAGE_EDIT,)

# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.operations import ImageRule, Operation, Parameter, Provider

PROVIDER = Provider(
    name="venice", title="Venice", base_url="https://api.venice.ai/api/v1", api_key_env="VENICE_API_KEY"
)

IMAGE_EDIT = Operation(
    provider="venice",
    name="image.edit",
    method="POST",
    path="/image/edit",
    json_model="EditImageRequest",
    form_model="EditImageForm",
    answers=("image/png", "image/jpeg", "image/webp"),
    parameters=(
        Parameter(
            "image",
            json="image",
            form="image",
            required=True,
            image=ImageRule(
                json=("base64", "url"),
                max_bytes=25000000,
                max_pixels=33177600,
                media_types=("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif", "image/avif"),
                min_pixels=65536,
            ),
        ),
        Parameter("prompt", json="prompt", form="prompt", required=True),
        Parameter("model", json="model", form="model"),
        Parameter("aspect_ratio", json="aspect_ratio", form="aspect_ratio"),
        Parameter(
            "disable_prompt_optimization_thinking",
            json="disable_prompt_optimization_thinking",
            form="disable_prompt_optimization_thinking",
        ),
        Parameter("enhance_prompt", json="enhance_prompt", form="enhance_prompt"),
        Parameter("resolution", json="resolution", form="resolution"),
        Parameter("output_format", json="output_format", form="output_format"),
        Parameter("safe_mode", json="safe_mode", form="safe_mode"),
        Parameter("model_id", json="modelId", form="modelId"),
    ),
)
IMAGE_MULTI_EDIT = Operation(
    provider="venice",
    name="image.multi_edit",
    method="POST",
    path="/image/multi-edit",
    json_model="MultiEditImageRequest",
    form_model="MultiEditImageForm",
    answers=("image/png", "image/jpeg", "image/webp"),
    parameters=(
        Parameter(
            "images",
            json="images",
            form="images",
            required=True,
            image=ImageRule(
                json=("base64", "url"),
                many=True,
                max_bytes=25000000,
                max_count=10,
                max_pixels=33177600,
                media_types=("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif", "image/avif"),
                min_pixels=65536,
            ),
        ),
        Parameter("prompt", json="prompt", form="prompt", required=True),
        Parameter("model", json="modelId", form="modelId"),
        Parameter("aspect_ratio", json="aspect_ratio", form="aspect_ratio"),
        Parameter("output_format", json="output_format", form="output_format"),
        Parameter("quality", json="quality", form="quality"),
        Parameter("resolution", json="resolution", form="resolution"),
        Parameter("safe_mode", json="safe_mode", form="safe_mode"),
        Parameter(
            "disable_prompt_optimization_thinking",
            json="disable_prompt_optimization_thinking",
            form="disable_prompt_optimization_thinking",
        ),
        Parameter("enhance_prompt", json="enhance_prompt", form="enhance_prompt"),
    ),
)
IMAGE_REMOVE_BACKGROUND = Operation(
    provider="venice",
    name="image.remove_background",
    method="POST",
    path="/image/background-remove",
    json_model="RemoveBackgroundRequest",
    form_model="RemoveBackgroundForm",
    answers=("image/png",),
    parameters=(
        Parameter(
            "image",
            json="image",
            form="image",
            image=ImageRule(
                json=("base64",),
                max_bytes=25000000,
                media_types=("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif", "image/avif"),
            ),
        ),
        Parameter("image_url", json="image_url", form="image_url"),
    ),
)
IMAGE_UPSCALE = Operation(
    provider="venice",
    name="image.upscale",
    method="POST",
    path="/image/upscale",
    json_model="UpscaleImageRequest",
    form_model="UpscaleImageForm",
    answers=("image/png",),
    parameters=(
        Parameter(
            "image",
            json="image",
            form="image",
            required=True,
            image=ImageRule(
                json=("base64",),
                max_bytes=25000000,
                media_types=("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif", "image/avif"),
                min_pixels=65536,
            ),
        ),
        Parameter("creativity", json="creativity", form="creativity", nullable=True),
        Parameter("scale", json="scale", form="scale"),
    ),
)
IMAGE_GENERATE = Operation(
    provider="venice",
    name="image.generate",
    method="POST",
    path="/image/generate",
    json_model="GenerateImageRequest",
    result_model="GenerateImageResponse",
    answers=("application/json", "image/jpeg", "image/png", "image/webp"),
    parameters=(
        Parameter("prompt", json="prompt", required=True),
        Parameter("model", json="model", required=True),
        Parameter("cfg_scale", json="cfg_scale"),
        Parameter("embed_exif_metadata", json="embed_exif_metadata"),
        Parameter("format", json="format"),
        Parameter("height", json="height"),
        Parameter("hide_watermark", json="hide_watermark"),
        Parameter("lora_strength", json="lora_strength"),
        Parameter("negative_prompt", json="negative_prompt"),
        Parameter("return_binary", json="return_binary"),
        Parameter("variants", json="variants"),
        Parameter("safe_mode", json="safe_mode"),
        Parameter("seed", json="seed"),
        Parameter("steps", json="steps"),
        Parameter("style_preset", json="style_preset"),
        Parameter("aspect_ratio", json="aspect_ratio"),
        Parameter("resolution", json="resolution"),
        Parameter("quality", json="quality"),
        Parameter("enable_web_search", json="enable_web_search"),
        Parameter("disable_prompt_optimization_thinking", json="disable_prompt_optimization_thinking"),
        Parameter("enhance_prompt", json="enhance_prompt"),
        Parameter("width", json="width"),
        Parameter("style_references", json="style_references"),
    ),
)
IMAGE_STYLES = Operation(
    provider="venice",
    name="image.styles",
    method="GET",
    path="/image/styles",
    result_model="ListStylesResponse",
    answers=("application/json",),
)
MODELS_LIST = Operation(
    provider="venice",
    name="models.list",
    method="GET",
    path="/models",
    result_model="ListModelsResponse",
    answers=("application/json",),
    opaque=("data.*.model_spec.capabilities", "data.*.model_spec.pricing"),
    parameters=(Parameter("type", query="type"),),
)

OPERATIONS = (
    IMAGE_EDIT,
    IMAGE_MULTI_EDIT,
    IMAGE_REMOVE_BACKGROUND,
    IMAGE_UPSCALE,
    IMAGE_GENERATE,
    IMAGE_STYLES,
    MODELS_LIST,
)

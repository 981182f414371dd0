# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import ImageRule, Operation, Parameter, Provider, Scalar

FAMILIES = (
    "api_keys",
    "audio",
    "augment",
    "billing",
    "characters",
    "chat",
    "crypto",
    "embeddings",
    "images",
    "music",
    "responses",
    "video",
)
PROVIDER = Provider(
    name="venice",
    title="Venice",
    base_url="https://api.venice.ai/api/v1",
    api_key_env="VENICE_API_KEY",
    base_url_env="VENICE_BASE_URL",
    other_api_key_envs=("VENICE_ADMIN_KEY",),
)

IMAGE_EDIT = Operation(
    provider="venice",
    name="image.edit",
    method="POST",
    path="/image/edit",
    json_model="EditImageRequest",
    form_model="EditImageForm",
    answers=("image/png", "image/jpeg", "image/webp"),
    pinned="2026-11-21",
    parameters=(
        Parameter.both(
            "image",
            required=True,
            image=ImageRule(
                json=("base64", "url"),
                max_bytes=25000000,
                max_pixels=33177600,
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/heic",
                    "image/heif",
                    "image/avif",
                ),
                min_pixels=65536,
            ),
        ),
        Parameter.both("prompt", required=True, scalar=Scalar("text", least=1, most=32768)),
        Parameter.both("model", scalar=Scalar("text", least=1)),
        Parameter.both(
            "aspect_ratio",
            scalar=Scalar(
                "text", values=("auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5")
            ),
        ),
        Parameter.both("disable_prompt_optimization_thinking", scalar=Scalar("flag")),
        Parameter.both("enhance_prompt", scalar=Scalar("flag")),
        Parameter.both("resolution", scalar=Scalar("text", least=1, most=10)),
        Parameter.both(
            "output_format", scalar=Scalar("text", values=("jpeg", "png", "webp", "jpg"))
        ),
        Parameter.both("safe_mode", scalar=Scalar("flag")),
        Parameter("model_id", json="modelId", form="modelId", scalar=Scalar("text", least=1)),
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
    pinned="2026-11-21",
    parameters=(
        Parameter.both(
            "images",
            required=True,
            image=ImageRule(
                json=("base64", "url"),
                many=True,
                max_bytes=25000000,
                max_count=10,
                max_pixels=33177600,
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/heic",
                    "image/heif",
                    "image/avif",
                ),
                min_pixels=65536,
            ),
        ),
        Parameter.both("prompt", required=True, scalar=Scalar("text", least=1, most=32768)),
        Parameter("model", json="modelId", form="modelId", scalar=Scalar("text", least=1)),
        Parameter.both(
            "aspect_ratio",
            scalar=Scalar(
                "text", values=("auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5")
            ),
        ),
        Parameter.both(
            "output_format", scalar=Scalar("text", values=("jpeg", "png", "webp", "jpg"))
        ),
        Parameter.both("quality", scalar=Scalar("text", values=("low", "medium", "high"))),
        Parameter.both("resolution", scalar=Scalar("text", least=1, most=10)),
        Parameter.both("safe_mode", scalar=Scalar("flag")),
        Parameter.both("disable_prompt_optimization_thinking", scalar=Scalar("flag")),
        Parameter.both("enhance_prompt", scalar=Scalar("flag")),
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
    choice=True,
    pinned="2026-11-21",
    parameters=(
        Parameter.both(
            "image",
            image=ImageRule(
                json=("base64",),
                max_bytes=25000000,
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/heic",
                    "image/heif",
                    "image/avif",
                ),
            ),
        ),
        Parameter.both("image_url", scalar=Scalar("text")),
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
    pinned="2026-11-21",
    parameters=(
        Parameter.both(
            "image",
            required=True,
            image=ImageRule(
                json=("base64",),
                max_bytes=25000000,
                media_types=(
                    "image/png",
                    "image/jpeg",
                    "image/webp",
                    "image/heic",
                    "image/heif",
                    "image/avif",
                ),
                min_pixels=65536,
            ),
        ),
        Parameter.both("creativity", nullable=True, scalar=Scalar("number")),
        Parameter.both("scale"),
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
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "prompt", json="prompt", required=True, scalar=Scalar("text", least=1, most=7500)
        ),
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter("cfg_scale", json="cfg_scale"),
        Parameter("embed_exif_metadata", json="embed_exif_metadata", scalar=Scalar("flag")),
        Parameter("format", json="format", scalar=Scalar("text", values=("jpeg", "png", "webp"))),
        Parameter("height", json="height"),
        Parameter("hide_watermark", json="hide_watermark", scalar=Scalar("flag")),
        Parameter("lora_strength", json="lora_strength", scalar=Scalar("whole", least=0, most=100)),
        Parameter("negative_prompt", json="negative_prompt", scalar=Scalar("text", most=7500)),
        Parameter("return_binary", json="return_binary", scalar=Scalar("flag")),
        Parameter("variants", json="variants", scalar=Scalar("whole", least=1, most=4)),
        Parameter("safe_mode", json="safe_mode", scalar=Scalar("flag")),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-999999999, most=999999999)),
        Parameter("steps", json="steps", scalar=Scalar("whole")),
        Parameter("style_preset", json="style_preset", scalar=Scalar("text")),
        Parameter("aspect_ratio", json="aspect_ratio", scalar=Scalar("text")),
        Parameter("resolution", json="resolution", scalar=Scalar("text")),
        Parameter(
            "quality", json="quality", scalar=Scalar("text", values=("low", "medium", "high"))
        ),
        Parameter("enable_web_search", json="enable_web_search", scalar=Scalar("flag")),
        Parameter(
            "disable_prompt_optimization_thinking",
            json="disable_prompt_optimization_thinking",
            scalar=Scalar("flag"),
        ),
        Parameter("enhance_prompt", json="enhance_prompt", scalar=Scalar("flag")),
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
    pinned="2026-11-21",
)
MODELS_LIST = Operation(
    provider="venice",
    name="models.list",
    method="GET",
    path="/models",
    result_model="ListModelsResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    opaque=("data.*.model_spec.capabilities", "data.*.model_spec.pricing"),
    parameters=(
        Parameter(
            "type",
            query="type",
            scalar=Scalar(
                "text",
                values=(
                    "asr",
                    "embedding",
                    "image",
                    "music",
                    "text",
                    "tts",
                    "upscale",
                    "inpaint",
                    "video",
                    "all",
                    "code",
                ),
            ),
        ),
    ),
)
MODELS_TRAITS = Operation(
    provider="venice",
    name="models.traits",
    method="GET",
    path="/models/traits",
    result_model="ListModelTraitsResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "type",
            query="type",
            scalar=Scalar(
                "text",
                values=(
                    "asr",
                    "embedding",
                    "image",
                    "music",
                    "text",
                    "tts",
                    "upscale",
                    "inpaint",
                    "video",
                ),
            ),
        ),
    ),
)
MODELS_COMPATIBILITY_MAPPING = Operation(
    provider="venice",
    name="models.compatibility_mapping",
    method="GET",
    path="/models/compatibility_mapping",
    result_model="ListCompatibilityResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    parameters=(
        Parameter(
            "type",
            query="type",
            scalar=Scalar(
                "text",
                values=(
                    "asr",
                    "embedding",
                    "image",
                    "music",
                    "text",
                    "tts",
                    "upscale",
                    "inpaint",
                    "video",
                ),
            ),
        ),
    ),
)

OPERATIONS = (
    IMAGE_EDIT,
    IMAGE_MULTI_EDIT,
    IMAGE_REMOVE_BACKGROUND,
    IMAGE_UPSCALE,
    IMAGE_GENERATE,
    IMAGE_STYLES,
    MODELS_LIST,
    MODELS_TRAITS,
    MODELS_COMPATIBILITY_MAPPING,
)

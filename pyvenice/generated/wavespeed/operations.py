# Generated from specs/wavespeed/ by 'python -m codegen'. Do not edit.
"""The operations of WaveSpeed that this package calls."""

from pyvenice.core.request.operation_table import (
    ImageRule,
    Lifecycle,
    Operation,
    Parameter,
    Provider,
    Scalar,
)

PROVIDER = Provider(
    name="wavespeed",
    title="WaveSpeed",
    base_url="https://api.wavespeed.ai/api/v3",
    api_key_env="WAVESPEED_API_KEY",
)

QWEN_IMAGE_EDIT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/qwen-image/edit",
    method="POST",
    path="/wavespeed-ai/qwen-image/edit",
    json_model="QwenImageEditRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("wavespeed-ai/qwen-image/edit",))
        ),
        Parameter("size", json="size"),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter(
            "output_format",
            json="output_format",
            scalar=Scalar("text", values=("jpeg", "png", "webp")),
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
QWEN_IMAGE_EDIT_PLUS = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/qwen-image/edit-plus",
    method="POST",
    path="/wavespeed-ai/qwen-image/edit-plus",
    json_model="QwenImageEditPlusRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True, max_count=3),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model",
            required=True,
            scalar=Scalar("text", values=("wavespeed-ai/qwen-image/edit-plus",)),
        ),
        Parameter("size", json="size"),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter(
            "output_format",
            json="output_format",
            scalar=Scalar("text", values=("jpeg", "png", "webp")),
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
QWEN_IMAGE_EDIT2511 = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/qwen-image/edit-2511",
    method="POST",
    path="/wavespeed-ai/qwen-image/edit-2511",
    json_model="QwenImageEdit2511Request",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True, max_count=3),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model",
            required=True,
            scalar=Scalar("text", values=("wavespeed-ai/qwen-image/edit-2511",)),
        ),
        Parameter("size", json="size"),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter(
            "output_format",
            json="output_format",
            scalar=Scalar("text", values=("jpeg", "png", "webp")),
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
STEP1X_EDIT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/step1x-edit",
    method="POST",
    path="/wavespeed-ai/step1x-edit",
    json_model="Step1xEditRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("wavespeed-ai/step1x-edit",))
        ),
        Parameter("negative_prompt", json="negative_prompt", scalar=Scalar("text")),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter(
            "guidance_scale", json="guidance_scale", scalar=Scalar("number", least=0, most=20)
        ),
        Parameter(
            "num_inference_steps",
            json="num_inference_steps",
            scalar=Scalar("whole", least=1, most=50),
        ),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
HIDREAM_E1_FULL = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/hidream-e1-full",
    method="POST",
    path="/wavespeed-ai/hidream-e1-full",
    json_model="HidreamE1FullRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("wavespeed-ai/hidream-e1-full",))
        ),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter(
            "output_format",
            json="output_format",
            scalar=Scalar("text", values=("jpeg", "png", "webp")),
        ),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
HIDREAM_O1_IMAGE_EDIT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/hidream-o1-image/edit",
    method="POST",
    path="/wavespeed-ai/hidream-o1-image/edit",
    json_model="HidreamO1ImageEditRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model",
            required=True,
            scalar=Scalar("text", values=("wavespeed-ai/hidream-o1-image/edit",)),
        ),
        Parameter("size", json="size"),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
SEEDEDIT_V3 = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="bytedance/seededit-v3",
    method="POST",
    path="/bytedance/seededit-v3",
    json_model="SeededitV3Request",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter("model", required=True, scalar=Scalar("text", values=("bytedance/seededit-v3",))),
        Parameter(
            "guidance_scale", json="guidance_scale", scalar=Scalar("number", least=0.0, most=1.0)
        ),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
SEEDREAM_V45_EDIT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="bytedance/seedream-v4.5/edit",
    method="POST",
    path="/bytedance/seedream-v4.5/edit",
    json_model="SeedreamV45EditRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True, max_count=10),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("bytedance/seedream-v4.5/edit",))
        ),
        Parameter("size", json="size"),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
WAN25_IMAGE_EDIT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="alibaba/wan-2.5/image-edit",
    method="POST",
    path="/alibaba/wan-2.5/image-edit",
    json_model="Wan25ImageEditRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True, max_count=2),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("alibaba/wan-2.5/image-edit",))
        ),
        Parameter("negative_prompt", json="negative_prompt", scalar=Scalar("text")),
        Parameter("size", json="size", scalar=Scalar("text")),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
WAN26_IMAGE_EDIT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="alibaba/wan-2.6/image-edit",
    method="POST",
    path="/alibaba/wan-2.6/image-edit",
    json_model="Wan26ImageEditRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True, max_count=3),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("alibaba/wan-2.6/image-edit",))
        ),
        Parameter("enable_prompt_expansion", json="enable_prompt_expansion", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
WAN27_IMAGE_EDIT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="alibaba/wan-2.7/image-edit",
    method="POST",
    path="/alibaba/wan-2.7/image-edit",
    json_model="Wan27ImageEditRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True, max_count=9),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("alibaba/wan-2.7/image-edit",))
        ),
        Parameter("size", json="size"),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
FLUX_KONTEXT_PRO = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/flux-kontext-pro",
    method="POST",
    path="/wavespeed-ai/flux-kontext-pro",
    json_model="FluxKontextProRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("wavespeed-ai/flux-kontext-pro",))
        ),
        Parameter(
            "guidance_scale", json="guidance_scale", scalar=Scalar("number", least=1, most=20)
        ),
        Parameter(
            "aspect_ratio",
            json="aspect_ratio",
            scalar=Scalar(
                "text", values=("21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21")
            ),
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
FLUX_KONTEXT_PRO_MULTI = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/flux-kontext-pro/multi",
    method="POST",
    path="/wavespeed-ai/flux-kontext-pro/multi",
    json_model="FluxKontextProMultiRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model",
            required=True,
            scalar=Scalar("text", values=("wavespeed-ai/flux-kontext-pro/multi",)),
        ),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter(
            "guidance_scale", json="guidance_scale", scalar=Scalar("number", least=1, most=20)
        ),
        Parameter(
            "aspect_ratio",
            json="aspect_ratio",
            scalar=Scalar(
                "text", values=("21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21")
            ),
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
FLUX_KONTEXT_MAX = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/flux-kontext-max",
    method="POST",
    path="/wavespeed-ai/flux-kontext-max",
    json_model="FluxKontextMaxRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("wavespeed-ai/flux-kontext-max",))
        ),
        Parameter("seed", json="seed", scalar=Scalar("whole", least=-1, most=2147483647)),
        Parameter(
            "guidance_scale", json="guidance_scale", scalar=Scalar("number", least=1, most=20)
        ),
        Parameter(
            "aspect_ratio",
            json="aspect_ratio",
            scalar=Scalar(
                "text", values=("21:9", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16", "9:21")
            ),
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
IDEOGRAM_CHARACTER = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="ideogram-ai/ideogram-character",
    method="POST",
    path="/ideogram-ai/ideogram-character",
    json_model="IdeogramCharacterRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model",
            required=True,
            scalar=Scalar("text", values=("ideogram-ai/ideogram-character",)),
        ),
        Parameter(
            "style", json="style", scalar=Scalar("text", values=("Auto", "Fiction", "Realistic"))
        ),
        Parameter(
            "rendering_speed",
            json="rendering_speed",
            scalar=Scalar("text", values=("Default", "Turbo", "Quality")),
        ),
        Parameter(
            "aspect_ratio",
            json="aspect_ratio",
            scalar=Scalar("text", values=("1:1", "16:9", "9:16", "4:3", "3:4")),
        ),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
NANO_BANANA_PRO_EDIT_ULTRA = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="google/nano-banana-pro/edit-ultra",
    method="POST",
    path="/google/nano-banana-pro/edit-ultra",
    json_model="NanoBananaProEditUltraRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True, max_count=14),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model",
            required=True,
            scalar=Scalar("text", values=("google/nano-banana-pro/edit-ultra",)),
        ),
        Parameter(
            "aspect_ratio",
            json="aspect_ratio",
            scalar=Scalar(
                "text",
                values=("1:1", "3:2", "2:3", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"),
            ),
        ),
        Parameter("resolution", json="resolution", scalar=Scalar("text", values=("4k", "8k"))),
        Parameter(
            "output_format", json="output_format", scalar=Scalar("text", values=("png", "jpeg"))
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
NANO_BANANA2_EDIT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="google/nano-banana-2/edit",
    method="POST",
    path="/google/nano-banana-2/edit",
    json_model="NanoBanana2EditRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter(
            "image",
            json="images",
            required=True,
            image=ImageRule(json=("data-uri", "url"), many=True, max_count=14),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("google/nano-banana-2/edit",))
        ),
        Parameter(
            "aspect_ratio",
            json="aspect_ratio",
            scalar=Scalar(
                "text",
                values=(
                    "1:1",
                    "3:2",
                    "2:3",
                    "3:4",
                    "4:3",
                    "4:5",
                    "5:4",
                    "9:16",
                    "16:9",
                    "21:9",
                    "1:4",
                    "4:1",
                    "1:8",
                    "8:1",
                ),
            ),
        ),
        Parameter(
            "resolution",
            json="resolution",
            scalar=Scalar("text", values=("0.5k", "1k", "2k", "4k")),
        ),
        Parameter("enable_web_search", json="enable_web_search", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
GPT_IMAGE1 = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="openai/gpt-image-1",
    method="POST",
    path="/openai/gpt-image-1",
    json_model="GptImage1Request",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model",
            lifecycles=(
                Lifecycle(
                    "openai/gpt-image-1", ends="2026-10-23", instead="openai/gpt-image-2/edit"
                ),
            ),
            required=True,
            scalar=Scalar("text", values=("openai/gpt-image-1",)),
        ),
        Parameter(
            "mask",
            json="mask_image",
            image=ImageRule(
                json=("data-uri", "url"), mask="transparent", media_types=("image/png",)
            ),
        ),
        Parameter(
            "size",
            json="size",
            scalar=Scalar("text", values=("1024*1024", "1024*1536", "1536*1024")),
        ),
        Parameter(
            "quality", json="quality", scalar=Scalar("text", values=("low", "medium", "high"))
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
ZIMAGE_TURBO_INPAINT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/z-image/turbo-inpaint",
    method="POST",
    path="/wavespeed-ai/z-image/turbo-inpaint",
    json_model="ZImageTurboInpaintRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter(
            "mask",
            json="mask_image",
            required=True,
            image=ImageRule(json=("data-uri", "url"), mask="white"),
        ),
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text")),
        Parameter(
            "model",
            required=True,
            scalar=Scalar("text", values=("wavespeed-ai/z-image/turbo-inpaint",)),
        ),
        Parameter("size", json="size"),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
IMAGE_ZOOM_OUT = Operation(
    provider="wavespeed",
    name="image.edit",
    for_model="wavespeed-ai/image-zoom-out",
    method="POST",
    path="/wavespeed-ai/image-zoom-out",
    json_model="ImageZoomOutRequest",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(
        Parameter("image", json="image", required=True, image=ImageRule(json=("data-uri", "url"))),
        Parameter(
            "model", required=True, scalar=Scalar("text", values=("wavespeed-ai/image-zoom-out",))
        ),
        Parameter("size", json="size"),
        Parameter(
            "output_format",
            json="output_format",
            scalar=Scalar("text", values=("jpeg", "png", "webp")),
        ),
        Parameter("enable_sync_mode", json="enable_sync_mode", scalar=Scalar("flag")),
        Parameter("enable_base64_output", json="enable_base64_output", scalar=Scalar("flag")),
        Parameter("webhook", query="webhook", scalar=Scalar("text")),
    ),
)
JOBS_GET = Operation(
    provider="wavespeed",
    name="jobs.get",
    method="GET",
    path="/predictions/{id}/result",
    result_model="Prediction",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.input",),
    parameters=(Parameter("job_id", path="id", style=",", required=True, scalar=Scalar("text")),),
)
JOBS_LIST = Operation(
    provider="wavespeed",
    name="jobs.list",
    method="POST",
    path="/predictions",
    json_model="ListJobsRequest",
    result_model="PredictionList",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.items.*.input",),
    parameters=(
        Parameter("page", json="page", required=True, scalar=Scalar("whole", least=1)),
        Parameter(
            "page_size", json="page_size", required=True, scalar=Scalar("whole", least=1, most=100)
        ),
        Parameter("model", json="model", scalar=Scalar("text")),
        Parameter(
            "status",
            json="status",
            scalar=Scalar("text", values=("created", "processing", "completed", "failed")),
        ),
        Parameter("created_after", json="created_after", scalar=Scalar("text")),
        Parameter("created_before", json="created_before", scalar=Scalar("text")),
    ),
)
JOBS_DELETE = Operation(
    provider="wavespeed",
    name="jobs.delete",
    method="POST",
    path="/predictions/delete",
    json_model="DeleteJobsRequest",
    result_model="Acknowledgement",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data",),
    parameters=(Parameter("ids", json="ids", required=True),),
)
MODELS_LIST = Operation(
    provider="wavespeed",
    name="models.list",
    method="GET",
    path="/models",
    result_model="ModelList",
    answers=("application/json",),
    pinned="2026-11-30",
    opaque=("data.*.api_schema",),
)
MODELS_PRICE = Operation(
    provider="wavespeed",
    name="models.price",
    method="POST",
    path="/model/price",
    json_model="GetPriceRequest",
    result_model="Price",
    answers=("application/json",),
    pinned="2026-11-30",
    parameters=(
        Parameter("model", json="model_id", required=True, scalar=Scalar("text")),
        Parameter("inputs", json="inputs", required=True),
    ),
)
MEDIA_UPLOAD = Operation(
    provider="wavespeed",
    name="media.upload",
    method="POST",
    path="/media/upload/binary",
    form_model="UploadMediaForm",
    result_model="Upload",
    answers=("application/json",),
    pinned="2026-11-30",
    parameters=(Parameter("file", form="file", required=True, image=ImageRule()),),
)
ACCOUNT_BALANCE = Operation(
    provider="wavespeed",
    name="account.balance",
    method="GET",
    path="/balance",
    result_model="Balance",
    answers=("application/json",),
    pinned="2026-11-30",
)
WEBHOOKS_SECRET = Operation(
    provider="wavespeed",
    name="webhooks.secret",
    method="GET",
    path="/webhook/secret",
    result_model="WebhookSecret",
    answers=("application/json",),
    pinned="2026-11-30",
)

IMAGE_EDIT = {
    "wavespeed-ai/qwen-image/edit": QWEN_IMAGE_EDIT,
    "wavespeed-ai/qwen-image/edit-plus": QWEN_IMAGE_EDIT_PLUS,
    "wavespeed-ai/qwen-image/edit-2511": QWEN_IMAGE_EDIT2511,
    "wavespeed-ai/step1x-edit": STEP1X_EDIT,
    "wavespeed-ai/hidream-e1-full": HIDREAM_E1_FULL,
    "wavespeed-ai/hidream-o1-image/edit": HIDREAM_O1_IMAGE_EDIT,
    "bytedance/seededit-v3": SEEDEDIT_V3,
    "bytedance/seedream-v4.5/edit": SEEDREAM_V45_EDIT,
    "alibaba/wan-2.5/image-edit": WAN25_IMAGE_EDIT,
    "alibaba/wan-2.6/image-edit": WAN26_IMAGE_EDIT,
    "alibaba/wan-2.7/image-edit": WAN27_IMAGE_EDIT,
    "wavespeed-ai/flux-kontext-pro": FLUX_KONTEXT_PRO,
    "wavespeed-ai/flux-kontext-pro/multi": FLUX_KONTEXT_PRO_MULTI,
    "wavespeed-ai/flux-kontext-max": FLUX_KONTEXT_MAX,
    "ideogram-ai/ideogram-character": IDEOGRAM_CHARACTER,
    "google/nano-banana-pro/edit-ultra": NANO_BANANA_PRO_EDIT_ULTRA,
    "google/nano-banana-2/edit": NANO_BANANA2_EDIT,
    "openai/gpt-image-1": GPT_IMAGE1,
    "wavespeed-ai/z-image/turbo-inpaint": ZIMAGE_TURBO_INPAINT,
    "wavespeed-ai/image-zoom-out": IMAGE_ZOOM_OUT,
}
OPERATIONS = (
    QWEN_IMAGE_EDIT,
    QWEN_IMAGE_EDIT_PLUS,
    QWEN_IMAGE_EDIT2511,
    STEP1X_EDIT,
    HIDREAM_E1_FULL,
    HIDREAM_O1_IMAGE_EDIT,
    SEEDEDIT_V3,
    SEEDREAM_V45_EDIT,
    WAN25_IMAGE_EDIT,
    WAN26_IMAGE_EDIT,
    WAN27_IMAGE_EDIT,
    FLUX_KONTEXT_PRO,
    FLUX_KONTEXT_PRO_MULTI,
    FLUX_KONTEXT_MAX,
    IDEOGRAM_CHARACTER,
    NANO_BANANA_PRO_EDIT_ULTRA,
    NANO_BANANA2_EDIT,
    GPT_IMAGE1,
    ZIMAGE_TURBO_INPAINT,
    IMAGE_ZOOM_OUT,
    JOBS_GET,
    JOBS_LIST,
    JOBS_DELETE,
    MODELS_LIST,
    MODELS_PRICE,
    MEDIA_UPLOAD,
    ACCOUNT_BALANCE,
    WEBHOOKS_SECRET,
)

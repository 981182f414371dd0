# Generated from specs/stability/ by 'python -m codegen'. Do not edit.
"""The operations of Stability that this package calls."""

from pyvenice.core.request.operation_table import ImageRule, Operation, Parameter, Provider, Scalar

PROVIDER = Provider(
    name="stability",
    title="Stability",
    base_url="https://api.stability.ai",
    api_key_env="STABILITY_API_KEY",
)

IMAGE_ERASE = Operation(
    provider="stability",
    name="image.erase",
    method="POST",
    path="/v2beta/stable-image/edit/erase",
    form_model="EraseForm",
    result_model="Image",
    answers=(
        "image/jpeg",
        "application/json; type=image/jpeg",
        "image/png",
        "application/json; type=image/png",
        "image/webp",
        "application/json; type=image/webp",
    ),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                max_ratio=2.5,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter(
            "mask",
            form="mask",
            image=ImageRule(
                mask="white",
                max_bytes=10485760,
                media_types=("image/png", "image/jpeg", "image/webp"),
            ),
        ),
        Parameter("grow_mask", form="grow_mask", scalar=Scalar("number", least=0, most=20)),
        Parameter("seed", form="seed", scalar=Scalar("whole", least=0, most=4294967294)),
        Parameter(
            "output_format",
            form="output_format",
            scalar=Scalar("text", values=("jpeg", "png", "webp")),
        ),
    ),
)
IMAGE_INPAINT = Operation(
    provider="stability",
    name="image.inpaint",
    method="POST",
    path="/v2beta/stable-image/edit/inpaint",
    form_model="InpaintForm",
    result_model="Image",
    answers=(
        "image/png",
        "application/json; type=image/png",
        "image/jpeg",
        "application/json; type=image/jpeg",
        "image/webp",
        "application/json; type=image/webp",
    ),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter(
            "prompt", form="prompt", required=True, scalar=Scalar("text", least=1, most=10000)
        ),
        Parameter(
            "mask",
            form="mask",
            image=ImageRule(
                mask="white",
                max_bytes=10485760,
                media_types=("image/png", "image/jpeg", "image/webp"),
            ),
        ),
        Parameter("negative_prompt", form="negative_prompt", scalar=Scalar("text", most=10000)),
        Parameter("grow_mask", form="grow_mask", scalar=Scalar("number", least=0, most=100)),
        Parameter("seed", form="seed", scalar=Scalar("whole", least=0, most=4294967294)),
        Parameter(
            "output_format",
            form="output_format",
            scalar=Scalar("text", values=("png", "jpeg", "webp")),
        ),
        Parameter(
            "style_preset",
            form="style_preset",
            scalar=Scalar(
                "text",
                values=(
                    "enhance",
                    "anime",
                    "photographic",
                    "digital-art",
                    "comic-book",
                    "fantasy-art",
                    "line-art",
                    "analog-film",
                    "neon-punk",
                    "isometric",
                    "low-poly",
                    "origami",
                    "modeling-compound",
                    "cinematic",
                    "3d-model",
                    "pixel-art",
                    "tile-texture",
                ),
            ),
        ),
    ),
)
IMAGE_OUTPAINT = Operation(
    provider="stability",
    name="image.outpaint",
    method="POST",
    path="/v2beta/stable-image/edit/outpaint",
    form_model="OutpaintForm",
    result_model="Image",
    answers=(
        "image/png",
        "application/json; type=image/png",
        "image/jpeg",
        "application/json; type=image/jpeg",
        "image/webp",
        "application/json; type=image/webp",
    ),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                max_ratio=2.5,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter("left", form="left", scalar=Scalar("whole", least=0, most=2000)),
        Parameter("right", form="right", scalar=Scalar("whole", least=0, most=2000)),
        Parameter("up", form="up", scalar=Scalar("whole", least=0, most=2000)),
        Parameter("down", form="down", scalar=Scalar("whole", least=0, most=2000)),
        Parameter("creativity", form="creativity", scalar=Scalar("number", least=0, most=1)),
        Parameter("prompt", form="prompt", scalar=Scalar("text", least=0, most=10000)),
        Parameter("seed", form="seed", scalar=Scalar("whole", least=0, most=4294967294)),
        Parameter(
            "output_format",
            form="output_format",
            scalar=Scalar("text", values=("png", "jpeg", "webp")),
        ),
        Parameter(
            "style_preset",
            form="style_preset",
            scalar=Scalar(
                "text",
                values=(
                    "enhance",
                    "anime",
                    "photographic",
                    "digital-art",
                    "comic-book",
                    "fantasy-art",
                    "line-art",
                    "analog-film",
                    "neon-punk",
                    "isometric",
                    "low-poly",
                    "origami",
                    "modeling-compound",
                    "cinematic",
                    "3d-model",
                    "pixel-art",
                    "tile-texture",
                ),
            ),
        ),
    ),
)
IMAGE_SEARCH_AND_REPLACE = Operation(
    provider="stability",
    name="image.search_and_replace",
    method="POST",
    path="/v2beta/stable-image/edit/search-and-replace",
    form_model="SearchAndReplaceForm",
    result_model="Image",
    answers=(
        "image/png",
        "application/json; type=image/png",
        "image/jpeg",
        "application/json; type=image/jpeg",
        "image/webp",
        "application/json; type=image/webp",
    ),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                max_ratio=2.5,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter(
            "prompt", form="prompt", required=True, scalar=Scalar("text", least=1, most=10000)
        ),
        Parameter(
            "search_prompt", form="search_prompt", required=True, scalar=Scalar("text", most=10000)
        ),
        Parameter("negative_prompt", form="negative_prompt", scalar=Scalar("text", most=10000)),
        Parameter("grow_mask", form="grow_mask", scalar=Scalar("number", least=0, most=20)),
        Parameter("seed", form="seed", scalar=Scalar("whole", least=0, most=4294967294)),
        Parameter(
            "output_format",
            form="output_format",
            scalar=Scalar("text", values=("png", "jpeg", "webp")),
        ),
        Parameter(
            "style_preset",
            form="style_preset",
            scalar=Scalar(
                "text",
                values=(
                    "enhance",
                    "anime",
                    "photographic",
                    "digital-art",
                    "comic-book",
                    "fantasy-art",
                    "line-art",
                    "analog-film",
                    "neon-punk",
                    "isometric",
                    "low-poly",
                    "origami",
                    "modeling-compound",
                    "cinematic",
                    "3d-model",
                    "pixel-art",
                    "tile-texture",
                ),
            ),
        ),
    ),
)
IMAGE_SEARCH_AND_RECOLOR = Operation(
    provider="stability",
    name="image.search_and_recolor",
    method="POST",
    path="/v2beta/stable-image/edit/search-and-recolor",
    form_model="SearchAndRecolorForm",
    result_model="Image",
    answers=(
        "image/jpeg",
        "application/json; type=image/jpeg",
        "image/png",
        "application/json; type=image/png",
        "image/webp",
        "application/json; type=image/webp",
    ),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                max_ratio=2.5,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter(
            "prompt", form="prompt", required=True, scalar=Scalar("text", least=1, most=10000)
        ),
        Parameter(
            "select_prompt", form="select_prompt", required=True, scalar=Scalar("text", most=10000)
        ),
        Parameter("negative_prompt", form="negative_prompt", scalar=Scalar("text", most=10000)),
        Parameter("grow_mask", form="grow_mask", scalar=Scalar("number", least=0, most=20)),
        Parameter("seed", form="seed", scalar=Scalar("whole", least=0, most=4294967294)),
        Parameter(
            "output_format",
            form="output_format",
            scalar=Scalar("text", values=("jpeg", "png", "webp")),
        ),
        Parameter(
            "style_preset",
            form="style_preset",
            scalar=Scalar(
                "text",
                values=(
                    "enhance",
                    "anime",
                    "photographic",
                    "digital-art",
                    "comic-book",
                    "fantasy-art",
                    "line-art",
                    "analog-film",
                    "neon-punk",
                    "isometric",
                    "low-poly",
                    "origami",
                    "modeling-compound",
                    "cinematic",
                    "3d-model",
                    "pixel-art",
                    "tile-texture",
                ),
            ),
        ),
    ),
)
IMAGE_REMOVE_BACKGROUND = Operation(
    provider="stability",
    name="image.remove_background",
    method="POST",
    path="/v2beta/stable-image/edit/remove-background",
    form_model="RemoveBackgroundForm",
    result_model="Image",
    answers=(
        "image/png",
        "application/json; type=image/png",
        "image/webp",
        "application/json; type=image/webp",
    ),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                max_ratio=2.5,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter(
            "output_format", form="output_format", scalar=Scalar("text", values=("png", "webp"))
        ),
    ),
)
IMAGE_REPLACE_BACKGROUND = Operation(
    provider="stability",
    name="image.replace_background",
    method="POST",
    path="/v2beta/stable-image/edit/replace-background-and-relight",
    form_model="ReplaceBackgroundForm",
    result_model="ReplaceBackgroundResponse",
    answers=("application/json",),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            form="subject_image",
            required=True,
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter(
            "background_reference",
            form="background_reference",
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter(
            "light_reference",
            form="light_reference",
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=9437184,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=4096,
                min_side=64,
            ),
        ),
        Parameter(
            "background_prompt",
            form="background_prompt",
            scalar=Scalar("text", least=1, most=10000),
        ),
        Parameter("foreground_prompt", form="foreground_prompt", scalar=Scalar("text", most=10000)),
        Parameter("negative_prompt", form="negative_prompt", scalar=Scalar("text", most=10000)),
        Parameter(
            "preserve_original_subject",
            form="preserve_original_subject",
            scalar=Scalar("number", least=0, most=1),
        ),
        Parameter(
            "original_background_depth",
            form="original_background_depth",
            scalar=Scalar("number", least=0, most=1),
        ),
        Parameter(
            "light_source_direction",
            form="light_source_direction",
            scalar=Scalar("text", values=("left", "right", "above", "below")),
        ),
        Parameter(
            "light_source_strength",
            form="light_source_strength",
            scalar=Scalar("number", least=0, most=1),
        ),
        Parameter("seed", form="seed", scalar=Scalar("whole", least=0, most=4294967294)),
        Parameter(
            "output_format",
            form="output_format",
            scalar=Scalar("text", values=("png", "jpeg", "webp")),
        ),
        Parameter(
            "keep_original_background", form="keep_original_background", scalar=Scalar("flag")
        ),
    ),
)
IMAGE_UPSCALE = Operation(
    provider="stability",
    name="image.upscale",
    method="POST",
    path="/v2beta/stable-image/upscale/fast",
    form_model="UpscaleImageForm",
    result_model="Image",
    answers=("image/png", "image/jpeg", "image/webp", "application/json; type=image/png"),
    pinned="2026-11-30",
    parameters=(
        Parameter(
            "image",
            form="image",
            required=True,
            image=ImageRule(
                max_bytes=10485760,
                max_pixels=1048576,
                media_types=("image/png", "image/jpeg", "image/webp"),
                min_pixels=1024,
            ),
        ),
        Parameter(
            "output_format",
            form="output_format",
            scalar=Scalar("text", values=("png", "jpeg", "webp")),
        ),
    ),
)
IMAGE_RESUME = Operation(
    provider="stability",
    name="image.resume",
    method="GET",
    path="/v2beta/results/{id}",
    result_model="Image",
    answers=("image/png", "image/jpeg", "image/webp", "application/json; type=image/png"),
    pinned="2026-11-30",
    parameters=(
        Parameter("job_id", path="id", style=",", required=True, scalar=Scalar("text", least=1)),
    ),
)
ACCOUNT_BALANCE = Operation(
    provider="stability",
    name="account.balance",
    method="GET",
    path="/v1/user/balance",
    result_model="GetBalanceResponse",
    answers=("application/json",),
    pinned="2026-11-30",
)

OPERATIONS = (
    IMAGE_ERASE,
    IMAGE_INPAINT,
    IMAGE_OUTPAINT,
    IMAGE_SEARCH_AND_REPLACE,
    IMAGE_SEARCH_AND_RECOLOR,
    IMAGE_REMOVE_BACKGROUND,
    IMAGE_REPLACE_BACKGROUND,
    IMAGE_UPSCALE,
    IMAGE_RESUME,
    ACCOUNT_BALANCE,
)

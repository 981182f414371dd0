# Generated from specs/openai/ by 'python -m codegen'. Do not edit.
"""The arguments of the methods that call OpenAI."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required

from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.options import CallOptions

Model = Literal[
    "gpt-image-1.5",
    "gpt-image-2",
    "gpt-image-2-2026-04-21",
    "dall-e-2",
    "gpt-image-1",
    "gpt-image-1-mini",
    "chatgpt-image-latest",
    "gpt-image-2.5-sunburst",
    "gpt-image-2.5-sunburst-2026-09-08",
    "gpt-image-2.5-flare",
    "gpt-image-2.5-flare-2026-09-08",
    "gpt-image-2.6-sunburst",
    "gpt-image-2.6-flare",
]
GenerateImageModel = Literal[
    "gpt-image-1.5",
    "gpt-image-2",
    "gpt-image-2-2026-04-21",
    "dall-e-2",
    "dall-e-3",
    "gpt-image-1",
    "gpt-image-1-mini",
    "gpt-image-2.5-sunburst",
    "gpt-image-2.5-sunburst-2026-09-08",
    "gpt-image-2.5-flare",
    "gpt-image-2.5-flare-2026-09-08",
    "gpt-image-2.6-sunburst",
    "gpt-image-2.6-flare",
]


class EditImageParams(CallOptions, total=False):
    """Arguments of `image.edit`."""

    image: Required[ImageInput | Sequence[ImageInput]]
    """The image to edit, or up to 16 of them. PNG/JPEG/WEBP, under 50 MB."""
    prompt: Required[str]
    """What the picture shall show, in words. 1 to 32000 characters."""
    mask: MaskInput
    """Where to edit: a PNG of the first image's size, transparent where to edit. PNG, under 4 MB."""
    markup: ImageInput
    """A transparent PNG of the first image's size that is laid over it to guide the edit, without a mask. PNG."""
    model: str | Model | None
    """Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, gpt-image-1, gpt-image-1-mini, chatgpt-image-latest, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: gpt-image-1.5."""
    background: Literal["transparent", "opaque", "auto"] | None
    """Background of the result; transparent needs png or webp. Default: auto."""
    n: int | None
    """How many pictures. 1 to 10. Default: 1."""
    size: str | Literal["256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "auto"] | None
    """WIDTHxHEIGHT in pixels, or auto. Known: 256x256, 512x512, 1024x1024, 1536x1024, 1024x1536, auto. Default: 1024x1024 or auto."""
    response_format: Literal["url", "b64_json"] | None
    """Only for dall-e models; the others always answer base64."""
    output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None
    """File format of the result. Default: png."""
    output_compression: int | None
    """Compression of jpeg and webp in percent. 0 to 100. Default: 100."""
    input_fidelity: Literal["high", "low"] | None
    """How closely to keep to features of the input."""
    partial_images: int | None
    """How many unfinished pictures a stream shows. 0 to 3."""
    quality: Literal["standard", "low", "medium", "high", "auto", "xhigh", "max"] | None
    """Effort spent on the picture. Default: auto."""
    complexity: Literal["low", "medium", "high"] | None
    """Effort spent on planning the picture, whatever its quality."""
    frame_count: int | None
    """Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9."""
    frame_duration_ms: int | None
    """Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200."""
    svg: Mapping[str, Any] | None
    """Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1."""
    safety_identifier: str | None
    """Stable name of the end user, hashed, for abuse reports."""
    moderation: Literal["low", "auto"] | None
    """How strictly to filter content. Default: auto."""
    user: str
    """Deprecated. Older name of safety_identifier."""


class GenerateImageParams(CallOptions, total=False):
    """Arguments of `image.generate`."""

    prompt: Required[str]
    """What the picture shall show, in words. 1 to 32000 characters."""
    model: str | GenerateImageModel | None
    """Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, dall-e-3, gpt-image-1, gpt-image-1-mini, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: dall-e-2."""
    n: int | None
    """How many pictures. 1 to 10. Default: 1."""
    quality: Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"] | None
    """Effort spent on the picture. Default: auto."""
    response_format: Literal["url", "b64_json"] | None
    """Only for dall-e models; the others always answer base64. Default: url."""
    output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None
    """File format of the result. Default: png."""
    output_compression: int | None
    """Compression of jpeg and webp in percent. 0 to 100. Default: 100."""
    partial_images: int | None
    """How many unfinished pictures a stream shows. 0 to 3."""
    size: (
        str
        | Literal[
            "auto",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "256x256",
            "512x512",
            "1792x1024",
            "1024x1792",
        ]
        | None
    )
    """WIDTHxHEIGHT in pixels, or auto. Known: auto, 1024x1024, 1536x1024, 1024x1536, 256x256, 512x512, 1792x1024, 1024x1792. Default: auto."""
    moderation: Literal["low", "auto"] | None
    """How strictly to filter content. Default: auto."""
    background: Literal["transparent", "opaque", "auto"] | None
    """Background of the result; transparent needs png or webp. Default: auto."""
    style: Literal["vivid", "natural"] | None
    """Only for dall-e-3. Default: vivid."""
    complexity: Literal["low", "medium", "high"] | None
    """Effort spent on planning the picture, whatever its quality."""
    frame_count: int | None
    """Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9."""
    frame_duration_ms: int | None
    """Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200."""
    svg: Mapping[str, Any] | None
    """Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1."""
    safety_identifier: str | None
    """Stable name of the end user, hashed, for abuse reports."""
    user: str
    """Deprecated. Older name of safety_identifier."""


class VaryImageParams(CallOptions, total=False):
    """Arguments of `image.variations`."""

    image: Required[ImageInput]
    """A square PNG to vary. PNG, under 4 MB."""
    model: str | Literal["dall-e-2"] | None
    """Id of the model. Known: dall-e-2. Default: dall-e-2."""
    n: int | None
    """How many pictures. 1 to 10. Default: 1."""
    response_format: Literal["url", "b64_json"] | None
    """How the pictures come back. Default: url."""
    size: Literal["256x256", "512x512", "1024x1024"] | None
    """WIDTHxHEIGHT in pixels. Default: 1024x1024."""
    user: str
    """Your name for the end user, for abuse reports."""


class ListModelsParams(CallOptions, total=False):
    """Arguments of `models.list`."""

# Generated from specs/openai/ by 'python -m codegen'. Do not edit.
"""The operations of OpenAI that this package calls."""

from pyvenice.core.request.operation_table import (
    Conflict,
    ImageRule,
    Lifecycle,
    ModelRule,
    Operation,
    Parameter,
    Provider,
    Scalar,
    SizeRule,
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
    model_rules=(
        ModelRule(
            field="size",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
            ),
            values=("auto", "1024x1024", "1536x1024", "1024x1536"),
            size=SizeRule(
                max_side=3840, min_pixels=655360, max_pixels=8294400, max_ratio=3, multiple=16
            ),
        ),
        ModelRule(
            field="quality",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
            ),
            values=("low", "medium", "high", "xhigh", "max", "auto"),
            size=None,
        ),
        ModelRule(
            field="background",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=("transparent", "opaque", "auto"),
            size=None,
        ),
        ModelRule(
            field="output_format",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
            ),
            values=("png", "jpeg", "webp", "gif", "svg"),
            size=None,
        ),
        ModelRule(
            field="input_fidelity",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
            ),
            values=(),
            size=None,
        ),
        ModelRule(
            field="moderation",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=("low", "auto"),
            size=None,
        ),
        ModelRule(
            field="complexity",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
            ),
            values=("low", "medium", "high"),
            size=None,
        ),
        ModelRule(
            field="quality",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=("low", "medium", "high", "auto"),
            size=None,
        ),
        ModelRule(
            field="output_format",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=("png", "jpeg", "webp"),
            size=None,
        ),
        ModelRule(
            field="complexity",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=(),
            size=None,
        ),
        ModelRule(
            field="frame_count",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=(),
            size=None,
        ),
        ModelRule(
            field="frame_duration_ms",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=(),
            size=None,
        ),
        ModelRule(
            field="size",
            models=("gpt-image-1.5", "chatgpt-image-latest", "gpt-image-1-mini", "gpt-image-1"),
            values=("auto", "1024x1024", "1536x1024", "1024x1536"),
            size=None,
        ),
        ModelRule(
            field="input_fidelity",
            models=("gpt-image-1.5", "chatgpt-image-latest", "gpt-image-1"),
            values=("high", "low"),
            size=None,
        ),
        ModelRule(field="input_fidelity", models=("gpt-image-1-mini",), values=("low",), size=None),
        ModelRule(
            field="size",
            models=("dall-e-2",),
            values=("256x256", "512x512", "1024x1024"),
            size=None,
        ),
    ),
    conflicts=(
        Conflict(
            field="output_compression",
            schema={
                "required": ["output_compression"],
                "properties": {
                    "output_compression": {"not": {"enum": [100, None]}},
                    "output_format": {"enum": ["png", "gif", "svg", None]},
                },
            },
            says="only jpeg and webp are compressed, by output_format='jpeg' or 'webp'",
        ),
        Conflict(
            field="output_format",
            schema={
                "required": ["background", "output_format"],
                "properties": {
                    "background": {"const": "transparent"},
                    "output_format": {"const": "jpeg"},
                },
            },
            says="background='transparent' needs png or webp",
        ),
        Conflict(
            field="response_format",
            schema={
                "required": ["response_format"],
                "properties": {
                    "response_format": {"not": {"type": "null"}},
                    "model": {"not": {"type": "string", "pattern": "^dall-e"}},
                },
            },
            says="only dall-e models take a response_format; the others always answer base64",
        ),
        Conflict(
            field="partial_images",
            schema={
                "required": ["partial_images"],
                "properties": {
                    "partial_images": {"type": "number", "minimum": 1},
                    "stream": {"enum": [False, None]},
                },
            },
            says="unfinished pictures are only sent with stream=True",
        ),
        Conflict(
            field="n",
            schema={
                "required": ["n", "output_format"],
                "properties": {
                    "n": {"type": "number", "minimum": 2},
                    "output_format": {"const": "svg"},
                },
            },
            says="one svg is made at a time",
        ),
        Conflict(
            field="svg",
            schema={
                "required": ["svg"],
                "properties": {
                    "svg": {"not": {"type": "null"}},
                    "output_format": {"not": {"const": "svg"}},
                },
            },
            says="svg=… needs output_format='svg'",
        ),
        Conflict(
            field="frame_count",
            schema={
                "required": ["frame_count"],
                "properties": {
                    "frame_count": {"type": "number"},
                    "output_format": {"not": {"const": "gif"}},
                },
            },
            says="only output_format='gif' has frames",
        ),
        Conflict(
            field="frame_duration_ms",
            schema={
                "required": ["frame_duration_ms"],
                "properties": {
                    "frame_duration_ms": {"type": "number"},
                    "output_format": {"not": {"const": "gif"}},
                },
            },
            says="only output_format='gif' has frames",
        ),
        Conflict(
            field="mask",
            schema={
                "required": ["mask", "output_format"],
                "properties": {"output_format": {"const": "gif"}},
            },
            says="a gif takes no mask",
        ),
        Conflict(
            field="stream",
            schema={
                "required": ["stream", "output_format"],
                "properties": {"stream": {"const": True}, "output_format": {"const": "gif"}},
            },
            says="a gif cannot be streamed",
        ),
    ),
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
    model_rules=(
        ModelRule(
            field="size",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
            ),
            values=("auto", "1024x1024", "1536x1024", "1024x1536"),
            size=SizeRule(
                max_side=3840, min_pixels=655360, max_pixels=8294400, max_ratio=3, multiple=16
            ),
        ),
        ModelRule(
            field="quality",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
            ),
            values=("low", "medium", "high", "xhigh", "max", "auto"),
            size=None,
        ),
        ModelRule(
            field="background",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=("transparent", "opaque", "auto"),
            size=None,
        ),
        ModelRule(
            field="output_format",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
            ),
            values=("png", "jpeg", "webp", "gif", "svg"),
            size=None,
        ),
        ModelRule(
            field="moderation",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=("low", "auto"),
            size=None,
        ),
        ModelRule(
            field="complexity",
            models=(
                "gpt-image-2.5-sunburst",
                "gpt-image-2.5-sunburst-2026-09-08",
                "gpt-image-2.5-flare",
                "gpt-image-2.5-flare-2026-09-08",
            ),
            values=("low", "medium", "high"),
            size=None,
        ),
        ModelRule(
            field="quality",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=("low", "medium", "high", "auto"),
            size=None,
        ),
        ModelRule(
            field="output_format",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=("png", "jpeg", "webp"),
            size=None,
        ),
        ModelRule(
            field="complexity",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=(),
            size=None,
        ),
        ModelRule(
            field="frame_count",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=(),
            size=None,
        ),
        ModelRule(
            field="frame_duration_ms",
            models=(
                "gpt-image-2",
                "gpt-image-2-2026-04-21",
                "gpt-image-1.5",
                "chatgpt-image-latest",
                "gpt-image-1-mini",
                "gpt-image-1",
            ),
            values=(),
            size=None,
        ),
        ModelRule(
            field="size",
            models=("gpt-image-1.5", "chatgpt-image-latest", "gpt-image-1-mini", "gpt-image-1"),
            values=("auto", "1024x1024", "1536x1024", "1024x1536"),
            size=None,
        ),
        ModelRule(
            field="size",
            models=("dall-e-3",),
            values=("1024x1024", "1792x1024", "1024x1792"),
            size=None,
        ),
        ModelRule(field="quality", models=("dall-e-3",), values=("standard", "hd"), size=None),
    ),
    conflicts=(
        Conflict(
            field="output_compression",
            schema={
                "required": ["output_compression"],
                "properties": {
                    "output_compression": {"not": {"enum": [100, None]}},
                    "output_format": {"enum": ["png", "gif", "svg", None]},
                },
            },
            says="only jpeg and webp are compressed, by output_format='jpeg' or 'webp'",
        ),
        Conflict(
            field="output_format",
            schema={
                "required": ["background", "output_format"],
                "properties": {
                    "background": {"const": "transparent"},
                    "output_format": {"const": "jpeg"},
                },
            },
            says="background='transparent' needs png or webp",
        ),
        Conflict(
            field="response_format",
            schema={
                "required": ["response_format"],
                "properties": {
                    "response_format": {"not": {"type": "null"}},
                    "model": {"not": {"type": "string", "pattern": "^dall-e"}},
                },
            },
            says="only dall-e models take a response_format; the others always answer base64",
        ),
        Conflict(
            field="partial_images",
            schema={
                "required": ["partial_images"],
                "properties": {
                    "partial_images": {"type": "number", "minimum": 1},
                    "stream": {"enum": [False, None]},
                },
            },
            says="unfinished pictures are only sent with stream=True",
        ),
        Conflict(
            field="n",
            schema={
                "required": ["n", "output_format"],
                "properties": {
                    "n": {"type": "number", "minimum": 2},
                    "output_format": {"const": "svg"},
                },
            },
            says="one svg is made at a time",
        ),
        Conflict(
            field="svg",
            schema={
                "required": ["svg"],
                "properties": {
                    "svg": {"not": {"type": "null"}},
                    "output_format": {"not": {"const": "svg"}},
                },
            },
            says="svg=… needs output_format='svg'",
        ),
        Conflict(
            field="frame_count",
            schema={
                "required": ["frame_count"],
                "properties": {
                    "frame_count": {"type": "number"},
                    "output_format": {"not": {"const": "gif"}},
                },
            },
            says="only output_format='gif' has frames",
        ),
        Conflict(
            field="frame_duration_ms",
            schema={
                "required": ["frame_duration_ms"],
                "properties": {
                    "frame_duration_ms": {"type": "number"},
                    "output_format": {"not": {"const": "gif"}},
                },
            },
            says="only output_format='gif' has frames",
        ),
        Conflict(
            field="mask",
            schema={
                "required": ["mask", "output_format"],
                "properties": {"output_format": {"const": "gif"}},
            },
            says="a gif takes no mask",
        ),
        Conflict(
            field="stream",
            schema={
                "required": ["stream", "output_format"],
                "properties": {"stream": {"const": True}, "output_format": {"const": "gif"}},
            },
            says="a gif cannot be streamed",
        ),
    ),
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

"""Venice's dialect: the answer is the picture itself, and headers say the rest."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import quote

from PIL import Image

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route, check_words, new_id
from pyvenice.sandbox.dialects.venice import errors, models
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.cutout import cut_out
from pyvenice.sandbox.painting.encode import MEDIA_TYPES, Format, encoded
from pyvenice.sandbox.painting.fit import TIERS, Size, with_area, with_longer_side, with_ratio
from pyvenice.sandbox.server.exchange import Exchange, Headers, Values, json_answer, whole_answer
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.inputs import read_image
from pyvenice.sandbox.server.refusals import RefusalError

_MOST_UPSCALED = 16_777_216
_RATIO = re.compile(r"[1-9]\d{0,2}:[1-9]\d{0,2}")
_KINDS = (
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
)
_STYLES = (
    "3D Model", "Analog Film", "Anime", "Cinematic", "Comic Book", "Craft Clay", "Digital Art",
    "Enhance", "Fantasy Art", "Isometric Style", "Line Art", "Lowpoly", "Neon Punk", "Origami",
    "Photographic", "Pixel Art", "Texture", "Watercolor",
)  # fmt: skip


class Venice(Dialect):
    """`/image/edit` and its kin."""

    provider: ClassVar[str] = "venice"
    prefix: ClassVar[str] = "/venice/api/v1"
    base_path: ClassVar[str] = "/venice/api/v1"
    form_rules: ClassVar[FormRules] = FormRules(texts_for_files=True)

    def routes(self) -> Sequence[Route]:
        return (
            Route("POST", "/image/edit", self.edit),
            Route("POST", "/image/multi-edit", self.multi_edit),
            Route("POST", "/image/background-remove", self.remove_background),
            Route("POST", "/image/upscale", self.upscale),
            Route("POST", "/image/generate", self.generate),
            Route("GET", "/image/styles", self.styles, needs_key=False),
            Route("GET", "/models", self.models, needs_key=False),
        )

    def refusal(self, refused: RefusalError, exchange: Exchange) -> WireResponse:
        return errors.refusal(refused, exchange, _facts())

    def edit(self, exchange: Exchange) -> WireResponse:
        values = exchange.checked()
        model = values.get("model") or values.get("modelId") or models.DEFAULT_MODEL
        return self._edited(values, exchange.images("image"), model)

    def multi_edit(self, exchange: Exchange) -> WireResponse:
        values = exchange.checked()
        model = values.get("modelId") or models.DEFAULT_MODEL
        return self._edited(values, exchange.images("images"), model)

    def remove_background(self, exchange: Exchange) -> WireResponse:
        values = exchange.checked()
        if "image_url" in values:
            rule = {"json": ["url"], "max-bytes": 25_000_000}
            image = read_image(values["image_url"], rule, ("image_url",), exchange.links)
        else:
            (image,) = exchange.images("image")
        return _picture(cut_out(image), "png", ("background removed",))

    def upscale(self, exchange: Exchange) -> WireResponse:
        values = exchange.checked()
        (image,) = exchange.images("image")
        scale = values.get("scale", 2)
        size = round(image.width * scale), round(image.height * scale)
        if size[0] * size[1] > _MOST_UPSCALED:
            raise RefusalError(
                "image-too-many-pixels",
                f"the result would be {size[0]}x{size[1]}, more than {_MOST_UPSCALED:,} pixels",
                path=("scale",),
            )
        larger = image.resize(size, Image.Resampling.LANCZOS)
        return _picture(larger, "png", (f"upscale {scale:g}",))

    def generate(self, exchange: Exchange) -> WireResponse:
        started = time.perf_counter()
        values = exchange.checked()
        check_words(values["prompt"], values["model"])
        references = exchange.images("style_references")
        count = values.get("variants", 1)
        if values.get("return_binary") and count > 1:
            raise RefusalError(
                "value", "return_binary=true answers one picture only", path=("variants",)
            )
        size = _generated_size(values)
        pictures = [
            editor.generate(
                values["prompt"],
                size,
                seed=values.get("seed", 0),
                variant=number,
                others=references,
            )
            for number in range(count)
        ]
        form: Format = values.get("format", "webp")
        told = values["prompt"] if values.get("embed_exif_metadata") else None
        operations = [name for picture in pictures for name in picture.operations]
        data = [encoded(picture.image, form, description=told) for picture in pictures]
        if values.get("return_binary"):
            return whole_answer(200, data[0], MEDIA_TYPES[form], _safe(), operations)
        return json_answer(200, _generated(values, data, started), _safe(), operations)

    def styles(self, _: Exchange) -> WireResponse:
        return json_answer(200, {"data": list(_STYLES), "object": "list"}, _facts())

    def models(self, exchange: Exchange) -> WireResponse:
        kind = exchange.query.get("type", "all")
        if kind not in _KINDS:
            allowed = ", ".join(_KINDS)
            raise RefusalError(
                "value", f"must be one of {allowed}, not {kind[:40]!r}", path=("type",)
            )
        listed = {"data": models.models(kind), "object": "list", "type": kind}
        return json_answer(200, listed, _facts())

    def _edited(self, values: Values, images: list[Image.Image], model: str) -> WireResponse:
        check_words(values["prompt"], model)
        size = _edited_size(images[0].size, values)
        picture = editor.edit(images, values["prompt"], size=size)
        form = _format(values)
        headers = [*_safe(), *_model_facts(model)]
        if values.get("enhance_prompt"):
            headers.append(("x-venice-enhanced-prompt", quote(values["prompt"][:1000])))
        return _picture(picture.image, form, picture.operations, headers)


def _picture(
    image: Image.Image, form: Format, operations: Sequence[str], headers: Headers | None = None
) -> WireResponse:
    told = headers if headers is not None else _facts()
    return whole_answer(200, encoded(image, form), MEDIA_TYPES[form], told, operations)


def _format(values: Values) -> Format:
    asked = values.get("output_format")
    if asked is None:
        return "jpeg" if _tier(values) in {"2K", "4K"} else "png"
    return "jpeg" if asked == "jpg" else asked


def _tier(values: Values) -> str | None:
    asked = values.get("resolution")
    if asked is not None and asked.upper() not in TIERS:
        allowed = ", ".join(TIERS)
        raise RefusalError(
            "value", f"must be one of {allowed}, not {asked!r}", path=("resolution",)
        )
    return asked.upper() if asked else None


def _edited_size(size: Size, values: Values) -> Size | None:
    ratio, tier = values.get("aspect_ratio", "auto"), _tier(values)
    if ratio == "auto" and tier is None:
        return None
    if ratio != "auto":
        size = with_ratio(size, ratio)
    return with_longer_side(size, TIERS[tier]) if tier else size


def _generated_size(values: Values) -> Size:
    size = values.get("width", 1024), values.get("height", 1024)
    ratio, tier = values.get("aspect_ratio", "auto"), _tier(values)
    if ratio != "auto":
        if not _RATIO.fullmatch(ratio):
            raise RefusalError(
                "value", f"must be auto or such as 16:9, not {ratio[:20]!r}", path=("aspect_ratio",)
            )
        across, down = (int(part) for part in ratio.split(":"))
        if not 1 / 4 <= across / down <= 4:
            raise RefusalError("value", "must be between 1:4 and 4:1", path=("aspect_ratio",))
        size = (across, down) if tier else with_area((across, down), size[0] * size[1])
    return with_longer_side(size, TIERS[tier]) if tier else size


def _generated(values: Values, data: list[bytes], started: float) -> dict[str, Any]:
    took = (time.perf_counter() - started) * 1000
    return {
        "id": new_id("generate-image-"),
        "images": [base64.b64encode(one).decode() for one in data],
        "request": {name: value for name, value in values.items() if name != "style_references"},
        "timing": {
            "inferenceDuration": round(took),
            "inferencePreprocessingTime": 0,
            "inferenceQueueTime": 0,
            "total": round(took),
        },
    }


def _facts() -> Headers:
    """The headers of every answer."""
    now = int(time.time() * 1000)
    return [
        ("cf-ray", new_id()[:16] + "-SBX"),
        ("x-venice-version", "sandbox"),
        ("x-ratelimit-limit-requests", "20"),
        ("x-ratelimit-remaining-requests", "19"),
        ("x-ratelimit-reset-requests", str(now + 60_000)),
    ]


def _safe() -> Headers:
    return [*_facts(), ("x-venice-is-content-violation", "false")]


def _model_facts(model: str) -> Headers:
    """The model's headers; an id that contains "deprecated" is about to go."""
    name = models.names().get(model, model)
    told = [("x-venice-model-id", _header(model)), ("x-venice-model-name", _header(name))]
    if "deprecated" in model.lower():
        told += [
            ("x-venice-model-deprecation-warning", "This model is retired soon."),
            ("x-venice-model-deprecation-date", "2030-01-01T00:00:00.000Z"),
        ]
    return told


def _header(text: str) -> str:
    """Text as it may stand in a header."""
    return quote(text, safe=" !#$&'()*+,/:;=?@[]~.-_")[:200].strip()

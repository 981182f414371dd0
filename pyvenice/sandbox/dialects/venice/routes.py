"""Venice's routes: the response is the picture itself, and headers have the rest."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import quote

from PIL import Image

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.sandbox.dialects.base import Dialect, Route, new_id, shortened_key
from pyvenice.sandbox.dialects.rules import check_model, check_prompt
from pyvenice.sandbox.dialects.venice import characters, errors, models
from pyvenice.sandbox.dialects.venice.account import RAY, Account
from pyvenice.sandbox.dialects.venice.account_routes import AccountRoutes
from pyvenice.sandbox.dialects.venice.augment import AugmentRoutes
from pyvenice.sandbox.dialects.venice.crypto import CryptoRoutes
from pyvenice.sandbox.dialects.venice.media.audio import AudioRoutes
from pyvenice.sandbox.dialects.venice.media.jobs import JobRoutes
from pyvenice.sandbox.dialects.venice.text import chat, embeddings, responses
from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.cutout import cut_out
from pyvenice.sandbox.painting.encode import MEDIA_TYPES, Format, encode
from pyvenice.sandbox.painting.geometry import TIERS, Size, with_area, with_longer_side, with_ratio
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.forms import FormRules
from pyvenice.sandbox.server.image_inputs import read_image
from pyvenice.sandbox.server.picture_links import PictureStore
from pyvenice.sandbox.server.request import Request, Values
from pyvenice.sandbox.server.request_log import LoggedRequest
from pyvenice.sandbox.server.responses import Headers, event, full_response, json_response

_PICTURE_PRICE = 0.04
"""US dollars for a picture of a model that is not in the pinned list."""
_UPSCALE_PRICES = {2: 0.02, 4: 0.08}
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
    """Edits, several images in one edit, background removal, upscaling, generation."""

    provider: ClassVar[str] = "venice"
    title: ClassVar[str] = "Venice"
    summary: ClassVar[str] = "JSON or multipart in, the image itself out"
    prefix: ClassVar[str] = "/venice/api/v1"
    base_path: ClassVar[str] = "/venice/api/v1"
    edit_path: ClassVar[str] = "/image/edit"
    default_model: ClassVar[str] = "firered-image-edit"
    requests_per_minute: ClassVar[int] = 20
    form_rules: ClassVar[FormRules] = FormRules(texts_for_files=True)
    error_event: ClassVar[bytes] = event("", {"error": errors.server_error()})

    def __init__(
        self, *, api_key: str, pictures: PictureStore, switched_on: frozenset[str] = frozenset()
    ) -> None:
        self._account = Account(api_key)
        super().__init__(api_key=api_key, pictures=pictures, switched_on=switched_on)

    def routes(self) -> Sequence[Route]:
        return (
            *AccountRoutes(self._account).routes(),
            *AudioRoutes(self._account).routes(),
            *JobRoutes(self._account, self._pictures).routes(),
            *AugmentRoutes(self._account).routes(),
            *CryptoRoutes(self._account).routes(),
            *characters.routes(),
            Route("POST", "/embeddings", self.embeddings),
            Route("POST", "/chat/completions", self.chat),
            Route("POST", "/responses", self.responses),
            Route("POST", "/images/generations", self.simple_generate),
            Route("GET", "/models/traits", self.traits, needs_key=False),
            Route(
                "GET", "/models/compatibility_mapping", self.compatibility_mapping, needs_key=False
            ),
            Route("POST", "/image/edit", self.edit),
            Route("POST", "/image/multi-edit", self.multi_edit),
            Route("POST", "/image/background-remove", self.remove_background),
            Route("POST", "/image/upscale", self.upscale),
            Route("POST", "/image/generate", self.generate),
            Route("GET", "/image/styles", self.styles, needs_key=False),
            Route("GET", "/models", self.models, needs_key=False),
        )

    def error_response(self, error: APIError, request: Request) -> WireResponse:
        return errors.error_response(error, request, _headers())

    def respond(self, wire: WireRequest, path: str, logged: LoggedRequest) -> WireResponse:
        """The response, with the headers that Venice sends with every one: an id, and the balance before."""
        ray, before = f"{new_id()[:16]}-SBX", self._account.balance
        token = RAY.set(ray)
        try:
            response = super().respond(wire, path, logged)
        finally:
            RAY.reset(token)
        balances = [("x-venice-balance-usd", f"{before:.8f}"), ("x-venice-balance-diem", "0")]
        names = {name for name, _ in response.headers}
        common = [*_common_headers(ray), *balances]
        added = [(name, value) for name, value in common if name not in names]
        return replace(response, headers=[*response.headers, *added])

    def rate_limit_headers(self, left: int, seconds: float) -> Headers:
        return [
            ("x-ratelimit-limit-requests", str(self.requests_per_minute)),
            ("x-ratelimit-remaining-requests", str(left)),
            ("x-ratelimit-reset-requests", str(round((time.time() + seconds) * 1000))),
        ]

    def edit(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        model = values.get("model") or values.get("modelId") or self.default_model
        return self._edit(request, values, request.images("image"), model)

    def multi_edit(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        model = values.get("modelId") or self.default_model
        return self._edit(request, values, request.images("images"), model)

    def remove_background(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        if "image_url" in values:
            rule = {"json": ["url"], "max-bytes": 25_000_000}
            image = read_image(values["image_url"], rule, ("image_url",), request.links)
        else:
            (image,) = request.images("image")
        self._bill_picture(request, "background-remove", "inpaint")
        return _picture(cut_out(image), "png", ("background removed",))

    def upscale(self, request: Request) -> WireResponse:
        values = request.valid_fields()
        (image,) = request.images("image")
        scale = values.get("scale", 2)
        size = round(image.width * scale), round(image.height * scale)
        if size[0] * size[1] > _MOST_UPSCALED:
            raise APIError(
                "image-too-many-pixels",
                f"the result would be {size[0]}x{size[1]}, more than {_MOST_UPSCALED:,} pixels",
                path=("scale",),
            )
        self._account.bill(request, "upscaler", 1, _UPSCALE_PRICES.get(scale, _PICTURE_PRICE))
        larger = image.resize(size, Image.Resampling.LANCZOS)
        return _picture(larger, "png", (f"upscale {scale:g}",))

    def generate(self, request: Request) -> WireResponse:
        started = time.perf_counter()
        values = request.valid_fields()
        check_prompt(values["prompt"])
        check_model(values["model"], models.ids_of("image"))
        references = request.images("style_references")
        count = values.get("variants", 1)
        if values.get("return_binary") and count > 1:
            raise APIError(
                "value", "return_binary=true answers one picture only", path=("variants",)
            )
        size = _generation_size(values)
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
        self._bill_picture(request, values["model"], "generation", count)
        form: Format = values.get("format", "webp")
        description = values["prompt"] if values.get("embed_exif_metadata") else None
        operations = [name for picture in pictures for name in picture.operations]
        data = [encode(picture.image, form, description=description) for picture in pictures]
        if values.get("return_binary"):
            return full_response(200, data[0], MEDIA_TYPES[form], _safe(), operations)
        return json_response(200, _generation_body(values, data, started), _safe(), operations)

    def styles(self, _: Request) -> WireResponse:
        return json_response(200, {"data": list(_STYLES), "object": "list"}, _headers())

    def models(self, request: Request) -> WireResponse:
        kind = request.query.get("type", "all")
        if kind not in _KINDS:
            allowed = ", ".join(_KINDS)
            raise APIError("value", f"must be one of {allowed}, not {kind[:40]!r}", path=("type",))
        listed: dict[str, Any] = {"data": models.models(kind), "object": "list", "type": kind}
        return json_response(200, listed, _headers())

    def traits(self, request: Request) -> WireResponse:
        return self._mapping(request, models.traits())

    def compatibility_mapping(self, request: Request) -> WireResponse:
        return self._mapping(request, models.STAND_INS)

    def embeddings(self, request: Request) -> WireResponse:
        return embeddings.create(request, self._account)

    def chat(self, request: Request) -> WireResponse:
        return chat.complete(request, self._account)

    def responses(self, request: Request) -> WireResponse:
        return responses.create(request, self._account)

    def simple_generate(self, request: Request) -> WireResponse:
        """A picture as OpenAI's API returns it."""
        values = request.valid_fields()
        check_prompt(values["prompt"])
        model = models.resolved(values.get("model") or "default", "image")
        check_model(model, models.names())
        across, _, down = str(values.get("size") or "auto").partition("x")
        size = (int(across), int(down)) if down else (1024, 1024)
        picture = editor.generate(values["prompt"], size, seed=0, variant=0, others=[])
        form: Format = values.get("output_format") or "png"
        encoded = base64.b64encode(encode(picture.image, form)).decode()
        self._bill_picture(request, model, "generation")
        is_link = values.get("response_format") == "url"
        url = f"data:{MEDIA_TYPES[form]};base64,{encoded}"
        item = {"url": url} if is_link else {"b64_json": encoded}
        body: dict[str, Any] = {"created": int(time.time()), "data": [item]}
        return json_response(200, body, _safe(), picture.operations)

    def _bill_picture(self, request: Request, model: str, unit: str, count: int = 1) -> None:
        self._account.bill(request, model, count, models.price(model, unit, _PICTURE_PRICE))

    def _mapping(self, request: Request, known: Mapping[str, Mapping[str, str]]) -> WireResponse:
        kind = request.query.get("type", "text")
        if kind not in _KINDS or kind in {"all", "code"}:
            kind = "text"  # the contract documents no refusal here
        listed: dict[str, Any] = {
            "data": dict(known.get(kind, {})),
            "object": "list",
            "type": kind,
        }
        return json_response(200, listed, _headers())

    def _check_key(self, request: Request) -> None:
        key = request.key(self.key_header)
        if key is None:
            raise APIError("key-missing")
        if self._account.key(key) is None:
            raise APIError("key-wrong", shortened_key(key))

    def _edit(
        self, request: Request, values: Values, images: list[Image.Image], model: str
    ) -> WireResponse:
        check_prompt(values["prompt"])
        check_model(model, models.names())
        size = _edit_size(images[0].size, values)
        picture = editor.edit(images, values["prompt"], size=size)
        form = _format(values)
        self._bill_picture(request, model, "inpaint")
        headers = [*_safe(), *_model_headers(model)]
        if values.get("enhance_prompt"):
            headers.append(("x-venice-enhanced-prompt", quote(values["prompt"][:1000])))
        return _picture(picture.image, form, picture.operations, headers)


def _picture(
    image: Image.Image, form: Format, operations: Sequence[str], headers: Headers | None = None
) -> WireResponse:
    headers = _headers() if headers is None else headers
    return full_response(200, encode(image, form), MEDIA_TYPES[form], headers, operations)


def _format(values: Values) -> Format:
    output_format = values.get("output_format")
    if output_format is None:
        return "jpeg" if _tier(values) in {"2K", "4K"} else "png"
    return "jpeg" if output_format == "jpg" else output_format


def _tier(values: Values) -> str | None:
    tier = values.get("resolution")
    if tier is not None and tier.upper() not in TIERS:
        message = f"must be one of {', '.join(TIERS)}, not {tier!r}"
        raise APIError("value", message, path=("resolution",))
    return tier.upper() if tier else None


def _edit_size(size: Size, values: Values) -> Size | None:
    ratio, tier = values.get("aspect_ratio", "auto"), _tier(values)
    if ratio == "auto" and tier is None:
        return None
    if ratio != "auto":
        size = with_ratio(size, ratio)
    return with_longer_side(size, TIERS[tier]) if tier else size


def _generation_size(values: Values) -> Size:
    size = values.get("width", 1024), values.get("height", 1024)
    ratio, tier = values.get("aspect_ratio", "auto"), _tier(values)
    if ratio != "auto":
        if not _RATIO.fullmatch(ratio):
            raise APIError(
                "value", f"must be auto or such as 16:9, not {ratio[:20]!r}", path=("aspect_ratio",)
            )
        across, down = (int(part) for part in ratio.split(":"))
        if not 1 / 4 <= across / down <= 4:
            raise APIError("value", "must be between 1:4 and 4:1", path=("aspect_ratio",))
        size = (across, down) if tier else with_area((across, down), size[0] * size[1])
    return with_longer_side(size, TIERS[tier]) if tier else size


def _generation_body(values: Values, data: list[bytes], started: float) -> dict[str, Any]:
    took = (time.perf_counter() - started) * 1000
    return {
        "id": new_id("generate-image-"),
        "images": [base64.b64encode(picture).decode() for picture in data],
        "request": {name: value for name, value in values.items() if name != "style_references"},
        "timing": {
            "inferenceDuration": round(took),
            "inferencePreprocessingTime": 0,
            "inferenceQueueTime": 0,
            "total": round(took),
        },
    }


def _headers() -> Headers:
    """The headers of every response."""
    return _common_headers(RAY.get())


def _common_headers(ray: str) -> Headers:
    return [("cf-ray", ray), ("x-venice-version", "sandbox")]


def _safe() -> Headers:
    return [*_headers(), ("x-venice-is-content-violation", "false")]


def _model_headers(model: str) -> Headers:
    """The model's headers; an id that contains "deprecated" is about to go."""
    name = models.names().get(model, model)
    headers = [("x-venice-model-id", _ascii(model)), ("x-venice-model-name", _ascii(name))]
    if "deprecated" in model.lower():
        headers += [
            ("x-venice-model-deprecation-warning", "This model is retired soon."),
            ("x-venice-model-deprecation-date", "2030-01-01T00:00:00.000Z"),
        ]
    return headers


def _ascii(text: str) -> str:
    """Text as it may stand in a header."""
    return quote(text, safe=" !#$&'()*+,/:;=?@[]~.-_")[:200].strip()

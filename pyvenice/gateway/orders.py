"""Orders: what a request asks for in OpenAI's words, as canonical parameters of the one call.

A value that asks for nothing, such as `n=1` or `size=auto`, which many applications send by habit,
is taken out: it is never refused. Everything else reaches the model, or is refused with a sentence.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, get_args
from urllib.parse import urlsplit

from pyvenice.catalogue.parameter_names import NUMBERS, OPTIONS
from pyvenice.core.images.header import read_header
from pyvenice.core.images.inputs import Mask
from pyvenice.core.request.operation_table import Polarity
from pyvenice.gateway.calls import Order
from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.intake import Wish
from pyvenice.gateway.refusals import Refusal

_NOTHING: Mapping[str, tuple[str, ...]] = {
    "n": ("1", "0"),
    "size": ("auto",),
    "quality": ("auto", "standard"),
    "background": ("auto",),
    "moderation": ("auto", "low"),
    "input_fidelity": ("low",),
    "style": ("vivid", "natural"),
    "output_compression": ("100",),
    "stream": ("false", "0"),
    "partial_images": ("0",),
}
"""Values by which a parameter asks for what happens anyway. `n=0` is how some clients write unset."""
_OWN = (
    "model",
    "prompt",
    "response_format",
    "user",
    "safety_identifier",
    "stream",
    "mask_polarity",
    "on_unsupported",
    "partial_images",
)
"""Fields that are for the gateway."""
_ALLOWED: Mapping[str, tuple[str, ...]] = {
    "stream": ("true", "false", "1", "0"),
    "response_format": ("b64_json", "url"),
}
"""Values of fields for the gateway: another one would be lost without a word."""
_NEEDS_IMAGE = {"edit": "an edit", "vary": "a variation"}
_USER_FIELDS = ("user", "safety_identifier")
"""Who asks: sent on where the provider has such a field, and in the ledger in any case."""
_MOST_PARTIALS = 3
_NUMBERS: Mapping[str, Callable[[str], float]] = {
    **NUMBERS,
    "output_compression": int,
    "partial_images": int,
}


def order_of(
    wish: Wish, operation: str, config: GatewayConfig, headers: Mapping[str, str]
) -> Order:
    """The order that a request is. Raises `Refusal`, which names the field, for what it cannot be."""
    habits = {name: value for name, value in wish.texts.items() if _asks_for_nothing(name, value)}
    texts = {name: value for name, value in wish.texts.items() if name not in habits}
    for name, allowed in _ALLOWED.items():
        _check_choice(name, texts.get(name), allowed)
    name = texts.get("model", "")
    if not isinstance(name, str):
        raise Refusal(f"model must be text, not {name!r}", param="model")
    if not name:
        raise Refusal("model is missing: GET /v1/models lists all", param="model", code="missing")
    alias = config.aliases.get(name)
    prompt = texts.get("prompt", "")
    if not isinstance(prompt, str):
        raise Refusal("prompt must be text", param="prompt")
    if operation != "generate" and not wish.images:
        raise Refusal(
            f"image is missing: {_NEEDS_IMAGE[operation]} needs at least one",
            param="image",
            code="missing",
        )
    params = {name: _value(name, texts[name]) for name in OPTIONS if name in texts}
    models = alias.models if alias else (name,)
    extra = {key: value for key, value in texts.items() if key not in (*_OWN, *OPTIONS)}
    if extra:
        params["extra"] = {key: _value(key, value) for key, value in extra.items()}
    if wish.mask is not None:
        params["mask"] = _mask(wish.mask, texts.get("mask_polarity"))
    for url in (*wish.images, wish.mask):
        if isinstance(url, str):
            _check_url(url, config)
    on_unsupported = texts.get("on_unsupported") or (alias and alias.on_unsupported)
    return Order(
        # Images next to a prompt are to be used, whatever the route is called.
        operation="edit" if wish.images and operation == "generate" else operation,
        models=models,
        prompt=prompt,
        images=tuple(wish.images),
        params=params,
        on_unsupported=_choice(on_unsupported or config.on_unsupported),
        digest=hashlib.sha256(f"{operation} {models} {wish.digest()}".encode()).hexdigest(),
        release=wish.close,
        idempotency=headers.get("idempotency-key") or None,
        is_repeat=headers.get("x-stainless-retry-count", "0") not in {"", "0"},
        habits={name: _value(name, value) for name, value in habits.items()},
        partial_images=_partial_images(texts),
        user_fields={name: texts[name] for name in _USER_FIELDS if name in texts},
        user=str(
            texts.get("safety_identifier")
            or texts.get("user")
            or headers.get("x-openwebui-user-id")
            or ""
        )[:64],
    )


def _partial_images(texts: Mapping[str, Any]) -> int | None:
    """How many unfinished images the client wants to see; `None` where it wants no stream."""
    if str(texts.get("stream", "")).lower() not in {"true", "1"}:
        if "partial_images" in texts:
            raise Refusal("partial_images needs stream=true", param="partial_images")
        return None
    count = _value("partial_images", texts.get("partial_images", 0))
    if not isinstance(count, int) or not 0 <= count <= _MOST_PARTIALS:
        raise Refusal(
            f"partial_images must be 0 to {_MOST_PARTIALS}, not {count!r}", param="partial_images"
        )
    return count


def _asks_for_nothing(name: str, value: Any) -> bool:
    text = str(value).lower() if isinstance(value, str | int | float) else None
    return text in _NOTHING.get(name, ())


def _value(name: str, value: Any) -> Any:
    kind = _NUMBERS.get(name)
    if kind is None or not isinstance(value, str):
        return value
    try:
        return kind(value)
    except ValueError:
        words = "a whole number" if kind is int else "a number"
        raise Refusal(f"{name} must be {words}, not {value!r}", param=name) from None


def _check_choice(name: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value is not None and str(value).lower() not in allowed:
        raise Refusal(f"{name} must be {' or '.join(allowed)}, not {value!r}", param=name)


def _choice(value: Any) -> str:
    if value not in {"error", "warn"}:
        raise Refusal(
            f"on_unsupported must be 'error' or 'warn', not {value!r}", param="on_unsupported"
        )
    return str(value)


def _mask(mask: Any, polarity: Any) -> Any:
    """The mask with what it means: transparent means edit, unless `mask_polarity` says otherwise."""
    allowed = get_args(Polarity)
    polarity = "transparent" if polarity == "alpha" else polarity
    if polarity is not None:
        if polarity not in allowed:
            raise Refusal(
                f"mask_polarity must be one of {', '.join(allowed)}, not {polarity!r}",
                param="mask_polarity",
            )
        return Mask(mask, edit=polarity)
    if isinstance(mask, str):
        return Mask(mask, edit="transparent")
    stream = BytesIO(mask) if isinstance(mask, bytes) else mask
    header = read_header(stream)
    stream.seek(0)
    if header.media_type is None:
        raise Refusal("mask is no image of a known format", param="mask")
    if not header.has_alpha:
        raise Refusal(
            "mask has no alpha channel, so it does not say which part is to be edited:"
            " send mask_polarity=white or mask_polarity=black, or a mask that is transparent there",
            param="mask",
            code="mask_polarity_unknown",
        )
    return Mask(mask, edit="transparent")


def _check_url(url: str, config: GatewayConfig) -> None:
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError as error:
        raise Refusal(f"image: {url[:100]!r} is no URL: {error}", param="image") from None
    if host in config.image_urls and not _is_address(host):
        return
    raise Refusal(
        f"image: this gateway fetches nothing from {host or 'there'}: send the image itself"
        " (image_urls in its configuration lists hosts that it may ask)",
        param="image",
        code="image_url_not_allowed",
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

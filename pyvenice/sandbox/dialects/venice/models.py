"""Venice's edit models: prices in US dollars, limits, ratios and tiers."""

from __future__ import annotations

from typing import Any

from pyvenice.generated.venice.catalogue import ROWS

_ALL = ("auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5")
_NO_AUTO = _ALL[1:]
_GROK = ("auto", "1:1", "16:9", "9:16", "3:4", "3:2", "2:3")
_NOT_WIDE = ("auto", "1:1", "3:2", "16:9", "9:16", "2:3", "3:4", "4:5")
_GPT = ("auto", "1:1", "3:2", "2:3")
_PRO = _NOT_WIDE[:-1]

_Row = tuple[str, str, float, int, int, tuple[str, ...], tuple[str, ...], bool]

# id, name, price, longest prompt, most images (0: not documented), ratios, resolutions, has qualities
_EDIT: tuple[_Row, ...] = (
    ("firered-image-edit", "FireRed Edit", 0.04, 1500, 0, _ALL, (), False),
    ("qwen-edit-uncensored", "Qwen Edit Uncensored", 0.04, 1500, 0, _ALL, (), False),
    ("flux-2-max-edit", "Flux 2 Max Edit", 0.12, 3000, 6, _ALL, (), False),
    ("gpt-image-1-5-edit", "GPT Image 1.5 Edit", 0.31, 5000, 6, _GPT, (), False),
    ("gpt-image-2-edit", "GPT Image 2 Edit", 0.34, 10000, 6, _NO_AUTO, ("1K", "2K", "4K"), True),
    ("grok-imagine-edit", "Grok Imagine Edit", 0.03, 7500, 0, _GROK, ("1K", "2K"), False),
    (
        "grok-imagine-quality-edit",
        "Grok Imagine Quality Edit",
        0.06,
        7500,
        0,
        _GROK,
        ("1K", "2K"),
        False,
    ),
    (
        "grok-imagine-image-2-0-edit",
        "Grok Imagine 2.0 Edit",
        0.07,
        7500,
        0,
        _GROK,
        ("1K", "2K"),
        True,
    ),
    ("luma-uni-1-edit", "Luma Uni 1 Edit", 0.06, 6000, 1, _ALL, (), False),
    ("luma-uni-1-max-edit", "Luma Uni 1 Max Edit", 0.13, 6000, 1, _ALL, (), False),
    ("nano-banana-2-edit", "Nano Banana 2 Edit", 0.1, 32768, 6, _ALL, ("1K", "2K", "4K"), False),
    ("nano-banana-2-lite-edit", "Nano Banana 2 Lite Edit", 0.06, 10000, 6, _ALL, (), False),
    (
        "nano-banana-pro-edit",
        "Nano Banana Pro Edit",
        0.18,
        32768,
        6,
        _ALL,
        ("1K", "2K", "4K"),
        False,
    ),
    ("qwen-image-2-edit", "Qwen Image 2 Edit", 0.05, 10000, 0, _NO_AUTO, (), False),
    ("qwen-image-2-pro-edit", "Qwen Image 2 Pro Edit", 0.1, 10000, 0, _NO_AUTO, (), False),
    ("qwen-image-3-edit", "Qwen Image 3 Edit", 0.04, 10000, 0, _ALL, ("1K", "2K"), False),
    ("qwen-image-3-pro-edit", "Qwen Image 3 Pro Edit", 0.05, 10000, 0, _ALL, ("1K", "2K"), False),
    ("seedream-v4-edit", "Seedream 4 Edit", 0.05, 10000, 6, _NOT_WIDE, (), False),
    ("seedream-v5-lite-edit", "Seedream 5 Lite Edit", 0.05, 10000, 6, _NOT_WIDE, (), False),
    ("seedream-v5-pro-edit", "Seedream 5 Pro Edit", 0.06, 10000, 6, _PRO, ("1K", "2K"), False),
    ("wan-2-7-pro-edit", "Wan 2.7 Pro Edit", 0.094, 5000, 6, ("auto",), ("1K", "2K"), False),
)

TRAITS = {
    "text": {
        "default": "zai-org-glm-4.7",
        "default_code": "qwen3-coder-480b-a35b-instruct",
        "default_reasoning": "qwen3-235b-a22b-thinking-2507",
        "default_vision": "mistral-31-24b",
        "function_calling_default": "zai-org-glm-4.7",
        "most_uncensored": "venice-uncensored",
        "most_intelligent": "zai-org-glm-4.7",
    },
    "image": {"default": "z-image-turbo", "fastest": "z-image-turbo"},
}
"""By kind: the model that has each trait."""
STAND_INS = {
    "text": {"gpt-4o": "zai-org-glm-4.7", "gpt-4o-mini": "mistral-31-24b"},
    "image": {"dall-e-3": "z-image-turbo"},
    "embedding": {"text-embedding-ada-002": "text-embedding-bge-m3"},
}
"""By kind: the model that stands in for an id of another provider."""

_CREATED = 1774396800
_SOURCE = "pyvenice sandbox: no model, deterministic drawing"


def names() -> dict[str, str]:
    """The display name of each model by its id."""
    return {row[0]: row[1] for row in _EDIT} | {"z-image-turbo": "Sandbox landscapes"}


def drawing_names() -> list[str]:
    """The ids of the models that draw."""
    return [row["name"] for row in ROWS if "generate" in row["operations"]]


def models(kind: str) -> list[dict[str, Any]]:
    """The entries of `GET /models?type=…`."""
    listed = [_edit_model(row) for row in _EDIT] if kind in {"inpaint", "all"} else []
    if kind in {"image", "all"}:
        listed.append(_image_model())
    if kind in {"upscale", "all"}:
        price = {"2x": _price(0.02), "4x": _price(0.08)}
        listed.append(
            _entry("upscaler", "upscale", {"name": "Upscaler", "pricing": {"upscale": price}})
        )
    return listed


def _edit_model(row: _Row) -> dict[str, Any]:
    model, name, price, prompt, images, ratios, tiers, qualities = row
    constraints: dict[str, Any] = {
        "aspectRatios": list(ratios),
        "promptCharacterLimit": prompt,
        "combineImages": images != 1,
    }
    if images:
        constraints["maxInputImages"] = images
    if images == 1:
        constraints["singleImageAspectRatio"] = False
    if tiers:
        constraints |= {"defaultResolution": tiers[0], "resolutions": list(tiers)}
    if qualities:
        constraints |= {"defaultQuality": "medium", "qualities": ["low", "medium", "high"]}
    spec = {"name": name, "pricing": {"inpaint": _price(price)}, "constraints": constraints}
    return _entry(model, "inpaint", spec)


def _image_model() -> dict[str, Any]:
    constraints = {
        "promptCharacterLimit": 7500,
        "steps": {"default": 8, "max": 50},
        "widthHeightDivisor": 8,
    }
    pricing = {"generation": _price(0.01), "upscale": {"2x": _price(0.02), "4x": _price(0.08)}}
    spec = {"name": "Sandbox landscapes", "pricing": pricing, "constraints": constraints}
    return _entry("z-image-turbo", "image", spec)


def _entry(model: str, kind: str, spec: dict[str, Any]) -> dict[str, Any]:
    common = {"privacy": "private", "traits": [], "offline": False, "modelSource": _SOURCE}
    return {
        "id": model,
        "object": "model",
        "type": kind,
        "created": _CREATED,
        "owned_by": "venice.ai",
        "model_spec": spec | common,
    }


def _price(usd: float) -> dict[str, float]:
    return {"usd": usd, "diem": usd}

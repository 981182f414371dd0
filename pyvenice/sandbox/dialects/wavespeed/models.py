"""WaveSpeed's models: the listing, made from the pinned contract, and their base prices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyvenice.contract.pin import pin

_PRICES: Mapping[str, float] = {
    "wavespeed-ai/qwen-image/edit": 0.02,
    "wavespeed-ai/qwen-image/edit-plus": 0.02,
    "wavespeed-ai/step1x-edit": 0.03,
    "wavespeed-ai/hidream-e1-full": 0.024,
    "bytedance/seededit-v3": 0.027,
    "alibaba/wan-2.5/image-edit": 0.03,
    "wavespeed-ai/flux-kontext-pro": 0.04,
    "wavespeed-ai/flux-kontext-pro/multi": 0.04,
    "wavespeed-ai/flux-kontext-max": 0.08,
    "ideogram-ai/ideogram-character": 0.15,
    "google/nano-banana-pro/edit-ultra": 0.15,
    "openai/gpt-image-1": 0.042,
    "wavespeed-ai/z-image/turbo-inpaint": 0.02,
    "wavespeed-ai/image-zoom-out": 0.02,
    "bytedance/seedream-v4.5/edit": 0.04,
}
"""US dollars per image, where they are known."""
_ANY_PRICE = 0.05


def model_ids() -> list[str]:
    """The models whose schemas are pinned."""
    return [path.removeprefix("/") for path in pin.contract("wavespeed")["paths"]]


def price(model_id: str) -> float:
    """What one call costs, in US dollars; a model without a known price costs something all the same."""
    return _PRICES.get(model_id, _ANY_PRICE)


def listing() -> list[dict[str, Any]]:
    """The rows of `GET /models`: a pull of them gives the pinned contract again."""
    paths = pin.contract("wavespeed")["paths"]
    return [_row(number, path, item["post"]) for number, (path, item) in enumerate(paths.items())]


def _row(number: int, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    model_id = path.removeprefix("/")
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    run = {
        "type": "model_run",
        "method": "POST",
        "server": "https://api.wavespeed.ai",
        "api_path": f"/api/v3/{model_id}",
        "request_schema": schema | {"x-order-properties": [*schema["properties"]]},
    }
    return {
        "model_id": model_id,
        "name": model_id,
        "description": "",
        "type": "image-to-image",
        "base_price": price(model_id),
        "sort_order": number,
        "formula": "",
        "api_schema": {"api_schemas": [run]},
    }

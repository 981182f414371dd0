# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""The models of HuggingFace, from specs/catalogue/."""

from typing import Any

_OUTPUTS_1 = {"formats": ("png", "jpeg", "webp"), "delivery": ("bytes",)}
_PRICE_1 = {
    "unit": "unknown",
    "note": "computing time is billed; the hub states no price for an image",
}
_OPERATIONS_1 = ("edit",)
_CALLS_1 = (
    {
        "method": "image.edit",
        "operations": ("edit",),
        "arguments": {
            "width": "target_size.width",
            "height": "target_size.height",
            "guidance_scale": "guidance_scale",
            "steps": "num_inference_steps",
            "negative_prompt": "negative_prompt",
        },
    },
)
_SIZE_1 = {"kind": "width_height", "free": True}
_PARAMETERS_1 = {
    "prompt": {},
    "negative_prompt": {},
    "guidance_scale": {"type": "number", "min": 0},
    "steps": {"type": "integer", "min": 1},
}
ROWS: tuple[dict[str, Any], ...] = (
    {
        "source": "task image-to-image of @huggingface/tasks 0.21.54; huggingface_hub 2.4.0",
        "checked_on": "2026-11-30",
        "confidence": "secondary",
        "n_max": 1,
        "outputs": _OUTPUTS_1,
        "price": _PRICE_1,
        "operations": _OPERATIONS_1,
        "calls": _CALLS_1,
        "size": _SIZE_1,
        "parameters": _PARAMETERS_1,
        "name": "Qwen/Qwen-Image-Edit-2511",
    },
    {
        "source": "task image-to-image of @huggingface/tasks 0.21.54; huggingface_hub 2.4.0",
        "checked_on": "2026-11-30",
        "confidence": "secondary",
        "n_max": 1,
        "outputs": _OUTPUTS_1,
        "price": _PRICE_1,
        "operations": _OPERATIONS_1,
        "calls": _CALLS_1,
        "size": _SIZE_1,
        "parameters": _PARAMETERS_1,
        "name": "Qwen/Qwen-Image-Edit",
    },
    {
        "source": "task image-to-image of @huggingface/tasks 0.21.54; huggingface_hub 2.4.0",
        "checked_on": "2026-11-30",
        "confidence": "secondary",
        "n_max": 1,
        "outputs": _OUTPUTS_1,
        "price": _PRICE_1,
        "operations": _OPERATIONS_1,
        "calls": _CALLS_1,
        "size": _SIZE_1,
        "parameters": _PARAMETERS_1,
        "name": "black-forest-labs/FLUX.2-dev",
    },
    {
        "source": "task image-to-image of @huggingface/tasks 0.21.54; huggingface_hub 2.4.0",
        "checked_on": "2026-11-30",
        "confidence": "secondary",
        "n_max": 1,
        "outputs": _OUTPUTS_1,
        "price": _PRICE_1,
        "operations": _OPERATIONS_1,
        "calls": _CALLS_1,
        "size": _SIZE_1,
        "parameters": _PARAMETERS_1,
        "name": "black-forest-labs/FLUX.2-klein-9B",
    },
    {
        "source": "task image-to-image of @huggingface/tasks 0.21.54; huggingface_hub 2.4.0",
        "checked_on": "2026-11-30",
        "confidence": "secondary",
        "n_max": 1,
        "outputs": _OUTPUTS_1,
        "price": _PRICE_1,
        "operations": _OPERATIONS_1,
        "calls": _CALLS_1,
        "size": _SIZE_1,
        "parameters": _PARAMETERS_1,
        "name": "briaai/Fibo-2.0-edit-turbo",
    },
)
OPEN: dict[str, Any] | None = {
    "source": "task image-to-image of @huggingface/tasks 0.21.54; huggingface_hub 2.4.0",
    "checked_on": "2026-11-30",
    "confidence": "unverified",
    "n_max": 1,
    "outputs": _OUTPUTS_1,
    "price": _PRICE_1,
    "operations": _OPERATIONS_1,
    "calls": _CALLS_1,
    "size": _SIZE_1,
    "parameters": _PARAMETERS_1,
    "notes": "whatever model the hub has under this name",
    "name": "*",
    "listed": False,
}

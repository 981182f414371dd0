# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""The models of HuggingFace, from specs/catalogue/."""

from typing import Any

ROWS: tuple[dict[str, Any], ...] = ()
OPEN: dict[str, Any] | None = {
    "source": "@huggingface/tasks 0.21.54, image-to-image",
    "checked_on": "2026-11-30",
    "confidence": "verified",
    "operations": ("edit",),
    "calls": (
        {
            "method": "image.edit",
            "operations": ("edit",),
            "arguments": {
                "width": "target_size.width",
                "height": "target_size.height",
                "negative_prompt": "negative_prompt",
                "guidance_scale": "guidance_scale",
                "steps": "num_inference_steps",
            },
        },
    ),
    "size": {"kind": "width_height", "free": True},
    "parameters": {
        "prompt": {},
        "negative_prompt": {},
        "guidance_scale": {"type": "number"},
        "steps": {"type": "integer", "min": 1},
    },
    "outputs": {"formats": ("png", "jpeg", "webp"), "delivery": ("bytes",)},
    "notes": "whatever model the hub has under this name",
    "name": "*",
    "listed": False,
}

# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The models of Venice, from specs/catalogue/."""

from typing import Any

ROWS: tuple[dict[str, Any], ...] = (
    {
        "source": "Venice GET /models, 2026-08-22; constraints of 2026-08-20; contract 20260821",
        "checked_on": "2026-08-22",
        "confidence": "verified",
        "n_max": 1,
        "outputs": {"formats": ("png", "jpeg", "webp"), "delivery": ("bytes",)},
        "price": {
            "unit": "image",
            "source": "venice models.json",
            "checked_on": "2026-08-22",
            "confidence": "verified",
            "surcharges": {"enhance_prompt": 0.04},
            "amount": 0.04,
        },
        "operations": ("edit",),
        "capabilities": ("multi_image", "private"),
        "images": {"max": 3},
        "calls": (
            {
                "method": "image.edit",
                "operations": ("edit",),
                "arguments": {
                    "aspect_ratio": "aspect_ratio",
                    "resolution": "resolution",
                    "output_format": "output_format",
                    "safe_mode": "safe_mode",
                    "enhance_prompt": "enhance_prompt",
                },
            },
            {
                "method": "image.multi_edit",
                "operations": ("edit",),
                "images": {"max": 3},
                "image": ("images",),
                "arguments": {
                    "quality": "quality",
                    "aspect_ratio": "aspect_ratio",
                    "resolution": "resolution",
                    "output_format": "output_format",
                    "safe_mode": "safe_mode",
                    "enhance_prompt": "enhance_prompt",
                },
            },
        ),
        "size": {
            "kind": "aspect_ratio",
            "ratios": ("1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"),
            "auto": True,
        },
        "parameters": {
            "prompt": {"required": True, "max_length": 1500},
            "output_format": {"enum": ("png", "jpeg", "webp")},
            "safe_mode": {"type": "boolean", "default": True},
            "enhance_prompt": {
                "type": "boolean",
                "default": False,
                "note": "adds $0.04 for each rewrite that is applied",
            },
        },
        "name": "firered-image-edit",
        "display_name": "FireRed Edit",
        "tier": "budget",
    },
)
OPEN: dict[str, Any] | None = None

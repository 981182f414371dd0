# Generated from specs/xinference/ by 'python -m codegen'. Do not edit.
"""The models of Xinference, from specs/catalogue/."""

from typing import Any

ROWS: tuple[dict[str, Any], ...] = (
    {
        "source": "package xinference 4.1.0, model/image/models",
        "checked_on": "2026-10-25",
        "confidence": "verified",
        "images": {"min": 1},
        "outputs": {"formats": ("jpeg", "png"), "delivery": ("base64", "url")},
        "price": {"unit": "own_server"},
        "size": {"kind": "size", "free": True, "original": True, "default": "original"},
        "operations": ("edit", "inpaint", "vary"),
        "mask": {"polarity": "white"},
        "calls": (
            {
                "method": "image.edit",
                "operations": ("edit",),
                "images": {"min": 1},
                "arguments": {"n": "n", "size": "size"},
            },
            {
                "method": "image.variations",
                "operations": ("edit", "vary"),
                "images": {"min": 1},
                "arguments": {
                    "n": "n",
                    "size": "size",
                    "negative_prompt": "negative_prompt",
                    "seed": "kwargs.seed",
                    "strength": "kwargs.strength",
                    "guidance_scale": "kwargs.guidance_scale",
                    "steps": "kwargs.num_inference_steps",
                },
            },
            {
                "method": "image.inpaint",
                "operations": ("edit", "inpaint"),
                "mask": "mask",
                "mask_required": True,
                "arguments": {
                    "n": "n",
                    "size": "size",
                    "negative_prompt": "negative_prompt",
                    "seed": "kwargs.seed",
                    "strength": "kwargs.strength",
                    "guidance_scale": "kwargs.guidance_scale",
                    "steps": "kwargs.num_inference_steps",
                },
            },
        ),
        "parameters": {
            "prompt": {"required": True},
            "negative_prompt": {},
            "seed": {"type": "integer"},
            "strength": {"type": "number", "min": 0, "max": 1},
            "guidance_scale": {"type": "number", "min": 0},
            "steps": {"type": "integer", "min": 1},
        },
        "name": "sd3.5-large",
        "aliases": ("stabilityai/stable-diffusion-3.5-large",),
    },
)
OPEN: dict[str, Any] | None = {
    "source": "package xinference 4.1.0, model/image/models",
    "checked_on": "2026-10-25",
    "confidence": "unverified",
    "images": {"min": 1},
    "outputs": {"formats": ("jpeg", "png"), "delivery": ("base64", "url")},
    "price": {"unit": "own_server"},
    "size": {"kind": "size", "free": True, "original": True, "default": "original"},
    "operations": ("edit", "inpaint", "vary"),
    "mask": {"polarity": "white"},
    "calls": (
        {
            "method": "image.edit",
            "operations": ("edit",),
            "images": {"min": 1},
            "arguments": {"n": "n", "size": "size"},
        },
        {
            "method": "image.variations",
            "operations": ("edit", "vary"),
            "images": {"min": 1},
            "arguments": {
                "n": "n",
                "size": "size",
                "negative_prompt": "negative_prompt",
                "seed": "kwargs.seed",
                "strength": "kwargs.strength",
                "guidance_scale": "kwargs.guidance_scale",
                "steps": "kwargs.num_inference_steps",
            },
        },
        {
            "method": "image.inpaint",
            "operations": ("edit", "inpaint"),
            "mask": "mask",
            "mask_required": True,
            "arguments": {
                "n": "n",
                "size": "size",
                "negative_prompt": "negative_prompt",
                "seed": "kwargs.seed",
                "strength": "kwargs.strength",
                "guidance_scale": "kwargs.guidance_scale",
                "steps": "kwargs.num_inference_steps",
            },
        },
    ),
    "parameters": {
        "prompt": {"required": True},
        "negative_prompt": {},
        "seed": {"type": "integer"},
        "strength": {"type": "number", "min": 0, "max": 1},
        "guidance_scale": {"type": "number", "min": 0},
        "steps": {"type": "integer", "min": 1},
    },
    "notes": "whatever the server runs under this name",
    "name": "*",
    "listed": False,
}

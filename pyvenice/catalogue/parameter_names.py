"""Parameter names: the names of the one call for what models take, whatever their providers call it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

SHAPE = ("size", "aspect_ratio", "resolution")
OPTIONS = (
    "n",
    *SHAPE,
    "seed",
    "strength",
    "guidance_scale",
    "steps",
    "negative_prompt",
    "output_format",
    "quality",
    "background",
)
"""All but the image, the mask and the prompt."""
NUMBERS: Mapping[str, Callable[[str], float]] = {
    "n": int,
    "seed": int,
    "steps": int,
    "strength": float,
    "guidance_scale": float,
}
"""Those that are numbers, and what reads each from text."""

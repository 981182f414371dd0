"""The bounds of an argument, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyvenice.codegen.shapes.shape import Schema


def bounds(schema: Schema) -> str:
    """`1 to 32000 characters.`, `Above 0, to 20.`, or nothing."""
    if "minLength" in schema or "maxLength" in schema:
        return _range(schema.get("minLength"), schema.get("maxLength"), " characters")
    if "minItems" in schema or "maxItems" in schema:
        text = _range(schema.get("minItems"), schema.get("maxItems"), " items")
        return text.replace(" 1 items", " 1 item")
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if above is None and below is None:
        return _range(low, high, "")
    parts = [
        f"above {above}" if above is not None else f"at least {low}" if low is not None else "",
        f"below {below}" if below is not None else f"to {high}" if high is not None else "",
    ]
    text = ", ".join(part for part in parts if part)
    return f"{text[0].upper()}{text[1:]}."


def _range(low: float | None, high: float | None, unit: str) -> str:
    if high is None:
        is_bound = low is not None and (low != 1 or unit != " characters")
        return f"At least {low}{unit}." if is_bound else ""
    return f"{low} to {high}{unit}." if low is not None else f"At most {high}{unit}."


def image_limits(image: Mapping[str, Any]) -> str:
    """`PNG/JPEG/WEBP, under 25 MB, 65536 to 33177600 pixels.`, or nothing."""
    kinds = "/".join(
        name.removeprefix("image/").partition("+")[0].upper()
        for name in image.get("media-types", ())
    )
    size = f"under {image['max-bytes'] // 1_000_000} MB" if "max-bytes" in image else ""
    pixels = _range(image.get("min-pixels"), image.get("max-pixels"), " pixels")
    area = pixels.removesuffix(".").lower() if pixels else ""
    text = ", ".join(part for part in (kinds, size, area) if part)
    return f"{text}." if text else ""

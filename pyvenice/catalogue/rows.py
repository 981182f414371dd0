"""Rows to models: builds `Model` from the plain data that codegen wrote, without checking it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pyvenice.catalogue.model import (
    Call,
    Count,
    InputImages,
    Lifecycle,
    MaskSupport,
    Model,
    Outputs,
    Parameter,
    Price,
    PriceVariant,
    SizeControl,
    TokenCount,
    TokenPrice,
    TokenRange,
)


def model_from(row: Mapping[str, Any], provider: str) -> Model:
    """The model that a generated row describes."""
    facts = {key: build(row[key]) for key, build in _PARTS.items() if key in row}
    return Model(**{**row, "id": f"{provider}/{row['name']}", "provider": provider, **facts})


def _call(row: Mapping[str, Any]) -> Call:
    return Call(**{**row, "images": Count(**row["images"])} if "images" in row else row)


def _price(row: Mapping[str, Any]) -> Price:
    facts: dict[str, Any] = dict(row)
    if "variants" in row:
        facts["variants"] = tuple(PriceVariant(**variant) for variant in row["variants"])
    if "tokens" in row:
        facts["tokens"] = _token_price(row["tokens"])
    if "input_images" in row:
        facts["input_images"] = InputImages(**row["input_images"])
    return Price(**facts)


def _token_price(row: Mapping[str, Any]) -> TokenPrice:
    facts: dict[str, Any] = dict(row)
    facts["image_tokens"] = tuple(TokenCount(**count) for count in row.get("image_tokens", ()))
    ranges = row.get("input_image_tokens", ())
    facts["input_image_tokens"] = tuple(TokenRange(**tokens) for tokens in ranges)
    return TokenPrice(**facts)


_PARTS: dict[str, Callable[[Any], Any]] = {
    "calls": lambda rows: tuple(_call(row) for row in rows),
    "images": lambda row: Count(**row),
    "mask": lambda row: MaskSupport(**row),
    "size": lambda row: SizeControl(**row),
    "parameters": lambda rows: {name: Parameter(**row) for name, row in rows.items()},
    "outputs": lambda row: Outputs(**row),
    "price": _price,
    "lifecycle": lambda row: Lifecycle(**row),
}

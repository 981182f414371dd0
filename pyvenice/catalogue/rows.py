"""Rows to models: builds `Model` from the plain data that codegen wrote, without checking it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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


def models_from(rows: Iterable[Mapping[str, Any]], provider: str) -> Iterator[Model]:
    """The models that generated rows describe. Parts that rows share are built once."""
    built: dict[tuple[str, int], Any] = {}
    for row in rows:
        yield _model(row, provider, built)


def _model(row: Mapping[str, Any], provider: str, built: dict[tuple[str, int], Any]) -> Model:
    facts = {}
    for key in _PARTS.keys() & row.keys():
        place = key, id(row[key])
        if place not in built:
            built[place] = _PARTS[key](row[key])
        facts[key] = built[place]
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

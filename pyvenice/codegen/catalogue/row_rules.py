"""Row rules: what must hold between the values of a row, beyond their types."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

Problem = tuple[tuple[str | int, ...], str]

_SIZE = re.compile(r"[1-9]\d*x[1-9]\d*")
_RATIO = re.compile(r"[1-9]\d*:[1-9]\d*")
_RESOLUTION = re.compile(r"[1-9]\d*[kK]?|0\.5[kK]")


def problems(row: Mapping[str, Any]) -> Iterator[Problem]:
    """Each place of a merged row that breaks a rule, with the reason."""
    yield from _calls(row)
    yield from _size(row.get("size", {}))
    for name, parameter in row.get("parameters", {}).items():
        for key, reason in _parameter(parameter):
            yield ("parameters", name, key), reason
    yield from _price(row)
    yield from _dates(row)


def _calls(row: Mapping[str, Any]) -> Iterator[Problem]:
    if not row.get("calls"):
        yield ("calls",), "a model needs a call"
    reached: set[str] = set()
    for call in row.get("calls", ()):
        reached.update(call["operations"])
        if call.get("mask") and "mask" not in row:
            yield ("calls",), f"{call['method']} takes a mask, and the row has no 'mask'"
    for operation in row.get("operations", ()):
        if operation not in reached:
            yield ("operations",), f"no call reaches the operation {operation!r}"
    if "mask" in row and not any(call.get("mask") for call in row.get("calls", ())):
        yield ("mask",), "no call takes a mask"
    most = row.get("images", {"max": 1}).get("max")
    taken = [call.get("images", {"max": 1}).get("max") for call in row.get("calls", ())]
    if taken and None not in taken and (most is None or most > max(taken)):
        yield ("images",), f"no call takes {'any number of' if most is None else most} images"
    sent = {name for call in row.get("calls", ()) for name in call.get("arguments", {})}
    for name in row.get("parameters", {}):
        if name not in sent | {"prompt"}:
            yield ("parameters", name), f"no call has an argument for {name!r}"


def _size(size: Mapping[str, Any]) -> Iterator[Problem]:
    for key, pattern in (("sizes", _SIZE), ("ratios", _RATIO), ("resolutions", _RESOLUTION)):
        for value in size.get(key, ()):
            if not pattern.fullmatch(value):
                yield ("size", key), f"{value!r} is not written as in {pattern.pattern!r}"
    kind = size.get("kind", "none")
    if kind == "size" and not (size.get("sizes") or size.get("free")):
        yield ("size", "kind"), "a size needs 'sizes' or 'free: true'"
    if "aspect_ratio" in kind and not size.get("ratios"):
        yield ("size", "kind"), "an aspect ratio needs 'ratios'"
    if "resolution" in kind and not size.get("resolutions"):
        yield ("size", "kind"), "a resolution needs 'resolutions'"


def _parameter(parameter: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    low, high = parameter.get("min", -math.inf), parameter.get("max", math.inf)
    default, enum = parameter.get("default"), parameter.get("enum", ())
    if low > high:
        yield "min", f"min {low} is above max {high}"
    if enum and default is not None and default not in enum:
        yield "default", f"the default {default!r} is not one of {enum}"
    is_number = isinstance(default, int | float) and not isinstance(default, bool)
    if is_number and not low <= default <= high:
        yield "default", f"the default {default} is not within {low} and {high}"


def _price(row: Mapping[str, Any]) -> Iterator[Problem]:
    price = row.get("price", {})
    unit = price.get("unit", "unknown")
    amounts = [price["amount"]] if "amount" in price else []
    amounts += [variant["amount"] for variant in price.get("variants", ())]
    if unit in ("image", "credit") and not amounts:
        yield ("price",), "a price needs an amount; one that is not known has the unit 'unknown'"
    if unit == "million_tokens" and "tokens" not in price:
        yield ("price",), "a price by tokens needs 'tokens'"
    if unit in ("unknown", "own_server") and (amounts or "tokens" in price):
        yield ("price", "amount"), f"the unit {unit!r} has no amount"
    for amount in amounts:
        if not (math.isfinite(amount) and amount > 0):
            yield ("price",), f"{amount} is no price: one that is not known has the unit 'unknown'"
    if unit not in ("unknown", "own_server"):
        for key in ("source", "checked_on", "confidence"):
            if not price.get(key):
                yield ("price",), f"a price needs {key!r}"


def _dates(row: Mapping[str, Any]) -> Iterator[Problem]:
    lifecycle, price = row.get("lifecycle", {}), row.get("price", {})
    for place, holder, key in (
        ((), row, "checked_on"),
        (("price",), price, "checked_on"),
        (("lifecycle",), lifecycle, "deprecated_on"),
        (("lifecycle",), lifecycle, "retired_on"),
    ):
        if (day := holder.get(key)) is not None and not _is_date(day):
            yield (*place, key), f"{day!r} is not a date YYYY-MM-DD"
    for key in ("source", "checked_on", "confidence"):
        if not row.get(key):
            yield (key,), f"a row needs {key!r}"


def _is_date(day: str) -> bool:
    try:
        return dt.date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False

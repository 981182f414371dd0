"""Estimates: what a call will cost at least, probably and at most, before it is sent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median_high
from typing import Any, NamedTuple, Protocol, TypeVar

from pyvenice.catalogue.lookup import get
from pyvenice.catalogue.model import Confidence, Model, Price, PriceUnit, TokenPrice
from pyvenice.catalogue.sizes import parse_ratio, wire_size
from pyvenice.catalogue.validation import image_count, validate
from pyvenice.core.public import publish

__all__ = ["Estimate", "estimate"]

MICRO = 1_000_000
"""Millionths of a US dollar, the unit of every sum here: prices go down to fractions of a cent."""

_CHARACTERS_PER_TOKEN = 4
"""Of English text, by the providers' own rule of thumb; a token is never less than a byte of UTF-8."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a call costs in millionths of a US dollar; `None` is unknown, never free.

    An own server asks nothing for a call, and what its hours cost is not known here: then all three
    are `None` and `unit` is `own_server`.
    """

    model: str
    unit: PriceUnit
    min: int | None
    likely: int | None
    max: int | None
    basis: str
    """How it was computed, in words."""
    source: str
    checked_on: str | None
    confidence: Confidence
    stale: bool
    """The price was checked too long ago to be relied on."""
    currency: str = "USD"

    @property
    def is_known(self) -> bool:
        """Whether there is a figure for the likely cost."""
        return self.likely is not None

    @property
    def is_own_server(self) -> bool:
        return self.unit == "own_server"

    @property
    def min_usd(self) -> float | None:
        return _usd(self.min)

    @property
    def usd(self) -> float | None:
        """The likely cost in US dollars."""
        return _usd(self.likely)

    @property
    def max_usd(self) -> float | None:
        return _usd(self.max)

    def __str__(self) -> str:
        """`$0.04 (venice models.json, checked 2026-08-22)`."""
        if self.is_own_server:
            return "own server"
        where = f"{self.source}, checked {self.checked_on}" if self.source else self.basis
        marks = [where]
        marks += ["unverified"] if self.confidence == "unverified" and self.source else []
        marks += ["stale"] if self.stale else []
        return f"{self._sum()} ({'; '.join(marks)})"

    def _sum(self) -> str:
        if self.min is None:
            return "unknown"
        if self.likely is None or self.max is None:
            return f"at least {dollars(self.min)}"
        if self.min == self.max:
            return dollars(self.likely)
        return f"{dollars(self.min)} to {dollars(self.max)}, likely {dollars(self.likely)}"


class Bounds(NamedTuple):
    """Three sums in millionths of a dollar; `None` where there is no figure."""

    min: float
    likely: float | None
    max: float | None

    def plus(self, other: Bounds) -> Bounds:
        return Bounds(
            self.min + other.min, _sum(self.likely, other.likely), _sum(self.max, other.max)
        )

    def times(self, factor: float) -> Bounds:
        likely, most = self.likely, self.max
        return Bounds(
            self.min * factor,
            None if likely is None else likely * factor,
            None if most is None else most * factor,
        )


def dollars(micro: int) -> str:
    """`$0.04`; as many decimals as a small sum needs: `$0.00345`."""
    text = f"{micro / MICRO:.6f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"${whole}.{decimals:0<2}"


def estimate(
    model: Model | str, params: Mapping[str, Any] | None = None, *, operation: str | None = None
) -> Estimate:
    """What a call with these canonical parameters costs, with the source of the price and its date.

    The parameters are corrected as by `validate` first. Where a parameter that decides the price is
    left to the provider, the estimate spans what may come of it. Raises `UnknownModelError`.
    """
    known = get(model)
    corrected = validate(known, params or {}, operation=operation).params
    return expected_cost(known, corrected, operation)


def expected_cost(model: Model, params: Mapping[str, Any], operation: str | None) -> Estimate:
    """The estimate for parameters that `validate` has returned for this model."""
    price = model.price
    bounds, basis = _bounds(model, params, operation)
    return Estimate(
        model.id,
        price.unit,
        min=_micro(bounds and bounds.min),
        likely=_micro(bounds and bounds.likely),
        max=_micro(bounds and bounds.max),
        basis=basis,
        source=price.source,
        checked_on=price.checked_on or None,
        confidence=price.confidence,
        stale=price.is_stale(),
    )


class _Request(NamedTuple):
    """What of a request decides its cost."""

    params: Mapping[str, Any]
    facts: Mapping[str, str]
    images: int
    n: int
    requests: int


def _bounds(
    model: Model, params: Mapping[str, Any], operation: str | None
) -> tuple[Bounds | None, str]:
    price = model.price
    if price.unit == "own_server":
        return None, "own server: its hours are not image_count_text here"
    if not price.is_known:
        return None, "no price is known"
    n = params.get("n", 1)
    requests = 1 if model.n_max is None else math.ceil(n / model.n_max)
    images = image_count(params) or (0 if operation == "generate" else model.images.min)
    request = _Request(params, _facts(model, params), images, n, requests)
    if price.tokens is not None:
        return _by_tokens(price.tokens, request)
    bounds = _by_image(price, request.facts).times(n).plus(_extras(price, request))
    return bounds, _basis(price, request)


def _by_image(price: Price, facts: Mapping[str, str]) -> Bounds:
    amounts = [variant.amount for variant in _possible(price.variants, facts)]
    if not amounts:
        amounts = [price.amount] if price.amount is not None else [v.amount for v in price.variants]
    unit = price.usd_per_unit * MICRO
    return Bounds(min(amounts), median_high(amounts), max(amounts)).times(unit)


def _extras(price: Price, request: _Request) -> Bounds:
    """Input images beyond those included, once a request, and what switches add to each image."""
    total = Bounds(0, 0, 0)
    if price.input_images:
        more = max(0, request.images - price.input_images.included) * price.input_images.each
        total = Bounds(more, more, more).times(request.requests)
    for name, amount in price.surcharges.items():
        if request.params.get(name) is True:
            total = total.plus(Bounds(0, amount, amount).times(request.n))
    return total.times(price.usd_per_unit * MICRO)


def _by_tokens(price: TokenPrice, request: _Request) -> tuple[Bounds | None, str]:
    counts = [count.tokens for count in _possible(price.image_tokens, request.facts)]
    if not counts:
        return None, (
            f"${price.image_out:g} per million image tokens; how many one image takes is not known"
        )
    made = Bounds(min(counts), median_high(counts), max(counts)).times(request.n * price.image_out)
    prompt = request.params.get("prompt")
    total = made.plus(_prompt(prompt, price.text_in).times(request.requests))
    total = total.plus(_partial_images(price, request.params.get("partial_images", 0)))
    text = f"{request.n} × {_span(counts)} image tokens at ${price.image_out:g} per million"
    if request.images:
        total = total.plus(_inputs(price, request.facts).times(request.images * request.requests))
        known = "" if price.input_image_tokens else ", whose tokens are not known"
        text += f", {_count_text(request.images, 'input image')}{known}"
    return total, text + ("" if isinstance(prompt, str) else "; without the prompt")


def _inputs(price: TokenPrice, facts: Mapping[str, str]) -> Bounds:
    ranges = list(_possible(price.input_image_tokens, facts))
    if not ranges:
        return Bounds(0, None, None)
    least, most = min(tokens.min for tokens in ranges), max(tokens.max for tokens in ranges)
    return Bounds(least, (least + most) / 2, most).times(price.image_in)


def _partial_images(price: TokenPrice, most: int) -> Bounds:
    """Fewer may come: a result that is ready ends the stream."""
    cost = most * price.partial_image * price.image_out
    return Bounds(0, cost, cost)


def _prompt(prompt: object, price: float) -> Bounds:
    if not isinstance(prompt, str):
        return Bounds(0, 0, 0)
    size = len(prompt.encode("utf-8", "replace"))
    return Bounds(1 if size else 0, math.ceil(size / _CHARACTERS_PER_TOKEN), size).times(price)


class Conditional(Protocol):
    """A figure that holds under conditions on parameters."""

    @property
    def when(self) -> Mapping[str, str]: ...


Case = TypeVar("Case", bound=Conditional)


def _possible(cases: Iterable[Case], facts: Mapping[str, str]) -> list[Case]:
    """The cases that no known parameter contradicts; all of them where every one is contradicted."""
    every = list(cases)
    fitting = [
        case
        for case in every
        if all(facts.get(name, value).lower() == value.lower() for name, value in case.when.items())
    ]
    return fitting or every


def _facts(model: Model, params: Mapping[str, Any]) -> dict[str, str]:
    """What is known of the parameters that prices depend on: given, or the provider's default."""
    facts = {
        name: _text(rule.default)
        for name, rule in model.parameters.items()
        if rule.default is not None
    }
    size = model.size
    defaults = {"size": size.default, "resolution": size.default_resolution}
    facts |= {name: value for name, value in defaults.items() if value is not None}
    facts |= {
        name: _text(value) for name, value in params.items() if isinstance(value, str | int | float)
    }
    shape = {name: params.get(name) for name in ("size", "aspect_ratio", "resolution")}
    if any(shape.values()):
        facts |= {name: str(value) for name, value in wire_size(size, **shape).items()}
    if "size" in facts:
        facts["size"] = facts["size"].replace(size.separator, "x")
    ratio = parse_ratio(facts.get("size"))
    if ratio is not None:
        facts["shape"] = "square" if ratio == 1 else "rectangle"
    return {name: value for name, value in facts.items() if value not in ("auto", "original")}


def _text(value: bool | float | str) -> str:
    """A value as conditions write it: 4 and not 4.0."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{value:g}" if is_number else str(value)


def _basis(price: Price, request: _Request) -> str:
    names = sorted({name for variant in price.variants for name in variant.when})
    facts = request.facts
    by = ", ".join(f"{name} {facts.get(name, 'left to the provider')}" for name in names)
    text = _count_text(request.n, "image") + (f" ({by})" if by else "")
    if price.unit == "credit":
        text += f", 1 credit = ${price.usd_per_unit:g}"
    if price.input_images:
        text += f", {_count_text(request.images, 'input image')}"
    return text


def _count_text(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _span(counts: list[int]) -> str:
    least, most = min(counts), max(counts)
    return str(least) if least == most else f"{least} to {most}"


def _sum(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first + second


def _micro(value: float | None) -> int | None:
    """Rounded up: a budget that holds for the estimate holds for the price."""
    return None if value is None else math.ceil(round(value, 6))


def _usd(micro: int | None) -> float | None:
    return None if micro is None else micro / MICRO


publish(__name__)

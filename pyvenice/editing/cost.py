"""True cost: what a call did cost, from what the response says of it, else from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pyvenice.catalogue.estimation import Estimate, estimate
from pyvenice.catalogue.model import Model, TokenPrice
from pyvenice.core.provider_rules import ProviderRules, TokenCounts
from pyvenice.core.response.result import EditResult
from pyvenice.ledger.money import micro_cost
from pyvenice.providers.optional import optional_module


class Cost(NamedTuple):
    """An amount in micro-dollars, `None` where nobody knows, and where it comes from."""

    amount: int | None
    source: str


def reserved_amount(expected: Estimate, *, allow_unknown: bool) -> int | None:
    """What a budget reserves for a call: the most it may cost; `None` where that is unknown.

    An own server bills nothing. Where an unknown price is allowed, the part that is known counts.
    """
    if expected.is_own_server:
        return 0
    if expected.max is not None:
        return expected.max
    return (expected.likely or expected.min or 0) if allow_unknown else None


def true_cost(
    model: Model, params: Mapping[str, Any], result: EditResult, expected: Estimate
) -> Cost:
    """What the provider billed: by its own word, by tokens, or by the number of images that came."""
    if (billed := micro_cost(result.cost)) is not None:
        return Cost(billed, "the provider's response")
    if model.price.unit == "own_server":
        return Cost(0, "own server: nothing is billed for a call")
    if model.price.tokens is not None and result.usage:
        read = provider_rules(model.provider).token_counts or _token_counts
        amount = _by_tokens(model.price.tokens, read(result.usage))
        if amount is not None:
            return Cost(amount, f"usage in tokens; prices: {_source(model)}")
    if len(result.images) != params.get("n", 1):
        expected = estimate(model, {**params, "n": len(result.images)})
    if expected.min is not None and expected.min == expected.max:
        return Cost(expected.min, f"price for each image; {_source(model)}")
    return Cost(None, "unknown: the response does not say it")


def _by_tokens(price: TokenPrice, counts: TokenCounts | None) -> int | None:
    """A price per million tokens in dollars is a price per token in micro-dollars."""
    if counts is None:
        return None
    known = counts.text_in * price.text_in + counts.image_in * price.image_in
    return round(known + counts.made * price.image_out)


def _token_counts(usage: Mapping[str, Any]) -> TokenCounts | None:
    """The usage that image APIs report: tokens of the input by kind, and of the output."""
    details = usage.get("input_tokens_details")
    made = usage.get("output_tokens")
    if not isinstance(details, Mapping) or not isinstance(made, int | float):
        return None
    text, images = details.get("text_tokens", 0), details.get("image_tokens", 0)
    if not isinstance(text, int | float) or not isinstance(images, int | float):
        return None
    return TokenCounts(text, images, made)


def provider_rules(provider: str) -> ProviderRules:
    """The rules of a provider; the defaults where it has none."""
    module = optional_module(provider, "rules")
    rules: ProviderRules = ProviderRules() if module is None else module.RULES
    return rules


def _source(model: Model) -> str:
    price = model.price
    checked = f", checked {price.checked_on}" if price.checked_on else ""
    return f"{price.source or 'catalogue'}{checked}"

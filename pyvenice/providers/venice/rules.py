"""Venice's error codes, headers and JSON keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pyvenice.core.extras import LazyModule
from pyvenice.core.provider_rules import ProviderRules, RateLimit, RateTier, ResultWarning

if TYPE_CHECKING:
    from pyvenice.core.engine.calls import Call, Reply
    from pyvenice.providers.venice.facts import costs, old_names
else:
    costs = LazyModule("pyvenice.providers.venice.facts.costs")
    old_names = LazyModule("pyvenice.providers.venice.facts.old_names")


def _warnings(headers: Mapping[str, str]) -> Iterator[ResultWarning]:
    if text := headers.get("x-venice-model-deprecation-warning"):
        date = headers.get("x-venice-model-deprecation-date")
        yield ResultWarning("model-deprecated", f"{text} ({date})" if date else text)
    if headers.get("x-venice-deprecated") == "true":
        replacement = headers.get("x-venice-deprecated-replacement")
        text = f"use {replacement} instead" if replacement else "no replacement is named"
        yield ResultWarning("endpoint-deprecated", f"this endpoint will go away; {text}")
    if headers.get("x-venice-is-blurred") == "true":
        yield ResultWarning("blurred", "the picture was blurred because safe_mode is on")


def _call_cost(call: Call, reply: Reply) -> float | None:
    return costs.call_cost(call, reply)


def _old_name(path: str) -> str | None:
    return old_names.advice(path)


RULES = ProviderRules(
    # "Retry 429, 500 and 503 with exponential backoff": its guide to errors.
    documented_retries=(500, 503),
    # Of image models; those of other kinds have more.
    rate_limits=(RateLimit(20, 60.0, billed_only=True),),
    rate_tiers={"partner": RateTier((RateLimit(60, 60.0, billed_only=True),))},
    failure_limit=RateLimit(20, 30.0, pause=30.0),
    content_policy_headers=("x-venice-is-content-violation",),
    payment_offer_key="x402Version",
    minimum_top_up_key="minimumTopUpUsd",
    suggested_top_up_key="suggestedTopUpUsd",
    metadata_headers=("x-venice-", "x-balance-"),
    model_header="x-venice-model-id",
    cost_headers=("x-venice-rpc-cost-usd",),
    call_cost=_call_cost,
    old_name=_old_name,
    warnings=_warnings,
)

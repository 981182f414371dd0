"""WaveSpeed's places of images. Its errors are a code and a message, which the defaults read."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules, RateLimit, RateTier


def _tier(images_a_minute: int, most_in_flight: int) -> RateTier:
    return RateTier((RateLimit(images_a_minute, 60.0, billed_only=True),), most_in_flight)


RULES = ProviderRules(
    picture_list="data.outputs",
    picture_keys=("url",),
    # Images a minute, and jobs at the same time, by its page on rate limits. What others print differs.
    rate_tiers={
        "bronze": _tier(2, 2),
        "silver": _tier(500, 300),
        "gold": _tier(3000, 3000),
        "ultra": _tier(5000, 10_000),
    },
)

"""WaveSpeed's places of images. Its errors are a code and a message, which the defaults read."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules, RateLimit

RULES = ProviderRules(
    picture_list="data.outputs",
    picture_keys=("url",),
    # Of a new account; those who have paid more may have up to 5,000 of both.
    rate_limits=(RateLimit(10, 60.0),),
    most_in_flight=3,
)

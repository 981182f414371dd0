"""Stability's error codes, headers and rate limit."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules, RateLimit

RULES = ProviderRules(
    request_headers={"accept": "image/*"},
    content_policy=("content_moderation",),
    withheld_picture=("finish-reason", "CONTENT_FILTERED"),
    balance=("payment_required",),
    rate_limits=(RateLimit(150, 10.0, pause=60.0),),
    metadata_headers=("finish-reason", "seed"),
    picture_list=None,
    picture_keys=("image",),
)

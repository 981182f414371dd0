"""Gemini's errors: `google.rpc.Status` as JSON, which says in its details when to come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyvenice.core.provider_rules import ProviderRules, TokenCounts


def _token_counts(usage: Mapping[str, Any]) -> TokenCounts | None:
    """The tokens in `usageMetadata`: those of the prompt by modality, thoughts among the output."""
    try:
        sent = [
            (each["modality"], int(each["tokenCount"])) for each in usage["promptTokensDetails"]
        ]
        made = int(usage["candidatesTokenCount"]) + int(usage.get("thoughtsTokenCount", 0))
    except (KeyError, TypeError, ValueError):
        return None
    images = sum(count for modality, count in sent if modality == "IMAGE")
    return TokenCounts(sum(count for _, count in sent) - images, images, made)


RULES = ProviderRules(
    capacity=("UNAVAILABLE",), retry_after_keys=("retryDelay",), token_counts=_token_counts
)

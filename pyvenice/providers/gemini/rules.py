"""Gemini's errors: `google.rpc.Status` as JSON, which says in its details when to come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyvenice.core.provider_rules import ProviderRules, TokenCounts


def _token_counts(usage: Mapping[str, Any]) -> TokenCounts | None:
    """The tokens in `usageMetadata`: those of the prompt by modality, thoughts among the output."""
    details = usage.get("promptTokensDetails")
    made = [usage.get(f"{kind}TokenCount", 0) for kind in ("candidates", "thoughts")]
    if not isinstance(details, list) or not all(isinstance(count, int) for count in made):
        return None
    counts = {"TEXT": 0, "IMAGE": 0}
    for detail in details:
        if not isinstance(detail, Mapping) or not isinstance(detail.get("tokenCount"), int):
            return None
        counts["IMAGE" if detail.get("modality") == "IMAGE" else "TEXT"] += detail["tokenCount"]
    return TokenCounts(counts["TEXT"], counts["IMAGE"], sum(made)) if sum(made) else None


RULES = ProviderRules(
    capacity=("UNAVAILABLE",), retry_after_keys=("retryDelay",), token_counts=_token_counts
)

"""Gemini's errors: `google.rpc.Status` as JSON, which says in its details when to come back."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules

RULES = ProviderRules(capacity=("UNAVAILABLE",), retry_after_keys=("retryDelay",))

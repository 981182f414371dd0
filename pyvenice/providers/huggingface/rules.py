"""Hugging Face's errors: a sentence, and how long a model takes to load."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules

RULES = ProviderRules(
    retry_after_keys=("estimated_time",), metadata_headers=("x-compute-type", "x-compute-time")
)

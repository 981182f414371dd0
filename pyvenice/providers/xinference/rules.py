"""Xinference's errors and headers: FastAPI's own, so the defaults read them."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules

RULES = ProviderRules()

"""Xinference's errors and headers are FastAPI's own, so the defaults read them."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules

RULES = ProviderRules(picture_list="data", picture_keys=("b64_json", "url"), progress_events=True)

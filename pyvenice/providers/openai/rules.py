"""OpenAI's error codes and headers, and those of LiteLLM, a proxy that speaks OpenAI's dialect."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules

RULES = ProviderRules(
    content_policy=("moderation_blocked", "safety system"),
    balance=("insufficient_quota", "billing_hard_limit_reached"),
    capacity=("slow_down",),
    metadata_headers=("openai-",),
    picture_list="data",
    picture_keys=("b64_json", "url"),
    partial_index_key="partial_image_index",
    cost_headers=("x-litellm-response-cost",),
)

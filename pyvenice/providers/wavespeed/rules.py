"""WaveSpeed's places of images. Its errors are a code and a message, which the defaults read."""

from __future__ import annotations

from pyvenice.core.provider_rules import ProviderRules

RULES = ProviderRules(picture_list="data.outputs", picture_keys=("url",))

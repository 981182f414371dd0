"""Costs: what a call cost in US dollars, by what the response says and the pinned prices."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pyvenice.core.client.pinned_models import ModelRow
from pyvenice.core.engine.calls import Call, Reply
from pyvenice.core.recording.multipart_parser import parse_form
from pyvenice.core.request.bodies import EncodedBody
from pyvenice.providers.venice.facts.capabilities import PINNED

_MILLION = 1e6
_PAGE = 0.01
"""US dollars for a search or a page: ten for a thousand of them, by the provider's price list."""
_SECONDS = 30.0
_USUAL_MODELS = {"audio.transcriptions.create": "nvidia/parakeet-tdt-0.6b-v3"}
"""The model that the server takes where none is named, and says nothing of."""

Tree = Mapping[str, Any]


def call_cost(call: Call, reply: Reply) -> float | None:
    """The cost of a call with this response; `None` where neither says it."""
    if (reader := _READERS.get(call.operation)) is None:
        return None
    kind, price = reader
    tree = _json(reply.content) if reply.saved is None else {}
    fields = _fields(call)
    model = tree.get("model") or reply.headers.get("x-venice-model-id") or fields.get("model")
    usual = _USUAL_MODELS.get(call.operation, "")
    row, _ = PINNED.find(str(model or call.model or usual), kind)
    if isinstance(said := (tree.get("cost") or {}), Mapping) and "usd" in said:
        return float(said["usd"])
    pricing = row.get("pricing", {}) if row else {}
    return price(pricing, fields, tree)


def _json(body: bytes) -> Tree:
    try:
        tree = json.loads(body)
    except ValueError:
        return {}
    return tree if isinstance(tree, dict) else {}


def _fields(call: Call) -> Tree:
    """The fields of a request, without its files."""
    if not isinstance(call.body, EncodedBody):
        return {}
    body = call.body.abridged()
    if call.body.content_type.startswith("multipart/"):
        parts = parse_form(body, call.body.content_type)
        return {part.name: part.data.decode() for part in parts if part.filename is None}
    return _json(body)


def _text_price(pricing: ModelRow, _: Tree, tree: Tree) -> float | None:
    usage = tree.get("usage") or {}
    read = usage.get("prompt_tokens", usage.get("input_tokens"))
    written = usage.get("completion_tokens", usage.get("output_tokens", 0))
    if read is None or "input" not in pricing:
        return None
    written_price = pricing.get("output", 0) if written else 0
    cost: float = (read * pricing["input"] + written * written_price) / _MILLION
    return cost


def _speech_price(pricing: ModelRow, fields: Tree, _: Tree) -> float | None:
    if "input" not in pricing or not isinstance(fields.get("input"), str):
        return None
    return float(len(fields["input"]) * pricing["input"] / _MILLION)


def _recording_price(pricing: ModelRow, _: Tree, tree: Tree) -> float | None:
    seconds, price = tree.get("duration"), pricing.get("per_audio_second")
    return None if seconds is None or price is None else float(seconds * price)


def _picture_price(pricing: ModelRow, fields: Tree, _: Tree) -> float | None:
    """By tier and quality, where a model has such prices."""
    tier = str(fields.get("resolution") or "1K").upper()
    if fields.get("quality"):
        found = pricing.get("quality", {}).get(tier, {}).get(fields["quality"])
    else:
        found = pricing.get("resolutions", {}).get(tier)
    price = found if found is not None else pricing.get("inpaint", pricing.get("generation"))
    return None if price is None else float(price) * int(fields.get("variants") or 1)


def _upscale_price(_: ModelRow, fields: Tree, __: Tree) -> float | None:
    prices = PINNED.rows["upscaler"]["pricing"]["upscale"]
    price = prices.get(f"{fields.get('scale', 2)}x")
    return None if price is None else float(price)


def _music_price(pricing: ModelRow, fields: Tree, _: Tree) -> float | None:
    given = str(fields.get("duration_seconds") or "")
    seconds = float(given) if given.isdecimal() else _SECONDS
    if "durations" in pricing:
        steps = sorted(pricing["durations"].values(), key=lambda step: float(step["max_seconds"]))
        fitting = [step for step in steps if seconds <= step["max_seconds"]]
        return float((fitting or steps[-1:])[0]["usd"])
    if "per_second" in pricing and given:
        return float(pricing["per_second"]) * seconds
    if "per_thousand_characters" in pricing:
        return float(pricing["per_thousand_characters"]) * len(fields.get("prompt", "")) / 1000
    return float(pricing["generation"]) if "generation" in pricing else None


def _page_price(_: ModelRow, __: Tree, ___: Tree) -> float | None:
    return _PAGE


_Price = Callable[[ModelRow, Tree, Tree], "float | None"]
_READERS: dict[str, tuple[str, _Price]] = {
    "chat.completions.create": ("text", _text_price),
    "responses.create": ("text", _text_price),
    "embeddings.create": ("embedding", _text_price),
    "audio.speech.create": ("tts", _speech_price),
    "audio.transcriptions.create": ("asr", _recording_price),
    "image.edit": ("inpaint", _picture_price),
    "image.multi_edit": ("inpaint", _picture_price),
    "image.generate": ("image", _picture_price),
    "images.generate": ("image", _picture_price),
    "image.upscale": ("upscale", _upscale_price),
    "music.queue": ("music", _music_price),
    "augment.search": ("", _page_price),
    "augment.scrape": ("", _page_price),
}
"""The operations whose price is pinned: the type of their models, and how it is read."""

"""Gemini's responses: a candidate with texts and images, and the tokens that it took."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyvenice.core.images.header import sniff
from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.base import new_id
from pyvenice.sandbox.server.responses import json_response

_TOKENS_OF_IMAGE = 1120
_SIGNATURE_BYTES = 3600
"""Signatures of real images are longer than any other text that comes with the image."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked for in the last message."""

    model: str
    prompt: str
    image_count: int


def image_response(turn: Turn, picture: bytes, operations: Sequence[str]) -> WireResponse:
    """One text and one image, which has a signature."""
    data = base64.b64encode(picture).decode()
    text = "Here is the image: " + (", ".join(operations) or "nothing to do") + "."
    parts: list[dict[str, Any]] = [
        {"text": text},
        {
            "inlineData": {"mimeType": sniff(picture) or "image/png", "data": data},
            "thoughtSignature": signature(picture),
        },
    ]
    return _response(turn, parts, "STOP", image_tokens=_TOKENS_OF_IMAGE, operations=operations)


def text_response(turn: Turn, text: str, reason: str = "STOP") -> WireResponse:
    """A message without an image."""
    return _response(turn, [{"text": text}] if text else [], reason)


def blocked_response(turn: Turn) -> WireResponse:
    """The prompt was not answered at all."""
    body: dict[str, Any] = {
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
        "usageMetadata": _usage(turn, 0),
        "modelVersion": turn.model,
        "responseId": new_id()[:20],
    }
    return json_response(200, body)


def signature(picture: bytes) -> str:
    """The signature of an image, which a later message must send along."""
    digest = hashlib.shake_256(picture).digest(_SIGNATURE_BYTES)
    return base64.b64encode(digest).decode()


def _response(
    turn: Turn,
    parts: list[dict[str, Any]],
    reason: str,
    *,
    image_tokens: int = 0,
    operations: Sequence[str] = (),
) -> WireResponse:
    candidate: dict[str, Any] = {"finishReason": reason, "index": 0}
    if parts:
        candidate["content"] = {"parts": parts, "role": "model"}
    if reason != "STOP":
        candidate["finishMessage"] = "The sandbox was asked to make no image."
    body: dict[str, Any] = {
        "candidates": [candidate],
        "usageMetadata": _usage(turn, image_tokens),
        "modelVersion": turn.model,
        "responseId": new_id()[:20],
    }
    return json_response(200, body, operations=operations)


def _usage(turn: Turn, image_tokens: int) -> dict[str, Any]:
    words, images = len(turn.prompt) // 4 + 1, turn.image_count * 258
    usage: dict[str, Any] = {
        "promptTokenCount": words + images,
        "candidatesTokenCount": image_tokens,
        "totalTokenCount": words + images + image_tokens,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": words}],
    }
    if images:
        usage["promptTokensDetails"].append({"modality": "IMAGE", "tokenCount": images})
    if image_tokens:
        details = [{"modality": "IMAGE", "tokenCount": image_tokens}]
        usage["candidatesTokensDetails"] = details
    return usage

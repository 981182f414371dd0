"""Embeddings: vectors of hashed word pieces, so that similar texts have similar vectors."""

from __future__ import annotations

import base64
import hashlib
import math
import struct
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireResponse
from pyvenice.sandbox.dialects.rules import check_model
from pyvenice.sandbox.dialects.venice import models
from pyvenice.sandbox.dialects.venice.account import Account
from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.request import Request
from pyvenice.sandbox.server.responses import json_response

_USUAL_SIZE = 1024
_PRICE = 0.15
"""US dollars for a million words, which are what the sandbox counts as tokens."""


def create(request: Request, account: Account) -> WireResponse:
    """The response to `POST /embeddings`."""
    values = request.valid_fields()
    model = models.resolved(values["model"], "embedding")
    check_model(model, models.ids_of("embedding"))
    given = values["input"]
    texts = [given] if isinstance(given, str) else given
    if not all(texts):
        raise APIError("value", "no text may be empty", path=("input",))
    whole: int = models.rows().get(model, {}).get("dimensions", _USUAL_SIZE)
    size = values.get("dimensions", whole)
    if size > whole:
        raise APIError("value", f"the vectors of {model} have {whole}", path=("dimensions",))
    vectors = [vector(text, whole, size) for text in texts]
    is_base64 = values.get("encoding_format") == "base64"
    data: list[dict[str, Any]] = [
        {"embedding": _base64(numbers) if is_base64 else numbers, "index": index}
        | {"object": "embedding"}
        for index, numbers in enumerate(vectors)
    ]
    words = sum(len(text.split()) or 1 for text in texts)
    account.bill(request, model, words, models.price(model, "input", _PRICE) * 1e-6, (words, 0))
    usage = {"prompt_tokens": words, "total_tokens": words}
    return json_response(200, {"data": data, "model": model, "object": "list", "usage": usage})


def vector(text: str, whole: int, size: int) -> list[float]:
    """A unit vector: each word and each three letters of it add to a place that their hash names."""
    numbers = [0.0] * whole
    for word in text.lower().split() or [text]:
        padded = f" {word} "
        pieces = [word, *(padded[at : at + 3] for at in range(len(padded) - 2))]
        for piece in pieces:
            code = int.from_bytes(hashlib.blake2b(piece.encode(), digest_size=8).digest(), "big")
            numbers[code % whole] += 1.0 if code >> 63 else -1.0
    shortened = numbers[:size]
    length = math.sqrt(sum(number * number for number in shortened))
    return [number / length for number in shortened] if length else [1.0, *shortened[1:]]


def _base64(numbers: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()

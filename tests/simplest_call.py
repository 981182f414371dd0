"""The simplest call of a provider for a photo, from the catalogue: not every client has `image.edit`."""

from __future__ import annotations

from typing import Any

import pyvenice

ENOUGH = ("edit", "remove_background")
"""Operations for which a photo and a prompt are enough."""


def simplest_call(provider: str, image: object, prompt: str) -> tuple[str, dict[str, Any]]:
    """The method below the client, such as `image.edit`, and its arguments."""
    model, call = next(
        (model, call)
        for operation in ENOUGH
        for model in pyvenice.models.list(provider=provider)
        for call in model.calls
        if call.takes(operation, 1, mask=False)
    )
    arguments = {call.image[0]: image, **call.fixed}
    arguments |= {call.prompt: prompt} if call.prompt else {}
    return call.method, arguments | ({call.model: model.name} if call.model else {})

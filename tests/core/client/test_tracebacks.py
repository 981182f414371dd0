"""The traceback of a mistake in a call ends near the line of the caller."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable

import pytest

import pyvenice
from pyvenice import ArgumentError, AsyncVeniceClient, VeniceClient


def client(**arguments: str) -> object:
    with VeniceClient(sandbox=True) as venice:
        return venice.image.edit(**arguments)  # type: ignore[arg-type]  # what is wrong is refused


def async_client(**arguments: str) -> object:
    async def edit() -> object:
        async with AsyncVeniceClient(sandbox=True) as venice:
            return await venice.image.edit(**arguments)  # type: ignore[arg-type]  # as above

    return asyncio.run(edit())


def one_call(**arguments: str) -> object:
    given = {"model": "venice/qwen-image-3-edit", "sandbox": True} | arguments
    return pyvenice.edit(given.pop("image", b""), **given)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("call", [client, async_client, one_call])
@pytest.mark.parametrize(
    "arguments", [{"image": "none.jpg", "prompt": "x"}, {"imag": "none.jpg", "prompt": "x"}]
)
def test_at_most_three_frames_of_ours_follow(
    call: Callable[..., object], arguments: dict[str, str]
) -> None:
    with pytest.raises((ArgumentError, TypeError)) as caught:
        call(**arguments)
    files = [frame.filename for frame in traceback.extract_tb(caught.value.__traceback__)]
    last = max(number for number, file in enumerate(files) if file == __file__)
    assert len(files) - 1 - last <= 3
    cause = caught.value.__cause__
    assert cause is None or cause.__traceback__ is None

"""Our clients against Steady, a mock server that judges requests by the contract in its own way.

Its answers are samples of a schema and hold no picture; what counts is whether it finds the request
in order. It takes each field of a form for text, so booleans go to it in JSON only.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

import pyvenice
from pyvenice import AnswerError, Mask
from pyvenice.contract.pin import pin
from tests_real.pictures import left_half, photo, png
from tests_real.servers import environment, free_port, running

PHOTO = png(photo(size=(256, 256)))
WHITE = Mask(png(left_half("white").resize((256, 256))), edit="white")
KEY = "sk-0123456789abcdef"

CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("Venice", "edit", {"image": PHOTO}),
    ("Venice", "edit", {"image": PHOTO, "aspect_ratio": "16:9"}),
    ("Venice", "edit", {"image": "https://example.com/photo.png", "safe_mode": False}),
    ("Venice", "multi_edit", {"images": [PHOTO, PHOTO]}),
    ("OpenAI", "edit", {"image": PHOTO}),
    ("OpenAI", "edit", {"image": [PHOTO, PHOTO], "mask": WHITE, "n": 2, "quality": "high"}),
    ("OpenAI", "edit", {"image": "https://example.com/photo.png", "size": "1024x1536"}),
    ("OpenAI", "edit", {"image": PHOTO, "stream": True, "partial_images": 1}),
    ("OpenAI", "generate", {"model": "gpt-image-1.5"}),
    ("Xinference", "edit", {"image": PHOTO}),
    ("Xinference", "edit", {"image": [PHOTO, PHOTO], "mask": WHITE, "n": 2}),
    ("Xinference", "edit", {"image": PHOTO, "stream": True}),
    ("Xinference", "variations", {"image": PHOTO, "model": "m", "kwargs": {"seed": 1}}),
    ("Xinference", "inpaint", {"image": PHOTO, "mask": WHITE, "model": "m"}),
    ("Xinference", "generate", {"model": "m", "size": "64x64"}),
]

REPEATED = {"openai": "brackets", "venice": "repeat", "xinference": "repeat"}
"""How a form repeats a field, which a contract cannot say."""


@pytest.fixture(scope="module")
def origins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of a mock server of each provider's contract, by its title."""
    folder = tmp_path_factory.mktemp("steady")
    with ExitStack() as servers:
        yield {
            pin.source(name).title: servers.enter_context(mock_server(name, folder))
            for name in pin.providers()
        }


@contextmanager
def mock_server(provider: str, folder: Path) -> Iterator[str]:
    steady = environment("steady") / "node_modules" / ".bin" / "steady"
    document, port, log = folder / f"{provider}.json", free_port(), folder / f"{provider}.log"
    document.write_text(json.dumps(as_served(provider)), "utf-8")
    origin = f"http://127.0.0.1:{port}"
    command = [steady, "--port", str(port), "--host", "127.0.0.1", "--no-color"]
    command += [f"--validator-form-array-format={REPEATED[provider]}", document]
    with running(command, log=log, ready=lambda: "Ready to accept" in log.read_text("utf-8")):
        yield origin


def as_served(provider: str) -> dict[str, Any]:
    """The contract, with the path of the base URL in its paths."""
    document = dict(pin.effective(provider))
    base = urlsplit(pin.source(provider).base_url).path
    document["paths"] = {
        path if path.startswith(base) else base + path: item
        for path, item in document["paths"].items()
    }
    return document


def checked_headers(
    provider: str, origin: str, mode: str, method: str, arguments: Any
) -> httpx.Headers:
    """What the server said of the request that our client sent."""
    seen: list[httpx.Response] = []

    def note(answer: httpx.Response) -> None:
        seen.append(answer)

    async def note_later(answer: httpx.Response) -> None:
        seen.append(answer)

    with suppress(AnswerError):
        if mode == "sync":
            with (
                httpx.Client(event_hooks={"response": [note]}) as http,
                getattr(pyvenice, f"{provider}Client")(KEY, base_url=origin, http_client=http) as c,
            ):
                getattr(c.image, method)(**arguments)
        else:
            asyncio.run(_judged_later(provider, origin, method, arguments, note_later))
    (answer,) = seen
    assert answer.status_code == 200, answer.headers
    return answer.headers


async def _judged_later(provider: str, origin: str, method: str, arguments: Any, note: Any) -> None:
    client = getattr(pyvenice, f"Async{provider}Client")
    async with (
        httpx.AsyncClient(event_hooks={"response": [note]}) as http,
        client(KEY, base_url=origin, http_client=http) as c,
    ):
        await getattr(c.image, method)(**arguments)


@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize(("provider", "method", "arguments"), CALLS)
def test_it_finds_every_request_of_ours_in_order(
    origins: dict[str, str], mode: str, provider: str, method: str, arguments: dict[str, Any]
) -> None:
    named = {"prompt": "a lake"} | arguments
    headers = checked_headers(provider, origins[provider], mode, method, named)
    assert headers["x-steady-request-valid"] == "true"
    assert headers["x-steady-error-count"] == "0"


def test_it_would_have_found_fault(origins: dict[str, str]) -> None:
    answer = httpx.post(f"{origins['Venice']}/api/v1/image/edit", json={"prompt": "a lake"})
    assert answer.headers["x-steady-request-valid"] == "false"

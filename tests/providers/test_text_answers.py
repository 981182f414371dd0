"""Text in place of a picture, with a status of success: what it says is in the error."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import httpx2
import pytest

import pyvenice
from pyvenice import AnswerError, APIStatusError, PyveniceError
from tests.loopback import Answer, Loopback, says
from tests.pictures import picture

KEY = "key-of-this-test-0123456789"


@pytest.fixture(params=[httpx, httpx2], ids=lambda library: str(library.__name__))
def library(request: pytest.FixtureRequest) -> Any:
    return request.param


def _error(
    mode: str, library: Any, loopback: Loopback, *answers: Answer, provider: str = "OpenAI"
) -> PyveniceError:
    loopback.answers(*answers)
    arguments: dict[str, Any] = {"image": picture(), "prompt": "x", "model": "m"}
    options: dict[str, Any] = {"base_url": f"{loopback.url}/v1", "max_retries": 0}

    def sync() -> None:
        with library.Client() as connections:
            kind = getattr(pyvenice, f"{provider}Client")
            with kind(KEY, http_client=connections, **options) as client:
                client.image.edit(**arguments)

    async def in_loop() -> None:
        async with library.AsyncClient() as connections:
            kind = getattr(pyvenice, f"Async{provider}Client")
            async with kind(KEY, http_client=connections, **options) as client:
                await client.image.edit(**arguments)

    with pytest.raises(PyveniceError) as caught:
        asyncio.run(in_loop()) if mode == "async" else sync()
    return caught.value


@pytest.mark.parametrize("provider", ["OpenAI", "Venice", "Xinference"])
@pytest.mark.parametrize(
    ("body", "media_type", "words"),
    [
        (b"upstream connect error", "text/plain", "it says: upstream connect error"),
        (b"upstream connect error", "", "it says: upstream connect error"),
        (b"<html><title>Just a moment...</title>", "text/html", "it says: Just a moment..."),
        (b"<!-- 1 --><HTML><title>A &amp; B</title>", "text/html", "it says: A & B"),
        (b"<h1>Down</h1>", "text/html", "it says: <h1>Down</h1>"),
        (
            "the café of the upstream host".encode("latin-1"),
            "text/plain; charset=latin-1",
            "it says: the caf",
        ),
    ],
)
def test_the_error_says_what_the_text_says(  # noqa: PLR0913, PLR0917  (a table of cases)
    client_mode: str,
    library: Any,
    loopback: Loopback,
    provider: str,
    body: bytes,
    media_type: str,
    words: str,
) -> None:
    answer = says(200, body, content_type=media_type)
    error = _error(client_mode, library, loopback, answer, provider=provider)
    assert isinstance(error, AnswerError)
    assert words in str(error)


def test_a_long_text_is_shortened_and_redacted(
    client_mode: str, library: Any, loopback: Loopback
) -> None:
    body = f"refused Bearer {KEY} ".encode() + b"word " * 10_000
    error = _error(client_mode, library, loopback, says(200, body, content_type="text/plain"))
    assert "it says: refused <hidden> word" in str(error)
    assert KEY not in str(error)
    assert len(str(error)) < 1000


def test_binary_data_is_not_quoted(client_mode: str, library: Any, loopback: Loopback) -> None:
    body = bytes(range(256)) * 20
    error = _error(client_mode, library, loopback, says(200, body, content_type="text/plain"))
    assert "it says" not in str(error)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_refused_link_is_not_blamed_on_the_key(
    client_mode: str, library: Any, loopback: Loopback, status: int
) -> None:
    url = f"{loopback.url}/picture.png?signature=1"
    listed = says(
        200, f'{{"data": [{{"url": "{url}"}}]}}'.encode(), content_type="application/json"
    )
    error = _error(client_mode, library, loopback, listed, says(status, b"<Error/>"))
    assert isinstance(error, APIStatusError)
    assert "the link of the picture has expired, or its host refuses it" in str(error)
    assert "key" not in str(error)
    assert error.result is not None
    assert error.result.image.url == url

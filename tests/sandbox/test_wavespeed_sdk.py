"""WaveSpeed's own SDK, unchanged, against the server; also our client beside it."""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyvenice import WaveSpeedClient
from pyvenice.sandbox import Addresses, background
from tests.pictures import picture
from tests.sandbox.asking import opened

wavespeed: Any = pytest.importorskip("wavespeed", reason="wavespeed is in the extra dev")

QWEN = "wavespeed-ai/qwen-image/edit"


@pytest.fixture(scope="module")
def server() -> Iterator[Addresses]:
    with background() as addresses:
        yield addresses


@pytest.fixture
def client(server: Addresses) -> Any:
    return wavespeed.Client(api_key=server.api_key, base_url=f"{server.root}/wavespeed")


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(url) as response:  # noqa: S310 - our own server
        data: bytes = response.read()
    return data


def test_the_sdk_uploads_edits_and_polls(client: Any, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(picture(300, 200))
    url = client.upload(str(path))
    given = {"image": url, "prompt": "greyscale", "size": "512*256", "output_format": "png"}
    (output,) = client.run(QWEN, given, poll_interval=0.01)["outputs"]
    assert opened(fetched(output)).size == (512, 256)


def test_the_sdk_gets_the_result_at_once(client: Any, server: Addresses) -> None:
    with WaveSpeedClient(server.api_key, base_url=f"{server.root}/wavespeed/api/v3") as ours:
        url = ours.media.upload(file=io.BytesIO(picture())).data.download_url
    (output,) = client.run(QWEN, {"image": url, "prompt": "x"}, enable_sync_mode=True)["outputs"]
    assert fetched(output)[:2] == b"\xff\xd8"


def test_the_sdk_reports_what_fails(client: Any) -> None:
    with pytest.raises(RuntimeError, match="HTTP 400"):
        client.run(QWEN, {"prompt": "x"})
    refused = {"image": "http://127.0.0.1:1/x.png", "prompt": "x"}
    with pytest.raises(RuntimeError, match="HTTP 400"):
        client.run(QWEN, refused)


def test_what_the_sdk_submits_our_client_resumes(client: Any, server: Addresses) -> None:
    url = client.upload(io.BytesIO(picture()))
    job_id, _ = client._submit(QWEN, {"image": url, "prompt": "sepia"})
    with WaveSpeedClient(server.api_key, base_url=f"{server.root}/wavespeed/api/v3") as ours:
        assert ours.image.resume(job_id).model == QWEN
    assert client.get_result(job_id)["data"]["status"] == "completed"

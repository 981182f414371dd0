"""Jobs: an edit shows what has come of it while it runs, and keeps that however it ends."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pyvenice.config import read_config
from pyvenice.editing.result import PricedResult
from pyvenice.studio.app import Studio
from pyvenice.studio.settings import Settings
from pyvenice.studio.store import Edit
from tests.loopback import Handler, Loopback, serving
from tests.pictures import picture
from tests.studio.conftest import ORIGIN, PORT

MODEL = "openai/gpt-image-2"
UNFINISHED, FINISHED = picture(seed=1), picture(seed=2)


def event(kind: str, image: bytes, **facts: Any) -> bytes:
    data = {"type": kind, "b64_json": base64.b64encode(image).decode(), **facts}
    return b"event: %s\ndata: %s\n\n" % (kind.encode(), json.dumps(data).encode())


class SlowStream:
    """A provider that shows an unfinished picture, and the finished one when it may."""

    def __init__(self) -> None:
        self.may_end = threading.Event()

    def __call__(self, handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "text/event-stream")
        handler.end_headers()
        handler.wfile.write(event("image_edit.partial_image", UNFINISHED, partial_image_index=0))
        handler.wfile.flush()
        self.may_end.wait(20)
        handler.wfile.write(event("image_edit.completed", FINISHED, usage=None))
        handler.close_connection = True


@pytest.fixture
def stream() -> Iterator[SlowStream]:
    slow = SlowStream()
    yield slow
    slow.may_end.set()


@pytest.fixture
def loopback(stream: SlowStream) -> Iterator[Loopback]:
    with serving() as server:
        server.answers(stream)
        yield server
        stream.may_end.set()


@pytest.fixture
def client(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-a-test")
    monkeypatch.setenv("OPENAI_BASE_URL", f"{loopback.url}/v1")
    studio = Studio(Settings(tmp_path / "studio", read_config()), port=PORT)
    assert not studio.settings.sandbox
    with TestClient(studio.app, base_url=ORIGIN) as opened:
        opened.headers["authorization"] = f"Bearer {studio.token}"
        yield opened


def until(
    client: TestClient, edit: str, is_met: Callable[[dict[str, Any]], object]
) -> dict[str, Any]:
    while not is_met(card := client.get(f"/api/edits/{edit}").json()):
        assert card["state"] in {"queued", "running"}, card
    known: dict[str, Any] = card
    return known


def order(client: TestClient, model: str = MODEL) -> str:
    image = client.post("/api/pictures", content=picture()).json()["id"]
    form = {"images": [image], "prompt": "make it sepia", "models": [model]}
    edits = client.post("/api/edits", json=form).json()["edits"]
    return str(edits[0]["id"])


def test_a_card_shows_the_unfinished_picture_and_then_the_result(
    client: TestClient, stream: SlowStream, loopback: Loopback
) -> None:
    edit = order(client)
    running = until(client, edit, lambda card: card["results"])
    assert running["state"] == "running"
    assert client.get(f"/pictures/{running['results'][0]}").content == UNFINISHED
    assert b'name="partial_images"' in loopback.seen[0].body
    stream.may_end.set()
    done = until(client, edit, lambda card: card["state"] == "done")
    assert [client.get(f"/pictures/{name}").content for name in done["results"]] == [FINISHED]


def test_an_edit_that_is_cancelled_keeps_the_unfinished_picture_which_may_be_billed(
    client: TestClient,
) -> None:
    edit = order(client)
    running = until(client, edit, lambda card: card["results"])
    client.post(f"/api/edits/{edit}/cancel")
    cancelled = until(client, edit, lambda card: card["state"] == "cancelled")
    assert cancelled["results"] == running["results"]
    assert "billed" in cancelled["error"]
    assert cancelled["billed"] == "unknown"


def test_a_job_whose_studio_died_is_waited_for_and_not_submitted_again(
    new_studio: Callable[[], Studio], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    editor = studio.settings.editor(sandbox=True)
    resumed: list[str | None] = []

    async def watch(
        images: Any, prompt: Any, *, model: str, job_id: str | None, **_: Any
    ) -> PricedResult:
        resumed.append(job_id)
        return await editor.edit(images, prompt, model=model)

    monkeypatch.setattr(editor, "watch", watch)
    image = studio.pictures.add(picture(), "a.png").id
    facts: dict[str, Any] = {"batch": "b", "model": "venice/qwen-image-3-edit", "prompt": "sepia"}
    facts |= {"images": [image], "sandbox": True, "state": "running", "owner": "0123456789abcdef"}
    studio.store.add_edits([Edit(id="job", **facts), Edit(id="request", **facts)])
    studio.store.add_job("job", "job-1")
    with TestClient(studio.app, base_url=ORIGIN) as opened:
        opened.headers["authorization"] = f"Bearer {studio.token}"
        states = [
            until(opened, name, lambda card: card["state"] != "running")["state"]
            for name in ("job", "request")
        ]
    assert states == ["done", "unknown"]
    assert resumed == ["job-1"]


def test_the_id_of_a_job_is_written_down_when_the_provider_takes_it(
    new_studio: Callable[[], Studio],
) -> None:
    studio = new_studio()
    with TestClient(studio.app, base_url=ORIGIN) as opened:
        opened.headers["authorization"] = f"Bearer {studio.token}"
        edit = order(opened, "wavespeed/wavespeed-ai/qwen-image/edit")
        until(opened, edit, lambda card: card["state"] == "done")
        assert len(studio.store.jobs(edit)) == 1

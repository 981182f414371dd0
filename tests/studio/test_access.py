"""Access: no other page, host name or user of this computer can use the studio."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pyvenice.config import read_config
from pyvenice.studio.app import Studio
from pyvenice.studio.settings import Settings
from tests.pictures import picture
from tests.studio.conftest import ORIGIN, PORT

FOREIGN = [
    ({"host": "evil.example:8791"}, 421),
    ({"host": "127.0.0.1"}, 421),
    ({"host": f"127.0.0.1:{PORT + 1}"}, 421),
    ({"origin": "https://evil.example"}, 403),
    ({"origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
    ({"origin": "null"}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"authorization": "Bearer wrong"}, 401),
    ({"authorization": ""}, 401),
]


@pytest.mark.parametrize(("headers", "status"), FOREIGN)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("POST", "/api/edits"), ("GET", "/static/edit.js"), ("GET", "/api/events")],
)
def test_requests_from_elsewhere_are_refused(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    assert client.request(method, path, headers=headers).status_code == status


def test_the_address_with_the_token_becomes_a_cookie_that_scripts_cannot_read(
    studio: Studio,
) -> None:
    client = TestClient(studio.app, base_url=ORIGIN)
    answer = client.get(f"/?token={studio.token}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert client.get("/").status_code == 200
    assert client.get("/?token=wrong").status_code == 401


def test_pages_may_load_nothing_from_elsewhere_and_run_no_inline_script(
    client: TestClient,
) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "<script>" not in client.get("/").text


def test_no_answer_has_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("VENICE_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.setenv(name, "sk-very-secret")
    studio = Studio(Settings(tmp_path / "studio", read_config()), port=PORT)
    assert not studio.settings.sandbox
    with TestClient(studio.app, base_url=ORIGIN) as client:
        client.headers["authorization"] = f"Bearer {studio.token}"
        answers = [client.get(path) for path in ("/", "/settings", "/usage", "/models")]
        image = client.post("/api/pictures", content=picture()).json()["id"]
        answers.append(client.post("/api/choices", json={"images": [image]}))
        assert all("very-secret" not in answer.text for answer in answers)
        ready = {model["provider"] for model in answers[-1].json()["models"]}
        assert ready == {"venice", "openai"}
    assert all(
        b"very-secret" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    )

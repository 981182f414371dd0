"""The pinned list of Venice's models is what the live list says, and moves only to a list that is one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pin_models
from pyvenice import VeniceClient


@pytest.fixture
def live() -> list[dict[str, Any]]:
    with VeniceClient(sandbox=True) as client:
        listed = client.request("GET", "/models?type=all").json()["data"]
    return list(listed)


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "pinned.json"
    copy.write_bytes(pin_models.FILE.read_bytes())
    monkeypatch.setattr(pin_models, "FILE", copy)
    return copy


def run(tmp_path: Path, listed: object, *options: str) -> int:
    file = tmp_path / "live.json"
    file.write_text(listed if isinstance(listed, str) else json.dumps(listed))
    return pin_models.main(["--from", str(file), *options])


def test_the_pinned_list_is_that_of_the_live_one(
    live: list[dict[str, Any]], pinned: Path, tmp_path: Path
) -> None:
    assert run(tmp_path, {"data": live}, "--check") == 0
    before = json.loads(pinned.read_text())
    assert run(tmp_path, live) == 0
    assert json.loads(pinned.read_text()) == before


def test_a_changed_list_is_said_by_check_and_then_written(
    live: list[dict[str, Any]], pinned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gone, priced = live.pop(), next(entry for entry in live if entry["type"] == "inpaint")
    priced["model_spec"]["pricing"]["inpaint"] = {"usd": 1.10000000000001, "diem": 7}
    live.append({"id": "new-model", "type": "text", "model_spec": {"name": "New"}})
    before = pinned.read_bytes()
    assert run(tmp_path, live, "--check") == 1
    out = capsys.readouterr().out
    assert f"{gone['id']}: is no longer listed" in out
    assert "new-model: is new" in out
    assert f"{priced['id']}: pricing" in out
    assert pinned.read_bytes() == before
    assert run(tmp_path, live) == 0
    rows = {row["id"]: row for row in json.loads(pinned.read_text())}
    assert rows[priced["id"]]["pricing"]["inpaint"] == 1.1
    assert rows["new-model"] == {"id": "new-model", "type": "text", "name": "New"}


@pytest.mark.parametrize(
    "answer",
    ["", "<html>", "null", "[]", '{"data": []}', '{"data": {"a": 1}}', '[{"id": 3}]', "[3]", "[]]"],
)
def test_what_is_no_list_moves_nothing(
    answer: str, pinned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = pinned.read_bytes()
    assert run(tmp_path, answer) == 2
    assert pinned.read_bytes() == before
    assert capsys.readouterr().err.startswith("pin_models: ")


def test_a_list_that_lost_most_models_moves_nothing(
    live: list[dict[str, Any]], pinned: Path, tmp_path: Path
) -> None:
    before = pinned.read_bytes()
    assert run(tmp_path, live[:100]) == 2
    assert pinned.read_bytes() == before

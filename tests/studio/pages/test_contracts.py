"""Contracts: the badge and the findings of a check, and the timeline of a pin."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pyvenice.cli import main

OPERATION = "POST /v1/orders"


def write_shop(currencies: list[str]) -> None:
    """Write the live document of an API that takes these currencies."""
    order = {"type": "object", "properties": {"currency": {"enum": currencies}}}
    operation = {
        "requestBody": {"content": {"application/json": {"schema": order}}},
        "responses": {"200": {"description": "done"}},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": f"1.{len(currencies)}"},
        "paths": {"/v1/orders": {"post": operation}},
    }
    Path("shop.json").write_text(json.dumps(document))


def git(*arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], check=True)  # noqa: S607


@pytest.fixture
def _shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of one's own in the working folder."""
    monkeypatch.chdir(tmp_path)
    write_shop(["EUR", "USD"])
    assert main(["contract", "init", "shop", "--from", "shop.json", "--operations", OPERATION]) == 0


def timeline(client: TestClient, name: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/contracts/{name}/timeline").json()
    return found


@pytest.mark.usefixtures("_shop")
def test_a_check_of_ones_own_project_finds_drift_and_says_which_value_proves_it(
    client: TestClient,
) -> None:
    write_shop(["EUR"])
    found = client.post("/api/contracts/shop").json()
    assert found["status"] == "drift"
    (finding,) = found["findings"]
    assert (finding["level"], finding["operation"]) == ("breaking", OPERATION)
    assert json.loads(finding["witness"]) == {"currency": "USD"}
    page = client.get("/contracts").text
    assert 'shop <small class="badge badge-drift">drift</small>' in page


@pytest.mark.usefixtures("_shop")
def test_the_timeline_has_a_step_for_each_commit_of_the_pin_the_newest_first(
    client: TestClient,
) -> None:
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "Pin the shop")
    write_shop(["EUR"])
    assert main(["contract", "accept", "shop"]) == 0
    git("commit", "--quiet", "-am", "Accept one currency")
    found = timeline(client, "shop")
    assert found["reason"] == ""
    assert [len(step["findings"]) for step in found["steps"]] == [1, 0]
    assert [step["version"] for step in found["steps"]] == ["1.1", "1.2"]
    assert found["steps"][0]["date"].startswith("20")


@pytest.mark.usefixtures("_shop")
def test_a_pin_without_a_git_history_is_said_to_have_none(client: TestClient) -> None:
    found = timeline(client, "shop")
    assert found["steps"] == []
    assert "there is no history of it" in found["reason"]


@pytest.mark.parametrize("name", ["nothing", "..%2fetc", "%2fetc", "contracts%2fshop"])
@pytest.mark.usefixtures("_shop")
def test_only_a_known_project_is_read(client: TestClient, name: str) -> None:
    assert client.get(f"/api/contracts/{name}/timeline").status_code in {400, 404}
    assert client.post(f"/api/contracts/{name}").status_code in {400, 404, 405}

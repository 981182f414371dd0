"""The tutorial for CI: its commands and its workflow, with three APIs and a GitHub on loopback."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.document import yaml12
from tests.cli.action import ActionRun, run_action
from tests.cli.conftest import Run
from tests.contract.alerts.fake_github import REPOSITORY, TOKEN, FakeGitHub, github_at_home
from tests.loopback import Handler, Loopback, says

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial-ci.md").read_text("utf-8")
FILE = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TEXT = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCHEDULE = "${{ github.event_name == 'schedule' }}"

CURRENCY = {"type": "string", "enum": ["EUR", "USD"]}
ORDER = {"type": "object", "properties": {"amount": {"type": "integer"}, "currency": CURRENCY}}
ITEM = {"type": "object", "properties": {"size": {"type": "integer", "maximum": 9}}}
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {"photo": {"type": "string", "format": "binary"}, "width": {"type": "integer"}},
}


def operation(body: dict[str, Any]) -> dict[str, Any]:
    return {"post": {"requestBody": {"content": body}, "responses": {"200": {"description": "x"}}}}


DOCUMENTS: dict[str, dict[str, Any]] = {
    "shop.example/openapi.json": {
        "openapi": "3.0.3",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example/api"}],
        "paths": {
            "/v1/orders": operation(
                {"application/json": {"schema": ORDER | {"required": ["amount"]}}}
            ),
            "/v1/stock": {"get": {"responses": {"200": {"description": "x"}}}},
        },
    },
    "stock.example/swagger.json": {
        "swagger": "2.0",
        "info": {"title": "Stock", "version": "3"},
        "host": "stock.example",
        "consumes": ["application/json"],
        "paths": {
            "/items": {
                "post": {
                    "parameters": [{"name": "item", "in": "body", "schema": ITEM}],
                    "responses": {"200": {"description": "x"}},
                }
            }
        },
    },
    "photos.example/openapi.yaml": {
        "openapi": "3.1.0",
        "info": {"title": "Photos", "version": "1"},
        "servers": [{"url": "https://photos.example/v2"}],
        "paths": {"/photos": operation({"multipart/form-data": {"schema": FORM}})},
    },
}


@pytest.fixture
def published(loopback: Loopback) -> dict[str, Any]:
    """The documents that the loopback server has, by host and path; a test may change them."""
    documents: dict[str, Any] = json.loads(json.dumps(DOCUMENTS))

    def answer(handler: Handler) -> None:
        document = documents.get(handler.path.lstrip("/"))
        text = json.dumps(document) if handler.path.endswith("json") else yaml12.dumps(document)
        says(200, text.encode())(handler)

    loopback.answers(answer)
    return documents


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    with github_at_home() as server:
        monkeypatch.setenv("GITHUB_API_URL", server.url)
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        yield server


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh repository with the files of the page, and the traffic of the photos."""
    folder = tmp_path / "app"
    folder.mkdir()
    monkeypatch.chdir(folder)
    identity = {"NAME": "a", "EMAIL": "a@b.example"}
    for role in ("AUTHOR", "COMMITTER"):
        for key, value in identity.items():
            monkeypatch.setenv(f"GIT_{role}_{key}", value)
    subprocess.run(["/usr/bin/env", "git", "init", "-q"], check=True)
    for name, text in FILE.findall(PAGE):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    request = {"method": "POST", "url": "https://photos.example/v2/photos", "headers": []}
    answer = {"status": 200, "headers": [], "content": {"text": "{}"}}
    entry = {"request": request, "response": answer}
    Path("traffic.har").write_text(json.dumps({"log": {"entries": [entry]}}))
    return folder


def follow(block: str, run: Run, url: str) -> str:
    """Run the commands of a block with the hosts at `url`, and return what `pyvenice` printed."""
    printed = ""
    for line in block.splitlines():
        match shlex.split(line.replace("https://", f"{url}/")):
            case ["pip", "install", what]:
                assert what == "pyvenice[contract]>=1"
            case ["pyvenice", "contract", *arguments]:
                status, out, err = run(*arguments)
                assert (status, err) == (0, "")
                printed += out
            case _:
                subprocess.run(["/usr/bin/env", "bash", "-ec", line], check=True)
    return printed


def workflow(repository: Path, event: str) -> ActionRun:
    """Run the steps of the page's workflow for an event."""
    text = (repository / ".github" / "workflows" / "contract.yml").read_text()
    (job,) = yaml12.loads(text.encode())["jobs"].values()
    (step,) = (step for step in job["steps"] if step["uses"].startswith("pyvenice/"))
    happens = str(event == "schedule").lower()
    inputs = {name: value.replace(SCHEDULE, happens) for name, value in step["with"].items()}
    reference = "refs/pull/7/merge" if event == "pull_request" else "refs/heads/main"
    known = {"GITHUB_REPOSITORY": REPOSITORY, "GITHUB_REF": reference, "TOKEN": TOKEN}
    environment = {**os.environ, **known}
    return run_action(repository, repository.parent / "runner", inputs, environment)


def test_the_tutorial_leads_to_a_red_pull_request_with_a_comment_and_an_issue(
    repository: Path, run: Run, loopback: Loopback, published: dict[str, Any], github: FakeGitHub
) -> None:
    pin, commit, accept, others = SHELL.findall(PAGE)
    assert pin.count("\n") + commit.count("\n") == 3
    printed, finding = TEXT.findall(PAGE)
    assert follow(pin, run, loopback.url).replace(f"{loopback.url}/", "https://") == printed
    follow(commit, run, loopback.url)
    follow(others, run, loopback.url)

    shop, stock, photos = published.values()
    body = shop["paths"]["/v1/orders"]["post"]["requestBody"]["content"]
    body["application/json"]["schema"]["properties"]["currency"]["enum"].remove("USD")
    (item,) = stock["paths"]["/items"]["post"]["parameters"]
    item["schema"]["properties"]["size"]["maximum"] = 5
    form = photos["paths"]["/photos"]["post"]["requestBody"]["content"]["multipart/form-data"]
    form["schema"]["required"] = ["width"]

    red = workflow(repository, "pull_request")
    assert (red.status, red.outputs["findings"]) == (1, "3")
    assert "::error file=contracts/shop/contract.yaml,line=" in red.out
    assert (len(github.comments), github.issues) == (1, [])
    for text in ("src/shop.py:7", 'no longer lists "USD"', "maximum 9 → 5", "width"):
        assert text in github.comments[0]["body"]
    assert workflow(repository, "schedule").status == 1
    assert [issue["state"] for issue in github.issues] == ["open"] * 3
    assert finding in run("check", "shop")[1]

    for name in ("shop", "stock", "photos"):
        follow(accept.replace("shop", name), run, loopback.url)
    alerts = ("--github-comment", f"{REPOSITORY}#7", "--github-issue", REPOSITORY)
    assert run("check", *alerts)[0] == 0
    assert "no drift" in github.comments[0]["body"]
    assert [issue["state"] for issue in github.issues] == ["closed"] * 3

"""Contract projects of any API: from nothing to alerts, with the commands that the shipped ones have."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from html import unescape
from pathlib import Path
from typing import Any
from xml.dom import minidom

import pytest

from tests.cli.conftest import Run
from tests.loopback import Loopback, says

Json = Any
ROOT = Path(__file__).parents[2]

ORDER = {
    "type": "object",
    "required": ["amount"],
    "properties": {
        "amount": {"type": "integer", "description": "Up to 100 items"},
        "currency": {"type": "string", "enum": ["EUR", "USD"]},
    },
}
BODY = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}
SHOP: dict[str, Json] = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "https://shop.example/api"}],
    "paths": {
        "/v1/orders": {
            "post": {"requestBody": BODY, "responses": {"201": {"description": "Made"} | BODY}}
        },
        "/v1/orders/{id}": {
            "get": {
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
                ],
                "responses": {"200": {"description": "One"} | BODY},
            }
        },
        "/v1/stock": {"get": {"responses": {"200": {"description": "All"}}}},
    },
    "components": {"schemas": {"Order": ORDER}},
}
SWAGGER: dict[str, Json] = {
    "swagger": "2.0",
    "info": {"title": "Stock", "version": "3"},
    "host": "stock.example",
    "basePath": "/v2",
    "paths": {
        "/items": {
            "post": {
                "consumes": ["application/json"],
                "parameters": [
                    {"name": "item", "in": "body", "schema": {"$ref": "#/definitions/Item"}}
                ],
                "responses": {"200": {"description": "Kept"}},
            }
        }
    },
    "definitions": {
        "Item": {"type": "object", "properties": {"size": {"type": "integer", "maximum": 9}}}
    },
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, document: Mapping[str, Json]) -> Path:
    path = Path(name)
    path.write_text(json.dumps(document))
    return path


def changed(document: Mapping[str, Json], change: Callable[[Any], object]) -> dict[str, Json]:
    copy: dict[str, Json] = json.loads(json.dumps(document))
    change(copy)
    return copy


def without_dollars(tree: Any) -> None:
    tree["components"]["schemas"]["Order"]["properties"]["currency"]["enum"].remove("USD")


def test_a_project_is_pinned_checked_and_accepted(run: Run, loopback: Loopback) -> None:
    loopback.answers(says(200, json.dumps(SHOP).encode()))
    given = ("--from", f"{loopback.url}/openapi.json", "--operations", "post /v1/orders")
    status, out, err = run("init", "my-shop", *given)
    assert (status, err) == (0, "")
    assert sorted(path.as_posix() for path in Path("contracts").rglob("*.*")) == [
        "contracts/my-shop/contract.yaml",
        "contracts/my-shop/source.toml",
        "contracts/specs.lock",
    ]
    assert "next: pyvenice contract check my-shop" in out
    assert run("check")[0] == 0
    loopback.answers(says(200, json.dumps(changed(SHOP, without_dollars)).encode()))
    status, out, _ = run("check")
    assert status == 1
    assert 'currency no longer lists "USD"' in out
    status, out, _ = run("accept", "my-shop")
    assert status == 0
    assert "wrote contracts/my-shop/contract.yaml" in out
    assert run("check", "my-shop")[0] == 0


def test_several_projects_are_checked_in_one_run(run: Run) -> None:
    run("init", "shop", "--from", write("shop.json", SHOP), "--operations", "GET /v1/orders/{id}")
    run("init", "stock", "--from", write("stock.json", SWAGGER), "--operations", "POST /items")
    write("stock.json", changed(SWAGGER, lambda tree: tree["paths"].update({"/x": {}})))
    write("shop.json", changed(SHOP, without_dollars))
    report = json.loads(run("check", "--format", "json")[1])
    states = {project["provider"]: project["status"] for project in report["providers"]}
    assert states == {"shop": "drift", "stock": "ok"}

    smaller = changed(
        SWAGGER, lambda tree: tree["definitions"]["Item"]["properties"]["size"].update(maximum=5)
    )
    write("stock.json", smaller)
    status, out, _ = run("check", "stock")
    assert status == 1
    assert "size" in out


def test_a_project_is_found_by_its_path(run: Run) -> None:
    run("init", "shop", "--from", write("shop.json", SHOP), "--operations", "GET /v1/stock")
    Path("sub").mkdir()
    os.chdir("sub")
    assert run("check", "../contracts/shop")[0] == 0
    status, _, err = run("check", "shop")
    assert status == 2
    assert "'pyvenice contract init' pins another API" in err


def test_operations_are_found_in_code_and_traffic(run: Run) -> None:
    Path("src").mkdir()
    Path("src/app.py").write_text('BASE = "https://shop.example/api/v1"\nc.post(f"{BASE}/orders")')
    Path("log").write_text('1.2.3.4 - - [] "GET /api/v1/orders/17?a=b HTTP/1.1" 200 5\n')
    har = {"log": {"entries": [_entry("GET", "https://shop.example/api/v1/stock")]}}
    write("traffic.har", har)
    document = write("shop.json", SHOP)
    given = ("--from-code", "src", "--from-traffic", "log", "--from-traffic", "traffic.har")
    status, out, _ = run("init", "shop", "--from", document, *given)
    assert status == 0
    for operation in ("POST /v1/orders", "GET /v1/orders/{id}", "GET /v1/stock"):
        assert f"  {operation}\n" in out


def _entry(method: str, url: str) -> dict[str, Json]:
    return {
        "request": {"method": method, "url": url, "headers": []},
        "response": {"status": 200, "headers": [], "content": {"text": "{}"}},
    }


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["shop"], "add --from URL|FILE"),
        (["shop", "--from", "shop.json"], "add --operations, --from-traffic or --from-code"),
        (
            ["shop", "--from", "shop.json", "--operations", "GET /v1/order"],
            "mean 'GET /v1/orders/{id}'",
        ),
        (["a/b", "--from", "shop.json"], "cannot be the name of a project"),
        (["shop", "--from", "nothing.json"], "no such file"),
        (["shop", "--from", "page.html"], "this is HTML"),
        (["shop", "--from", "shop.json", "--from-code", "nowhere"], "does not exist"),
        (["shop", "--from", "shop.json", "--from-traffic", "page.html"], "no request in it"),
    ],
)
def test_what_is_missing_off_a_terminal_is_a_sentence_and_leaves_nothing(
    run: Run, arguments: list[str], sentence: str
) -> None:
    write("shop.json", SHOP)
    Path("page.html").write_text("<!doctype html><html></html>")
    status, out, err = run("init", *arguments)
    assert (status, out) == (2, "")
    assert sentence in " ".join(err.split())
    assert not Path("contracts").exists()


def test_a_project_that_exists_is_not_written_over(run: Run) -> None:
    given = ("shop", "--from", write("shop.json", SHOP), "--operations", "GET /v1/stock")
    run("init", *given)
    before = Path("contracts/shop/source.toml").read_text()
    status, _, err = run("init", *given)
    assert status == 2
    assert "exists already" in err
    assert Path("contracts/shop/source.toml").read_text() == before


def test_a_document_of_several_files_is_pinned_whole(run: Run) -> None:
    write("order.json", ORDER)
    split = changed(
        SHOP, lambda tree: tree["components"]["schemas"].update(Order={"$ref": "order.json"})
    )
    run("init", "shop", "--from", write("shop.json", split), "--operations", "POST /v1/orders")
    assert run("check", "shop", "--format", "json")[0] == 0
    write("order.json", changed({"s": ORDER}, lambda tree: tree["s"].update(required=[]))["s"])
    write("shop.json", split | {"info": {"title": "Shop", "version": "2"}})
    status, out, _ = run("check", "shop")
    assert "amount" in out
    assert status == 1


def git(*arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b")
    command = ["git", *identity, *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def moved() -> Path:
    """A repository whose last commit is followed by a change of the document."""
    git("init", "-q")
    path = Path("shop.json")
    path.write_text(json.dumps(SHOP, indent=1))
    git("add", ".")
    git("commit", "-qm", "Pin the shop")
    path.write_text(json.dumps(changed(SHOP, without_dollars), indent=1))
    return path


def test_sides_may_be_revisions_and_annotations_point_at_the_users_line(
    run: Run, moved: Path
) -> None:
    status, out, _ = run("diff", "HEAD:shop.json", moved, "--format", "github")
    assert status == 1
    line = moved.read_text().splitlines().index('      "enum": [') + 1
    assert f"::error file=shop.json,line={line},title=breaking%3A POST /v1/orders" in out
    sarif = json.loads(run("diff", "HEAD:shop.json", moved, "--format", "sarif")[1])
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "shop.json"
    assert place["region"]["startLine"] == line


def test_another_repository_is_named_and_a_file_that_git_has_not_is_a_sentence(
    run: Run, moved: Path
) -> None:
    home = Path.cwd()
    os.chdir(home.parent)
    assert run("diff", "HEAD:shop.json", home / moved, "--git", home)[0] == 1
    status, _, err = run("diff", "HEAD:none.json", home / moved, "--git", home)
    assert status == 2
    assert "git has no such file" in err


def test_annotations_of_a_check_point_at_the_pinned_line(run: Run) -> None:
    run("init", "shop", "--from", write("shop.json", SHOP), "--operations", "POST /v1/orders")
    write("shop.json", changed(SHOP, without_dollars))
    contract = Path("contracts/shop/contract.yaml")
    line = next(
        number for number, text in enumerate(contract.read_text().splitlines(), 1) if "USD" in text
    )
    out = run("check", "--format", "github")[1]
    assert f"::error file=contracts/shop/contract.yaml,line={line}," in out


@pytest.mark.parametrize("where", ["option", "file"])
def test_a_rule_may_have_another_level(run: Run, where: str) -> None:
    run("init", "shop", "--from", write("shop.json", SHOP), "--operations", "POST /v1/orders")
    write("shop.json", changed(SHOP, without_dollars))
    assert run("check")[0] == 1
    if where == "option":
        assert run("check", "--level", "request-value-removed=warning")[0] == 0
        return
    with Path("contracts/shop/source.toml").open("a") as file:
        file.write('\n[levels]\nrequest-value-removed = "info"\n')
    assert run("check")[0] == 0


@pytest.mark.parametrize(
    ("level", "sentence"),
    [
        ("request-value-remove=info", "did you mean request-value-removed?"),
        ("request-value-removed=bad", "is 'bad', not breaking, warning, info"),
        ("request-value-removed", "is '', not breaking"),
    ],
)
def test_a_level_that_is_none_is_a_sentence(run: Run, level: str, sentence: str) -> None:
    run("init", "shop", "--from", write("shop.json", SHOP), "--operations", "POST /v1/orders")
    status, out, err = run("check", "--level", level)
    assert (status, out) == (2, "")
    assert sentence in err


def test_the_rules_on_the_page_are_those_of_the_command(run: Run) -> None:
    page = (ROOT / "docs" / "contract-rules.md").read_text("utf-8")
    assert run("rules", "--format", "markdown") == (0, page, "")
    rules = json.loads(run("rules", "--format", "json")[1])
    assert all(rule["why"] and f"`{rule['rule']}`" in page for rule in rules)


def test_the_site_has_a_page_a_project_with_its_timeline_feeds_and_a_badge(
    run: Run, moved: Path
) -> None:
    run("init", "shop", "--from", moved, "--operations", "POST /v1/orders")
    git("add", ".")
    git("commit", "-qm", "Pin the smaller shop")
    write("shop.json", SHOP)
    run("accept", "shop")
    git("commit", "-qam", "Accept dollars")
    hostile = changed(
        SHOP,
        lambda tree: tree["components"]["schemas"]["Order"]["properties"]["currency"].update(
            enum=["EUR", "<script>alert(1)</script>"]
        ),
    )
    write("shop.json", hostile)
    status, out, _ = run("history", "shop")
    assert (status, 'currency newly lists "USD"' in out) == (0, True)
    status, _, err = run("site", "public", "--url", "https://shop.example/drift")
    assert (status, err) == (0, "")
    pages = {path.name: path.read_text() for path in Path("public").iterdir()}
    assert set(pages) == {
        "index.html",
        "shop.html",
        "shop-report.html",
        "shop.svg",
        "feed.json",
        "feed.atom",
    }
    assert 'currency newly lists "USD"' in unescape(pages["shop.html"])
    assert 'currency no longer lists "USD"' in unescape(pages["shop.html"])
    assert all("<script>alert" not in pages[name] for name in pages if name != "feed.json")
    feed = json.loads(pages["feed.json"])
    dates = [item["date_published"] for item in feed["items"]]
    assert dates == sorted(dates, reverse=True)
    assert feed["items"][0]["url"] == "https://shop.example/drift/shop.html"
    assert pages["feed.atom"].count("<entry>") == len(feed["items"])
    for name in ("feed.atom", "shop.svg"):
        minidom.parseString(pages[name])  # noqa: S318 - we wrote it


def test_a_site_in_place_of_a_file_is_refused_and_the_file_stays(run: Run, moved: Path) -> None:
    run("init", "shop", "--from", moved, "--operations", "POST /v1/orders")
    Path("public").write_text("a file")
    status, _, err = run("site", "public")
    assert status == 2
    assert "public: a site needs a folder, this is a file" in err
    assert Path("public").read_text() == "a file"


def test_an_api_with_uploads_is_pinned_and_its_drift_is_found(run: Run) -> None:
    fields = {"photo": {"type": "string", "format": "binary"}, "width": {"type": "integer"}}
    form = {"multipart/form-data": {"schema": {"type": "object", "properties": fields}}}
    answers = {"200": {"description": "Kept"}}
    upload = {"post": {"requestBody": {"content": form}, "responses": answers}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Photos", "version": "1"},
        "paths": {"/photos": upload},
    }
    run("init", "photos", "--from", write("photos.json", document), "--operations", "POST /photos")
    assert run("check", "photos")[0] == 0
    form["multipart/form-data"]["schema"]["required"] = ["width"]
    write("photos.json", document)
    status, out, _ = run("check", "photos")
    assert status == 1
    assert "width" in out

"""Contract projects of any API: from nothing to alerts, with the commands that the shipped ones have."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.loopback import Loopback, says

Json = Any

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

"""Conformance of any API: a project or a document by itself, and violations that are known."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pyvenice.cli.conformance import main
from pyvenice.cli.contract import main as contract_main
from tests.loopback import Handler, Loopback

Run = Callable[..., tuple[int, str, str]]
ORDER = {
    "type": "object",
    "required": ["amount"],
    "properties": {"amount": {"type": "integer", "minimum": 1}},
}
BODY = {"content": {"application/json": {"schema": ORDER}}}
ANSWERS = {"201": {"description": "Made"} | BODY, "422": {"description": "Refused"}}
SHOP = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "paths": {
        "/orders": {"post": {"requestBody": {"required": True} | BODY, "responses": ANSWERS}}
    },
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("shop.json").write_text(json.dumps(SHOP))

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["run", *arguments, "--cases", "12"])
        except SystemExit as stop:
            status = int(stop.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def shop(amount: object) -> Callable[[Handler], None]:
    """A server that keeps the contract, if `amount` is what it answers with."""

    def answer(handler: Handler) -> None:
        request = handler.loopback.seen[-1]
        try:
            given = json.loads(request.body)["amount"]
            is_whole = not isinstance(given, (bool, str)) and given == int(given) > 0
        except (ValueError, TypeError, KeyError, OverflowError):
            is_whole = False
        is_order = is_whole and "json" in request.headers.get("content-type", "")
        body = json.dumps({"amount": amount} if is_order else {}).encode()
        handler.send_response(201 if is_order else 422)
        if is_order:
            handler.send_header("content-type", "application/json")
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.mark.parametrize("contract", ["project", "document"])
def test_any_contract_is_checked_against_a_server(
    run: Run, loopback: Loopback, contract: str
) -> None:
    given = ["--contract", "shop.json"]
    if contract == "project":
        made = ["init", "shop", "--from", "shop.json", "--operations", "POST /orders"]
        assert contract_main(made) == 0
        given = ["shop"]
    loopback.answers(shop(1))
    status, out, err = run(*given, "--base-url", loopback.url)
    assert (status, err) == (0, ""), out
    loopback.answers(shop("many"))
    status, out, _ = run(*given, "--base-url", loopback.url)
    assert status == 1
    assert "answer-schema  POST /orders at /amount" in out


def test_annotations_point_at_the_operation_in_the_contract(run: Run, loopback: Loopback) -> None:
    Path("shop.json").write_text(json.dumps(SHOP, indent=1))
    line = Path("shop.json").read_text().splitlines().index('   "post": {') + 1
    loopback.answers(shop("many"))
    given = ("--contract", "shop.json", "--base-url", loopback.url, "--format")
    status, out, _ = run(*given, "github")
    assert status == 1
    assert f"::error file=shop.json,line={line},title=breaking%3A POST /orders (shop)::" in out


def test_known_violations_are_written_once_and_left_out(run: Run, loopback: Loopback) -> None:
    given = ("--contract", "shop.json", "--base-url", loopback.url, "--accept-known", "known.toml")
    loopback.answers(shop("many"))
    assert run(*given)[0] == 0
    assert 'rule = "answer-schema"' in Path("known.toml").read_text()
    status, out, _ = run(*given)
    assert status == 0
    assert "1 known violations are left out" in out
    loopback.answers(shop(0))
    Path("known.toml").write_text("")
    assert run(*given)[0] == 1


def test_an_ignore_file_and_only_choose_what_fails(run: Run, loopback: Loopback) -> None:
    given = ("--contract", "shop.json", "--base-url", loopback.url)
    loopback.answers(shop("many"))
    assert run(*given, "--only", "answer-image-*")[0] == 0
    status, out, _ = run(*given, "--only", "answer-schema")
    assert (status, "answer-schema" in out) == (1, True)
    entry = '[[ignore]]\nrule = "answer-schema"\nreason = "seen"\n'
    Path("ignore.toml").write_text(entry)
    status, out, _ = run(*given, "--ignore", "ignore.toml")
    assert (status, "1 known violations are left out" in out) == (0, True)
    Path("ignore.toml").write_text(f"{entry}until = 2020-01-31\n")
    status, out, _ = run(*given, "--ignore", "ignore.toml")
    assert (status, "expired on 2020-01-31" in out) == (1, True)
    assert run(*given, "--ignore", "none.toml")[0] == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((), "name a PROVIDER, or a document with --contract"),
        (("venice", "--contract", "shop.json"), "name a PROVIDER, or a document"),
        (("--contract", "none.json"), "no such file"),
        (("shap",), "there is no provider 'shap'"),
        (("--contract", "shop.json"), "the sandbox has no dialect of shop yet"),
    ],
)
def test_what_cannot_be_checked_is_a_sentence(
    run: Run, given: tuple[str, ...], sentence: str
) -> None:
    status, out, err = run(*given)
    assert (status, out) == (2, "")
    assert sentence in err

"""`pyvenice models …`: lists, facts, comparisons and recommendations on a terminal and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pyvenice import models
from pyvenice.cli import main
from pyvenice.cli.terminal import tables
from pyvenice.contract.pin import pin
from tests.cli.test_setup import Run
from tests.contract import copies

ONE, OTHER = "venice/qwen-image-2-edit", "openai/gpt-image-2"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(["models", *arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_list_shows_the_models_that_meet_the_needs(run: Run) -> None:
    status, out, _ = run("list", "--operation", "edit", "--provider", "venice")
    assert status == 0
    names = [line.split()[0] for line in out.splitlines()[1:]]
    assert names == [model.id for model in models.list(operation="edit", provider="venice")]
    masked = json.loads(run("list", "--mask", "--json")[1])["models"]
    assert {model["model"] for model in masked} == {model.id for model in models.list(mask=True)}
    retired = run("list", "--retired")[1]
    assert "openai/dall-e-2" in retired
    assert "openai/dall-e-2" not in run("list")[1]


def test_a_price_says_when_it_is_old_unknown_or_asked_by_nobody(run: Run) -> None:
    out = run("list")[1]
    prices = {line.split()[0]: line for line in out.splitlines()[1:]}
    for model in models.list():
        line = prices[model.id]
        assert ("stale" in line) == model.price.is_stale(), line
        assert ("own server" in line) == (model.price.unit == "own_server"), line
        assert "$0.00 " not in line


def test_show_tells_what_is_known(run: Run) -> None:
    status, out, _ = run("show", "qwen-image-2-edit")
    assert status == 0
    assert out.startswith(f"{ONE}\n")
    assert "aspect" in out or "1:1" in out
    assert "checked" in out
    document = json.loads(run("show", ONE, "--json")[1])
    assert (document["version"], document["model"]) == (1, ONE)
    assert document["price"]["likely_usd"] == 0.05


def test_compare_shows_what_differs(run: Run) -> None:
    status, out, err = run("compare", ONE, OTHER)
    assert status == 0
    assert out.splitlines()[0].split() == [ONE, OTHER]
    assert "the same; --all shows" in err
    assert len(run("compare", ONE, OTHER, "--all")[1]) > len(out)
    assert run("compare", ONE)[0] == 2


def test_recommend_gives_reasons_and_says_why_others_are_out(run: Run) -> None:
    status, out, err = run("recommend", "--operation", "edit", "--limit", "2")
    assert status == 0
    assert "cheapest" in out
    assert "--why says why" in err
    out = run("recommend", "--mask", "--why")[1]
    assert "takes no mask" in out
    document = json.loads(run("recommend", "--json", "--weight", "tier=1")[1])
    assert {"model", "score", "reason", "terms", "notice"} == document["picks"][0].keys()


def test_no_recommendation_is_status_1_with_the_reasons(run: Run) -> None:
    status, out, err = run("recommend", "--capability", "teleport")
    assert status == 1
    assert "no model meets all of that" in err
    assert "lacks teleport" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "venice/qwen-image-2-edti"), "did you mean venice/qwen-image-2-edit"),
        (("list", "--operation", "edti"), "'edti' is not one of"),
        (("list", "--size", "big"), "must be a size such as"),
        (("recommend", "--weight", "price"), "is not like price=2"),
        (("recommend", "--weight", "speed=1"), "there are price"),
        (("refresh", "venize"), "did you mean venice?"),
        ((), "a command is required: list|show|price|compare|recommend|refresh"),
    ],
)
def test_what_cannot_be_asked_is_said(run: Run, words: tuple[str, ...], message: str) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert message in " ".join(err.split())


def test_refresh_shows_what_a_listing_changes_and_writes_nothing_by_itself(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs = copies.specs_in(tmp_path)
    monkeypatch.setattr(pin, "specs_folder", lambda: specs)
    before = {path: path.read_text() for path in specs.rglob("*.yaml")}
    listing = tmp_path / "models.json"
    listing.write_text('{"data": []}')
    status, out, err = run("refresh", "venice", "--from", str(listing))
    assert (status, out) == (2, "")
    assert "models.json" in err
    assert run("refresh", "venice", "--write")[0] == 2, "there is no checkout around these specs"
    assert before == {path: path.read_text() for path in specs.rglob("*.yaml")}


def test_a_table_fits_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tables, "report_width", lambda _: 40)
    tables.print_table(["a", "b"], [["x" * 30, "y" * 30], ["日本" * 12, "z"]])
    lines = capsys.readouterr().out.splitlines()
    assert all(tables.columns(line) <= 40 for line in lines)
    assert "…" in lines[1]
    tables.print_table(["a", "b"], [["x" * 30, "y" * 30]], whole=["a", "b"])
    assert f"{'x' * 30}  {'y' * 30}" in capsys.readouterr().out
    monkeypatch.setattr(tables, "report_width", lambda piped: piped)
    tables.print_table(["a", "b"], [["x" * 300, "y"]])
    assert "x" * 300 in capsys.readouterr().out


def test_the_provider_is_asked_for_a_price(run: Run) -> None:
    name = "wavespeed/wavespeed-ai/qwen-image/edit"
    status, out, _ = run("price", name, "--sandbox", "-i", "size=512*512", "--json")
    facts = json.loads(out)
    assert (status, facts["live"]["price"], facts["live"]["currency"]) == (0, 0.02, "USD")
    assert facts["catalogue"]["likely_usd"] == 0.02
    status, out, _ = run("price", name, "--sandbox")
    assert (status, out.split()) == (0, ["live", "0.02", "USD", "catalogue", "$0.02"])
    assert run("price", name, "--sandbox", "-i", "size")[0] == 2


def test_a_provider_without_an_endpoint_for_prices_has_that_of_the_catalogue(run: Run) -> None:
    status, out, err = run("price", "stability/erase")
    assert (status, out.split()) == (0, ["catalogue", "$0.05"])
    assert "stability has no endpoint for prices" in err

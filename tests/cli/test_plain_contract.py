"""Plain calls of `contract` are read without Click, and mean what they mean with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.cli.checks.plain_contract import plain_arguments, run_plain
from pyvenice.cli.contract import command

WORDS = st.one_of(
    st.sampled_from(["venice", "openai", "-", "--live", "a b", "HEAD~1:api.yaml", "diff", ""]),
    st.text(max_size=5),
)


def read_by_click(argv: list[str]) -> dict[str, object] | None:
    """The arguments of a subcommand as Click reads them; None where it refuses them."""
    name, *words = argv
    with click.Context(command) as group:
        subcommand = command.get_command(group, name)
        assert subcommand
        try:
            return subcommand.make_context(name, words, parent=group).params
        except click.UsageError:
            return None


@given(st.sampled_from(["check", "diff"]), st.lists(WORDS, max_size=4))
def test_plain_arguments_are_those_that_click_reads(name: str, words: list[str]) -> None:
    arguments = plain_arguments([name, *words])
    if arguments is not None:
        assert vars(arguments) == read_by_click([name, *words])


@pytest.mark.parametrize(
    "argv",
    [
        ["check"],
        ["check", "venice", "openai"],
        ["check", "venice", "--live", "a.yaml"],
        ["check", "--live", "-"],
        ["diff", "a.yaml", "-"],
    ],
)
def test_what_ci_calls_each_night_is_plain(argv: list[str]) -> None:
    arguments = plain_arguments(argv)
    assert arguments is not None
    assert vars(arguments) == read_by_click(argv)


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["check", "--help"],
        ["check", "--live"],
        ["check", "venice", "--live", "--format=json"],
        ["check", "--live", "a.yaml", "venice"],
        ["check", "venice", "--format", "json"],
        ["diff", "a.yaml"],
        ["diff", "a.yaml", "b.yaml", "c.yaml"],
        ["diff", "a.yaml", "--provider"],
        ["history", "venice"],
    ],
)
def test_other_calls_are_for_click(argv: list[str]) -> None:
    assert run_plain(argv, "pyvenice contract") is None


def test_a_plain_call_ends_as_any_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "missing.yaml")
    assert run_plain(["diff", missing, missing], "pyvenice contract") == 2
    assert f"pyvenice contract: {missing}: there is no such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "entry", [["-m", "pyvenice", "contract", "check"], ["scripts/api-contract-validator.py"]]
)
def test_a_plain_check_does_not_load_click(entry: list[str], tmp_path: Path) -> None:
    live = tmp_path / "live.yaml"
    live.write_text("openapi: 3.1.0")
    arguments = [sys.executable, "-X", "importtime", *entry, "venice", "--live", str(live)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "could not check venice" in done.stdout
    assert "click" not in done.stderr

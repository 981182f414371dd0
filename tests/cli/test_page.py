"""docs/cli.md says what the commands say: names, options, exit statuses, and lines that are taken."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest

from pyvenice import errors
from pyvenice.cli import exit_status
from pyvenice.cli.commands import COMMANDS
from pyvenice.cli.images import parameters
from pyvenice.config import SETTINGS, read_config
from pyvenice.core.request.operation_table import Polarity

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "cli.md").read_text("utf-8")
SENTENCE = re.compile(r"[A-Z].*\.")
ELSEWHERE = {"batch", "conformance", "contract", "sandbox", "serve", "studio", "mcp"}
"""Commands whose options have pages of their own."""


def leaves(name: str) -> Iterator[click.Command]:
    """A command, or the commands of a group."""
    command = COMMANDS[name].load(name)
    if not isinstance(command, click.Group):
        yield command
        return
    context = click.Context(command)
    found = [command.get_command(context, child) for child in command.list_commands(context)]
    yield from filter(None, found)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_on_the_page(name: str) -> None:
    assert f"`pyvenice {name}`" in PAGE


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_option_is_a_sentence(name: str) -> None:
    options = [item for command in leaves(name) for item in command.params]
    helps = {item.opts[-1]: item.help or "" for item in options if isinstance(item, click.Option)}
    assert {option for option, text in helps.items() if not SENTENCE.fullmatch(text)} == set()


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - ELSEWHERE))
def test_every_option_is_on_the_page(name: str) -> None:
    options = {
        option
        for command in leaves(name)
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in [*parameter.opts, *parameter.secondary_opts]
    }
    told = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", PAGE))
    assert options <= told


def test_every_exit_status_is_on_the_page_and_no_other() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*) \| (.*) \|$", PAGE, re.MULTILINE)
    assert rows == [(str(row.code), row.short, row.meaning) for row in exit_status.EXIT_STATUSES]


def test_every_setting_is_on_the_page_and_the_file_there_is_read(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "config.toml"
    path.write_text(block)
    assert read_config(path, environ={}).get("sandbox") is True
    assert read_config(path, profile="work", environ={}).get("max_cost") == 0.25
    assert {
        name for name in SETTINGS if not re.search(rf"^{name} = ", block, re.MULTILINE)
    } == set()


def lines() -> list[list[str]]:
    """The words of each command line on the page."""
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    found = re.findall(
        r"pyvenice ((?:config|completion|edit|generate|models|upscale|usage|remove-background)\b.*)",
        shell,
    )
    return [shlex.split(re.split(r" [>|] |\)\"", line)[0], comments=True) for line in found]


@pytest.mark.parametrize("words", lines(), ids=" ".join)
def test_the_lines_on_the_page_are_taken(words: list[str]) -> None:
    name, *arguments = words
    command = COMMANDS[name].load(name)
    if isinstance(command, click.Group):
        subcommand = command.get_command(click.Context(command), arguments.pop(0))
        assert subcommand
        command = subcommand
    assert command.make_context(name, arguments).params


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.ArgumentError("x", argument="y"), 2),
        (errors.MissingExtraError("cli", "x"), 2),
        (errors.MissingKeyError("Venice", "VENICE_API_KEY"), 3),
        (errors.ConfigError("x"), 3),
        (errors.AnswerError("x"), 4),
        (errors.APIConnectionError("x", maybe_executed=True), 4),
        (errors.BudgetExceededError("x", budget="total", limit=1.0, estimate=2.0), 5),
        *(
            (kind("x", status=0, provider="p", operation="o"), status)
            for kind, status in (
                (errors.AuthenticationError, 3),
                (errors.PermissionDeniedError, 3),
                (errors.PaymentRequiredError, 5),
                (errors.RateLimitError, 4),
                (errors.ServerError, 4),
                (errors.ContentPolicyError, 4),
            )
        ),
    ],
)
def test_each_error_has_its_exit_status(error: errors.PyveniceError, status: int) -> None:
    assert exit_status.status_of_error(error) == status


def test_masks_have_the_polarities_of_the_library() -> None:
    assert get_args(Polarity) == parameters.POLARITIES

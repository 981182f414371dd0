"""Arguments and options of the commands that make images."""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Callable, Mapping
from typing import Any

import click
from click.shell_completion import CompletionItem

from pyvenice.cli.parameter_types import Count, Seconds, profile_option
from pyvenice.generated import PROVIDERS

Command = Callable[..., Any]
POLARITIES = ("white", "black", "transparent")
"""Those of a `Mask`, whose module takes as long to import as all that `--help` needs."""
_VERBS = ("edit", "generate", "upscale", "remove_background")


class Dollars(click.ParamType[str]):
    """An amount in US dollars, kept as text so that it stays exact."""

    name = "dollars"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from pyvenice.errors import ArgumentError
        from pyvenice.ledger.money import micro_dollars

        try:
            micro_dollars(value, argument="--max-cost")
        except ArgumentError:
            self.fail(f"{value!r} is not an amount of US dollars such as 0.25", param, ctx)
        return str(value)


class Extra(click.ParamType[tuple[str, Any]]):
    """An argument of the provider's own method: `name=value`, the value as JSON or plain text."""

    name = "extra"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, Any]:
        name, equals, text = str(value).partition("=")
        if not equals or not name.isidentifier():
            self.fail(f"{value!r} is not like name=value", param, ctx)
        try:
            return name, json.loads(text)
        except ValueError:
            return name, text


def complete_model(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem[Any]]:
    """The models that begin with what was typed and can do what the command is for.

    From the generated rows: `Model` and what it imports would take half of the time.
    """
    operation = (context.command.name or "").replace("-", "_")
    return [
        CompletionItem(f"{provider}/{row['name']}", help=row.get("display_name", ""))
        for provider in PROVIDERS
        if provider.startswith(incomplete.partition("/")[0])
        for row in importlib.import_module(f"pyvenice.generated.{provider}.catalogue").ROWS
        if f"{provider}/{row['name']}".startswith(incomplete)
        and (operation not in _VERBS or operation in row["operations"])
        and not _is_retired(row.get("lifecycle", {}))
    ]


def _is_retired(lifecycle: Mapping[str, str]) -> bool:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    return lifecycle.get("stage") == "retired" or lifecycle.get("retired_on", today) < today


def options_of(*groups: list[Command]) -> Callable[[Command], Command]:
    """A decorator that adds options in the order in which `--help` shows them."""

    def decorate(command: Command) -> Command:
        for option in reversed([option for group in groups for option in group]):
            command = option(command)
        return command

    return decorate


WHICH: list[Command] = [
    click.option(
        "-m",
        "--model",
        "models",
        multiple=True,
        metavar="PROVIDER/MODEL",
        shell_complete=complete_model,
        help="Model to use; several are compared. Default: `model` in the configuration, else the cheapest.",
    ),
]
WHERE: list[Command] = [
    click.option(
        "-o",
        "--output",
        type=click.Path(),
        metavar="FILE|FOLDER|-",
        help="Where to write the image; - is stdout. Default: a new file in this folder.",
    ),
    click.option("--open", "opens", is_flag=True, help="Open the result in the image viewer."),
]
MASK: list[Command] = [
    click.option(
        "--mask",
        type=click.Path(),
        metavar="FILE",
        help="Image that marks where to edit, by white or transparent pixels.",
    ),
    click.option(
        "--mask-marks",
        type=click.Choice(POLARITIES),
        help="Pixels of the mask that may be edited, where the default does not fit.",
    ),
]
SHAPE: list[Command] = [
    click.option("--size", metavar="WxH", help="Size of the result in pixels, such as 1024x768."),
    click.option(
        "--ratio", "aspect_ratio", metavar="W:H", help="Aspect ratio of the result, such as 16:9."
    ),
    click.option("--resolution", metavar="1K|2K|4K", help="Resolution class of the result."),
]
COUNT: list[Command] = [
    click.option("-n", "n", type=Count(), metavar="N", help="Number of images. Default: 1.")
]
MODEL_PARAMETERS: list[Command] = [
    click.option("--seed", type=int, metavar="N", help="Seed; the same one repeats a result."),
    click.option(
        "--strength",
        type=float,
        metavar="0..1",
        help="How much the result may differ from the input.",
    ),
    click.option(
        "--guidance-scale",
        type=float,
        metavar="X",
        help="How closely the result follows the prompt.",
    ),
    click.option("--steps", type=Count(), metavar="N", help="Number of inference steps."),
    click.option("--negative-prompt", metavar="TEXT", help="What the result should not show."),
    click.option("--quality", metavar="Q", help="Quality, such as low, medium, high."),
    click.option("--background", metavar="B", help="Background, such as transparent."),
]
FORMAT: list[Command] = [
    click.option(
        "--format", "output_format", metavar="png|jpeg|webp", help="Format of the result."
    ),
    click.option(
        "--extra",
        type=Extra(),
        multiple=True,
        metavar="NAME=VALUE",
        help="Further argument of the provider's own method; repeatable.",
    ),
    click.option(
        "--on-unsupported",
        type=click.Choice(("error", "warn")),
        help="What to do with an option that the model does not support. Default: error.",
    ),
]
MONEY: list[Command] = [
    click.option("--estimate", is_flag=True, help="Print the expected cost, and send nothing."),
    click.option(
        "--max-cost",
        type=Dollars(),
        metavar="USD",
        help="Send nothing if the command may cost more; also $PYVENICE_MAX_COST.",
    ),
    click.option(
        "--allow-unknown-price",
        is_flag=True,
        help="With --max-cost: also use models of unknown price.",
    ),
    click.option(
        "--tag", metavar="WORD", help="Label in the ledger, for `pyvenice usage --by tag`."
    ),
]
HOW: list[Command] = [
    click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout."),
    click.option(
        "--sandbox/--no-sandbox",
        default=None,
        help="Answer in this process: no key, no network, no cost.",
    ),
    click.option("--base-url", metavar="URL", help="Base URL of the server."),
    click.option(
        "--timeout", type=Seconds(), metavar="S", help="Seconds for a whole request. Default: 300."
    ),
    profile_option,
]
COMMON = [*MONEY, *HOW]

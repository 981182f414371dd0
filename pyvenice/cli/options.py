"""Command-line options that commands share: reports, operations, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from pyvenice.contract.diff.findings import CATEGORIES
from pyvenice.contract.pin.project import known_projects


class ListCommand(click.Command):
    """A command whose `--only` and `--operations` take several values: `--only a b PROVIDER`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, list(repeat_options(args, _LISTS)))


def known_providers() -> str:
    """The projects, for the help of an argument that takes one."""
    return f"one of {', '.join(known_projects())}"


def _complete_provider(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in known_projects() if name.startswith(incomplete)]


def provider_argument(name: str = "provider", **settings: Any) -> click.Argument:
    """A positional that takes a project, or several with `nargs=-1`."""
    optional = settings.get("nargs") == -1 or not settings.get("required", True)
    metavar = "[PROVIDER]" if optional else "PROVIDER"
    metavar += "…" if settings.get("nargs") == -1 else ""
    return click.Argument([name], metavar=metavar, shell_complete=_complete_provider, **settings)


def provider_option(text: str) -> click.Option:
    """The option `--provider`, which takes a project."""
    return click.Option(
        ["--provider"],
        metavar="P",
        help=f"{text}: {known_providers()}.",
        shell_complete=_complete_provider,
    )


def report_options(formats: Sequence[str], *aliases: str) -> list[click.Option]:
    """The options `--format` (and its aliases) and `--output`."""
    return [
        click.Option(
            ["--format", *aliases, "format"],
            type=click.Choice(formats),
            default="text",
            help="Format of the report. Default: text.",
        ),
        click.Option(
            ["-o", "--output", "output"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Write the report to this file.",
        ),
    ]


def operations_option(default: str = "all in use") -> click.Option:
    """The option `--operations`: a list of (method in lower case, path)."""
    return click.Option(
        ["--operations"],
        multiple=True,
        type=Operation(),
        metavar="OPERATION",
        help=f"Operations, such as 'POST /image/edit'; one or more. Default: {default}.",
    )


def repeat_options(
    argv: Sequence[str], lists: Mapping[str, Callable[[str], bool]]
) -> Iterator[str]:
    """`--only a b PROVIDER` as `--only a --only b PROVIDER`, so that a positional may follow.

    `lists` has, for each such option, what tells another of its values from a positional.
    """
    option = ""
    for previous, word in pairwise(("", *argv)):
        if previous in lists:
            option = previous
        elif option and lists[option](word):
            yield option
        else:
            option = ""
        yield word


def is_operation(text: str) -> bool:
    """Whether a word looks like 'POST /image/edit' rather than a file or a provider."""
    return " /" in text


class Operation(click.ParamType[tuple[str, str]]):
    """An operation such as 'POST /image/edit'."""

    name = "operation"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        method, _, path = value.strip().partition(" ")
        path = path.strip()
        if not path.startswith("/"):
            self.fail(f"{value!r} is not like 'POST /image/edit'", param, ctx)
        return method.lower(), path


_LISTS: dict[str, Callable[[str], bool]] = {
    "--only": lambda word: word in CATEGORIES,
    "--operations": is_operation,
}

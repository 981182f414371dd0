"""Types of options, and options, of commands that have nothing to do with contracts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click


class Seconds(click.ParamType[float]):
    """A finite number of seconds above 0."""

    name = "seconds"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            number = float(value)
        except ValueError:
            number = 0
        if not 0 < number < float("inf"):
            self.fail(f"{value!r} is not a number of seconds above 0", param, ctx)
        return number


class Count(click.ParamType[int]):
    """A whole number above 0."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if not text.isascii() or not text.isdigit() or int(text) < 1:
            self.fail(f"{value!r} is not a number above 0", param, ctx)
        return int(text)


def profile_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--profile`: the part of the configuration file that counts."""
    option = click.option(
        "--profile",
        metavar="NAME",
        help="Profile of the configuration file; also $PYVENICE_PROFILE.",
    )
    return option(command)

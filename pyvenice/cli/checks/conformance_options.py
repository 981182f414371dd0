"""The arguments of `pyvenice conformance …`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from pyvenice.cli import options
from pyvenice.cli.parameter_types import Count
from pyvenice.contract import reports


class _Rate(click.ParamType[int]):
    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = re.fullmatch(r"([1-9][0-9]{0,4})(?:/s)?", str(value))
        if match is None:
            self.fail(f"{value!r} is not like 5/s", param, ctx)
        return int(match[1])


_AMOUNTS: list[click.Parameter] = [
    click.Option(
        ["--no-cost"], is_flag=True, help="Send only requests that a correct server must refuse."
    ),
    click.Option(
        ["--check-keys"],
        is_flag=True,
        help="With --no-cost: also send valid requests without a key; a gateway that adds its own key"
        " may carry them out.",
    ),
    click.Option(
        ["--cases"],
        type=Count(),
        default=300,
        metavar="N",
        help="Least number of requests for each operation, half of them valid. Default: 300.",
    ),
    click.Option(
        ["--max-requests"],
        type=Count(),
        metavar="N",
        help="Most requests in all. Default: 200 with --no-cost, 100 on another host, else no limit.",
    ),
    click.Option(
        ["--rate"],
        type=_Rate(),
        metavar="N/s",
        help="Highest rate of requests. Default: 2/s on another host, else no limit.",
    ),
    click.Option(
        ["--seed"], type=int, metavar="N", help="Seed of the random requests. Default: 0."
    ),
    click.Option(["--random"], is_flag=True, help="Use a new seed, and print it."),
    click.Option(
        ["--yes"], is_flag=True, help="Do not ask before a real key is used on another host."
    ),
]


_FILTERS: list[click.Parameter] = [
    click.Option(
        ["--ignore"],
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="File of accepted findings, by rule, operation and pointer.",
    ),
    click.Option(
        ["--only"],
        multiple=True,
        metavar="RULE",
        help="Rules to check; one or more, such as answer-schema or 'request-*'.",
    ),
]


def parameters(command: str) -> list[click.Parameter]:
    """The arguments and options of a command."""
    table: dict[str, list[click.Parameter]] = {
        "run": [
            options.provider_argument(required=False),
            click.Option(
                ["--contract"],
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="OpenAPI document of any API, instead of a pinned one.",
            ),
            click.Option(
                ["--accept-known"],
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="Ignore file of known violations; it is written if it does not exist.",
            ),
            click.Option(
                ["--base-url"], metavar="URL", help="Base URL of the server, with its path."
            ),
            options.operations_option(),
            click.Option(
                ["--all"],
                is_flag=True,
                help="Test all operations, also those that manage an account, such as API keys.",
            ),
            click.Option(["--model"], metavar="ID", help="Model that all requests name."),
            *_AMOUNTS,
            *_FILTERS,
            *options.report_options(reports.FORMATS, "--report"),
        ],
        "check": [
            click.Argument(
                ["files"], nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…"
            ),
            options.provider_option("Provider of the traffic. Default: found by the base URL"),
            *_FILTERS,
            *options.report_options(reports.FORMATS, "--report"),
        ],
    }
    return table[command]

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
    click.Option(["--no-cost"], is_flag=True, help="send only what a correct server must refuse"),
    click.Option(
        ["--check-keys"],
        is_flag=True,
        help="with --no-cost: also send valid requests without a key, which a gateway with a key of"
        " its own may carry out",
    ),
    click.Option(
        ["--cases"],
        type=Count(),
        default=300,
        metavar="N",
        help="requests an operation; default: 300",
    ),
    click.Option(
        ["--max-requests"],
        type=Count(),
        metavar="N",
        help="in all; default: 200 with --no-cost, 100 on another host, else no limit",
    ),
    click.Option(
        ["--rate"], type=_Rate(), metavar="N/s", help="default: 2/s on another host, else no limit"
    ),
    click.Option(["--seed"], type=int, metavar="N", help="draw by this seed"),
    click.Option(["--random"], is_flag=True, help="draw by a new seed, and print it"),
    click.Option(
        ["--yes"], is_flag=True, help="do not ask before a real key is used on another host"
    ),
]


_FILTERS: list[click.Parameter] = [
    click.Option(
        ["--ignore"],
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="what was seen and accepted, by rule, operation and pointer",
    ),
    click.Option(
        ["--only"],
        multiple=True,
        metavar="RULE",
        help="one or more rules, such as answer-schema or 'request-*'",
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
                help="an OpenAPI document of any API, instead of a pinned one",
            ),
            click.Option(
                ["--accept-known"],
                type=click.Path(path_type=Path),
                metavar="FILE",
                help="an ignore file with the violations that are known; written if it is not there",
            ),
            click.Option(["--base-url"], metavar="URL", help="the server's address, with its path"),
            options.operations_option(),
            click.Option(
                ["--all"],
                is_flag=True,
                help="all operations, also those that only programs with an account use: API keys too",
            ),
            click.Option(["--model"], metavar="ID", help="the only model to ask for"),
            *_AMOUNTS,
            *_FILTERS,
            *options.report_options(reports.FORMATS, "--report"),
        ],
        "check": [
            click.Argument(
                ["files"], nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…"
            ),
            options.provider_option("default: found by the base URL"),
            *_FILTERS,
            *options.report_options(reports.FORMATS, "--report"),
        ],
    }
    return table[command]

"""The arguments of `pyvenice conformance …`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pyvenice.cli import options

FORMATS = ("text", "json", "html", "junit")
_ABOUT = "Prove that a server, or recorded traffic, keeps the pinned contract."
_RUN = "Ask a server, and check every answer. Without --base-url a sandbox is started and asked."
_CHECK = "Check every request and answer in HAR files, vcrpy cassettes and journals of the sandbox."
_STATUS = "Exit status 0: the contract is kept; 1: it is broken; 2: could not check."
_LISTS: dict[str, Callable[[str], bool]] = {"--operations": options.is_operation}


def parse(argv: Sequence[str], prog: str) -> argparse.Namespace:
    """The arguments, with `command`; exits with status 2 if they are wrong."""
    parser = argparse.ArgumentParser(prog, description=_ABOUT)
    commands = parser.add_subparsers(dest="command", required=True, metavar="run|check")
    for name, about, description, add_arguments in (
        ("run", "ask a server", _RUN, _add_run),
        ("check", "check recorded traffic", _CHECK, _add_check),
    ):
        command = commands.add_parser(
            name,
            help=about,
            description=description,
            epilog=_STATUS,
            allow_abbrev=False,
            formatter_class=options.help_formatter,
        )
        add_arguments(command)
    return parser.parse_args(list(options.repeat_options(argv, _LISTS)))


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("provider", metavar="PROVIDER", help=options.known_providers())
    parser.add_argument("--base-url", metavar="URL", help="the server's address, with its path")
    options.add_operations_option(parser)
    parser.add_argument("--model", metavar="ID", help="the only model to ask for")
    _add_amounts(parser)
    options.add_report_options(parser, FORMATS, "--report")


def _add_amounts(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-cost", action="store_true", help="send only what a correct server must refuse"
    )
    parser.add_argument(
        "--check-keys",
        action="store_true",
        help="with --no-cost: also send valid requests without a key, which a gateway with a key of"
        " its own may carry out",
    )
    parser.add_argument(
        "--cases",
        type=options.count,
        default=300,
        metavar="N",
        help="requests an operation; default: 300",
    )
    parser.add_argument(
        "--max-requests",
        type=options.count,
        metavar="N",
        help="in all; default: 200 with --no-cost, 100 on another host, else no limit",
    )
    parser.add_argument(
        "--rate", type=_rate, metavar="N/s", help="default: 2/s on another host, else no limit"
    )
    chance = parser.add_mutually_exclusive_group()
    chance.add_argument("--seed", type=int, metavar="N", help="draw by this seed")
    chance.add_argument("--random", action="store_true", help="draw by a new seed, and print it")
    parser.add_argument(
        "--yes", action="store_true", help="do not ask before a real key is used on another host"
    )


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--provider",
        metavar="P",
        help=f"{options.known_providers()}; default: found by the base URL",
    )
    options.add_report_options(parser, FORMATS, "--report")


def _rate(text: str) -> int:
    match = re.fullmatch(r"([1-9][0-9]{0,4})(?:/s)?", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not like 5/s")
    return int(match[1])

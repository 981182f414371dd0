"""The arguments of `pyvenice contract …`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from pyvenice.cli import options
from pyvenice.contract.diff.findings import CATEGORIES, LEVELS
from pyvenice.contract.reports import FORMATS

_ABOUT = "Compare pinned contracts with live ones, and say whose argument breaks."
_STATUS = "Exit status 0: nothing at or above --fail-on; 1: drift; 2: could not check."
_LISTS: dict[str, Callable[[str], bool]] = {
    "--only": lambda word: word in CATEGORIES,
    "--operations": options.is_operation,
}


def parse(argv: Sequence[str], prog: str) -> argparse.Namespace:
    """The arguments, with `command`; exits with status 2 if they are wrong."""
    command = argv[0] if argv else ""
    if command not in _COMMANDS:
        _commands(prog).parse_args(argv[:1])
    add_arguments, about = _COMMANDS[command]
    parser = argparse.ArgumentParser(
        f"{prog} {command}",
        description=about,
        epilog=_STATUS,
        allow_abbrev=False,
        formatter_class=options.help_formatter,
    )
    add_arguments(parser)
    parser.set_defaults(command=command)
    return parser.parse_intermixed_args(list(options.repeat_options(argv[1:], _LISTS)))


def _commands(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog, description=_ABOUT, epilog=_STATUS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(_COMMANDS))
    for name, (_, about) in _COMMANDS.items():
        commands.add_parser(name, help=about, add_help=False)
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "providers",
        nargs="*",
        metavar="PROVIDER",
        help=f"{options.known_providers()}; default: all",
    )
    _add_live(parser)
    parser.add_argument(
        "--sdk",
        metavar="WHEEL|installed",
        help="instead: the types in the provider's Python package, which is not imported",
    )
    _add_comparison(parser)
    alerts = parser.add_argument_group("alerts", "secrets are read from the environment")
    alerts.add_argument(
        "--github-issue",
        metavar="OWNER/REPO",
        help="one issue a drift at or above --fail-on; $GITHUB_TOKEN",
    )
    alerts.add_argument(
        "--slack-webhook-env", metavar="NAME", help="the variable with Slack's address"
    )
    alerts.add_argument(
        "--webhook-env", metavar="NAME", help="the variable with the address for the json report"
    )
    alerts.add_argument(
        "--webhook-secret-env", metavar="NAME", help="the variable with the key that signs it"
    )


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="a file, an address, or - for standard input")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument(
        "--provider", metavar="P", help=f"the operations in use: {options.known_providers()}"
    )
    _add_comparison(parser)


def _add_history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("provider", nargs="?", metavar="PROVIDER", help=options.known_providers())
    parser.add_argument("source", nargs="?", metavar="DIR|PATH", help="a folder; with --git a path")
    parser.add_argument("--git", type=Path, metavar="REPO", help="replay a file's commits")
    options.add_report_options(parser, ("text", "json", "markdown"))
    options.add_operations_option(parser)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE-ID")


def _add_accept(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("provider", metavar="PROVIDER", help=options.known_providers())
    _add_live(parser)


def _add_live(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--live", metavar="URL|FILE|-", help="instead of the live addresses")


def _add_comparison(parser: argparse.ArgumentParser) -> None:
    options.add_report_options(parser, FORMATS)
    parser.add_argument(
        "--fail-on", choices=(*LEVELS, "never"), default="breaking", help="default: breaking"
    )
    parser.add_argument("--ignore", type=Path, metavar="FILE", help="what was seen and accepted")
    parser.add_argument(
        "--only", action="append", choices=CATEGORIES, metavar="CATEGORY", help="one or more"
    )
    parser.add_argument(
        "--timeout",
        type=options.seconds,
        default=60.0,
        metavar="S",
        help="for each address; default: 60",
    )
    parser.add_argument(
        "--step-summary", action="store_true", help="append to $GITHUB_STEP_SUMMARY"
    )
    options.add_operations_option(parser)


_COMMANDS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], str]] = {
    "check": (_add_check, "compare the pins with the live documents"),
    "diff": (_add_diff, "compare two documents"),
    "history": (_add_history, "replay the versions of a document"),
    "explain": (_add_explain, "say what a rule means"),
    "accept": (_add_accept, "move the pin of a provider to its live document"),
}

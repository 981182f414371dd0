"""The arguments of `pyvenice contract …`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pyvenice.contract.diff.findings import CATEGORIES, LEVELS

FORMATS = ("text", "json", "markdown", "html", "github", "junit", "sarif")
_ABOUT = "Compare pinned contracts with live ones, and say whose argument breaks."
_STATUS = "Exit status 0: nothing at or above --fail-on; 1: drift; 2: could not check."


def parsed(argv: Sequence[str], prog: str) -> argparse.Namespace:
    """The arguments with `command` among them; ends the process with status 2 where they are wrong."""
    command = argv[0] if argv else ""
    if command not in _COMMANDS:
        _commands(prog).parse_args(argv[:1])
    parser = argparse.ArgumentParser(
        f"{prog} {command}",
        description=_COMMANDS[command][1],
        epilog=_STATUS,
        allow_abbrev=False,
        formatter_class=_formatter,
    )
    _COMMANDS[command][0](parser)
    parser.set_defaults(command=command)
    return parser.parse_intermixed_args(list(_one_each(argv[1:])))


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Argparse's own, told the width: to find it, argparse imports what packs archives."""
    try:
        width = os.get_terminal_size().columns
    except OSError:
        width = 100
    return argparse.HelpFormatter(prog, width=width - 2)


def _commands(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog, description=_ABOUT, epilog=_STATUS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(_COMMANDS))
    for name, (_, about) in _COMMANDS.items():
        commands.add_parser(name, help=about, add_help=False)
    return parser


def _one_each(argv: Sequence[str]) -> Iterator[str]:
    """`--only a b` as `--only a --only b`, so that what follows it may be a provider."""
    takes: Callable[[str], bool] | None = None
    option = ""
    first = False
    for one in argv:
        if one in _LISTS:
            option, takes, first = one, _LISTS[one], True
        elif first or takes is None or not takes(one):
            takes = takes if first else None
            first = False
        else:
            yield option
        yield one


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("providers", nargs="*", metavar="PROVIDER", help="all, if none is given")
    _live_option(parser)
    _report_options(parser)
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


def _diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="a file, an address, or - for standard input")
    parser.add_argument("new", metavar="NEW")
    parser.add_argument("--provider", metavar="P", help="the operations that its client uses")
    _report_options(parser)


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("provider", nargs="?", metavar="PROVIDER")
    parser.add_argument("source", nargs="?", metavar="DIR|PATH", help="a folder; with --git a path")
    parser.add_argument("--git", type=Path, metavar="REPO", help="replay a file's commits")
    parser.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE")
    _operations_option(parser)


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE-ID")


def _accept(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("provider", metavar="PROVIDER")
    _live_option(parser)


def _live_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--live", metavar="URL|FILE|-", help="instead of the live addresses")


def _report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of the terminal")
    parser.add_argument(
        "--fail-on", choices=(*LEVELS, "never"), default="breaking", help="default: breaking"
    )
    parser.add_argument("--ignore", type=Path, metavar="FILE", help="what was seen and accepted")
    parser.add_argument(
        "--only", action="append", choices=CATEGORIES, metavar="CATEGORY", help="one or more"
    )
    parser.add_argument(
        "--timeout", type=_seconds, default=60.0, metavar="S", help="for each address; default: 60"
    )
    parser.add_argument(
        "--step-summary", action="store_true", help="append to $GITHUB_STEP_SUMMARY"
    )
    _operations_option(parser)


def _operations_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--operations",
        action="append",
        type=_operation,
        default=[],
        metavar="OPERATION",
        help="one or more, such as 'POST /image/edit'",
    )


def _operation(text: str) -> tuple[str, str]:
    method, _, path = text.strip().partition(" ")
    path = path.strip()
    if not path.startswith("/"):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 'POST /image/edit'")
    return method.lower(), path


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds


_LISTS: dict[str, Callable[[str], bool]] = {
    "--only": lambda word: word in CATEGORIES,
    "--operations": lambda word: " /" in word,
}
_COMMANDS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], str]] = {
    "check": (_check, "compare the pins with the live documents"),
    "diff": (_diff, "compare two documents"),
    "history": (_history, "replay the versions of a document"),
    "explain": (_explain, "say what a rule means"),
    "accept": (_accept, "move the pin of a provider to its live document"),
}

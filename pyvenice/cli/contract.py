"""`pyvenice contract …`: compare pinned contracts with live ones, and say whose argument breaks."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pyvenice.contract import pin
from pyvenice.contract.errors import ContractError
from pyvenice.contract.findings import CATEGORIES, LEVELS, ProviderReport, Report

FORMATS = ("text", "json", "markdown", "html", "github", "junit", "sarif")
OK, DRIFT, UNCHECKED = 0, 1, 2
_NAMES = ("check", "diff", "history", "explain", "accept")


def main(argv: Sequence[str] | None = None, *, prog: str = "pyvenice contract") -> int:
    """Exit status 0: nothing at or above --fail-on; 1: drift; 2: could not check."""
    arguments = _parser(prog).parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        return run(arguments)
    except ContractError as error:
        print(f"{prog}: {error}", file=sys.stderr)  # noqa: T201
        return UNCHECKED


def check_main(argv: Sequence[str] | None = None, *, prog: str) -> int:
    """`check` by itself, without the word."""
    return main(["check", *(sys.argv[1:] if argv is None else argv)], prog=prog)


def _parser(prog: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog, description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="|".join(_NAMES))
    check = commands.add_parser("check", help="compare the pins with the live documents")
    check.add_argument("providers", nargs="*", metavar="PROVIDER", help="all, if none is given")
    check.add_argument("--live", metavar="URL|FILE|-", help="instead of the live addresses")
    check.add_argument(
        "--timeout", type=_seconds, default=60.0, metavar="S", help="for each address"
    )
    _report_options(check)
    check.set_defaults(run=_check)
    diff = commands.add_parser("diff", help="compare two documents")
    diff.add_argument("old", metavar="OLD", help="a file, an address, or - for standard input")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--provider", metavar="P", help="the operations that its client uses")
    diff.add_argument(
        "--timeout", type=_seconds, default=60.0, metavar="S", help="for each address"
    )
    _report_options(diff)
    diff.set_defaults(run=_diff)
    history = commands.add_parser("history", help="replay the versions of a document")
    history.add_argument("provider", nargs="?", metavar="PROVIDER")
    history.add_argument(
        "source", nargs="?", metavar="DIR|PATH", help="a folder; with --git a path"
    )
    history.add_argument("--git", type=Path, metavar="REPO", help="replay a file's commits")
    history.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    history.add_argument("-o", "--output", type=Path, metavar="FILE")
    _operations_option(history)
    history.set_defaults(run=_history)
    explain = commands.add_parser("explain", help="say what a rule means")
    explain.add_argument("rule", metavar="RULE-ID")
    explain.set_defaults(run=_explain)
    accept = commands.add_parser("accept", help="move the pin of a provider to its live document")
    accept.add_argument("provider", metavar="PROVIDER")
    accept.add_argument("--live", metavar="URL|FILE|-", help="instead of the live addresses")
    accept.set_defaults(run=_accept)
    return parser


def _report_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of the terminal")
    parser.add_argument("--fail-on", choices=(*LEVELS, "never"), default="breaking")
    parser.add_argument("--ignore", type=Path, metavar="FILE", help="what was seen and accepted")
    parser.add_argument(
        "--only", nargs="+", choices=CATEGORIES, metavar="CATEGORY", default=CATEGORIES
    )
    _operations_option(parser)


def _operations_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--operations",
        nargs="+",
        type=_operation,
        default=(),
        metavar="OPERATION",
        help="only these, such as 'POST /image/edit'",
    )


def _operation(text: str) -> tuple[str, str]:
    method, _, path = text.strip().partition(" ")
    if not path.startswith("/"):
        raise argparse.ArgumentTypeError(f"{text!r} is not like 'POST /image/edit'")
    return method.lower(), path.strip()


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds above 0")
    return seconds


def _check(arguments: argparse.Namespace) -> int:
    from pyvenice.contract.cache import Cache
    from pyvenice.contract.check import check

    known = pin.providers()
    names = list(dict.fromkeys(arguments.providers)) or list(known)
    for name in names:
        pin.source(name)
    if arguments.live is not None and len(names) != 1:
        raise ContractError("--live takes the place of one provider's document: name the provider")

    def one(name: str) -> ProviderReport:
        return check(
            name,
            live=arguments.live,
            operations=arguments.operations,
            timeout=arguments.timeout,
            cache=Cache(),
        )

    return _told(Report(tuple(_in_parallel(one, names))), arguments)


def _in_parallel(
    check: Callable[[str], ProviderReport], names: Sequence[str]
) -> list[ProviderReport]:
    if len(names) == 1:
        return [check(names[0])]
    from concurrent.futures import ThreadPoolExecutor, as_completed

    with ThreadPoolExecutor(len(names)) as pool:
        running = {pool.submit(check, name): name for name in names}
        for count, done in enumerate(as_completed(running), 1):
            _progress(f"{count}/{len(names)} {running[done]}: {done.result().status}")
        _progress("")
        return [done.result() for done in running]


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)  # noqa: T201


def _diff(arguments: argparse.Namespace) -> int:
    from pyvenice.contract.check import diff
    from pyvenice.contract.fetch import fetch

    old, new = (fetch(one, timeout=arguments.timeout) for one in (arguments.old, arguments.new))
    report = diff(old, new, provider=arguments.provider, operations=arguments.operations)
    return _told(Report((report,)), arguments)


def _told(report: Report, arguments: argparse.Namespace) -> int:
    """Filter, print and judge a report."""
    from dataclasses import replace

    from pyvenice.contract.ignore import acknowledged, read_ignores
    from pyvenice.contract.reports import render
    from pyvenice.contract.rules import explained

    wanted = set(arguments.only)
    report = replace(report, providers=tuple(_only(one, wanted) for one in report.providers))
    if arguments.ignore:
        today = dt.datetime.now(dt.UTC).date()
        report = acknowledged(report, read_ignores(arguments.ignore), today)
    text = render(
        report,
        arguments.format,
        colour=_colour(arguments.output),
        width=shutil.get_terminal_size().columns,
        fail_on=arguments.fail_on,
        explain=explained,
    )
    _write(text, arguments.output)
    return _status(report, arguments.fail_on)


def _only(report: ProviderReport, categories: set[str]) -> ProviderReport:
    from dataclasses import replace

    kept = tuple(one for one in report.findings if one.category in categories)
    status = "ok" if report.status == "drift" and not kept else report.status
    return replace(report, findings=kept, status=status)


def _status(report: Report, fail_on: str) -> int:
    if report.status == "unchecked":
        return UNCHECKED
    failing: Any = () if fail_on == "never" else LEVELS[: LEVELS.index(fail_on) + 1]  # type: ignore[arg-type]
    found = {finding.level for one in report.providers for finding in one.findings}
    return DRIFT if found.intersection(failing) else OK


def _colour(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        return
    try:
        pin.write_whole(output, text)
    except OSError as error:
        raise ContractError(f"{output}: cannot be written: {error.strerror}") from error


def _history(arguments: argparse.Namespace) -> int:
    from pyvenice.contract.replay import in_folder, in_git, replay
    from pyvenice.contract.reports.history import render

    provider, source = arguments.provider, arguments.source
    if source is None:
        provider, source = None, provider
    if source is None:
        raise ContractError("history needs a folder, or --git REPO and the path of a file in it")
    operations = arguments.operations
    if not operations and provider:
        operations = [(one.method, one.path) for one in pin.source(provider).operations]
    if not operations:
        raise ContractError("history needs a PROVIDER or --operations to know what is in view")
    versions = in_git(arguments.git, source) if arguments.git else in_folder(Path(source))
    steps = list(replay(versions, operations))
    width = shutil.get_terminal_size().columns
    text = render(steps, arguments.format, colour=_colour(arguments.output), width=width)
    _write(text, arguments.output)
    return OK


def _explain(arguments: argparse.Namespace) -> int:
    from pyvenice.contract.rules import explained_or_near

    print(explained_or_near(arguments.rule))  # noqa: T201
    return OK


def _accept(arguments: argparse.Namespace) -> int:
    from pyvenice.core import extras

    accepting = extras.load("codegen.accept", extra="codegen", feature="contract accept")
    print(accepting.accept(arguments.provider, arguments.live))  # noqa: T201
    return OK

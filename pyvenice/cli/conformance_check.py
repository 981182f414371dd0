"""`pyvenice conformance check …`: recorded traffic against the pinned contracts."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyvenice.cli.output import write
from pyvenice.contract.diff.findings import ProviderReport, Report
from pyvenice.contract.pin import pin

OK, BROKEN = 0, 1
FORMATS = ("text", "json", "html", "junit")
_ABOUT = "Check every request and answer in HAR files, vcrpy cassettes and journals of the sandbox."
_STATUS = "Exit status 0: the contract is kept; 1: it is broken; 2: could not check."


def add_check(subparsers: Any) -> argparse.ArgumentParser:
    """Add `check` to the commands; its namespace has `run`, which takes it and returns the status."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "check", help="check recorded traffic", description=_ABOUT, epilog=_STATUS
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--provider", metavar="P", help="whose API it is; found by the base URL if left out"
    )
    parser.add_argument("--report", choices=FORMATS, default="text")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of the terminal")
    parser.set_defaults(run=run)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Check the files and write the report. Raises `ContractError` when that cannot be done."""
    from pyvenice.conformance.recordings.recorded_checks import check_files
    from pyvenice.contract.reports import render

    if arguments.provider is not None:
        pin.source(arguments.provider)
    checked = check_files(arguments.files, arguments.provider)
    report = Report(tuple(_providers(checked)), tuple(_notes(checked)))
    to_terminal = arguments.output is None and sys.stdout.isatty()
    colour = to_terminal and "NO_COLOR" not in os.environ
    write(render(report, arguments.report, colour=colour), arguments.output)
    levels = {one.level for provider in report.providers for one in provider.findings}
    return BROKEN if "breaking" in levels else OK


def _providers(checked: Any) -> Iterator[ProviderReport]:
    from pyvenice.conformance.recordings.recorded_checks import counted
    from pyvenice.conformance.report import findings

    for name, count in sorted(checked.exchanges.items()):
        found = findings(checked.violations.get(name, ()))
        version = pin.effective(name).get("info", {}).get("version")
        yield ProviderReport(
            provider=name,
            status="drift" if found else "ok",
            pinned={"version": version},
            live={"version": counted(count), "name": ", ".join(checked.files)},
            findings=found,
        )


def _notes(checked: Any) -> Iterator[str]:
    from pyvenice.conformance.recordings.recorded_checks import counted

    if checked.others:
        verb = "is" if checked.others == 1 else "are"
        yield f"{counted(checked.others)} {verb} for no operation in use: not checked"
    if checked.partial:
        yield f"of {counted(checked.partial)} a body was not recorded, or not as it was: not checked"

"""`pyvenice contract …`: compare pinned contracts with live ones, and say whose argument breaks."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pyvenice.cli.contract_options import parsed
from pyvenice.cli.output import write
from pyvenice.contract.diff.findings import CATEGORIES, LEVELS, ProviderReport, Report
from pyvenice.contract.document.gc_pause import pause_gc
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.core.root_error import PyveniceError

OK, DRIFT, UNCHECKED = 0, 1, 2
_PIPED = 80


def main(argv: Sequence[str] | None = None, *, prog: str = "pyvenice contract") -> int:
    """Exit status 0: nothing at or above --fail-on; 1: drift; 2: could not check, or not tell."""
    atexit.register(gc.freeze)  # what is left goes with the process: nobody need look for garbage
    arguments = parsed(sys.argv[1:] if argv is None else argv, prog)
    try:
        with pause_gc():
            return _run(arguments)
    except PyveniceError as error:
        print(f"{prog}: {error}", file=sys.stderr)  # noqa: T201
    except Exception:  # noqa: BLE001  (the interpreter's own status for a crash is that of drift)
        import traceback

        traceback.print_exc()
    return UNCHECKED


def _run(arguments: argparse.Namespace) -> int:
    try:
        return _COMMANDS[arguments.command](arguments)
    except ImportError as error:
        from pyvenice.cli.missing import missing

        raise missing(error, extra="contract") from error


def check_main(argv: Sequence[str] | None = None, *, prog: str) -> int:
    """`check` by itself, without the word."""
    return main(["check", *(sys.argv[1:] if argv is None else argv)], prog=prog)


def _check(arguments: argparse.Namespace) -> int:
    from pyvenice.contract.diff.check import check
    from pyvenice.contract.fetching.cache import Cache

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

    send = _alerts(arguments)
    whole = _without_ignored(Report(tuple(_in_parallel(one, names))), arguments.ignore)
    status = _told(whole, arguments)
    return status if send(whole) else UNCHECKED


def _alerts(arguments: argparse.Namespace) -> Callable[[Report], bool]:
    """What sends a report to whom the arguments name, and returns whether all of it arrived."""
    asked = (arguments.github_issue, arguments.slack_webhook_env, arguments.webhook_env)
    if not any((*asked, arguments.webhook_secret_env)):
        return lambda _: True
    from pyvenice.cli.contract_alerts import channels, send

    alerts = channels(arguments)
    return lambda whole: send(alerts, whole, _shown(whole, arguments))


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
    from pyvenice.contract.diff.check import diff
    from pyvenice.contract.fetching.fetch import fetch

    old, new = (fetch(one, timeout=arguments.timeout) for one in (arguments.old, arguments.new))
    report = diff(old, new, provider=arguments.provider, operations=arguments.operations)
    return _told(_without_ignored(Report((report,)), arguments.ignore), arguments)


def _without_ignored(report: Report, file: Path | None) -> Report:
    if file is None:
        return report
    import datetime as dt

    from pyvenice.contract.pin.suppressions import acknowledge, read_ignores

    return acknowledge(report, read_ignores(file), dt.datetime.now(dt.UTC).date())


def _told(report: Report, arguments: argparse.Namespace) -> int:
    """Print and judge what of the report is wanted."""
    from pyvenice.contract.reports import render

    report = _shown(report, arguments)
    text = render(
        report,
        arguments.format,
        colour=_colour(arguments.output),
        width=_width(),
        fail_on=arguments.fail_on,
        explain=_explained,
    )
    write(text, arguments.output)
    if arguments.step_summary:
        _summarise(report)
    return _status(report, arguments.fail_on)


def _summarise(report: Report) -> None:
    from pyvenice.contract.reports.github import append_summary

    try:
        written = append_summary(report)
    except OSError as error:
        raise ContractError(f"the step summary cannot be written: {error}") from error
    if not written:
        print("there is no $GITHUB_STEP_SUMMARY to append to", file=sys.stderr)  # noqa: T201


def _explained(rule: str) -> str:
    from pyvenice.contract.diff.rules import explained

    return explained(rule)


def _shown(report: Report, arguments: argparse.Namespace) -> Report:
    wanted: set[str] = set(arguments.only or CATEGORIES)
    return report._replace(providers=tuple(_only(one, wanted) for one in report.providers))


def _only(report: ProviderReport, categories: set[str]) -> ProviderReport:
    kept = tuple(one for one in report.findings if one.category in categories)
    known = tuple(one for one in report.acknowledged if one.category in categories)
    status = "ok" if report.status == "drift" and not kept else report.status
    return report._replace(findings=kept, acknowledged=known, status=status)


def _status(report: Report, fail_on: str) -> int:
    if report.status == "unchecked":
        return UNCHECKED
    failing: Any = () if fail_on == "never" else LEVELS[: LEVELS.index(fail_on) + 1]
    found = {finding.level for one in report.providers for finding in one.findings}
    return DRIFT if found.intersection(failing) else OK


def _colour(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _width() -> int:
    if not sys.stdout.isatty():
        return _PIPED
    import shutil

    return shutil.get_terminal_size().columns


def _history(arguments: argparse.Namespace) -> int:
    from pyvenice.contract.diff.history import in_folder, in_git, replay
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
    width = _width()
    text = render(steps, arguments.format, colour=_colour(arguments.output), width=width)
    write(text, arguments.output)
    return OK


def _explain(arguments: argparse.Namespace) -> int:
    from pyvenice.contract.diff.rules import explained_or_near

    print(explained_or_near(arguments.rule))  # noqa: T201
    return OK


def _accept(arguments: argparse.Namespace) -> int:
    from pyvenice.core import extras

    checkout = pin.specs_folder().parent
    if not (checkout / "pyvenice" / "generated").is_dir():
        raise ContractError(
            "accept rewrites specs/ and pyvenice/generated/ of a checkout, and this pyvenice is "
            "installed: run it in a clone of the repository"
        )
    accepting = extras.load("pyvenice.codegen.accept", extra="codegen", feature="contract accept")
    print(accepting.accept(arguments.provider, arguments.live))  # noqa: T201
    return OK


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": _check,
    "diff": _diff,
    "history": _history,
    "explain": _explain,
    "accept": _accept,
}

"""`contract check` and `contract diff`: compare, print the report, send alerts.

It knows no command-line library: what CI runs every night may call it without loading one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pyvenice.cli import exit_status
from pyvenice.cli.terminal import output
from pyvenice.cli.terminal.progress import print_progress
from pyvenice.contract.diff.findings import CATEGORIES, LEVELS, ProviderReport, Report
from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.pin.project import Project, default_projects, find_project

_WITH_LINES = ("github", "sarif")


def run_check(arguments: SimpleNamespace) -> int:
    """Compare pins with their live documents; the exit status."""
    projects, notes = chosen_projects(arguments)
    for option in ("live", "sdk"):
        if getattr(arguments, option) is not None and len({*arguments.providers}) != 1:
            raise ContractError(
                f"--{option} takes the place of one provider's document: name the provider"
            )
    if arguments.sdk is not None and arguments.live is not None:
        raise ContractError("--sdk and --live both name what the pin is compared with: give one")
    for project in projects:
        _ = project.source

    send = _alerts(arguments)
    report = checked_report(arguments, projects, notes)
    return _finish(report, arguments, send)


def chosen_projects(arguments: SimpleNamespace) -> tuple[list[Project], tuple[str, ...]]:
    """The projects that the arguments name, else those of the folder, with notes for the reader."""
    names = dict.fromkeys(arguments.providers)
    return ([*map(find_project, names)], ()) if names else default_projects()


def run_diff(arguments: SimpleNamespace) -> int:
    """Compare two documents; the exit status."""
    from pyvenice.contract.diff.check import diff

    send = _alerts(arguments)
    old, new = (_side(arguments, name) for name in (arguments.old, arguments.new))
    project = find_project(arguments.provider) if arguments.provider else None
    report = diff(
        old,
        new,
        provider=project and project.name,
        operations=arguments.operations,
        timeout=arguments.timeout,
        folder=project and project.folder,
    )
    return _finish(Report((report,)), arguments, send)


def checked_report(
    arguments: SimpleNamespace, projects: Sequence[Project], notes: tuple[str, ...]
) -> Report:
    """The report on projects, which are checked side by side."""
    from pyvenice.contract.diff.check import check
    from pyvenice.contract.fetching.cache import Cache

    def check_project(project: Project) -> ProviderReport:
        return check(
            project.name,
            live=arguments.live,
            sdk=arguments.sdk,
            operations=arguments.operations,
            timeout=arguments.timeout,
            cache=Cache(),
            folder=project.folder,
        )

    return Report(tuple(_in_parallel(check_project, projects)), notes)


def _in_parallel(
    check: Callable[[Project], ProviderReport], projects: Sequence[Project]
) -> list[ProviderReport]:
    if len(projects) == 1:
        return [check(projects[0])]
    from concurrent.futures import ThreadPoolExecutor, as_completed

    with ThreadPoolExecutor(min(16, len(projects))) as pool:
        running = {pool.submit(check, project): project.name for project in projects}
        for number, done in enumerate(as_completed(running), 1):
            print_progress(f"{number}/{len(running)} {running[done]}: {done.result().status}")
        print_progress("")
        return [done.result() for done in running]


def _side(arguments: SimpleNamespace, name: str) -> Fetched:
    """A document at an address, in a file, or at a revision of the repository."""
    from pyvenice.contract.fetching.fetch import fetch
    from pyvenice.contract.fetching.git_revision import fetch_revision, revision_path

    if revision_path(name) is not None:
        return fetch_revision(name, arguments.git)
    return fetch(name, timeout=arguments.timeout)


def _alerts(arguments: SimpleNamespace) -> Callable[[Report], bool]:
    """Sends a report to the channels in the arguments, and returns whether all of it arrived."""
    options = "github_issue github_comment slack_webhook_env webhook_env webhook_secret_env"
    if not any(getattr(arguments, option, None) for option in options.split()):
        return lambda _: True
    from pyvenice.cli.checks.contract_alerts import channels, send

    alerts = channels(arguments)
    return lambda report: send(alerts, report, _filter(report, arguments))


def _finish(report: Report, arguments: SimpleNamespace, send: Callable[[Report], bool]) -> int:
    """Level, acknowledge, print and send what was found; the exit status that it deserves."""
    from pyvenice.contract.diff.rules import checked_levels, leveled_report

    pairs = (level.partition("=") for level in arguments.levels)
    levels = checked_levels({rule: level for rule, _, level in pairs}, "--level")
    report = without_ignored(leveled_report(report, levels), arguments.ignore)
    status = _print_report(report, arguments)
    return status if send(report) else exit_status.UNCHECKED


def without_ignored(report: Report, file: Path | None) -> Report:
    """The report with the findings acknowledged that a file of known ones lists."""
    if file is None:
        return report
    import datetime as dt

    from pyvenice.contract.pin.suppressions import acknowledge, read_ignores

    return acknowledge(report, read_ignores(file), dt.datetime.now(dt.UTC).date())


def _print_report(report: Report, arguments: SimpleNamespace) -> int:
    """Print the categories that the arguments name, and return the exit status they deserve."""
    report = _filter(report, arguments)
    for format_, _, file in (written.partition("=") for written in arguments.write):
        if not file:
            raise ContractError(f"--write: {format_!r} is not like html=report.html")
        _write(report, arguments, format_, Path(file))
    _write(report, arguments, arguments.format, arguments.output)
    if arguments.step_summary:
        _append_step_summary(report)
    return _status(report, arguments.fail_on)


def _write(report: Report, arguments: SimpleNamespace, format_: str, file: Path | None) -> None:
    from pyvenice.contract.reports import render

    if format_ in _WITH_LINES:
        from pyvenice.contract.pin.source_lines import with_lines

        report = with_lines(report)
    text = render(
        report,
        format_,
        colour=output.has_colour(file),
        width=output.report_width(),
        fail_on=arguments.fail_on,
        explain=_explanation,
    )
    output.write(text, file)


def _append_step_summary(report: Report) -> None:
    from pyvenice.contract.reports.github import append_summary

    try:
        written = append_summary(report)
    except OSError as error:
        raise ContractError(f"the step summary cannot be written: {error}") from error
    if not written:
        print("there is no $GITHUB_STEP_SUMMARY to append to", file=sys.stderr)  # noqa: T201


def _explanation(rule: str) -> str:
    from pyvenice.contract.diff.rules import explained

    return explained(rule)


def _filter(report: Report, arguments: SimpleNamespace) -> Report:
    wanted: set[str] = set(arguments.only or CATEGORIES)
    providers = tuple(_filter_provider(provider, wanted) for provider in report.providers)
    return report._replace(providers=providers)


def _filter_provider(report: ProviderReport, categories: set[str]) -> ProviderReport:
    kept, known = (
        tuple(finding for finding in findings if finding.category in categories)
        for findings in (report.findings, report.acknowledged)
    )
    return report.with_findings(kept, known)


def _status(report: Report, fail_on: str) -> int:
    if report.status == "unchecked":
        return exit_status.UNCHECKED
    failing: Any = () if fail_on == "never" else LEVELS[: LEVELS.index(fail_on) + 1]
    levels = {finding.level for provider in report.providers for finding in provider.findings}
    if levels.intersection(failing):
        return exit_status.FAILED
    partly = any(provider.unchecked for provider in report.providers)
    return exit_status.UNCHECKED if partly else exit_status.OK

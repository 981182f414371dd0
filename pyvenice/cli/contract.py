"""`pyvenice contract …`: compare pinned contracts with live ones, and say whose argument breaks."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click

from pyvenice.cli import exit_status
from pyvenice.cli.checks import contract_options
from pyvenice.cli.groups import CommandGroup
from pyvenice.cli.options import ListCommand, known_providers
from pyvenice.cli.terminal import output
from pyvenice.cli.terminal.progress import print_progress
from pyvenice.contract.diff.findings import CATEGORIES, LEVELS, ProviderReport, Report
from pyvenice.contract.document.gc_pause import pause_gc
from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.project import CONTRACTS, Project, default_projects, find_project

_PIPED_WIDTH = 80
_WITH_LINES = ("github", "sarif")
_STATUS = "Exit status 0: no finding at or above --fail-on; 1: drift; 2: could not check."


def main(argv: Sequence[str] | None = None, *, prog: str = "pyvenice contract") -> int:
    """Exit status 0: nothing at or above --fail-on; 1: drift; 2: could not check, or not report."""
    return exit_status.run(command, argv, prog=prog)


def check_main(argv: Sequence[str] | None = None, *, prog: str) -> int:
    """`check` by itself, without the word."""
    return main(["check", *(sys.argv[1:] if argv is None else argv)], prog=prog)


def _check(arguments: SimpleNamespace) -> int:
    names = list(dict.fromkeys(arguments.providers))
    projects, notes = default_projects() if not names else ([*map(find_project, names)], ())
    for option in ("live", "sdk"):
        if getattr(arguments, option) is not None and len(names) != 1:
            raise ContractError(
                f"--{option} takes the place of one provider's document: name the provider"
            )
    if arguments.sdk is not None and arguments.live is not None:
        raise ContractError("--sdk and --live both name what the pin is compared with: give one")
    for project in projects:
        _ = project.source

    send = _alerts(arguments)
    report = _checked(arguments, projects, notes)
    return _finish(report, arguments, send)


def _checked(
    arguments: SimpleNamespace, projects: Sequence[Project], notes: tuple[str, ...]
) -> Report:
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


def _site(arguments: SimpleNamespace) -> int:
    from pyvenice.cli.checks.contract_site import write_site

    names = list(dict.fromkeys(arguments.providers))
    projects, notes = default_projects() if not names else ([*map(find_project, names)], ())
    given = SimpleNamespace(live=None, sdk=None, operations=(), timeout=arguments.timeout)

    def check() -> Report:
        return _without_ignored(_checked(given, projects, notes), arguments.ignore)

    return write_site(arguments, projects, check)


def _finish(report: Report, arguments: SimpleNamespace, send: Callable[[Report], bool]) -> int:
    """Level, acknowledge, print and send what was found; the exit status that it deserves."""
    from pyvenice.contract.diff.rules import checked_levels, leveled_report

    pairs = (level.partition("=") for level in arguments.levels)
    levels = checked_levels({rule: level for rule, _, level in pairs}, "--level")
    report = _without_ignored(leveled_report(report, levels), arguments.ignore)
    status = _print_report(report, arguments)
    return status if send(report) else exit_status.UNCHECKED


def _alerts(arguments: SimpleNamespace) -> Callable[[Report], bool]:
    """Sends a report to the channels in the arguments, and returns whether all of it arrived."""
    options = "github_issue github_comment slack_webhook_env webhook_env webhook_secret_env"
    if not any(getattr(arguments, option, None) for option in options.split()):
        return lambda _: True
    from pyvenice.cli.checks.contract_alerts import channels, send

    alerts = channels(arguments)
    return lambda report: send(alerts, report, _filter(report, arguments))


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


def _diff(arguments: SimpleNamespace) -> int:
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


def _side(arguments: SimpleNamespace, name: str) -> Fetched:
    """A document at an address, in a file, or at a revision of the repository."""
    from pyvenice.contract.fetching.fetch import fetch
    from pyvenice.contract.fetching.git_revision import fetch_revision, revision_path

    if revision_path(name) is not None:
        return fetch_revision(name, arguments.git)
    return fetch(name, timeout=arguments.timeout)


def _without_ignored(report: Report, file: Path | None) -> Report:
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
        width=output.report_width(_PIPED_WIDTH),
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


def _history(arguments: SimpleNamespace) -> int:
    from pyvenice.contract.diff.history import in_folder, in_git, replay
    from pyvenice.contract.reports.history import render

    provider, source, repository = arguments.provider, arguments.source, arguments.git
    if source is None and repository is None and provider in pin.providers(CONTRACTS):
        repository, source = CONTRACTS / provider, "./contract.yaml"
    if source is None:
        provider, source = None, provider
    if source is None:
        raise ContractError("history needs a folder, or --git REPO and the path of a file in it")
    operations = arguments.operations
    project = find_project(provider) if provider else None
    if not operations and project:
        operations = [(used.method, used.path) for used in project.source.published]
    if not operations:
        raise ContractError("history needs a PROVIDER or --operations to know what is in view")
    versions = in_git(repository, source) if repository else in_folder(Path(source))
    steps = list(replay(versions, operations))
    if project:
        from pyvenice.contract.diff.impact import steps_with_impact

        steps = steps_with_impact(steps, project.source)
    colour, width = output.has_colour(arguments.output), output.report_width(_PIPED_WIDTH)
    output.write(render(steps, arguments.format, colour=colour, width=width), arguments.output)
    return exit_status.OK


def _explain(arguments: SimpleNamespace) -> int:
    from pyvenice.contract.diff.rules import explained_or_near

    click.echo(explained_or_near(arguments.rule))
    return exit_status.OK


def _rules(arguments: SimpleNamespace) -> int:
    from pyvenice.cli.checks.contract_rules import rules_text

    output.write(rules_text(arguments.format), arguments.output)
    return exit_status.OK


def _accept(arguments: SimpleNamespace) -> int:
    from pyvenice.core import extras

    project = find_project(arguments.provider)
    shipped = project.folder == pin.specs_folder()
    checkout = project.folder.parent
    if shipped and not (checkout / "pyvenice" / "generated").is_dir():
        raise ContractError(
            "accept rewrites specs/ and pyvenice/generated/ of a checkout, and this pyvenice is "
            "installed: run it in a clone of the repository"
        )
    accepting = extras.load(
        "pyvenice.codegen.pinning.accept", extra="codegen", feature="contract accept"
    )
    folder = None if shipped else project.folder
    click.echo(accepting.accept(project.name, arguments.live, folder=folder))
    return exit_status.OK


def _init(arguments: SimpleNamespace) -> int:
    from pyvenice.cli.checks.contract_init import init

    return init(arguments)


class _Group(CommandGroup):
    """Makes the options of the subcommand that is called: those of all take a tenth of a check."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name in _SUBCOMMANDS and cmd_name not in self.commands:
            self.add_command(_subcommand(cmd_name, *_SUBCOMMANDS[cmd_name]))
        return self.commands.get(cmd_name)

    def invoke(self, ctx: click.Context) -> int:
        # The process ends with its trees: without this, the collector walks them once more.
        atexit.register(gc.freeze)
        with pause_gc():
            return exit_status.report_check(super().invoke, ctx, extra="contract")


def _subcommand(name: str, body: Callable[[SimpleNamespace], int], about: str) -> click.Command:
    parameters = contract_options.parameters(name)
    names_provider = any(parameter.name in {"provider", "providers"} for parameter in parameters)
    return ListCommand(
        name,
        help=f"{about[0].upper()}{about[1:]}.",
        short_help=about,
        epilog=f"PROVIDER: {known_providers()}. {_STATUS}" if names_provider else _STATUS,
        params=parameters,
        callback=lambda **given: body(SimpleNamespace(**given)),
    )


_SUBCOMMANDS: dict[str, tuple[Callable[[SimpleNamespace], int], str]] = {
    "init": (_init, "pin the operations of an API that you call, in ./contracts"),
    "check": (_check, "compare pinned operations with the live document of the API"),
    "diff": (_diff, "compare two documents: files, URLs, or - for stdin"),
    "history": (_history, "list what each version of a document changed"),
    "explain": (_explain, "explain a rule"),
    "rules": (_rules, "list all rules with levels and reasons"),
    "site": (_site, "write a static site with findings, timelines and feeds"),
    "accept": (_accept, "accept the changes: pin the live document"),
}
command = _Group(
    "contract",
    help="Find what changed in the APIs that you call, and which argument breaks.",
    epilog=_STATUS,
    context_settings={"help_option_names": ["-h", "--help"]},
)

"""`pyvenice conformance …`: whether servers and recorded traffic keep the pinned contracts."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from pyvenice.cli import exit_status
from pyvenice.cli.checks import conformance_options
from pyvenice.cli.groups import CommandGroup
from pyvenice.cli.invocation import invoke_check, run_command
from pyvenice.cli.options import ListCommand, known_providers
from pyvenice.cli.terminal import output
from pyvenice.cli.terminal.errors import print_error
from pyvenice.cli.terminal.progress import print_progress
from pyvenice.contract.diff.findings import ProviderReport, Report
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.project import find_project
from pyvenice.contract.pin.source import Source, short_path
from pyvenice.contract.slicing.unchecked import UncheckedPlace

if TYPE_CHECKING:
    from pyvenice.conformance.run.result import RunResult

_PIPED_WIDTH = 100
# A request to a host elsewhere may be billed: fewer of them, and slowly.
_MOST_FREE, _MOST_PAID, _RATE = 200, 100, 2
_STATUS = "Exit status 0: no violation; 1: violations; 2: could not check."
_RUN = "Send requests to a server, and check each response. Without --base-url, the server is the sandbox."
_CHECK = (
    "Check each request and response in HAR files, vcrpy cassettes and journals of the sandbox."
)


def main(argv: Sequence[str] | None = None, *, prog: str = "pyvenice conformance") -> int:
    """Exit status 0: the contract is kept; 1: it is broken; 2: could not check."""
    return run_command(command, argv, prog=prog)


def _run(arguments: SimpleNamespace) -> int:
    from pyvenice.conformance.errors import RunError
    from pyvenice.conformance.run.report import render_run
    from pyvenice.conformance.run.result import RunResult, RunSummary
    from pyvenice.conformance.run.run import run, selected_operations

    if arguments.random and arguments.seed is not None:
        raise click.UsageError("--random and --seed: give one", click.get_current_context())
    source, document = _contract(arguments)
    names = _operation_names(arguments, source)
    selected_operations(document, names)
    output.check_writable(arguments.output)
    version = str(document["info"].get("version", ""))
    summary_of = partial(RunSummary, source, version=version, file=_contract_file(arguments))
    fails = True
    try:
        with _target(arguments, source, names) as target:
            options = _options(arguments, target.base_url)
            result = run(document, names, target, options, print_progress)
            print_progress("")
            result.notes += _untested_families(arguments, source)
            fails = _leave_out(result, arguments)
            key, seed = target.key, options.seed
            summary = summary_of(target.base_url, result, key=key, seed=seed)
    except ContractError as error:
        if arguments.base_url is None and not isinstance(error, RunError):
            raise  # there is no server to report on
        print_error(error, "pyvenice conformance")
        result = RunResult(troubles=[UncheckedPlace("anything", "", str(error))])
        summary = summary_of(arguments.base_url or "the sandbox", result)
    colour = output.has_colour(arguments.output)
    width = output.report_width()
    output.write(
        render_run(summary, arguments.format, colour=colour, width=width), arguments.output
    )
    if result.found and fails:
        return exit_status.FAILED
    return exit_status.UNCHECKED if result.troubles else exit_status.OK


def _operation_names(arguments: SimpleNamespace, source: Source) -> list[str]:
    """The operations to send: those that are named, all, or those that are not of a family.

    Families hold what costs money by the word or the second, and what makes and deletes API keys.
    """
    used = [operation for operation in source.operations if arguments.all or not operation.family]
    given = [(operation.method, operation.called_path) for operation in used]
    return [f"{method.upper()} {path}" for method, path in arguments.operations or given]


def _untested_families(arguments: SimpleNamespace, source: Source) -> list[str]:
    """A note of the families that are not tested because nobody named their operations."""
    families = dict.fromkeys(used.family for used in source.operations if used.family)
    if arguments.operations or arguments.all or not families:
        return []
    count = sum(1 for used in source.operations if used.family)
    return [
        (
            f"{count} operations are left out ({', '.join(families)}): name them with --operations, or test"
            " all with --all"
        )
    ]


def _contract(arguments: SimpleNamespace) -> tuple[Source, Any]:
    """The contract to keep: that of a project, with its overlay, or a document."""
    from pyvenice.contract.pin.document_source import read_contract

    if (arguments.provider is None) == (arguments.contract is None):
        raise click.UsageError(
            "name a PROVIDER, or a document with --contract", click.get_current_context()
        )
    if arguments.contract is not None:
        return read_contract(arguments.contract)
    project = find_project(arguments.provider)
    return project.source, pin.effective(project.name, project.folder)


def _contract_file(arguments: SimpleNamespace) -> str:
    """The file that annotations point to, seen from the working folder; empty for an address."""
    if arguments.contract is not None:
        return arguments.contract.as_posix() if arguments.contract.is_file() else ""
    return short_path(find_project(arguments.provider).contract)


def _leave_out(result: RunResult, arguments: SimpleNamespace) -> bool:
    """Leave out what `--only` does not name and what ignore files know; whether what is left fails."""
    from pyvenice.contract.pin.suppressions import write_ignores

    if arguments.only:
        result.leave_out(lambda violation: not _is_named(violation.rule, arguments.only))
        result.notes.append(_only_note(arguments.only))
    if arguments.ignore is not None:
        _leave_out_known(result, arguments.ignore)
    file = arguments.accept_known
    if file is None:
        return True
    if file.exists():
        _leave_out_known(result, file)
        return True
    violations = [found.violation for found in result.found]
    write_ignores(file, [(kind.rule, kind.operation, kind.pointer) for kind in violations])
    result.notes.append(f"{len(violations)} violations are known from now on: {file}")
    return False


def _leave_out_known(result: RunResult, file: Path) -> None:
    from pyvenice.contract.pin.suppressions import read_ignores, valid_entries

    entries, notes = valid_entries(read_ignores(file))
    result.notes += notes
    left_out = result.leave_out(
        lambda violation: any(
            entry.covers_place(violation.rule, violation.operation, violation.pointer)
            for entry in entries
        )
    )
    if left_out:
        result.notes.append(f"{left_out} known violations are left out: {file}")


def _is_named(rule: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(rule, pattern) for pattern in patterns)


def _only_note(patterns: Sequence[str]) -> str:
    return f"only these rules are checked: {', '.join(patterns)} (--only)"


@contextmanager
def _target(arguments: SimpleNamespace, source: Source, names: Sequence[str]) -> Iterator[Any]:
    """The server at `--base-url`, or a sandbox for as long as the run takes."""
    from pyvenice.conformance.run.run import Target
    from pyvenice.conformance.run.wire import is_loopback

    if arguments.base_url is None:
        from pyvenice.sandbox import background

        with background() as server:
            yield Target(_sandbox_url(server, source), server.api_key)
        return
    if urlsplit(arguments.base_url).scheme not in {"http", "https"}:
        raise ContractError(f"--base-url is no http address: {arguments.base_url!r}")
    target = Target(arguments.base_url, os.environ.get(source.api_key_env) or None)
    if target.key and not is_loopback(target.base_url):
        _confirm(arguments, source, names)
    yield target


def _sandbox_url(server: Mapping[str, str], source: Source) -> str:
    url = server.get(source.provider)
    if url is None:
        raise ContractError(
            f"the sandbox has no dialect of {source.title} yet: name a server with --base-url"
        )
    return url


def _confirm(arguments: SimpleNamespace, source: Source, names: Sequence[str]) -> None:
    host = urlsplit(arguments.base_url).hostname
    what = "only requests that it must refuse" if arguments.no_cost else "requests that COST MONEY"
    if (changing := _changing(names)) and not arguments.no_cost:
        what += f" and that CREATE, CHANGE OR DELETE things ({', '.join(changing)})"
    question = f"send {what} to {host} with the key in ${source.api_key_env}"
    if arguments.yes:
        return
    if not sys.stdin.isatty():
        raise ContractError(f"this would {question}: add --yes if that is meant")
    print(f"This will {question}. Go on? [y/N] ", end="", file=sys.stderr, flush=True)  # noqa: T201
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        raise ContractError("nothing was sent")


def _changing(names: Sequence[str]) -> list[str]:
    """The operations that change what is kept: by their method, or where what they make can be deleted."""
    deleted = {name.removeprefix("DELETE ") for name in names if name.startswith("DELETE ")}
    return [
        name
        for name in names
        if name.startswith(("DELETE ", "PATCH ", "PUT "))
        or (name.startswith("POST ") and name.removeprefix("POST ") in deleted)
    ]


def _options(arguments: SimpleNamespace, base_url: str) -> Any:
    from pyvenice.conformance.run.run import Options
    from pyvenice.conformance.run.wire import is_loopback

    seed = arguments.seed
    if arguments.random:
        import secrets

        seed = secrets.randbelow(2**32)
        print(f"seed {seed}", file=sys.stderr)  # noqa: T201
    remote = not is_loopback(base_url)
    most = arguments.max_requests
    if most is None and (arguments.no_cost or remote):
        most = _MOST_FREE if arguments.no_cost else _MOST_PAID
    return Options(
        cases=arguments.cases,
        seed=seed,
        no_cost=arguments.no_cost,
        check_keys=arguments.check_keys,
        max_requests=most,
        rate=arguments.rate or (_RATE if remote else None),
        model=arguments.model,
    )


def _check(arguments: SimpleNamespace) -> int:
    from pyvenice.conformance.errors import RecordingError
    from pyvenice.conformance.recordings.recorded_checks import check_files
    from pyvenice.contract.reports import render

    if arguments.provider is not None:
        pin.source(arguments.provider)
    try:
        checked = check_files(arguments.files, arguments.provider)
    except RecordingError as error:
        print_error(error, "pyvenice conformance")
        report = _unchecked_recording(arguments, str(error))
    else:
        every = Report(tuple(_provider_reports(checked)), tuple(_notes(checked)))
        report = _filter_report(every, arguments)
    colour = output.has_colour(arguments.output)
    output.write(render(report, arguments.format, colour=colour), arguments.output)
    levels = {finding.level for provider in report.providers for finding in provider.findings}
    if report.status == "unchecked":
        return exit_status.UNCHECKED
    return exit_status.FAILED if "breaking" in levels else exit_status.OK


def _unchecked_recording(arguments: SimpleNamespace, reason: str) -> Report:
    name = arguments.provider or "recorded traffic"
    return Report((ProviderReport(name, "unchecked", reason, subject="conformance", file=""),))


def _filter_report(report: Report, arguments: SimpleNamespace) -> Report:
    """The report with the rules that `--only` names, and without what the ignore file knows."""
    from pyvenice.contract.pin.suppressions import acknowledge, read_ignores

    if arguments.only:
        named = (
            provider.with_findings(
                tuple(item for item in provider.findings if _is_named(item.rule, arguments.only)),
                (),
            )
            for provider in report.providers
        )
        notes = (*report.notes, _only_note(arguments.only))
        report = report._replace(providers=tuple(named), notes=notes)
    if arguments.ignore is None:
        return report
    return acknowledge(report, read_ignores(arguments.ignore), dt.datetime.now(dt.UTC).date())


def _provider_reports(checked: Any) -> Iterator[ProviderReport]:
    from pyvenice.conformance.checks.violations import findings
    from pyvenice.conformance.recordings.recorded_checks import exchange_count

    for name, count in sorted(checked.exchanges.items()):
        provider_findings = findings(checked.violations.get(name, ()))
        version = pin.effective(name).get("info", {}).get("version")
        yield ProviderReport(
            provider=name,
            status="drift" if provider_findings else "ok",
            pinned={"version": version},
            live={"version": exchange_count(count), "name": ", ".join(checked.files)},
            findings=provider_findings,
            file=str(checked.files[0]) if len(checked.files) == 1 else "",
            subject="conformance",
        )


def _notes(checked: Any) -> Iterator[str]:
    from pyvenice.conformance.recordings.recorded_checks import exchange_count

    if checked.others:
        verb = "is" if checked.others == 1 else "are"
        yield f"{exchange_count(checked.others)} {verb} for no operation in use: not checked"
    if checked.partial:
        yield f"of {exchange_count(checked.partial)} a body was not recorded, or not as it was: not checked"


class _Group(CommandGroup):
    def invoke(self, ctx: click.Context) -> int:
        return invoke_check(super().invoke, ctx, extra="conformance")


def _subcommand(
    name: str, body: Callable[[SimpleNamespace], int], about: str, description: str
) -> click.Command:
    return ListCommand(
        name,
        help=description,
        short_help=about,
        epilog=f"PROVIDER: {known_providers()}. {_STATUS}",
        params=conformance_options.parameters(name),
        callback=lambda **given: body(SimpleNamespace(**given)),
    )


command = _Group(
    "conformance",
    help="Test whether a server, or recorded traffic, conforms to an API document.",
    context_settings={"help_option_names": ["-h", "--help"]},
    commands=[
        _subcommand("run", _run, "send requests to a server, and check each response", _RUN),
        _subcommand("check", _check, "check recorded traffic", _CHECK),
    ],
)

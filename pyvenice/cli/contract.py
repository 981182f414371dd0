"""`pyvenice contract …`: compare pinned contracts with live ones, and say whose argument breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import click

from pyvenice.cli import exit_status
from pyvenice.cli.checks import contract_options
from pyvenice.cli.checks.contract_check import (
    checked_report,
    chosen_projects,
    run_check,
    run_diff,
    without_ignored,
)
from pyvenice.cli.groups import CommandGroup
from pyvenice.cli.invocation import invoke_check, run_command
from pyvenice.cli.options import ListCommand, known_providers
from pyvenice.cli.terminal import output
from pyvenice.contract.diff.findings import Report
from pyvenice.contract.document.gc_pause import pause_gc_to_the_end
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.project import CONTRACTS, find_project

_STATUS = "Exit status 0: no finding at or above --fail-on; 1: drift; 2: could not check."


def main(argv: Sequence[str] | None = None, *, prog: str = "pyvenice contract") -> int:
    """Exit status 0: nothing at or above --fail-on; 1: drift; 2: could not check, or not report."""
    return run_command(command, argv, prog=prog)


def _site(arguments: SimpleNamespace) -> int:
    from pyvenice.cli.checks.contract_site import write_site

    projects, notes = chosen_projects(arguments)
    given = SimpleNamespace(live=None, sdk=None, operations=(), timeout=arguments.timeout)

    def check() -> Report:
        return without_ignored(checked_report(given, projects, notes), arguments.ignore)

    return write_site(arguments, projects, check)


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
    colour, width = output.has_colour(arguments.output), output.report_width()
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
        with pause_gc_to_the_end():
            return invoke_check(super().invoke, ctx, extra="contract")


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
    "check": (run_check, "compare pinned operations with the live document of the API"),
    "diff": (run_diff, "compare two documents: files, URLs, or - for stdin"),
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

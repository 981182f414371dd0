"""`pyvenice contract site DIR`: check, and write what was found as a static site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import click

from pyvenice.contract.alerts.site import site_files
from pyvenice.contract.diff.findings import Report
from pyvenice.contract.diff.history import of_project
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.project import Project
from pyvenice.contract.reports.history import HistoryStep
from pyvenice.core.atomic_write import write_file


def write_site(
    arguments: SimpleNamespace, projects: Sequence[Project], check: Callable[[], Report]
) -> int:
    """Write the site into a folder; the exit status is 0 whatever was found."""
    histories = {project.name: _history(project) for project in projects}
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    files = site_files(check(), histories, url=arguments.url, now=now)
    try:
        arguments.folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            write_file(arguments.folder / name, text)
    except (FileExistsError, NotADirectoryError) as error:
        raise ContractError(f"{arguments.folder}: a site needs a folder, this is a file") from error
    except OSError as error:
        raise ContractError(f"{error.filename or arguments.folder}: {error.strerror}") from error
    click.echo(f"wrote {len(files)} files to {arguments.folder}")
    return 0


def _history(project: Project) -> list[HistoryStep]:
    """What each commit of the pin changed; nothing where there is no repository."""
    try:
        return of_project(project)
    except ContractError:
        return []

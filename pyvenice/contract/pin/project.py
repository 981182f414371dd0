"""Contract projects: where they are, those in `./contracts` and those that are shipped."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import Source

CONTRACTS = Path("contracts")
"""Where projects of one's own are, seen from the working folder."""


class Project(NamedTuple):
    """An API whose contract is pinned."""

    name: str
    folder: Path
    """The folder around the project's, which holds the lock of all projects in it."""

    @property
    def source(self) -> Source:
        """What its `source.toml` says. Raises `ContractError`."""
        return pin.source(self.name, self.folder)

    @property
    def contract(self) -> Path:
        """The file with the pinned facts."""
        return self.folder / self.name / "contract.yaml"


def find_project(name: str) -> Project:
    """The project of a name or at a path: first in `./contracts`, then among the shipped ones.

    Raises `ContractError` for an unknown one, naming the nearest.
    """
    path = Path(name)
    if len(path.parts) > 1 and (path / "source.toml").is_file():
        return Project(path.name, path.parent)
    if name in pin.providers(CONTRACTS):
        return Project(name, CONTRACTS)
    if name in pin.providers():
        return Project(name, pin.specs_folder())
    import difflib

    known = known_projects()
    near = difflib.get_close_matches(name.lower(), known, n=1)
    meant = f"; did you mean {near[0]}? There" if near else "; there"
    raise ContractError(
        f"there is no provider {name!r}{meant} are {', '.join(known)}; "
        "'pyvenice contract init' pins another API"
    )


def known_projects() -> tuple[str, ...]:
    """The names of all projects, those in `./contracts` first."""
    return tuple(dict.fromkeys((*pin.providers(CONTRACTS), *pin.providers())))


class DefaultProjects(NamedTuple):
    """What is checked when no project is named."""

    projects: list[Project]
    notes: tuple[str, ...] = ()
    """Which shipped ones are left out, and why."""


def default_projects(environment: Mapping[str, str] = os.environ) -> DefaultProjects:
    """Those in `./contracts`; without any, the shipped ones that anybody can reach.

    A server of one's own counts if its address is configured, and a document that is read with a key if the
    key is there.
    """
    if own := pin.providers(CONTRACTS):
        return DefaultProjects([Project(name, CONTRACTS) for name in own])
    projects, notes = [], []
    for name in pin.providers():
        project = Project(name, pin.specs_folder())
        reason = _reason_to_leave_out(project.source, environment)
        if reason:
            notes.append(f"{name} was not checked: {reason}")
        else:
            projects.append(project)
    return DefaultProjects(projects, tuple(notes))


def _reason_to_leave_out(source: Source, environment: Mapping[str, str]) -> str:
    if is_loopback(source.base_url):
        names = [name for name in (source.base_url_env, *source.other_base_url_envs) if name]
        if not any(environment.get(name) for name in names):
            return f"it is a server of one's own; name it, or set {' or '.join(names)}"
    if source.live_key and not environment.get(source.api_key_env):
        return f"its document is read with the key in {source.api_key_env}, which is not set"
    return ""


def is_loopback(url: str) -> bool:
    """Whether a URL names this machine."""
    from ipaddress import ip_address

    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""Settings of the MCP server: folders, hosts and the budget."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from pyvenice.errors import ConfigError
from pyvenice.ledger.database import usual_path


@dataclass(frozen=True, slots=True, kw_only=True)
class McpSettings:
    """What an agent may read, spend and write."""

    folder: Path
    """Results are written here; nothing in it is ever replaced."""
    roots: tuple[Path, ...] = ()
    """Images may be read from these folders, besides `folder`."""
    image_hosts: tuple[str, ...] = ()
    """Images may be named by https URLs at these hosts."""
    budget: float | None = None
    """US dollars for everything that this server buys until it ends."""
    sandbox: bool = False
    patience: float = 45.0
    """Seconds after which a tool answers that its call goes on: clients wait for about 60."""


def usual_folder() -> Path:
    """The folder of results where none is given."""
    return Path(os.fspath(usual_path())).parent / "mcp"


def prepare_folder(settings: McpSettings) -> None:
    """Make the folder of results. Raises `ConfigError` where nothing can be written to it."""
    if not settings.folder.is_absolute():
        raise ConfigError(f"the folder of results must be absolute, not {settings.folder}")
    try:
        settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=settings.folder):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise ConfigError(f"the folder {settings.folder} cannot be written to: {reason}") from error

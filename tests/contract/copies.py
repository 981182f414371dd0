"""A copy of the pins, and live documents made from them by one change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyvenice.contract.document import yaml12
from pyvenice.contract.pin import pin

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs"
Change = Callable[[dict[str, Any]], object]


def specs_in(folder: Path) -> Path:
    """A copy of `specs/` that a test may change."""
    return Path(shutil.copytree(SPECS, folder / "specs"))


def document(provider: str, *changes: Change) -> str:
    """What is pinned, as a live document, changed."""
    tree = pin.contract(provider)
    for change in changes:
        change(tree)
    return yaml12.dumps(tree)


def live(folder: Path, provider: str, *changes: Change) -> Path:
    """The same as a file."""
    path = folder / f"{provider}.{len(list(folder.glob('*.live.yaml')))}.live.yaml"
    path.write_text(document(provider, *changes), encoding="utf-8")
    return path


def ratio_removed(tree: dict[str, Any]) -> None:
    """`aspect_ratio` of Venice's edit takes 4:5 no longer: breaking."""
    _edit(tree)["aspect_ratio"]["enum"].remove("4:5")


def prompt_shorter(tree: dict[str, Any]) -> None:
    """The prompt of Venice's edit may have a hundred characters at most: breaking."""
    _edit(tree)["prompt"]["maxLength"] = 100


def ratio_added(tree: dict[str, Any]) -> None:
    """`aspect_ratio` of Venice's edit takes 7:5, too: info."""
    _edit(tree)["aspect_ratio"]["enum"].append("7:5")


def operation_removed(path: str) -> Change:
    """A path is gone."""
    return lambda tree: tree["paths"].pop(path)


def version(label: str) -> Change:
    """`info.version` is another one."""
    return lambda tree: tree["info"].update(version=label)


def _edit(tree: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = tree["components"]["schemas"]["EditImageRequest"]["properties"]
    return properties

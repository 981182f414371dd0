"""The pin: what stands in a folder of contracts, checked against `specs.lock`, as it is and will be."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyvenice.contract.errors import ContractError, PinError, shape_problem
from pyvenice.contract.pin.source import Source, read_source

Json = Any


def specs_folder() -> Path:
    """The folder `specs/`: package data of an installed wheel, or beside the package in a checkout."""
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "specs", package.parent / "specs"):
        if (folder / "specs.lock").is_file():
            return folder
    raise PinError(f"no folder 'specs' with a specs.lock in {package} or beside it")


def providers(folder: Path | None = None) -> tuple[str, ...]:
    """The names of all pinned providers, sorted."""
    folder = folder or specs_folder()
    return tuple(sorted(path.parent.name for path in folder.glob("*/source.toml")))


def source(provider: str, folder: Path | None = None) -> Source:
    """What `source.toml` says about a provider. Raises `ContractError` for an unknown one."""
    folder = folder or specs_folder()
    path = folder / provider / "source.toml"
    if not path.is_file():
        raise ContractError(f"there is no provider {provider!r}{_hint(provider, folder)}")
    return read_source(path)


def _hint(provider: str, folder: Path) -> str:
    import difflib

    known = providers(folder)
    near = difflib.get_close_matches(provider.lower(), known, n=1)
    meant = f"; did you mean {near[0]}? There" if near else "; there"
    return f"{meant} are {', '.join(known)}"


def contract(provider: str, folder: Path | None = None) -> dict[str, Json]:
    """The pinned facts. Raises `PinError` when the file is not the one that `specs.lock` records."""
    from pyvenice.contract.document import yaml12

    folder = folder or specs_folder()
    path = folder / provider / "contract.yaml"
    tree = yaml12.loads(pinned_text(provider, folder), name=str(path))
    if not isinstance(tree, dict):
        raise PinError(f"{path} holds no OpenAPI document")
    return tree


def pinned_text(provider: str, folder: Path) -> bytes:
    """`contract.yaml` as it is, once its hash was found to be the recorded one."""
    path = folder / provider / "contract.yaml"
    text = _read(path)
    recorded = read_lock(folder).get(provider, {}).get("contract_sha256")
    if sha256(text) != recorded:
        raise PinError(
            f"{path} is not what specs.lock records: it was edited by hand or pulled by halves. "
            f"Corrections belong in overlay.yaml; 'pyvenice contract accept {provider}' moves the pin"
        )
    return text


def effective(provider: str, folder: Path | None = None) -> dict[str, Json]:
    """The contract with its overlay applied, as OpenAPI 3.1. Cached: do not change what you get."""
    return _effective(provider, folder or specs_folder())


@functools.cache
def _effective(provider: str, folder: Path) -> dict[str, Json]:
    from pyvenice.contract.document.openapi31 import to_openapi31
    from pyvenice.contract.pin.overlay import apply_overlay, read_overlay

    path = folder / provider / "overlay.yaml"
    pinned = contract(provider, folder)
    if not path.exists():  # a document that needs no corrections needs no overlay
        return to_openapi31(pinned)
    return to_openapi31(apply_overlay(pinned, read_overlay(path), name=str(path)))


def read_lock(folder: Path) -> dict[str, dict[str, Json]]:
    """`specs.lock` as a table by provider; empty when there is none yet."""
    path = folder / "specs.lock"
    if not path.is_file():
        return {}
    try:
        lock: dict[str, dict[str, Json]] = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise PinError(f"{path}: {shape_problem(error)}") from error
    if not isinstance(lock, dict) or not all(isinstance(record, dict) for record in lock.values()):
        raise PinError(f"{path}: it is no table of records by provider")
    return lock


def lock_text(provider: str, text: str, record: Mapping[str, Json], folder: Path) -> str:
    """`specs.lock` as it will be with this contract and its record."""
    lock = read_lock(folder) | {provider: dict(record) | {"contract_sha256": sha256(text.encode())}}
    ordered = {name: dict(sorted(lock[name].items())) for name in sorted(lock)}
    return json.dumps(ordered, indent=2) + "\n"


def sha256(content: bytes) -> str:
    """The hash by which documents are known; a version label never is."""
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PinError(f"{path}: {error.strerror or error}") from error

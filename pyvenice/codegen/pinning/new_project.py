"""`pyvenice contract init`: a new contract project, from a document and the operations in use."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pyvenice.codegen.pinning.lock import pin_lock
from pyvenice.codegen.pinning.new_pin import new_pin
from pyvenice.codegen.pinning.pull import JOURNAL
from pyvenice.codegen.pinning.swap import recover, swap
from pyvenice.contract.errors import ContractError
from pyvenice.contract.fetching.fetch import Fetched
from pyvenice.contract.operation.servers import server_urls
from pyvenice.contract.pin import pin
from pyvenice.contract.pin.source import is_project_name, read_source_text, short_path
from pyvenice.contract.pin.usage.operation_match import Operations, Request
from pyvenice.contract.pin.usage.source_text import source_text
from pyvenice.contract.reports.values import visible
from pyvenice.contract.slicing.operation_hashes import OperationHashes
from pyvenice.contract.slicing.published_document import PublishedDocument


class NewProject(NamedTuple):
    """What a project is made of."""

    name: str
    origin: str
    """Where the document came from: an address or a file; `-` for standard input, which is not kept."""
    operations: Sequence[str]
    code: Sequence[Path] = ()
    """Folders with the code that calls the API."""


def refuse_name(name: str, folder: Path) -> None:
    """Raises `ContractError` when no project can be called so, or one is."""
    if not is_project_name(name):
        raise ContractError(
            f"{name!r} cannot be the name of a project: use letters, digits, '.', '_' and '-'"
        )
    if (folder / name / "source.toml").exists():
        raise ContractError(
            f"{short_path(folder / name)} exists already: change its source.toml, and run "
            f"'pyvenice contract accept {name}'"
        )


def operations_of(fetched: Fetched) -> Operations:
    """The operations of a document. Raises `DocumentError` when it cannot be read or has none."""
    document = PublishedDocument(fetched.raw, name=fetched.url, path=fetched.path)
    names = list(OperationHashes(document))
    operations = Operations(names, server_urls(document.openapi3[0]))
    if not operations.names:
        raise ContractError(f"{fetched.url}: the document has no operation to pin")
    return operations


def chosen_operations(known: Operations, wanted: Iterable[tuple[str, str]]) -> list[str]:
    """Operations as the document writes them. Raises `ContractError` for one that it does not have."""
    return list(dict.fromkeys(_operation(known, method.upper(), path) for method, path in wanted))


def _operation(known: Operations, method: str, path: str) -> str:
    name = f"{method} {path}"
    found = name if name in known.names else known.find(Request(method, path))
    if found is None:
        import difflib

        near = difflib.get_close_matches(name, known.names, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ContractError(f"the document has no operation {name!r}{hint}")
    return found


def create_project(project: NewProject, fetched: Fetched, folder: Path) -> Iterator[str]:
    """Write `source.toml`, `contract.yaml` and the lock together, and say so line by line.

    Raises `ContractError`, and leaves no file, when the document cannot be pinned.
    """
    refuse_name(project.name, folder)
    home = folder / project.name
    live = [] if project.origin == "-" else [_from(project.origin, home)]
    code = [_from(str(path), home) for path in project.code]
    text = source_text(project.name, live, project.operations, code)
    with pin_lock(folder):
        recover(folder / JOURNAL)
        source = read_source_text(text, home / "source.toml")
        contract, record, unreadable = new_pin(fetched, source, {})
        lock = pin.lock_text(project.name, contract, record, folder)
        files = {
            home / "source.toml": text,
            home / "contract.yaml": contract,
            folder / "specs.lock": lock,
        }
        try:
            written = swap(files, folder / JOURNAL)
        except OSError as error:
            where = error.filename or folder
            raise ContractError(
                f"{where}: {error.strerror or error}; nothing was written"
            ) from error
    count = len(project.operations)
    version = f" of version {record['version']}" if record["version"] else ""
    yield f"{project.name}: pinned {count} operation{'s' if count > 1 else ''}{version} from {fetched.url}"
    yield from (f"  {operation}" for operation in project.operations)
    yield from (f"could not read {visible(str(place))}" for place in unreadable)
    yield from (f"wrote {short_path(path)}" for path in written)


def _from(origin: str, home: Path) -> str:
    """An address as it is, and a file as seen from the project's folder."""
    return origin if "://" in origin else Path(os.path.relpath(origin, home)).as_posix()

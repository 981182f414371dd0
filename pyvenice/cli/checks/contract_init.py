"""`pyvenice contract init`: what was not given is asked for at a terminal, and found in traffic and code."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import click

from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.project import CONTRACTS
from pyvenice.contract.pin.usage.operation_match import Operations, Request

_SHOWN = 12


def init(arguments: SimpleNamespace) -> int:
    """Make a contract project, and print what is in it."""
    from pyvenice.codegen.pinning import new_project
    from pyvenice.contract.fetching.fetch import fetch

    new_project.refuse_name(arguments.name, CONTRACTS)
    origin = arguments.origin or _ask_for_address()
    fetched = fetch(origin, timeout=arguments.timeout)
    known = new_project.operations_of(fetched)
    wanted = new_project.chosen_operations(known, arguments.operations)
    wanted += known.used(_requests(arguments))
    used = [name for name in known.names if name in wanted]
    if not used:
        used = _ask_for_operations(known, searched=bool(arguments.traffic or arguments.code))
    project = new_project.NewProject(arguments.name, origin, used, arguments.code)
    for line in new_project.create_project(project, fetched, CONTRACTS):
        click.echo(line)
    click.echo(f"next: pyvenice contract check {arguments.name}")
    return 0


def _requests(arguments: SimpleNamespace) -> Iterator[Request]:
    from pyvenice.contract.pin.usage.access_log import read_requests
    from pyvenice.contract.pin.usage.python_calls import read_calls

    for path in arguments.traffic:
        yield from _recorded_requests(path) or read_requests(path)
    for path in arguments.code:
        yield from (call.request for call in read_calls(path))


def _recorded_requests(path: Path) -> list[Request]:
    """The requests of a HAR file, a cassette or a journal; none if the file is something else."""
    from pyvenice.conformance.errors import RecordingError
    from pyvenice.conformance.recordings.recorded_checks import read_recording

    if path.suffix.lower() not in {".har", ".json", ".jsonl", ".yaml", ".yml"}:
        return []
    try:
        entries = [entry.exchange for entry in read_recording(path)]
    except RecordingError:
        if path.suffix.lower() != ".jsonl":
            raise
        return []
    return [Request(exchange.method, exchange.url) for exchange in entries]


def _ask_for_address() -> str:
    if not sys.stdin.isatty():
        raise ContractError("the address of the API's document is not given: add --from URL|FILE")
    answer: str = click.prompt("Address or file of the OpenAPI, Swagger or discovery document")
    return answer.strip()


def _ask_for_operations(known: Operations, *, searched: bool) -> list[str]:
    names = known.names
    if not sys.stdin.isatty():
        why = "none of the document's operations was found" if searched else "none is given"
        raise ContractError(
            f"which operations are in use? {why}: add --operations, --from-traffic or --from-code. "
            f"The document has {_listing(names)}"
        )
    for number, name in enumerate(names, 1):
        click.echo(f"{number:>4}  {name}", err=True)
    chosen: list[str] = click.prompt(
        "Operations in use: numbers such as 1 3-5, or all",
        value_proc=lambda text: numbered(text, names),
        err=True,
    )
    return chosen


def _listing(names: Sequence[str]) -> str:
    shown = ", ".join(map(repr, names[:_SHOWN]))
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def numbered(text: str, names: Sequence[str]) -> list[str]:
    """The operations of a choice such as `1 3-5`. Raises `UsageError` for a number that is none."""
    if text.strip().lower() == "all":
        return list(names)
    chosen: dict[str, None] = {}
    for word in text.replace(",", " ").split():
        first, _, last = word.partition("-")
        try:
            low, high = int(first), int(last or first)
        except ValueError:
            low, high = 0, 0
        if not 1 <= low <= high <= len(names):
            raise click.UsageError(f"{word!r} is not a number from 1 to {len(names)}")
        chosen |= dict.fromkeys(names[low - 1 : high])
    if not chosen:
        raise click.UsageError("choose one at least")
    return list(chosen)

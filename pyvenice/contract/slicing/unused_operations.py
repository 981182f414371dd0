"""Count what changed in operations that are not in use, by a mark of twelve letters for each operation."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile

from pyvenice.contract.document.document_limits import is_over
from pyvenice.contract.slicing.inbound import is_webhook
from pyvenice.contract.slicing.operation_hashes import OperationHashes

_HALF = 6


def marks(hashes: OperationHashes, without: Collection[str] = ()) -> str:
    """A document's operations in short, to be kept with a pin: half of the name, half of the meaning."""
    known = hashes.keys() - set(without)
    meanings = _meanings(
        hashes, (name for name in known if not is_webhook(name.partition(" ")[2]))
    ).items()
    return " ".join(sorted(_mark(name) + meaning[:_HALF] for name, meaning in meanings))


def changed_elsewhere(kept: str, hashes: OperationHashes, used: Collection[str]) -> int | None:
    """How many operations came, went or changed since `kept`, without those in use (`POST /edit`).

    Other words are no change. None where the deadline was over before all were counted.
    """
    before, after = (
        {mark[:_HALF]: mark[_HALF:] for mark in line.split()}
        for line in (kept, marks(hashes, without=used))
    )
    return _number_of_changes(before, after, {_mark(operation) for operation in used})


def changed_between(
    before: OperationHashes, after: OperationHashes, used: Collection[str]
) -> int | None:
    """The same for two documents."""
    sides = [_meanings(side, side.keys() - set(used)) for side in (before, after)]
    return _number_of_changes(sides[0], sides[1], set())


def _meanings(hashes: OperationHashes, names: Iterable[str]) -> dict[str, str]:
    """The hash of the meaning of each operation, until the deadline is over."""
    return {name: hashes.of_meaning(name) for name in takewhile(lambda _: not is_over(), names)}


def _number_of_changes(
    before: Mapping[str, str], after: Mapping[str, str], used: set[str]
) -> int | None:
    every = (before.keys() | after.keys()) - used
    return None if is_over() else sum(before.get(name) != after.get(name) for name in every)


def _mark(operation: str) -> str:
    return hashlib.sha256(operation.encode()).hexdigest()[:_HALF]

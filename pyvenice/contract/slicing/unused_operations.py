"""Count what changed in operations that are not in use, by a mark of twelve letters for each operation."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from pyvenice.contract.slicing.inbound import is_webhook
from pyvenice.contract.slicing.operation_hashes import OperationHashes

_HALF = 6


def marks(hashes: OperationHashes) -> str:
    """A document's operations in short, to be kept with a pin: half of the name, half of the content."""
    return " ".join(
        sorted(
            _mark(operation) + digest[:_HALF]
            for operation, digest in hashes.items()
            if not is_webhook(operation.partition(" ")[2])
        )
    )


def changed_elsewhere(kept: str, hashes: OperationHashes, used: Collection[str]) -> int:
    """How many operations came, went or changed since `kept`, without those in use (`POST /edit`)."""
    before, after = (
        {mark[:_HALF]: mark[_HALF:] for mark in line.split()} for line in (kept, marks(hashes))
    )
    return count_changes(before, after, {_mark(operation) for operation in used})


def count_changes(before: Mapping[str, str], after: Mapping[str, str], used: set[str]) -> int:
    """How many operations, other than those in use, have another hash or are on one side only."""
    every = (before.keys() | after.keys()) - used
    return sum(before.get(name) != after.get(name) for name in every)


def _mark(operation: str) -> str:
    return hashlib.sha256(operation.encode()).hexdigest()[:_HALF]

"""Changes of state, as statements for the journal."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pyvenice.batch.state.items import Item, Receipt, State

Change = tuple[str, tuple[object, ...]]
"""A statement of SQL with its values."""


def lease(items: Iterable[Item]) -> list[Change]:
    """A worker, or the memory of this process, has them."""
    return [("UPDATE items SET state = 'leased' WHERE id = ?", (item.id,)) for item in items]


def release(items: Iterable[Item]) -> list[Change]:
    """They were not sent after all."""
    return [
        ("UPDATE items SET state = 'planned' WHERE id = ? AND state = 'leased'", (item.id,))
        for item in items
    ]


def send(item: Item, now: float) -> Change:
    """The request is about to leave."""
    return (
        "UPDATE items SET state = 'sent', attempts = attempts + 1, sent_at = ? WHERE id = ?",
        (now, item.id),
    )


def accept(item: Item, job_id: str) -> Change:
    """The provider has it as a job."""
    return ("UPDATE items SET state = 'accepted', job_id = ? WHERE id = ?", (job_id, item.id))


def find(item: Item, part: str) -> Change:
    """A picture lies on the disk that an earlier run had received."""
    return (
        (
            "UPDATE items SET state = 'received', part = ?, is_billed = 1, error = NULL, code = NULL"
            " WHERE id = ? AND state = 'held'"
        ),
        (part, item.id),
    )


def finish(item: Item, receipt: Receipt, now: float) -> Change:
    """The picture has its names."""
    return (
        (
            "UPDATE items SET state = 'done', part = NULL, files = ?, billed = coalesce(?, billed),"
            " is_billed = 1, request_id = coalesce(?, request_id), seconds = coalesce(?, seconds),"
            " warnings = coalesce(?, warnings), error = NULL, code = NULL, ended_at = ? WHERE id = ?"
        ),
        (
            json.dumps(receipt.files),
            receipt.billed,
            receipt.request_id,
            receipt.seconds or None,
            json.dumps(receipt.warnings) if receipt.warnings else None,
            now,
            item.id,
        ),
    )


def fail(  # noqa: PLR0913  (columns)
    item: Item,
    state: State,
    *,
    error: str,
    code: str,
    now: float,
    not_before: float = 0.0,
    billed: bool = False,
    amount: int | None = None,
    request_id: str | None = None,
    part: str | None = None,
) -> Change:
    """It did not give a picture."""
    return (
        (
            "UPDATE items SET state = ?, error = ?, code = ?, ended_at = ?, not_before = ?,"
            " is_billed = is_billed OR ?, billed = coalesce(?, billed), request_id = coalesce(?, request_id), part = ? WHERE id = ?"
        ),
        (state, error, code, now, not_before, billed, amount, request_id, part, item.id),
    )


def recover(now: float) -> list[Change]:
    """What a run does first: nothing is in flight, so what was sent has an unknown outcome."""
    return [
        ("UPDATE items SET state = 'planned' WHERE state = 'leased'", ()),
        (
            (
                "UPDATE items SET state = 'held', code = 'Interrupted', ended_at = ?,"
                " error = 'the run ended while the request was in flight' WHERE state = 'sent'"
            ),
            (now,),
        ),
        # A clock that was set back must not keep what waits for a time that never comes.
        ("UPDATE items SET not_before = 0 WHERE state = 'retry'", ()),
    ]


def plan_again(ids: Iterable[int]) -> list[Change]:
    """They are bought (again) by the next run."""
    return [
        (
            (
                "UPDATE items SET state = 'planned', attempts = 0, not_before = 0, job_id = NULL,"
                " error = NULL, code = NULL WHERE id = ?"
            ),
            (number,),
        )
        for number in ids
    ]


def give_up(item: Item, now: float, amount: int | None = None) -> Change:
    """It is taken as paid for, and its picture as lost."""
    return (
        (
            "UPDATE items SET state = 'dead', is_billed = 1, billed = coalesce(?, billed),"
            " ended_at = ? WHERE id = ?"
        ),
        (amount, now, item.id),
    )

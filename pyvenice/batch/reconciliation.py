"""Reconciliation: what the provider says about held items, which may have been bought.

A batch that was submitted is found by the keys of its items. A usage history that has no purchase near the
time of a request shows that it was not carried out; one that has as many as there are requests, and no
request id of ours, shows that all of them were. In any other case an item stays held.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyvenice.batch.state import changes
from pyvenice.batch.state.items import Item, State
from pyvenice.batch.state.journal import Journal
from pyvenice.editing.editor import AsyncEditor
from pyvenice.providers.optional import optional_module

_BEFORE, _AFTER = 60.0, 900.0
"""Seconds around a request in which its purchase may stand: clocks differ, and edits take time."""
Purchase = tuple[float, str | None, int]


@dataclass(slots=True)
class Reconciliation:
    """How many held items were settled."""

    found: int = 0
    """They are in a batch of the provider, which the next run fetches."""
    not_bought: int = 0
    """They are planned again."""
    bought: int = 0
    """They are dead and billed: the result is lost."""
    held: int = 0
    """Nobody can say; or the provider has no way to ask."""


async def reconcile(journal: Journal, editor: AsyncEditor) -> Reconciliation:
    """Ask the providers about held items, and settle those that they know about."""
    settled = Reconciliation()
    held = journal.items(State.HELD)
    for provider in sorted({item.provider for item in held}):
        items = [item for item in held if item.provider == provider]
        left = await _find_batches(journal, editor, items, settled)
        await _compare_purchases(journal, editor, left, settled)
    settled.held = journal.counts()[State.HELD]
    return settled


async def _find_batches(
    journal: Journal, editor: AsyncEditor, items: Sequence[Item], settled: Reconciliation
) -> list[Item]:
    module = optional_module(items[0].provider, "batches")
    if module is None:
        return list(items)
    client: Any = editor.client_of(items[0].model)
    found = await client._run(module.find([item.key for item in items]))  # noqa: SLF001
    journal.apply(changes.accept(item, found[item.key]) for item in items if item.key in found)
    settled.found += len(found)
    return [item for item in items if item.key not in found]


async def _compare_purchases(
    journal: Journal, editor: AsyncEditor, items: Sequence[Item], settled: Reconciliation
) -> None:
    module = optional_module(items[0].provider, "purchases") if items else None
    if module is None:
        return
    records = list(journal.records())
    ids = {item.id for item in items}
    sent = {record["id"]: record["sent_at"] for record in records if record["id"] in ids}
    known = {record["request_id"] for record in records if record["request_id"]}
    # What was sent a moment ago may not stand in the history yet.
    sent = {id_: at for id_, at in sent.items() if at is not None and at < time.time() - _AFTER}
    if not sent:
        return
    client = editor.client_of(items[0].model)
    found = await module.purchases(
        client, min(sent.values()) - _BEFORE, max(sent.values()) + _AFTER
    )
    verdicts = judge(sent, [purchase for purchase in found if purchase[1] not in known])
    journal.apply(changes.plan_again(id_ for id_, amount in verdicts.items() if amount is None))
    journal.apply(
        changes.give_up(item, time.time(), verdicts[item.id])
        for item in items
        if verdicts.get(item.id) is not None
    )
    settled.not_bought += sum(amount is None for amount in verdicts.values())
    settled.bought += sum(amount is not None for amount in verdicts.values())


def judge(sent: Mapping[int, float], purchases: Iterable[Purchase]) -> dict[int, int | None]:
    """Of requests by their time: `None` was not bought, an amount was; who is missing is unknown.

    `purchases` are those that no result of ours explains.
    """
    unexplained = list(purchases)
    near = {
        id_: [entry for entry in unexplained if at - _BEFORE <= entry[0] <= at + _AFTER]
        for id_, at in sent.items()
    }
    verdicts: dict[int, int | None] = {id_: None for id_, entries in near.items() if not entries}
    rest = sorted((at, id_) for id_, at in sent.items() if near[id_])
    candidates = sorted(
        (entry for entry in unexplained if any(entry in entries for entries in near.values())),
        key=_time,
    )
    if len(rest) == len(candidates):
        pairs = zip(rest, candidates, strict=True)
        verdicts |= {id_: entry[2] for (_, id_), entry in pairs}
    return verdicts


def _time(purchase: Purchase) -> float:
    return purchase[0]

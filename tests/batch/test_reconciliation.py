"""Reconciliation: what providers say settles held items, and what they cannot say does not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pyvenice import batch
from pyvenice.batch.reconciliation import judge
from pyvenice.batch.state.items import State
from pyvenice.batch.state.journal import Journal
from pyvenice.providers.venice import purchases as venice
from tests.pictures import picture


@pytest.mark.parametrize(
    ("sent", "purchases", "verdicts"),
    [
        ({1: 0.0, 2: 10.0}, [], {1: None, 2: None}),
        ({1: 0.0, 2: 10.0}, [(5.0, None, 40), (15.0, None, 50)], {1: 40, 2: 50}),
        ({1: 0.0, 2: 10.0}, [(15.0, None, 40)], {}),
        ({1: 0.0, 2: 10.0}, [(15.0, None, 40)] * 3, {}),
        ({1: 0.0, 2: 10_000.0}, [(5.0, None, 40)], {1: 40, 2: None}),
        ({1: 0.0}, [(99_999.0, None, 40)], {1: None}),
    ],
    ids=["none", "as many", "fewer", "more", "one not", "of another time"],
)
def test_only_what_a_usage_history_proves_is_settled(
    sent: dict[int, float],
    purchases: list[tuple[float, str | None, int]],
    verdicts: dict[int, int | None],
) -> None:
    assert judge(sent, purchases) == verdicts


@pytest.mark.parametrize(
    ("age", "amounts", "state"),
    [
        (3600, [], State.PLANNED),
        (3600, [40_000], State.DEAD),
        (3600, [40_000, 40_000], State.HELD),
        (5, [], State.HELD),
    ],
    ids=["not bought", "bought", "nobody knows", "too early"],
)
def test_held_items_are_settled_by_the_usage_history(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    age: float,
    amounts: list[int],
    state: State,
) -> None:
    (tmp_path / "a.png").write_bytes(picture(300, 300))
    journal, at = tmp_path / "j", time.time() - age
    batch.plan(tmp_path / "a.png", journal, model="venice/firered-image-edit", prompt="x")
    with Journal(journal) as opened:
        opened.apply([("UPDATE items SET state = 'held', sent_at = ?", (at,))])

    async def purchases(*_: object) -> list[tuple[float, str | None, int]]:
        return [(at + 20, None, amount) for amount in amounts]

    monkeypatch.setattr(venice, "purchases", purchases)
    batch.reconcile(journal, sandbox=True)
    assert batch.status(journal)["counts"][state] == 1
    assert batch.status(journal)["usd"]["billed"] == (0.04 if state is State.DEAD else 0.0)


def test_the_usage_history_of_the_sandbox_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(300, 300))
    journal = tmp_path / "j"
    batch.plan(tmp_path / "a.png", journal, model="venice/firered-image-edit", prompt="x")
    with Journal(journal) as opened:
        opened.apply([("UPDATE items SET state = 'held', sent_at = 1e9", ())])
    assert batch.reconcile(journal, sandbox=True).not_bought == 1


def test_what_a_killed_run_had_sent_can_be_settled_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(picture(300, 300))
    journal = tmp_path / "j"
    batch.plan(tmp_path / "a.png", journal, model="venice/firered-image-edit", prompt="x")
    with Journal(journal) as opened:
        opened.apply([("UPDATE items SET state = 'sent', sent_at = ?", (time.time(),))])
    assert batch.reconcile(journal, sandbox=True).held == 1
    with Journal(journal) as opened:
        opened.apply([("UPDATE items SET state = 'sent'", ())])
    assert batch.settle_held(journal, buy_again=False) == 1

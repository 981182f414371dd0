"""A short soak: `benchmarks/soak.py` is the long one."""

from __future__ import annotations

import asyncio

from benchmarks.soak import FAULTS, Edit, Footprint, Tally, soak_tasks, soak_threads
from pyvenice.sandbox import Addresses, background

EDITS = 100


def soaked(mode: str, server: Addresses, edits: int) -> Tally:
    if mode == "async":
        return asyncio.run(soak_tasks(server, edits))
    return soak_threads(server, edits)


def test_no_result_is_lost_and_nothing_stays_open(client_mode: str) -> None:
    with background() as server:
        soaked(client_mode, server, 4)
    before = Footprint.now()
    with background() as server:
        tally = soaked(client_mode, server, EDITS)
    assert tally.lost == 0
    assert (tally.edits, tally.faults) == (EDITS, EDITS // 10)
    assert tally.requests == tally.edits + tally.faults
    assert Footprint.now().descriptors <= before.descriptors


def test_every_fault_has_its_turn_in_every_dialect() -> None:
    edits = [edit for number in range(2000) if (edit := Edit(number)).fault]
    assert {edit.fault for edit in edits} == set(FAULTS)
    assert {edit.fault for edit in edits if edit.provider == "Venice"} == set(FAULTS)
    assert len(edits) == 200

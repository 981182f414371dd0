"""The usage ledger: what it holds, who may share it, and what is wrong with its file."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pyvenice import ArgumentError, BudgetExceededError, Ledger, LedgerEntry, LedgerError
from pyvenice.ledger.database import usual_path

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()
DAY = 86_400.0


def entry(**facts: Any) -> LedgerEntry:
    usual: dict[str, Any] = {
        "provider": "venice",
        "model": "venice/qwen-image-3-edit",
        "operation": "edit",
        "estimated": 40_000,
        "reserved": 40_000,
    }
    return LedgerEntry(**usual | facts)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "state" / "ledger.sqlite", clock=lambda: NOON) as ledger:
        yield ledger


class Clock:
    """A clock that stands still."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def test_an_entry_comes_back_as_it_was_settled(ledger: Ledger) -> None:
    reservation = ledger.reserve(entry(tag="batch-7", n=2))
    reservation.settle(39_000, price_source="usage", request_id="req_1", duration=1.5)
    assert ledger.entries() == [
        entry(
            tag="batch-7",
            n=2,
            time=NOON,
            reserved=0,
            billed=39_000,
            price_source="usage",
            request_id="req_1",
            duration=1.5,
            status="done",
        )
    ]


def test_a_call_whose_end_nobody_entered_goes_on_to_count(ledger: Ledger) -> None:
    ledger.reserve(entry())
    with pytest.raises(BudgetExceededError) as caught:
        ledger.reserve(entry(), day_limit=79_999)
    assert (caught.value.budget, caught.value.reserved, caught.value.spent) == ("per_day", 0.04, 0)
    assert [found.status for found in ledger.entries()] == ["sent"]


def test_a_call_of_unknown_cost_goes_on_to_count_what_was_reserved(ledger: Ledger) -> None:
    ledger.reserve(entry()).settle(None, status="unknown")
    with pytest.raises(BudgetExceededError):
        ledger.reserve(entry(), day_limit=79_999)
    assert ledger.reserve(entry(), day_limit=80_000)


def test_a_released_call_counts_nothing(ledger: Ledger) -> None:
    ledger.reserve(entry()).release()
    assert ledger.reserve(entry(), day_limit=40_000)


def test_a_day_ends_at_midnight_utc(tmp_path: Path) -> None:
    clock = Clock(NOON + DAY / 2 - 1)
    with Ledger(tmp_path / "ledger.sqlite", clock=clock) as ledger:
        ledger.reserve(entry()).settle(40_000)
        with pytest.raises(BudgetExceededError):
            ledger.reserve(entry(), day_limit=40_000)
        clock.now += 1
        assert ledger.reserve(entry(), day_limit=40_000)


def test_the_sandbox_spends_a_day_budget_of_its_own(ledger: Ledger) -> None:
    ledger.reserve(entry(sandbox=True)).settle(40_000)
    assert ledger.reserve(entry(), day_limit=40_000)
    with pytest.raises(BudgetExceededError):
        ledger.reserve(entry(sandbox=True), day_limit=40_000)


def test_a_sum_of_unknown_amounts_is_unknown_and_not_nothing(ledger: Ledger) -> None:
    ledger.reserve(entry(estimated=None)).settle(None, status="unknown")
    (row,) = ledger.usage()
    assert (row.unestimated, row.known_estimate, row.known_bill) == (1, None, None)
    ledger.reserve(entry(estimated=40_000)).settle(0)
    (row,) = ledger.usage()
    assert (row.unestimated, row.known_estimate, row.known_bill) == (1, 40_000, 0)


def test_usage_is_added_up_by_model_day_provider_or_tag(ledger: Ledger) -> None:
    ledger.reserve(entry(tag="a", n=2)).settle(80_000, duration=1)
    ledger.reserve(entry(tag="b")).settle(None, status="unknown", duration=2)
    ledger.reserve(entry(time=NOON + DAY, tag="a", provider="openai", model="openai/x")).release(
        duration=4
    )
    (openai, venice) = ledger.usage("provider")
    assert (openai.key, openai.calls, openai.failed, openai.billed) == ("openai", 1, 1, 0)
    assert (venice.calls, venice.images, venice.billed, venice.unpriced) == (2, 2, 80_000, 1)
    assert (venice.estimated, venice.duration) == (80_000, 3.0)
    assert (venice.known_estimate, venice.known_bill) == (80_000, 80_000)
    assert [row.key for row in ledger.usage("day")] == ["2026-11-30", "2026-12-01"]
    assert [row.key for row in ledger.usage("tag")] == ["a", "b"]
    assert [row.key for row in ledger.usage()] == ["openai/x", "venice/qwen-image-3-edit"]
    assert [row.calls for row in ledger.usage("tag", since=date(2026, 12, 1))] == [1]
    assert [row.calls for row in ledger.usage("tag", until=date(2026, 12, 1))] == [1, 1]


def test_an_unknown_group_is_refused_by_name(ledger: Ledger) -> None:
    with pytest.raises(ArgumentError, match="by='month' is not one of model, day, provider, tag"):
        ledger.usage("month")  # type: ignore[arg-type]  # what is refused


def test_a_ledger_that_is_not_there_is_empty_and_is_not_made(ledger: Ledger) -> None:
    assert not ledger.usage()
    assert not ledger.entries()
    assert not ledger.path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_only_its_user_may_read_it(ledger: Ledger) -> None:
    ledger.reserve(entry())
    files = list(ledger.path.parent.iterdir())
    assert {path.name for path in files} >= {"ledger.sqlite", "ledger.sqlite-wal"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(ledger.path.parent.stat().st_mode) == 0o700


def test_long_texts_of_others_are_cut(ledger: Ledger) -> None:
    ledger.reserve(entry(tag="t" * 999)).settle(1, request_id="r" * 999, price_source="s" * 999)
    (found,) = ledger.entries()
    assert found.request_id is not None
    assert {len(found.tag), len(found.request_id), len(found.price_source)} == {200}


def test_threads_share_it(ledger: Ledger) -> None:
    def reserve(_: int) -> bool:
        try:
            ledger.reserve(entry(reserved=10), day_limit=200)
        except BudgetExceededError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(reserve, range(64))) == 20


PROCESS = """
import sys
from pyvenice import BudgetExceededError, Ledger, LedgerEntry
ledger, sent = Ledger(sys.argv[1]), 0
for _ in range(16):
    entry = LedgerEntry(provider="p", model="p/m", operation="edit", reserved=10)
    try:
        ledger.reserve(entry, day_limit=200)
        sent += 1
    except BudgetExceededError:
        pass
print(sent)
"""


def test_a_day_budget_holds_for_several_processes(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROCESS, str(tmp_path / "ledger.sqlite")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    sent = [int(process.communicate()[0]) for process in running]
    assert sum(sent) == 20


def test_a_locked_ledger_says_so_after_the_wait(ledger: Ledger) -> None:
    ledger.reserve(entry())
    other = sqlite3.connect(ledger.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError, match="another process holds it locked") as caught:
        ledger.reserve(entry(), wait=0)
    assert caught.value.is_busy
    other.close()
    assert ledger.reserve(entry(), wait=0)


def test_a_corrupt_ledger_says_which_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"this was a ledger once" * 99)
    for use in (lambda: Ledger(path).usage(), lambda: Ledger(path).reserve(entry())):
        with pytest.raises(LedgerError, match=r"ledger\.sqlite.* not a database") as caught:
            use()
        assert (caught.value.path, caught.value.is_busy) == (str(path), False)


def test_a_ledger_of_a_newer_version_is_left_alone(ledger: Ledger) -> None:
    ledger.reserve(entry())
    ledger.close()
    with sqlite3.connect(ledger.path) as other:
        other.execute("PRAGMA user_version = 9")
    other.close()
    with pytest.raises(LedgerError, match=r"newer pyvenice \(its version is 9, this one reads 1\)"):
        ledger.reserve(entry())


def test_the_database_of_another_program_is_never_written_to(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE usage (id)")
    other.close()
    with pytest.raises(LedgerError, match="database of another program"):
        Ledger(path).reserve(entry())
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM usage").fetchone() == (0,)
    other.close()


def test_a_full_disk_is_an_error_of_the_ledger(ledger: Ledger) -> None:
    ledger.reserve(entry())
    with ledger._database.reading() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LedgerError, match="full"):
        fill(ledger)


def fill(ledger: Ledger) -> None:
    for _ in range(200):
        ledger.reserve(entry(tag="x" * 200))


def test_a_place_where_no_file_can_be_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "ledger.sqlite", tmp_path):
        with pytest.raises(LedgerError, match="cannot be used"):
            Ledger(path).reserve(entry())


@pytest.mark.parametrize(
    ("variables", "path"),
    [
        ({"PYVENICE_STATE_DIR": "/a", "XDG_STATE_HOME": "/b"}, "/a/ledger.sqlite"),
        ({"XDG_STATE_HOME": "/b"}, "/b/pyvenice/ledger.sqlite"),
    ],
)
def test_it_lies_in_the_folder_for_state(
    variables: dict[str, str], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYVENICE_STATE_DIR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert usual_path() == Ledger().path == Path(path)


@pytest.mark.skipif(sys.platform == "win32", reason="users of POSIX")
def test_the_ledger_of_a_user_without_a_home_says_what_to_set(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("PYVENICE_STATE_DIR", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", lambda _: (_ for _ in ()).throw(KeyError("no user")))
    with Ledger() as ledger, pytest.raises(LedgerError, match="set PYVENICE_STATE_DIR"):
        ledger.reserve(entry())
    assert list(tmp_path.iterdir()) == []

"""`pyvenice batch`: what it asks for, what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import pyvenice
from pyvenice.batch import report
from pyvenice.batch.engines import runner
from pyvenice.batch.outputs import OutputFolder, write_whole
from pyvenice.batch.state import changes
from pyvenice.batch.state.items import State
from pyvenice.batch.state.journal import Journal
from pyvenice.cli import exit_status, main
from pyvenice.cli.services.batch import command
from pyvenice.errors import APITimeoutError, ArgumentError
from tests.batch.conftest import Buyer, MakeJournal
from tests.batch.purchase_server import png
from tests.batch.test_runner import buy, buy_all, raising

MODEL = "venice/firered-image-edit"


def batch(*arguments: object) -> Result:
    texts = [str(argument) for argument in arguments]
    return CliRunner().invoke(command, texts, standalone_mode=False)


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.png").write_bytes(png() + bytes([number]))
    path = tmp_path / "j"
    done = batch("plan", folder, "-p", "sepia", "-m", MODEL, "--journal", path)
    assert done.exit_code == 0, done.output
    assert "3 new purchases" in done.stdout
    assert "more machines will not help" in done.stdout
    return path


@pytest.mark.parametrize(
    ("options", "wanted"), [((), "--yes and --max-cost"), (("--yes",), "--max-cost USD is needed")]
)
def test_nothing_is_bought_unasked_where_nobody_sits_at_a_terminal(
    planned: Path, tmp_path: Path, options: tuple[str, ...], wanted: str
) -> None:
    refused = batch("run", "--journal", planned, "-o", tmp_path / "out", *options)
    assert isinstance(refused.exception, ArgumentError)
    assert wanted in str(refused.exception)
    assert (
        json.loads(batch("status", "--journal", planned, "--json").stdout)["counts"]["planned"] == 3
    )


def test_each_event_is_a_line_of_json(planned: Path, tmp_path: Path) -> None:
    done = batch("run", "--journal", planned, "-o", tmp_path / "out", "--sandbox", "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert status_of(done) == exit_status.OK
    assert [event["event"] for event in events].count("sent") == 3
    assert [event["event"] for event in events].count("done") == 3
    assert events[-1]["event"] == "end"
    assert events[-1]["counts"] == {"done": 3}


def test_the_progress_counts_what_a_killed_run_had_received(
    make_journal: MakeJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyvenice.cli.services.batch._EVERY", 0.0)
    path, folder = make_journal(3), OutputFolder(tmp_path / "out")
    with Journal(path) as journal:
        first = journal.items()[0]
        journal.apply([changes.send(first, 1.0)])
    write_whole(str(folder.part(first)), png())
    text = run_with(buy, monkeypatch, path, tmp_path).stderr
    assert [line.partition(" done, ")[0] for line in text.splitlines()][-2] == "3 of 3"


def test_every_purchase_is_in_the_usage_ledger_when_the_run_ends(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    batch("run", "--journal", planned, "-o", tmp_path / "out", "--sandbox")
    with pyvenice.Ledger() as ledger:
        assert [entry.model for entry in ledger.entries()] == [MODEL] * 3


def test_a_budget_that_is_reached_has_its_exit_status(planned: Path, tmp_path: Path) -> None:
    options = ("--sandbox", "--max-cost", "0.05", "--json")
    done = batch("run", "--journal", planned, "-o", tmp_path / "out", *options)
    assert status_of(done) == exit_status.MONEY
    assert json.loads(done.stdout.splitlines()[-1])["counts"] == {"planned": 2, "done": 1}
    assert "run it again with a higher --max-cost" in done.stderr


def test_held_items_have_their_exit_status_until_they_are_settled(
    make_journal: MakeJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_journal(2)
    timeout = raising(lambda: APITimeoutError("late", maybe_executed=True))
    done = run_with(timeout, monkeypatch, journal, tmp_path)
    assert status_of(done) == exit_status.HELD
    assert "held items may have been bought" in done.stderr
    both = ("--buy-again", "--give-up")
    assert isinstance(batch("reconcile", "--journal", journal, *both).exception, ArgumentError)
    assert "2 items" in batch("reconcile", "--journal", journal, "--buy-again").stdout
    assert status_of(run_with(buy, monkeypatch, journal, tmp_path)) == exit_status.OK


def test_dead_items_are_planned_again_and_are_a_manifest(
    make_journal: MakeJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = make_journal(2)
    refused = raising(lambda: ArgumentError("no", argument="size"))
    assert status_of(run_with(refused, monkeypatch, journal, tmp_path)) == exit_status.FAILED
    written = batch("report", "--journal", journal, "-o", tmp_path / "out", "--to", tmp_path / "r")
    assert "contact-sheet.html" in written.stdout
    dead = [json.loads(line) for line in (tmp_path / "r/dead.jsonl").read_text().splitlines()]
    assert [row["prompt"] for row in dead] == ["item-0", "item-1"]
    assert "2 items are planned again" in batch("retry-dead", "--journal", journal).stdout


def test_reports_run_nothing_that_a_prompt_says(make_journal: MakeJournal, tmp_path: Path) -> None:
    journal = make_journal(1)
    with Journal(journal) as opened:
        opened.apply([("UPDATE items SET prompt = '=cmd()<script>alert(1)</script>'", ())])
    buy_all(journal, tmp_path / "out", buy)
    with Journal(journal) as opened:
        assert ",'=cmd()" in report.as_csv(report.results(opened))
        sheet = report.contact_sheet(opened, tmp_path / "out")
    assert "<script" not in sheet
    assert "=cmd()&lt;script&gt;" in sheet
    assert sheet.count("data:image/jpeg;base64,") == 2


@pytest.mark.parametrize("times", [1, 2])
def test_the_first_interrupt_lets_what_is_in_flight_end_and_the_second_holds_it(
    make_journal: MakeJournal, tmp_path: Path, times: int
) -> None:
    slow = tmp_path / "slow.py"
    slow.write_text(SLOW)
    journal, out = make_journal(20), tmp_path / "out"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    arguments = [sys.executable, str(slow), str(journal), str(out)]
    with subprocess.Popen(arguments, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        for number in range(times):
            process.send_signal(signal.SIGINT)
            if number == 0:
                process.stdout.readline()
        if times == 1:
            (tmp_path / "go").touch()
        assert process.wait(30) == exit_status.INTERRUPTED
    with Journal(journal) as opened:
        counts = opened.counts()
    assert counts[State.SENT] == 0
    assert counts[State.HELD] == (2 if times == 2 else 0)
    assert counts[State.DONE] == (2 if times == 1 else 0)
    buy_all(journal, out, buy)
    with Journal(journal) as opened:
        assert opened.counts()[State.HELD] == (2 if times == 2 else 0)


SLOW = """
import asyncio, sys, pathlib
from pyvenice.batch.coordinator import Coordinator
from pyvenice.batch.engines import performer
from pyvenice.batch.session import EditorPerformer
from pyvenice.cli.services.batch import command
from tests.batch.conftest import bought

started = []

async def buy(self, item, part):
    started.append(item)
    if len(started) == 2:
        print("both are sent", flush=True)
    while not (part.parents[2] / "go").exists():
        await asyncio.sleep(0.01)
    return bought(part)

stop = Coordinator.stop

def say(self, why):
    stop(self, why)
    print("stopping", flush=True)

Coordinator.stop = say
EditorPerformer.__call__ = buy
arguments = ["run", "--journal", sys.argv[1], "-o", sys.argv[2], "--sandbox", "--concurrency", "2"]
sys.exit(command.main(arguments, standalone_mode=False))
"""


def run_with(buyer: Buyer, monkeypatch: pytest.MonkeyPatch, journal: Path, folder: Path) -> Result:
    run = runner.run

    async def replaced(opened: Journal, _: Any, options: Any) -> Any:
        return await run(opened, buyer, options)

    with monkeypatch.context() as patch:
        patch.setattr("pyvenice.batch.engines.runner.run", replaced)
        return batch("run", "--journal", journal, "-o", folder / "out", "--sandbox")


def status_of(result: Result) -> int:
    """The exit status that the command returns to the program, which ends with it."""
    assert result.exception is None, result.exception
    return int(result.return_value or 0)


def test_rows_that_cannot_be_sent_are_listed_one_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.png", "b\n\x1b[1m.png"):
        (tmp_path / name).write_bytes(png())
    arguments = ["batch", "plan", tmp_path, "-m", "venice/nothing", "-p", "x", "--journal", "j"]
    assert main([str(argument) for argument in arguments]) == exit_status.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].endswith("2 of 2 rows cannot be sent; nothing was planned:")
    assert ["a.png" in lines[1], "b " in lines[2]] == [True, True]
    assert len(lines) == 3
    assert "\x1b" not in "".join(lines)

"""What the one call reserves, sends, settles and returns, also where something fails on the way."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import pyvenice
from pyvenice import (
    Budget,
    BudgetExceededError,
    Editor,
    JobNotFoundError,
    Ledger,
    RateLimitError,
    ServerError,
    UnprocessableError,
)
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from tests.editing.conftest import Desk, Recorder, refusal
from tests.pictures import picture

VENICE = "venice/firered-image-edit"
"""$0.04 an image, one image a request."""
OPENAI = "openai/gpt-image-2.5-sunburst"
XINFERENCE = "xinference/stabilityai/stable-diffusion-3.5-large"
DETAILS = "promptTokensDetails"
PHOTO = picture(256, 256)
PRICE = 0.04


def test_the_result_says_what_it_cost_and_who_says_so(desk: Desk) -> None:
    result = desk.edit(PHOTO, "sepia", model=VENICE)
    assert (result.provider, result.model_id, result.cost) == ("venice", VENICE, PRICE)
    assert result.estimate is not None
    assert (result.estimate.min, result.estimate.max) == (40_000, 40_000)
    assert "venice models.json, checked 2026-08-22" in result.cost_source
    assert "in the sandbox nothing is billed" in result.cost_source
    assert result.duration > 0


def test_tokens_that_were_used_decide_what_openai_costs(desk: Desk) -> None:
    result = desk.edit(PHOTO, "sepia", model=OPENAI)
    usage: Any = result.usage
    details = usage["input_tokens_details"]
    expected = (
        5 * details["text_tokens"] + 8 * details["image_tokens"] + 30 * usage["output_tokens"]
    )
    assert result.cost == pytest.approx(expected / 1e6)
    assert result.cost_source.startswith("usage in tokens; prices: ")


def test_a_header_of_the_response_says_it_before_all_others(desk: Desk, wire: Recorder) -> None:
    def with_header(_: int) -> WireResponse | None:
        response = super(Recorder, wire).handle(wire.requests[-1])
        response.headers.append(("x-litellm-response-cost", "0.00197"))
        return response

    wire.refuses = with_header
    result = desk.edit(PHOTO, "sepia", model=OPENAI)
    assert result.cost == 0.00197
    assert result.cost_source.startswith("the provider's response")


def test_a_server_of_ones_own_bills_nothing(desk: Desk, ledger: Ledger) -> None:
    result = desk.edit(PHOTO, "sepia", model=XINFERENCE, max_cost=0)
    assert (result.cost, [entry.billed for entry in ledger.entries()]) == (0, [0])


def test_the_ledger_has_the_facts_of_the_call(desk: Desk, ledger: Ledger) -> None:
    result = desk.edit(PHOTO, "sepia", model=VENICE, n=2, tag="holiday")
    (entry,) = ledger.entries()
    assert (entry.provider, entry.model, entry.operation) == ("venice", VENICE, "edit")
    assert (entry.n, entry.estimated, entry.reserved, entry.billed) == (2, 80_000, 0, 80_000)
    assert (entry.status, entry.tag, entry.sandbox) == ("done", "holiday", True)
    assert entry.request_id == result.request_id
    assert entry.duration is not None


def test_no_image_prompt_or_key_is_in_any_file_of_the_ledger(desk: Desk, tmp_path: Path) -> None:
    secret = "sk-live-0123456789abcdef"  # noqa: S105  (of nobody)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        settings = {"ledger": ledger, "api_keys": {"venice": secret}}
        desk.settings |= settings
        with pytest.raises(pyvenice.PyveniceError):
            desk.edit(PHOTO, "the forbidden prompt, forbidden", model=VENICE)
        with pytest.raises(pyvenice.PyveniceError):
            desk.edit(PHOTO, "a second secret prompt", model=VENICE)
        files = list(tmp_path.glob("ledger.sqlite*"))
        content = b"".join(path.read_bytes() for path in files)
    assert len(files) == 3, "the write-ahead log is there as long as the file is open"
    assert VENICE.encode() in content
    for text in (b"prompt", secret.encode(), PHOTO[:32], b"forbidden"):
        assert text not in content.replace(b"prompt_", b"")


@pytest.mark.parametrize("n", [2, 5])
def test_a_model_of_one_image_is_asked_several_times(desk: Desk, wire: Recorder, n: int) -> None:
    result = desk.edit(PHOTO, "sepia", model=VENICE, n=n)
    assert (len(result), len(wire.requests)) == (n, n)
    assert result.cost == pytest.approx(n * PRICE)


def test_a_model_of_ten_images_is_asked_as_often_as_it_takes(desk: Desk, wire: Recorder) -> None:
    result = desk.edit(PHOTO, "sepia", model=OPENAI, n=12)
    assert len(result) == 12
    assert sorted(int(sent["n"]) for sent in wire.sent) == [2, 10]


def test_an_input_that_can_be_read_once_is_sent_with_each_request(
    desk: Desk, wire: Recorder
) -> None:
    class Pipe:
        def __init__(self) -> None:
            self.left = PHOTO

        def read(self, count: int = -1) -> bytes:
            count = len(self.left) if count < 0 else count
            data, self.left = self.left[:count], self.left[count:]
            return data

        def seekable(self) -> bool:
            return False

    desk.edit(Pipe(), "sepia", model=VENICE, n=2)
    assert [sent["image"] for sent in wire.sent] == [PHOTO, PHOTO]


@pytest.mark.parametrize("concurrency", [1, 3])
def test_no_more_requests_are_under_way_than_are_allowed(
    desk: Desk, wire: Recorder, concurrency: int
) -> None:
    busiest, running, lock = 0, 0, threading.Lock()
    handle = wire.handle

    def slow(request: WireRequest) -> WireResponse:
        nonlocal busiest, running
        with lock:
            running += 1
            busiest = max(busiest, running)
        try:
            return handle(request)
        finally:
            with lock:
                running -= 1

    wire.handle = slow  # type: ignore[method-assign]  # what the clients call
    desk.edit(PHOTO, "sepia", model=VENICE, n=6, editor={"concurrency": concurrency})
    assert busiest <= concurrency


def test_a_request_that_fails_half_way_leaves_what_was_paid_for(
    desk: Desk, wire: Recorder, ledger: Ledger
) -> None:
    wire.refuses = lambda number: refusal(422) if number == 2 else None
    budget = Budget(1)
    with pytest.raises(
        UnprocessableError, match=r"1 image had come and can be had as error\.result"
    ) as caught:
        desk.edit(PHOTO, "sepia", model=VENICE, n=3, editor={"concurrency": 1, "budget": budget})
    result = caught.value.result
    assert result is not None
    assert len(list(result)) == 1
    assert result.image.data
    assert len(wire.requests) == 2, "the third one was not sent"
    assert [(entry.status, entry.billed) for entry in ledger.entries()] == [("done", 40_000)]
    assert (budget.spent, budget.reserved) == (PRICE, 0)


def test_a_request_that_is_refused_costs_nothing(
    desk: Desk, wire: Recorder, ledger: Ledger
) -> None:
    wire.refuses = lambda _: refusal(422)
    budget = Budget(PRICE)
    with pytest.raises(UnprocessableError):
        desk.edit(PHOTO, "sepia", model=VENICE, editor={"budget": budget})
    assert [(entry.status, entry.billed) for entry in ledger.entries()] == [("failed", 0)]
    assert (budget.spent, budget.reserved) == (0, 0)


def test_a_job_that_was_submitted_keeps_what_it_reserved(
    desk: Desk, wire: Recorder, ledger: Ledger
) -> None:
    wire.refuses = lambda number: refusal(404) if number > 1 else None
    with pytest.raises(JobNotFoundError) as caught:
        desk.edit(PHOTO, "sepia", model="wavespeed/wavespeed-ai/qwen-image/edit")
    assert caught.value.job_id
    (entry,) = ledger.entries()
    assert (entry.status, entry.billed, entry.reserved) == ("unknown", None, 20_000)


def test_a_request_that_may_have_run_keeps_what_it_reserved(
    desk: Desk, wire: Recorder, ledger: Ledger
) -> None:
    wire.refuses = lambda _: refusal(500)
    budget = Budget(PRICE)
    with pytest.raises(ServerError):
        desk.edit(PHOTO, "sepia", model=VENICE, editor={"budget": budget})
    (entry,) = ledger.entries()
    assert (entry.status, entry.billed, entry.reserved) == ("unknown", None, 40_000)
    with pytest.raises(BudgetExceededError):
        budget.reserve(1)


def test_an_image_that_cannot_be_sent_reserves_nothing(desk: Desk, ledger: Ledger) -> None:
    budget = Budget(PRICE)
    with pytest.raises(FileNotFoundError):
        desk.edit("no such file.png", "sepia", model=VENICE, editor={"budget": budget})
    assert (budget.spent, budget.reserved) == (0, 0)
    assert not ledger.entries()


def test_several_images_go_into_files_of_their_own(desk: Desk, tmp_path: Path) -> None:
    result = desk.edit(PHOTO, "sepia", model=VENICE, n=2, save_to=tmp_path / "out.png")
    assert [image.path and image.path.name for image in result] == ["out-1.png", "out-2.png"]
    one = desk.edit(PHOTO, "sepia", model=VENICE, save_to=tmp_path / "one.png")
    assert one.image.path == tmp_path / "one.png"


@pytest.mark.parametrize("n", [1, 2])
def test_a_place_where_no_file_can_be_is_found_before_anything_is_paid(
    desk: Desk, wire: Recorder, tmp_path: Path, n: int
) -> None:
    with pytest.raises(ValueError, match="cannot save to"):
        desk.edit(PHOTO, "sepia", model=VENICE, n=n, save_to=tmp_path / "none" / "out.png")
    assert wire.requests == []


class TestBudgets:
    """What is refused before it is sent."""

    @pytest.mark.parametrize(
        ("settings", "options"),
        [
            ({}, {"max_cost": 0.039}),
            ({"max_cost": 0.039}, {}),
            ({"max_cost_per_day": "0.039"}, {}),
            ({"budget": Budget(per_call=0.039)}, {}),
        ],
    )
    def test_a_call_that_may_cost_too_much_is_not_sent(
        self, desk: Desk, wire: Recorder, settings: dict[str, Any], options: dict[str, Any]
    ) -> None:
        with pytest.raises(BudgetExceededError, match="nothing was sent"):
            desk.edit(PHOTO, "sepia", model=VENICE, editor=settings, **options)
        assert wire.requests == []

    @pytest.mark.parametrize("name", ["max_cost", "max_cost_per_day"])
    def test_a_negative_budget_is_refused_by_name(self, desk: Desk, name: str) -> None:
        with pytest.raises(ValueError, match=f"{name}=-1 is not an amount"):
            desk.edit(PHOTO, "sepia", model=VENICE, editor={name: -1})

    def test_an_unknown_price_is_refused_unless_it_is_allowed(
        self, desk: Desk, wire: Recorder
    ) -> None:
        with pytest.raises(BudgetExceededError, match="allow_unknown_price=True"):
            desk.edit(PHOTO, "sepia", model=OPENAI, max_cost=5)
        assert wire.requests == []
        desk.edit(PHOTO, "sepia", model=OPENAI, max_cost=5, allow_unknown_price=True)
        assert len(wire.requests) == 1

    def test_calls_of_one_editor_add_up(self, desk: Desk, wire: Recorder) -> None:
        calls = [("edit", (PHOTO, "sepia"), {"model": VENICE})] * 3
        with pytest.raises(BudgetExceededError, match=r"of which \$0.08 is spent"):
            desk.all(calls, max_cost=0.1)
        assert len(wire.requests) == 2

    def test_a_day_is_that_of_all_editors_with_the_ledger(self, desk: Desk) -> None:
        for _ in range(2):
            desk.edit(PHOTO, "sepia", model=VENICE, editor={"max_cost_per_day": 0.1})
        with pytest.raises(BudgetExceededError, match="a day"):
            desk.edit(PHOTO, "sepia", model=VENICE, editor={"max_cost_per_day": 0.1})

    def test_it_holds_with_64_threads(self, wire: Recorder) -> None:
        with Editor(sandbox=True, ledger=False, max_cost=0.8) as editor:

            def is_sent(_: int) -> bool:
                try:
                    editor.edit(PHOTO, "sepia", model=VENICE)
                except BudgetExceededError:
                    return False
                return True

            with ThreadPoolExecutor(64) as pool:
                assert sum(pool.map(is_sent, range(64))) == 20
        assert len(wire.requests) == 20
        assert (editor.budget.spent, editor.budget.reserved) == (0.8, 0)

    def test_it_holds_with_64_tasks(self, wire: Recorder, ledger: Ledger) -> None:
        async def outcomes() -> list[Any]:
            async with pyvenice.AsyncEditor(
                sandbox=True, ledger=ledger, max_cost_per_day=0.8
            ) as editor:
                calls = [editor.edit(PHOTO, "sepia", model=VENICE) for _ in range(64)]
                return await asyncio.gather(*calls, return_exceptions=True)

        refused = [answer for answer in asyncio.run(outcomes()) if isinstance(answer, Exception)]
        assert (len(refused), len(wire.requests)) == (44, 20)
        assert {type(error) for error in refused} == {BudgetExceededError}


class TestBrokenLedgers:
    """A ledger that cannot be used never fails an edit, and the result says so."""

    def break_it(self, path: Path, how: str) -> None:
        if how == "corrupt":
            path.write_bytes(b"no database " * 500)
        elif how == "a folder":
            path.mkdir()
        elif how == "newer":
            with Ledger(path) as ledger, ledger._database.writing(1) as connection:
                connection.execute("PRAGMA user_version = 7")

    @pytest.mark.parametrize("how", ["corrupt", "a folder", "newer"])
    @pytest.mark.parametrize("settings", [{}, {"max_cost_per_day": 1}])
    def test_the_edit_succeeds_with_a_warning(
        self, desk: Desk, tmp_path: Path, how: str, settings: dict[str, Any]
    ) -> None:
        self.break_it(tmp_path / "ledger.sqlite", how)
        result = desk.edit(PHOTO, "sepia", model=VENICE, editor=settings)
        (warning,) = result.warnings
        assert warning.code == "ledger"
        assert "ledger.sqlite" in warning.message
        assert "the call is not in it" in warning.message

    def test_the_budget_of_the_day_still_holds_for_the_editor(
        self, desk: Desk, wire: Recorder, tmp_path: Path
    ) -> None:
        self.break_it(tmp_path / "ledger.sqlite", "corrupt")
        calls = [("edit", (PHOTO, "sepia"), {"model": VENICE})] * 3
        with pytest.raises(BudgetExceededError, match="per_day"):
            desk.all(calls, max_cost_per_day=0.1)
        assert len(wire.requests) == 2

    def test_a_ledger_that_another_process_holds_is_waited_for(
        self, desk: Desk, ledger: Ledger
    ) -> None:
        other = Ledger(ledger.path)
        other.usage()
        waiting = threading.Event()

        def hold() -> None:
            with other._database.writing(1):
                waiting.set()
                released.wait(2)

        released = threading.Event()
        thread = threading.Thread(target=hold)
        thread.start()
        waiting.wait(2)
        timer = threading.Timer(0.2, released.set)
        timer.start()
        result = desk.edit(PHOTO, "sepia", model=VENICE)
        thread.join()
        other.close()
        assert result.warnings == ()
        assert [entry.status for entry in ledger.entries()] == ["done"]


def test_a_call_that_is_cancelled_is_of_unknown_cost(ledger: Ledger) -> None:
    async def cancelled() -> pyvenice.Budget:
        async with pyvenice.AsyncEditor(sandbox=True, ledger=ledger) as editor:
            started = asyncio.Event()

            async def never(**_: Any) -> None:
                started.set()
                await asyncio.Event().wait()

            editor._client(pyvenice.models.get(VENICE)).image.edit = never  # type: ignore[attr-defined]  # of Venice
            task = asyncio.create_task(editor.edit(PHOTO, "sepia", model=VENICE))
            await started.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return editor.budget

    budget = asyncio.run(cancelled())
    assert (budget.spent, budget.reserved) == (PRICE, 0)
    assert [(entry.status, entry.billed) for entry in ledger.entries()] == [("unknown", None)]


def test_a_rate_limit_costs_nothing(desk: Desk, wire: Recorder, ledger: Ledger) -> None:
    wire.refuses = lambda _: refusal(429)
    with pytest.raises(RateLimitError):
        desk.edit(PHOTO, "sepia", model=VENICE, editor={"max_retries": 0})
    assert [entry.billed for entry in ledger.entries()] == [0]


def test_the_tokens_of_gemini_are_its_cost(desk: Desk, ledger: Ledger) -> None:
    model = "gemini/gemini-nano-banana-2.1"
    result = desk.edit(PHOTO, "sepia", model=model)
    details = {each["modality"]: each["tokenCount"] for each in (result.usage or {})[DETAILS]}
    made = (result.usage or {})["candidatesTokenCount"]
    expected = details["TEXT"] * 1.5 + details["IMAGE"] * 1.5 + made * 30
    assert [entry.billed for entry in ledger.entries()] == [round(expected)]

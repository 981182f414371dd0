"""Billed calls of a client in the ledger, and the ledger against the bill."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pyvenice import APIConnectionError, Ledger, LedgerEntry, VeniceClient
from pyvenice.cli import main
from pyvenice.core.client import construction
from pyvenice.ledger.reconciliation import BilledEvent, reconcile
from pyvenice.sandbox import background
from pyvenice.sandbox.server.app import Sandbox

LAKE = "examples/photos/lake.jpg"
CHAT: dict[str, Any] = {"model": "default", "messages": [{"role": "user", "content": "hello"}]}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as kept:
        yield kept


@pytest.fixture
def client(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Iterator[VeniceClient]:
    fresh = Sandbox()
    monkeypatch.setattr(construction, "_sandbox", lambda: fresh)
    with VeniceClient(sandbox=True, on_event=ledger.record) as made:
        yield made


def test_the_cost_of_every_family_is_what_the_server_billed(
    client: VeniceClient, ledger: Ledger
) -> None:
    before = client.billing.balance().balances.usd or 0.0
    client.chat.completions.create(**CHAT)
    with client.chat.completions.stream(**CHAT) as stream:
        stream.final_response()
    client.responses.create(model="default", input="hello")
    client.embeddings.create(model="text-embedding-bge-m3", input=["some words"] * 50)
    speech = client.audio.speech.create(input="a red kite")
    client.audio.transcriptions.create(file=speech.data)
    client.image.edit(image=LAKE, prompt="sepia")
    client.image.generate(prompt="a lake", model="z-image-turbo", variants=2)
    client.image.upscale(image=LAKE, scale=2)
    client.music.queue(model="ace-step-15", prompt="a sea", duration_seconds=60)
    client.augment.search(query="cats")
    client.crypto.rpc(network="base-mainnet", method="eth_chainId")
    client.models.list()
    client.music.quote(model="ace-step-15")
    spent = before - (client.billing.balance().balances.usd or 0.0)
    entries = ledger.entries()
    assert len(entries) == 12
    assert all(entry.sandbox and entry.request_id for entry in entries)
    assert {entry.n for entry in entries if not entry.operation.startswith("image")} == {0}
    known = sum(entry.billed or 0 for entry in entries) / 1e6
    assert known == pytest.approx(spent, abs=12e-6)
    assert not [entry for entry in entries if entry.billed is None]


def test_a_stream_is_entered_once_also_when_it_is_given_up(
    client: VeniceClient, ledger: Ledger
) -> None:
    with client.chat.completions.stream(**CHAT) as stream:
        next(stream)
    (entry,) = ledger.entries()
    assert (entry.operation, entry.billed) == ("chat.completions.create", None)


def test_a_call_that_may_have_been_carried_out_is_unknown(ledger: Ledger) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("the connection broke", request=request)

    http = httpx.Client(transport=httpx.MockTransport(answer))
    client = VeniceClient("key", http_client=http, on_event=ledger.record)
    with http, client, pytest.raises(APIConnectionError):
        client.chat.completions.create(**CHAT)
    (entry,) = ledger.entries()
    assert (entry.status, entry.billed) == ("unknown", None)


def test_both_sides_are_compared_by_day_and_by_request() -> None:
    def entry(name: str, billed: int | None, time: float) -> LedgerEntry:
        facts: dict[str, Any] = {"provider": "venice", "model": "m", "operation": "chat"}
        return LedgerEntry(**facts, billed=billed, request_id=name, time=time)

    kept = [entry("a", 5, 0.0), entry("b", None, 90_000.0)]
    events = [BilledEvent(10.0, 5.0, "a"), BilledEvent(90_001.0, 7.5, "c", "m-output")]
    found = reconcile(kept, events)
    assert [(day.day, day.ledger, day.billed, day.unpriced) for day in found.days] == [
        ("1970-01-01", 5, 5.0, 0),
        ("1970-01-02", 0, 7.5, 1),
    ]
    assert (found.matched, found.difference) == (1, 7.5)
    assert [entry.request_id for entry in found.only_ledger] == ["b"]
    assert [event.what for event in found.only_billed] == ["m-output"]


def test_the_command_compares_the_ledger_with_the_bill(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("VENICE_API_KEY", "sandbox")
    with background() as server, Ledger() as ledger:
        monkeypatch.setenv("VENICE_BASE_URL", server.venice)
        with VeniceClient(on_event=ledger.record) as client:
            client.chat.completions.create(**CHAT)
        assert main(["usage", "reconcile", "venice"]) == 0
        assert "1 requests are on both sides" in capsys.readouterr().out
        with VeniceClient() as unseen:
            unseen.image.edit(image=LAKE, prompt="sepia")
        assert main(["usage", "reconcile", "venice", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["difference_usd"] == pytest.approx(0.04, abs=1e-5)
    assert len(found["only_billed"]) == 1


def test_the_command_says_which_key_and_which_provider_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("VENICE_API_KEY", "VENICE_ADMIN_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert main(["usage", "reconcile", "venice"]) == 3
    assert "VENICE_API_KEY; a bill needs an admin key" in capsys.readouterr().err
    for words in (["foo"], ["reconcile", "openai"]):
        with pytest.raises(SystemExit):
            main(["usage", *words])
        assert f"invalid choice: '{words[-1]}' (choose from" in capsys.readouterr().err

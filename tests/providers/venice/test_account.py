"""Keys, balance and usage: what is called is what is billed, and secrets are shown once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyvenice import (
    ArgumentError,
    AuthenticationError,
    BadRequestError,
    GoneError,
    Ledger,
    PaymentRequiredError,
    RetryPolicy,
    VeniceClient,
)
from pyvenice.core.request.builder import prepare
from pyvenice.generated.venice.families.api_keys import operations as api_keys
from pyvenice.generated.venice.families.billing import operations as billing
from pyvenice.generated.venice.families.video import operations as video
from tests.providers.venice.conftest import Caller

MODEL = "text-embedding-bge-m3"


def test_a_key_is_made_used_up_and_deleted(call: Caller) -> None:
    made = call(
        "api_keys.create",
        api_key_type="INFERENCE",
        description="a test",
        consumption_limit={"usd": 5, "diem": None},
    ).data
    assert made.apiKey.startswith("VENICE_INFERENCE_KEY_")
    assert made.apiKey not in repr(made)
    assert made.consumptionLimit.diem is None
    listed = {key.id: key for key in call("api_keys.list").data}
    assert listed[made.id].last6Chars == made.apiKey[-6:]
    call("api_keys.update", id=made.id, description="renamed", expires_at=None)
    assert call("api_keys.get", id=made.id).data.description == "renamed"
    assert call("api_keys.delete", id=made.id).success
    assert made.id not in {key.id for key in call("api_keys.list").data}


def test_a_key_costs_nothing_and_is_never_made_twice_by_itself(tmp_path: Path) -> None:
    with (
        Ledger(tmp_path / "ledger.sqlite") as ledger,
        VeniceClient(sandbox=True, on_event=ledger.record) as client,
    ):
        client.api_keys.create(api_key_type="INFERENCE", description="a test")
        client.audio.speech.create(input="a")
        (entry,) = ledger.entries()
        assert (entry.operation, entry.model) == ("audio.speech.create", "venice/tts-kokoro")
    made = {"api_key_type": "INFERENCE", "description": "a test"}
    call = prepare(api_keys.API_KEYS_CREATE, made)
    assert RetryPolicy().why_not(call, "unknown")


def test_a_key_of_a_wallet_needs_the_token_that_was_signed(call: Caller) -> None:
    wallet = {"api_key_type": "INFERENCE", "description": "", "address": "0x1", "signature": "0x2"}
    token = call("api_keys.web3_token").data.token
    assert call("api_keys.create_web3", token=token, **wallet).success
    with pytest.raises(Exception, match="Invalid token"):
        call("api_keys.create_web3", token=token, **wallet)


def test_usage_adds_up_with_the_balance_over_all_pages(call: Caller) -> None:
    before = call("billing.balance").balances.usd
    for _ in range(12):
        call("embeddings.create", model=MODEL, input="a few words here")
    events = call("billing.usage", page_size=10, currency="USD")
    assert len(events) == 12
    spent = sum(event.amount for event in events)
    assert spent < 0
    assert call("billing.balance").balances.usd == pytest.approx(before + spent, abs=1e-12)
    assert call("billing.usage_analytics").byModel[0].totalUsd == pytest.approx(-spent, abs=1e-12)


def test_a_cursor_travels_alone(call: Caller) -> None:
    for _ in range(11):
        call("embeddings.create", model=MODEL, input="word")
    page = call("billing.usage_history", page_size=10)
    with pytest.raises(Exception, match="with a cursor"):
        call("billing.usage_history", page_size=10, cursor=page.nextCursor)
    assert call("billing.usage_history", cursor=page.nextCursor).nextCursor is None


def test_the_retired_endpoint_is_gone(call: Caller) -> None:
    with pytest.raises(GoneError, match="usage-history"):
        call("request", "GET", "/billing/usage")


def test_a_raw_request_goes_below_the_base_url_only(call: Caller) -> None:
    assert call("request", "GET", "/models/traits").json()["type"] == "text"
    with pytest.raises(ArgumentError, match="no other host"):
        call("request", "GET", "https://example.com/models")


def test_a_wrong_key_is_refused() -> None:
    client = VeniceClient("wrong", sandbox=True)
    with pytest.raises(AuthenticationError):
        client.billing.balance()


def test_values_of_a_query_are_checked_before_anything_is_sent(call: Caller) -> None:
    with pytest.raises(ArgumentError, match=r"is_adult='yes'.*must be a bool"):
        call("characters.list", is_adult="yes")
    with pytest.raises(ArgumentError, match=r"page_size=5.*at least 10"):
        call("billing.usage_history", page_size=5)


def test_quotes_and_polls_may_be_repeated_and_paid_calls_may_not() -> None:
    job = {"model": "m", "queue_id": "q"}
    assert not prepare(video.VIDEO_RETRIEVE, job).billed
    assert prepare(video.VIDEO_QUEUE, {"model": "m", "prompt": "x", "duration": "5s"}).billed
    assert not prepare(billing.BILLING_BALANCE, {}).billed


def test_characters_come_from_all_pages(call: Caller) -> None:
    everyone = call("characters.iterate", limit=7)
    assert len({character.slug for character in everyone}) == 30
    assert {
        character.tags[1] for character in call("characters.iterate", tags=["baker", "editor"])
    } == {
        "baker",
        "editor",
    }
    slug = everyone[3].slug
    assert call("characters.get", slug=slug).data.slug == slug
    assert len(call("characters.iterate_reviews", slug, page_size=10)) == 25


def test_similar_texts_have_similar_vectors(call: Caller) -> None:
    texts = ["a red cat", "a red cat sleeps", "monetary policy"]
    cat, near, far = (
        item.embedding for item in call("embeddings.create", model=MODEL, input=texts).data
    )
    assert _product(cat, cat) == pytest.approx(1)
    assert _product(cat, near) > _product(cat, far)
    short = call("embeddings.create", model=MODEL, input=texts[0], dimensions=64).data[0]
    assert len(short.embedding) == 64


def _product(left: list[float], right: list[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def test_usage_as_csv_has_one_header_over_all_pages(call: Caller) -> None:
    for _ in range(12):
        call("embeddings.create", model=MODEL, input="word")
    lines = call("billing.usage_csv", page_size=10)
    assert lines[0].startswith("timestamp,sku,")
    assert len(lines) == 13
    assert len({line.partition(",")[0] for line in lines}) > 1


def test_a_deleted_key_is_refused_and_a_limit_says_so() -> None:
    admin = VeniceClient(sandbox=True)
    made = admin.api_keys.create(
        api_key_type="INFERENCE", description="", consumption_limit={"usd": 1e-9}
    ).data
    user = VeniceClient(made.apiKey, sandbox=True)
    with pytest.raises(PaymentRequiredError, match="spend limit"):
        user.embeddings.create(model=MODEL, input="word")
    with pytest.raises(AuthenticationError, match="admin"):
        user.billing.balance()
    admin.api_keys.delete(id=made.id)
    with pytest.raises(AuthenticationError):
        user.embeddings.create(model=MODEL, input="word")


def test_a_signature_that_does_not_fit_is_refused(call: Caller) -> None:
    token = call("api_keys.web3_token").data.token
    wallet = {"api_key_type": "INFERENCE", "description": "", "address": "0x1"}
    with pytest.raises(BadRequestError, match="signature"):
        call("api_keys.create_web3", token=token, signature="0xbad", **wallet)

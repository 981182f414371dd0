"""Webhook signatures: what is signed and young is read, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice import AsyncWaveSpeedClient, WaveSpeedClient
from pyvenice.core.client.webhooks import read_webhook
from pyvenice.errors import ArgumentError, WebhookSignatureError

BODY = b'{"id": "j1", "model": "m", "status": "completed", "outputs": ["https://x.example/1.png"]}'
KEY = "key"
NOW = 1_800_000_000.0


def signed(body: bytes = BODY, key: str = KEY, at: float = NOW) -> dict[str, str]:
    text = f"m1.{int(at)}.".encode() + body
    digest = hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
    return {
        "Webhook-Id": "m1",
        "webhook-timestamp": str(int(at)),
        "webhook-signature": f"v3,{digest}",
    }


def read(headers: dict[str, str], body: bytes = BODY, key: str = "whsec_key") -> dict[str, Any]:
    return read_webhook(body, headers, key, version="v3", clock=lambda: NOW)


def test_a_signed_call_is_read() -> None:
    assert read(signed())["id"] == "j1"
    assert read(signed(), key=KEY)["id"] == "j1"


def test_one_of_several_signatures_is_enough() -> None:
    headers = signed()
    headers["webhook-signature"] = f"v1,abc {headers['webhook-signature']}"
    assert read(headers)["id"] == "j1"


@pytest.mark.parametrize("at", [NOW - 299, NOW + 299])
def test_a_young_call_is_read(at: float) -> None:
    assert read(signed(at=at))["id"] == "j1"


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (signed(key="other"), "not signed with this secret"),
        (signed(b"{}"), "not signed with this secret"),
        (signed() | {"webhook-timestamp": str(int(NOW) + 1)}, "not signed with this secret"),
        (signed() | {"Webhook-Id": "m2"}, "not signed with this secret"),
        (signed() | {"webhook-signature": ""}, "has no header webhook-signature"),
        (signed() | {"webhook-signature": "v1," + "é" * 64}, "not signed with this secret"),
        ({}, "has no header webhook-id"),
        (signed(at=NOW - 301), "more than max_age=300"),
        (signed(at=NOW + 301), "more than max_age=300"),
    ],
)
def test_what_cannot_be_trusted_is_not_read(headers: dict[str, str], words: str) -> None:
    with pytest.raises(WebhookSignatureError, match=words):
        read(headers)


@pytest.mark.parametrize("body", [b"", b"[]", b"no json"])
def test_a_signed_call_without_an_object_is_not_read(body: bytes) -> None:
    with pytest.raises(WebhookSignatureError, match="is signed, but holds no JSON"):
        read(signed(body), body)


@given(st.integers(0, len(BODY) - 1), st.integers(1, 255))
def test_no_changed_byte_passes(place: int, change: int) -> None:
    other = bytearray(BODY)
    other[place] ^= change
    with pytest.raises(WebhookSignatureError):
        read(signed(), bytes(other))


@pytest.mark.parametrize("client", [WaveSpeedClient, AsyncWaveSpeedClient])
def test_a_client_reads_the_job_of_a_webhook(client: Any) -> None:
    headers = signed(at=time.time())
    job = client("key").webhooks.verify(BODY, headers, secret=KEY)
    assert (job.id, job.status, job.outputs) == ("j1", "completed", ["https://x.example/1.png"])


@pytest.mark.parametrize("key", ["", "whsec_", None])
def test_a_secret_that_everybody_knows_is_refused(key: Any) -> None:
    with pytest.raises(ArgumentError, match="secret must be text that is not empty"):
        read(signed(key=""), key=key)


@pytest.mark.parametrize("max_age", [float("nan"), -1.0])
def test_an_age_that_cannot_be_compared_trusts_nothing(max_age: float) -> None:
    with pytest.raises(WebhookSignatureError, match="a replay"):
        read_webhook(
            BODY, signed(at=NOW - 9), KEY, version="v3", max_age=max_age, clock=lambda: NOW
        )


@pytest.mark.parametrize(("headers", "body"), [(None, BODY), ([], BODY), (signed(), "text")])
def test_a_webhook_of_other_types_is_an_argument_error(headers: Any, body: Any) -> None:
    with pytest.raises(ArgumentError):
        read(headers, body)

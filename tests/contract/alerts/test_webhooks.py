"""Slack and any webhook: what arrives, and what is said when it does not."""

from __future__ import annotations

import hashlib
import hmac
import json
import traceback
from typing import Any

import pytest

from pyvenice.contract.alerts import slack, webhook
from pyvenice.contract.diff.findings import Report
from pyvenice.contract.errors import ContractError
from pyvenice.contract.reports import render
from tests.contract.reports import specimens
from tests.loopback import Handler, Loopback, breaks_off, keeps_silent, resets, says

SECRET_PATH = "/services/T000/B000/xoxsecret"  # noqa: S105  (it opens nothing)
both = pytest.mark.parametrize("channel", [slack, webhook], ids=["slack", "webhook"])


def test_a_webhook_receives_the_json_report(loopback: Loopback) -> None:
    loopback.answers(says(204))
    webhook.post(specimens.MIXED, loopback.url)
    (seen,) = loopback.seen
    assert (seen.method, seen.headers["content-type"]) == ("POST", "application/json")
    assert seen.body == render(specimens.MIXED, "json").encode()
    assert webhook.SIGNATURE.lower() not in seen.headers


def test_a_secret_signs_the_body(loopback: Loopback) -> None:
    loopback.answers(says(200, b"ok"))
    webhook.post(specimens.DRIFT, loopback.url, secret="schlüssel")  # noqa: S106
    (seen,) = loopback.seen
    digest = hmac.new("schlüssel".encode(), seen.body, hashlib.sha256).hexdigest()
    assert seen.headers["x-pyvenice-signature-256"] == f"sha256={digest}"


def test_an_empty_secret_is_a_mistake(loopback: Loopback) -> None:
    with pytest.raises(ContractError, match="secret of the webhook is empty"):
        webhook.post(specimens.DRIFT, loopback.url, secret="")
    assert loopback.seen == []


def sent(loopback: Loopback, report: Report) -> Any:
    loopback.answers(says(200, b"ok"))
    slack.post(report, loopback.url + SECRET_PATH)
    return json.loads(loopback.seen[-1].body)


def test_slack_receives_text_and_blocks(loopback: Loopback) -> None:
    message = sent(loopback, specimens.MIXED)
    assert message["blocks"][0]["type"] == "header"
    assert [one["type"] for one in message["blocks"][1:]] == ["section"] * 3
    for text in (message["text"], json.dumps(message["blocks"], ensure_ascii=False)):
        assert "scale must now be at least 2" in text
        assert "VeniceClient.image.upscale(scale=…)" in text
        assert "xinference: could not check" in text


def test_slack_is_told_the_gravest_first_and_how_many_more(loopback: Loopback) -> None:
    many = tuple(specimens.PROSE._replace(pointer=f"/{number}") for number in range(20))
    report = Report((specimens.DRIFTED._replace(findings=(*many, specimens.SCALE)),))
    lines = sent(loopback, report)["blocks"][1]["text"]["text"].splitlines()
    assert "scale must now" in lines[1]
    assert lines[-1] == "… and 11 more"


def test_slack_is_told_what_could_not_be_checked(loopback: Loopback) -> None:
    text = sent(loopback, Report((specimens.PARTLY,)))["text"]
    assert "could not check POST /image/remove: it is described in paths/remove.yaml" in text


def test_foreign_text_mentions_nobody_in_slack(loopback: Loopback) -> None:
    message = sent(loopback, specimens.hostile("<!channel> <@U1> <http://e.vil|click> `x` & y"))
    text = json.dumps(message)
    assert "<" not in text
    assert "&lt;!channel&gt;" in text


def test_slacks_limits_are_kept(loopback: Loopback) -> None:
    long = specimens.DRIFTED._replace(findings=(specimens.SCALE._replace(message="long " * 5000),))
    message = sent(loopback, Report((long,) * 80))
    assert len(message["blocks"]) <= 50
    assert len(message["blocks"][0]["text"]["text"]) <= 150
    assert all(len(one["text"]["text"]) <= 3000 for one in message["blocks"])
    assert len(message["text"]) <= 40_000


@both
@pytest.mark.parametrize("status", [302, 400, 404, 500])
def test_only_a_success_is_one(loopback: Loopback, channel: Any, status: int) -> None:
    loopback.answers(says(status, b"no", location="/again"))
    with pytest.raises(ContractError, match=f"answered {status}: the report was not taken"):
        channel.post(specimens.DRIFT, loopback.url)
    assert len(loopback.seen) == 1


@both
@pytest.mark.parametrize("trouble", [resets, breaks_off, keeps_silent])
def test_a_broken_delivery_is_one_sentence_without_the_address(
    loopback: Loopback, channel: Any, trouble: Any
) -> None:
    loopback.answers(trouble)
    with pytest.raises(ContractError, match="could not be reached") as caught:
        channel.post(specimens.DRIFT, loopback.url + SECRET_PATH, timeout=0.2)
    told = "".join(traceback.format_exception(caught.value))
    assert "xoxsecret" not in told
    assert caught.value.__context__ is None


def never_ends(handler: Handler) -> None:
    """Answer with more and more until the other side has enough."""
    handler.send_response(200)
    handler.send_header("content-length", str(1 << 40))
    handler.end_headers()
    while not handler.loopback.over.is_set():
        handler.wfile.write(bytes(1 << 16))
    handler.close_connection = True


@both
@pytest.mark.parametrize("timeout", [0.05, 600])
def test_an_answer_without_end_is_given_up(
    loopback: Loopback, channel: Any, timeout: float
) -> None:
    loopback.answers(never_ends)
    with pytest.raises(ContractError, match=r"does not end|did not answer in time"):
        channel.post(specimens.DRIFT, loopback.url, timeout=timeout)


@both
@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.slack.test/xoxsecret",
        "file:///xoxsecret",
        "ftp://hooks.slack.test/xoxsecret",
        "http://hooks.slack.test/xoxsecret",
        "https:///xoxsecret",
        "https://[xoxsecret",
    ],
)
def test_an_address_that_is_not_https_is_refused_unseen(channel: Any, url: str) -> None:
    with pytest.raises(ContractError, match="the address of") as caught:
        channel.post(specimens.DRIFT, url)
    assert "xoxsecret" not in str(caught.value)


@both
def test_a_space_in_the_address_is_refused_without_quoting_it(channel: Any) -> None:
    url = f"http://localhost:9{SECRET_PATH} with a space"
    with pytest.raises(ContractError) as caught:
        channel.post(specimens.DRIFT, url)
    assert "xoxsecret" not in "".join(traceback.format_exception(caught.value))

"""Stability's responses, its one job, and what it asks for before anything is sent."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from pyvenice import (
    AnswerError,
    ArgumentError,
    AsyncStabilityClient,
    ContentPolicyError,
    EditResult,
    JobNotFoundError,
    JobTimeoutError,
    Mask,
    PaymentRequiredError,
    StabilityClient,
)
from pyvenice.core.engine.calls import Call, Flow, Reply, Wait
from pyvenice.core.request.bodies import MultipartBody
from pyvenice.providers.stability import flows
from tests.loopback import Loopback, says
from tests.pictures import picture

PICTURE = picture(64, 64)
IMAGE = Reply(200, {"content-type": "image/png", "finish-reason": "SUCCESS"}, PICTURE)
RUNNING = Reply(202, {}, b'{"id": "j1", "status": "in-progress"}')
SUBMITTED = Reply(200, {}, b'{"id": "j1"}')

Ask = Callable[..., Any]


@pytest.fixture
def ask(client_mode: str, loopback: Loopback) -> Ask:
    """`ask("image.erase", …)` of a client of the mode, against the loopback server."""
    options: dict[str, Any] = {"base_url": f"{loopback.url}/", "max_retries": 0}

    def in_sync(method: str, **arguments: Any) -> Any:
        with StabilityClient("key-of-a-test", **options) as client:
            return _method(client, method)(**arguments)

    async def in_async(method: str, **arguments: Any) -> Any:
        async with AsyncStabilityClient("key-of-a-test", **options) as client:
            return await _method(client, method)(**arguments)

    return in_sync if client_mode == "sync" else lambda *a, **b: asyncio.run(in_async(*a, **b))


def _method(client: Any, name: str) -> Any:
    for part in name.split("."):
        client = getattr(client, part)
    return client


def steps(flow: Flow[EditResult], *replies: Reply) -> tuple[list[Call | Wait], EditResult]:
    """What a flow asks for, and its result."""
    asked: list[Call | Wait] = []
    remaining = iter(replies)
    step = next(flow)
    try:
        while True:
            asked.append(step)
            step = flow.send(None if isinstance(step, Wait) else next(remaining))
    except StopIteration as done:
        return asked, done.value


def image_answer(reason: str = "SUCCESS") -> Any:
    return says(200, PICTURE, content_type="image/png", finish_reason=reason, seed="7")


def json_answer(reason: str = "SUCCESS") -> Any:
    tree = {"image": base64.b64encode(PICTURE).decode(), "seed": 7, "finish_reason": reason}
    return says(200, json.dumps(tree).encode(), content_type="application/json; type=image/png")


@pytest.mark.parametrize("answer", [image_answer(), json_answer()], ids=["bytes", "json"])
def test_the_image_is_read_in_both_forms(ask: Ask, loopback: Loopback, answer: Any) -> None:
    loopback.answers(answer)
    assert ask("image.remove_background", image=PICTURE).image.data == PICTURE
    assert loopback.seen[0].path == "/v2beta/stable-image/edit/remove-background"
    assert loopback.seen[0].headers["accept"] == "image/*"
    assert loopback.seen[0].headers["authorization"] == "Bearer key-of-a-test"


def test_headers_of_the_caller_ask_for_json(ask: Ask, loopback: Loopback) -> None:
    loopback.answers(json_answer())
    ask("image.erase", image=PICTURE, extra_headers={"accept": "application/json"})
    assert loopback.seen[0].headers["accept"] == "application/json"


def test_finish_reason_and_seed_are_metadata(ask: Ask, loopback: Loopback) -> None:
    loopback.answers(image_answer())
    result = ask("image.erase", image=PICTURE, seed=7)
    assert result.metadata == {"finish-reason": "SUCCESS", "seed": "7"}


@pytest.mark.parametrize(
    "answer",
    [image_answer("CONTENT_FILTERED"), json_answer("CONTENT_FILTERED")],
    ids=["bytes", "json"],
)
@pytest.mark.parametrize("method", ["image.erase", "image.resume"])
def test_a_filtered_image_is_an_error_that_has_it(
    ask: Ask, loopback: Loopback, answer: Any, method: str, tmp_path: Path
) -> None:
    loopback.answers(answer)
    given = {"image": PICTURE} if method == "image.erase" else {"job_id": "j1"}
    with pytest.raises(ContentPolicyError, match="CONTENT_FILTERED") as caught:
        ask(method, save_to=tmp_path / "out.png", **given)
    assert caught.value.result is not None
    assert caught.value.result.image.data == PICTURE
    assert list(tmp_path.iterdir()) == []


def test_error_bodies_are_read(ask: Ask, loopback: Loopback) -> None:
    def refusal(status: int, name: str) -> Any:
        body = {"id": "e1", "name": name, "errors": ["some reason", "another one"]}
        return says(status, json.dumps(body).encode())

    loopback.answers(refusal(403, "content_moderation"), refusal(402, "payment_required"))
    with pytest.raises(ContentPolicyError, match="403 content_moderation: some reason; another"):
        ask("image.inpaint", image=PICTURE, prompt="x")
    with pytest.raises(PaymentRequiredError, match="some reason"):
        ask("image.inpaint", image=PICTURE, prompt="x")


def test_a_mask_of_any_polarity_arrives_white_where_to_edit() -> None:
    mask = Image.new("L", (64, 64), 255)
    mask.paste(0, (0, 0, 32, 64))
    with StabilityClient(sandbox=True) as client:
        kept = client.image.inpaint(
            image=picture(64, 64), mask=Mask(mask, edit="black"), prompt="greyscale"
        )
    edited = kept.image.open().convert("RGB")
    red, green, blue = edited.crop((0, 0, 30, 64)).resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
    assert max(red, green, blue) - min(red, green, blue) <= 3


@pytest.mark.parametrize(
    ("method", "arguments", "message"),
    [
        ("outpaint", {}, "needs left=… or right=… or up=… or down=…"),
        ("outpaint", {"left": 0}, "needs left=…"),
        ("replace_background", {}, "needs background_prompt=… or background_reference=…"),
        ("replace_background", {"background_prompt": "x", "light_source_strength": 0.5},
         "needs light_source_direction=… or light_reference=…"),
        ("erase", {"grow_mask": 21}, "less than or equal to 20"),
        ("remove_background", {"output_format": "jpeg"}, "output_format='jpeg'"),
        ("search_and_replace", {"prompt": "x"}, "needs search_prompt="),
        ("search_and_replace", {"prompt": "x", "search_prompt": "y", "mask": b""}, "mask"),
        ("erase", {"image": picture(63, 80)}, "a side of 63 pixels, under the limit of 64"),
        ("erase", {"image": picture(64, 161)}, "161:64, longer than the limit of 2.5:1"),
        ("erase", {"image": picture(3100, 3100)}, "over the limit of 9,437,184"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_refused_before_it_is_sent(
    ask: Ask, loopback: Loopback, method: str, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=message):
        ask(f"image.{method}", **{"image": PICTURE, **arguments})
    assert loopback.seen == []


def test_a_job_is_polled_every_ten_seconds() -> None:
    flow = flows.replace_background({"image": PICTURE, "background_prompt": "a beach"})
    asked, result = steps(flow, SUBMITTED, RUNNING, RUNNING, IMAGE)
    submit, *polls = asked
    assert isinstance(submit, Call)
    assert isinstance(submit.body, MultipartBody)
    assert [step.seconds for step in polls if isinstance(step, Wait)] == [10.0, 10.0]
    urls = [step.url for step in polls if isinstance(step, Call)]
    assert urls == ["/v2beta/results/j1"] * 3
    assert result.image.data == PICTURE


def test_a_job_that_takes_too_long_says_how_to_come_back(ask: Ask, loopback: Loopback) -> None:
    loopback.answers(says(200, SUBMITTED.content), says(202, RUNNING.content), image_answer())
    with pytest.raises(JobTimeoutError, match=r"client\.image\.resume\(job_id='j1'\)") as caught:
        ask("image.replace_background", image=PICTURE, background_prompt="x", timeout=5)
    assert ask("image.resume", job_id=caught.value.job_id).image.data == PICTURE
    assert [seen.method for seen in loopback.seen] == ["POST", "GET", "GET"]


def test_a_job_that_nobody_knows_is_an_error_with_its_id(ask: Ask, loopback: Loopback) -> None:
    body = {"id": "e", "name": "not_found", "errors": ["expired"]}
    loopback.answers(says(404, json.dumps(body).encode()))
    with pytest.raises(JobNotFoundError, match="expired") as caught:
        ask("image.resume", job_id="j9")
    assert caught.value.job_id == "j9"


def test_a_submission_without_an_id_is_an_error(ask: Ask, loopback: Loopback) -> None:
    loopback.answers(says(200, b"{}"))
    with pytest.raises(AnswerError, match="no id of a job"):
        ask("image.replace_background", image=PICTURE, background_prompt="x")


def test_the_balance_is_asked_for_as_json(ask: Ask, loopback: Loopback) -> None:
    loopback.answers(says(200, b'{"credits": 12.5}', content_type="application/json"))
    assert ask("account.balance").credits == 12.5
    assert loopback.seen[0].path == "/v1/user/balance"

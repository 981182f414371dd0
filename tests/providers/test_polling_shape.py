"""A provider that takes a job, is asked for it, and names an address to download from."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from PIL import Image

from pyvenice.core.engine.calls import Call, Flow, Wait, fetch
from pyvenice.core.response.parsing import image_from
from pyvenice.core.response.result import EditResult
from pyvenice.errors import AnswerError, NotFoundError, RateLimitError
from tests.core.driving import Rig
from tests.loopback import Answer, Loopback, breaks_off, resets, says


class Prompt:
    """A body that can be sent again."""

    content_type = "application/json"
    replayable = True

    def __init__(self, prompt: str) -> None:
        self._text = json.dumps({"prompt": prompt}).encode()
        self.content_length = len(self._text)

    def __iter__(self) -> Iterator[bytes]:
        yield self._text


def edit(prompt: str, *, every: float = 2.0, at_most: int = 5) -> Flow[EditResult]:
    """Submit, poll, download."""
    submitted = yield from fetch(
        Call("POST", "/jobs", body=Prompt(prompt), billed=True, operation="image.edit")
    )
    job = submitted.json()["id"]
    for _ in range(at_most):
        yield Wait(every)
        polled = yield from fetch(Call("GET", f"/jobs/{job}"))
        state = polled.json()
        if state["status"] == "failed":
            raise AnswerError(f"the job failed: {state['error']}")
        if state["status"] == "completed":
            break
    else:
        raise AnswerError(f"job {job} is not ready after {at_most * every:g} s")
    file = yield from fetch(Call("GET", state["url"], authorized=False))
    return EditResult((image_from(file.content, where="the download"),), reply=file)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2), "teal").save(out, "PNG")
    return out.getvalue()


def state(status: str, **facts: str) -> Answer:
    return says(200, json.dumps({"status": status, **facts}).encode())


SUBMITTED = says(200, b'{"id": "j1"}')


@pytest.fixture
def rig(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, f"{loopback.url}/v3")


def test_a_job_is_submitted_polled_and_downloaded(
    rig: Rig, loopback: Loopback, other_host: Loopback
) -> None:
    loopback.answers(
        SUBMITTED,
        state("processing"),
        state("processing"),
        state("completed", url=f"{other_host.url}/out.png?sig=1"),
    )
    other_host.answers(says(200, picture(), x_request_id="r9"))
    result = rig.run(edit("make it teal"))
    assert result.image.data == picture()
    assert result.request_id == "r9"
    assert rig.pauses == [2.0, 2.0, 2.0]
    assert [(seen.method, seen.path) for seen in loopback.seen] == [
        ("POST", "/v3/jobs"),
        *[("GET", "/v3/jobs/j1")] * 3,
    ]
    assert all("authorization" in seen.headers for seen in loopback.seen)
    assert "authorization" not in other_host.seen[0].headers
    assert loopback.seen[0].body == b'{"prompt": "make it teal"}'


def test_a_lost_poll_or_download_is_repeated_and_the_job_is_not(
    rig: Rig, loopback: Loopback
) -> None:
    loopback.answers(
        SUBMITTED,
        resets,
        says(500, b"{}"),
        state("completed", url=f"{loopback.url}/out.png"),
        breaks_off,
        says(200, picture()),
    )
    assert rig.run(edit("x")).image.data == picture()
    assert [seen.method for seen in loopback.seen].count("POST") == 1
    assert len(rig.pauses) == 4


def test_a_submission_that_was_refused_is_repeated(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(
        says(429, b"{}", retry_after="7"),
        SUBMITTED,
        state("completed", url=f"{loopback.url}/out.png"),
        says(200, picture()),
    )
    rig.run(edit("x"))
    assert [seen.body for seen in loopback.seen[:2]] == [b'{"prompt": "x"}'] * 2
    assert rig.pauses[0] >= 7


def test_a_failed_job_is_an_error_of_the_flow(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(SUBMITTED, state("failed", error="no teal left"))
    with pytest.raises(AnswerError, match="no teal left"):
        rig.run(edit("x"))


def test_a_job_that_is_never_ready_ends(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(SUBMITTED, state("processing"))
    with pytest.raises(AnswerError, match="job j1 is not ready after 10 s"):
        rig.run(edit("x"))
    assert len(loopback.seen) == 6


def test_each_step_has_its_own_typed_error(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(429, b'{"error": "quota"}', retry_after="3600"))
    with pytest.raises(RateLimitError, match=r"Test image\.edit: 429: quota"):
        rig.run(edit("x"))
    loopback.answers(SUBMITTED, says(404, b'{"error": "no such job"}'))
    with pytest.raises(NotFoundError, match="Test GET /jobs/j1: 404: no such job"):
        rig.run(edit("x"))


def test_a_download_that_is_no_image_is_an_error(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(
        SUBMITTED,
        state("completed", url=f"{loopback.url}/out.png"),
        says(200, b"<html>expired</html>"),
    )
    with pytest.raises(AnswerError, match="the download is not an image"):
        rig.run(edit("x"))

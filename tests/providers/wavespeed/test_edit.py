"""Edits by WaveSpeed's models: submitted once, polled, downloaded, and nothing paid for is lost."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import pyvenice
from pyvenice import EditResult
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    ArgumentError,
    JobCancelledError,
    JobFailedError,
    JobNotFoundError,
    JobTimeoutError,
    PayloadTooLargeError,
    PyveniceError,
    ResultExpiredError,
)
from pyvenice.generated.wavespeed import operations as table
from tests.core.driving import perform
from tests.loopback import Answer, Loopback, resets, says
from tests.pictures import picture

QWEN = "wavespeed-ai/qwen-image/edit"
Edit = Callable[..., EditResult]


def job(status: str, *outputs: str, **facts: Any) -> Answer:
    data = {"id": "j1", "model": QWEN, "status": status, "outputs": list(outputs), **facts}
    return says(200, json.dumps({"code": 200, "message": "success", "data": data}).encode())


def image_answer() -> Answer:
    return says(200, picture(), content_type="image/png")


@pytest.fixture
def client(client_mode: str, loopback: Loopback) -> Callable[..., Any]:
    names = {"sync": "WaveSpeedClient", "async": "AsyncWaveSpeedClient"}

    def made(**options: Any) -> Any:
        settings = {"base_url": f"{loopback.url}/api/v3", "api_key": "ws-key", "max_retries": 0}
        return getattr(pyvenice, names[client_mode.partition("-")[0]])(**settings | options)

    return made


@pytest.fixture
def edit(client: Callable[..., Any]) -> Edit:
    def run(model: str = QWEN, **arguments: Any) -> EditResult:
        made = client(**arguments.pop("client", {}))
        given = {"image": picture(), "prompt": "sepia", **arguments}
        result: EditResult = perform(made, lambda: made.image.edit(model=model, **given))
        return result

    return run


@pytest.fixture
def resume(client: Callable[..., Any]) -> Edit:
    def run(job_id: str = "j1", **options: Any) -> EditResult:
        made = client()
        result: EditResult = perform(made, lambda: made.image.resume(job_id, **options))
        return result

    return run


def sent(loopback: Loopback) -> list[tuple[str, str]]:
    return [(request.method, request.path.partition("?")[0]) for request in loopback.seen]


POLL = ("GET", "/api/v3/predictions/j1/result")


def test_an_edit_is_submitted_once_polled_and_downloaded(
    edit: Edit, loopback: Loopback, other_host: Loopback
) -> None:
    done = job("completed", f"{other_host.url}/out.png?signature=1")
    loopback.answers(job("created"), job("processing"), done)
    other_host.answers(image_answer())
    result = edit(size="512*256", seed=7)
    assert sent(loopback) == [("POST", f"/api/v3/{QWEN}"), POLL, POLL]
    body = json.loads(loopback.seen[0].body)
    assert body == {
        "prompt": "sepia",
        "image": "data:image/png;base64," + base64.b64encode(picture()).decode(),
        "size": "512*256",
        "seed": 7,
    }
    assert (result.image.data, result.model) == (picture(), QWEN)
    assert result.metadata["job_id"] == "j1"
    assert "authorization" not in other_host.seen[0].headers


def test_the_first_response_may_have_the_result(edit: Edit, loopback: Loopback) -> None:
    output = "data:image/png;base64," + base64.b64encode(picture()).decode()
    loopback.answers(job("completed", output))
    result = edit(enable_sync_mode=True, enable_base64_output=True)
    assert result.image.data == picture()
    assert len(loopback.seen) == 1


@pytest.mark.parametrize(
    "encode", [lambda text: text, lambda text: {"url": f"data:;base64,{text}"}]
)
def test_an_output_may_be_bare_base64_or_an_object(
    edit: Edit, loopback: Loopback, encode: Callable[[str], Any]
) -> None:
    loopback.answers(job("completed", encode(base64.b64encode(picture()).decode())))
    assert edit().image.data == picture()


def test_a_synchronous_call_that_takes_too_long_is_polled(edit: Edit, loopback: Loopback) -> None:
    slow = job("processing", code=5004, error="Sync mode timed out")
    loopback.answers(slow, job("completed", f"{loopback.url}/out.png"), image_answer())
    assert edit(enable_sync_mode=True).image.data == picture()


def test_adult_content_is_a_warning(edit: Edit, loopback: Loopback) -> None:
    done = job("completed", f"{loopback.url}/out.png", has_nsfw_contents=[True])
    loopback.answers(done, image_answer())
    assert [warning.code for warning in edit().warnings] == ["adult-content"]


@pytest.mark.parametrize(
    ("answers", "kind", "words"),
    [
        ([job("failed", error="content policy")], JobFailedError, "job j1 failed: content policy"),
        ([job("timeout")], JobFailedError, "job j1 timeout"),
        ([job("cancelled")], JobCancelledError, "job j1 cancelled"),
        ([job("deleted")], JobCancelledError, "job j1 deleted"),
        ([says(404, b'{"code": 404, "message": "not found"}')], JobNotFoundError, "not found"),
        ([job("completed")], AnswerError, "holds no image"),
        ([says(200, b'{"code": 200, "data": "soon"}')] * 99, JobTimeoutError, "in time"),
        ([resets], APIConnectionError, ""),
        ([says(200, b"<html>")], AnswerError, "not JSON"),
    ],
)
def test_what_goes_wrong_after_the_submission_has_the_id_of_the_job(
    edit: Edit, loopback: Loopback, answers: list[Answer], kind: type[PyveniceError], words: str
) -> None:
    loopback.answers(job("created"), *answers)
    with pytest.raises(kind) as caught:
        edit(timeout=0.6)
    assert words in str(caught.value)
    assert caught.value.job_id == "j1"
    assert [request.method for request in loopback.seen].count("POST") == 1


def test_out_of_time_the_error_names_the_call_that_goes_on(
    edit: Edit, resume: Edit, loopback: Loopback
) -> None:
    loopback.answers(job("created"), *[job("processing")] * 9)
    with pytest.raises(JobTimeoutError, match=r"client\.image\.resume\('j1'\)") as caught:
        edit(timeout=0.5)
    loopback.answers(job("processing"), job("completed", f"{loopback.url}/out.png"), image_answer())
    result = resume(str(caught.value.job_id))
    assert (result.image.data, result.model) == (picture(), QWEN)


def test_a_link_that_has_expired_is_an_error_with_the_address(
    edit: Edit, loopback: Loopback
) -> None:
    url = f"{loopback.url}/out.png?signature=1"
    loopback.answers(job("completed", url), says(403, b"<Error/>"))
    with pytest.raises(ResultExpiredError) as caught:
        edit()
    assert caught.value.result is not None
    assert [image.url for image in caught.value.result.images] == [url]


def test_the_other_images_are_kept_where_one_link_has_expired(
    edit: Edit, loopback: Loopback
) -> None:
    urls = (f"{loopback.url}/1.png", f"{loopback.url}/2.png")
    loopback.answers(job("completed", *urls), image_answer(), says(404, b""))
    with pytest.raises(ResultExpiredError) as caught:
        edit()
    assert caught.value.result is not None
    assert caught.value.result.image.data == picture()
    assert caught.value.result.images[1].url == urls[1]


def test_a_resumed_result_goes_to_a_file(resume: Edit, loopback: Loopback, tmp_path: Path) -> None:
    loopback.answers(job("completed", f"{loopback.url}/out.png"), image_answer())
    resume(save_to=tmp_path / "out.png")
    assert (tmp_path / "out.png").read_bytes() == picture()


def test_a_response_that_names_no_job_says_what_it_says(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(says(200, b'{"code": 500, "message": "try later", "data": null}'))
    with pytest.raises(AnswerError, match="names no job; it says: try later"):
        edit()


@pytest.mark.parametrize("answer", [resets, says(500, b"{}"), says(502, b"<html>")])
def test_a_lost_submission_is_not_repeated(edit: Edit, loopback: Loopback, answer: Answer) -> None:
    loopback.answers(answer)
    with pytest.raises(PyveniceError):
        edit(client={"max_retries": 3})
    assert len(loopback.seen) == 1


@pytest.mark.parametrize("model", list(table.IMAGE_EDIT))
def test_each_model_is_sent_to_its_own_address_with_the_field_that_it_has(
    client: Callable[..., Any], loopback: Loopback, model: str
) -> None:
    operation = table.IMAGE_EDIT[model]
    output = "data:image/png;base64," + base64.b64encode(picture()).decode()
    loopback.answers(job("completed", output))
    required = {parameter.name for parameter in operation.parameters if parameter.required}
    values = {"image": picture(), "prompt": "sepia", "mask": pyvenice.Mask(picture(), edit="white")}
    made = client()
    given = {name: value for name, value in values.items() if name in required}
    perform(made, lambda: made.image.edit(model=model, **given))
    (request,) = loopback.seen
    assert request.path == f"/api/v3/{model}"
    wire = operation.by_name["image"].json
    value = json.loads(request.body)[wire]
    assert isinstance(value, list) == (wire == "images")


@pytest.mark.parametrize(
    ("model", "arguments", "words"),
    [
        ("wavespeed-ai/step1x-edit", {"size": "512*512"}, "has no argument 'size'"),
        (QWEN, {"sed": 1}, "Did you mean 'seed'"),
        (QWEN, {"size": "100*100"}, "size='100*100' is not allowed"),
        ("bytedance/seededit-v3", {"guidance_scale": 3.5}, "less than or equal to 1"),
        ("wavespeed-ai/qwen-image/edt", {}, "Did you mean 'wavespeed-ai/qwen-image/edit'"),
        (QWEN, {"image": [picture(), picture()]}, "image"),
        ("alibaba/wan-2.5/image-edit", {"image": [picture()] * 3}, "at most 2"),
        ("wavespeed-ai/z-image/turbo-inpaint", {}, "needs mask="),
        (QWEN, {"mask": picture()}, "has no argument 'mask'"),
        ("wavespeed-ai/image-zoom-out", {}, "has no argument 'prompt'"),
    ],
)
def test_what_a_model_does_not_take_is_refused_before_anything_is_sent(
    edit: Edit, loopback: Loopback, model: str, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(ArgumentError, match=re.escape(words)):
        edit(model, **arguments)
    assert loopback.seen == []


def test_without_a_model_the_models_are_named(client: Callable[..., Any]) -> None:
    made = client()
    with pytest.raises(ArgumentError, match=f"needs model=…, one of {QWEN}"):
        perform(made, lambda: made.image.edit(image=picture(), prompt="x"))


def test_a_retired_model_says_so(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(job("completed", f"{loopback.url}/out.png"), image_answer())
    (warning,) = edit("openai/gpt-image-1").warnings
    assert (warning.code, warning.date) == ("model-retired", "2026-10-23")
    assert warning.replacement == "openai/gpt-image-2/edit"


def test_the_polarity_of_a_mask_is_that_of_the_model(edit: Edit, loopback: Loopback) -> None:
    mask = pyvenice.Mask(picture(mode="L"), edit="black")
    masks = []
    for model in ("wavespeed-ai/z-image/turbo-inpaint", "openai/gpt-image-1"):
        loopback.seen.clear()
        loopback.answers(job("completed", f"{loopback.url}/out.png"), image_answer())
        edit(model, mask=mask)
        text = json.loads(loopback.seen[0].body)["mask_image"]
        masks.append(base64.b64decode(text.partition(",")[2]))
    white, transparent = masks
    assert white != transparent
    assert transparent.startswith(b"\x89PNG")


def test_submit_returns_the_job_and_asks_for_nothing_else(
    client: Callable[..., Any], loopback: Loopback
) -> None:
    loopback.answers(job("created", urls={"get": "x"}, created_at="2026-11-30T00:00:00Z"))
    made = client()
    arguments = {"model": QWEN, "image": picture(), "prompt": "x"}
    url = "https://hooks.example/done"
    taken = perform(made, lambda: made.image.submit(**arguments, webhook=url))
    assert (taken.data.id, taken.data.status) == ("j1", "created")
    assert sent(loopback) == [("POST", f"/api/v3/{QWEN}")]
    assert "webhook=https%3A%2F%2Fhooks.example%2Fdone" in loopback.seen[0].path


def test_a_refused_upload_is_a_typed_error(client: Callable[..., Any], loopback: Loopback) -> None:
    loopback.answers(says(413, b'{"code": 413, "message": "file too large", "data": null}'))
    made = client()
    with pytest.raises(PayloadTooLargeError, match="file too large"):
        perform(made, lambda: made.media.upload(file=picture()))

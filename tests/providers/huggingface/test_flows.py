"""Hugging Face: the two bodies of a request, models that are being loaded, ids with a slash."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from pyvenice import (
    APITimeoutError,
    ArgumentError,
    AsyncHuggingFaceClient,
    ConformanceError,
    EditResult,
    HuggingFaceClient,
    OverloadedError,
)
from pyvenice.core.engine.calls import Call, Wait
from pyvenice.errors import ImageInputError
from pyvenice.providers.huggingface import flows
from tests.loopback import Loopback, says
from tests.pictures import picture

MODEL = "black-forest-labs/FLUX.1-Kontext-dev"
PICTURE = picture(64, 64)
IMAGE = says(200, PICTURE, content_type="image/png")

Edit = Callable[..., EditResult]


def loading(seconds: float) -> Any:
    tree = {"error": f"Model {MODEL} is currently loading", "estimated_time": seconds}
    return says(503, json.dumps(tree).encode(), content_type="application/json")


@pytest.fixture
def edit(client_mode: str, loopback: Loopback) -> Edit:
    """`client.image.edit` of the mode, against the loopback server."""

    def options(given: dict[str, Any]) -> dict[str, Any]:
        names = ("max_retries", "conformance")
        own: dict[str, Any] = {name: given.pop(name) for name in names if name in given}
        return {"base_url": f"{loopback.url}/hf", "max_retries": 0, **own}

    def in_sync(**given: Any) -> EditResult:
        with HuggingFaceClient("key-of-a-test", **options(given)) as client:
            return client.image.edit(**{"image": PICTURE, "model": MODEL, **given})

    async def in_async(**given: Any) -> EditResult:
        async with AsyncHuggingFaceClient("key-of-a-test", **options(given)) as client:
            return await client.image.edit(**{"image": PICTURE, "model": MODEL, **given})

    return in_sync if client_mode == "sync" else lambda **given: asyncio.run(in_async(**given))


def test_without_parameters_the_body_is_the_image(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(IMAGE)
    assert edit().image.data == PICTURE
    (seen,) = loopback.seen
    assert (seen.path, seen.body) == (f"/hf/models/{MODEL}", PICTURE)
    assert seen.headers["content-type"] == "image/png"
    assert seen.headers["authorization"] == "Bearer key-of-a-test"


def test_with_parameters_the_image_is_base64_beside_them(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(IMAGE)
    size = {"width": 64, "height": 32}
    extra = {"parameters": {"seed": 7}}
    edit(prompt="sepia", num_inference_steps=4, target_size=size, extra_body=extra)
    assert json.loads(loopback.seen[0].body) == {
        "inputs": base64.b64encode(PICTURE).decode(),
        "parameters": {"prompt": "sepia", "num_inference_steps": 4, "target_size": size, "seed": 7},
    }


def test_media_type_json_sends_json_in_any_case(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(IMAGE)
    edit(media_type="json")
    assert set(json.loads(loopback.seen[0].body)) == {"inputs"}


@pytest.mark.parametrize("arguments", [{}, {"prompt": "x"}], ids=["raw", "json"])
def test_both_bodies_keep_the_contract(
    edit: Edit, loopback: Loopback, arguments: dict[str, Any]
) -> None:
    loopback.answers(IMAGE)
    assert edit(conformance="raise", **arguments).image.data == PICTURE


def test_a_body_of_another_type_than_the_contract_has_is_not_sent(
    edit: Edit, loopback: Loopback
) -> None:
    with pytest.raises(ImageInputError, match="gif"):
        edit(image=b"GIF89a" + bytes(40), conformance="raise")
    assert loopback.seen == []


@pytest.mark.parametrize("max_retries", [0, 1])
def test_a_model_that_is_being_loaded_is_waited_for(
    edit: Edit, loopback: Loopback, max_retries: int
) -> None:
    loopback.answers(loading(0.01), loading(0.01), loading(0.01), IMAGE)
    assert edit(max_retries=max_retries).image.data == PICTURE
    assert [seen.body for seen in loopback.seen] == [PICTURE] * 4


def test_a_model_that_loads_longer_than_the_time_limit_is_given_up(
    edit: Edit, loopback: Loopback
) -> None:
    loopback.answers(loading(30))
    with pytest.raises(APITimeoutError):
        edit(timeout=5)
    assert len(loopback.seen) == 1


def test_a_server_that_is_busy_is_no_model_that_loads(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(says(503, b'{"error": "busy"}', retry_after="0.01"))
    with pytest.raises(OverloadedError, match="busy"):
        edit()
    assert len(loopback.seen) == 1


def test_the_wait_is_as_long_as_the_server_says() -> None:
    flow = flows.edit({"image": PICTURE, "model": MODEL})
    assert isinstance(next(flow), Call)
    error = OverloadedError(
        "x", status=503, provider="", operation="", retry_after=21.5, body={"estimated_time": 21.5}
    )
    assert flow.throw(error) == Wait(21.5)


class Once(io.BytesIO):
    """A file that cannot seek is read into memory, so its image can be sent again."""

    def seekable(self) -> bool:
        return False


def test_an_image_that_can_be_read_once_is_sent_again(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(loading(0.01), IMAGE)
    assert edit(image=Once(PICTURE)).image.data == PICTURE


@pytest.mark.parametrize("model", ["..", "a/..", "../a", "a//b", "", "/"])
def test_a_model_that_would_leave_its_place_in_the_path_is_refused(
    edit: Edit, loopback: Loopback, model: str
) -> None:
    with pytest.raises(ArgumentError, match="cannot be a part of an address"):
        edit(model=model)
    assert loopback.seen == []


def test_characters_of_a_model_are_escaped_but_for_the_slash(
    edit: Edit, loopback: Loopback
) -> None:
    loopback.answers(IMAGE)
    edit(model="a b/c?d#e")
    assert loopback.seen[0].path == "/hf/models/a%20b/c%3Fd%23e"


def test_the_sandbox_takes_both_bodies_and_loads_a_cold_model() -> None:
    with HuggingFaceClient(sandbox=True, conformance="raise") as client:
        bodies: list[dict[str, Any]] = [{}, {"prompt": "sepia"}]
        for arguments in bodies:
            assert client.image.edit(image=picture(), model=MODEL, **arguments).image.size
        assert client.image.edit(image=picture(), model="me/cold-one", prompt="x").image.size
        with pytest.raises(ConformanceError):
            client.image.edit(image=picture(), model=MODEL, prompt="x", extra_body={"mask": "x"})

"""What real releases of Xinference do that nobody expects, and how our client gets along with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from pyvenice import (
    ArgumentError,
    BadRequestError,
    EditedImage,
    EditProgress,
    ImageInputError,
    Mask,
    NotFoundError,
    OverloadedError,
    ServerError,
    StreamError,
    UnknownArgumentError,
)
from tests_real.calling import Caller
from tests_real.pictures import BLUE, SIZE, alike, left_half, photo, png
from tests_real.xinference import Server

PHOTO = png(photo())
BASE64 = {"prompt": "x", "response_format": "b64_json"}
NO_NUMBER = "invalid literal for int() with base 10: ''"


def noise(size: tuple[int, int] = SIZE) -> bytes:
    return png(Image.effect_noise(size, 90).convert("RGB"))


def damaged() -> bytes:
    """A picture that looks whole from outside."""
    data = bytearray(noise())
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


def post(server: Server, fields: dict[str, str], *files: tuple[str, bytes]) -> httpx.Response:
    parts = [(name, (f"{name}.png", data, "image/png")) for name, data in files]
    return httpx.post(
        f"{server.origin}/v1/images/edits", data=BASE64 | fields, files=parts, timeout=60
    )


def detail(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status
    return answer.json()["detail"]


def test_the_default_answer_is_a_path_on_the_servers_disk(server: Server, call: Caller) -> None:
    (item,) = post(server, {"response_format": "url"}, ("images", PHOTO)).json()["data"]
    assert item["b64_json"] is None
    assert Path(item["url"]).is_relative_to(server.home)
    assert call.edit(image=PHOTO, prompt="x").image.media_type == "image/jpeg"
    with pytest.raises(ArgumentError, match="on the server's own disk"):
        call.edit(image=PHOTO, prompt="x", response_format="url")


def test_the_size_auto_fails_there_and_is_refused_here(server: Server, call: Caller) -> None:
    assert detail(post(server, {"size": "auto"}, ("images", PHOTO)), 500) == NO_NUMBER
    with pytest.raises(ArgumentError, match="size"):
        call.edit(image=PHOTO, prompt="x", size="auto")


def test_a_mask_fails_there_without_a_size_so_the_client_names_one(
    server: Server, call: Caller
) -> None:
    mask = png(left_half("white"))
    assert detail(post(server, {}, ("images", PHOTO), ("mask", mask)), 500) == NO_NUMBER
    result = call.edit(image=PHOTO, mask=Mask(mask, edit="white"), prompt="x")
    assert (result.image.width, result.image.height) == SIZE


def test_a_transparent_mask_edits_nothing_there_and_is_refused_here(
    server: Server, call: Caller
) -> None:
    mask = png(left_half("transparent"))
    answer = post(server, {"size": "96x64"}, ("images", PHOTO), ("mask", mask))
    (item,) = answer.json()["data"]
    assert alike(image_of(item["b64_json"]), photo())
    with pytest.raises(ImageInputError, match=r"edit='transparent'"):
        call.edit(image=PHOTO, mask=mask, prompt="x")


def image_of(text: str) -> EditedImage:
    from pyvenice.core.response.parsing import image_from_b64

    return image_from_b64(text, where="the answer")


def test_what_is_no_image_fails_there_and_is_refused_here(server: Server, call: Caller) -> None:
    answer = post(server, {}, ("images", b"no image"))
    assert detail(answer, 500).startswith("cannot identify image file")
    with pytest.raises(ImageInputError):
        call.edit(image=b"no image", prompt="x")


def test_a_picture_that_the_server_cannot_decode_is_sent_once(call: Caller) -> None:
    with pytest.raises(ServerError) as failed:
        call.edit(image=damaged(), prompt="x")
    assert (failed.value.status, failed.value.attempts) == (500, 1)


def test_what_fails_in_a_stream_is_raised_from_it(call: Caller) -> None:
    with pytest.raises(StreamError) as failed:
        call.events(image=PHOTO, mask=Mask(damaged(), edit="white"), prompt="x")
    assert failed.value.code == "image_edit_error"


def test_no_pictures_are_one_there_and_refused_here(server: Server, call: Caller) -> None:
    assert len(post(server, {"n": "0"}, ("images", PHOTO)).json()["data"]) == 1
    with pytest.raises(ArgumentError, match="n"):
        call.edit(image=PHOTO, prompt="x", n=0)


def test_an_empty_prompt_counts_as_missing(server: Server, call: Caller) -> None:
    (problem,) = detail(post(server, {"prompt": ""}, ("images", PHOTO)), 422)
    assert (problem["type"], problem["loc"]) == ("missing", ["body", "prompt"])
    with pytest.raises(ArgumentError, match="prompt"):
        call.edit(image=PHOTO, prompt="")


def test_a_model_that_does_not_run_is_named(server: Server, call: Caller) -> None:
    kind = NotFoundError if server.since("3.2.1") else BadRequestError
    with pytest.raises(kind, match="uid: elsewhere"):
        call.edit(image=PHOTO, prompt="x", model="elsewhere")


def test_a_model_that_is_being_loaded_says_when_to_come_back(server: Server, call: Caller) -> None:
    if not server.since("3.2.1"):
        pytest.skip(f"Xinference {server.release} says nothing of the kind")
    with pytest.raises(OverloadedError, match="loading") as refused:
        call.once().edit(image=PHOTO, prompt="x", model="loading")
    assert refused.value.retry_after == 30


def test_unknown_fields_are_dropped_there_and_refused_here(server: Server, call: Caller) -> None:
    assert post(server, {"quality": "high"}, ("images", PHOTO)).status_code == 200
    with pytest.raises(UnknownArgumentError, match="quality"):
        call.edit(image=PHOTO, prompt="x", quality="high")


@pytest.mark.parametrize("name", ["image", "image[]", "images", "images[]", "image[0]"])
def test_images_go_by_the_one_name_that_all_releases_read(server: Server, name: str) -> None:
    answer = post(server, {}, (name, PHOTO), (name, PHOTO))
    read = {"image", "image[]", "images"} | ({"images[]"} if server.since("2.5.0") else set())
    if name in read:
        assert answer.status_code == 200
    else:
        assert detail(answer, 400) == "At least one image file is required"


def test_a_stream_tells_how_many_images_the_server_took(call: Caller, server: Server) -> None:
    first, *_ = call.events(image=[photo(), photo(BLUE)], prompt="both")
    assert isinstance(first, EditProgress)
    assert first.details["image_count"] == (2 if server.since("2.5.0") else 1)


def test_newer_releases_name_each_request(call: Caller, server: Server) -> None:
    named = call.edit(image=PHOTO, prompt="x").request_id
    assert bool(named) == server.since("4.1.0")


def test_what_the_client_sends_is_read_whole(call: Caller, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(noise((1000, 1000)))
    result = call.edit(image=large, prompt="x")
    assert (result.image.width, result.image.height) == (1000, 1000)

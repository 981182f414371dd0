from __future__ import annotations

import base64
import builtins
import copy
import io
import os
import pickle
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pyvenice.core.engine.calls import Reply
from pyvenice.core.images import base64_codec
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.parsing import image_from, image_from_b64, images_from_b64
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import PartialImage
from pyvenice.errors import AnswerError, ArgumentError, MissingExtraError, install_command


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 3)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


PNG = picture()
IMAGE = image_from(PNG, where="the answer")


@pytest.mark.parametrize(
    ("kind", "media_type", "suffix"),
    [
        ("PNG", "image/png", ".png"),
        ("JPEG", "image/jpeg", ".jpg"),
        ("WEBP", "image/webp", ".webp"),
        ("GIF", "image/gif", ".gif"),
    ],
)
def test_the_bytes_say_what_an_image_is(kind: str, media_type: str, suffix: str) -> None:
    image = image_from(picture(kind), where="x")
    assert (image.media_type, image.width, image.height) == (media_type, 4, 3)
    assert image.suffix == suffix


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", r"data\[0\] is empty"),
        (b'{"error": "no"}', r"""data\[0\] is not an image: it starts with b'{"error": "no"}'"""),
        (b"<html>" * 1000, "is not an image"),
        (PNG[:-4], r"data\[0\] is not a whole image/png"),
        (picture("JPEG")[:200], "is not a whole image/jpeg"),
    ],
    ids=["empty", "json", "html", "cut png", "cut jpeg"],
)
def test_what_is_no_whole_image_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(AnswerError, match=words):
        image_from(data, where="data[0]")


@given(st.integers(0, len(PNG) - 1))
def test_no_cut_png_is_taken_for_an_image(length: int) -> None:
    with pytest.raises(AnswerError):
        image_from(PNG[:length], where="x")


def test_base64_is_decoded_with_and_without_a_data_uri_and_in_lines_as_in_mail() -> None:
    uri, lines = f"data:image/png;base64,{ENCODED}", base64.encodebytes(PNG).decode()
    images = images_from_b64([ENCODED, uri, lines], where="data")
    assert [image.data for image in images] == [PNG, PNG, PNG]


def test_the_images_that_can_be_read_are_the_result_of_the_error() -> None:
    with pytest.raises(AnswerError, match=r"^data\[1\] is not base64: ") as caught:
        images_from_b64([ENCODED, "!", ENCODED, None], where="data")
    assert caught.value.result is not None
    assert [image.data for image in caught.value.result] == [PNG, PNG]


ENCODED = base64.b64encode(PNG).decode()
NOT_BASE64 = {
    "foreign character": f"{ENCODED[:40]}!{ENCODED[40:]}",
    "not ASCII": f"{ENCODED[:40]}ä{ENCODED[40:]}",
    "after the end": f"{base64.b64encode(b'x').decode()}{ENCODED}",
    "cut": ENCODED[:41],
}


@pytest.mark.parametrize("fast", [True, False], ids=["pybase64", "binascii"])
@pytest.mark.parametrize("text", NOT_BASE64.values(), ids=NOT_BASE64)
def test_base64_is_decoded_strictly(text: str, fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    _choose(monkeypatch, fast=fast)
    with pytest.raises(AnswerError, match=r"^data\[1\] is not base64: "):
        images_from_b64([ENCODED, text], where="data")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "data is NoneType instead of base64 text"),
        (7, "data is int instead of base64 text"),
        ("data:image/png,AAAA", "data is a data URI that is not base64"),
        ("data:", "data is a data URI that is not base64"),
        ("", "data is empty"),
        ("AAAA", "data is not an image"),
    ],
)
def test_what_should_have_been_base64_is_named(text: Any, words: str) -> None:
    with pytest.raises(AnswerError, match=words):
        images_from_b64([text], where="data")
    with pytest.raises(AnswerError, match=words):
        image_from_b64(text, where="data")


@pytest.mark.parametrize("fast", [True, False], ids=["pybase64", "binascii"])
def test_both_decoders_give_the_same(fast: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    _choose(monkeypatch, fast=fast)
    for size in range(1, 9):
        data = picture(size=(size, 1))
        (image,) = images_from_b64([base64.b64encode(data).decode()], where="data")
        assert image.data == data


def test_an_image_is_saved_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "out.png"
    assert IMAGE.save(path) == path
    assert path.read_bytes() == bytes(IMAGE) == PNG
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_without_suffix_gets_the_right_one(tmp_path: Path) -> None:
    assert IMAGE.save(str(tmp_path / "out")) == tmp_path / "out.png"
    assert IMAGE.save(tmp_path / "keep.jpg") == tmp_path / "keep.jpg"


def test_an_existing_file_is_replaced_and_readable_as_usual(tmp_path: Path) -> None:
    path = tmp_path / "out.png"
    path.write_bytes(b"old" * 10_000)
    IMAGE.save(path)
    assert path.read_bytes() == PNG
    usual = tmp_path / "usual"
    usual.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_a_link_is_followed_not_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real.png", tmp_path / "link.png"
    link.symlink_to(real)
    IMAGE.save(link)
    assert link.is_symlink()
    assert real.read_bytes() == PNG


def test_nothing_is_left_behind_when_saving_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.png"
    path.write_bytes(b"old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        IMAGE.save(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("path", [".", "", "/", "folder"])
def test_a_folder_is_not_a_place_to_save_to(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ArgumentError, match="it is a folder") as caught:
        IMAGE.save(path)
    assert caught.value.argument == "path"


def test_the_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match=r"the folder '.*/no/such' does not exist"):
        IMAGE.save(tmp_path / "no" / "such" / "out.png")
    assert list(tmp_path.iterdir()) == []


def test_an_image_opens_in_pillow() -> None:
    with IMAGE.open() as opened:
        assert opened.size == (4, 3)


def test_without_pillow_opening_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "PIL.Image", None)
    with pytest.raises(MissingExtraError, match=re.escape(install_command("images"))):
        IMAGE.open()


def test_a_notebook_shows_the_picture() -> None:
    bundle = IMAGE._repr_mimebundle_(include=None, exclude=None)
    assert base64.b64decode(bundle["image/png"]) == PNG
    assert bundle["text/plain"] == repr(IMAGE)
    shown = EditResult((IMAGE,))._repr_mimebundle_(include=None, exclude=None)
    partial = PartialImage(0, IMAGE)._repr_mimebundle_(include=None, exclude=None)
    assert shown["image/png"] == partial["image/png"] == bundle["image/png"]


def test_a_notebook_shows_all_pictures_of_a_result() -> None:
    left = EditedImage(b"", "image/png", url="https://host/a?b=1&c=2")
    shown = EditResult((IMAGE, left))._repr_mimebundle_()["text/html"]
    assert base64.b64encode(PNG).decode() in shown
    assert 'src="https://host/a?b=1&amp;c=2"' in shown
    assert shown.count("<img ") == 2


def test_representations_are_short() -> None:
    assert repr(IMAGE) == f"EditedImage(image/png, 4x3, {len(PNG)} bytes)"
    assert "size unknown" in repr(EditedImage(b"x", "image/tiff"))
    result = EditResult((IMAGE,), reply=Reply(200, {}, PNG * 1000))
    assert len(repr(result)) < 300


def test_values_compare_pickle_and_copy() -> None:
    result = EditResult((IMAGE,), model="m", reply=Reply(200, {"a": "b"}, b"x"))
    twin = pickle.loads(pickle.dumps(result))  # noqa: S301  (our own bytes)
    assert twin == copy.deepcopy(result) == result
    assert image_from(PNG, where="elsewhere") == IMAGE


def test_a_result_is_its_images() -> None:
    other = image_from(picture("JPEG"), where="x")
    result = EditResult((IMAGE, other))
    assert list(result) == [IMAGE, other]
    assert len(result) == 2
    assert result.image is IMAGE


def test_a_result_without_images_is_an_error() -> None:
    with pytest.raises(AnswerError, match="holds no image") as caught:
        EditResult((), request_id="r1")
    assert caught.value.request_id == "r1"


def test_several_images_are_saved_under_numbers(tmp_path: Path) -> None:
    other = image_from(picture("JPEG"), where="x")
    assert EditResult((IMAGE,)).save(tmp_path / "one.png") == [tmp_path / "one.png"]
    result = EditResult((IMAGE, other))
    assert [path.name for path in result.save(tmp_path / "out.png")] == ["out-1.png", "out-2.png"]
    assert [path.name for path in result.save(tmp_path / "out")] == ["out-1.png", "out-2.jpg"]
    with pytest.raises(ArgumentError, match="it is a folder"):
        result.save(tmp_path)


def test_a_result_takes_over_what_the_headers_say() -> None:
    headers = {
        "content-type": "image/png",
        "x-request-id": "r1",
        "x-venice-is-content-violation": "false",
        "x-balance-remaining": "1.5",
        "x-sandbox": "pyvenice",
        "openai-processing-ms": "12",
    }
    rules = ProviderRules(metadata_headers=("x-venice-", "x-balance-", "openai-"))
    result = EditResult((IMAGE,)).with_headers(headers, rules)
    assert result.request_id == "r1"
    assert result.metadata == {
        name: value
        for name, value in headers.items()
        if name not in {"content-type", "x-request-id"}
    }
    known = EditResult((IMAGE,), request_id="mine", metadata={"x-sandbox": "own"})
    assert known.with_headers(headers, rules).request_id == "mine"
    assert known.with_headers(headers, rules).metadata["x-sandbox"] == "own"


def _choose(monkeypatch: pytest.MonkeyPatch, *, fast: bool) -> None:
    """Decode with pybase64, or as if it were not installed."""
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pybase64" and not fast:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(base64_codec, "decoder", base64_codec.decoder.__wrapped__)

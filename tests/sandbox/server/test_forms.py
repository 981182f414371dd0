"""How forms are read: parts, repeated names, texts that mean numbers, files in wrong places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.sandbox.server.errors import APIError
from pyvenice.sandbox.server.forms import parts_of
from tests.sandbox.asking import (
    OPENAI,
    VENICE,
    XINFERENCE,
    Asking,
    file,
    multipart,
    png_field,
    scenery,
)

KIND = "multipart/form-data; boundary=frontier"
OCTETS = "application/octet-stream"


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b[]", "größe"]), st.binary(max_size=300)), max_size=6)
)
def test_parts_come_out_as_they_went_in(fields: list[tuple[str, bytes]]) -> None:
    fields = [(name, data) for name, data in fields if b"--frontier" not in data]
    parts = parts_of(multipart(*fields), KIND)
    assert [(part.name, part.data) for part in parts] == fields


def test_a_file_has_its_name_and_media_type() -> None:
    (part,) = parts_of(multipart(("image", b"abc", "my photo.png", "image/png")), KIND)
    assert (part.filename, part.media_type, part.data) == ("my photo.png", "image/png", b"abc")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (multipart(("a", "b"))[:-6], KIND),
        (b"", KIND),
        (b"no form", KIND),
        (multipart(("a", "b")), "multipart/form-data"),
        (b"--frontier\r\nContent-Disposition: form-data\r\n\r\nx\r\n--frontier--\r\n", KIND),
        (multipart(*[("a", "b")] * 1001), KIND),
    ],
)
def test_a_broken_form_is_refused(body: bytes, kind: str) -> None:
    with pytest.raises(APIError):
        parts_of(body, kind)


@pytest.mark.parametrize(
    ("text", "status"), [("true", 200), ("false", 200), ("True", 400), ("1", 400), ("", 400)]
)
def test_only_true_and_false_are_booleans(ask: Asking, text: str, status: int) -> None:
    answer = ask.form(
        f"{VENICE}/image/edit",
        png_field(image=scenery(300, 300)),
        ("prompt", "x"),
        ("safe_mode", text),
    )
    assert answer.status == status


@pytest.mark.parametrize(
    ("text", "status"), [("2", 200), ("2.0", 400), ("two", 400), ("", 400), ("99", 400)]
)
def test_only_digits_are_whole_numbers(ask: Asking, text: str, status: int) -> None:
    answer = ask.form(f"{OPENAI}/images/edits", png_field(), ("prompt", "x"), ("n", text))
    assert answer.status == status


def test_a_number_with_a_fraction_is_read_where_one_is_meant(ask: Asking) -> None:
    image = png_field(image=scenery(300, 300))
    assert (
        ask.form(f"{VENICE}/image/upscale", image, ("creativity", "0.01"), ("scale", "2")).status
        == 200
    )
    assert ask.form(f"{VENICE}/image/upscale", image, ("creativity", "much")).status == 400


def test_a_file_where_a_text_is_meant_is_refused(ask: Asking) -> None:
    answer = ask.form(
        f"{OPENAI}/images/edits", png_field(), ("prompt", b"x", "prompt.txt", "text/plain")
    )
    assert answer.json["error"]["param"] == "prompt"


def test_a_text_where_a_file_is_meant_is_refused(ask: Asking) -> None:
    answer = ask.form(f"{OPENAI}/images/edits", ("image", "photo.png"), ("prompt", "x"))
    assert (
        answer.json["error"]["message"]
        == "Invalid type for 'image': expected a file, but got a string instead."
    )


def test_openai_wants_brackets_for_a_list(ask: Asking) -> None:
    listed = [png_field("image[]")] * 3
    assert (
        ask.form(f"{OPENAI}/images/edits", *listed, ("prompt", "sepia")).operations
        == "sepia, inset 2"
    )
    answer = ask.form(f"{OPENAI}/images/edits", png_field(), png_field(), ("prompt", "sepia"))
    assert answer.json["error"]["code"] == "duplicate_parameter"


def test_venice_repeats_the_name_for_a_list(ask: Asking) -> None:
    listed = [png_field("images", scenery(300, 300))] * 2
    path = f"{VENICE}/image/multi-edit"
    assert ask.form(path, *listed, ("prompt", "sepia")).operations == "sepia, inset 1"
    assert ask.form(path, png_field("images[]"), ("prompt", "sepia")).status == 400


@pytest.mark.parametrize("name", ["image", "images", "image[]", "images[]"])
@pytest.mark.parametrize("count", [1, 3])
def test_xinference_takes_four_names(ask: Asking, name: str, count: int) -> None:
    files = [(name, file(), "image_0", OCTETS)] * count
    answer = ask.form(
        f"{XINFERENCE}/images/edits", *files, ("prompt", "sepia"), ("response_format", "b64_json")
    )
    assert answer.operations == ("sepia" if count == 1 else "sepia, inset 2")


def test_of_several_names_xinference_reads_the_first_and_says_so(ask: Asking) -> None:
    answer = ask.form(
        f"{XINFERENCE}/images/edits",
        png_field("image"),
        png_field("images"),
        ("prompt", "sepia"),
        ("response_format", "b64_json"),
    )
    assert answer.operations == "sepia"
    assert answer.headers["x-sandbox-ignored"] == "image"


def test_a_text_that_is_no_utf8_is_refused(ask: Asking) -> None:
    answer = ask.form(f"{VENICE}/image/edit", png_field(), ("prompt", b"\xff\xfe"))
    assert answer.status == 400
    assert "UTF-8" in str(answer.json["details"])

from __future__ import annotations

import base64
import email.parser
import email.policy
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_multipart.multipart import create_form_parser

from pyvenice.core.engine.calls import Body
from pyvenice.core.images.base64_codec import encoder
from pyvenice.core.images.part import BytesSource, FileSource, ImagePart, PathSource
from pyvenice.core.request.bodies import Base64Leaf, JsonBody, MultipartBody
from pyvenice.errors import ArgumentError, ImageInputError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = texts.filter(lambda text: "\\" not in text)
contents = st.binary(max_size=700)


def part(data: bytes, filename: str = "photo.png", **facts: Any) -> ImagePart:
    return ImagePart(
        argument="image",
        kind="bytes",
        media_type="image/png",
        filename=filename,
        size=len(data),
        source=facts.pop("source", BytesSource(data)),
        **facts,
    )


def sent(body: Body) -> bytes:
    """The bytes of the body, after checking what holds for every body."""
    chunks = list(body)
    data = b"".join(chunks)
    assert len(data) == body.content_length
    assert max(map(len, chunks), default=0) <= 512 * 1024
    assert b"".join(body) == data
    return data


def with_leaves(node: Any) -> Any:
    """The tree with each `bytes` replaced by a leaf."""
    if isinstance(node, bytes):
        return Base64Leaf(part(node), "data:image/png;base64,")
    if isinstance(node, list):
        return [with_leaves(item) for item in node]
    if isinstance(node, dict):
        return {key: with_leaves(item) for key, item in node.items()}
    return node


def with_text(node: Any) -> Any:
    """The tree as it is read back."""
    if isinstance(node, bytes):
        return "data:image/png;base64," + base64.b64encode(node).decode()
    if isinstance(node, list):
        return [with_text(item) for item in node]
    if isinstance(node, dict):
        return {key: with_text(item) for key, item in node.items()}
    return node


floats = st.floats(allow_nan=False, allow_infinity=False)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), floats, texts, contents)
trees = st.recursive(
    scalars,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(texts, below, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(tree=trees)
def test_json_is_read_back_as_it_was_given(tree: Any) -> None:
    assert json.loads(sent(JsonBody(with_leaves(tree)))) == with_text(tree)


def test_json_is_compact_utf_8() -> None:
    body = JsonBody({"prompt": 'größer "!"', "n": [1, None, True], "empty": {}, "tuple": ()})
    assert body.content_type == "application/json"
    assert (
        sent(body) == '{"prompt":"größer \\"!\\"","n":[1,null,true],"empty":{},"tuple":[]}'.encode()
    )


@pytest.mark.parametrize("size", [0, 1, 2, 3, 196_607, 196_608, 196_609, 700_001])
def test_an_image_of_any_size_is_encoded_without_a_seam(size: int) -> None:
    data = bytes(range(256)) * (size // 256 + 1)
    body = JsonBody({"image": Base64Leaf(part(data[:size]))})
    assert json.loads(sent(body)) == {"image": base64.b64encode(data[:size]).decode()}


class Dribble(io.BytesIO):
    """Gives fewer bytes than asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, 1 + self.tell() % 7) if size and size > 0 else size)


@settings(deadline=None, max_examples=40)
@given(data=contents)
def test_short_reads_do_not_break_the_encoding(data: bytes) -> None:
    image = part(data, source=FileSource(Dribble(data), 0))
    assert json.loads(sent(JsonBody(Base64Leaf(image)))) == base64.b64encode(data).decode()
    assert fields_of(MultipartBody([("image", image)]))[0][2] == data


@pytest.mark.parametrize("library", ["pybase64", "binascii"])
def test_the_encoding_is_the_same_with_and_without_the_fast_encoder(
    library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if library == "binascii":
        monkeypatch.setitem(sys.modules, "pybase64", None)
    encoder.cache_clear()
    try:
        data = bytes(range(256)) * 1000
        assert json.loads(sent(JsonBody(Base64Leaf(part(data))))) == base64.b64encode(data).decode()
    finally:
        encoder.cache_clear()


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_cannot_hold_are_refused_with_their_place(number: float) -> None:
    with pytest.raises(ArgumentError, match=r"^extra\.2\.scale: is -?(nan|inf), which JSON"):
        JsonBody({"extra": [1, 2, {"scale": number}]})


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"image": b"raw bytes"}, "image: is of type bytes, which JSON cannot hold"),
        ({"style": {1: "x"}}, "style: has the key 1, which is not text"),
        ({"prompt": "\ud800"}, "prompt: holds half of a surrogate pair at position 0"),
        (object(), "body: is of type object, which JSON cannot hold"),
    ],
)
def test_what_json_cannot_hold_is_refused(document: Any, message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        JsonBody(document)
    assert str(caught.value) == message
    assert caught.value.argument == message.partition(":")[0]


def fields_of(
    body: MultipartBody, data: bytes | None = None
) -> list[tuple[str, str | None, bytes, str | None]]:
    """Name, file name, content and content type of each part, as a server reads them."""
    data = sent(body) if data is None else data
    found: list[tuple[str, str | None, bytes, str | None]] = []

    def on_field(field: Any) -> None:
        found.append((field.field_name.decode(), None, field.value or b"", None))

    def on_file(file: Any) -> None:
        file.file_object.seek(0)
        content = file.file_object.read()
        found.append(
            (file.field_name.decode(), file.file_name.decode(), content, file.content_type)
        )

    parser = create_form_parser({"Content-Type": body.content_type.encode()}, on_field, on_file)
    parser.write(data)
    parser.finalize()
    return found


def quoted(name: str) -> str:
    return name.replace("\n", "%0A").replace("\r", "%0D").replace('"', "%22")


fields = st.lists(
    st.tuples(names, texts | st.tuples(names.filter(bool), contents)), min_size=1, max_size=5
)


@settings(deadline=None)
@given(given_fields=fields)
def test_a_form_is_read_back_as_it_was_given(given_fields: Any) -> None:
    body = MultipartBody(
        [(n, v if isinstance(v, str) else part(v[1], v[0])) for n, v in given_fields]
    )
    expected = [
        (quoted(name), None, value.encode())
        if isinstance(value, str)
        else (quoted(name), quoted(value[0]), value[1])
        for name, value in given_fields
    ]
    assert [found[:3] for found in fields_of(body)] == expected


def test_a_form_is_written_byte_for_byte() -> None:
    body = MultipartBody(
        [("prompt", "a\r\nb"), ("image", part(b"png", 'a"\r\n.png'))], boundary="X"
    )
    assert body.content_type == "multipart/form-data; boundary=X"
    assert sent(body) == (
        b'--X\r\nContent-Disposition: form-data; name="prompt"\r\n\r\na\r\nb\r\n'
        b'--X\r\nContent-Disposition: form-data; name="image"; filename="a%22%0D%0A.png"\r\n'
        b"Content-Type: image/png\r\n\r\npng\r\n--X--\r\n"
    )


def test_another_parser_reads_the_same_form() -> None:
    body = MultipartBody([("n", "2"), ("image[]", part(b"\0\r\n\xff")), ("image[]", part(b""))])
    head = f"Content-Type: {body.content_type}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + sent(body))
    read = [
        (p.get_param("name", header="content-disposition"), p.get_filename(), p.get_content_type())
        for p in message.iter_parts()
    ]
    assert read == [
        ("n", None, "text/plain"),
        ("image[]", "photo.png", "image/png"),
        ("image[]", "photo.png", "image/png"),
    ]


def test_each_form_has_its_own_boundary() -> None:
    assert MultipartBody([]).content_type != MultipartBody([]).content_type


def test_a_form_without_fields_is_a_form() -> None:
    assert sent(MultipartBody([], boundary="X")) == b"--X--\r\n"


def test_text_that_utf_8_cannot_hold_is_refused() -> None:
    with pytest.raises(ArgumentError, match=r"^prompt: holds half of a surrogate pair"):
        MultipartBody([("prompt", "\udcff")])


def test_an_image_without_bytes_cannot_stand_in_a_body() -> None:
    url = ImagePart(argument="image", kind="url", url="https://example.com/a.png")
    with pytest.raises(ArgumentError, match=r"^image: is a url and cannot be uploaded"):
        MultipartBody([("image", url)])
    with pytest.raises(ArgumentError, match=r"^image: is a url and cannot be uploaded"):
        JsonBody({"image": Base64Leaf(url)})


@pytest.mark.parametrize("length", [999_999, 1_000_001])
def test_a_file_whose_length_changed_is_an_error_before_its_first_byte(
    length: int, tmp_path: Path
) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(bytes(1_000_000))
    image = part(bytes(1_000_000), source=PathSource(path))
    made: list[Body] = [MultipartBody([("image", image)]), JsonBody([Base64Leaf(image)])]
    path.write_bytes(bytes(length))
    for body in made:
        chunks = iter(body)
        next(chunks)
        with pytest.raises(ImageInputError, match="changed its length"):
            next(chunks)


def test_a_large_image_is_never_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(bytes(3_000_000))
    image = part(bytes(3_000_000), source=PathSource(path))
    for body in (MultipartBody([("image", image)]), JsonBody([Base64Leaf(image)])):
        assert len(list(body)) > 10
        assert len(sent(body)) > 3_000_000


def test_long_text_is_sent_in_pieces_too() -> None:
    text = "long " * 300_000
    assert json.loads(sent(JsonBody([text]))) == [text]
    assert fields_of(MultipartBody([("prompt", text)]))[0][2] == text.encode()


def test_a_body_can_be_replayed_when_its_images_can() -> None:
    once = part(b"png", replayable=False)
    assert JsonBody([Base64Leaf(part(b"png"))]).replayable
    assert not JsonBody([Base64Leaf(part(b"png")), Base64Leaf(once)]).replayable
    assert not MultipartBody([("image", once)]).replayable


def test_a_body_knows_its_images() -> None:
    one, two = part(b"one"), part(b"two")
    assert JsonBody({"a": Base64Leaf(one), "b": [Base64Leaf(two)]}).parts == [one, two]
    assert MultipartBody([("a", one), ("n", "1"), ("b", two)]).parts == [one, two]


def test_the_repr_shows_only_the_length() -> None:
    assert repr(JsonBody({"prompt": "secret"})) == "<JsonBody of 19 bytes>"
    assert repr(MultipartBody([("prompt", "secret")], boundary="X")).startswith(
        "<MultipartBody of "
    )


@given(data=st.binary(min_size=3, max_size=2000))
def test_an_abridged_body_is_a_body_with_the_beginnings_of_its_images(data: bytes) -> None:
    image = part(data)
    document = json.loads(JsonBody({"image": Base64Leaf(image), "n": 1}).abridged())
    beginning = base64.b64decode(document["image"])
    assert (beginning, document["n"]) == (data[: min(len(data) // 3 * 3, 768)], 1)
    form = MultipartBody([("image", image), ("prompt", "sepia")], boundary="b")
    assert [one[2] for one in fields_of(form, form.abridged())] == [data[:768], b"sepia"]

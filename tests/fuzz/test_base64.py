"""Base64 in all its looseness: decoded as it was encoded, or refused."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.engine.calls import Call
from pyvenice.core.images.base64_codec import decode_base64, parse_data_uri
from pyvenice.core.response.base64_extraction import CutOut
from pyvenice.core.response.parsing import image_from_b64
from pyvenice.core.response.reader import ResponseReader
from tests.fuzz.fuzzing import damaged, fuzz, in_chunks, only_own_errors

BLANKS = st.lists(st.sampled_from(["", "\n", "\r\n", " ", "\t"]), min_size=1, max_size=4)


@given(st.binary(max_size=300), st.booleans(), st.booleans(), BLANKS, st.integers(1, 80))
@fuzz(150)
def test_loose_base64_is_decoded(
    data: bytes, url_safe: bool, padded: bool, blanks: list[str], width: int
) -> None:
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    text = encode(data).decode()
    text = text if padded else text.rstrip("=")
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    loose = "".join(line + blanks[number % len(blanks)] for number, line in enumerate(lines))
    assert decode_base64(loose) == data


@given(st.text() | st.binary(max_size=99).map(lambda data: base64.b64encode(data).decode()))
@fuzz(150)
def test_any_text_is_decoded_or_refused(text: str) -> None:
    for given_text in (text, f"data:image/png;base64,{text}", f"data:{text}"):
        with only_own_errors():
            image_from_b64(given_text, where="it")
        with suppress(ValueError):
            decode_base64(given_text)
        with suppress(ValueError):
            uri = parse_data_uri(given_text)
            if uri is not None:
                uri.decode()


@pytest.mark.parametrize("noise", [b'\\"', b"\\n", b"\\u002b", b"=", b"\x00", b"\xff"])
@given(data=st.data())
@fuzz(15)
def test_pictures_are_cut_out_of_any_json(noise: bytes, data: st.DataObject) -> None:
    picture = bytes(range(256)) * 12 + data.draw(st.binary(max_size=200))
    whole = json.dumps({"a": [base64.b64encode(picture).decode()], "b": "c"}).encode()
    body = data.draw(damaged(whole, st.just(noise)))
    reader = ResponseReader(Call("POST", "/x"), 200, {})
    with only_own_errors():
        for chunk in in_chunks(data.draw, body):
            reader.feed(chunk)
        reply = reader.done()
        try:
            document = reply.json()
        except ValueError:
            return
        if body == whole:
            (cut,) = document["a"]
            # A text that is hardly long enough may stay where it is.
            found = cut.content if isinstance(cut, CutOut) else decode_base64(cut)
            assert found == picture

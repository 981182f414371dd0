"""Base64 and data URIs, strictly and loosely written."""

from __future__ import annotations

import base64
import contextlib
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.images import base64_codec
from pyvenice.core.images.base64_codec import decode_base64, decoder, encoder, parse_data_uri


@pytest.fixture(params=["pybase64", "standard library"], autouse=True)
def _library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "standard library":
        monkeypatch.setitem(sys.modules, "pybase64", None)
    base64_codec.decoder.cache_clear()
    base64_codec.encoder.cache_clear()
    yield
    base64_codec.decoder.cache_clear()
    base64_codec.encoder.cache_clear()


DATA = bytes(range(256)) + b"\xfb\xff\xfe?"
TEXT = base64.b64encode(DATA).decode()


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.rstrip("="),
        TEXT + "==",
        base64.urlsafe_b64encode(DATA).decode(),
        base64.urlsafe_b64encode(DATA).decode().rstrip("="),
        f" {TEXT}\n",
        "\r".join(TEXT[at : at + 76] for at in range(0, len(TEXT), 76)),
        "\r\n".join(TEXT[at : at + 76] for at in range(0, len(TEXT), 76)),
        "\t".join(TEXT),
    ],
)
def test_loosely_written_base64_is_decoded(text: str) -> None:
    assert decode_base64(text) == DATA
    assert decode_base64(text.encode()) == DATA


@pytest.mark.parametrize("text", ["a", "ab=c", "é", "abc*", "a===", "<html>", "=abc"])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode_base64(text)


@given(data=st.binary(max_size=50))
def test_what_is_encoded_can_be_decoded(data: bytes) -> None:
    text = encoder()(data)
    assert decoder()(text) == decode_base64(text) == data


@given(text=st.text(max_size=40))
def test_any_text_is_decoded_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        decode_base64(text)


def test_a_data_uri_has_parts() -> None:
    uri = parse_data_uri(f"DATA:image/PNG;name=x;BASE64,{TEXT}")
    assert uri is not None
    assert uri.media_type == "image/png"
    assert uri.is_base64
    assert uri.decode() == DATA


def test_a_data_uri_may_be_percent_encoded() -> None:
    uri = parse_data_uri("data:text/plain,a%20b")
    assert uri is not None
    assert not uri.is_base64
    assert uri.decode() == b"a b"
    escaped = parse_data_uri(f"data:;base64,{TEXT.replace('+', '%2B').replace('=', '%3D')}")
    assert escaped is not None
    assert escaped.media_type == ""
    assert escaped.decode() == DATA


@pytest.mark.parametrize("text", ["", "data", "http://a,b", "date:,x"])
def test_other_texts_are_no_data_uris(text: str) -> None:
    assert parse_data_uri(text) is None

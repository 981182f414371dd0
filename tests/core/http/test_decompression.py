from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pyvenice.core.http import decompression
from pyvenice.core.http.decompression import decoder_of
from pyvenice.errors import APIConnectionError
from tests.pictures import picture


def raw_deflate(content: bytes) -> bytes:
    """As some servers send it: without the header of zlib."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


def unpacked(encoding: str, content: bytes, size: int = 7) -> bytes:
    reader = decoder_of(encoding, "http://local")
    out = [
        piece
        for at in range(0, len(content), size)
        for piece in reader.feed(content[at : at + size])
    ]
    reader.done()
    return b"".join(out)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        (" GZIP ", gzip.compress),
        ("x-gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("deflate, gzip", lambda content: gzip.compress(raw_deflate(content))),
        ("gzip, deflate", lambda content: raw_deflate(gzip.compress(content))),
        ("", bytes),
        ("identity", bytes),
        ("compress", bytes),
        ("identity, gzip", gzip.compress),
        ("deflate, gzip", lambda content: gzip.compress(zlib.compress(content))),
        ("gzip,gzip,GZIP", lambda content: gzip.compress(gzip.compress(gzip.compress(content)))),
        ("gzip, compress", bytes),
        (", ".join(["gzip"] * 50), bytes),
    ],
)
@given(st.binary(max_size=500), st.integers(1, 100))
def test_what_was_packed_comes_out(
    encoding: str, pack: Callable[[bytes], bytes], content: bytes, size: int
) -> None:
    assert unpacked(encoding, pack(content), size) == content


def test_several_members_are_one_answer() -> None:
    assert unpacked("gzip", gzip.compress(b"one, ") + gzip.compress(b"two")) == b"one, two"


def test_zeros_after_the_end_are_padding() -> None:
    assert unpacked("gzip", gzip.compress(b"picture") + bytes(100)) == b"picture"


@example(b"\x9c\x00", 40)  # like the header of zlib
@given(st.binary(min_size=1, max_size=30), st.integers(1, 40))
def test_what_follows_the_end_of_gzip_costs_no_picture(junk: bytes, size: int) -> None:
    assert unpacked("gzip", gzip.compress(b"picture") + b"x" + junk, size) == b"picture"


def test_a_second_member_that_is_cut_off_is_an_error() -> None:
    with pytest.raises(APIConnectionError, match="missing"):
        unpacked("gzip", gzip.compress(b"one, ") + gzip.compress(bytes(range(256)) * 9)[:-9])


def test_pieces_are_never_large() -> None:
    reader = decoder_of("gzip", "http://local")
    pieces = list(reader.feed(gzip.compress(bytes(1_000_000))))
    assert max(map(len, pieces)) == 256 * 1024
    assert sum(map(len, pieces)) == 1_000_000


def test_an_empty_answer_is_empty() -> None:
    assert unpacked("gzip", b"") == b""


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"no gzip", "incorrect header"), (gzip.compress(b"x")[:-1], "missing")],
    ids=["no gzip", "cut off"],
)
def test_what_is_broken_is_an_error_that_may_have_been_executed(content: bytes, words: str) -> None:
    with pytest.raises(
        APIConnectionError, match=f"http://local cannot be unpacked.*{words}"
    ) as one:
        unpacked("gzip", content)
    assert one.value.maybe_executed


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("content", [picture(), b"\xff\xd8\xff\xe0", b"GIF89a"])
def test_an_image_that_a_proxy_unpacked_passes_under_the_header_it_came_with(
    coding: str, content: bytes
) -> None:
    assert unpacked(coding, content, size=1) == content


@pytest.mark.parametrize("content", [b'{"data": []}', b"RIFF1234WEBP"])
def test_json_and_webp_pass_as_gzip_that_is_none(content: bytes) -> None:
    assert unpacked("gzip", content) == content


def test_raw_deflate_ends_at_the_limit_of_a_piece() -> None:
    pieces = list(decoder_of("deflate", "http://local").feed(raw_deflate(bytes(1_000_000))))
    assert max(map(len, pieces)) == 256 * 1024
    assert sum(map(len, pieces)) == 1_000_000


class _Brotli:
    """What is used of `brotli.Decompressor`, for data of zlib; as there, more may be pending than it says."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj()
        self._rest = b""

    def process(self, data: bytes, *, output_buffer_limit: int) -> bytes:
        piece = self._zlib.decompress(self._rest + data, output_buffer_limit)
        self._rest = self._zlib.unconsumed_tail
        return piece

    def can_accept_more_data(self) -> bool:
        return not self._rest

    def is_finished(self) -> bool:
        return self._zlib.eof


class _Zstandard:
    """What is used of `zstandard.ZstdDecompressor`, for data of zlib."""

    def __init__(self, max_window_size: int) -> None:
        assert max_window_size <= 2**23

    def decompressobj(self) -> Any:
        return zlib.decompressobj()


@pytest.fixture(params=["br", "zstd"])
def coding(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A coding whose package is installed."""
    packages = {
        "br": SimpleNamespace(Decompressor=_Brotli, error=zlib.error),
        "zstd": SimpleNamespace(ZstdDecompressor=_Zstandard, ZstdError=zlib.error),
    }
    monkeypatch.setattr(decompression, "_package", packages.get)
    return str(request.param)


@pytest.mark.parametrize("size", [3, 10_000])
def test_a_coding_of_a_package_is_unpacked(coding: str, size: int) -> None:
    content = bytes(range(256)) * 4000
    assert coding in decompression.decoded_codings()
    assert unpacked(coding, zlib.compress(content), size) == content
    assert unpacked(f"gzip, {coding}", zlib.compress(gzip.compress(content)), size) == content
    if coding == "zstd":
        frames = zlib.compress(content) + zlib.compress(b"and more")
        assert unpacked(coding, frames, size) == content + b"and more"


def test_a_coding_of_a_package_is_unpacked_in_small_pieces(coding: str) -> None:
    bomb = zlib.compress(bytes(50_000_000))
    reader = decoder_of(coding, "http://local")
    assert max(map(len, reader.feed(bomb))) <= 2**20


def test_what_no_package_can_unpack_is_an_error_or_a_plain_picture(coding: str) -> None:
    with pytest.raises(APIConnectionError, match="its end is missing"):
        unpacked(coding, zlib.compress(bytes(range(256)))[:-5])
    with pytest.raises(APIConnectionError, match="cannot be unpacked"):
        unpacked(coding, b"\0\0garbage")
    assert unpacked(coding, picture(), 10_000) == picture()
    assert unpacked(coding, b"") == b""


def test_the_real_packages_have_what_is_used() -> None:
    content = bytes(range(256)) * 4000
    for coding, name in (("br", "brotli"), ("zstd", "zstandard")):
        package = pytest.importorskip(name)
        assert unpacked(coding, package.compress(content)) == content

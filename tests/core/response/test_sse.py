from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pyvenice.core.response.sse import ServerEvent, SseDecoder
from pyvenice.errors import StreamError


def decoded(*chunks: bytes) -> list[ServerEvent]:
    decoder = SseDecoder()
    events = [event for chunk in chunks for event in decoder.feed(chunk)]
    return events + decoder.done()


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (b"data: a\n\n", [ServerEvent("message", "a")]),
        (b"data:a\n\n", [ServerEvent("message", "a")]),
        (b"data:  a\n\n", [ServerEvent("message", " a")]),
        (b"event: done\ndata: {}\n\n", [ServerEvent("done", "{}")]),
        (b"data: a\ndata: b\n\n", [ServerEvent("message", "a\nb")]),
        (b"data\n\n", [ServerEvent("message", "")]),
        (b"\xef\xbb\xbfdata: a\n\n", [ServerEvent("message", "a")]),
        (b": ping\n\ndata: a\n\n: ping\n\n", [ServerEvent("message", "a")]),
        (b"event: nothing\n\ndata: a\n\n", [ServerEvent("message", "a")]),
        (b"id: 7\ndata: a\n\ndata: b\n\n", [ServerEvent("message", x, "7") for x in "ab"]),
        (b"id: a\0b\ndata: a\n\n", [ServerEvent("message", "a")]),
        (b"retry: 500\ndata: a\n\n", [ServerEvent("message", "a", "", 500)]),
        (b"retry: soon\ndata: a\n\n", [ServerEvent("message", "a")]),
        (b"retry: " + b"9" * 5000 + b"\ndata: a\n\n", [ServerEvent("message", "a")]),
        (b"other: x\ndata: a\n\n", [ServerEvent("message", "a")]),
        (b"data: a\xc2\x85b\n\n", [ServerEvent("message", "a\x85b")]),
        (b"data: \xff\n\n", [ServerEvent("message", "\ufffd")]),
        (b"data: a\r\n\r\ndata: b\r\r", [ServerEvent("message", x) for x in "ab"]),
        (b"data: a", [ServerEvent("message", "a")]),
        (b"data: a\n", [ServerEvent("message", "a")]),
        (b"", []),
        (b"\n\n\n", []),
    ],
)
def test_events_are_read_as_the_standard_says(text: bytes, events: list[ServerEvent]) -> None:
    assert decoded(text) == events


LINES = st.lists(
    st.sampled_from([
        b"", b"", b"data: x", b"data:", b"event: e", b"id: 1", b": c", "data: é€😀".encode(), b"\xff",
    ]),
    max_size=12,
)  # fmt: skip


@given(LINES, st.sampled_from([b"\n", b"\r", b"\r\n"]), st.lists(st.integers(0, 200)))
@example([b"data: a", b"", b"data: b"], b"\r\n", [8, 9, 10, 11])
def test_where_chunks_are_cut_makes_no_difference(
    lines: list[bytes], ending: bytes, cuts: list[int]
) -> None:
    text = ending.join(lines)
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    chunks = [text[start:end] for start, end in pairwise(places)]
    assert decoded(*chunks) == decoded(text)
    assert decoded(*(bytes([byte]) for byte in text)) == decoded(text)


@given(LINES)
def test_the_three_line_endings_mean_the_same(lines: list[bytes]) -> None:
    assert decoded(b"\n".join(lines)) == decoded(b"\r\n".join(lines)) == decoded(b"\r".join(lines))


def test_an_event_is_there_as_soon_as_its_blank_line_is() -> None:
    decoder = SseDecoder()
    assert decoder.feed(b"data: a\r") == []
    assert decoder.feed(b"\n\r") == [ServerEvent("message", "a")]
    assert decoder.feed(b"\n") == []
    assert decoder.done() == []


def test_one_event_may_not_grow_without_end() -> None:
    decoder = SseDecoder(max_bytes=100)
    for _ in range(20):
        decoder.feed(b"data: " + b"x" * 60 + b"\n\n")
    with pytest.raises(StreamError, match="larger than 100 bytes"):
        decoder.feed(b"data: " + b"x" * 200)

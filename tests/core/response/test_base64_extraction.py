from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyvenice.core.engine.calls import Reply
from pyvenice.core.images.base64_codec import decode_base64
from pyvenice.core.response.base64_extraction import CutOut, JsonCutter
from pyvenice.core.response.sinks import MemorySink

LARGE = bytes(at * at % 251 for at in range(9001))


def pieces(data: bytes, sizes: list[int]) -> list[bytes]:
    found, at = [], 0
    for size in sizes:
        found.append(data[at : at + size])
        at += size
    return [*found, data[at:]]


def read(document: bytes, sizes: list[int] | None = None) -> Any:
    """The answer as a flow sees it, after it arrived in pieces of these sizes."""
    cutter = JsonCutter(MemorySink)
    for piece in pieces(document, sizes or []):
        cutter.feed(piece)
    return Reply(200, {}, *cutter.done()).json()


def whole(tree: Any) -> Any:
    """The tree with its pictures as base64 text again."""
    if isinstance(tree, CutOut):
        assert isinstance(tree.content, bytes)
        return base64.b64encode(tree.content).decode()
    if isinstance(tree, dict):
        return {key: whole(member) for key, member in tree.items()}
    return [whole(member) for member in tree] if isinstance(tree, list) else tree


pictures = st.sampled_from([0, 1, 3000, 3071, 3072, 3073, 3200, 9001]).map(
    lambda size: base64.b64encode(LARGE[:size]).decode()
)
texts = st.text() | st.sampled_from(['say "cheese"', "\\" * 5000, '"' * 5000, "a b" * 3000])
trees = st.recursive(
    st.none() | st.integers() | pictures | texts,
    lambda one: st.lists(one, max_size=4) | st.dictionaries(texts, one, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=300)
@given(
    tree=trees,
    sizes=st.lists(st.integers(1, 5000), max_size=12),
    indent=st.none() | st.integers(0, 2),
    escape=st.sampled_from([("", ""), ("/", "\\/"), ("=", "\\u003d"), ("+", "\\u002B")]),
)
def test_nothing_is_lost_or_added_however_the_answer_is_cut(
    tree: Any, sizes: list[int], indent: int | None, escape: tuple[str, str]
) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=False)
    document = (text.replace(*escape) if escape[0] else text).encode()
    assert whole(read(document, sizes)) == tree


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_characters_that_some_servers_escape_are_decoded(size: int) -> None:
    tail = base64.b64encode(b"\xff\xef\xfe" * 1000 + b"x").decode()
    text = base64.b64encode(LARGE[:6000]).decode() + tail
    document = json.dumps([text]).replace("=", "\\u003d").replace("/", "\\/").encode()
    assert whole(read(document, [size] * (len(document) // size))) == [text]


def test_a_long_base64_text_never_becomes_text() -> None:
    answer = json.dumps({"data": [{"b64_json": base64.b64encode(LARGE).decode()}]}).encode()
    cutter = JsonCutter(MemorySink)
    for at in range(0, len(answer), 100):
        cutter.feed(answer[at : at + 100])
    left, cuts = cutter.done()
    assert len(left) < 100
    assert [cut.content for cut in cuts.values()] == [LARGE]


def test_a_data_uri_is_decoded_without_its_head() -> None:
    text = "data:image/png;base64," + base64.b64encode(LARGE).decode()
    assert read(json.dumps({"url": text}).encode())["url"] == CutOut(LARGE)


@pytest.mark.parametrize(
    "broken",
    [
        "{}!{}",
        "{}=={}",
        "{}={}",
        "{}A",
        '{}\\"{}',
        "{}\\\\/{}",
        "{}é",
        "{}\\u00",
    ],
)
@pytest.mark.parametrize("size", [10_000, 7, 100])
def test_what_only_begins_like_base64_is_told_and_hurts_nothing_else(
    broken: str, size: int
) -> None:
    start = base64.b64encode(LARGE[:6000]).decode()
    text = broken.format(start, start)
    document = f'{{"a": 1, "b": "{text}", "c": ["d"]}}'.encode()
    found = read(document, [size] * (len(document) // size))
    assert found["b"].problem
    assert (found["a"], found["c"]) == (1, ["d"])


def test_an_answer_that_ends_inside_a_picture_is_no_json() -> None:
    document = json.dumps({"b64_json": base64.b64encode(LARGE).decode()}).encode()
    with pytest.raises(ValueError, match="Expecting value"):
        read(document[:8000])


def test_a_text_of_the_server_is_never_taken_for_a_mark() -> None:
    picture = base64.b64encode(LARGE).decode()
    assert read(json.dumps(["x:0", picture, ":0"]).encode())[::2] == ["x:0", ":0"]


@pytest.mark.parametrize("size", [1, 5, 4097, 100_000])
@pytest.mark.parametrize(
    "text",
    [
        base64.urlsafe_b64encode(b"\xfb\xff" * 6000).decode(),
        base64.b64encode(LARGE[:7000]).decode().rstrip("="),
        base64.b64encode(LARGE[:7001]).decode() + " ",
        base64.b64encode(LARGE[:7000]).decode() + "=\r\n",
        base64.b64encode(LARGE).decode()[:5000] + "\r" + base64.b64encode(LARGE).decode()[5000:],
        "DATA:image/png;BASE64," + base64.b64encode(LARGE).decode(),
        base64.b64encode(b"\xff" * 6000).decode() + base64.urlsafe_b64encode(b"\xff" * 7).decode(),
    ],
)
def test_loosely_written_base64_is_decoded_as_it_arrives(text: str, size: int) -> None:
    document = json.dumps({"b64_json": text}).encode()
    found = read(document, [size] * (len(document) // size))["b64_json"]
    assert isinstance(found, CutOut)
    assert found.problem is None
    payload = text.rpartition(",")[2]
    assert found.content == decode_base64(payload)

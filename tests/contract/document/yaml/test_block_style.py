"""The reader of block style says what libyaml says, or leaves a text to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.contract.document.yaml.block_style import NotBlockStyle, read_block_style
from pyvenice.contract.document.yaml.tree import TreeBuilder

FRAGMENTS = (
    *("a", "b:", "a: ", "- ", "- - ", '"k": ', "'k': ", "x: y", ":", "?x", "-x", "a:b", "a#b"),
    *('"q"', "'s'", '"q', 'q"', "'s", "s'", "''", '"a\\', "'a\\", '\\"', "\\n", "\\x41", "\\ "),
    *("|", "|-", ">", ">-", "|+", ">2", "# c", " #c", "text goes on", " ", "  ", "\t", "é", "\x85"),
    *("[]", "{}", "[a, 'b']", "[a", "&a ", "*a", "!t ", "? ", "<<: ", "---", "...", "%", "@", ","),
    *("1", "1.5", "null", "~", "true", "0x1f", "=", "\\u00e9", "\u2028", "{a: b}"),
)
LINES = st.lists(
    st.tuples(st.integers(0, 6), st.lists(st.sampled_from(FRAGMENTS), max_size=3)), max_size=7
)


@given(LINES, st.sampled_from(["", "\n", "\n\n"]))
def test_what_is_read_is_what_libyaml_reads(lines: list[tuple[int, list[str]]], end: str) -> None:
    text = "\n".join(" " * indent + "".join(parts) for indent, parts in lines) + end
    try:
        read = read_block_style(text)
    except NotBlockStyle:
        return
    builder = TreeBuilder(text)
    assert repr(read) == repr(builder.build())
    assert not builder.repeated


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:\n  b: 1\n  c: '1'\nd:\n", {"a": {"b": 1, "c": "1"}, "d": None}),
        ("a:\n- b: x\n  c: y\n- - 1\n  - 2.5\n", {"a": [{"b": "x", "c": "y"}, [1, 2.5]]}),
        ("a: one\n  two\n\n  three\nb: x\n", {"a": "one two\nthree", "b": "x"}),
        ("a:\n  one\n  two\n", {"a": "one two"}),
        ('a: "one\n  t\\"wo\\\n\n   \\n"\n', {"a": 'one t"wo\n\n'}),
        ("a: 'it''s\n\n\n  me'\n", {"a": "it's\n\nme"}),
        ("a: |\n  one\n\n    two\n\nb: >-\n  one\n  two\n   - three\n  four\n", None),
        ("a: [x, 'y z', \"1\", 1]\nb: []\nc: {}\n", {"a": ["x", "y z", "1", 1], "b": [], "c": {}}),
        ("/a/{b}:c: 1:1\n'200': 0x1f\n\"#/x\": ~\n", {"/a/{b}:c": "1:1", "200": 31, "#/x": None}),
    ],
)
def test_the_usual_ways_to_write_are_all_read(text: str, value: object) -> None:
    read = read_block_style(text)
    assert read == TreeBuilder(text).build()
    assert value is None or read == value


@pytest.mark.parametrize(
    "text",
    [
        *("a: &x 1\n", "a: 1\na: 2\n", "a: b: c\n", "a: 1\n b: 2\n", "a: [[1]]\n", "a: x # c\n"),
        *("<<: x\n", "--- 1\n", "a: 1\n---\nb: 2\n", "a:\t1\n", "a: \x85\n", "a: 'x\n"),
        *("a: |+\n  x\n", "? a\n", "x"),
    ],
)
def test_what_is_written_otherwise_is_left_to_libyaml(text: str) -> None:
    with pytest.raises(NotBlockStyle):
        read_block_style(text)


def test_long_and_deep_texts_are_left_to_the_reader_that_counts() -> None:
    for text in ("- " * 250_001, "- " * 200 + "a", "a: " + "x" * 3_000_001):
        with pytest.raises(NotBlockStyle):
            read_block_style(text)

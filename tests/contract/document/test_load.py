"""A document is read as YAML 1.2 or JSON, or refused in one sentence."""

from __future__ import annotations

import gc
import gzip
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyvenice.contract.document import document_limits, precheck, yaml12, yaml_tree
from pyvenice.contract.document.load import read_document, read_leniently
from pyvenice.contract.document.precheck import document_text
from pyvenice.contract.errors import DocumentError
from tests.contract.published import minimal, minimal_text


def read(text: str | bytes) -> dict[str, Any]:
    raw = text if isinstance(text, bytes) else text.encode()
    return read_document(raw, name="spec")


def refusal(text: str | bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        read(text)
    message = str(caught.value)
    assert message.startswith("spec: ")
    assert "\n" not in message
    return message


CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
JSON_TEXT = json.dumps(minimal()).encode()


@pytest.mark.parametrize(
    "raw",
    [
        minimal_text(),
        JSON_TEXT,
        b"\n\n  " + JSON_TEXT,
        b"\xef\xbb\xbf" + JSON_TEXT,
        b"\xef\xbb\xbf" + minimal_text(),
        minimal_text().replace(b"\n", b"\r\n"),
        minimal_text().decode().encode("utf-16"),
        gzip.compress(minimal_text(), mtime=0),
        gzip.compress(minimal_text()[:50], mtime=0) + gzip.compress(minimal_text()[50:], mtime=0),
    ],
)
def test_yaml_and_json_in_any_wrapping_are_the_same_document(raw: bytes) -> None:
    assert read(raw) == minimal()


def test_versions_2_and_3_are_read_unless_fewer_are_wanted() -> None:
    assert read("swagger: '2.0'\npaths: {}\n") == {"swagger": "2.0", "paths": {}}
    with pytest.raises(DocumentError, match=r"not an OpenAPI 3 document; it says version 2\.0"):
        read_document(b"swagger: '2.0'", name="spec", versions=("3",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the document is empty"),
        (" \n\t\n", "the document is empty"),
        ("<!doctype html><html></html>", "this is HTML or XML"),
        ("\n <?xml version='1.0'?>", "this is HTML or XML"),
        ("- a\n- b", "not an OpenAPI 2 or 3 document, but a list"),
        ("Too many requests", "not an OpenAPI 2 or 3 document, but a single value"),
        ('{"error": "gone"}', "the key 'openapi' is missing; its keys are error"),
        ("openapi: 4.0.0", "it says version 4.0.0"),
        ("openapi: [", "line 2, column 1: "),
        ("openapi: 3.0.0\n\tpaths: {}", "line 2, column 1: found a tab"),
        ("openapi: 3.0.0\n---\na: b\n", "line 2, column 1: a second document starts here"),
        ("openapi: \xff".encode("latin-1"), "unacceptable character #x00ff"),
        ("openapi: 3.0.0\nx: !!python/name:os {}", "line 2, column 4: the tag "),
        ("openapi: 3.0.0\nx: !!int word", "line 2, column 4: the tag "),
        ("openapi: 3.0.0\nx: " + 5000 * "1", "line 2, column 4: a number of 5000 digits"),
        ("openapi: 3.0.0\n? [a]\n: b", "line 2, column 3: a key is a mapping or a sequence"),
        ("openapi: 3.0.0\nx: *none", "line 2, column 4: the anchor 'none' is not defined before"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_place(text: str | bytes, said: str) -> None:
    assert said in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        JSON_TEXT[:-20],
        b'{"openapi": "3.0',
        b"openapi: 3.0.0\ninfo: {title: a",
        b'openapi: 3.0.0\ninfo: "abc',
        b"openapi: 3.0.0\npat",
    ],
)
def test_a_text_that_breaks_off_is_called_cut_off(text: bytes) -> None:
    assert "at the end: the document seems to be cut off" in refusal(text)


def test_a_mistake_in_the_middle_is_not_called_cut_off() -> None:
    assert "cut off" not in refusal('{"openapi": "3.0.0", "info": {,}, "paths": {}}')
    assert "cut off" not in refusal("openapi: 3.0.0\ninfo: a: b\npaths: {}\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "openapi: 3.0.0\npaths: {}\npaths: {}\n",
            "line 3, column 1: the key 'paths' stands twice",
        ),
        ("openapi: 3.0.0\ninfo: {a: 1, a: 2}\n", "line 2, column 14: the key 'a' stands twice"),
        ('{"openapi": "3.0.0", "info": {"a": 1, "a": 2}}', "the key 'a' stands twice"),
    ],
)
def test_a_key_that_stands_twice_is_refused(text: str, said: str) -> None:
    assert said in refusal(text)


def test_leniently_read_the_last_of_equal_keys_counts_and_matters_only_where_it_is_used() -> None:
    raw = b"openapi: 3.0.0\npaths:\n  /a: {x: {b: 1, b: 2}}\n  /c: {d: 1}\n"
    document, repeated = read_leniently(raw, name="spec")
    assert document["paths"]["/a"] == {"x": {"b": 2}}
    repeated.refuse_within({"paths": {"/c": document["paths"]["/c"]}}, document, "spec")
    with pytest.raises(DocumentError, match="spec: line 3, column 18: the key 'b' stands twice"):
        repeated.refuse_within({"paths": {"/a": document["paths"]["/a"]}}, document, "spec")


def test_keys_are_strings_as_in_json() -> None:
    document = read("openapi: 3.0.0\nresponses: {200: a, 404: b, null: c, on: d, 1.5: e}\n")
    assert list(document["responses"]) == ["200", "404", "null", "on", "1.5"]


def test_a_repeated_anchor_means_the_last_one_before_the_alias() -> None:
    text = "openapi: 3.0.0\na: &x 1\nb: *x\nc: &x {y: 2}\nd: *x\ne: [&x 3, *x]\nf: *x\n"
    document = read(text)
    assert [document[key] for key in "abcdef"] == [1, 1, {"y": 2}, {"y": 2}, [3, 3], 3]


def test_merged_mappings_give_way_to_own_keys_and_earlier_ones() -> None:
    text = "openapi: 3.0.0\na: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  x: 3\n  <<: [*a, *b]\n"
    assert read(text)["c"] == {"x": 3, "y": 1, "z": 2}


def test_a_merge_key_in_quotes_is_a_key() -> None:
    assert read('openapi: 3.0.0\nc: {"<<": {x: 1}}\n')["c"] == {"<<": {"x": 1}}


@pytest.mark.parametrize("before", ["y: 1", "y: &a 1"])
def test_an_anchor_that_contains_itself_is_refused(before: str) -> None:
    said = refusal(f"openapi: 3.0.0\n{before}\nx: &a [*a]")
    assert "line 3, column 8: the anchor 'a' contains itself" in said


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert document_text(b"\xef\xbb\xbf \n" + JSON_TEXT, name="spec") == JSON_TEXT
    assert document_text(b"\xef\xbb\xbf" + minimal_text(), name="spec") == minimal_text()


def test_a_billion_laughs_are_counted_before_anybody_laughs() -> None:
    lines = ["openapi: 3.0.0", "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "aliases stand for more than 1,000,000 nodes" in refusal("\n".join(lines))


def test_aliases_within_the_limit_are_fine() -> None:
    lines = ["openapi: 3.0.0", "a: &a [b, c]", f"d: [{', '.join(['*a'] * 500)}]"]
    assert read("\n".join(lines))["d"] == [["b", "c"]] * 500


def nested(depth: int, opening: str, closing: str) -> str:
    return '{"openapi": "3.0.0", "x": ' + opening * depth + "1" + closing * depth + "}"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
def test_nesting_has_a_limit_that_is_the_same_for_json_and_yaml(opening: str, closing: str) -> None:
    deepest = nested(document_limits.MAX_DEPTH - 1, opening, closing)
    assert read(deepest) == read("# YAML\n" + deepest)
    for depth in (document_limits.MAX_DEPTH, 5_000, 200_000):
        text = nested(depth, opening, closing)
        assert "it is nested deeper than 200 levels" in refusal(text)
        assert "it is nested deeper than 200 levels" in refusal("# YAML\n" + text)


def test_remote_and_circular_references_are_left_alone() -> None:
    schemas = {"A": {"$ref": "#/components/schemas/A"}, "B": {"$ref": "https://example.com/b"}}
    assert read(minimal_text(components={"schemas": schemas}))["components"]["schemas"] == schemas


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (gzip.compress(minimal_text(), mtime=0)[:-9], "the gzip data are cut off"),
        (gzip.compress(minimal_text(), mtime=0)[:12] + b"nonsense", "the gzip data are damaged"),
        (b"\x1f\x8bnonsense", "the gzip data are damaged"),
        (gzip.compress(b"", mtime=0), "the document is empty"),
    ],
)
def test_damaged_gzip_is_called_so(raw: bytes, said: str) -> None:
    assert said in refusal(raw)


def test_a_gzip_bomb_is_not_unpacked_further_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precheck, "MAX_BYTES", 1 << 20)
    half = gzip.compress(b"#" * (600 << 10), mtime=0)
    assert "it is larger than 1 MiB unpacked" in refusal(half + half)


@pytest.mark.parametrize("text", [minimal_text(), b"openapi: ["])
@pytest.mark.parametrize("running", [True, False])
def test_the_garbage_collector_is_left_as_it_was(text: bytes, running: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if running else gc.disable)()
        try:
            read(text)
        except DocumentError:
            assert text != minimal_text()
        assert gc.isenabled() == running
    finally:
        (gc.enable if before else gc.disable)()


@CALM
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        assert "openapi" in read(raw) or "swagger" in read(raw)
    except DocumentError as error:
        assert str(error).startswith("spec: ")  # noqa: PT017 - either way will do


def test_the_number_of_values_is_limited_and_not_only_that_of_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (yaml12, yaml_tree):
        monkeypatch.setattr(module, "MAX_NODES", 100)
    for text in ('{"openapi": "3.1.0", "x": [' + "{}," * 99 + "{}]}", "x: [" + "a," * 101 + "a]"):
        assert "it holds more than 1,500,000 values" in refusal(text)

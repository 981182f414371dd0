"""Recorded traffic and TOML files, damaged: read, or refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.conformance.recordings.cassette_reader import read_cassette
from pyvenice.conformance.recordings.har_reader import read_har
from pyvenice.conformance.recordings.journal_reader import read_journal
from pyvenice.contract.pin.source import read_source
from pyvenice.contract.pin.suppressions import read_ignores
from tests.fuzz.fuzzing import damaged, fuzz, json_values, only_own_errors

SOURCE = Path(__file__).resolve().parents[2] / "specs" / "venice" / "source.toml"
IGNORES = b"""
[[ignore]]
provider = "venice"
rule = "request-enum-narrowed"
until = 2027-01-31
reason = "known"
"""
MESSAGE = {
    "method": "POST",
    "url": "https://api.venice.ai/api/v1/image/edit",
    "httpVersion": "HTTP/1.1",
    "headers": [{"name": "Content-Type", "value": "application/json"}],
    "postData": {"mimeType": "application/json", "text": "{}"},
    "status": 200,
    "content": {"mimeType": "image/png", "text": "iVBORw0KGgo=", "encoding": "base64"},
}
HAR = {"log": {"version": "1.2", "entries": [{"request": MESSAGE, "response": MESSAGE}]}}
JOURNAL = {
    "method": "POST",
    "url": "https://api.venice.ai/api/v1/image/edit",
    "status": 200,
    "request": {"headers": {"content-type": "application/json"}, "body": "e30="},
    "answer": {"headers": {"content-type": "image/png"}, "body": "iVBORw0KGgo="},
}
CASSETTE = b"""
interactions:
- request:
    body: '{}'
    headers: {Content-Type: [application/json]}
    method: POST
    uri: https://api.venice.ai/api/v1/image/edit
  response:
    body: {string: !!binary iVBORw0KGgo=}
    headers: {Content-Type: [image/png]}
    status: {code: 200, message: OK}
version: 1
"""
NAMES = ["log", "entries", *MESSAGE, "request", "response", "answer", "body", "name", "value"]
LEAVES: list[Any] = ["e30=", "POST", 200, -1, "https://[", MESSAGE, {}, []]
YAML = st.sampled_from([b"&a ", b"*a", b"<<: ", b"!!python/none ", b"- ", b"1:1:1", b"!!binary x"])


@pytest.mark.parametrize("read", [read_har, read_journal, read_cassette])
@pytest.mark.parametrize(
    "whole",
    [json.dumps(HAR).encode(), json.dumps(JOURNAL).encode(), CASSETTE],
    ids=["HAR", "journal", "cassette"],
)
@given(data=st.data())
@fuzz(15)
def test_any_recording_is_read_or_refused(
    read: Callable[[str, str], Iterable[Any]], whole: bytes, data: st.DataObject
) -> None:
    texts = damaged(whole, YAML) | json_values(NAMES, LEAVES).map(json.dumps).map(str.encode)
    text = data.draw(texts).decode("utf-8", "replace")
    with only_own_errors():
        list(read(text, "a file"))


@pytest.mark.parametrize(
    ("read", "whole"),
    [(read_source, SOURCE.read_bytes()), (read_ignores, IGNORES)],
    ids=["source", "ignores"],
)
def test_any_toml_is_read_or_refused(
    read: Callable[[Path], Any], whole: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "venice" / "source.toml"
    path.parent.mkdir()
    pieces = st.sampled_from(
        [b"[[", b"]]", b"={", b'"', b"= 1e999", b"\n[operations]\n", b"= [1]", b"= 2"]
    )

    @given(damaged(whole, pieces) | st.binary(max_size=40))
    @fuzz(60)
    def attempt(text: bytes) -> None:
        path.write_text(text.decode("utf-8", "replace"), "utf-8")
        with only_own_errors():
            read(path)

    attempt()

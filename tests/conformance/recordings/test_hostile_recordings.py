"""Recordings that are broken or made to do harm: one sentence each, never a traceback or a hang."""

from __future__ import annotations

import copy
import gzip
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pyvenice.cli import main
from pyvenice.conformance.errors import RecordingError
from pyvenice.conformance.recordings import cassette_reader, recording_entry
from pyvenice.conformance.recordings.recorded_checks import check_entry, check_files
from pyvenice.conformance.recordings.recording_entry import RecordingEntry
from pyvenice.contract.pin.pin import effective
from pyvenice.core.recording.journal import journal_line
from pyvenice.core.recording.recorded_exchange import Exchange
from tests.conformance.recordings.writing import cassette_tree, har_entry

Json = Any

# `make fuzz` asks for more.
CASES = int(os.environ.get("PYVENICE_FUZZ_CASES", "100"))
SECRET = "vk-0123456789-secret"  # noqa: S105  (it is made up)
EXCHANGE = Exchange(
    "POST",
    f"https://api.openai.com/v1/images/edits?api_key={SECRET}",
    200,
    {"authorization": f"Bearer {SECRET}", "content-type": "application/json"},
    json.dumps(
        {"model": "m", "prompt": "blur", "images": [{"image_url": "https://a.b/c.png"}]}
    ).encode(),
    {"content-type": "application/json"},
    json.dumps(
        {"created": 1, "data": [{"b64_json": "iVBORw0K"}], "echo": f"key {SECRET}"}
    ).encode(),
)
ALIASES = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + number)}: &{chr(98 + number)} [{','.join(['*' + chr(97 + number)] * 10)}]\n"
    for number in range(9)
)
MERGES = "a: &a {x: 1}\n" + "".join(
    f"{chr(98 + number)}: &{chr(98 + number)} {{<<: [{','.join(['*' + chr(97 + number)] * 10)}]}}\n"
    for number in range(9)
)
HEADERS_OF_ALIASES = (
    ALIASES
    + """interactions:
- request: {method: POST, uri: 'https://api.openai.com/v1/images/edits', headers: {x: [*j]}}
  response: {status: 200, headers: {}, body: ''}
"""
)


def journal_with(**changes: Json) -> str:
    return json.dumps(json.loads(journal_line(EXCHANGE)) | changes) + "\n"


def har_with(**changes: Json) -> str:
    return json.dumps({"log": {"entries": [har_entry(EXCHANGE) | changes]}})


HOSTILE: dict[str, tuple[str, str]] = {
    "HAR nested deeply": ("a.har", "[" * 100_000),
    "HAR nested deeply inside": ("a.har", '{"log": ' + "[" * 5000 + "]" * 5000 + "}"),
    "HAR with a number of 5,000 digits": ("a.har", '{"log": {"entries": [' + "9" * 5000 + "]}}"),
    "HAR with NaN": ("a.har", '{"log": {"entries": [{"request": {"method": NaN}}]}}'),
    "HAR with a number that is no float": ("a.har", har_with(time=1).replace("1}", "1e999}", 1)),
    "HAR with entries that are none": ("a.har", '{"log": {"entries": [1, null, "x"]}}'),
    "HAR with entries that are no list": ("a.har", '{"log": {"entries": {"a": 1}}}'),
    "HAR with a header that is none": ("a.har", har_with(request={"headers": [5]})),
    "HAR with a URL that is none": (
        "a.har",
        har_with(request={"method": "GET", "url": "http://[::1", "headers": []}),
    ),
    "HAR with a method that is a number": (
        "a.har",
        har_with(request={"method": 5, "url": [], "headers": {}}),
    ),
    "HAR with a status that is none": ("a.har", har_with(response={"status": "x"})),
    "HAR with base64 that is none": (
        "a.har",
        har_with(
            response={"status": 200, "content": {"encoding": "base64", "text": "!!!"}},
        ),
    ),
    "journal of other JSON": ("a.jsonl", '{}\n[]\n"x"\nnull\n'),
    "journal nested deeply": ("a.jsonl", "[" * 5000 + "\n"),
    "journal nested deeply, with another name": ("a.txt", '{"method": ' + "[" * 5000 + "\n"),
    "journal with base64 that is none": (
        "a.jsonl",
        journal_with(request={"headers": {}, "body": "!!"}),
    ),
    "journal with a body that is a list": (
        "a.jsonl",
        journal_with(request={"headers": {}, "body": [1]}),
    ),
    "journal with headers that are a list": (
        "a.jsonl",
        journal_with(answer={"headers": [], "body": ""}),
    ),
    "journal with a URL that is none": ("a.jsonl", journal_with(url="http://[::1")),
    "journal with an endless status": (
        "a.jsonl",
        journal_with(status=1).replace(": 1,", ": 1e400,"),
    ),
    "journal with a huge status": ("a.jsonl", journal_with(status=10**30)),
    "cassette with code": (
        "a.yaml",
        "interactions:\n- request: !!python/object/apply:os.system ['touch PWNED']\n",
    ),
    "cassette nested deeply": ("a.yaml", "interactions: " + "[" * 2000 + "]" * 2000),
    "cassette of aliases": ("a.yaml", ALIASES + "interactions: []\n"),
    "cassette of merges": ("a.yaml", MERGES + "interactions: [*j]\n"),
    "cassette whose headers are aliases": ("a.yaml", HEADERS_OF_ALIASES),
    "cassette with a number in base 60": ("a.yaml", "interactions: [1" + ":59" * 200_000 + "]\n"),
    "cassette with a date that is none": ("a.yaml", "interactions: [2026-99-99]\n"),
    "cassette with binary that is none": ("a.yaml", "interactions: [!!binary '!']\n"),
    "cassette with a key that is a list": ("a.yaml", "interactions: [{? [a] : b}]\n"),
    "cassette that is a set": ("a.yaml", "interactions: !!set {a}\n"),
    "cassette without a URL": ("a.yaml", "interactions: [{request: {}, response: {}}]\n"),
    "cassette with a control character": ("a.yaml", "interactions: [\x07]\n"),
}


@pytest.mark.parametrize(("name", "text"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_recording_is_one_sentence_and_status_2(
    name: str,
    text: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text, "utf-8")
    assert main(["conformance", "check", name]) == 2
    error = capsys.readouterr().err
    assert name in error
    assert error.count("\n") == 1
    assert len(error) < 600
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a.har", "a.jsonl", "a.yaml"])
def test_a_recording_of_too_many_values_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording_entry, "MOST_VALUES", 5000)
    monkeypatch.setattr(cassette_reader, "MOST_VALUES", 5000)
    path = tmp_path / name
    path.write_text('{"interactions": [' + "{}," * 6000 + "{}]}")
    with pytest.raises(RecordingError, match="more than 5,000 values"):
        check_files([path])


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording_entry, "MOST_BYTES", 1 << 20)
    path = tmp_path / "a.har"
    path.write_bytes(b" " * (1 << 20) + b"{}")
    with pytest.raises(RecordingError, match="larger than 1 MiB"):
        check_files([path])


def test_a_compressed_body_is_unpacked_up_to_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording_entry, "_MOST_BODY_BYTES", 1_000_000)
    headers = {"content-encoding": "gzip"}
    body = gzip.compress(b" " * 900_000)
    assert recording_entry.decompress(body, headers) == b" " * 900_000
    assert recording_entry.decompress(body * 2, headers) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.parametrize("kind", ["device", "FIFO", "folder"])
def test_only_regular_files_are_read(kind: str, tmp_path: Path) -> None:
    path = Path("/dev/zero") if kind == "device" else tmp_path / kind
    if kind == "FIFO":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(RecordingError, match=r"is not a regular file|Is a directory"):
        check_files([path])


@pytest.mark.parametrize("form", ["text", "json", "html", "junit"])
def test_no_report_quotes_a_key_that_a_recording_holds(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.har"
    path.write_text(json.dumps({"log": {"entries": [har_entry(EXCHANGE)]}}))
    assert main(["conformance", "check", str(path), "--format", form]) == 1
    report = capsys.readouterr().out
    assert "echo" in report
    assert SECRET not in report


@pytest.mark.parametrize(
    "body",
    [
        rb'{"created": 1, "data": "\u0076' + SECRET[1:].encode() + b'"}',
        b"no JSON " * 19 + SECRET.encode(),
    ],
    ids=["written in escapes", "where a text is cut"],
)
def test_no_violation_quotes_a_part_of_a_key(body: bytes) -> None:
    exchange = replace(EXCHANGE, answer_body=body)
    found = list(check_entry(effective("openai"), RecordingEntry(exchange, "a.har, entry 1")))
    assert any(violation.direction == "response" for violation in found)
    assert SECRET[:6] not in str(found)


@pytest.mark.parametrize("form", ["text", "json", "html", "junit"])
def test_foreign_text_acts_on_no_terminal_and_no_log(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "\x1b[31m\n::error::x\u2028::warning::y\r\x9b0m ::add-mask::z " * 4
    response = {
        "status": 200,
        "headers": [{"name": "content-type", "value": "application/json"}],
        "content": {"mimeType": "application/json", "text": json.dumps({"data": evil, evil: 1})},
    }
    path = tmp_path / "a.har"
    path.write_text(har_with(response=response))
    assert main(["conformance", "check", str(path), "--format", form]) == 1
    report = capsys.readouterr().out
    assert "\x1b" not in report
    assert form == "json" or "\x9b" not in report
    assert [
        line
        for line in re.split("\n" if form == "json" else r"[\r\n\u2028]", report)
        if line.lstrip().startswith("::")
    ] == []


def test_a_file_name_acts_on_no_terminal_and_no_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a\n::error::x\x1b[31m.har"
    path.write_text("{}")
    assert main(["conformance", "check", str(path)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "\x1b" not in error


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["http://[::1", "data:", "base64", "0", "-1", "\ud800", "9" * 30]),
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: [[]]),
    st.builds(lambda: {"encoding": "base64", "text": "!"}),
)


def places(tree: Json) -> Iterator[tuple[Json, Any]]:
    """Each place in a tree that can be replaced: its container and its key."""
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in list(items):
        yield tree, key
        if isinstance(value, dict | list):
            yield from places(value)


@st.composite
def broken_recordings(draw: st.DrawFn, tree: Json) -> Json:
    """A recording in which up to three places hold something else, or nothing."""
    changed = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        container, key = draw(st.sampled_from(list(places(changed))))
        if draw(st.booleans()):
            container[key] = draw(ODD)
        elif len(container) > 1:
            del container[key]
    return changed


def as_yaml(tree: Json) -> str:
    return yaml.dump(tree, Dumper=yaml.SafeDumper)


def as_lines(tree: Json) -> str:
    return "\n".join(map(json.dumps, tree))


READERS: dict[str, tuple[str, Json, Callable[[Json], str]]] = {
    "HAR": ("a.har", {"log": {"entries": [har_entry(EXCHANGE)]}}, json.dumps),
    "journal": ("a.jsonl", [json.loads(journal_line(EXCHANGE))], as_lines),
    "cassette": ("a.yaml", cassette_tree([EXCHANGE]), as_yaml),
}


@pytest.mark.parametrize("kind", READERS)
def test_a_broken_recording_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    name, tree, write = READERS[kind]
    path = tmp_path / name

    @settings(max_examples=CASES, deadline=None, database=None, derandomize=True)
    @given(broken_recordings(tree))
    def law(changed: Json) -> None:
        text = write(changed)
        path.write_bytes(text.encode("utf-8", "replace"))
        is_read_or_refused(path)

    law()


@pytest.mark.parametrize("kind", READERS)
def test_damaged_bytes_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    name, tree, write = READERS[kind]
    path, whole = tmp_path / name, write(tree).encode()

    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(st.integers(0, len(whole)), st.integers(0, 40), st.binary(max_size=40))
    @example(0, 0, b"")
    def law(start: int, length: int, given: bytes) -> None:
        path.write_bytes(whole[:start] + given + whole[start + length :])
        is_read_or_refused(path)

    law()


def is_read_or_refused(path: Path) -> None:
    with suppress(RecordingError):
        check_files([path])

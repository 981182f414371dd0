"""Recorded traffic: three kinds of files, whole and broken, and who is told to be at fault."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pyvenice import BadRequestError, OpenAIClient, VeniceClient
from pyvenice.cli.conformance import main
from pyvenice.conformance.errors import RecordingError
from pyvenice.conformance.recordings.recorded_checks import check_files, read_recording
from pyvenice.core.recording.journal import Journal
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.sandbox import background
from tests.conformance.recorder import KEY, Recorder, send_to_sandbox
from tests.conformance.recordings.writing import KINDS, cassette, har, journal
from tests.pictures import picture

Json = Any


def record(provider: str, method: str, **arguments: Any) -> Exchange:
    recorder = Recorder(provider, "sync")
    try:
        return send_to_sandbox(provider, recorder.call(method, **arguments))
    finally:
        recorder.close()


@pytest.fixture(scope="module")
def honest() -> list[Exchange]:
    """Four exchanges of three providers that keep the contract."""
    image = picture(256, 256)
    return [
        record("venice", "image.edit", image=image, prompt="grün", output_format="webp"),
        record("openai", "image.edit", image=[image, image], prompt="blur", n=2),
        record("xinference", "image.edit", image=image, prompt="blur", model="m"),
        record("openai", "models.list"),
    ]


def with_text(exchange: Exchange, old: bytes, new: bytes) -> Exchange:
    return replace(exchange, request_body=exchange.request_body.replace(old, new))


@pytest.fixture(params=KINDS)
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[list[Exchange]], Path]:
    """Write exchanges to a file of each kind."""
    name: str = request.param

    def write_file(exchanges: list[Exchange]) -> Path:
        path = tmp_path / name
        path.write_text(KINDS[name](exchanges), "utf-8")
        return path

    return write_file


Written = Callable[[list[Exchange]], Path]


def test_every_kind_of_recording_gives_the_exchanges_back(
    write: Written, honest: list[Exchange]
) -> None:
    read = [entry.exchange for entry in read_recording(write(honest))]
    assert [entry.request_body for entry in read] == [entry.request_body for entry in honest]
    assert [entry.answer_body for entry in read] == [entry.answer_body for entry in honest]
    assert [entry.status for entry in read] == [200] * 4
    assert [entry.answer_media_type for entry in read] == [
        entry.answer_media_type for entry in honest
    ]


def test_traffic_that_keeps_the_contract_has_no_finding(
    write: Written, honest: list[Exchange]
) -> None:
    checked = check_files([write(honest)])
    assert checked.violations == {}
    assert checked.exchanges == {"venice": 1, "openai": 2, "xinference": 1}


def test_a_fault_is_found_with_its_place_and_told_once(
    write: Written, honest: list[Exchange]
) -> None:
    wrong = replace(with_text(honest[0], b"webp", b"tiff"), status=400)
    path = write([honest[1], wrong, wrong])
    [violation, *_] = check_files([path]).violations["venice"]
    assert (violation.rule, violation.fault, violation.pointer) == (
        "request-value-unknown",
        "client",
        "/output_format",
    )
    assert violation.message.startswith("output_format is not one of")
    assert re.search(rf"\({path.name}, (entry|interaction|line) 2, 2 times\)$", violation.message)


def test_whose_fault_it_is(tmp_path: Path, honest: list[Exchange]) -> None:
    taken = with_text(honest[1], b"\r\n\r\n2\r\n", b"\r\n\r\n12\r\n")
    broken = replace(honest[2], answer_body=b'{"created": 1}')
    unheard = with_text(honest[0], b'name="output_format"', b'name="output_size"')
    path = tmp_path / "traffic.jsonl"
    for exchange in (taken, broken, unheard):
        Journal(path).add(exchange)
    found = check_files([path]).violations
    faults = {
        (name, violation.rule): violation.fault
        for name, all_ in found.items()
        for violation in all_
    }
    assert faults["openai", "request-maximum-broken"] == "contract"
    assert faults["venice", "request-field-undeclared"] == "client"
    assert {fault for (name, _), fault in faults.items() if name == "xinference"} == {"server"}


def test_a_key_that_the_recorder_left_out_is_no_fault(
    write: Written, honest: list[Exchange]
) -> None:
    headers = {k: v for k, v in honest[0].request_headers.items() if k != "authorization"}
    bare = replace(honest[0], request_headers=headers)
    assert check_files([write([bare])]).violations == {}
    refused = replace(bare, status=401, answer_body=b'{"error": "no"}')
    refused = replace(refused, answer_headers={"content-type": "application/json"})
    rules = {violation.rule for violation in check_files([write([refused])]).violations["venice"]}
    assert rules == {"request-key-missing"}


def test_a_journal_holds_no_key(tmp_path: Path, honest: list[Exchange]) -> None:
    exchange = replace(honest[0], url=f"{honest[0].url}?api_key={KEY}&n=1")
    path = tmp_path / "journal.jsonl"
    Journal(path).add(exchange)
    assert KEY not in path.read_text("utf-8")
    assert next(read_recording(path)).exchange.request_headers["authorization"] == "<hidden>"


def test_compressed_answers_are_read(tmp_path: Path, honest: list[Exchange]) -> None:
    headers = {**honest[3].answer_headers, "content-encoding": "gzip"}
    packed = replace(
        honest[3], answer_body=gzip.compress(honest[3].answer_body), answer_headers=headers
    )
    path = tmp_path / "a.yaml"
    path.write_text(cassette([packed, replace(honest[3], answer_headers=headers)]), "utf-8")
    first, second = read_recording(path)
    assert first.exchange.answer_body == second.exchange.answer_body == honest[3].answer_body
    unknown = replace(packed, answer_headers={**headers, "content-encoding": "br"})
    path.write_text(cassette([unknown]), "utf-8")
    assert check_files([path]).partial == 1


@pytest.mark.parametrize("spelling", ["unmarked", "characters", "damaged", "fields", "none"])
def test_the_ways_in_which_har_keeps_a_form(
    spelling: str, tmp_path: Path, honest: list[Exchange]
) -> None:
    tree = json.loads(har([honest[0]]))
    request = tree["log"]["entries"][0]["request"]
    body = honest[0].request_body
    kind = honest[0].request_headers["content-type"]
    spelt: dict[str, Json] = {
        "unmarked": {"mimeType": kind, "text": base64.b64encode(body).decode()},
        "characters": {"mimeType": kind, "text": body.decode("latin-1")},
        "damaged": {"mimeType": kind, "text": body.decode("utf-8", "replace")},
        "fields": {"mimeType": kind, "params": [{"name": "prompt", "value": "grün"}]},
        "none": None,
    }
    request["postData"] = spelt[spelling]
    path = tmp_path / "a.har"
    path.write_text(json.dumps(tree), "utf-8")
    [read] = read_recording(path)
    is_whole = spelling in {"unmarked", "characters"}
    assert read.request_is_whole == is_whole
    assert (read.exchange.request_body == body) == is_whole
    checked = check_files([path])
    assert (checked.violations, checked.partial) == ({}, 0 if is_whole else 1)


def test_a_sandbox_and_a_named_provider_are_found_at_any_address(
    tmp_path: Path, honest: list[Exchange]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        journal([replace(honest[0], url="http://127.0.0.1:8000/venice/api/v1/image/edit")])
    )
    assert check_files([path]).exchanges == {"venice": 1}
    path.write_text(journal([replace(honest[2], url="https://gpu.example/v1/images/edits")]))
    assert check_files([path], "xinference").exchanges == {"xinference": 1}
    with pytest.raises(
        RecordingError, match=r"1 exchange, and none is for an operation of .*--provider"
    ):
        check_files([path])


BROKEN = {
    "cut.har": ('{"log": {"entries": [{"requ', "not a complete HAR file"),
    "none.har": ('{"entries": []}', "has no log.entries"),
    "odd.har": ('{"log": {"entries": [{"request": {}}]}}', "entry 1: not an entry of HAR 1.2"),
    "base64.har": (
        json.dumps(
            {
                "log": {
                    "entries": [
                        {
                            "request": {"method": "GET", "url": "x"},
                            "response": {
                                "status": 200,
                                "content": {"text": "%", "encoding": "base64"},
                            },
                        }
                    ]
                }
            }
        ),
        "entry 1: a body is not the base64",
    ),
    "cut.yaml": ("interactions:\n- request: {body: [", "the cassette cannot be read"),
    "tag.yaml": ("interactions: !!python/object:os.system {}", "the cassette cannot be read"),
    "none.yaml": ("a: 1\n", "not a cassette"),
    "odd.yaml": ("interactions: [{request: {}}]", "interaction 1: not what vcrpy records"),
    "cut.jsonl": ('{"method": "GET", "url": "x", "status": 1}\n{"met', "line 1: not a line"),
    "empty.har": ("", "is empty"),
    "page.yaml": ("<!doctype html><p>no</p>", "cassette"),
    "quiet.har": ('{"log": {"entries": []}}', "there is no exchange in it"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_one_sentence_that_names_the_file(name: str, tmp_path: Path) -> None:
    text, said = BROKEN[name]
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(RecordingError, match=said) as caught:
        check_files([path])
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_one_of_bytes_are_named(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"no.har: cannot be read: No such file"):
        check_files([tmp_path / "no.har"])
    (tmp_path / "a.har").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordingError, match=r"a.har: cannot be read: it is not UTF-8"):
        check_files([tmp_path / "a.har"])


def command(*arguments: object) -> int:
    return main(["check", *map(str, arguments)])


@pytest.mark.parametrize("form", ["text", "json", "html", "junit"])
def test_the_command_reports_in_each_form(
    form: str, tmp_path: Path, honest: list[Exchange], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    wrong = replace(with_text(honest[0], b'name="prompt"', b'name="pronpt"'), status=400)
    path.write_text(journal([honest[1], wrong]))
    assert command(path, "--report", form, "-o", tmp_path / "report") == 1
    report = (tmp_path / "report").read_text("utf-8")
    assert "request-field-missing" in report
    assert "client at fault: prompt is missing" in report
    assert KEY not in report
    assert command(path, "--format", form) == 1
    assert capsys.readouterr().out == report


def test_the_command_says_what_it_could_not_look_at(
    tmp_path: Path, honest: list[Exchange], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(journal([honest[0], replace(honest[0], url="https://elsewhere.example/a")]))
    assert command(path) == 0
    assert "1 exchange is for no operation in use" in capsys.readouterr().out


def test_the_journal_of_a_sandbox_shows_what_its_clients_did(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    photo = picture(300, 300)
    with background(journal=path) as sandbox:
        with VeniceClient("sandbox", base_url=sandbox.venice) as venice:
            venice.image.edit(image=photo, prompt="sepia")
        with OpenAIClient("sandbox", base_url=sandbox.openai) as openai:
            for _ in openai.image.edit(image=photo, prompt="sepia", stream=True):
                pass
            with pytest.raises(BadRequestError):
                openai.image.edit(image=photo, prompt="sepia", extra_body={"colour": "red"})
    checked = check_files([path])
    assert checked.exchanges == {"venice": 1, "openai": 2}
    assert [(violation.rule, violation.fault) for violation in checked.violations["openai"]] == [
        ("request-field-undeclared", "client")
    ]
    assert "Bearer sandbox" not in path.read_text("utf-8")

"""Published documents are fetched from their live addresses, and a missing network is a sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import fetch_documents
from tests.loopback import Handler, Loopback, says

DOCUMENT = b'{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {"/a": {}}}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(fetch_documents, "FOLDER", tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, url: str, *names: str) -> int:
    known = {"upstream/venice": f"{url}/venice", "large/stripe": f"{url}/stripe"}
    monkeypatch.setattr(fetch_documents, "addresses", known.items)
    monkeypatch.setattr(sys, "argv", ["fetch_documents.py", *names])
    return fetch_documents.main()


def test_documents_arrive_where_the_tests_look_for_them(
    folder: Path, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback.answers(says(200, DOCUMENT))
    assert run(monkeypatch, loopback.url) == 0
    for name in ("upstream/venice", "large/stripe"):
        assert (folder / name / "openapi.json").read_bytes() == DOCUMENT


def test_one_that_does_not_come_is_named_and_the_others_are_kept(
    folder: Path,
    loopback: Loopback,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def answer(handler: Handler) -> None:
        says(200 if handler.path == "/stripe" else 503, DOCUMENT)(handler)

    loopback.answers(answer)
    assert run(monkeypatch, loopback.url) == 1
    assert "upstream/venice: " in capsys.readouterr().err
    assert (folder / "large" / "stripe" / "openapi.json").exists()


def test_a_missing_network_is_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "http://127.0.0.1:9", "stripe") == 1
    assert "is there a network?" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


def test_the_addresses_are_public_and_need_no_key() -> None:
    known = dict(fetch_documents.addresses())
    assert {"upstream/venice", "upstream/openai", "large/stripe"} <= known.keys()
    assert all(url.startswith("https://") for url in known.values())

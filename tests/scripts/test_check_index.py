"""A release is refused whose number is not above everything that the index has under the name."""

from __future__ import annotations

import json
import sys

import httpx
import pytest
from packaging.version import Version

import check_index
from tests.loopback import Loopback, says


@pytest.mark.parametrize(
    ("status", "releases", "code", "sentence"),
    [
        (200, ["0.1.0", "0.3.1", "0.10.0"], 0, "is above everything"),
        (200, ["0.3.1", "99.0.0"], 1, "the index has pyvenice 99.0.0"),
        (404, [], 0, "is above everything"),
        (503, [], 1, "the index answered 503"),
    ],
)
def test_the_number_is_compared_with_the_newest(  # noqa: PLR0913, PLR0917  (a row each)
    loopback: Loopback,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    status: int,
    releases: list[str],
    code: int,
    sentence: str,
) -> None:
    body = json.dumps({"releases": {version: [] for version in releases}}).encode()
    loopback.answers(says(status, body))
    monkeypatch.setattr(sys, "argv", ["check_index.py", "--index", loopback.url])
    assert check_index.main() == code
    printed = capsys.readouterr()
    assert sentence in printed.out + printed.err
    assert loopback.seen[0].path == "/pypi/pyvenice/json"


@pytest.mark.parametrize(
    ("ours", "releases", "refused"),
    [
        ("1.0.0", ["1.0.0rc1", "1.0.0b2", "1.0.0.dev3"], ""),
        ("1.0.0rc2", ["1.0.0rc1"], ""),
        ("1.0.0rc10", ["1.0.0rc9"], ""),
        ("1.0.0rc1", ["1.0.0"], "1.0.0"),
        ("1.0.0rc1", ["1.0.0rc1"], "1.0.0rc1"),
        ("1.0.0", ["1.0"], "1.0"),
        ("1.0.0", ["1.0.0.post1", "0.9"], "1.0.0.post1"),
        ("1.0.0", ["0.1-old-name"], ""),
    ],
)
def test_candidates_come_before_their_release(ours: str, releases: list[str], refused: str) -> None:
    answer = httpx.Response(200, json={"releases": {name: [] for name in releases}})
    sentence = check_index.problem(answer, Version(ours))
    assert bool(sentence) is bool(refused)
    assert f"the index has pyvenice {refused}:" in sentence or not refused


def test_without_an_answer_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["check_index.py", "--index", "http://127.0.0.1:9"])
    assert check_index.main() == 2
    assert "could not be checked" in capsys.readouterr().err

"""What holds for each format: it says what happened, takes hostile text, and never hides a failure."""

from __future__ import annotations

import re
import unicodedata

import pytest

from pyvenice.contract.diff.findings import ProviderReport, Report
from pyvenice.contract.reports import FORMATS, render
from pyvenice.contract.reports.history import HISTORY_FORMATS, HistoryStep
from pyvenice.contract.reports.history import render as render_history
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.errors import ArgumentError
from tests.contract.reports import specimens

formats = pytest.mark.parametrize("name", FORMATS)


@formats
def test_the_same_report_gives_the_same_text(name: str) -> None:
    assert render(specimens.MIXED, name) == render(specimens.MIXED, name)


@formats
def test_it_ends_in_one_line_break(name: str) -> None:
    text = render(specimens.MIXED, name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@formats
def test_rule_call_fingerprint_and_advice_stand_in_it(name: str) -> None:
    text = render(specimens.DRIFT, name)
    finding = specimens.SCALE
    for fact in (finding.rule, "VeniceClient.image.upscale", finding.fingerprint, "regenerate"):
        assert fact in text


@formats
def test_an_unproved_finding_is_marked_and_counted(name: str) -> None:
    suspicion = specimens.SCALE._replace(witness=None, unproved=True)
    report = Report((specimens.DRIFTED._replace(findings=(suspicion,)),))
    marked, plain = (
        render(Report((specimens.DRIFTED._replace(findings=(finding,)),)), name)
        for finding in (suspicion, specimens.SCALE._replace(witness=None))
    )
    assert "unproved" in marked
    if name not in ("json", "sarif"):  # where every finding says whether it is
        assert "unproved" not in plain
        assert "1 breaking (1 unproved)" in render(report, name)


@formats
def test_an_unchecked_provider_never_reads_like_no_drift(name: str) -> None:
    text = render(specimens.UNKNOWN, name).lower()
    assert "could not check" in text or '"unchecked"' in text
    assert "503" in text
    assert "otherwise no drift" not in text


@formats
def test_a_run_that_checked_everything_has_no_word_of_doubt(name: str) -> None:
    text = render(specimens.DRIFT, name).lower()
    assert "could not" not in text
    assert "unknown" not in text


@formats
def test_an_unchecked_provider_among_others_is_still_seen(name: str) -> None:
    others = tuple(
        specimens.DRIFTED._replace(provider=f"provider-{number}") for number in range(30)
    )
    text = render(Report((*others, specimens.UNCHECKED)), name)
    assert "xinference" in text
    assert "503" in text


@formats
def test_a_place_that_could_not_be_compared_stands_beside_the_findings(name: str) -> None:
    text = render(Report((specimens.PARTLY,)), name)
    assert specimens.SCALE.fingerprint in text
    for place in specimens.PARTLY.unchecked:
        assert place.operation.split()[1] in text.replace("\\", "")
    assert "leads nowhere" in text.replace("\n", " ")


@formats
def test_hostile_text_is_printable_and_can_be_encoded(name: str) -> None:
    text = render(specimens.hostile(specimens.ATTACK), name)
    text.encode("utf-8")
    odd = {
        character
        for character in text
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"}
    }
    assert odd <= {"\n"} | ({"\u200b"} if name == "markdown" else set())


COMMANDS = re.compile(r"##\[|^\s*::(?!(?:error|warning|notice) (?:file|title)=)", re.MULTILINE)


@formats
@pytest.mark.parametrize("filling", range(0, 100, 7))
def test_no_line_of_foreign_text_is_a_workflow_command(name: str, filling: int) -> None:
    foreign = (
        "w " * filling + "::error::x ::add-mask::y ##[add-mask]z \n::stop-commands::t\x0b::debug::u"
    )
    report = specimens.hostile(foreign)
    for text in (render(report, name), render(report, name, width=60)):
        assert not COMMANDS.search(text) or name == "github"
        foreign_lines = [line for line in text.splitlines() if COMMANDS.match(line)]
        assert not foreign_lines


@pytest.mark.parametrize("name", HISTORY_FORMATS)
def test_no_line_of_a_history_is_a_workflow_command(name: str) -> None:
    foreign = "w " * 30 + "::error::x ##[add-mask]z \n::stop-commands::t \x1b[31m\x9b31m"
    findings = specimens.hostile(foreign).providers[0].findings
    place = UncheckedPlace(foreign, foreign, foreign)
    steps = [
        HistoryStep(foreign, "file", foreign, foreign, findings, "", (place,)),
        HistoryStep(foreign, "file", None, None, (), foreign),
    ]
    for width in (40, 60, 100):
        text = render_history(steps, name, width=width)
        assert not COMMANDS.search(text)
        assert not {"\x1b", "\x9b"} & {*text}


@formats
def test_lone_surrogates_in_a_message_do_not_matter(name: str) -> None:
    finding = specimens.SCALE._replace(message="half a pair: \ud800")
    report = Report((specimens.DRIFTED._replace(findings=(finding,)),))
    assert "ud800" in render(report, name).encode("utf-8").decode("utf-8")


@formats
def test_user_password_and_query_of_an_address_are_not_shown(name: str) -> None:
    address = "https://user:hunter2@example.test/spec.yaml?key=hunter2"
    drifted = specimens.DRIFTED._replace(live={"url": address, "version": "1"})
    unchecked = specimens.UNCHECKED._replace(
        reason="https://user:hunter2@example.test/spec.yaml answered 500"
    )
    text = render(Report((drifted, unchecked)), name)
    assert "hunter2" not in text
    assert "example.test" in text


@formats
def test_a_report_about_nothing_does_not_claim_anything(name: str) -> None:
    assert "no drift" not in render(Report(()), name).lower()


@formats
def test_empty_facts_are_left_out(name: str) -> None:
    bare = ProviderReport(provider="venice", status="ok")
    assert "None" not in render(Report((bare,)), name)


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"json", "sarif"}))
def test_long_payloads_are_shortened_for_people(name: str) -> None:
    text = render(specimens.DRIFT, name)
    assert "902 characters" in text or "(902" in text
    if name != "html":
        assert specimens.PIXEL not in text


def test_programs_get_the_whole_payload() -> None:
    for name in ("json", "sarif"):
        assert specimens.PIXEL in render(specimens.DRIFT, name)


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(ArgumentError, match="there is 'markdown'") as caught:
        render(specimens.OK, "markdwon")
    assert caught.value.allowed == FORMATS


@pytest.mark.parametrize("format_", ["text", "markdown", "github", "junit", "html", "sarif"])
def test_a_violation_says_what_was_expected_and_found(format_: str) -> None:
    finding = specimens.SCALE._replace(
        old="one", new="two", witness=None, sides=("expected", "found")
    )
    report = Report((specimens.DRIFTED._replace(findings=(finding,)),))
    text = render(report, format_)
    assert "expected" in text
    assert "found" in text
    assert " → two" not in text
    assert ">now<" not in text

"""An ignore file silences what was accepted, for as long as it is true."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.contract.diff.findings import Finding, ProviderReport, Report
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin.suppressions import Entry, acknowledge, read_ignores

TODAY = dt.date(2026, 11, 21)
FOUND = Finding(
    "request-value-removed",
    "breaking",
    "request",
    "POST /image/edit",
    "request",
    "/requestBody/content/application~1json/schema/properties/aspect_ratio/enum",
    "4:5",
    None,
    "aspect_ratio no longer lists '4:5'",
)
OTHER = FOUND._replace(rule="request-value-added", level="info", old=None, new="7:5")
REPORT = Report(
    (
        ProviderReport("venice", "drift", findings=(FOUND, OTHER)),
        ProviderReport("openai", "unchecked", "it answered 503"),
    )
)


def read(tmp_path: Path, text: str) -> list[Entry]:
    path = tmp_path / "ignore.toml"
    path.write_text(text)
    return read_ignores(path)


def silenced(*entries: Entry, today: dt.date = TODAY) -> tuple[list[str], list[str]]:
    """The rules that are left and those that are acknowledged, for Venice."""
    venice = acknowledge(REPORT, entries, today).providers[0]
    return [one.rule for one in venice.findings], [one.rule for one in venice.acknowledged]


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    text = """
        [[ignore]]
        fingerprint = "2f1c0a9b7d3e4f56"
        reason = "we never pass 4:5"
        until = 2027-01-31

        [[ignore]]
        rule = "response-header-added"
        pointer = "/responses/200/headers/*"
        reason = "new headers are of no interest"
    """
    assert read(tmp_path, text) == [
        Entry("we never pass 4:5", fingerprint="2f1c0a9b7d3e4f56", until=dt.date(2027, 1, 31)),
        Entry(
            "new headers are of no interest",
            rule="response-header-added",
            pointer="/responses/200/headers/*",
        ),
    ]


def test_an_empty_file_silences_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == []
    assert acknowledge(REPORT, [], TODAY) == REPORT


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[ignore]", "cannot be read as an ignore file"),
        ("ignore = 1", "'ignore' is not a list of tables"),
        ("ignore = [1]", "entry 1: is not a table"),
        ('[[ignore]]\nrule = "a"', "entry 1: needs a reason"),
        ('[[ignore]]\nrule = "a"\nreason = " "', "entry 1: needs a reason"),
        ('[[ignore]]\nreason = "a"', "needs either a fingerprint or a rule"),
        ('[[ignore]]\nreason = "a"\nrule = "b"\nfingerprint = "c"', "needs either"),
        ('[[ignore]]\nreason = "a"\nrule = "b"\nuntil = "soon"', "until is 'soon', not a date"),
        ('[[ignore]]\nreason = "a"\nrule = "b"\npath = "c"', r"not \['path'\]"),
        ('[[ignore]]\nreason = "a"\nrule = 3', "rule is 3, not a text"),
        ('[[ignore]]\nreason = "a"\nrule = "b"\npointer = 3', "pointer is 3, not a text"),
        ('[[ignore]]\nreason = "a"\nfingerprint = "b"\npointer = "c"', "stands alone"),
        ('[ignoer]\nreason = "a"', r"there is only \[\[ignore\]\], not 'ignoer'"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ContractError, match=said) as refusal:
        read(tmp_path, text)
    assert str(refusal.value).startswith(str(tmp_path / "ignore.toml"))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"nothing\.toml: cannot be read"):
        read_ignores(tmp_path / "nothing.toml")


def test_a_date_with_a_time_of_day_is_a_date(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, '[[ignore]]\nrule = "a"\nreason = "b"\nuntil = 2027-01-31T12:00:00\n')
    assert entry.until == dt.date(2027, 1, 31)
    assert acknowledge(REPORT, [entry], TODAY).notes == ()


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        (Entry("r", fingerprint=FOUND.fingerprint), [OTHER.rule]),
        (Entry("r", rule=FOUND.rule), [OTHER.rule]),
        (Entry("r", rule=FOUND.rule, pointer="*/aspect_ratio/*"), [OTHER.rule]),
        (Entry("r", rule=FOUND.rule, operation="POST /image/*"), [OTHER.rule]),
        (Entry("r", rule=FOUND.rule, operation="GET *"), [FOUND.rule, OTHER.rule]),
        (Entry("r", rule=FOUND.rule, pointer="*/resolution/*"), [FOUND.rule, OTHER.rule]),
        (Entry("r", fingerprint="0" * 16), [FOUND.rule, OTHER.rule]),
    ],
)
def test_an_entry_covers_what_it_names(entry: Entry, left: list[str]) -> None:
    known = [one for one in (FOUND.rule, OTHER.rule) if one not in left]
    assert silenced(entry) == (left, known)


def test_when_all_is_acknowledged_there_is_no_drift() -> None:
    entries = [Entry("r", rule=FOUND.rule), Entry("r", rule=OTHER.rule)]
    report = acknowledge(REPORT, entries, TODAY)
    assert [one.status for one in report.providers] == ["ok", "unchecked"]
    assert report.notes == ()


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (1, True)])
def test_an_entry_counts_until_its_day_has_passed(days: int, counts: bool) -> None:
    entry = Entry("r", rule=FOUND.rule, until=TODAY + dt.timedelta(days))
    assert (FOUND.rule in silenced(entry)[1]) == counts
    notes = acknowledge(REPORT, [entry], TODAY).notes
    assert bool(notes) != counts
    assert all("expired on 2026-11-20" in note for note in notes)


def test_an_entry_that_matches_nothing_is_said_unless_a_provider_is_unchecked() -> None:
    entry = Entry("r", fingerprint="0" * 16)
    venice = REPORT._replace(providers=REPORT.providers[:1])
    (note,) = acknowledge(venice, [entry], TODAY).notes
    assert "0000000000000000 matches nothing in venice" in note
    assert acknowledge(REPORT, [entry], TODAY).notes == ()


RULES = st.sampled_from([FOUND.rule, OTHER.rule, "operation-removed"])
ENTRIES = st.builds(Entry, st.just("r"), rule=RULES, until=st.none() | st.dates())


@given(st.lists(ENTRIES, max_size=4), st.dates())
def test_no_finding_is_lost_or_invented(entries: list[Entry], today: dt.date) -> None:
    report = acknowledge(REPORT, entries, today)
    for before, after in zip(REPORT.providers, report.providers, strict=True):
        assert sorted((*after.findings, *after.acknowledged), key=lambda one: one.rule) == sorted(
            before.findings, key=lambda one: one.rule
        )
        assert (before.status == "unchecked") == (after.status == "unchecked")

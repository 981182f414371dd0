"""One issue for each drift, whatever happens in between."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyvenice.contract.alerts import github_issue
from pyvenice.contract.alerts.github_api import GitHub
from pyvenice.contract.alerts.github_issue import LABEL, Synced
from pyvenice.contract.diff.findings import Finding, ProviderReport, Report
from pyvenice.contract.errors import ContractError
from tests.contract.alerts.fake_github import REPOSITORY, TOKEN, FakeGitHub, github_at_home
from tests.contract.reports import specimens
from tests.loopback import Loopback, breaks_off, keeps_silent, resets, says

UNCHECKED = ProviderReport("venice", "unchecked", "it answered 503")


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with github_at_home() as server:
        yield server


def sync(github: FakeGitHub, report: Report, **options: Any) -> Synced:
    settings = {"repository": REPOSITORY, "token": TOKEN, "api_url": github.url} | options
    return github_issue.sync(report, **settings)


def drift(*findings: Finding, provider: str = "venice") -> Report:
    return Report((ProviderReport(provider, "drift" if findings else "ok", findings=findings),))


def states(github: FakeGitHub) -> list[str]:
    return [issue["state"] for issue in github.issues]


def test_each_drift_opens_one_labelled_issue(github: FakeGitHub) -> None:
    done = sync(github, drift(specimens.SCALE, specimens.PROSE))
    assert done == Synced(opened=(1, 2), updated=(), closed=(), unchanged=())
    assert [issue["labels"] for issue in github.issues] == [[{"name": LABEL}]] * 2
    assert github.issues[0]["title"] == (
        "API drift in venice: POST /image/upscale: scale must now be at least 2 (it was 1)"
    )
    for fact in ('{"image": "a", "scale": 1}', "VeniceClient.image.upscale(scale=…)", "regenerate"):
        assert fact in github.issues[0]["body"]


def test_a_drift_below_the_level_opens_no_issue_and_is_counted(github: FakeGitHub) -> None:
    done = sync(github, drift(specimens.SCALE, specimens.PROSE), fail_on="breaking")
    assert (done.opened, done.left_out) == ((1,), 1)
    assert len(github.issues) == 1
    assert sync(github, drift(specimens.PROSE), fail_on="never").left_out == 1


def test_an_open_issue_is_kept_up_to_date_whatever_the_level(github: FakeGitHub) -> None:
    sync(github, drift(specimens.PROSE))
    again = drift(specimens.PROSE._replace(message="another limit"))
    done = sync(github, again, fail_on="breaking")
    assert (done.updated, done.left_out, states(github)) == ((1,), 0, ["open"])
    assert sync(github, drift(), fail_on="breaking").closed == (1,)
    assert sync(github, again, fail_on="breaking").left_out == 1
    assert states(github) == ["closed"]


def test_the_same_drift_again_changes_nothing(github: FakeGitHub) -> None:
    sync(github, specimens.DRIFT)
    before = len(github.writes())
    later = specimens.DRIFTED._replace(live=specimens.LIVE | {"version": "2", "sha256": "ef" * 32})
    done = sync(github, Report((later,)))
    assert done.unchanged == (1, 2, 3, 4, 5)
    assert len(github.writes()) == before


def test_new_content_rewrites_the_issue(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    done = sync(github, drift(specimens.SCALE._replace(message="scale starts at 2 now")))
    assert done.updated == (1,)
    assert len(github.issues) == 1
    assert "scale starts at 2 now" in github.issues[0]["title"]
    assert "scale starts at 2 now" in github.issues[0]["body"]


def test_what_a_person_writes_stays_while_the_drift_is_the_same(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    text = github.issues[0]["body"].replace("\n", "\r\n") + "\r\nI am on it."
    github.issues[0] |= {"body": text, "title": "Scale!"}
    sync(github, drift(specimens.SCALE))
    assert (github.issues[0]["body"], github.issues[0]["title"]) == (text, "Scale!")


def test_the_issue_is_closed_when_the_drift_is_gone(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE, specimens.PROSE))
    done = sync(github, drift(specimens.PROSE))
    assert (done.closed, done.unchanged) == ((1,), (2,))
    assert states(github) == ["closed", "open"]
    assert github.issues[0]["state_reason"] == "completed"
    assert "the drift is gone" in github.issues[0]["body"]
    assert sync(github, drift(specimens.PROSE)).closed == ()


def test_an_acknowledged_drift_is_closed_with_that_reason(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    known = ProviderReport("venice", "ok", acknowledged=(specimens.SCALE,))
    assert sync(github, Report((known,))).closed == (1,)
    assert "acknowledged" in github.issues[0]["body"]


def test_a_drift_that_comes_back_reopens_its_issue(github: FakeGitHub) -> None:
    for report in (drift(specimens.SCALE), drift(), drift(specimens.SCALE)):
        done = sync(github, report)
    assert done.opened == (1,)
    assert states(github) == ["open"]
    assert "Closed:" not in github.issues[0]["body"]


def test_what_a_person_closed_stays_closed(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    github.issues[0]["state"] = "closed"
    done = sync(github, drift(specimens.SCALE))
    assert (done.opened, done.unchanged) == ((), (1,))
    assert states(github) == ["closed"]


def test_what_a_person_opened_again_stays_open(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    sync(github, drift())
    github.issues[0]["state"] = "open"
    assert sync(github, drift()).closed == ()


def test_unchecked_closes_nothing(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    assert sync(github, Report((UNCHECKED,))) == Synced((), (), (), ())
    assert states(github) == ["open"]


def test_a_provider_that_was_not_looked_at_keeps_its_issues(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    assert sync(github, drift(provider="openai")).closed == ()
    assert sync(github, Report(())).closed == ()


def test_another_provider_may_close_while_one_is_unchecked(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    sync(github, drift(specimens.SCALE, provider="openai"))
    fine = ProviderReport("openai", "ok")
    assert sync(github, Report((UNCHECKED, fine))).closed == (2,)


def test_the_same_finding_of_two_providers_is_two_issues(github: FakeGitHub) -> None:
    both = Report(
        (*drift(specimens.SCALE).providers, *drift(specimens.SCALE, provider="p-q").providers)
    )
    assert sync(github, both).opened == (1, 2)
    assert sync(github, both).unchanged == (1, 2)


def test_a_provider_name_cannot_end_the_hidden_mark(github: FakeGitHub) -> None:
    report = drift(specimens.SCALE, provider="a --> b -- c")
    sync(github, report)
    first = github.issues[0]["body"].splitlines()[0]
    assert first.removeprefix("<!--").removesuffix("-->").count("--") == 0
    assert sync(github, report).unchanged == (1,)


def test_a_finding_that_stands_twice_is_one_issue(github: FakeGitHub) -> None:
    again = specimens.SCALE._replace(message="the same, for the multipart body")
    assert sync(github, drift(specimens.SCALE, again)).opened == (1,)
    assert "the same, for the multipart body" in github.issues[0]["body"]


def test_issues_are_found_on_the_last_of_many_pages(github: FakeGitHub) -> None:
    for _ in range(25):
        github.add(title="something else", body="no mark")
    sync(github, drift(specimens.SCALE))
    github.page = 3
    done = sync(github, drift(specimens.SCALE))
    assert (done.opened, done.unchanged) == ((), (26,))
    assert sum(1 for method, *_ in github.requests if method == "GET") == 1 + 9


def test_a_lost_label_makes_no_second_issue(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    github.issues[0]["labels"] = []
    assert sync(github, drift(specimens.SCALE)).unchanged == (1,)


def test_a_stranger_cannot_speak_for_us(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    stolen = github.issues.pop()["body"]
    github.add(body=stolen, state="closed", user={"type": "User"}, author_association="NONE")
    github.add(body=stolen, pull_request={}, labels=[{"name": LABEL}])
    assert sync(github, drift(specimens.SCALE)).opened == (3,)
    assert states(github) == ["closed", "open", "open"]


def test_of_two_issues_for_one_drift_the_later_is_closed(github: FakeGitHub) -> None:
    sync(github, drift(specimens.SCALE))
    github.add(body=github.issues[0]["body"])
    done = sync(github, drift(specimens.SCALE))
    assert (done.closed, done.unchanged) == ((2,), (1,))
    assert "the same drift as #1" in github.issues[1]["body"]


def test_a_mark_in_foreign_text_is_not_taken_for_ours(github: FakeGitHub) -> None:
    sync(github, drift(specimens.PROSE))
    mark = github.issues[0]["body"].splitlines()[0]
    forged = specimens.SCALE._replace(message=mark, operation=mark, rule=mark)
    assert sync(github, drift(forged, specimens.PROSE)).opened == (2,)
    assert sync(github, drift(forged, specimens.PROSE)).unchanged == (2, 1)


def test_a_long_finding_fits_into_an_issue(github: FakeGitHub) -> None:
    long = tuple(specimens.SCALE._replace(message=f"{number} " * 900) for number in range(60))
    sync(github, drift(*long))
    assert len(github.issues[0]["body"]) < 65_536
    assert len(github.issues[0]["title"]) <= 200


def test_hostile_text_is_synced_like_any_other(github: FakeGitHub) -> None:
    report = specimens.hostile()
    assert sync(github, report).opened == (1,)
    assert sync(github, report).unchanged == (1,)


FINDINGS = (specimens.SCALE, specimens.PROSE, specimens.RATIO_GONE)
RUNS = st.lists(
    st.tuples(
        st.sets(st.integers(0, len(FINDINGS) - 1)), st.sampled_from(["checked", "unchecked"])
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(RUNS)
def test_open_issues_are_the_drifts_of_the_last_run_that_checked(runs: Any) -> None:
    with github_at_home() as github:
        github.page = 2
        expected: set[str] = set()
        for chosen, status in runs:
            findings = [FINDINGS[number] for number in sorted(chosen)]
            sync(github, drift(*findings) if status == "checked" else Report((UNCHECKED,)))
            if status == "checked":
                expected = {one.fingerprint for one in findings}
        marks = [
            next(one.fingerprint for one in FINDINGS if one.fingerprint in issue["body"])
            for issue in github.issues
        ]
        assert len(marks) == len(set(marks))
        opened = {
            mark for mark, state in zip(marks, states(github), strict=True) if state == "open"
        }
        assert opened == expected


@pytest.mark.parametrize(
    ("status", "headers", "waits"),
    [
        (429, {"retry-after": "7"}, [7.0]),
        (403, {"retry-after": "30"}, [30.0]),
        (403, {"x-ratelimit-remaining": "0"}, [60.0]),
        (429, {}, [60.0]),
        (502, {}, [1.0]),
    ],
)
def test_a_rate_limit_is_waited_for(
    github: FakeGitHub, status: int, headers: dict[str, str], waits: list[float]
) -> None:
    github.refusals = [(status, headers, {"message": "slow down"})]
    slept: list[float] = []
    assert sync(github, drift(specimens.SCALE), sleep=slept.append).opened == (1,)
    assert slept == waits


def test_the_end_of_a_rate_limit_is_a_moment(github: FakeGitHub) -> None:
    reset = str(int(time.time()) + 50)
    github.refusals = [(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset}, {})]
    slept: list[float] = []
    sync(github, drift(), sleep=slept.append)
    assert 1 <= slept[0] <= 50


def test_a_rate_limit_that_lasts_is_not_waited_for(github: FakeGitHub) -> None:
    github.refusals = [(429, {"retry-after": "3600"}, {})]
    with pytest.raises(ContractError, match="try again in 60 minutes"):
        sync(github, drift(specimens.SCALE), sleep=pytest.fail)


def test_a_rate_limit_that_does_not_end_is_given_up(github: FakeGitHub) -> None:
    github.refusals = [(429, {"retry-after": "1"}, {})] * 9
    slept: list[float] = []
    with pytest.raises(ContractError, match="429"):
        sync(github, drift(specimens.SCALE), sleep=slept.append)
    assert slept == [1.0] * 3


def test_an_issue_that_may_have_been_opened_is_not_opened_again(github: FakeGitHub) -> None:
    github.refusals = [(200, {}, []), (502, {}, {"message": "Bad Gateway"})]
    with pytest.raises(ContractError, match="502"):
        sync(github, drift(specimens.SCALE), sleep=pytest.fail)
    assert [method for method, _ in github.writes()] == ["POST"]


@pytest.mark.parametrize(
    ("status", "says_", "meaning"),
    [
        (401, {"message": "Bad credentials"}, "the token is wrong or has expired"),
        (403, {"message": "Resource not accessible"}, "issues: write"),
        (404, {"message": "Not Found"}, "no such repository"),
        (410, {"message": "Issues has been disabled"}, "switched off"),
        (301, {"message": "Moved", "url": "https://e.vil/"}, "has moved"),
        (422, {"message": "Validation Failed"}, "not accepted"),
        (418, [], "not carried out"),
        (200, b"<html>", "something else than JSON"),
        (200, {"items": []}, "list of issues"),
    ],
)
def test_what_github_refuses_is_one_sentence(
    github: FakeGitHub, status: int, says_: Any, meaning: str
) -> None:
    github.refusals = [(status, {"location": f"{github.url}/elsewhere"}, says_)]
    with pytest.raises(ContractError, match=meaning) as caught:
        sync(github, drift(specimens.SCALE))
    assert "\n" not in str(caught.value)
    assert len(github.requests) == 1


def test_the_token_stays_with_github(github: FakeGitHub, other_host: Loopback) -> None:
    other_host.answers(says(200, b"[]"))
    github.page, github.next_host = 1, other_host.url
    github.add()
    github.add()
    with pytest.raises(ContractError, match="another host"):
        sync(github, drift())
    assert other_host.seen == []


@pytest.mark.parametrize("trouble", [resets, breaks_off])
def test_a_broken_connection_is_one_sentence(loopback: Loopback, trouble: Any) -> None:
    loopback.answers(trouble)
    with pytest.raises(ContractError, match="could not be reached"):
        github_issue.sync(drift(), repository=REPOSITORY, token=TOKEN, api_url=loopback.url)


def test_silence_ends_with_the_timeout(loopback: Loopback) -> None:
    loopback.answers(keeps_silent)
    with pytest.raises(ContractError, match="did not answer in time"):
        github_issue.sync(
            drift(), repository=REPOSITORY, token=TOKEN, api_url=loopback.url, timeout=0.05
        )


def test_the_token_is_in_no_error_log_or_repr(
    github: FakeGitHub, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    github.refusals = [(401, {}, {"message": f"Bad credentials: {TOKEN}"})]
    with pytest.raises(ContractError, match="<hidden>") as caught:
        sync(github, drift(specimens.SCALE))
    told = "".join(traceback.format_exception(caught.value))
    told += repr(GitHub(github.url, REPOSITORY, TOKEN, 1.0, time.sleep)) + caplog.text
    assert TOKEN not in told + "".join(capsys.readouterr())
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"repository": "app"}, "owner/name"),
        ({"repository": "octo/app/../../user"}, "owner/name"),
        ({"repository": "octo/app\n"}, "owner/name"),
        ({"token": ""}, "token is empty"),
        ({"token": "a\r\nX-Evil: 1"}, "token is empty or has characters"),
        ({"api_url": "file:///etc/passwd"}, "not an https URL"),
        ({"api_url": "http://github.example.test"}, "use https"),
    ],
)
def test_what_cannot_work_is_not_tried(
    github: FakeGitHub, options: dict[str, str], problem: str
) -> None:
    with pytest.raises(ContractError, match=problem):
        sync(github, drift(), **options)
    assert github.requests == []

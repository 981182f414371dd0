"""One comment on a pull request: written, rewritten, and never a second one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pyvenice.contract.alerts.github_comment import pull_request_of, sync_comment
from pyvenice.contract.diff.findings import ProviderReport, Report
from pyvenice.contract.errors import ContractError
from tests.contract.alerts.fake_github import REPOSITORY, TOKEN, FakeGitHub, github_at_home
from tests.contract.reports import specimens

CLEAN = Report((ProviderReport("venice", "ok"),))


@pytest.fixture
def github() -> Iterator[FakeGitHub]:
    with github_at_home() as github:
        yield github


def comment(github: FakeGitHub, report: Report) -> str:
    return sync_comment(
        report, repository=REPOSITORY, number=7, token=TOKEN, api_url=github.url, sleep=print
    )


def test_a_comment_is_written_once_and_rewritten(github: FakeGitHub) -> None:
    assert comment(github, CLEAN) == "not needed"
    assert comment(github, specimens.DRIFT) == "written"
    assert comment(github, specimens.DRIFT) == "unchanged"
    assert comment(github, CLEAN) == "updated"
    (only,) = github.comments
    assert "no drift" in only["body"]
    assert github.requests[0][1].startswith(f"/repos/{REPOSITORY}/issues/7/comments")


def test_a_diff_has_a_comment_of_its_own_for_each_document(github: FakeGitHub) -> None:
    shop, stock = (
        Report((specimens.DRIFTED._replace(pinned={"name": f"main:{name}"}, live={"url": name}),))
        for name in ("shop.yaml", "stock.yaml")
    )
    for _ in range(2):
        for report in (specimens.DRIFT, shop, stock):
            comment(github, report)
    assert len(github.comments) == 3


def test_a_strangers_comment_with_our_mark_is_left_alone(github: FakeGitHub) -> None:
    stranger = {
        "id": 1,
        "body": "<!-- pyvenice-contract comment -->\nmine",
        "user": {"type": "User"},
    }
    github.comments.append(stranger)
    assert comment(github, specimens.DRIFT) == "written"
    assert github.comments[0] == stranger


def test_auto_is_the_pull_request_of_the_run() -> None:
    run = {"GITHUB_REPOSITORY": "a/b", "GITHUB_REF": "refs/pull/12/merge"}
    assert pull_request_of("auto", run) == ("a/b", 12)
    assert pull_request_of("c/d#3", run) == ("c/d", 3)


@pytest.mark.parametrize(
    ("target", "reference", "sentence"),
    [
        ("auto", "refs/heads/main", "no run for a pull request"),
        ("a/b", "", "not like 'owner/name#7'"),
    ],
)
def test_what_is_no_pull_request_is_a_sentence(target: str, reference: str, sentence: str) -> None:
    with pytest.raises(ContractError, match=sentence):
        pull_request_of(target, {"GITHUB_REPOSITORY": "a/b", "GITHUB_REF": reference})

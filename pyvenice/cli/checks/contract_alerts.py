"""The alerts that `pyvenice contract check` sends; their tokens are looked up before the check."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from types import SimpleNamespace
from typing import NamedTuple

from pyvenice.contract.diff.findings import Report
from pyvenice.contract.errors import ContractError


class Channel(NamedTuple):
    """Where an alert goes."""

    send: Callable[[Report], str | None]
    """Sends a report, and returns a sentence to print if there is one."""
    wants_all: bool = False
    """Whether it gets the findings of all categories, whatever `--only` says."""


def channels(arguments: SimpleNamespace) -> list[Channel]:
    """The channels that the arguments ask for. Raises `ContractError` when one has no address or token."""
    return list(_channels(arguments))


def _channels(arguments: SimpleNamespace) -> Iterator[Channel]:
    if arguments.github_comment:
        token = _variable("GITHUB_TOKEN", "--github-comment")
        yield Channel(_comment_channel(arguments.github_comment, token))
    if getattr(arguments, "github_issue", None) is not None:
        token = _variable("GITHUB_TOKEN", "--github-issue")
        yield Channel(partial(_sync_issues, arguments, token), wants_all=True)
    if not hasattr(arguments, "slack_webhook_env"):  # a diff has no address that it watches
        return
    if arguments.slack_webhook_env:
        url = _variable(arguments.slack_webhook_env, "--slack-webhook-env")
        yield Channel(partial(_post_to_slack, url))
    if arguments.webhook_env:
        url = _variable(arguments.webhook_env, "--webhook-env")
        name = arguments.webhook_secret_env
        secret = _variable(name, "--webhook-secret-env") if name else None
        yield Channel(partial(_post_to_webhook, url, secret))
    elif arguments.webhook_secret_env:
        raise ContractError("--webhook-secret-env signs what --webhook-env sends: give both")


def _variable(name: str, option: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ContractError(f"{option}: the environment variable {name} is not set")
    return value


def send(channels: list[Channel], whole: Report, filtered: Report) -> bool:
    """Use every channel and print its errors on stderr. Returns whether all alerts were delivered."""
    delivered = True
    for channel in channels:
        try:
            message = channel.send(whole if channel.wants_all else filtered)
        except (ContractError, OSError) as error:
            message, delivered = f"an alert was not delivered: {error}", False
        if message:
            print(message, file=sys.stderr)  # noqa: T201
    return delivered


def _comment_channel(target: str, token: str) -> Callable[[Report], str]:
    from pyvenice.contract.alerts.github_comment import pull_request_of, sync_comment

    repository, number = pull_request_of(target, os.environ)

    def comment(report: Report) -> str:
        done = sync_comment(
            report, repository=repository, number=number, token=token, api_url=_api_url()
        )
        return f"comment on {repository}#{number}: {done}"

    return comment


def _api_url() -> str:
    return os.environ.get("GITHUB_API_URL") or "https://api.github.com"


def _sync_issues(arguments: SimpleNamespace, token: str, report: Report) -> str:
    from pyvenice.contract.alerts.github_issue import sync

    repository, level = arguments.github_issue, arguments.fail_on
    done = sync(report, repository=repository, token=token, fail_on=level, api_url=_api_url())
    counts = [(len(done.opened), "opened"), (len(done.updated), "updated")]
    counts += [(len(done.closed), "closed"), (len(done.unchanged), "unchanged")]
    if done.left_out:
        counts.append((done.left_out, f"left out (--fail-on {level})"))
    return f"issues in {repository}: {', '.join(f'{count} {verb}' for count, verb in counts)}"


def _post_to_slack(url: str, report: Report) -> None:
    from pyvenice.contract.alerts import slack

    if report.status != "ok":
        slack.post(report, url)


def _post_to_webhook(url: str, secret: str | None, report: Report) -> None:
    from pyvenice.contract.alerts import webhook

    if report.status != "ok":
        webhook.post(report, url, secret=secret)

"""The alerts that `pyvenice contract check` sends: what they need is looked for before the check."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from pyvenice.contract.diff.findings import Report
from pyvenice.contract.errors import ContractError


class Channel(NamedTuple):
    """A way to tell somebody."""

    send: Callable[[Report], str | None]
    """Returns what there is to say about it."""
    wants_all: bool = False
    """It needs the findings of all categories."""


def channels(arguments: argparse.Namespace) -> list[Channel]:
    """The channels that the arguments ask for. Raises `ContractError` when one has no address or token."""
    return list(_channels(arguments))


def _channels(arguments: argparse.Namespace) -> Iterator[Channel]:
    if arguments.github_issue:
        token = _variable("GITHUB_TOKEN", "--github-issue")
        yield Channel(partial(_issues, arguments, token), wants_all=True)
    if arguments.slack_webhook_env:
        url = _variable(arguments.slack_webhook_env, "--slack-webhook-env")
        yield Channel(partial(_slack, url))
    if arguments.webhook_env:
        url = _variable(arguments.webhook_env, "--webhook-env")
        name = arguments.webhook_secret_env
        secret = _variable(name, "--webhook-secret-env") if name else None
        yield Channel(partial(_webhook, url, secret))
    elif arguments.webhook_secret_env:
        raise ContractError("--webhook-secret-env signs what --webhook-env sends: give both")


def _variable(name: str, option: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ContractError(f"{option}: the environment variable {name} is not set")
    return value


def send(channels: list[Channel], whole: Report, shown: Report) -> bool:
    """Use every channel; what went wrong is told on stderr. Returns whether all went well."""
    well = True
    for channel in channels:
        try:
            said = channel.send(whole if channel.wants_all else shown)
        except (ContractError, OSError) as error:
            said, well = f"an alert was not delivered: {error}", False
        if said:
            print(said, file=sys.stderr)  # noqa: T201
    return well


def _issues(arguments: argparse.Namespace, token: str, report: Report) -> str:
    from pyvenice.contract.alerts.github_issue import sync

    api_url = os.environ.get("GITHUB_API_URL") or "https://api.github.com"
    repository, level = arguments.github_issue, arguments.fail_on
    done = sync(report, repository=repository, token=token, fail_on=level, api_url=api_url)
    counts = [(len(done.opened), "opened"), (len(done.updated), "updated")]
    counts += [(len(done.closed), "closed"), (len(done.unchanged), "unchanged")]
    if done.left_out:
        counts.append((done.left_out, f"left out (--fail-on {level})"))
    return f"issues in {repository}: {', '.join(f'{count} {verb}' for count, verb in counts)}"


def _slack(url: str, report: Report) -> None:
    from pyvenice.contract.alerts import slack

    if report.status != "ok":
        slack.post(report, url)


def _webhook(url: str, secret: str | None, report: Report) -> None:
    from pyvenice.contract.alerts import webhook

    if report.status != "ok":
        webhook.post(report, url, secret=secret)

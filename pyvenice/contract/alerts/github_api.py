"""The three calls of GitHub's REST API that keeping issues takes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pyvenice.contract.alerts.http_request import Response, send_request
from pyvenice.contract.errors import ContractError
from pyvenice.contract.reports.values import cut, visible

Json = Any

_RETRIES = 3
_LONGEST_WAIT = 120.0
_MAX_PAGES = 1_000
_NEXT = re.compile(r'<([^<>]+)>\s*(?:;[^,<]*)?;\s*rel="?next"?')


@dataclass(frozen=True, slots=True)
class GitHub:
    """The issues of one repository. Redirects are not followed: the token is meant for one host."""

    api_url: str
    repository: str
    token: str = field(repr=False)
    timeout: float
    sleep: Callable[[float], None] = field(repr=False)

    def issues(self) -> Iterator[dict[str, Json]]:
        """All issues, open and closed, oldest first; pull requests are left out."""
        url = f"{self._issues}?state=all&sort=created&direction=asc&per_page=100"
        for issue in self._pages(url, "issues"):
            if "pull_request" not in issue:
                yield issue

    def _pages(self, url: str, what: str) -> Iterator[dict[str, Json]]:
        for _ in range(_MAX_PAGES):
            response = self._send("GET", url)
            page = self._value(response)
            if not isinstance(page, list):
                raise ContractError(f"{self._name} did not answer with a list of {what}")
            yield from page
            following = _NEXT.search(response.headers.get("link", ""))
            if following is None:
                return
            url = self._same_origin(following[1])
        raise ContractError(f"{self._name} has more than {_MAX_PAGES * 100:,} {what}")

    def create(self, title: str, body: str, label: str) -> int:
        """Open an issue and return its number."""
        fields = {"title": title, "body": body, "labels": [label]}
        created = self._value(self._send("POST", self._issues, fields))
        if not isinstance(created, dict) or not isinstance(created.get("number"), int):
            raise ContractError(f"{self._name} did not say which issue was opened")
        return int(created["number"])

    def edit(self, number: int, **fields: Json) -> None:
        """Change an issue: `title`, `body`, `state`, `state_reason`."""
        self._send("PATCH", f"{self._issues}/{number}", fields)

    def comments(self, number: int) -> Iterator[dict[str, Json]]:
        """All comments on an issue or a pull request, oldest first."""
        yield from self._pages(f"{self._issues}/{number}/comments?per_page=100", "comments")

    def add_comment(self, number: int, body: str) -> None:
        """Comment on an issue or a pull request."""
        self._send("POST", f"{self._issues}/{number}/comments", {"body": body})

    def edit_comment(self, comment: int, body: str) -> None:
        """Rewrite a comment."""
        self._send("PATCH", f"{self._issues}/comments/{comment}", {"body": body})

    @property
    def _issues(self) -> str:
        return f"{self.api_url.rstrip('/')}/repos/{self.repository}/issues"

    @property
    def _name(self) -> str:
        return f"GitHub ({self.repository})"

    def _send(self, method: str, url: str, fields: Json = None) -> Response:
        response = self._request(method, url, fields)
        for _ in range(_RETRIES):
            wait = _pause(method, response)
            if wait is None:
                break
            if wait > _LONGEST_WAIT:
                raise ContractError(
                    f"{self._name} limits the rate of requests: try again in {wait / 60:.0f} minutes"
                )
            self.sleep(wait)
            response = self._request(method, url, fields)
        if 200 <= response.status < 300:
            return response
        raise self._refusal(response)

    def _request(self, method: str, url: str, fields: Json) -> Response:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "User-Agent": "pyvenice",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        body = None if fields is None else json.dumps(fields).encode()
        return send_request(
            method, url, body, headers=headers, receiver=self._name, timeout=self.timeout
        )

    def _value(self, response: Response) -> Json:
        try:
            return json.loads(response.body)
        except ValueError:
            pass
        raise ContractError(
            f"{self._name} answered {response.status} with something else than JSON"
        )

    def _same_origin(self, url: str) -> str:
        if urlsplit(url)[:2] != urlsplit(self.api_url)[:2]:
            raise ContractError(f"{self._name} names a next page on another host; not followed")
        return url

    def _refusal(self, response: Response) -> ContractError:
        meaning = _MEANINGS.get(response.status, "the request was not carried out")
        if 300 <= response.status < 400:
            meaning = "the repository has moved; give its new name"
        return ContractError(
            f"{self._name} answered {response.status}: {meaning}{self._words(response)}"
        )

    def _words(self, response: Response) -> str:
        """GitHub's own message, never with the token in it."""
        try:
            value = json.loads(response.body)
        except ValueError:
            return ""
        message = value.get("message") if isinstance(value, dict) else None
        if not isinstance(message, str) or not message:
            return ""
        return f" ({cut(visible(message.replace(self.token, '<hidden>')), 200)})"


_MEANINGS = {
    401: "the token is wrong or has expired",
    403: "the token may not do this; it needs the permission 'issues: write'",
    404: "there is no such repository, or the token may not see it",
    410: "issues are switched off in this repository",
    422: "the issue was not accepted",
    429: "too many requests",
}


def _pause(method: str, response: Response) -> float | None:
    """Seconds after which the same request may be sent again; `None` if it must not be.

    A failed POST is never sent again: the issue may have been opened.
    """
    headers = response.headers
    if response.status in {403, 429}:
        if headers.get("retry-after", "").isdecimal():
            return float(headers["retry-after"])
        if headers.get("x-ratelimit-remaining") == "0":
            return _until(headers.get("x-ratelimit-reset", ""))
        return 60.0 if response.status == 429 else None
    return 1.0 if method == "GET" and response.status >= 500 else None


def _until(moment: str) -> float:
    return max(1.0, float(moment) - time.time()) if moment.isdecimal() else 60.0

"""Requests of our own making: sent one at a time, at most so many, and not too fast."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.errors import RunError
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.secrets import redacted_url

_SECONDS = 60


@dataclass(slots=True)
class Budget:
    """How many requests may be sent, and how many a second; `None` sets no limit."""

    most: int | None = None
    rate: float | None = None
    sent: int = 0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: float = 0.0

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be sent."""
        return self.most is not None and self.sent >= self.most

    def spend(self) -> None:
        """Count a request that was sent."""
        self.sent += 1

    def close(self) -> None:
        """Let nothing more be sent."""
        self.most = self.sent

    def wait(self) -> None:
        """Wait until the rate allows one more."""
        if self.rate is None:
            return
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.rate


@dataclass(slots=True)
class Sender:
    """Sends single requests to the server at `root`, the address before the operations' paths."""

    root: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    budget: Budget = field(default_factory=Budget)
    session: requests.Session = field(default_factory=requests.Session, repr=False)

    def send(
        self, operation: Operation, body: bytes | None, headers: Mapping[str, str]
    ) -> Exchange:
        """The exchange. Raises `RunError` when no answer comes."""
        self.budget.wait()
        self.budget.spend()
        url = self.root + operation.path
        sent = {"user-agent": "pyvenice-conformance", **self.headers, **headers}
        try:
            answer = self.session.request(
                operation.method,
                url,
                data=body,
                headers=sent,
                timeout=_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise RunError(_why_no_answer(url, error)) from error
        return Exchange(
            method=operation.method,
            url=url,
            status=answer.status_code,
            request_headers={name.lower(): value for name, value in sent.items()},
            request_body=body or b"",
            answer_headers={name.lower(): value for name, value in answer.headers.items()},
            answer_body=answer.content,
        )


def _why_no_answer(url: str, error: requests.RequestException) -> str:
    where = redacted_url(url, "mark")
    if isinstance(error, requests.Timeout):
        return f"{where} did not answer within {_SECONDS} s"
    if isinstance(error, requests.ConnectionError):
        return f"no server answers at {where}: start it, or give its address with --base-url"
    return f"{where} cannot be asked ({type(error).__name__}): give its address with --base-url"

"""Requests of a run, within its budget: at most so many, and not too fast."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests
import urllib3

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.errors import RunError
from pyvenice.conformance.run.wire import ResponseLimitError, Wire
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.redaction import shortened
from pyvenice.core.recording.secrets import redacted_url

_LONGEST = 200


@dataclass(slots=True)
class RequestBudget:
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
        """Count a request, after waiting until the rate allows it."""
        self.sent += 1
        if self.rate is None:
            return
        now = self.clock()
        if now < self._next:
            self.sleep(self._next - now)
        self._next = max(now, self._next) + 1 / self.rate

    def close(self) -> None:
        """Let nothing more be sent."""
        self.most = self.sent


@dataclass(slots=True)
class Sender:
    """Sends requests to the server at `root`, the URL before the operations' paths."""

    root: str
    wire: Wire = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    budget: RequestBudget = field(default_factory=RequestBudget)

    def send(
        self, operation: ContractOperation, body: bytes | None, headers: Mapping[str, str]
    ) -> Exchange:
        """The exchange. Raises `RunError` when no complete response comes."""
        url = self.root + operation.sample_path
        sent = {"user-agent": "pyvenice-conformance", "accept": "*/*", **self.headers, **headers}
        try:
            request = requests.Request(operation.method, url, headers=sent, data=body).prepare()
            return self.exchange(request)
        except requests.RequestException as error:
            raise RunError(_reason(url, error)) from error

    def exchange(self, request: requests.PreparedRequest) -> Exchange:
        """Send a prepared request. Raises `requests.RequestException`."""
        self.budget.spend()
        return self.wire.exchange(request)


def _reason(url: str, error: requests.RequestException) -> str:
    where = redacted_url(url, "mark")
    if isinstance(error, ResponseLimitError):
        return f"{where}: {error}, so it is not read further"
    if isinstance(error, requests.Timeout):
        return f"{where} did not answer in time: {error}"
    if isinstance(error, requests.exceptions.ChunkedEncodingError) or _was_sent(error):
        return f"{where} broke off the connection before its response was complete"
    if isinstance(error, requests.exceptions.SSLError | requests.exceptions.ProxyError):
        return f"no connection to {where}: {shortened(str(error), _LONGEST)}"
    if isinstance(error, requests.ConnectionError):
        return f"no server answers at {where}: start it, or give its address with --base-url"
    return f"{where} cannot be asked ({type(error).__name__}): give its address with --base-url"


def _was_sent(error: requests.RequestException) -> bool:
    """Whether the connection was lost after it was made; requests has one class for both."""
    reason = error.args[0] if error.args else None
    return isinstance(reason, urllib3.exceptions.ProtocolError)

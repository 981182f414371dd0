"""How a download follows redirects without carrying the key to another host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urljoin

from pyvenice.core.engine.calls import Call
from pyvenice.core.engine.deadline import Deadline
from pyvenice.core.http.request import Request
from pyvenice.core.http.ssrf import AddressRule, origin
from pyvenice.core.recording.secrets import redacted_url
from pyvenice.errors import AnswerError

MOST_HOPS = 6
_PUBLIC_HEADERS = ("accept", "accept-encoding", "user-agent")
"""What another host may see; a header of the caller may be a secret under any name."""
_MOVED = frozenset([301, 302, 303, 307, 308])


@dataclass(frozen=True, slots=True)
class Hop:
    """One address on the way to the answer, and whether it may see secrets."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    trusted: bool
    rule: AddressRule
    query: Mapping[str, str | list[str]] = field(default_factory=dict)
    method: str = "GET"

    @classmethod
    def first(cls, request: Request) -> Self:
        """The address that the request itself names."""
        call = request.call
        return cls(
            request.url,
            request.headers,
            call.authorized,
            request.rule,
            call.query,
            call.method,
        )

    @property
    def options(self) -> dict[str, Any]:
        """How the HTTP library has to send it."""
        options = {"stream": True, "follow_redirects": False}
        return options if self.trusted else options | {"auth": None}

    def following(self, call: Call, status: int, headers: Mapping[str, str]) -> Hop | None:
        """Where a download goes on; `None` when this is its end. A POST goes nowhere else."""
        location = headers.get("location")
        if call.method != "GET" or status not in _MOVED or location is None:
            return None
        try:
            url = urljoin(self.url, location)
        except ValueError:
            return None
        if origin(url) is None:
            return None
        if origin(url) == origin(self.url):
            return Hop(url, self.headers, self.trusted, self.rule)
        public = {name: self.headers[name] for name in _PUBLIC_HEADERS if name in self.headers}
        return Hop(url, public, trusted=False, rule=self.rule)

    def check(self, deadline: Deadline) -> tuple[str, ...] | None:
        """The addresses that it may be fetched from; `None` where any is allowed.

        Looks up a host's name, until the deadline. Raises `AnswerError` when it leads where no
        answer may send us, and `APITimeoutError`.
        """
        return None if self.trusted else self.rule.check(self.url, deadline)

    async def acheck(self, deadline: Deadline) -> tuple[str, ...] | None:
        """The same, in a thread next to the event loop."""
        import asyncio

        if self.trusted or self.rule.allow_private:
            return None
        return await asyncio.to_thread(self.check, deadline)

    def endless(self) -> AnswerError:
        """The error for a way that has no end."""
        return AnswerError(
            f"more than {MOST_HOPS - 1} redirects, the last one to {redacted_url(self.url)}"
        )

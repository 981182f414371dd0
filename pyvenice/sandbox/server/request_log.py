"""Request log: what the sandbox was asked, what it carried out, and which fault is due next."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.sandbox.faults.grammar import FAULT_HEADER, FAULT_QUERY, Fault, Rule
from pyvenice.sandbox.server.errors import APIError

_REMEMBERED = 20_000


@dataclass(slots=True)
class LoggedRequest:
    """A request that arrived; `executed` once it was carried out, whatever the client learned."""

    method: str
    path: str
    fault: Fault | None = None
    """What goes wrong with it, on purpose."""
    executed: bool = False
    error: APIError | None = field(default=None, repr=False)
    """Why it is rejected, where this is known from its head."""


class RequestLog:
    """The latest 20,000 requests, and the fault that is due to the next. Safe between threads."""

    def __init__(self, rules: Iterable[str] = ()) -> None:
        self.requests: deque[LoggedRequest] = deque(maxlen=_REMEMBERED)
        self._rules = [Rule.parse(text) for text in rules]
        self._count = 0
        self._uses: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def record(self, request: WireRequest, *, faultless: bool) -> LoggedRequest:
        """Log a request, whose body may be still to come, with its fault."""
        logged = LoggedRequest(request.method, urlsplit(request.url).path)
        if not faultless:
            try:
                logged.fault = self._due_fault(request)
            except ValueError as error:
                logged.error = APIError("value", f"{FAULT_HEADER}: {error}")
        self.requests.append(logged)
        return logged

    def _due_fault(self, request: WireRequest) -> Fault | None:
        text = _requested_fault(request)
        with self._lock:
            if text is not None:
                return self._counted(Fault.parse(text))
            self._count += 1
            for rule in self._rules:
                if self._count % rule.every == 0 and (fault := self._counted(rule.fault)):
                    return fault
        return None

    def _counted(self, fault: Fault) -> Fault | None:
        """The fault, unless it was used as often as it says."""
        if fault.count is None:
            return fault
        text = str(fault)
        self._uses[text] = uses = self._uses.get(text, 0) + 1
        if len(self._uses) > _REMEMBERED:
            self._uses.popitem(last=False)
        return fault if uses <= fault.count else None


def _requested_fault(request: WireRequest) -> str | None:
    """The fault in the header, or in the query: who follows a link sends no header of ours."""
    in_query = parse_qs(urlsplit(request.url).query).get(FAULT_QUERY, [None])[-1]
    return request.headers.get(FAULT_HEADER, in_query)

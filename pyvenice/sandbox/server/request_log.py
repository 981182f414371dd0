"""What the sandbox was asked, and what it had go wrong: the memory of its requests."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.sandbox.faults.grammar import FAULT_HEADER, FAULT_QUERY, Fault, Rule
from pyvenice.sandbox.server.refusals import RefusalError

_REMEMBERED = 20_000


@dataclass(slots=True)
class Visit:
    """A request that arrived; `executed` once it was carried out, whatever the client learned."""

    method: str
    path: str
    fault: Fault | None = None
    """What goes wrong with it, on purpose."""
    executed: bool = False
    refusal: RefusalError | None = field(default=None, repr=False)
    """Why it is not carried out, where this is known from its head."""


class Visits:
    """The latest 20,000 requests, and which fault is due to the next. Safe between threads."""

    def __init__(self, rules: Iterable[str] = ()) -> None:
        self.seen: deque[Visit] = deque(maxlen=_REMEMBERED)
        self._rules = [Rule.parse(text) for text in rules]
        self._requests = 0
        self._times: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    def note(self, request: WireRequest, *, faultless: bool) -> Visit:
        """The visit of a request, whose body may be still to come."""
        visit = Visit(request.method, urlsplit(request.url).path)
        if not faultless:
            try:
                visit.fault = self._due(request)
            except ValueError as error:
                visit.refusal = RefusalError("value", f"{FAULT_HEADER}: {error}")
        self.seen.append(visit)
        return visit

    def _due(self, request: WireRequest) -> Fault | None:
        asked = _asked(request)
        with self._lock:
            if asked is not None:
                return self._counted(Fault.parse(asked))
            self._requests += 1
            for rule in self._rules:
                if self._requests % rule.every == 0 and (fault := self._counted(rule.fault)):
                    return fault
        return None

    def _counted(self, fault: Fault) -> Fault | None:
        if fault.count is None:
            return fault
        text = str(fault)
        self._times[text] = times = self._times.get(text, 0) + 1
        if len(self._times) > _REMEMBERED:
            self._times.popitem(last=False)
        return fault if times <= fault.count else None


def _asked(request: WireRequest) -> str | None:
    """A link can carry its fault in the query, since who follows it sends no header of ours."""
    in_query = parse_qs(urlsplit(request.url).query).get(FAULT_QUERY, [None])[-1]
    return request.headers.get(FAULT_HEADER, in_query)

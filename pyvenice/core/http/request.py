"""A request: a call made ready to be sent, with its absolute URL, all headers and its deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyvenice.core.engine.calls import Call
from pyvenice.core.engine.deadline import Deadline
from pyvenice.core.http.ssrf import AddressRule


@dataclass(frozen=True, slots=True)
class Request:
    """What a transport sends. All attempts at a call are made with the same request."""

    call: Call
    url: str
    place: str
    """The URL as messages may show it."""
    headers: Mapping[str, str] = field(repr=False)
    deadline: Deadline
    max_bytes: int
    """The largest response that is read."""
    rule: AddressRule

"""Events that a client sends to `on_event`: without keys, bodies and the queries of URLs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias, TypedDict

from pyvenice.core.engine.calls import Call, Reply, request_id
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.public import publish
from pyvenice.errors import PyveniceError

__all__ = [
    "ClientEvent",
    "GaveUp",
    "JobSubmitted",
    "RequestStarted",
    "ResponseReceived",
    "Retrying",
    "StreamEnded",
]

_SANDBOX = "x-sandbox"
"""The header of every response of the sandbox."""
_log = logging.getLogger("pyvenice")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    provider: str
    """The title of the provider, as people write it."""
    operation: str
    """`image.edit`; method and path of a call that is a part of one, such as a download."""
    model: str | None
    """The model that was asked for; where none was named, the one that the response names."""
    attempt: int
    """Counts from 1."""
    billed: bool = field(default=False, compare=False)
    """Whether the call costs something, as far as the contract says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStarted(_Event):
    """An attempt begins."""

    bytes_sent: int
    """The length of the body that is about to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseReceived(_Event):
    """A response to an attempt came: a success, read to its end, or an error.

    Of a stream, only the beginning of the response has been received.
    """

    status: int
    seconds: float
    """Since the attempt began."""
    bytes_received: int
    """Of the body, unpacked."""
    request_id: str | None
    cost: float | None
    """In US dollars, where the response says so, or what it says gives it by the pinned prices."""
    streamed: bool = field(default=False, compare=False)
    """The rest is still to come: a `StreamEnded` says what it cost."""
    sandbox: bool = field(default=False, compare=False)
    """The sandbox answered: nothing was billed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEnded(_Event):
    """A stream was read to its end, or given up; nothing more is read of it."""

    request_id: str | None
    cost: float | None
    """In US dollars, where what came says so."""
    sandbox: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrying(_Event):
    """An attempt failed and there will be another one."""

    error: PyveniceError
    pause: float
    """Seconds until the next attempt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSubmitted(_Event):
    """The provider took a job and works on it. Who keeps `job_id` can fetch the result after a crash."""

    job_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GaveUp(_Event):
    """A call failed for good; `error` is about to be raised."""

    error: PyveniceError
    seconds: float
    """Since the call began, all attempts and pauses included."""


ClientEvent: TypeAlias = (
    RequestStarted | ResponseReceived | StreamEnded | Retrying | JobSubmitted | GaveUp
)
OnEvent: TypeAlias = Callable[[ClientEvent], object]


class _About(TypedDict):
    provider: str
    operation: str
    model: str | None
    attempt: int
    billed: bool


class Notifier:
    """Sends the events of one provider's calls to one listener."""

    def __init__(self, listener: OnEvent, provider: str, rules: ProviderRules) -> None:
        self._listener = listener
        self._provider = provider
        self._rules = rules

    def notify_start(self, call: Call, attempt: int) -> None:
        sent = 0 if call.body is None else call.body.content_length
        self._notify(RequestStarted(**self._about(call, attempt), bytes_sent=sent))

    def notify_response(self, call: Call, attempt: int, reply: Reply, seconds: float) -> None:
        self._notify(
            ResponseReceived(
                **self._about(call, attempt, reply.headers),
                status=reply.status,
                seconds=seconds,
                bytes_received=reply.size,
                request_id=request_id(reply.headers),
                cost=self._cost(call, reply),
                streamed=call.events or call.chunks,
                sandbox=_SANDBOX in reply.headers,
            )
        )

    def notify_stream_end(self, call: Call, reply: Reply) -> None:
        """Say that a stream is over; `reply` has its headers, and as its body what came as a whole."""
        self._notify(
            StreamEnded(
                **self._about(call, 1, reply.headers),
                request_id=request_id(reply.headers),
                cost=self._cost(call, reply),
                sandbox=_SANDBOX in reply.headers,
            )
        )

    def notify_retry(self, call: Call, attempt: int, error: PyveniceError, pause: float) -> None:
        self._notify(Retrying(**self._about(call, attempt), error=error, pause=pause))

    def notify_job(self, call: Call, attempt: int, job_id: str) -> None:
        self._notify(JobSubmitted(**self._about(call, attempt), job_id=job_id))

    def notify_give_up(
        self, call: Call, attempt: int, error: PyveniceError, seconds: float
    ) -> None:
        self._notify(GaveUp(**self._about(call, attempt), error=error, seconds=seconds))

    def _cost(self, call: Call, reply: Reply) -> float | None:
        """What a response says that it cost, in headers or, by the rules of the provider, in its body."""
        cost = self._rules.cost(reply.headers)
        if cost is not None or not (200 <= reply.status < 300 and call.billed):
            return cost
        try:
            return self._rules.call_cost(call, reply)
        except Exception:  # noqa: BLE001  (a foreign body)
            _log.exception("the cost of %s cannot be read; the call goes on", call.name)
            return None

    def _notify(self, event: ClientEvent) -> None:
        # What a listener does wrong must not cost the caller a result that is paid for.
        try:
            self._listener(event)
        except Exception:  # noqa: BLE001  (whatever it raises)
            _log.exception("on_event failed on %s; the call goes on", type(event).__name__)

    def _about(
        self, call: Call, attempt: int, headers: Mapping[str, str] = MappingProxyType({})
    ) -> _About:
        return {
            "provider": self._provider,
            "operation": call.name,
            "model": call.model or headers.get(self._rules.model_header or ""),
            "attempt": attempt,
            "billed": call.billed and not call.free,
        }


publish(__name__)

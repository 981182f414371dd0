"""What both drivers know of a call: its time, its headers, its limits, and what must not be told."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any, TypeVar

from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall
from pyvenice.core.engine.deadline import Deadline, TimedBody
from pyvenice.core.engine.retries import Outcome, Step, resilient
from pyvenice.core.engine.settings import Settings
from pyvenice.core.engine.traffic_observer import inspected
from pyvenice.core.http.open_response import AsyncExchange, SyncExchange
from pyvenice.core.recording.redaction import without
from pyvenice.core.recording.secrets import redacted_url
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.stream_opening import attempts_until
from pyvenice.core.response.streams import ImageEvent, StreamTerms
from pyvenice.errors import PyveniceError

T = TypeVar("T")

Steps = Generator[Step, Outcome, T]

_PATIENCE = {"GET": 60.0}
"""Seconds until the first byte, where asking again costs nothing."""
_log = logging.getLogger("pyvenice")


class Driver:
    def __init__(self, settings: Settings, random: Callable[[], float]) -> None:
        self._settings = settings
        self._random = random

    def _steps(self, flow: Flow[T]) -> Steps[T]:
        settings = self._settings
        if settings.inspector is not None:
            flow = inspected(flow, settings, settings.inspector)
        return resilient(self._completed(flow), settings, random=self._random)

    def _completed(self, flow: Flow[T]) -> Flow[T]:
        """The flow, its result within the limits and with what the response headers say."""
        try:
            result = yield from flow
        except PyveniceError as error:
            error.result = self._with_headers(error.result)
            raise
        result = self._with_headers(result)
        self._settings.limits.check(result)
        return result

    def _with_headers(self, result: T) -> T:
        if isinstance(result, EditResult) and result.reply is not None:
            return result.with_headers(result.reply.headers, self._settings.rules)
        return result

    def _deadline(self, call: Call) -> Deadline:
        return Deadline(self._settings.timeout if call.timeout is None else call.timeout)

    def _place(self, call: Call) -> str:
        return redacted_url(self._settings.url(call))

    def _request(self, call: Call, deadline: Deadline) -> dict[str, Any]:
        """What `open` of a transport takes."""
        url = self._settings.url(call)
        where = redacted_url(url)
        body = None if call.body is None else TimedBody(call.body, deadline, where)
        most = min(call.max_bytes, self._settings.limits.max_bytes)
        return {
            "call": replace(call, body=body, max_bytes=most),
            "url": url,
            "headers": self._settings.request_headers(call),
            "seconds": min(deadline.left, _PATIENCE.get(call.method, math.inf)),
            "rule": self._settings.address_rule,
        }

    def _cleaned(self, call: Call, reply: Reply) -> Reply:
        if 200 <= reply.status < 300:
            return reply
        return without(self._settings.secrets(call), reply)

    def _stream_terms(
        self,
        stream: StreamCall[ImageEvent],
        steps: Steps[Any],
        exchange: SyncExchange | AsyncExchange,
    ) -> StreamTerms:
        attempts = attempts_until(steps, Reply(exchange.status, exchange.headers, b""))
        settings = self._settings
        return StreamTerms(
            stream.decoder(),
            settings.limits,
            settings.rules,
            attempts,
            settings.secrets(stream.call),
        )

    def _note(self, call: Call, exchange: SyncExchange | AsyncExchange, started: float) -> None:
        spent = 1000 * (time.perf_counter() - started)
        _log.debug("%s %s: %d in %.0f ms", call.method, exchange.place, exchange.status, spent)

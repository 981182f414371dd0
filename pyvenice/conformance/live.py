"""The contract beside a client's own traffic: each request before it is sent, each answer after."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Literal, TypeGuard

from pyvenice.conformance.checks.request import check_request
from pyvenice.conformance.checks.response import check_answer
from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.recordings.recorded_checks import weighed
from pyvenice.conformance.report import WHOSE
from pyvenice.contract.pin import pin
from pyvenice.core.engine.calls import Body, Call, Reply
from pyvenice.core.engine.settings import Settings
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.request.bodies import EncodedBody
from pyvenice.core.response.sinks import opened
from pyvenice.errors import APIStatusError, ConformanceError, PyveniceError

Mode = Literal["report", "raise"]

_log = logging.getLogger("pyvenice")


class LiveCheck:
    """Looks at what a client sends and gets, by the pinned contract of its provider.

    With `report` each violation is a warning in the log, when the answer is there. With `raise` a
    request that breaks the contract is not sent, and an answer that does so is a `ConformanceError`.
    """

    def __init__(self, provider: str, mode: Mode) -> None:
        self._document = pin.effective(provider)
        self._mode = mode

    def before(self, call: Call, settings: Settings) -> None:
        """Raises `ConformanceError` for a request that breaks the contract, if it is to be raised."""
        if self._mode == "raise":
            found = self._of_request(call, settings)
            _raise([one for one in found if one.level == "breaking"], call, None)

    def after(self, call: Call, settings: Settings, outcome: Reply | PyveniceError) -> None:
        """Report request and answer, or raise what is wrong with the answer."""
        found: list[Violation] = []
        if self._mode == "report":
            status = outcome.status if isinstance(outcome, Reply | APIStatusError) else 0
            found = [weighed(one, status) for one in self._of_request(call, settings)]
        if isinstance(outcome, Reply):
            exchange = _exchange(call, settings, outcome)
            found += check_answer(self._document, exchange, decode=False)
        if self._mode == "raise":
            _raise(found, call, outcome)
        for one in found:
            _log.warning("%s: %s", one.operation, _told(one))

    def _of_request(self, call: Call, settings: Settings) -> list[Violation]:
        """What is wrong with a request; nothing where its body can be read only once."""
        if call.body is not None and not _is_known(call.body):
            return []
        return check_request(self._document, _exchange(call, settings))


def _exchange(call: Call, settings: Settings, reply: Reply | None = None) -> Exchange:
    """What crossed the wire, or is about to; of each image only the beginning."""
    body = call.body.abridged() if _is_known(call.body) else b""
    headers = settings.request_headers(call)
    if reply is None:
        return Exchange(call.method, settings.url(call), 0, headers, body)
    with opened(reply.picture) as stream:
        answer = stream.read()
    return Exchange(
        call.method, settings.url(call), reply.status, headers, body, reply.headers, answer
    )


def _is_known(body: Body | None) -> TypeGuard[EncodedBody]:
    return isinstance(body, EncodedBody) and body.replayable


def _raise(found: Sequence[Violation], call: Call, outcome: object) -> None:
    if found:
        told = "; ".join(map(_told, found))
        raise ConformanceError(
            f"{call.name} breaks the contract: {told}", violations=tuple(found), reply=outcome
        )


def _told(violation: Violation) -> str:
    return f"{violation.message} ({WHOSE[violation.fault]}, {violation.rule})"

"""Live checks: a client's own traffic against the contract, each request before it is sent."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Literal, TypeGuard

from pyvenice.conformance.checks.request import check_request
from pyvenice.conformance.checks.response import check_response
from pyvenice.conformance.checks.violations import FAULT_LABELS, Violation
from pyvenice.conformance.exchange_secrets import secret_texts, violation_without_secrets
from pyvenice.conformance.recordings.recorded_checks import weighed_by_status
from pyvenice.contract.pin import pin
from pyvenice.contract.reports.values import visible
from pyvenice.core.engine.calls import Body, Call, Reply
from pyvenice.core.engine.traffic_observer import Endpoint
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.secrets import is_secret
from pyvenice.core.request.bodies import EncodedBody
from pyvenice.core.response.sinks import opened
from pyvenice.errors import APIStatusError, ConformanceError, PyveniceError

Mode = Literal["report", "raise"]

_log = logging.getLogger("pyvenice")


class LiveCheck:
    """Checks what a client sends and receives against the pinned contract of its provider.

    With `report` each violation is a warning in the log, once the response is there. With `raise` a
    request that breaks the contract is not sent, and a response that does is a `ConformanceError`.
    """

    def __init__(self, provider: str, mode: Mode) -> None:
        self._document = pin.effective(provider)
        self._mode = mode

    def before(self, call: Call, endpoint: Endpoint) -> None:
        """Raise `ConformanceError` for a request that breaks the contract, in mode `raise`."""
        if self._mode == "raise":
            requested = self._request_violations(call, endpoint)
            breaking = [violation for violation in requested if violation.level == "breaking"]
            _raise(_without_secrets(breaking, call, endpoint), call, None)

    def after(self, call: Call, endpoint: Endpoint, outcome: Reply | PyveniceError) -> None:
        """Log the violations, or raise those of the response."""
        found: list[Violation] = []
        if self._mode == "report":
            status = outcome.status if isinstance(outcome, Reply | APIStatusError) else 0
            requested = self._request_violations(call, endpoint)
            found = [weighed_by_status(violation, status) for violation in requested]
        if isinstance(outcome, Reply):
            exchange = _exchange(call, endpoint, outcome)
            found += check_response(self._document, exchange, decode=False)
        found = _without_secrets(found, call, endpoint)
        if self._mode == "raise":
            _raise(found, call, outcome)
        for violation in found:
            _log.warning("%s: %s", violation.operation, visible(_sentence(violation)))

    def _request_violations(self, call: Call, endpoint: Endpoint) -> list[Violation]:
        """What is wrong with a request; nothing where its body can be read only once."""
        if call.body is not None and not _is_replayable(call.body):
            return []
        return check_request(self._document, _exchange(call, endpoint))


def _without_secrets(found: list[Violation], call: Call, endpoint: Endpoint) -> list[Violation]:
    if not found:
        return found
    headers = endpoint.request_headers(call).items()
    secrets = secret_texts(value for name, value in headers if is_secret(name))
    return [violation_without_secrets(violation, secrets) for violation in found]


def _exchange(call: Call, endpoint: Endpoint, reply: Reply | None = None) -> Exchange:
    """What crossed the wire, or is about to; of each image only the beginning."""
    body = call.body.abridged() if _is_replayable(call.body) else b""
    headers = endpoint.request_headers(call)
    if reply is None:
        return Exchange(call.method, endpoint.url(call), 0, headers, body)
    with opened(reply.picture) as stream:
        answer = stream.read()
    return Exchange(
        call.method, endpoint.url(call), reply.status, headers, body, reply.headers, answer
    )


def _is_replayable(body: Body | None) -> TypeGuard[EncodedBody]:
    return isinstance(body, EncodedBody) and body.replayable


def _raise(found: Sequence[Violation], call: Call, outcome: object) -> None:
    if found:
        sentences = "; ".join(map(_sentence, found))
        raise ConformanceError(
            f"{call.name} breaks the contract: {sentences}", violations=tuple(found), reply=outcome
        )


def _sentence(violation: Violation) -> str:
    return f"{violation.message} ({FAULT_LABELS[violation.fault]}, {violation.rule})"

"""Whether a server asks for the key that the contract says it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.violations import Violation, of_judgement
from pyvenice.conformance.run.body_encoder import Encoder
from pyvenice.conformance.run.invalid_requests import least_body
from pyvenice.conformance.run.sender import Budget, Sender
from pyvenice.core.recording.recorded_exchange import Exchange

WRONG_KEY = "pyvenice-conformance-wrong-key"

_REFUSED = frozenset({401, 402, 403})


def check_keys(
    sender: Sender,
    operations: Sequence[Operation],
    budget: Budget,
    add: Callable[[Violation | None, Exchange], None],
) -> None:
    """Call each operation that needs a key without one, and with a wrong one; both are to be refused."""
    bare = Sender(sender.root, {}, budget, session=sender.session)
    for operation in operations:
        if not operation.needs_key:
            continue
        for headers in ({}, {"authorization": f"Bearer {WRONG_KEY}"}):
            if budget.is_spent:
                return
            exchange = _called(bare, operation, headers)
            add(_ignored(operation, exchange, bool(headers)), exchange)


def _called(sender: Sender, operation: Operation, headers: dict[str, str]) -> Exchange:
    if not operation.bodies:
        return sender.send(operation, None, headers)
    media_type = next(iter(operation.bodies))
    body, content_type = Encoder(operation, media_type).encoded(least_body(operation, media_type))
    return sender.send(operation, body, {**headers, "content-type": content_type})


def _ignored(operation: Operation, exchange: Exchange, has_key: bool) -> Violation | None:
    if exchange.status in _REFUSED:
        return None
    given = "with a wrong key" if has_key else "without a key"
    return of_judgement(
        "request-key-ignored",
        operation.name,
        "headers/authorization",
        expected="401, 402 or 403",
        found=exchange.status,
        message=f"a call {given} is answered with {exchange.status}",
    )

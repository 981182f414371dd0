"""Checks of a server before requests are generated: its operations exist, and it asks for its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pyvenice.conformance.checks.operations import ContractOperation
from pyvenice.conformance.checks.response import check_response
from pyvenice.conformance.checks.violations import (
    Violation,
    acceptance_violation,
    response_violation,
)
from pyvenice.conformance.errors import RunError
from pyvenice.conformance.run.body_encoder import BodyEncoder
from pyvenice.conformance.run.invalid_requests import incomplete_request, minimal_body
from pyvenice.conformance.run.sender import Sender
from pyvenice.contract.operation.security import key_header
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.secrets import redacted_url

WRONG_KEY = "pyvenice-conformance-wrong-key"

_NOT_THERE = frozenset({404, 405, 501})
_KEY_REFUSED = frozenset({401, 402, 403})
# The body is invalid, so a server that validates before it looks for a key answers these.
_BODY_REFUSED = frozenset({400, 422})

Look = Callable[[Exchange], None]
Add = Callable[[Violation, Exchange], None]


def available_operations(
    sender: Sender, operations: Sequence[ContractOperation], look: Look, add: Add
) -> list[ContractOperation]:
    """The operations that the server has: each gets one request without a body.

    An operation that it lacks is one violation, so that nothing else needs to be sent to it. Raises
    `RunError` when no server answers, when it answers with web pages, or has none of the operations.
    """
    available: list[ContractOperation] = []
    lacking: list[tuple[ContractOperation, Exchange]] = []
    is_there, last = False, None
    for operation in operations:
        if sender.budget.is_spent:
            break
        exchange = sender.send(operation, None, {})
        if exchange.answer_media_type == "text/html":
            where = redacted_url(exchange.url, "mark")
            raise RunError(
                f"{where} answers {exchange.status} with a web page: --base-url is not that of the API"
            )
        last = exchange
        is_there = is_there or exchange.status not in _NOT_THERE
        # A contract may document 404, for a model that is not there: then the body tells them apart.
        if exchange.status in _NOT_THERE and check_response(operation.document, exchange):
            lacking.append((operation, exchange))
        else:
            look(exchange)
            available.append(operation)
    if not is_there:
        raise RunError(_none_there(last))
    for operation, exchange in lacking:
        add(_missing(operation, exchange), exchange)
    return available


def _none_there(last: Exchange | None) -> str:
    where = "no operation was tried"
    if last is not None:
        where = f"{redacted_url(last.url, 'mark')} is not there ({last.status})"
    return (
        f"{where}, nor is any other operation: --base-url must name the API with its path, such as"
        " https://api.example.com/v1"
    )


def _missing(operation: ContractOperation, exchange: Exchange) -> Violation:
    return response_violation(
        "answer-operation-missing",
        operation.name,
        "status",
        expected="an operation at this path",
        found=exchange.status,
        message=f"the server has no such operation: it answers {exchange.status}; nothing else is sent",
    )


def check_keys(
    sender: Sender,
    operations: Sequence[ContractOperation],
    look: Look,
    add: Add,
    *,
    valid: bool = True,
) -> None:
    """Call each operation that needs a key without one, and with a wrong one; both must be refused.

    With `valid` the requests are such as the server would carry out with a key. A gateway that holds a
    key of its own may carry them out without one, so without `valid` their bodies are invalid; then a
    server that refuses the body first is not found out.
    """
    keyless = Sender(sender.root, sender.wire, {}, sender.budget)
    for operation in operations:
        if not operation.needs_key:
            continue
        allowed = _KEY_REFUSED if valid or not operation.bodies else _KEY_REFUSED | _BODY_REFUSED
        for key in (None, WRONG_KEY):
            if sender.budget.is_spent:
                return
            headers = {} if key is None else operation.key_headers(key)
            exchange = keyless.send(operation, *_request(operation, headers, valid=valid))
            look(exchange)
            for violation in _ignored_key(operation, exchange, key, allowed):
                add(violation, exchange)


def _request(
    operation: ContractOperation, headers: Mapping[str, str], *, valid: bool
) -> tuple[bytes | None, dict[str, str]]:
    if not operation.bodies:
        return None, dict(headers)
    if valid:
        media_type = next(iter(operation.bodies))
        encoder = BodyEncoder(operation, media_type)
        body, content_type = encoder.encode(minimal_body(operation, media_type))
    else:
        invalid = incomplete_request(operation)
        body, content_type = invalid.body, invalid.content_type
    return body, {**headers, "content-type": content_type}


def _ignored_key(
    operation: ContractOperation, exchange: Exchange, key: str | None, allowed: frozenset[int]
) -> Iterator[Violation]:
    if exchange.status not in allowed:
        given = "without a key" if key is None else "with a wrong key"
        yield acceptance_violation(
            "request-key-ignored",
            operation.name,
            f"headers/{key_header(operation.document)}",
            expected="401, 402 or 403",
            found=exchange.status,
            message=f"a call {given} is answered with {exchange.status}",
        )

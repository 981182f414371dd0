"""Everything that is wrong with how a live server answered one request."""

from __future__ import annotations

from pyvenice.conformance.checks.acceptance import check_health, check_verdict
from pyvenice.conformance.checks.operations import Document, contract_of
from pyvenice.conformance.checks.response import check_answer
from pyvenice.conformance.checks.violations import Violation
from pyvenice.core.recording.recorded_exchange import Exchange


def judge(document: Document, exchange: Exchange) -> list[Violation]:
    """Where the answer breaks the contract, and whether the request was rightly taken or refused."""
    operation = contract_of(document).find(exchange.method, exchange.url)
    if operation is None:
        return []
    return [
        *check_answer(document, exchange),
        *check_verdict(operation, exchange),
        *check_health(operation, exchange),
    ]

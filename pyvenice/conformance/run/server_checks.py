"""Whether there is a server at an address that has the operations at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.errors import RunError
from pyvenice.conformance.run.sender import Sender
from pyvenice.contract.reports.values import address
from pyvenice.core.recording.recorded_exchange import Exchange

_ELSEWHERE = frozenset({404, 405})


def check_is_there(
    sender: Sender, operations: Sequence[Operation], look: Callable[[Exchange], None]
) -> None:
    """Send one request without a body to each operation until one of them is there.

    Raises `RunError` when no server answers, when pages do, or when all say 404.
    """
    last = "nothing"
    for operation in operations:
        exchange = sender.send(operation, None, {})
        where = address(exchange.url)
        if exchange.answer_media_type == "text/html":
            raise RunError(
                f"{where} answers {exchange.status} with a web page: --base-url is not that of the API"
            )
        if exchange.status not in _ELSEWHERE:
            look(exchange)
            return
        last = f"{where} is not there ({exchange.status})"
        if sender.budget.is_spent:
            break
    raise RunError(
        f"{last}, nor is any other operation: --base-url must name the API with its path, such as"
        " https://api.venice.ai/api/v1"
    )

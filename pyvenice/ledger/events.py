"""Events of clients as entries of the ledger: what was billed, and what may have been."""

from __future__ import annotations

from pyvenice.core.engine.events import ClientEvent, GaveUp, ResponseReceived, StreamEnded
from pyvenice.errors import APIConnectionError, ServerError
from pyvenice.ledger.entry import LedgerEntry
from pyvenice.ledger.money import micro_cost

_IMAGES = "image"
"""How operations begin whose calls are counted in images."""


def entry_of(event: ClientEvent) -> LedgerEntry | None:
    """The entry for an event; `None` for one that ends no billed call."""
    if not event.billed:
        return None
    if isinstance(event, ResponseReceived):
        if event.streamed or not 200 <= event.status < 300:
            return None
        return _entry(event, event.cost, event.request_id, event.seconds, is_sandbox=event.sandbox)
    if isinstance(event, StreamEnded):
        return _entry(event, event.cost, event.request_id, None, is_sandbox=event.sandbox)
    if isinstance(event, GaveUp) and _may_be_billed(event.error):
        return _entry(event, None, None, event.seconds, is_unknown=True)
    return None


def _may_be_billed(error: Exception) -> bool:
    """Whether the provider may have carried out a call that failed."""
    if isinstance(error, APIConnectionError):
        return error.maybe_executed
    return isinstance(error, ServerError)


def _entry(  # noqa: PLR0913  (the facts of the end of a call)
    event: ClientEvent,
    cost: float | None,
    request_id: str | None,
    seconds: float | None,
    *,
    is_sandbox: bool = False,
    is_unknown: bool = False,
) -> LedgerEntry:
    provider = event.provider.lower()
    source = "" if cost is None else "the response, by the pinned prices"
    return LedgerEntry(
        provider=provider,
        model=f"{provider}/{event.model}" if event.model else provider,
        operation=event.operation,
        n=1 if event.operation.startswith(_IMAGES) else 0,
        billed=micro_cost(cost),
        price_source=source,
        duration=seconds,
        status="unknown" if is_unknown else "done",
        request_id=request_id,
        sandbox=is_sandbox,
    )

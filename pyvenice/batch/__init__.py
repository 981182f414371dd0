"""Batches: thousands of edits, none of them bought twice.

Public: `plan`, `run`, `run_async`, `status`, `retry_dead`, `reconcile`, `reconcile_async`, `settle_held`, `write_reports`, `Limits`, `RateLimit`.

A manifest is planned into a journal, a SQLite file that has the state of every purchase. Running
the journal again goes on where the last run ended, however it ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvenice.batch.pace import Limits
    from pyvenice.batch.session import (
        plan,
        reconcile,
        reconcile_async,
        retry_dead,
        run,
        run_async,
        settle_held,
        status,
        write_reports,
    )
    from pyvenice.core.provider_rules import RateLimit

__all__ = [
    "Limits",
    "RateLimit",
    "plan",
    "reconcile",
    "reconcile_async",
    "retry_dead",
    "run",
    "run_async",
    "settle_held",
    "status",
    "write_reports",
]


def __getattr__(name: str) -> Any:
    # The process that writes for a run starts in a third of the time without the clients.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pyvenice.batch import session
    from pyvenice.core import provider_rules

    return getattr(provider_rules if name == "RateLimit" else session, name)

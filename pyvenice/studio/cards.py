"""Cards: an edit as the page shows it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from pyvenice.catalogue import lookup
from pyvenice.catalogue.estimation import dollars
from pyvenice.errors import PyveniceError
from pyvenice.studio.store import Edit


def card(edit: Edit) -> dict[str, Any]:
    """The facts of an edit as JSON."""
    seconds = (edit.ended or time.time()) - edit.started if edit.started else None
    return {
        "id": edit.id,
        "batch": edit.batch,
        "parent": edit.parent,
        "state": edit.state,
        "model": edit.model,
        "title": _title(edit.model),
        "prompt": edit.prompt,
        "images": list(edit.images),
        "mask": edit.mask,
        "params": dict(edit.params),
        "results": list(edit.results),
        "warnings": list(edit.warnings),
        "error": edit.error,
        "sandbox": edit.sandbox,
        "estimate": _amount(edit.estimate),
        "billed": _billed(edit),
        "cost_source": edit.cost_source,
        "seconds": None if seconds is None else round(seconds, 1),
        "created": datetime.fromtimestamp(edit.created, UTC).strftime("%Y-%m-%d %H:%M"),
        "favourite": edit.favourite,
        "kept": edit.kept,
    }


def _billed(edit: Edit) -> str:
    """What was billed, in words: in the sandbox nothing is, and the figure is what it would be."""
    if edit.state in ("queued", "running"):
        return ""
    if edit.sandbox:
        would = f", would be {_amount(edit.billed)}" if edit.billed is not None else ""
        return f"nothing (sandbox{would})"
    return _amount(edit.billed)


def _amount(micro: int | None) -> str:
    return "unknown" if micro is None else dollars(micro)


def _title(model: str) -> str:
    try:
        return lookup.get(model).title
    except PyveniceError:
        # A model that the catalogue no longer has.
        return model

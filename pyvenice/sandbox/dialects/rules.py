"""Rules that several dialects share: magic words, typing errors in model ids, rate limits."""

from __future__ import annotations

import difflib
import re
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyvenice.sandbox.server.errors import APIError

_FORBIDDEN = re.compile(r"\bforbidden\b", re.IGNORECASE)
# Two letters swapped in "gpt-image" give 0.875, an "ultra" inserted into "grok-imagine-edit" 0.857.
_TYPO_LIKENESS = 0.87
_MINUTE = 60.0


def check_prompt(prompt: str | None) -> None:
    """Reject a prompt with the word "forbidden" as the content policy does. Raises `APIError`."""
    if prompt and _FORBIDDEN.search(prompt):
        raise APIError("policy", path=("prompt",))


def check_model(model: str | None, known: Iterable[str]) -> None:
    """Reject a model whose id contains "unknown", or is a known one with a typing error.

    Other ids are taken, so that the models of tomorrow can be tried. Raises `APIError`.
    """
    if model and ("unknown" in model.lower() or _is_typo(model, frozenset(known))):
        raise APIError("model", model, path=("model",))


def _is_typo(model: str, known: frozenset[str]) -> bool:
    if model in known:
        return False
    letters, signs = _letters(model), _signs(model)
    for name in known:
        if letters == _letters(name):
            # Other digits make another version; the same digits, set otherwise, make none.
            if signs == _signs(name):
                return True
        elif difflib.SequenceMatcher(None, letters, _letters(name)).ratio() >= _TYPO_LIKENESS:
            return True
    return False


def _letters(model: str) -> str:
    return "".join(filter(str.isalpha, model.lower()))


def _signs(model: str) -> str:
    return "".join(filter(str.isdigit, model))


@dataclass(slots=True)
class RateWindow:
    """Counts the requests of each minute. Nothing is rejected: tests may be faster than people."""

    limit: int
    _count: int = 0
    _ends: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self) -> tuple[int, float]:
        """Count a request; gives how many are left, and the seconds until the next minute begins."""
        now = time.monotonic()
        with self._lock:
            if now >= self._ends:
                self._count, self._ends = 0, now + _MINUTE
            self._count += 1
            return max(0, self.limit - self._count), self._ends - now

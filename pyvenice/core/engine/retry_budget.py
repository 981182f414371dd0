"""What keeps many callers of a failing server from making it worse: repetitions are paid for."""

from __future__ import annotations

from threading import Lock


class RetryBudget:
    """Tokens that the calls of a client share, from several threads too; `None` is without end.

    A repetition takes some. It brings them back when it works, and each call that works at once
    brings one, up to what there was in the beginning.
    """

    def __init__(self, tokens: int | None) -> None:
        self._most = tokens
        self._left = tokens or 0
        self._lock = Lock()

    @property
    def left(self) -> int | None:
        """How many tokens there are now."""
        return None if self._most is None else self._left

    def take(self, tokens: int) -> bool:
        """Take that many tokens; false, and nothing is taken, when there are not so many."""
        if self._most is None:
            return True
        with self._lock:
            if tokens > self._left:
                return False
            self._left -= tokens
        return True

    def give(self, tokens: int) -> None:
        """Put that many tokens in, as far as there is room."""
        if self._most is None:
            return
        with self._lock:
            self._left = min(self._most, self._left + tokens)

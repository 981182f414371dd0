"""Retry budget: limits the retries of a client, so that an outage is not made worse."""

from __future__ import annotations

from threading import Lock


class RetryBudget:
    """Tokens that all calls of a client share, also from several threads; `None` means unlimited.

    A retry takes some and returns them if it succeeds. A call that succeeds at once adds one, up to
    the initial number.
    """

    def __init__(self, tokens: int | None) -> None:
        self._most = tokens
        self._left = tokens or 0
        self._lock = Lock()

    @property
    def left(self) -> int | None:
        """The number of tokens now; `None` means unlimited."""
        return None if self._most is None else self._left

    def take(self, tokens: int) -> bool:
        """Take that many tokens; return false and take nothing if there are fewer."""
        if self._most is None:
            return True
        with self._lock:
            if tokens > self._left:
                return False
            self._left -= tokens
        return True

    def give(self, tokens: int) -> None:
        """Add that many tokens, up to the initial number."""
        if self._most is None:
            return
        with self._lock:
            self._left = min(self._most, self._left + tokens)

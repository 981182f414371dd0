"""The root of all errors, apart from them: what only needs the root stays quick to import."""

from __future__ import annotations

from typing import Any


class PyveniceError(Exception):
    """The root of every error that pyvenice raises.

    `result` is what had come when the call failed, an `EditResult` with at least one image, or the
    address of one; `None` where there is nothing of use.
    """

    result: Any = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[PyveniceError], args: tuple[Any, ...], facts: dict[str, Any]) -> Any:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(facts)
    return error

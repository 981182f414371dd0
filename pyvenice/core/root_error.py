"""The root of all errors, apart from them: what only needs the root stays quick to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyvenice.core.response.result import EditResult


class PyveniceError(Exception):
    """The root of every error that pyvenice raises.

    `result` is what had come when the call failed: at least one image, or the address of one; `None`
    where there is nothing of use.
    """

    result: EditResult | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[PyveniceError], args: tuple[Any, ...], facts: dict[str, Any]) -> Any:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(facts)
    return error

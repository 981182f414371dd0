"""Adjustment: one thing that a check changed, dropped, or kept although the model may refuse it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pyvenice.core.public import publish

__all__ = ["Adjustment"]

Params: TypeAlias = dict[str, Any]
"""Canonical parameters. `Any`: their values are the caller's own until they are checked."""
Action: TypeAlias = Literal["changed", "dropped", "kept"]
Severity: TypeAlias = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a check did about one parameter.

    `info`: nothing is lost, such as another way to write the same ratio; `warning`: the result will
    differ from what was asked; `error`: the call cannot give what was asked.
    """

    parameter: str
    given: object
    used: object
    """The value in the corrected parameters; `None` where it was dropped."""
    action: Action
    message: str
    severity: Severity = "warning"

    def __str__(self) -> str:
        return f"{self.parameter}: {self.message}"


def change(  # noqa: PLR0913, PLR0917  (the parts of an adjustment)
    params: Params,
    name: str,
    given: object,
    used: object,
    message: str,
    severity: Severity = "warning",
) -> Adjustment:
    """The parameter gets another value in `params`."""
    params[name] = used
    return Adjustment(name, given, used, "changed", message, severity)


def drop(params: Params, name: str, message: str) -> Adjustment:
    """The parameter is removed from `params`."""
    return Adjustment(name, params.pop(name), None, "dropped", message)


publish(__name__)

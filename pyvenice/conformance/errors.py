"""Why a run could not take place."""

from __future__ import annotations

from pyvenice.contract.errors import ContractError


class ConformanceError(ContractError):
    """The server cannot be asked, or not about what was wanted; the text says what to do."""

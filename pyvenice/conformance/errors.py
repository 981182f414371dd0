"""Errors of conformance runs and of recorded traffic.

ContractError
├── RunError        the server cannot be tested
└── RecordingError  a recording cannot be read
"""

from __future__ import annotations

from pyvenice.contract.errors import ContractError


class RunError(ContractError):
    """A server cannot be tested, or not as asked; the text says what to do."""


class RecordingError(ContractError):
    """A recording cannot be read; the text names the file, the place in it and what to do."""

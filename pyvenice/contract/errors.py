"""What can go wrong with a document, an overlay or a pin."""

from __future__ import annotations

from pyvenice.errors import PyveniceError


class ContractError(PyveniceError):
    """A contract, overlay or source file cannot be used; the text names the file and the place."""


class UnreachableError(ContractError):
    """No complete document came from a file or an address; the text says what to do."""


class DocumentError(ContractError):
    """A document is not readable as YAML 1.2 or JSON, or is not an OpenAPI document."""


class OverlayError(ContractError):
    """An overlay action does not fit the document that it is applied to."""


class PinError(ContractError):
    """What is pinned on disk does not match its own record."""

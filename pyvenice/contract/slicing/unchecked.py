"""Places of a document that cannot be read, and so cannot be compared."""

from typing import NamedTuple

UNREADABLE = "$unreadable"
"""The keyword of a schema that stands for one that cannot be read; its value says why."""

UNREADABLE_PARTS = "$unreadableParts"
"""The keyword of a schema of which the rest can be read; it holds reasons by keyword (`allOf`)."""


class UncheckedPlace(NamedTuple):
    """A part of an operation that one side does not describe readably, so that it was not compared."""

    operation: str
    """`POST /image/edit`."""
    pointer: str
    """Below the operation, as in findings; empty for all of it."""
    reason: str

    def __str__(self) -> str:
        place = f"{self.operation} at {self.pointer}" if self.pointer else self.operation
        return f"{place}: {self.reason}"


class UnreadableError(Exception):
    """A node has not the shape that OpenAPI gives it; the text says what is wrong."""

"""A picture of an answer, and what is wrong with it by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyvenice.conformance.checks.images import Seen
from pyvenice.conformance.checks.operations import Operation
from pyvenice.conformance.checks.violations import Violation, of_answer
from pyvenice.conformance.run.redact import shown


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, where they stand, and the media type that the answer gives them."""

    pointer: str
    data: bytes | None = field(repr=False)
    """`None` where the answer names a place, or something that is not base64."""
    declared: str | None = None
    is_final: bool = True
    """False for the unfinished pictures of a stream."""

    def violations(self, operation: Operation, seen: Seen) -> Iterator[Violation]:
        """That it cannot be decoded, or is of another type than the answer says."""
        if seen.problem:
            yield of_answer(
                "answer-image-undecodable",
                operation.name,
                self.pointer,
                expected="an image that can be decoded",
                found=shown(self.data),
                message=f"the image cannot be decoded: {seen.problem}",
            )
        if self.declared and seen.media_type and seen.media_type != self.declared:
            yield of_answer(
                "answer-image-type",
                operation.name,
                self.pointer,
                expected=self.declared,
                found=seen.media_type,
                message=f"the image is said to be {self.declared}, and its bytes are {seen.media_type}",
            )

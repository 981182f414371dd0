"""How much of an answer is taken: an answer may be hostile, or the wrong one."""

from __future__ import annotations

from dataclasses import dataclass

from pyvenice.core.response.result import EditResult
from pyvenice.errors import AnswerError


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """The largest answer that is read, and the largest picture that is handed on."""

    max_bytes: int = 256 * 1024 * 1024
    """Of one answer, unpacked where it is compressed."""
    max_pixels: int = 100_000_000
    """Width times height of one image, as its header says."""

    def check(self, result: object) -> None:
        """Raises `AnswerError` for a result with an image of too many pixels.

        What was paid for is not lost: it is the error's `result`.
        """
        if not isinstance(result, EditResult):
            return
        for image in result.images:
            if (image.width or 0) * (image.height or 0) > self.max_pixels:
                error = AnswerError(
                    f"an image of the answer has {image.width}x{image.height} pixels, more than"
                    f" max_pixels={self.max_pixels:,}; it is in the error's result",
                    request_id=result.request_id,
                )
                error.result = result
                raise error

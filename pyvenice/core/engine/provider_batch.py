"""Provider batch: requests that a provider takes as a file, and carries out within a day."""

from __future__ import annotations

from dataclasses import dataclass

from pyvenice.errors import JobNotFoundError, PyveniceError


@dataclass(frozen=True, slots=True)
class BatchState:
    """How far a batch is, and where its results are."""

    is_over: bool
    files: tuple[str, ...] = ()
    was_refused: bool = False
    """It was not begun, so nothing of it is billed."""
    problem: str = ""
    """What became of requests that stand in no file of results."""

    def missing(self, batch_id: str) -> PyveniceError:
        """The error of a request that stands in no file of results."""
        if self.was_refused:
            return NotCarriedOutError(self.problem)
        return JobNotFoundError(self.problem, job_id=batch_id)


class NotCarriedOutError(PyveniceError):
    """A request of a batch was certainly not carried out, and is not billed."""

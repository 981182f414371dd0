"""WaveSpeed's jobs: what was submitted, and how it stands. Safe between threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pyvenice.sandbox.dialects.base import new_id
from pyvenice.sandbox.server.errors import APIError

MOST_JOBS = 256
"""The oldest ones go, as they do after seven days at the provider."""

Work = Callable[[], tuple[list[str], tuple[str, ...]]]
"""Makes the outputs of a job, and names the operations that made them."""


@dataclass(slots=True)
class SandboxJob:
    """A job: created when it is submitted, worked on when somebody asks for it."""

    model: str
    work: Work
    id: str = field(default_factory=new_id)
    status: str = "created"
    outputs: list[str] = field(default_factory=list)
    operations: tuple[str, ...] = ()
    error: str = ""
    created_at: str = field(
        default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds")
    )

    def finish(self) -> None:
        """Do the work, if it is not done. A rejected prompt fails the job, not the request."""
        if self.status not in ("created", "processing"):
            return
        try:
            self.outputs, self.operations = self.work()
            self.status = "completed"
        except APIError as error:
            self.status, self.error = "failed", error.message or "the content was rejected"

    def data(self, origin: str) -> dict[str, Any]:
        """The job as responses describe it."""
        return {
            "id": self.id,
            "model": self.model,
            "outputs": self.outputs,
            "urls": {"get": f"{origin}/predictions/{self.id}/result"},
            "has_nsfw_contents": [False for _ in self.outputs],
            "status": self.status,
            "created_at": self.created_at,
            "error": self.error,
            "timings": {"inference": 0},
        }


class JobStore:
    """The jobs of one server, the newest ones."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, SandboxJob] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, job: SandboxJob) -> SandboxJob:
        """Keep a job."""
        with self._lock:
            self._jobs[job.id] = job
            while len(self._jobs) > MOST_JOBS:
                self._jobs.popitem(last=False)
        return job

    def find(self, job_id: str) -> SandboxJob:
        """The job of an id. Raises `APIError` where there is none (any more)."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise APIError("model", f"prediction not found: {job_id:.80}")
        return job

    def delete(self, job_ids: Sequence[str]) -> None:
        """Forget jobs; ids that are not known do no harm."""
        with self._lock:
            for job_id in job_ids:
                self._jobs.pop(job_id, None)

    def newest_first(self) -> Iterator[SandboxJob]:
        """All jobs."""
        with self._lock:
            jobs = list(self._jobs.values())
        yield from reversed(jobs)

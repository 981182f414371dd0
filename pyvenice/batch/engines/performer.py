"""The performer: buys an item with the one call, and reports the id of its job when there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from pyvenice.batch.state.items import Item
from pyvenice.core.engine.events import ClientEvent, JobSubmitted
from pyvenice.core.response.result import EditResult
from pyvenice.editing.editor import AsyncEditor

OnJob = Callable[[str], object]
# Events name no item: the task in which they happen does.
_on_job: ContextVar[OnJob | None] = ContextVar("_on_job", default=None)


class EditorPerformer:
    """Buys items with an editor."""

    def __init__(self, editor: AsyncEditor) -> None:
        self._editor = editor
        editor.listen(report_job)

    async def __call__(self, item: Item, part: Path) -> EditResult:
        """Edit the image of an item, or wait for its job; the pictures go to files named `part`."""
        return await self._editor.edit(
            item.image,
            item.prompt,
            model=item.model,
            mask=item.mask,
            save_to=part,
            job_id=item.job_id,
            **item.params,
        )


@dataclass(frozen=True, slots=True)
class EditorFactory:
    """Makes the performer of a worker on another machine: its keys come from that environment."""

    sandbox: bool = False

    def __call__(self) -> EditorPerformer:
        """An editor of its own, which lives as long as the worker."""
        return EditorPerformer(AsyncEditor(sandbox=self.sandbox, max_retries=0))


def report_job(event: ClientEvent) -> None:
    """Listener of a client: passes the id of a job on to the worker in whose task it was submitted."""
    if isinstance(event, JobSubmitted) and (on_job := _on_job.get()) is not None:
        on_job(event.job_id)


@contextmanager
def job_listener(on_job: OnJob) -> Iterator[None]:
    """Within it, what this task submits is reported to `on_job`."""
    token = _on_job.set(on_job)
    try:
        yield
    finally:
        _on_job.reset(token)

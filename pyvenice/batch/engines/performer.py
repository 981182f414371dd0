"""The performer: buys an item with the one call, and reports the id of its job when there is one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Self

from pyvenice.batch.engines.grouped_ledger import GroupedLedger
from pyvenice.batch.state.frozen_files import content_to_send
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

    @classmethod
    @asynccontextmanager
    async def opened(cls, *, sandbox: bool) -> AsyncIterator[Self]:
        """One with an editor of its own."""
        async with own_editor(sandbox=sandbox) as editor:
            yield cls(editor)

    async def __call__(self, item: Item, _: Path) -> EditResult:
        """Edit the image of an item, or wait for its job.

        The pictures stay in memory until a thread of the worker writes them: a file that the client
        writes while they arrive costs its event loop a third of a call.
        """
        image: str | tuple[str, bytes] = item.image
        mask: str | tuple[str, bytes] | None = item.mask
        if item.job_id is None:
            image = await content_to_send(item, "image")
            mask = None if mask is None else await content_to_send(item, "mask")
        return await self._editor.edit(
            image,
            item.prompt,
            model=item.model,
            mask=mask,
            job_id=item.job_id,
            **item.params,
        )


@asynccontextmanager
async def own_editor(*, sandbox: bool) -> AsyncIterator[AsyncEditor]:
    """An editor whose keys come from the environment of this machine."""
    with closing(GroupedLedger()) as ledger:
        async with AsyncEditor(sandbox=sandbox, max_retries=0, ledger=ledger) as editor:
            yield editor


def report_job(event: ClientEvent) -> None:
    """Listener of a client: passes the id of a job on to the worker in whose task it was submitted."""
    if isinstance(event, JobSubmitted):
        report_job_id(event.job_id)


def report_job_id(job_id: str) -> None:
    """Pass on the id of a job that this task has submitted."""
    if (on_job := _on_job.get()) is not None:
        on_job(job_id)


@contextmanager
def job_listener(on_job: OnJob) -> Iterator[None]:
    """Within it, what this task submits is reported to `on_job`."""
    token = _on_job.set(on_job)
    try:
        yield
    finally:
        _on_job.reset(token)

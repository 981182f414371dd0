"""Jobs: edits on their way from queued to done, in one event loop, written down at each step."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from pyvenice.batch.engines.performer import job_listener
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import PartialImage
from pyvenice.editing.result import PricedResult
from pyvenice.errors import PyveniceError
from pyvenice.ledger.money import micro_cost
from pyvenice.studio.choices import Order, plan
from pyvenice.studio.pictures import Pictures
from pyvenice.studio.settings import Settings
from pyvenice.studio.store import Edit, Presence, Store

_TICK = 0.3
"""Seconds between two looks at the store: what other studios change is seen there."""
_KEEP_ALIVE = 15.0
_MAY_BE_BILLED = "it was under way: the provider may have carried it out and billed it"
_NOT_SENT = "it was not sent"
_LOST = f"the studio ended while {_MAY_BE_BILLED}; it is not sent again by itself"
_LOG = logging.getLogger("pyvenice.studio")


class Jobs:
    """The edits of one studio."""

    def __init__(
        self, store: Store, pictures: Pictures, settings: Settings, presence: Presence
    ) -> None:
        self._store, self._pictures, self._settings = store, pictures, settings
        self._presence = presence
        self._slots = asyncio.Semaphore(settings.config.get("concurrency"))
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._watcher: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look after edits that others cancel, or whose studio died."""
        self._watcher = asyncio.create_task(self._watch())

    def submit(self, edits: Iterable[Edit]) -> None:
        """Write edits down, and carry them out."""
        owned = [replace(edit, owner=self._presence.name) for edit in edits]
        self._store.add_edits(owned)
        for edit in owned:
            self._begin(edit)

    def _begin(self, edit: Edit, job: str | None = None) -> None:
        task = asyncio.create_task(self._carry_out(edit, job))
        self._tasks[edit.id] = task
        task.add_done_callback(partial(self._forget, edit.id))

    def _forget(self, edit: str, _: asyncio.Task[None]) -> None:
        self._tasks.pop(edit, None)

    def cancel(self, edit: str) -> None:
        """Cancel an edit of this studio or of another one, which looks every second."""
        if self._store.withdraw(edit, _NOT_SENT):
            return
        self._store.mark(edit, cancel=1)
        if task := self._tasks.get(edit):
            task.cancel()

    async def close(self) -> None:
        """Cancel what is under way, and write that down."""
        for edit in self._tasks:
            self._store.withdraw(edit, _NOT_SENT)
        tasks = [*self._tasks.values(), *filter(None, [self._watcher])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def changes(
        self, revision: int, is_over: Callable[[], bool]
    ) -> AsyncIterator[Edit | None]:
        """The edits that change after a revision; `None` now and then, as a sign of life."""
        quiet_since = time.monotonic()
        while not is_over():
            for edit in self._store.edits_since(revision):
                revision = edit.revision
                quiet_since = time.monotonic()
                yield edit
            if time.monotonic() - quiet_since > _KEEP_ALIVE:
                quiet_since = time.monotonic()
                yield None
            await asyncio.sleep(_TICK)

    async def _carry_out(self, edit: Edit, job: str | None) -> None:
        """Send an edit; with `job`, which was submitted before, only ask for its result."""
        try:
            async with self._slots:
                if job or self._store.claim(edit.id):
                    await self._call(edit, job)
        except asyncio.CancelledError:
            self._store.end(edit.id, "cancelled", error=_MAY_BE_BILLED)
        except PyveniceError as error:
            self._fail(edit, error)
        except Exception as error:  # noqa: BLE001  (an edit must not stay running for ever)
            _LOG.exception("an edit failed")
            self._store.end(
                edit.id, "failed", error=f"a bug in pyvenice: {type(error).__name__}; see the log"
            )

    async def _call(self, edit: Edit, job: str | None) -> None:
        order = Order(
            images=tuple(self._pictures.picture(image) for image in edit.images),
            mask=self._pictures.picture(edit.mask) if edit.mask else None,
            prompt=edit.prompt,
            params=edit.params,
        )
        chosen = plan(edit.model, order, self._pictures)
        editor = self._settings.editor(sandbox=edit.sandbox)
        limit = self._settings.config.get("max_cost")
        options: dict[str, Any] = {**chosen.options}
        if limit is not None:
            options["max_cost"] = limit
        with job_listener(partial(self._store.add_job, edit.id)):
            result = await editor.watch(
                [self._pictures.path(image) for image in edit.images],
                edit.prompt or None,
                model=edit.model,
                on_partial=partial(self._show, edit.id),
                job_id=job,
                **options,
            )
        results = await asyncio.to_thread(self._keep, result)
        notes = [warning.message for warning in result.warnings]
        self._store.end(
            edit.id,
            "done",
            results=results,
            warnings=list(dict.fromkeys([*edit.warnings, *notes])),
            **_cost(result),
        )

    def _show(self, edit: str, unfinished: PartialImage) -> None:
        """Keep the picture so far: it is billed, and stays if no other follows."""
        try:
            self._store.add_unfinished(
                edit, self._pictures.add(unfinished.image.data, "unfinished").id
            )
        except PyveniceError as error:
            _LOG.warning("a partial image cannot be shown: %s", error)

    def _fail(self, edit: Edit, error: PyveniceError) -> None:
        """Write an error down; the images that came before it are paid for, and kept."""
        came = error.result
        results = self._keep(came) if isinstance(came, EditResult) else []
        cost = _cost(came) if isinstance(came, PricedResult) else {}
        self._store.end(edit.id, "failed", error=str(error), results=results, **cost)

    def _keep(self, result: EditResult) -> list[str]:
        return [self._pictures.add(image.data, "result").id for image in result.images]

    async def _watch(self) -> None:
        while True:
            for edit in self._store.open_edits():
                if edit.owner == self._presence.name:
                    if edit.cancel and (task := self._tasks.get(edit.id)):
                        task.cancel()
                elif not self._presence.is_alive(edit.owner):
                    self._settle(edit)
            await asyncio.sleep(1)

    def _settle(self, edit: Edit) -> None:
        """End an edit whose studio died; a job of it goes on at the provider, and is waited for."""
        jobs = self._store.jobs(edit.id)
        if edit.state != "running":
            self._store.withdraw(edit.id, "the studio ended before it was sent")
        elif len(jobs) != 1:
            self._store.end(edit.id, "unknown", error=_LOST)
        elif self._store.adopt(edit, self._presence.name):
            self._begin(edit, jobs[0])


def _cost(result: PricedResult) -> dict[str, Any]:
    return {"billed": micro_cost(result.cost), "cost_source": result.cost_source}

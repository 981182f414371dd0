"""The worker: leases an item, buys it, keeps the picture, and reports each step."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from pyvenice.batch.coordinator import Lease
from pyvenice.batch.engines.outcomes import failure_of
from pyvenice.batch.engines.performer import job_listener
from pyvenice.batch.engines.pictures import Kept, Picture
from pyvenice.batch.outputs import OutputFolder
from pyvenice.batch.state.frozen_files import refuse_changed_files
from pyvenice.batch.state.items import Failure, Item, Receipt, State
from pyvenice.core.engine.retry_after import seconds_until_reset
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.result import EditResult
from pyvenice.errors import PyveniceError
from pyvenice.ledger.money import micro_cost

Perform = Callable[[Item, Path], Awaitable[EditResult]]
"""Buys an item, or asks for its job; the pictures go to the path."""
Keep = Callable[[Item, Sequence[Picture], Receipt], Awaitable[Kept]]
"""Writes, checks and names pictures."""


class Steps(Protocol):
    """What a worker calls; the coordinator has it, or somebody who carries it to one."""

    async def lease(self, worker: str) -> Lease | None: ...
    async def send(self, lease: Lease) -> None: ...
    async def accept(self, lease: Lease, job_id: str) -> None: ...
    def receive(self, lease: Lease, seconds: float, pause: float) -> object: ...
    async def finish(self, lease: Lease, receipt: Receipt) -> None: ...
    async def fail(self, lease: Lease, failure: Failure) -> None: ...


class Worker:
    """One loop over items. Several share a process; each has its own name."""

    def __init__(  # noqa: PLR0913  (what a worker is made of)
        self,
        name: str,
        steps: Steps,
        perform: Perform,
        folder: OutputFolder,
        keep: Keep,
        *,
        rules: Callable[[str], ProviderRules],
        retry_unknown: bool = False,
    ) -> None:
        self._name = name
        self._steps = steps
        self._perform = perform
        self._folder = folder
        self._keep = keep
        self._rules = rules
        self._retry_unknown = retry_unknown

    async def run(self) -> None:
        """Work until there is nothing more. Raises `JournalError` when a step cannot be written."""
        while (lease := await self._steps.lease(self._name)) is not None:
            if lease.item.state is State.RECEIVED:
                await self._keep_again(lease)
            else:
                await self._buy(lease)

    async def _buy(self, lease: Lease) -> None:
        item, part = lease.item, self._folder.part(lease.item)
        if item.state is not State.ACCEPTED:
            try:
                refuse_changed_files(item)
            except PyveniceError as error:
                return await self._fail(lease, error)
            await self._steps.send(lease)
        began = time.monotonic()
        try:
            async with self._job_ids(lease):
                result = await self._perform(item, part)
            warnings: tuple[str, ...] = tuple(warning.message for warning in result.warnings)
        except PyveniceError as error:
            if error.result is None:
                return await self._fail(lease, error)
            # It is paid for: an error that came later must not lose it.
            result, warnings = _rescued(error), (str(error),)
        seconds = time.monotonic() - began
        # The sandbox says what the provider would say, and refuses nothing.
        is_sandbox = "x-sandbox" in result.metadata
        pause = 0.0 if is_sandbox else seconds_until_reset(result.metadata)
        self._steps.receive(lease, seconds, pause)
        receipt = Receipt(
            files=(),
            billed=micro_cost(result.cost),
            request_id=result.request_id,
            seconds=seconds,
            warnings=warnings,
        )
        return await self._keep_pictures(lease, _pictures(result, part), receipt)

    @asynccontextmanager
    async def _job_ids(self, lease: Lease) -> AsyncIterator[None]:
        """Within it, the id of a job is written down while the provider works on it."""
        writes: list[asyncio.Task[None]] = []

        def write_down(job_id: str) -> None:
            if job_id != lease.item.job_id:
                writes.append(asyncio.ensure_future(self._steps.accept(lease, job_id)))

        with job_listener(write_down if _is_one_job(lease.item) else _ignore):
            try:
                yield
            finally:
                if writes:
                    await asyncio.gather(*writes)

    async def _keep_again(self, lease: Lease) -> None:
        """Give a picture its names that came in an earlier run."""
        parts = [Picture(path) for path in (lease.item.part or "").split("\n") if path]
        await self._keep_pictures(lease, parts, Receipt(files=()))

    async def _keep_pictures(
        self, lease: Lease, pictures: Sequence[Picture], receipt: Receipt
    ) -> None:
        kept = await self._keep(lease.item, pictures, receipt)
        if isinstance(kept, Failure):
            return await self._steps.fail(lease, kept)
        await self._steps.finish(lease, kept)
        return self._folder.forget(kept.parts)

    async def _fail(self, lease: Lease, error: PyveniceError) -> None:
        rules = self._rules(lease.item.provider)
        failure = failure_of(
            error, rules, job_id=lease.item.job_id, retry_unknown=self._retry_unknown
        )
        if failure.state is State.ACCEPTED and not _is_one_job(lease.item):
            failure = replace(failure, state=State.HELD, job_id=None)
        if failure.job_id is not None and failure.job_id != lease.item.job_id:
            await self._steps.accept(lease, failure.job_id)
        await self._steps.fail(lease, failure)


def _is_one_job(item: Item) -> bool:
    """Whether one id brings all that was bought, not only a part of it."""
    return item.params.get("n") in {None, 1}


def _ignore(_: str) -> None:
    return None


def _rescued(error: PyveniceError) -> Any:
    return error.result


def _pictures(result: EditResult, part: Path) -> list[Picture]:
    return [
        Picture(str(name), picture.data) if picture.path is None else Picture(str(picture.path))
        for picture, name in zip(result.images, result.names(part), strict=True)
    ]

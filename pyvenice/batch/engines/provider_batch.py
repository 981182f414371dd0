"""Provider batches: items go to the provider as a file, and come back within a day, for less.

Each item has its worker, as everywhere else, which waits for its result; so journal, budget, retries and
reports are the same. The id of the batch is the id of the job of each of its items.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from pyvenice.batch.engines.performer import report_job_id
from pyvenice.batch.state.frozen_files import refuse_changed_files
from pyvenice.batch.state.items import Item
from pyvenice.catalogue.estimation import expected_cost
from pyvenice.catalogue.lookup import get
from pyvenice.core.engine.provider_batch import BatchState
from pyvenice.core.response.result import EditResult
from pyvenice.editing.cost import true_cost
from pyvenice.editing.editor import AsyncEditor
from pyvenice.editing.request import edit_request
from pyvenice.editing.translation import Translation, translate
from pyvenice.errors import ArgumentError, JobTimeoutError, PyveniceError
from pyvenice.ledger.entry import LedgerEntry
from pyvenice.ledger.money import dollars
from pyvenice.providers.optional import optional_module

MOST_WAITING = 10_000
"""Items that wait for results at the same time: a batch may take a day."""
_UPLOADS = 4
_GATHER = 0.5
"""Seconds in which no further item comes before what there is goes off."""


@dataclass(eq=False, slots=True)
class _Waiting:
    item: Item
    translation: Translation
    size: int
    result: asyncio.Future[EditResult]
    job_id: asyncio.Future[str]

    @property
    def arguments(self) -> Mapping[str, Any]:
        return self.translation.arguments[0]


@dataclass(slots=True)
class _Group:
    """Items that go off together: of one provider and method."""

    waiting: list[_Waiting] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None


class BatchPerformer:
    """Buys items in batches of the provider. It lives in one event loop."""

    def __init__(self, editor: AsyncEditor, *, poll_every: float = 30.0) -> None:
        self._editor = editor
        self._poll_every = poll_every
        self._groups: dict[tuple[str, str], _Group] = {}
        self._batches: dict[str, list[_Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._uploads = asyncio.Semaphore(_UPLOADS)

    async def __call__(self, item: Item, _: Path) -> EditResult:
        """Buy an item, or wait for the batch that it is in."""
        waiting = self._waiting(item)
        if item.job_id is None:
            self._gather(waiting)
            report_job_id(await waiting.job_id)
        else:
            self._follow(item.job_id, [waiting])
        result = await waiting.result
        return self._priced(waiting, result)

    def _waiting(self, item: Item) -> _Waiting:
        module, translation = _module(item.provider), _translation(item)
        if translation.method not in module.METHODS or len(translation.arguments) != 1:
            raise ArgumentError(
                f"{item.model}: {item.provider} takes no batches of {translation.method}",
                argument="mode",
            )
        loop = asyncio.get_running_loop()
        size = _size(item.image) + _size(item.mask)
        return _Waiting(item, translation, size, loop.create_future(), loop.create_future())

    def _gather(self, waiting: _Waiting) -> None:
        name = (waiting.item.provider, waiting.translation.method)
        module = _module(name[0])
        group = self._groups.setdefault(name, _Group())
        size = sum(other.size for other in group.waiting) + waiting.size
        images = sum(_images(other) for other in group.waiting) + _images(waiting)
        if group.waiting and (size > module.MOST_BYTES or images > module.MOST_IMAGES):
            self._send_off(name)
            group = self._groups.setdefault(name, _Group())
        group.waiting.append(waiting)
        if group.timer is not None:
            group.timer.cancel()
        group.timer = asyncio.get_running_loop().call_later(_GATHER, self._send_off, name)

    def _send_off(self, name: tuple[str, str]) -> None:
        group = self._groups.pop(name)
        if group.timer is not None:
            group.timer.cancel()
        self._start(self._submit(name, group.waiting))

    async def _submit(self, name: tuple[str, str], group: list[_Waiting]) -> None:
        module, method = _module(name[0]), name[1]
        try:
            client: Any = self._editor.client_of(group[0].item.model)
            async with self._uploads:
                file_id, group = await self._upload(client, module, group)
            batch_id = await self._buy(client, module, file_id, method, group)
        except PyveniceError as error:
            for waiting in group:
                _fail(waiting.job_id, error)
            return
        for waiting in group:
            waiting.job_id.set_result(batch_id)
        self._follow(batch_id, group)

    async def _upload(
        self, client: Any, module: ModuleType, group: list[_Waiting]
    ) -> tuple[str, list[_Waiting]]:
        """The id of the file, and who is in it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "requests.jsonl")
            problems = await asyncio.to_thread(_write_requests, path, module, group)
            for waiting, problem in problems.items():
                _fail(waiting.job_id, problem)
            written = [waiting for waiting in group if waiting not in problems]
            if not written:
                raise ArgumentError("no request of the batch can be sent", argument="image")
            return await client._run(module.upload(path)), written  # noqa: SLF001

    async def _buy(
        self, client: Any, module: ModuleType, file_id: str, method: str, group: list[_Waiting]
    ) -> str:
        keys = [waiting.item.key for waiting in group]
        try:
            batch_id: str = await client._run(module.submit(file_id, method, keys))  # noqa: SLF001
        except PyveniceError as error:
            # The response may be lost, and the batch not.
            found: dict[str, str] = {}
            if getattr(error, "maybe_executed", True):
                with suppress(PyveniceError):
                    found = await client._run(module.find(keys))  # noqa: SLF001
            if keys[0] not in found:
                raise
            return found[keys[0]]
        return batch_id

    def _follow(self, batch_id: str, group: list[_Waiting]) -> None:
        if batch_id in self._batches:
            self._batches[batch_id] += group
        else:
            self._batches[batch_id] = list(group)
            self._start(self._finish(batch_id))

    async def _finish(self, batch_id: str) -> None:
        first = self._batches[batch_id][0]
        module = _module(first.item.provider)
        client: Any = self._editor.client_of(first.item.model)
        group: list[_Waiting] = []
        try:
            state: BatchState = await client._run(module.poll(batch_id))  # noqa: SLF001
            while not state.is_over:
                await asyncio.sleep(self._poll_every)
                state = await client._run(module.poll(batch_id))  # noqa: SLF001
            group = self._batches.pop(batch_id)
            for file_id in state.files:
                await self._read(client, module, file_id, group)
        except PyveniceError as error:
            # Nothing is lost: the batch is asked for again.
            later = JobTimeoutError(f"the batch cannot be read now: {error}", job_id=batch_id)
            for waiting in {*group, *self._batches.pop(batch_id, [])}:
                _fail(waiting.result, later)
            return
        missing = state.missing(batch_id)
        for waiting in group:
            _fail(waiting.result, missing)

    async def _read(
        self, client: Any, module: ModuleType, file_id: str, group: list[_Waiting]
    ) -> None:
        by_key = {waiting.item.key: waiting for waiting in group}
        arguments = {key: waiting.arguments for key, waiting in by_key.items()}
        method = group[0].translation.method
        outcomes = await client._run(module.outcomes(file_id, method, arguments))  # noqa: SLF001
        for key, outcome in outcomes.items():
            future = by_key[key].result
            if isinstance(outcome, EditResult) and not future.done():
                future.set_result(outcome)
            elif isinstance(outcome, PyveniceError):
                _fail(future, outcome)

    def _priced(self, waiting: _Waiting, result: EditResult) -> EditResult:
        translation = waiting.translation
        expected = expected_cost(translation.model, translation.params, translation.operation)
        cost = true_cost(translation.model, translation.params, result, expected)
        amount = cost.amount
        if amount is not None:
            amount = round(amount * _module(waiting.item.provider).PRICE_SHARE)
        if (ledger := self._editor.ledger) is not None:
            entry = LedgerEntry(
                provider=waiting.item.provider,
                model=translation.model.id,
                operation=translation.operation,
                n=_images(waiting),
                estimated=expected.likely,
                reserved=0,
            )
            ledger.begin(entry).settle(
                amount, price_source=f"a batch; {cost.source}", request_id=result.request_id
            )
        return result if amount is None else replace(result, cost=dollars(amount))

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def takes_batches(provider: str) -> bool:
    """Whether a provider takes requests as a file."""
    return optional_module(provider, "batches") is not None


def _module(provider: str) -> ModuleType:
    module = optional_module(provider, "batches")
    if module is None:
        raise ArgumentError(f"{provider} takes no batches", argument="mode")
    return module


def _translation(item: Item) -> Translation:
    mask = {} if item.mask is None else {"mask": item.mask}
    return translate(
        get(item.model), edit_request("edit", item.image, item.prompt, {**item.params, **mask})
    )


def _write_requests(
    path: Path, module: ModuleType, group: Sequence[_Waiting]
) -> dict[_Waiting, PyveniceError]:
    """Write the file of requests. Returns those that cannot be sent."""
    problems = {}
    with path.open("wb") as stream:
        for waiting in group:
            method, key = waiting.translation.method, waiting.item.key
            try:
                refuse_changed_files(waiting.item, by_content=True)
                stream.write(module.line(method, key, waiting.arguments))
            except PyveniceError as error:
                problems[waiting] = error
    return problems


def _size(path: str | None) -> int:
    """Bytes of a file in base64; an address takes its own length."""
    if path is None:
        return 0
    try:
        return os.stat(path).st_size * 4 // 3 + 2_000  # noqa: PTH116
    except (OSError, ValueError):
        return len(path) + 2_000


def _images(waiting: _Waiting) -> int:
    return int(waiting.translation.params.get("n", 1))


def _fail(future: asyncio.Future[Any], error: PyveniceError) -> None:
    if not future.done():
        future.set_exception(error)

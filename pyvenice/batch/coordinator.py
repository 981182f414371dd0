"""The coordinator: one for a run. It hands out items, writes down each step, and guards the budget.

Workers call six methods: `lease`, `send`, `accept`, `receive`, `finish` and `fail`. In one process they are
plain calls; another engine may carry them between machines. When a worker is lost, what it had not sent
is handed out again, and what it had sent is held. It may send nothing more, even if it is alive;
what it reports later is still accepted, because it is paid for.
"""

from __future__ import annotations

import asyncio
import heapq
import random
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyvenice.batch.pace import Limits, Pace
from pyvenice.batch.state import changes
from pyvenice.batch.state.group_committer import Committer
from pyvenice.batch.state.items import Failure, Item, Receipt, State
from pyvenice.batch.state.journal import Journal
from pyvenice.batch.state.spending import Spending
from pyvenice.errors import JournalError
from pyvenice.ledger.money import dollars

BUDGET_REACHED = "the budget is reached"
_CHUNK = 512
"""Items that are held in memory at a time."""
_MOST_ATTEMPTS = 5
_MOST_REFUSALS = 50
_BACK_OFF = 1.0
_LONGEST_BACK_OFF = 60.0


@dataclass(frozen=True, slots=True)
class Lease:
    """An item that a worker has."""

    item: Item
    worker: str


class Coordinator:
    """Hands out items to workers, at the pace of each provider. It lives in one event loop."""

    def __init__(  # noqa: PLR0913  (what a run is made of)
        self,
        journal: Journal,
        committer: Committer,
        *,
        limits: Callable[[str], Limits],
        concurrency: int,
        max_cost: int | None = None,
        on_change: Callable[[str, Item, Mapping[str, object]], object] | None = None,
        find_part: Callable[[Item], Path | None] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._journal = journal
        self._committer = committer
        self._limits = limits
        self._concurrency = concurrency
        self._on_change = on_change
        self._find_part = find_part
        self._clock = clock
        self._wall = wall
        self.paces: dict[str, Pace] = {}
        self._ready: dict[str, deque[Item]] = {}
        self._later: list[tuple[float, int, Item]] = []
        self._last_id = 0
        self._all_loaded = False
        self._waiters: deque[tuple[str, asyncio.Future[Lease | None]]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._leases: dict[int, Lease] = {}
        self._paced: set[int] = set()
        self._sent: dict[int, float] = {}
        self._jobs: dict[int, str] = {}
        self._asked: Counter[int] = Counter()
        self._gone: set[str] = set()
        self.halted: dict[str, str] = {}
        """Providers that nothing more is sent to, and why."""
        self.stopping: str | None = None
        """Why nothing more is handed out."""
        self.failure: JournalError | None = None
        counts = journal.counts()
        self._unread = sum(counts[state] for state in _STATES)
        self._spending = Spending(journal.money(), max_cost, left=self._unread)
        self.totals = self._spending.totals

    async def lease(self, worker: str) -> Lease | None:
        """The next item for this worker, as soon as it may be sent; `None` when the run is over."""
        if worker in self._gone:
            return None
        future: asyncio.Future[Lease | None] = asyncio.get_running_loop().create_future()
        self._waiters.append((worker, future))
        self._dispatch()
        return await future

    async def send(self, lease: Lease) -> None:
        """Write down that the request leaves now; when this returns, that is on the disk.

        Raises `JournalError`: then nothing may be sent.
        """
        if lease.worker in self._gone:
            raise JournalError("this worker was given up, and its items are with others")
        await self._commit(changes.send(lease.item, self._wall()))
        self._sent[lease.item.id] = self._clock()
        self._tell("sent", lease.item)

    async def accept(self, lease: Lease, job_id: str) -> None:
        """Write down the id of the provider's job."""
        self._jobs[lease.item.id] = job_id
        await self._commit(changes.accept(lease.item, job_id))
        self._tell("accepted", lease.item, job_id=job_id)

    def receive(self, lease: Lease, seconds: float, pause: float = 0.0) -> None:
        """Let another request leave: the answer has come, after `seconds`, and its picture is written.

        None leaves for `pause` seconds, where the provider allows none.
        """
        if lease.item.id in self._paced:
            self._paced.remove(lease.item.id)
            self._pace(lease.item).succeed(self._clock(), seconds, pause)
            self._dispatch()

    async def finish(self, lease: Lease, receipt: Receipt) -> None:
        """Write down that the picture has come and has its names."""
        item = lease.item
        if lease.worker in self._gone and (item.id in self._jobs or item.id in self._leases):
            return  # Another worker asks the same job, or names the same picture.
        self.receive(lease, receipt.seconds)
        self._sent.pop(item.id, None)
        self._jobs.pop(item.id, None)
        self._spending.free(item)
        if item.state is not State.RECEIVED:
            self._spending.spend(item, receipt.billed)
        await self._commit(
            changes.finish(item, receipt, self._wall()),
            folders=receipt.folders,
            unneeded=receipt.parts,
        )
        if self._leases.pop(item.id, None) is None:
            # It was held, and comes from a worker that was given up.
            self.totals.find()
            self._tell("received", item)
        self.totals.count(State.DONE)
        self._tell("done", item, files=list(receipt.files))
        self._dispatch()

    async def fail(self, lease: Lease, failure: Failure) -> None:
        """Write down a failure; an item to be tried again is handed out when its time has come."""
        item, now = lease.item, self._clock()
        began = self._sent.pop(item.id, None)
        self._settle_pace(item, failure, now, was_sent=began is not None)
        if failure.state not in {State.HELD, State.ACCEPTED}:
            self._spending.free(item)
        if failure.billed and item.state is not State.RECEIVED:
            self._spending.spend(item, failure.amount)
        if failure.halt:
            self.halted.setdefault(item.provider, failure.error)
        if failure.stop:
            self.stop(failure.error)
        state, error = self._limited(item, failure, was_sent=began is not None)
        self._asked[item.id] += state is State.ACCEPTED
        pause = self._back_off(item, failure) if state in _AGAIN else 0.0
        await self._commit(
            changes.fail(
                item,
                state,
                error=error,
                code=failure.code,
                now=self._wall(),
                not_before=self._wall() + pause if pause else 0.0,
                billed=failure.billed,
                amount=failure.amount,
                request_id=failure.request_id,
                part=failure.part,
            )
        )
        self._leases.pop(item.id, None)
        self.totals.count(state)
        if (
            state in _AGAIN
            and item.provider not in self.halted
            and self._asked[item.id] < _MOST_REFUSALS
        ):
            again = replace(
                item,
                state=state,
                attempts=item.attempts + (began is not None),
                job_id=failure.job_id or item.job_id,
            )
            heapq.heappush(self._later, (now + pause, item.id, again))
        self._tell(state.value, item, error=error, code=failure.code)
        self._dispatch()

    async def lose(self, worker: str) -> None:
        """A worker is gone: its unsent items are handed out again, the sent ones are held."""
        self._gone.add(worker)
        self._waiters = deque(entry for entry in self._waiters if entry[0] != worker)
        for lease in [lease for lease in self._leases.values() if lease.worker == worker]:
            item = lease.item
            if item.id in self._sent and (part := self._find_part(item)) is not None:
                await self._receive(lease, part)
            elif item.id in self._sent:
                job_id = self._jobs.get(item.id)
                is_job = job_id is not None
                await self.fail(
                    lease, replace(_LOST, state=State.ACCEPTED, job_id=job_id) if is_job else _LOST
                )
            else:
                self._leases.pop(item.id)
                self._spending.free(item)
                if item.id in self._paced:
                    self._paced.remove(item.id)
                    self._pace(item).cancel()
                self._ready.setdefault(item.provider, deque()).appendleft(item)
        self._dispatch()

    async def _receive(self, lease: Lease, part: Path) -> None:
        """Hand out an item again whose picture is whole on the disk: only its name is missing."""
        item = lease.item
        await self.fail(lease, replace(_LOST, billed=True))
        self._spending.free(item)
        await self._commit(changes.find(item, str(part)))
        self.totals.find()
        self._tell("received", item)
        received = replace(item, state=State.RECEIVED, part=str(part))
        self._ready.setdefault(item.provider, deque()).appendleft(received)

    def stop(self, why: str) -> None:
        """Hand out nothing more; what is in flight goes on."""
        self.stopping = self.stopping or why
        self._dispatch()

    async def release(self) -> None:
        """Write down that what is left in memory is planned again."""
        left = [item for items in self._ready.values() for item in items]
        left += [lease.item for lease in self._leases.values() if lease.item.id not in self._sent]
        await self._commit(*changes.release(left))

    def _dispatch(self) -> None:
        """Give items to waiting workers, or set a timer for the time when one may be given."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiters:
            item, wait = (None, None) if self.stopping else self._next()
            if item is not None:
                worker, future = self._waiters.popleft()
                if future.cancelled():
                    self._ready[item.provider].appendleft(item)
                    continue
                self._give(item, worker, future)
                continue
            if wait is None and self._is_over():
                # Those of other providers, or what a plan has added meanwhile.
                if not self.stopping and self._load():
                    continue
                self._send_home()
            elif wait is not None:
                self._timer = asyncio.get_running_loop().call_later(wait, self._dispatch)
            return

    def _give(self, item: Item, worker: str, future: asyncio.Future[Lease | None]) -> None:
        self._spending.hold(item)
        if item.state is not State.RECEIVED:
            self._pace(item).start(self._clock())
            self._paced.add(item.id)
        lease = Lease(item, worker)
        self._leases[item.id] = lease
        future.set_result(lease)

    def _next(self) -> tuple[Item | None, float | None]:
        """An item that may be sent now, or the seconds until one may; `None`: not by waiting."""
        now = self._clock()
        self._refill(now)
        waits = [self._later[0][0] - now] if self._later else []
        for provider, items in self._ready.items():
            if not items or provider in self.halted:
                continue
            if items[0].state is State.RECEIVED:
                return items.popleft(), None
            wait = self._pace(items[0]).wait(now)
            if wait == 0.0 and self._is_affordable(items[0]):
                return items.popleft(), None
            if wait:
                waits.append(wait)
        return None, max(0.0, min(waits)) if waits else None

    def _refill(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            item = heapq.heappop(self._later)[2]
            self._ready.setdefault(item.provider, deque()).append(item)
        ready = sum(len(items) for name, items in self._ready.items() if name not in self.halted)
        if not self._all_loaded and ready < _CHUNK // 2:
            self._load()

    def _load(self) -> bool:
        """Read further items from the journal. Returns whether there were any."""
        items = self._journal.items(*_STATES, after=self._last_id, limit=_CHUNK)
        self._all_loaded = len(items) < _CHUNK
        self._last_id = items[-1].id if items else self._last_id
        self._unread -= len(items)
        # A plan may add some while the run goes on.
        self.totals.left -= min(0, self._unread)
        self._unread = max(0, self._unread)
        useful = [item for item in items if item.provider not in self.halted]
        for item in useful:
            self._ready.setdefault(item.provider, deque()).append(item)
        fresh = [item for item in useful if item.state in {State.PLANNED, State.RETRY}]
        leased = self._committer.commit(*changes.lease(fresh))
        # What a crash finds still as planned was not sent: nobody has to wait for this.
        leased.add_done_callback(asyncio.Future.exception)
        return bool(items)

    def _is_affordable(self, item: Item) -> bool:
        if item.state is State.ACCEPTED or self._spending.allows(item):
            return True
        # What is in flight may turn out cheaper than what was reserved for it.
        if not self._leases:
            self.stopping = BUDGET_REACHED
        return False

    def _is_over(self) -> bool:
        if self._leases and not self.stopping:
            return False
        left = any(items for name, items in self._ready.items() if name not in self.halted)
        return bool(self.stopping) or not (left or self._later)

    def _send_home(self) -> None:
        while self._waiters:
            _, future = self._waiters.popleft()
            if not future.done():
                future.set_result(None)

    def _pace(self, item: Item) -> Pace:
        provider = item.provider
        if provider not in self.paces:
            self.paces[provider] = Pace(self._limits(provider), most_in_flight=self._concurrency)
        return self.paces[provider]

    def _settle_pace(self, item: Item, failure: Failure, now: float, *, was_sent: bool) -> None:
        if item.id not in self._paced:
            return
        self._paced.remove(item.id)
        pace = self._pace(item)
        if not was_sent:
            pace.cancel()
        elif failure.refused:
            pace.refuse(now, failure.retry_after)
        else:
            pace.fail(now)

    def _limited(self, item: Item, failure: Failure, *, was_sent: bool) -> tuple[State, str]:
        most = _MOST_REFUSALS if failure.refused else _MOST_ATTEMPTS
        if failure.state is State.RETRY and not failure.halt and item.attempts + was_sent >= most:
            return State.DEAD, f"{failure.error}; {most} attempts failed"
        return failure.state, failure.error

    def _back_off(self, item: Item, failure: Failure) -> float:
        if failure.halt:
            return 0.0
        tries = min(max(item.attempts, self._asked[item.id]), 10)
        own = min(_LONGEST_BACK_OFF, _BACK_OFF * 2.0**tries)
        return max(failure.retry_after or 0.0, own * (0.5 + random.random() / 2))  # noqa: S311

    def _tell(self, event: str, item: Item, **facts: object) -> None:
        if self._on_change is not None:
            totals = self.totals
            money = {"spent_usd": dollars(totals.spent), "reserved_usd": dollars(totals.reserved)}
            self._on_change(event, item, {**facts, **money, "left": totals.left})

    async def _commit(
        self,
        *wanted: changes.Change,
        folders: Iterable[str] = (),
        unneeded: Iterable[str] = (),
    ) -> None:
        try:
            await self._committer.commit(*wanted, folders=folders, unneeded=unneeded)
        except JournalError as error:
            self.failure = self.failure or error
            self.stop("the journal cannot be written")
            raise


_LOST = Failure(state=State.HELD, error="the worker that had sent it is gone", code="WorkerLost")
_AGAIN = (State.RETRY, State.ACCEPTED)
_STATES = (State.PLANNED, State.RETRY, State.ACCEPTED, State.RECEIVED)

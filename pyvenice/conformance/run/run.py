"""A run against a live server: systematic and drawn requests, or only such as cost nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pyvenice.conformance.checks.operations import Document, Operation, contract_of
from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.errors import RunError
from pyvenice.conformance.run.auth_checks import check_keys
from pyvenice.conformance.run.invalid_requests import interleaved
from pyvenice.conformance.run.judgement import judge
from pyvenice.conformance.run.result import Tally
from pyvenice.conformance.run.schemathesis_engine import Kind, Plan, exchanges
from pyvenice.conformance.run.sender import Budget, Sender
from pyvenice.conformance.run.server_checks import check_is_there
from pyvenice.core.recording.recorded_exchange import Exchange

_SURPLUS = 5
_LEAST = 10


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and the key that it knows us by."""

    base_url: str
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """How to ask. `seed=None` sends the same requests each time."""

    cases: int = 300
    """At least so many requests for each operation with a body, half of them to be taken."""
    seed: int | None = None
    no_cost: bool = False
    """Send only what a correct server must refuse, and stop when it does not."""
    max_requests: int | None = None
    rate: int | None = None
    """At most so many requests a second."""
    model: str | None = None
    """The model to ask for, instead of any that the contract lists."""


def run(
    document: Document,
    operations: Sequence[str],
    target: Target,
    options: Options | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Tally:
    """Ask a server, and gather in which ways it breaks the contract.

    `document` is an effective contract, `operations` are names such as `POST /image/edit`, all of the
    contract if there is none. Raises `RunError` when there is nothing to ask.
    """
    return _Run(document, chosen(document, operations), target, options or Options(), tell).tally()


def chosen(document: Document, names: Sequence[str]) -> list[Operation]:
    """The operations of those names, all if none is given. Raises `RunError` for others."""
    known = contract_of(document).operations
    for name in names:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, known, n=1)
            meant = f"; did you mean {near[0]!r}? There" if near else "; there"
            raise RunError(f"the contract has no operation {name!r}{meant} are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(names or known)]


def root_of(base_url: str, operations: Sequence[Operation]) -> str:
    """The address before the operations' paths: without what base URL and all paths share."""
    base = base_url.rstrip("/")
    steps = urlsplit(base).path.split("/")[1:]
    for start in range(len(steps)):
        shared = "/" + "/".join(steps[start:])
        if all(one.path.startswith(f"{shared}/") for one in operations):
            return base.removesuffix(shared)
    return base


class _Run:
    def __init__(
        self,
        document: Document,
        operations: list[Operation],
        target: Target,
        options: Options,
        tell: Callable[[str], None],
    ) -> None:
        self._document = document
        self._operations = operations
        self._options = options
        self._tell = tell
        self._root = root_of(target.base_url, operations)
        self._headers = {"authorization": f"Bearer {target.key}"} if target.key else {}
        self._budget = Budget(options.max_requests, options.rate)
        self._sender = Sender(self._root, self._headers, self._budget)
        self._tally = Tally(has_key=target.key is not None)

    def tally(self) -> Tally:
        with self._sender.session:
            check_is_there(self._sender, self._operations, self._look)
            if not self._budget.is_spent:
                check_keys(self._sender, self._operations, self._budget, self._add)
            if self._options.no_cost:
                self._for_free()
            else:
                self._all_kinds()
        self._tally.refuse_if_locked_out()
        if self._budget.is_spent and not self._tally.notes:
            self._tally.notes.append(f"stopped after {self._budget.sent} requests (--max-requests)")
        return self._tally

    def _all_kinds(self) -> None:
        self._generate("bounds", self._operations, 1)
        for one in self._operations:
            if not one.bodies:
                continue
            seen = self._tally.count(one.name)
            valid = self._options.cases // 2 - seen.taken + _SURPLUS
            self._generate("valid", [one], max(valid, _LEAST))
            rest = self._options.cases - self._tally.count(one.name).sent
            self._generate("invalid", [one], max(rest, _LEAST))

    def _generate(self, kind: Kind, operations: list[Operation], examples: int) -> None:
        if self._budget.is_spent:
            return
        self._tell(f"{operations[0].name if len(operations) == 1 else 'all'}: {kind}")
        plan = Plan(
            operations,
            self._root,
            self._headers,
            kind,
            examples,
            self._options.seed,
            self._options.rate,
            self._options.model,
        )
        self._tally.troubles += exchanges(plan, self._counted)

    def _counted(self, exchange: Exchange) -> bool:
        self._budget.spend()
        self._look(exchange)
        return not self._budget.is_spent

    def _look(self, exchange: Exchange) -> None:
        operation = contract_of(self._document).find(exchange.method, exchange.url)
        if operation is None:
            return
        self._tally.saw(operation, exchange)
        if self._options.no_cost and operation.bodies and 200 <= exchange.status < 300:
            self._budget.close()
            self._tally.notes.append(
                f"stopped after {self._budget.sent} requests: {operation.name} took one that it must"
                " refuse, which may have cost something"
            )
        for violation in judge(self._document, exchange):
            self._tally.add(violation, exchange)

    def _add(self, violation: Violation | None, exchange: Exchange) -> None:
        self._look(exchange)
        if violation is not None:
            self._tally.add(violation, exchange)

    def _for_free(self) -> None:
        for one in interleaved([one for one in self._operations if one.bodies]):
            if self._budget.is_spent:
                return
            self._tell(f"{one.operation.name}: {one.what}")
            exchange = self._sender.send(
                one.operation, one.body, {"content-type": one.content_type}
            )
            self._look(exchange)

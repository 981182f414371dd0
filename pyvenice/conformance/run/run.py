"""Conformance run against a live server: generated requests, or only invalid ones that cost nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import urlsplit

import requests

from pyvenice.conformance.checks.acceptance import check_acceptance, check_health
from pyvenice.conformance.checks.operations import ContractOperation, Document, contract_of
from pyvenice.conformance.checks.response import check_response
from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.errors import RunError
from pyvenice.conformance.exchange_secrets import (
    secret_texts,
    violation_without_secrets,
    without_secrets,
)
from pyvenice.conformance.run.invalid_requests import interleaved_requests
from pyvenice.conformance.run.result import RunResult
from pyvenice.conformance.run.schemathesis_engine import GenerationPlan, Kind, send_generated
from pyvenice.conformance.run.sender import RequestBudget, Sender
from pyvenice.conformance.run.server_checks import available_operations, check_keys
from pyvenice.conformance.run.wire import HttpWire, ResponseLimitError, Wire
from pyvenice.contract.slicing.unchecked import UncheckedPlace
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.secrets import redacted_url

# Drawn requests that are meant to be accepted sometimes are not, so a few more are drawn than counted.
_SURPLUS = 5
_LEAST = 10
_CLIENT_TIMEOUTS = frozenset({408, 499})


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and the key to use there."""

    base_url: str
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """What to send. `seed=None` sends the same requests each time."""

    cases: int = 300
    """At least so many requests for each operation with a body, half of them valid."""
    seed: int | None = None
    no_cost: bool = False
    """Send only what a correct server must refuse, and stop when it may have carried one out."""
    check_keys: bool = False
    """With `no_cost`: send valid requests without a key and with a wrong one as well.

    A gateway that holds a key of its own may carry them out.
    """
    max_requests: int | None = None
    rate: int | None = None
    """At most so many requests a second."""
    model: str | None = None
    """The model to request, instead of any that the contract lists."""


def run(
    document: Document,
    operations: Sequence[str],
    target: Target,
    options: Options | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> RunResult:
    """Test a server, and gather in which ways it breaks the contract.

    `document` is an effective contract, `operations` are names such as `POST /image/edit`; without any,
    all of the contract. `progress` receives what is being sent. Raises `RunError` when the server cannot
    be tested.
    """
    selected = selected_operations(document, operations)
    wire = HttpWire(target.base_url)
    try:
        return _Run(document, selected, target, options or Options(), progress, wire).result()
    finally:
        wire.close()


def check_exchange(document: Document, exchange: Exchange) -> list[Violation]:
    """All violations of a server in one exchange: its response, and whether to accept was right."""
    operation = contract_of(document).find(exchange.method, exchange.url)
    if operation is None:
        return []
    return [
        *check_response(document, exchange),
        *check_acceptance(operation, exchange),
        *check_health(operation, exchange),
    ]


def selected_operations(document: Document, names: Sequence[str]) -> list[ContractOperation]:
    """The operations of those names, all if none is given. Raises `RunError` for unknown ones."""
    known = contract_of(document).operations
    if not known:
        raise RunError("the contract has no operations: there is nothing to test")
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            meant = f"; did you mean {near[0]!r}? There" if near else "; there"
            raise RunError(f"the contract has no operation {name!r}{meant} are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(names or known)]


def root_of(base_url: str, operations: Sequence[ContractOperation]) -> str:
    """The URL before the operations' paths: without what base URL and all paths share."""
    base = base_url.rstrip("/")
    steps = urlsplit(base).path.split("/")[1:]
    for start in range(len(steps)):
        shared = "/" + "/".join(steps[start:])
        if all(operation.path.startswith(f"{shared}/") for operation in operations):
            return base.removesuffix(shared)
    return base


def may_be_carried_out(operation: ContractOperation, status: int) -> bool:
    """Whether a request with this response may have been carried out, and billed.

    A gateway that answers 5xx or 408 may have lost patience with work that goes on behind it; unless the
    contract marks the status as a refusal (`x-refusal`).
    """
    if 400 <= status < 500:
        return status in _CLIENT_TIMEOUTS
    return not (status >= 500 and (operation.response(status) or {}).get("x-refusal"))


class _Run:
    def __init__(  # noqa: PLR0913, PLR0917  (the arguments of `run`)
        self,
        document: Document,
        operations: list[ContractOperation],
        target: Target,
        options: Options,
        progress: Callable[[str], None],
        wire: Wire,
    ) -> None:
        self._document = document
        self._operations = operations
        self._options = options
        self._progress = progress
        self._root = root_of(target.base_url, operations)
        headers = operations[0].key_headers(target.key) if target.key and operations else {}
        self._budget = RequestBudget(options.max_requests, options.rate)
        self._sender = Sender(self._root, wire, headers, self._budget)
        self._secrets = secret_texts([target.key])
        self._result = RunResult(has_key=target.key is not None)

    def result(self) -> RunResult:
        self._operations = available_operations(
            self._sender, self._operations, self._look, self._add_missing
        )
        try:
            self._send_all()
        except RunError as error:
            self._result.troubles.append(UncheckedPlace("the rest", "", str(error)))
            self._budget.close()
        self._result.refuse_if_locked_out()
        self._add_unasked()
        if self._budget.is_spent and not (self._result.notes or self._result.troubles):
            self._result.notes.append(
                f"stopped after {self._budget.sent} requests (--max-requests)"
            )
        return self._result

    def _add_unasked(self) -> None:
        """Say of each operation that got no request that it was not checked."""
        if not self._result.troubles:
            return
        for operation in self._operations:
            if not self._result.count(operation.name).sent:
                place = UncheckedPlace(operation.name, "", "no request was sent")
                self._result.troubles.append(place)

    def _send_all(self) -> None:
        no_cost = self._options.no_cost
        if not self._budget.is_spent:
            valid = not no_cost or self._options.check_keys
            check_keys(self._sender, self._operations, self._look, self._result.add, valid=valid)
        if no_cost:
            self._send_invalid()
        else:
            self._send_generated()

    def _send_generated(self) -> None:
        self._generate("bounds", self._operations, 1)
        for operation in self._operations:
            if not operation.bodies:
                continue
            count = self._result.count(operation.name)
            valid = self._options.cases // 2 - count.taken + _SURPLUS
            self._generate("valid", [operation], max(valid, _LEAST))
            rest = self._options.cases - count.sent
            self._generate("invalid", [operation], max(rest, _LEAST))

    def _generate(self, kind: Kind, operations: list[ContractOperation], examples: int) -> None:
        if self._budget.is_spent:
            return
        self._progress(f"{operations[0].name if len(operations) == 1 else 'all'}: {kind}")
        plan = GenerationPlan(
            operations,
            self._root,
            self._sender.headers,
            kind,
            examples,
            self._options.seed,
            self._options.model,
        )
        self._result.troubles += send_generated(plan, self._exchange, self._look_on)

    def _exchange(self, request: requests.PreparedRequest) -> Exchange:
        try:
            return self._sender.exchange(request)
        except ResponseLimitError as error:
            # The next response would be no different, and each costs minutes or megabytes.
            self._budget.close()
            where = redacted_url(str(request.url), "mark")
            reason = f"{where}: {error}; nothing more is sent"
            self._result.troubles.append(UncheckedPlace("the rest", "", reason))
            raise

    def _send_invalid(self) -> None:
        with_body = [operation for operation in self._operations if operation.bodies]
        for request in interleaved_requests(with_body):
            if self._budget.is_spent:
                return
            self._progress(f"{request.operation.name}: {request.reason}")
            headers = {"content-type": request.content_type}
            self._look(self._sender.send(request.operation, request.body, headers))

    def _look_on(self, exchange: Exchange) -> bool:
        self._look(exchange)
        return not self._budget.is_spent

    def _look(self, exchange: Exchange) -> None:
        operation = contract_of(self._document).find(exchange.method, exchange.url)
        if operation is None:
            return
        self._result.add_exchange(operation, exchange)
        if (
            self._options.no_cost
            and operation.bodies
            and may_be_carried_out(operation, exchange.status)
        ):
            self._stop_for_cost(operation, exchange)
        printable = without_secrets(exchange, self._secrets)
        for violation in check_exchange(self._document, printable):
            self._result.add(violation_without_secrets(violation, self._secrets), exchange)

    def _stop_for_cost(self, operation: ContractOperation, exchange: Exchange) -> None:
        self._budget.close()
        what = "took one that it must refuse"
        if not 200 <= exchange.status < 300:
            what = f"answered {exchange.status} to one, and may have carried it out"
        reason = (
            f"stopped after {self._budget.sent} requests: {operation.name} {what},"
            " which may have cost something"
        )
        self._result.troubles.append(UncheckedPlace("the rest", "", reason))

    def _add_missing(self, violation: Violation, exchange: Exchange) -> None:
        self._result.count(violation.operation).sent += 1
        self._result.add(violation, exchange)

"""The power of the checks: each fault of a server must be found, and none on an honest one."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.run.invalid_requests import interleaved_requests
from pyvenice.conformance.run.run import check_exchange
from pyvenice.conformance.run.schemathesis_engine import GenerationPlan, send_generated
from pyvenice.conformance.run.sender import Sender
from pyvenice.conformance.run.server_checks import check_keys
from pyvenice.conformance.run.wire import HttpWire
from pyvenice.contract.pin.pin import effective
from pyvenice.core.recording.recorded_exchange import Exchange, WireRequest
from pyvenice.sandbox import Sandbox, background
from tests.conformance.eager import eager_operations
from tests.conformance.faulty_server import ROOTS, Fault, FaultySandbox, key_of, roots
from tests.conformance.in_process import SandboxWire, exchange_with, here

# Other tests reach the same lines, and coverage triples the time of thousands of values.
pytestmark = pytest.mark.no_cover

# Enough to draw each way in which a response may be asked for.
DRAWN = 20
FAULTS: list[Fault] = [
    fault
    for path in sorted(Path(__file__).parent.glob("faults*.py"))
    for fault in importlib.import_module(f"tests.conformance.{path.stem}").FAULTS
]
LEAST = 6
"""Faults of each dialect."""


def invalid(provider: str) -> list[WireRequest]:
    with_body = [operation for operation in eager_operations(provider) if operation.bodies]
    return [
        WireRequest(
            "POST",
            ROOTS[provider] + request.operation.sample_path,
            {**key_of(provider), "content-type": request.content_type},
            request.body,
        )
        for request in interleaved_requests(with_body)
    ]


def drawn_requests(provider: str, root: str) -> list[WireRequest]:
    found: list[WireRequest] = []

    def keep(exchange: Exchange) -> bool:
        url = here(exchange.url)
        headers = dict(exchange.request_headers)
        found.append(WireRequest(exchange.method, url, headers, exchange.request_body))
        return True

    with_body = [operation for operation in eager_operations(provider) if operation.bodies]
    # Many operations are the models of one method: a few requests for each are as many together.
    drawn = DRAWN if len(with_body) <= DRAWN else 4
    plan = GenerationPlan(with_body, root, key_of(provider), "valid", drawn)
    assert send_generated(plan, HttpWire(root).exchange, keep) == []
    return found


class Requests:
    """What a run sends to each dialect: drawn requests first, then those to be refused."""

    def __init__(self, roots: Mapping[str, str]) -> None:
        self._roots = roots
        self._made: dict[str, list[WireRequest]] = {}

    def __getitem__(self, provider: str) -> list[WireRequest]:
        if provider not in self._made:
            drawn = drawn_requests(provider, self._roots[provider])
            self._made[provider] = [*drawn, *invalid(provider)]
        return self._made[provider]


@pytest.fixture(scope="module")
def requests() -> Iterator[Requests]:
    with background() as server:
        yield Requests(roots(server.root))


def broken_rules(sandbox: FaultySandbox, requests: list[WireRequest]) -> set[str]:
    """The rules that a server breaks, up to the request with which its fault is found."""
    fault = sandbox.fault
    assert fault is not None
    rules = {violation.rule for violation in key_violations(fault.provider, sandbox)}
    document = effective(fault.provider)
    for request in requests:
        if fault.rule in rules:
            break
        if sandbox.handle(request) is not sandbox.honest(request):
            rules |= {
                violation.rule
                for violation in check_exchange(document, exchange_with(sandbox, request))
            }
    return rules


def key_violations(provider: str, sandbox: Sandbox) -> list[Violation]:
    seen: list[Violation] = []
    sender = Sender(ROOTS[provider], SandboxWire(sandbox))
    check_keys(
        sender,
        eager_operations(provider),
        lambda _: None,
        lambda violation, _: seen.append(violation),
    )
    return seen


def test_each_fault_of_a_server_is_found(
    requests: Requests,
    subtests: pytest.Subtests,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caught = []
    sandbox = FaultySandbox()
    for fault in FAULTS:
        with subtests.test(fault.name, provider=fault.provider):
            sandbox.fault = fault
            assert fault.rule in broken_rules(sandbox, requests[fault.provider])
            caught.append(fault)
    with capsys.disabled():
        print(f"\nserver faults caught: {len(caught)} of {len(FAULTS)}")  # noqa: T201
    counts = Counter(fault.provider for fault in FAULTS)
    assert {provider for provider in ROOTS if counts[provider] < LEAST} == set()


@pytest.mark.parametrize("provider", ROOTS)
def test_nothing_is_found_on_an_honest_server(provider: str, requests: Requests) -> None:
    sandbox = FaultySandbox()
    document = effective(provider)
    answered = [exchange_with(sandbox, request) for request in requests[provider]]
    assert [
        violation for exchange in answered for violation in check_exchange(document, exchange)
    ] == []
    assert key_violations(provider, sandbox) == []
    assert sum(200 <= exchange.status < 300 for exchange in answered) >= 20

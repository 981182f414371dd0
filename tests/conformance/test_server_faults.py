"""The power of the checks: each fault of a server must be found, and none on an honest one."""

from __future__ import annotations

import pytest

from pyvenice.conformance.checks.operations import ContractOperation, contract_of
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
from tests.conformance.faults import FAULTS
from tests.conformance.faulty_server import ROOTS, FaultySandbox
from tests.conformance.in_process import KEY, SandboxWire, exchanged, here

DRAWN = {
    "venice": {"POST /image/edit": 25, "POST /image/upscale": 10},
    "openai": {"POST /images/edits": 20, "POST /images/generations": 10},
    "xinference": {"POST /v1/images/edits": 20},
}


def operations(provider: str) -> list[ContractOperation]:
    return list(contract_of(effective(provider)).operations.values())


def refusable(provider: str) -> list[WireRequest]:
    bodies = [one for one in operations(provider) if one.bodies]
    return [
        WireRequest(
            "POST",
            ROOTS[provider] + one.operation.path,
            {**KEY, "content-type": one.content_type},
            one.body,
        )
        for one in interleaved_requests(bodies)
    ]


def drawn(provider: str, root: str) -> list[WireRequest]:
    found: list[WireRequest] = []

    def keep(exchange: Exchange) -> bool:
        url = here(exchange.url)
        headers = dict(exchange.request_headers)
        found.append(WireRequest(exchange.method, url, headers, exchange.request_body))
        return True

    for name, examples in DRAWN[provider].items():
        chosen = [one for one in operations(provider) if one.name == name]
        plan = GenerationPlan(chosen, root, KEY, "valid", examples)
        troubles = send_generated(plan, HttpWire(root).exchange, keep)
        assert troubles == []
    return found


@pytest.fixture(scope="module")
def requests() -> dict[str, list[WireRequest]]:
    """What a run sends, for each dialect: drawn requests first, then those to be refused."""
    with background() as server:
        roots = {"venice": server.venice, "openai": server.openai}
        roots["xinference"] = server.xinference.removesuffix("/v1")
        return {name: [*drawn(name, root), *refusable(name)] for name, root in roots.items()}


def broken(sandbox: FaultySandbox, requests: list[WireRequest]) -> set[str]:
    """The rules that a server breaks, up to the request with which its fault is found."""
    fault = sandbox.fault
    assert fault is not None
    rules = {one.rule for one in of_keys(fault.provider, sandbox)}
    document = effective(fault.provider)
    for request in requests:
        if fault.rule in rules:
            break
        if sandbox.handle(request) is not sandbox.honest(request):
            rules |= {one.rule for one in check_exchange(document, exchanged(sandbox, request))}
    return rules


def of_keys(provider: str, sandbox: Sandbox) -> list[Violation]:
    seen: list[Violation] = []
    sender = Sender(ROOTS[provider], SandboxWire(sandbox))
    check_keys(
        sender, operations(provider), lambda _: None, lambda violation, _: seen.append(violation)
    )
    return seen


def test_each_fault_of_a_server_is_found(
    requests: dict[str, list[WireRequest]],
    subtests: pytest.Subtests,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caught = []
    sandbox = FaultySandbox()
    for fault in FAULTS:
        with subtests.test(fault.name, provider=fault.provider):
            sandbox.fault = fault
            assert fault.rule in broken(sandbox, requests[fault.provider])
            caught.append(fault)
    with capsys.disabled():
        print(f"\nserver faults caught: {len(caught)} of {len(FAULTS)}")  # noqa: T201
    assert len(FAULTS) >= 22


@pytest.mark.parametrize("provider", ROOTS)
def test_nothing_is_found_on_an_honest_server(
    provider: str, requests: dict[str, list[WireRequest]]
) -> None:
    sandbox = FaultySandbox()
    document = effective(provider)
    answered = [exchanged(sandbox, one) for one in requests[provider]]
    assert [one for exchange in answered for one in check_exchange(document, exchange)] == []
    assert of_keys(provider, sandbox) == []
    assert sum(200 <= one.status < 300 for one in answered) >= 20

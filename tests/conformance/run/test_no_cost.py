"""`no_cost`: whatever may have been billed ends the run, and keyless requests cannot be carried out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from pyvenice.conformance.checks.acceptance import refusal_reason
from pyvenice.conformance.checks.operations import contract_of
from pyvenice.conformance.run.invalid_requests import invalid_requests
from pyvenice.conformance.run.run import Options, Target, run
from pyvenice.contract.pin.pin import effective
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.generated import PROVIDERS
from tests.conformance.eager import eager_names, eager_operations
from tests.loopback import Loopback, breaks_off, resets, says

# Other tests reach the same lines, and coverage triples the time of thousands of values.
pytestmark = pytest.mark.no_cover

KEY = "the-key-of-somebody"
REFUSES = says(400, b'{"error": "no"}', content_type="application/json")
DONE: dict[str, Any] = {
    **{
        str(status): says(status, b"{}", content_type="application/json")
        for status in (200, 202, 303, 408, 499, 500, 502, 503, 504)
    },
    "lost": resets,
    "cut": breaks_off,
}


@dataclass
class LenientGateway:
    """Carries out whatever has a prompt, whatever else is wrong, and answers then as it is told."""

    answer: Any
    carried_out: list[bytes] = field(default_factory=list)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.loopback.seen[-1].body  # type: ignore[attr-defined]  # of tests.loopback
        if not has_prompt(body):
            REFUSES(handler)  # type: ignore[arg-type]  # a Handler
            return
        self.carried_out.append(body)
        self.answer(handler)


def has_prompt(body: bytes) -> bool:
    if b'name="prompt"' in body:
        return True
    try:
        return "prompt" in json.loads(body)
    except (ValueError, TypeError):
        return False


@pytest.mark.parametrize("provider", ["openai", "venice"])
@pytest.mark.parametrize("answer", DONE)
def test_nothing_is_sent_after_what_may_have_been_carried_out(
    provider: str, answer: str, loopback: Loopback
) -> None:
    gateway = LenientGateway(DONE[answer])
    loopback.answers(gateway)
    operations = eager_names(provider)
    target = Target(loopback.url, KEY)
    result = run(effective(provider), operations, target, Options(no_cost=True))
    assert len(gateway.carried_out) == 1
    assert has_prompt(loopback.seen[-1].body)
    assert [line for line in (*result.notes, *result.troubles) if line]


@pytest.mark.parametrize("status", [400, 401, 404, 409, 415, 422, 429])
def test_a_refusal_goes_on(status: int, loopback: Loopback) -> None:
    loopback.answers(REFUSES, says(status, b'{"error": "no"}', content_type="application/json"))
    operations = ["POST /image/upscale"]
    result = run(effective("venice"), operations, Target(loopback.url, KEY), Options(no_cost=True))
    assert result.sent > 10
    assert result.notes == []


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("check_keys", [False, True])
def test_what_goes_out_without_the_key_is_invalid_unless_asked_for(
    provider: str, check_keys: bool, loopback: Loopback
) -> None:
    loopback.answers(REFUSES)
    document = effective(provider)
    known = eager_names(provider)  # each is first asked whether it is there
    options = Options(no_cost=True, check_keys=check_keys, max_requests=25 + len(known))
    run(document, known, Target(loopback.url, KEY), options)
    keyless = [
        seen
        for seen in loopback.seen
        if seen.method == "POST" and KEY not in seen.headers.get("authorization", "")
    ]
    valid = [seen for seen in keyless if not is_invalid(document, seen)]
    needs_key = any(
        operation.needs_key and operation.bodies for operation in eager_operations(provider)
    )
    assert bool(keyless) is needs_key
    assert bool(valid) is (check_keys and needs_key)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_valid_body_is_never_among_the_invalid_ones(provider: str) -> None:
    for operation in eager_operations(provider):
        for request in invalid_requests(operation) if operation.bodies else ():
            headers = {"content-type": request.content_type}
            exchange = Exchange(operation.method, operation.path, 0, headers, request.body)
            assert refusal_reason(operation, exchange) is not None, request.reason


def is_invalid(document: Any, seen: Any) -> bool:
    operation = contract_of(document).find(seen.method, f"http://host{seen.path}")
    assert operation is not None
    exchange = Exchange(seen.method, seen.path, 0, seen.headers, seen.body)
    return refusal_reason(operation, exchange) is not None


def test_a_key_that_is_ignored_is_found_without_a_valid_body(loopback: Loopback) -> None:
    unauthorized = says(401, b'{"error": "no"}', content_type="application/json")
    for answer, ignored in ((unauthorized, False), (REFUSES, False), (says(415), True)):
        loopback.answers(REFUSES, answer)
        options = Options(no_cost=True, max_requests=3)
        target = Target(loopback.url, KEY)
        result = run(effective("venice"), ["POST /image/upscale"], target, options)
        rules = {found.violation.rule for found in result.found}
        assert ("request-key-ignored" in rules) is ignored


@pytest.mark.parametrize("provider", PROVIDERS)
def test_invalid_requests_are_made_for_bodies_of_any_kind(provider: str) -> None:
    known = contract_of(effective(provider)).operations.values()
    bodies = [operation for operation in known if operation.bodies]
    assert all(len(invalid_requests(operation)) > 1 for operation in bodies)

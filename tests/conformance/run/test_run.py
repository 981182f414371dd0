"""A run against a live server: what is sent, what is found, and when nothing is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pyvenice.conformance.checks.operations import contract_of
from pyvenice.conformance.errors import RunError
from pyvenice.conformance.run.invalid_requests import invalid_requests
from pyvenice.conformance.run.result import RunResult
from pyvenice.conformance.run.run import Options, Target, check_exchange, root_of, run
from pyvenice.conformance.run.schemathesis_engine import GenerationPlan, send_generated
from pyvenice.conformance.run.sender import RequestBudget
from pyvenice.conformance.run.wire import HttpWire
from pyvenice.contract.document.operation_key import operation_name
from pyvenice.contract.pin.pin import effective, source
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.sandbox import Addresses, Sandbox, background
from tests.loopback import Loopback, breaks_off, says, sends_events

DIALECTS = tuple(Sandbox().addresses(""))


def used(provider: str) -> list[str]:
    """The names of the operations that the clients call."""
    return [
        operation_name(operation.method, operation.called_path)
        for operation in source(provider).operations
        if not operation.family  # the sandbox does not serve all of a family
    ]


def edit(provider: str) -> str:
    """The name of the operation that edits; the first one on images where none is called so."""
    operations = source(provider).operations
    on_images = [operation for operation in operations if operation.name.startswith("image.")]
    first = min(on_images, key=lambda operation: operation.name != "image.edit")
    return operation_name(first.method, first.called_path)


def small(provider: str) -> tuple[str, ...]:
    """The operation whose body has the fewest fields, and those without a body."""
    operations = [contract_of(effective(provider)).operations[name] for name in used(provider)]
    with_body = [operation for operation in operations if operation.bodies]
    smallest = min(with_body, key=lambda operation: len(invalid_requests(operation)))
    return smallest.name, *(operation.name for operation in operations if not operation.bodies)


PAGE = says(404, b"<h1>404</h1>", content_type="text/html")
FREE = Options(no_cost=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Addresses]:
    with background() as addresses:
        yield addresses


def run_sandbox(server: Addresses, provider: str, options: Options, *operations: str) -> RunResult:
    target = Target(server[provider], server.api_key)
    return run(effective(provider), operations or used(provider), target, options)


def sentences(tally: RunResult) -> list[str]:
    return [f"{found.violation.rule}: {found.violation.message}" for found in tally.found]


def draw_edits(server: Addresses, provider: str, **how: Any) -> list[Exchange]:
    """Drawn edits, and how they were answered; `how` is what a `Plan` says."""
    operation = contract_of(effective(provider)).operations[edit(provider)]
    seen: list[Exchange] = []

    def keep(exchange: Exchange) -> bool:
        seen.append(exchange)
        return True

    root = root_of(server[provider], [operation])
    headers = operation.key_headers(server.api_key)
    given: dict[str, Any] = {"kind": "valid", "examples": 6} | how
    plan = GenerationPlan([operation], root, headers, **given)
    assert send_generated(plan, HttpWire(root).exchange, keep) == []
    return seen


def bodies(seen: list[Exchange]) -> list[bytes]:
    return [exchange.request_body for exchange in seen]


@pytest.mark.parametrize("provider", DIALECTS)
def test_the_sandbox_keeps_the_contract(server: Addresses, provider: str) -> None:
    tally = run_sandbox(server, provider, Options(cases=40), *small(provider))
    assert sentences(tally) == []
    assert tally.troubles == []
    count = tally.count(small(provider)[0])
    assert count.sent >= 40
    assert count.taken >= 10


@pytest.mark.parametrize("provider", DIALECTS)
def test_what_costs_nothing_is_refused_throughout(server: Addresses, provider: str) -> None:
    tally = run_sandbox(server, provider, FREE)
    assert sentences(tally) == []
    assert all(tally.count(name).taken == 0 for name in used(provider) if name.startswith("POST"))
    assert tally.count(edit(provider)).sent >= 10


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_found_by_chance(server: Addresses, seed: int) -> None:
    provider = DIALECTS[seed % len(DIALECTS)]
    document = effective(provider)
    seen = draw_edits(server, provider, seed=seed)
    seen += draw_edits(server, provider, seed=seed, kind="invalid")
    assert len(seen) >= 10
    assert [
        violation.message for exchange in seen for violation in check_exchange(document, exchange)
    ] == []


def test_free_requests_end_with_the_first_that_is_taken(loopback: Loopback) -> None:
    loopback.answers(says(200, b"{}", content_type="application/json"))
    tally = run(effective("xinference"), (), Target(loopback.url), FREE)
    assert len(loopback.seen) == 1
    assert {found.violation.rule for found in tally.found} >= {"request-accepted-invalid"}
    assert "may have cost something" in tally.troubles[0].reason


def test_no_more_is_sent_than_is_allowed(server: Addresses) -> None:
    for options in (Options(max_requests=7), Options(max_requests=7, no_cost=True)):
        tally = run_sandbox(server, "openai", options)
        assert tally.sent == 7
        assert "--max-requests" in tally.notes[0]


def test_requests_keep_their_distance() -> None:
    now, pauses = 100.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        pauses.append(round(seconds, 3))
        now += seconds

    budget = RequestBudget(rate=4, clock=lambda: now, sleep=sleep)
    for _ in range(3):
        budget.spend()
    now += 10
    budget.spend()
    assert pauses == [0.25, 0.25]


def test_the_same_requests_are_drawn_each_time(server: Addresses) -> None:
    always, seeded = (bodies(draw_edits(server, "openai", seed=seed)) for seed in (None, 5))
    assert bodies(draw_edits(server, "openai", seed=None)) == always
    assert bodies(draw_edits(server, "openai", seed=5)) == seeded
    assert bodies(draw_edits(server, "openai", seed=6)) != seeded


def test_only_the_model_that_is_named_is_asked_for(server: Addresses) -> None:
    sent = bodies(draw_edits(server, "venice", model="only-this"))
    given = [body for body in sent if b'"model' in body]
    assert given
    assert all(b"only-this" in body for body in given)


def test_a_long_stream_is_read_to_its_end(loopback: Loopback) -> None:
    loopback.answers(sends_events(*[b"data: {}\n\n"] * 100))
    operation = contract_of(effective("openai")).operations[edit("openai")]
    seen: list[Exchange] = []

    def keep(exchange: Exchange) -> bool:
        seen.append(exchange)
        return True

    plan = GenerationPlan([operation], loopback.url, {}, "valid")
    send_generated(plan, HttpWire(loopback.url).exchange, keep)
    assert [exchange.answer_body.count(b"data") for exchange in seen] == [100]


def test_an_interruption_by_the_user_ends_the_run(loopback: Loopback) -> None:
    loopback.answers(says(400, b"{}", content_type="application/json"))
    operation = contract_of(effective("openai")).operations[edit("openai")]

    def interrupt(_: Exchange) -> bool:
        raise KeyboardInterrupt

    plan = GenerationPlan([operation], loopback.url, {}, "valid")
    with pytest.raises(KeyboardInterrupt):
        send_generated(plan, HttpWire(loopback.url).exchange, interrupt)


def test_nothing_is_left_in_the_working_directory(
    server: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    draw_edits(server, "venice", examples=2)
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_not_asked_for_is_found(loopback: Loopback) -> None:
    refusal = b'{"error": "no"}'
    loopback.answers(says(400, refusal, content_type="application/json"))
    target = Target(loopback.url, "secret")
    tally = run(effective("venice"), ["POST /image/upscale"], target, Options(max_requests=3))
    assert [request.headers.get("authorization") for request in loopback.seen] == [
        "Bearer secret",
        None,
        "Bearer pyvenice-conformance-wrong-key",
    ]
    found = [
        violation for violation in tally.found if violation.violation.rule == "request-key-ignored"
    ]
    assert [violation.times for violation in found] == [2]


def test_the_smallest_request_stands_for_all_of_a_kind(loopback: Loopback) -> None:
    loopback.answers(says(418, b"", content_type="application/json"))
    tally = run(effective("venice"), ["POST /image/upscale"], Target(loopback.url, "k"), FREE)
    (found,) = (
        violation
        for violation in tally.found
        if violation.violation.rule == "answer-status-undocumented"
    )
    assert found.times == len(loopback.seen)
    assert found.exchange.request_body == b""


def test_what_cannot_be_sent_is_told(loopback: Loopback) -> None:
    refusal = says(401, b'{"error": "no"}', content_type="application/json")
    loopback.answers(
        says(400, b'{"error": "no"}', content_type="application/json"), refusal, refusal, breaks_off
    )
    operation = "POST /image/upscale"
    tally = run(effective("venice"), [operation], Target(loopback.url, "k"), Options(cases=2))
    assert tally.troubles
    assert operation in str(tally.troubles[0])


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (PAGE, "answers 404 with a web page"),
        (says(502, b"<h1>502</h1>", content_type="text/html; charset=utf-8"), "answers 502"),
        (says(404, b"{}", content_type="application/json"), "nor is any other operation"),
        (says(401, b'{"error": "no"}', content_type="application/json"), "refuses the key"),
    ],
)
def test_a_server_that_is_not_the_one_is_told(
    loopback: Loopback, answer: object, message: str
) -> None:
    loopback.script[:] = [answer]  # type: ignore[list-item]  # an Answer
    target = Target(f"{loopback.url}/api", "some-key")
    with pytest.raises(RunError, match=message) as raised:
        run(effective("venice"), ["POST /image/edit"], target, Options(max_requests=4))
    assert "some-key" not in str(raised.value)


def test_a_server_that_is_not_there_is_told() -> None:
    with background() as gone:
        address = gone.venice
    with pytest.raises(RunError, match=r"no server answers at .*--base-url"):
        run(effective("venice"), (), Target(address))


def test_an_operation_that_the_contract_lacks_is_told_with_the_nearest() -> None:
    with pytest.raises(RunError, match="did you mean 'POST /image/edit'"):
        run(effective("venice"), ["POST /image/edits"], Target("http://127.0.0.1:1"))


@pytest.mark.parametrize(
    ("base_url", "provider", "root"),
    [
        ("http://h/api/v1/", "venice", "http://h/api/v1"),
        ("http://h/v1", "xinference", "http://h"),
        ("http://h/x/v1", "xinference", "http://h/x"),
        ("http://h", "xinference", "http://h"),
    ],
)
def test_what_base_url_and_paths_share_is_said_once(
    base_url: str, provider: str, root: str
) -> None:
    operations = list(contract_of(effective(provider)).operations.values())
    assert root_of(base_url, operations) == root


def test_an_operation_that_the_server_lacks_is_one_violation(loopback: Loopback) -> None:
    missing = says(404, b'{"error": "no"}', content_type="application/json")
    refuses = says(400, b'{"error": "no"}', content_type="application/json")
    loopback.answers(missing, refuses)
    operations = ["POST /images/variations", "POST /images/generations"]
    result = run(effective("openai"), operations, Target(loopback.url, "k"), FREE)
    lacking = [found for found in result.found if found.violation.operation == operations[0]]
    assert [found.violation.rule for found in lacking] == ["answer-operation-missing"]
    assert [seen.path for seen in loopback.seen].count("/images/variations") == 1
    assert result.count(operations[0]).sent == 1
    assert result.count(operations[1]).sent > 10


def test_a_response_without_an_end_is_the_last_one(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyvenice.conformance.run.run.HttpWire", partial(HttpWire, most_bytes=1000))
    refuses = says(400, b'{"error": "no"}', content_type="application/json")
    no_key = says(401, b'{"error": "no"}', content_type="application/json")
    loopback.answers(refuses, no_key, no_key, refuses, says(200, b"x" * 2000))
    result = run(effective("venice"), ["POST /image/upscale"], Target(loopback.url, "k"))
    assert len(loopback.seen) == 5
    (trouble,) = result.troubles
    assert "larger than 1,000 bytes; nothing more is sent" in trouble.reason


def test_a_key_that_the_server_echoes_is_in_no_violation(loopback: Loopback) -> None:
    key = "vk-0123456789-secret"
    echo = json.dumps({"error": {"x": f"key {key}"}, key: key, "details": ["\\u0076" + key[1:]]})
    loopback.answers(
        says(418, echo.encode()), says(400, echo.encode(), content_type="application/json")
    )
    options = Options(max_requests=9, no_cost=True)
    result = run(effective("venice"), ["POST /image/upscale"], Target(loopback.url, key), options)
    assert result.found
    assert key not in str([found.violation for found in result.found])


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": ' + b"[" * 990 + b"]" * 990 + b"}",
        b'{"error": "\\ud800"}',
        b'{"error": 1e999}',
        b'{"error": ' + b"9" * 5000 + b"}",
        b'{"error": [' + b"[]," * 300_000 + b"[]]}",
        b"\xff\xfe",
    ],
    ids=["deep", "surrogate", "infinite", "digits", "many values", "bytes"],
)
def test_an_answer_made_to_do_harm_is_a_violation(body: bytes, loopback: Loopback) -> None:
    loopback.answers(says(400, body, content_type="application/json"))
    options = Options(max_requests=4)
    result = run(effective("venice"), ["POST /image/upscale"], Target(loopback.url, "k"), options)
    assert result.found
    assert result.troubles == []

"""Several gateways on one PostgreSQL server: keys, idempotency, results and the ledger are shared."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from pyvenice import BudgetExceededError, Ledger
from pyvenice.config import Connection
from pyvenice.errors import ConfigError, LedgerError
from pyvenice.gateway.config import GatewayConfig
from pyvenice.gateway.server import make_server
from pyvenice.gateway.store import Store
from pyvenice.ledger.entry import LedgerEntry
from pyvenice.sandbox import background
from tests.gateway.conftest import served
from tests.pictures import picture

VENICE = "venice/firered-image-edit"
Start = Callable[[str], str]


@pytest.fixture
def start(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Start, Any]]:
    """Start gateways that share nothing but the database; each has a name, and returns its address."""
    monkeypatch.setenv("GATEWAY_TEST_KEY", "sandbox")
    with ExitStack() as stack:
        server = stack.enter_context(background(faults=["latency:0.4"]))
        connections = {"venice": Connection(server.venice, "GATEWAY_TEST_KEY")}

        def run(name: str) -> str:
            config = GatewayConfig(
                port=0, data=tmp_path / name, database=database, connections=connections
            )
            return stack.enter_context(served(config))

        yield run, server


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with closing(Store(database)) as store:
        yield store


def edit(url: str, key: str, prompt: str = "red", **headers: str) -> httpx.Response:
    return httpx.post(
        f"{url}/v1/images/edits",
        data={"model": VENICE, "prompt": prompt},
        files={"image": ("a.png", picture(), "image/png")},
        headers={"authorization": f"Bearer {key}"}
        | {name.replace("_", "-"): value for name, value in headers.items()},
        timeout=60,
    )


def test_a_repeat_at_another_gateway_gets_the_picture_and_is_not_billed(
    start: tuple[Start, Any], store: Store, database: str
) -> None:
    run, server = start
    key = store.make_key("alice")
    first, second = run("one"), run("two")
    with ThreadPoolExecutor() as pool:
        at_once = [pool.submit(edit, url, key, idempotency_key="k") for url in (first, second)]
    answers = [future.result().json() for future in at_once]
    answers.append(edit(second, key, idempotency_key="k").json())
    assert [answer["data"] for answer in answers] == [answers[0]["data"]] * 3
    assert sorted(answer["pyvenice"]["repeated"] for answer in answers) == [False, True, True]
    assert len(server.seen) == 1
    with Ledger(database) as ledger:
        (row,) = ledger.usage("day")
        assert (row.calls, row.billed) == (1, 40_000)
        assert ledger.entries()[0].tag == "alice"


def test_a_budget_holds_over_all_gateways(start: tuple[Start, Any], store: Store) -> None:
    run, server = start
    key = store.make_key("poor", budget=90_000)
    urls = [run("one"), run("two")]
    with ThreadPoolExecutor() as pool:
        wanted = [pool.submit(edit, urls[number % 2], key, f"n{number}") for number in range(6)]
    statuses = sorted(future.result().status_code for future in wanted)
    assert statuses == [200, 200, 402, 402, 402, 402]
    assert len(server.seen) == 2


def test_a_rate_holds_over_all_gateways(start: tuple[Start, Any], store: Store) -> None:
    run, server = start
    key = store.make_key("fast", per_minute=2)
    urls = [run("one"), run("two")]
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(edit, urls[number % 2], key, f"n{number}") for number in range(4)]
    assert sorted(future.result().status_code for future in asked) == [200, 200, 429, 429]
    assert len(server.seen) == 2


def test_a_key_that_is_revoked_ends_at_every_gateway(
    start: tuple[Start, Any], store: Store
) -> None:
    run, _ = start
    key = store.make_key("bob")
    with pytest.raises(ConfigError, match="there is a key of the name 'bob'"):
        store.make_key("bob")
    url = run("one")
    assert edit(url, key).status_code == 200
    assert store.revoke_key("bob")
    assert edit(url, key).status_code == 401


def test_a_server_that_was_restarted_is_found_again_and_one_that_is_gone_is_a_sentence(
    store: Store, database: str
) -> None:
    key = store.make_key("carol")
    with psycopg.connect(database, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    found = store.key(key)
    assert found is not None
    assert found.name == "carol"
    with pytest.raises(ConfigError, match=r"cannot be used.*refused") as caught:
        make_server(GatewayConfig(database="postgresql://u:secret@127.0.0.1:9/x"))
    assert "secret" not in str(caught.value)


def test_results_of_any_size_come_back_as_they_were(store: Store, tmp_path: Path) -> None:
    for size in (1, 1024 * 1024, 2 * 1024 * 1024 + 5):
        path = tmp_path / f"{size}.png"
        path.write_bytes(content := bytes(range(256)) * (size // 256) + b"x" * (size % 256))
        store.keep_result(path)
        path.unlink()
        assert store.restore_result(path)
        assert path.read_bytes() == content
    assert not store.restore_result(tmp_path / "none.png")
    store.delete_results(0)
    assert not store.restore_result(tmp_path / "1.png")


def test_a_ledger_keeps_the_limit_of_a_day_between_threads(database: str) -> None:
    entry = LedgerEntry(provider="venice", model=VENICE, operation="edit", reserved=40_000)
    refused = []

    def reserve() -> None:
        with Ledger(database) as ledger:
            try:
                ledger.reserve(entry, day_limit=100_000).settle(40_000)
            except BudgetExceededError as error:
                refused.append(error)

    threads = [threading.Thread(target=reserve) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    with Ledger(database) as ledger:
        assert [(row.key, row.calls, row.billed) for row in ledger.usage()] == [(VENICE, 2, 80_000)]


def test_a_newer_version_of_the_tables_is_refused(database: str) -> None:
    with Ledger(database) as ledger:
        assert ledger.entries() == []
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("UPDATE pyvenice.versions SET version = 99")
    with pytest.raises(LedgerError, match="written by a newer pyvenice"):
        Ledger(database).entries()

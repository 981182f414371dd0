from __future__ import annotations

import asyncio
import inspect
import re
import sys
import threading
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest

from pyvenice.core.client import construction
from pyvenice.core.client.base import AsyncClient, SyncClient
from pyvenice.core.engine.calls import Call, Flow, Reply, StreamCall, fetch
from pyvenice.core.engine.deadline import Deadline
from pyvenice.core.engine.events import ClientEvent
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.core.request.operation_table import Provider
from pyvenice.core.response.streams import EditProgress, ImageEvent
from pyvenice.errors import (
    AnswerError,
    APITimeoutError,
    ArgumentError,
    ClientClosedError,
    MissingExtraError,
    MissingKeyError,
    PyveniceError,
    RateLimitError,
    ServerError,
    install_command,
)
from tests.loopback import Loopback, keeps_silent, says, sends_events

KEY = "sk-0123456789abcdef"
CLOSED = Provider(
    name="closed",
    title="Closed",
    base_url="https://api.closed.example/api/v1",
    api_key_env="CLOSED_API_KEY",
    base_url_env="CLOSED_API_BASE",
    other_api_key_envs=("CLOSED_ADMIN_KEY",),
    other_base_url_envs=("CLOSED_ENDPOINT",),
)
OPEN = Provider(
    name="open",
    title="Open",
    base_url="http://127.0.0.1:9997/v1",
    api_key_env="OPEN_API_KEY",
    key_required=False,
)


class ClosedClient(SyncClient):
    provider = CLOSED


class AsyncClosedClient(AsyncClient):
    provider = CLOSED


class OpenClient(SyncClient):
    provider = OPEN


class AsyncOpenClient(AsyncClient):
    provider = OPEN


Closed = type[ClosedClient] | type[AsyncClosedClient]
Open = type[OpenClient] | type[AsyncOpenClient]


@pytest.fixture
def closed(client_mode: str) -> Closed:
    return ClosedClient if client_mode == "sync" else AsyncClosedClient


@pytest.fixture
def opened(client_mode: str) -> Open:
    return OpenClient if client_mode == "sync" else AsyncOpenClient


def edit() -> Flow[Reply]:
    return (yield from fetch(Call("POST", "/edit", billed=True, operation="image.edit")))


def run(client: Any) -> Reply:
    """Perform the edit and close the client."""
    if isinstance(client, SyncClient):
        with client:
            return client._run(edit())

    async def performed() -> Reply:
        async with client:
            reply: Reply = await client._run(edit())
            return reply

    return asyncio.run(performed())


def test_the_key_comes_from_the_argument_before_the_environment(
    closed: Closed, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSED_API_KEY", "from-env")
    loopback.answers(says(200))
    run(closed("from-argument", base_url=loopback.url))
    run(closed(base_url=loopback.url))
    run(closed("", base_url=loopback.url))
    found = [seen.headers["authorization"] for seen in loopback.seen]
    assert found == ["Bearer from-argument", "Bearer from-env", "Bearer from-env"]


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_no_key_says_which_variable_to_set_and_how_to_try_without(
    closed: Closed, empty: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if empty is not None:
        monkeypatch.setenv("CLOSED_API_KEY", empty)
    with pytest.raises(MissingKeyError, match="no API key for Closed") as caught:
        closed(empty)
    assert "CLOSED_API_KEY" in str(caught.value)
    assert "sandbox=True" in str(caught.value)


def test_other_names_of_the_variables_are_taken_after_the_provider_s_own(
    closed: Closed, monkeypatch: pytest.MonkeyPatch, loopback: Loopback
) -> None:
    loopback.answers(says(200))
    monkeypatch.setenv("CLOSED_ENDPOINT", loopback.url)
    monkeypatch.setenv("CLOSED_ADMIN_KEY", "the-other-key")
    run(closed())
    monkeypatch.setenv("CLOSED_API_BASE", f"{loopback.url}/own")
    monkeypatch.setenv("CLOSED_API_KEY", "the-own-key")
    run(closed())
    keys = [request.headers["authorization"] for request in loopback.seen]
    assert keys == ["Bearer the-other-key", "Bearer the-own-key"]
    assert [request.path for request in loopback.seen] == ["/api/v1/edit", "/own/edit"]


def test_a_provider_may_do_without_a_key(opened: Open, loopback: Loopback) -> None:
    loopback.answers(says(200))
    run(opened(base_url=loopback.url))
    assert "authorization" not in loopback.seen[0].headers


@pytest.mark.parametrize("key", ["a\nb", "clé-0123456789", "a\0b"])
def test_a_key_that_cannot_be_sent_is_refused_and_not_shown(closed: Closed, key: str) -> None:
    with pytest.raises(ArgumentError, match="holds a character") as caught:
        closed(key)
    assert key not in f"{caught.value} {caught.value.__dict__}"


def test_blanks_around_a_key_are_not_part_of_it(closed: Closed, loopback: Loopback) -> None:
    loopback.answers(says(200))
    run(closed(f" {KEY}\n", base_url=loopback.url))
    assert loopback.seen[0].headers["authorization"] == f"Bearer {KEY}"


def test_the_address_comes_from_argument_environment_or_provider(
    closed: Closed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "https://api.closed.example/api/v1" in repr(closed(KEY))
    monkeypatch.setenv("CLOSED_API_BASE", "http://gateway:1/x/")
    assert "'http://gateway:1/x'" in repr(closed(KEY))
    assert "'http://other/y'" in repr(closed(KEY, base_url="http://other/y"))


def test_an_address_without_a_path_gets_the_provider_s_own(
    closed: Closed, loopback: Loopback
) -> None:
    loopback.answers(says(200))
    run(closed(KEY, base_url=loopback.url))
    run(closed(KEY, base_url=f"{loopback.url}/"))
    run(closed(KEY, base_url=f"{loopback.url}/mine/"))
    assert [seen.path for seen in loopback.seen] == ["/api/v1/edit", "/edit", "/mine/edit"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.example",
        "ftp://api.example",
        "http://",
        "http://[broken",
        "http://host:port",
        "https://user:word@api.example",
        "https://api.example/v1?x=1",
        "https://api.example/#v1",
    ],
)
def test_an_address_that_is_none_is_refused(
    closed: Closed, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ArgumentError, match="base_url must be an http or https address"):
        closed(KEY, base_url=url)
    if url:
        monkeypatch.setenv("CLOSED_API_BASE", url)
        with pytest.raises(ArgumentError, match="CLOSED_API_BASE must be"):
            closed(KEY)


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), "10", None])
def test_a_time_limit_must_be_one(closed: Closed, timeout: Any) -> None:
    with pytest.raises(ArgumentError, match="timeout must be a number of seconds above 0"):
        closed(KEY, timeout=timeout)


@pytest.mark.parametrize("retries", [-1, 1.5, True, "2"])
def test_the_number_of_retries_must_be_one(closed: Closed, retries: Any) -> None:
    with pytest.raises(ArgumentError, match="max_retries must be a whole number"):
        closed(KEY, max_retries=retries)


@pytest.mark.parametrize("name", ["max_bytes", "max_pixels"])
@pytest.mark.parametrize("wrong", [0, -1, 1.5, True, "10", None])
def test_the_limits_of_answers_must_be_limits(closed: Closed, name: str, wrong: Any) -> None:
    with pytest.raises(ArgumentError, match=f"{name} must be a whole number of at least 1"):
        closed(KEY, **{name: wrong})


def test_a_listener_must_be_a_plain_function(closed: Closed) -> None:
    async def listener(_: ClientEvent) -> None: ...

    for wrong in (listener, "print"):
        with pytest.raises(ArgumentError, match="on_event must be a plain function"):
            closed(KEY, on_event=wrong)  # type: ignore[arg-type]  # that is the point


def test_what_is_given_beside_a_policy_counts(closed: Closed) -> None:
    client = closed(KEY, retry=RetryPolicy(max_retries=5, max_wait=9), max_retries=1)
    policy = client.with_options(retry_unknown=True)._settings.retry
    assert policy == RetryPolicy(max_retries=1, max_wait=9, retry_unknown=True)


def test_a_client_and_its_siblings_share_one_budget(closed: Closed) -> None:
    client = closed(KEY, retry=RetryPolicy(budget=12))
    budget = client.with_options(max_retries=9, timeout=1)._settings.budget
    assert budget is client._settings.budget
    assert budget.left == 12


def test_events_name_provider_operation_and_model(closed: Closed, loopback: Loopback) -> None:
    loopback.answers(says(200))
    events: list[ClientEvent] = []
    run(closed(KEY, base_url=loopback.url, on_event=events.append))
    assert [(event.provider, event.operation) for event in events] == [("Closed", "image.edit")] * 2
    assert KEY not in repr(events)


def test_a_client_takes_no_larger_answer_than_it_may(closed: Closed, loopback: Loopback) -> None:
    loopback.answers(says(200, b"x" * 11))
    with pytest.raises(AnswerError, match="larger than 10 bytes"):
        run(closed(KEY, base_url=loopback.url, max_bytes=10))


def test_the_key_is_never_shown(closed: Closed) -> None:
    client = closed(KEY, default_headers={"authorization": "Bearer other-secret"})
    assert repr(client) == (
        f"{closed.__name__}(base_url='https://api.closed.example/api/v1',"
        " timeout=300, max_retries=2)"
    )
    shown = f"{client!r} {client.__dict__}"
    assert KEY not in shown
    assert "other-secret" not in shown


def test_errors_name_provider_and_operation(closed: Closed, loopback: Loopback) -> None:
    loopback.answers(says(429, b'{"error": "slow"}'))
    with pytest.raises(RateLimitError, match=r"Closed image\.edit: 429: slow"):
        run(closed(KEY, base_url=loopback.url, max_retries=0))


def test_default_headers_are_sent_with_each_call(closed: Closed, loopback: Loopback) -> None:
    loopback.answers(says(200))
    run(closed(KEY, base_url=loopback.url, default_headers={"X-Team": "blue"}))
    assert loopback.seen[0].headers["x-team"] == "blue"


def test_billed_calls_are_repeated_after_a_lost_answer_only_on_request(
    closed: Closed, loopback: Loopback
) -> None:
    loopback.answers(says(500, b"{}"), says(200))
    with pytest.raises(ServerError):
        run(closed(KEY, base_url=loopback.url))
    assert len(loopback.seen) == 1
    loopback.answers(says(500, b"{}"), says(200))
    assert run(closed(KEY, base_url=loopback.url, retry_unknown=True)).status == 200


def test_options_change_a_sibling_and_not_the_client(closed: Closed, loopback: Loopback) -> None:
    loopback.answers(keeps_silent)
    client = closed(KEY, base_url=loopback.url)
    sibling = client.with_options(timeout=0.05, max_retries=0, retry_unknown=True)
    assert type(sibling) is closed
    assert "timeout=300, max_retries=2" in repr(client)
    assert "timeout=0.05, max_retries=0" in repr(sibling)
    assert "timeout=0.05, max_retries=0" in repr(sibling.with_options())
    with pytest.raises(APITimeoutError):
        run(sibling)
    with pytest.raises(ArgumentError, match="timeout"):
        client.with_options(timeout=-1)
    for key in ("", " ", "a\nb", 7):
        with pytest.raises(ArgumentError, match="key"):
            client.with_options(api_key=key)  # type: ignore[arg-type]  # a key of a wrong type
    _close(client)


def test_a_sibling_may_have_another_key(loopback: Loopback) -> None:
    loopback.answers(says(200), says(200))
    with ClosedClient(KEY, base_url=loopback.url) as client:
        client.with_options(api_key="another-key")._run(edit())
        client._run(edit())
    sent = [request.headers["authorization"] for request in loopback.seen]
    assert sent == ["Bearer another-key", f"Bearer {KEY}"]


def test_closing_a_sibling_leaves_the_connections_open(loopback: Loopback) -> None:
    loopback.answers(says(200))
    with ClosedClient(KEY, base_url=loopback.url) as client:
        with client.with_options(timeout=5) as sibling:
            assert sibling._run(edit()).status == 200
        assert client._run(edit()).status == 200
    with pytest.raises(ClientClosedError):
        client._run(edit())


def test_an_injected_client_is_used_and_never_closed(loopback: Loopback) -> None:
    loopback.answers(says(200))
    with httpx.Client(headers={"x-mine": "1"}) as mine:
        with ClosedClient(KEY, base_url=loopback.url, http_client=mine) as client:
            client._run(edit())
        assert not mine.is_closed
    assert loopback.seen[0].headers["x-mine"] == "1"


def test_an_injected_async_client_is_used_and_never_closed(loopback: Loopback) -> None:
    loopback.answers(says(200))

    async def performed() -> None:
        async with httpx.AsyncClient(headers={"x-mine": "1"}) as mine:
            async with AsyncClosedClient(KEY, base_url=loopback.url, http_client=mine) as client:
                await client._run(edit())
            assert not mine.is_closed

    asyncio.run(performed())
    assert loopback.seen[0].headers["x-mine"] == "1"


def test_several_threads_share_a_client(loopback: Loopback) -> None:
    loopback.answers(says(200, b"done"))
    with ClosedClient(KEY, base_url=loopback.url) as client:
        replies: list[bytes] = []
        work: Callable[[], None] = lambda: replies.append(client._run(edit()).content)  # noqa: E731
        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert replies == [b"done"] * 8


class Dialect:
    """Any chunk is progress."""

    def feed(self, chunk: bytes) -> Iterator[ImageEvent]:
        yield EditProgress(chunk.decode())

    def done(self) -> Iterator[ImageEvent]:
        return iter(())


def test_events_are_streamed(closed: Closed, loopback: Loopback) -> None:
    loopback.answers(sends_events(b"hello"))
    call = StreamCall(Call("POST", "/edit"), Dialect)
    client = closed(KEY, base_url=loopback.url)

    def first_sync(client: ClosedClient) -> Any:
        with client, client._stream(call) as stream:
            return next(iter(stream))

    async def first_async(client: AsyncClosedClient) -> Any:
        async with client, await client._stream(call) as stream:
            return await anext(aiter(stream))

    if isinstance(client, ClosedClient):
        assert first_sync(client) == EditProgress("hello")
    else:
        assert asyncio.run(first_async(client)) == EditProgress("hello")


class FakeSandbox:
    """Stands in for the real one, and remembers what it was asked."""

    made: list[FakeSandbox]

    def __init__(self) -> None:
        self.made.append(self)
        self.seen: list[WireRequest] = []

    def handle(self, request: WireRequest) -> WireResponse:
        self.seen.append(request)
        return WireResponse(200, [], [b"done"])

    def addresses(self, origin: str) -> dict[str, str]:
        return {"closed": f"{origin}/closed/api/v1"}


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeSandbox]]:
    module = ModuleType("pyvenice.sandbox.server.app")
    kind = type("Sandbox", (FakeSandbox,), {"made": []})
    module.Sandbox = kind  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, "pyvenice.sandbox.server.app", module)
    construction._sandbox.cache_clear()
    yield kind
    construction._sandbox.cache_clear()


def test_the_sandbox_answers_in_this_process_without_the_real_key(
    closed: Closed, sandbox: type[FakeSandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSED_API_KEY", KEY)
    monkeypatch.setenv("CLOSED_API_BASE", "http://elsewhere")
    assert run(closed(sandbox=True)).content == b"done"
    run(closed("a-wrong-key", sandbox=True))
    (only,) = sandbox.made
    first, second = only.seen
    assert first.url == "http://sandbox/closed/api/v1/edit"
    assert first.headers["authorization"] == "Bearer sandbox"
    assert second.headers["authorization"] == "Bearer a-wrong-key"


@pytest.mark.usefixtures("sandbox")
def test_the_sandbox_has_no_network_to_keep_it_out_of(closed: Closed) -> None:
    client = closed(sandbox=True, allow_private_addresses=False)
    request = client._settings.request(Call("GET", "/models"), Deadline(1))
    request.rule.check("http://127.0.0.1/file")


def test_a_provider_without_a_dialect_is_told_so_before_anything_is_sent(
    closed: Closed, sandbox: type[FakeSandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "addresses", lambda *_: {"another": "http://sandbox/another"})
    with pytest.raises(ArgumentError, match=r"no dialect of Closed yet.*it has: another") as caught:
        closed(sandbox=True)
    assert caught.value.argument == "sandbox"


@pytest.mark.parametrize("other", ["base_url", "http_client"])
def test_the_sandbox_goes_with_no_other_server(closed: Closed, other: str) -> None:
    with pytest.raises(ArgumentError, match=f"cannot be used with {other}=") as caught:
        closed(sandbox=True, **{other: "http://x"})  # type: ignore[arg-type]  # refused before
    assert caught.value.argument == other


def test_a_sandbox_that_is_not_installed_says_what_to_install(
    closed: Closed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: str) -> ModuleType:
        raise ModuleNotFoundError("No module named 'PIL'", name="PIL")

    construction._sandbox.cache_clear()
    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(MissingExtraError, match=re.escape(install_command("sandbox"))):
        closed(sandbox=True)


def test_both_colours_have_the_same_methods_and_arguments() -> None:
    renamed = {"aclose": "close", "__aenter__": "__enter__", "__aexit__": "__exit__"}

    def shape(kind: type) -> dict[str, list[str]]:
        return {
            renamed.get(name, name): list(inspect.signature(member).parameters)
            for name, member in vars(kind).items()
            if inspect.isfunction(member)
        }

    assert shape(SyncClient) == shape(AsyncClient)
    assert SyncClient.__init__.__kwdefaults__ == AsyncClient.__init__.__kwdefaults__


def test_every_refusal_is_an_error_of_ours(closed: Closed) -> None:
    with pytest.raises(PyveniceError):
        closed(KEY, http_client=object())  # type: ignore[arg-type]  # that is the point


def _close(client: Any) -> None:
    if isinstance(client, SyncClient):
        client.close()
    else:
        asyncio.run(client.aclose())


@pytest.mark.parametrize(
    "url",
    [httpx.URL("http://127.0.0.1:9/v1"), " http://127.0.0.1:9/v1\r\n", "http://127.0.0.1:9/v1/"],
)
def test_a_base_url_may_be_an_object_and_have_blanks_around_it(closed: Closed, url: Any) -> None:
    assert "base_url='http://127.0.0.1:9/v1'" in repr(closed(KEY, base_url=url))


def test_blanks_around_the_address_in_the_environment_are_ignored(
    closed: Closed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLOSED_API_BASE", "\thttp://127.0.0.1:9/v1 \r\n")
    assert "base_url='http://127.0.0.1:9/v1'" in repr(closed(KEY))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a b",
        "http://127.0.0.1/\x00",
        "http://127.0.0.1\\@evil/",
        "http://127.0.0.1/\udcff",
        "http://user:hunter2@127.0.0.1/",
        "http://[::1",
        b"http://127.0.0.1/",
        5,
    ],
)
def test_an_address_that_cannot_be_used_is_refused_when_the_client_is_made(
    closed: Closed, url: Any
) -> None:
    with pytest.raises(ArgumentError, match="base_url must be an") as caught:
        closed(KEY, base_url=url)
    assert "hunter2" not in f"{caught.value} {vars(caught.value)}"


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("api_key", 5),
        ("api_key", b"key"),
        ("default_headers", 5),
        ("default_headers", ["a"]),
        ("retry", 3),
        ("max_retries", "2"),
        ("conformance", ["off"]),
        ("conformance", None),
        ("timeout", None),
        ("max_bytes", None),
        ("on_event", 5),
        ("http_client", 5),
    ],
)
def test_odd_values_of_a_constructor_are_argument_errors(
    closed: Closed, argument: str, value: Any
) -> None:
    with pytest.raises(ArgumentError) as caught:
        closed(**{"api_key": KEY, "base_url": "http://127.0.0.1:9/v1", argument: value})
    assert caught.value.argument == argument


def test_an_async_client_outside_asyncio_says_what_to_do() -> None:
    client = AsyncClosedClient(KEY, base_url="http://127.0.0.1:9/v1")
    with pytest.raises(ClientClosedError, match="under Trio, call a sync client"):
        client._run(edit()).send(None)

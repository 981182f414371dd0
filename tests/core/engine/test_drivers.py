from __future__ import annotations

import asyncio
import gzip
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import httpx2
import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, Wait, fetch
from pyvenice.core.engine.drivers import AsyncDriver
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.transport import AsyncTransport, SyncTransport
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ArgumentError,
    AuthenticationError,
    ImageInputError,
    RateLimitError,
    ServerError,
)
from tests.core.driving import Rig
from tests.loopback import Loopback, breaks_off, keeps_silent, resets, says

KEY = "sk-0123456789abcdef"


class Pieces:
    """A body in pieces that counts how often it was sent."""

    content_type = "application/octet-stream"
    replayable = True

    def __init__(self, *pieces: bytes, length: int | None = None) -> None:
        self.pieces = pieces
        self.content_length = sum(map(len, pieces)) if length is None else length
        self.passes = 0

    def __iter__(self) -> Iterator[bytes]:
        self.passes += 1
        yield from self.pieces


def edit(body: Pieces | None = None, **facts: Any) -> Call:
    return Call("POST", "/edit", body=body or Pieces(b"x"), billed=True, **facts)


def once(call: Call) -> Flow[Reply]:
    return (yield from fetch(call))


@pytest.fixture
def rig(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, f"{loopback.url}/api")


def clients(library: Any) -> dict[str, Any]:
    return {"sync": library.Client, "async": library.AsyncClient}


def test_a_call_arrives_as_it_was_said(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(200, b"done", x_request_id="r1"))
    body = Pieces(b"abc", b"", b"defg")
    reply = rig.run(once(edit(body, headers={"X-Extra": "1"}, query={"q": "a b"})))
    assert (reply.status, reply.content, reply.headers["x-request-id"]) == (200, b"done", "r1")
    (seen,) = loopback.seen
    assert (seen.method, seen.path, seen.body) == ("POST", "/api/edit?q=a+b", b"abcdefg")
    expected = {
        "content-type": "application/octet-stream",
        "content-length": "7",
        "authorization": f"Bearer {KEY}",
        "accept-encoding": "identity",
        "x-extra": "1",
        "x-team": "blue",
    }
    assert expected.items() <= seen.headers.items()
    assert "transfer-encoding" not in seen.headers


def test_a_header_of_the_call_replaces_the_client_s_own(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(200))
    rig.run(once(edit(headers={"Authorization": "Custom mine"})))
    assert loopback.seen[0].headers["authorization"] == "Custom mine"


def test_no_key_means_no_authorization_header(client_mode: str, loopback: Loopback) -> None:
    loopback.answers(says(200))
    Rig(client_mode, loopback.url, api_key=None).run(once(edit()))
    assert "authorization" not in loopback.seen[0].headers


@pytest.mark.parametrize("library", [httpx, httpx2], ids=lambda library: library.__name__)
def test_a_client_of_the_caller_is_used_and_left_open(
    client_mode: str, loopback: Loopback, library: Any
) -> None:
    loopback.answers(says(429, b"{}", retry_after="1"), says(200, b"done"))
    client = clients(library)[client_mode]
    rig = Rig(client_mode, loopback.url, http_client=lambda: client(headers={"x-mine": "yes"}))
    body = Pieces(b"abc", b"def")
    assert rig.run(once(edit(body))).content == b"done"
    assert rig.left_open == [True]
    assert [seen.body for seen in loopback.seen] == [b"abcdef"] * 2
    assert loopback.seen[0].headers["x-mine"] == "yes"


def test_a_subclass_of_a_client_is_taken_too(client_mode: str, loopback: Loopback) -> None:
    loopback.answers(says(200, b"done"))
    base = clients(httpx2)[client_mode]
    wrapped = type("Wrapped", (base,), {"__module__": "elsewhere"})
    rig = Rig(client_mode, loopback.url, http_client=wrapped)
    assert rig.run(once(edit())).content == b"done"


@pytest.mark.parametrize("wrong", [object(), "client", httpx])
def test_anything_else_is_refused_as_a_client(wrong: Any) -> None:
    for kind in (SyncTransport, AsyncTransport):
        with pytest.raises(ArgumentError, match=r"must be an httpx\.\w*Client or httpx2\."):
            kind(wrong)


def test_a_client_of_the_other_colour_is_refused() -> None:
    with pytest.raises(ArgumentError, match=r"must be an httpx\.Client .*, not AsyncClient"):
        SyncTransport(httpx.AsyncClient())  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize(
    "retry_after", ["2", "Thu, 01 Jan 2026 00:00:02 GMT"], ids=["seconds", "date"]
)
def test_a_rate_limit_is_waited_for(rig: Rig, loopback: Loopback, retry_after: str) -> None:
    refusal = says(429, b'{"error": "slow"}', retry_after=retry_after, x_date="")

    def dated(handler: Any) -> None:
        handler.date_time_string = lambda *_: "Thu, 01 Jan 2026 00:00:00 GMT"
        refusal(handler)
        del handler.date_time_string

    loopback.answers(dated, says(200, b"done"))
    body = Pieces(b"again")
    assert rig.run(once(edit(body))).content == b"done"
    (pause,) = rig.pauses
    assert 2.0 <= pause <= 2.2
    assert [seen.body for seen in loopback.seen] == [b"again", b"again"]


def test_an_error_answer_becomes_a_typed_error_that_names_the_operation(
    rig: Rig, loopback: Loopback
) -> None:
    loopback.answers(says(401, b'{"error": "who?"}', cf_ray="ray1"))
    with pytest.raises(AuthenticationError) as caught:
        rig.run(once(replace(edit(), operation="image.edit")))
    assert str(caught.value) == "Test image.edit: 401: who? (request id ray1); check the API key"
    assert caught.value.attempts == 1


def test_a_key_that_the_server_quotes_is_hidden(client_mode: str, loopback: Loopback) -> None:
    key = "a-key-without-any-known-form"
    loopback.answers(says(401, f'{{"error": "bad key {key}"}}'.encode(), x_key_was=key))
    with pytest.raises(AuthenticationError) as caught:
        Rig(client_mode, loopback.url, api_key=key).run(once(edit()))
    assert key not in f"{caught.value} {caught.value.__dict__}"
    assert "bad key <hidden>" in str(caught.value)


def test_a_reset_may_have_been_executed_and_a_paid_edit_is_not_repeated(
    rig: Rig, loopback: Loopback
) -> None:
    loopback.answers(resets)
    with pytest.raises(APIConnectionError) as caught:
        rig.run(once(edit()))
    assert caught.value.maybe_executed
    assert "the connection broke" in str(caught.value)
    assert len(loopback.seen) == 1


def test_a_short_body_is_an_error_not_a_result(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(breaks_off)
    with pytest.raises(APIConnectionError) as caught:
        rig.run(once(edit()))
    assert caught.value.maybe_executed
    assert len(loopback.seen) == 1


def test_a_lost_answer_is_asked_for_again_where_it_costs_nothing(
    rig: Rig, loopback: Loopback
) -> None:
    loopback.answers(resets, breaks_off, says(200, b"done"))
    assert rig.run(once(Call("GET", "/models"))).content == b"done"
    assert len(rig.pauses) == 2


def test_silence_becomes_a_timeout(client_mode: str, loopback: Loopback) -> None:
    loopback.answers(keeps_silent)
    with pytest.raises(APITimeoutError) as caught:
        Rig(client_mode, loopback.url, timeout=0.05).run(once(edit()))
    assert caught.value.maybe_executed
    assert isinstance(caught.value, TimeoutError)
    with pytest.raises(APITimeoutError):
        Rig(client_mode, loopback.url).run(once(edit(timeout=0.05)))


def test_a_server_that_is_not_there_is_tried_again_and_did_not_execute(client_mode: str) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        rig = Rig(client_mode, f"http://127.0.0.1:{reserved.getsockname()[1]}/secret?x=1")
        with pytest.raises(APIConnectionError, match="cannot connect to http://127") as caught:
            rig.run(once(edit()))
    assert not caught.value.maybe_executed
    assert caught.value.attempts == 3
    assert len(rig.pauses) == 2


def test_an_answer_over_the_limit_is_not_read(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(200, b"x" * 1000))
    with pytest.raises(AnswerError, match="larger than 999 bytes"):
        rig.run(once(edit(max_bytes=999)))
    assert rig.run(once(edit(max_bytes=1000))).content == b"x" * 1000


def test_an_answer_that_hides_its_size_is_limited_too(client_mode: str) -> None:
    def handler(_: WireRequest) -> WireResponse:
        return WireResponse(200, [], (b"x" * 100 for _ in range(100)))

    rig = Rig(client_mode, "http://local", handler=handler)
    with pytest.raises(AnswerError, match="larger than 999 bytes"):
        rig.run(once(edit(max_bytes=999)))


def test_a_gigantic_error_is_cut(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(400, b"x y " * 1_000_000))
    with pytest.raises(APIStatusError) as caught:
        rig.run(once(edit(max_bytes=10)))
    assert len(str(caught.value)) < 700


def test_a_compressed_answer_is_unpacked(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(200, gzip.compress(b"done"), content_encoding="gzip"))
    assert rig.run(once(edit())).content == b"done"
    for broken in (b"not gzip", gzip.compress(b"done")[:-1]):
        loopback.answers(says(200, broken, content_encoding="gzip"))
        with pytest.raises(APIConnectionError, match="cannot be unpacked") as caught:
            rig.run(once(edit()))
        assert caught.value.maybe_executed


def test_a_post_is_never_redirected(rig: Rig, loopback: Loopback, other_host: Loopback) -> None:
    loopback.answers(says(307, location=f"{other_host.url}/edit"))
    with pytest.raises(APIStatusError, match="redirects to http://127"):
        rig.run(once(edit()))
    assert other_host.seen == []


@pytest.mark.parametrize("library", [None, httpx, httpx2])
def test_a_download_follows_redirects_but_the_key_stays_at_home(
    client_mode: str, loopback: Loopback, other_host: Loopback, library: Any
) -> None:
    loopback.answers(says(302, location="/next"), says(301, location=f"{other_host.url}/file"))
    other_host.answers(says(200, b"picture"))
    rig = Rig(client_mode, loopback.url)
    if library:
        client = clients(library)[client_mode]
        rig.http_client = lambda: client(headers={"x-api-key": "mine"})
    assert rig.run(once(Call("GET", "/file"))).content == b"picture"
    assert [seen.headers["authorization"] for seen in loopback.seen] == [f"Bearer {KEY}"] * 2
    (seen,) = other_host.seen
    assert not {"authorization", "x-api-key"} & seen.headers.keys()


@pytest.mark.parametrize("library", [None, httpx, httpx2])
def test_an_address_that_an_answer_named_never_sees_the_key(
    client_mode: str, loopback: Loopback, other_host: Loopback, library: Any
) -> None:
    loopback.answers(says(200))
    other_host.answers(says(200, b"picture"))
    rig = Rig(client_mode, loopback.url)
    if library:
        client = clients(library)[client_mode]
        rig.http_client = lambda: client(auth=("user", "word"))
    for call in (
        Call("GET", f"{other_host.url}/file?sig=1", authorized=False),
        Call("GET", f"{other_host.url}/file?sig=1", authorized=False, query={}),
        Call("GET", f"{loopback.url}/file", authorized=False),
    ):
        rig.run(once(call))
    for seen in other_host.seen + loopback.seen:
        assert "authorization" not in seen.headers
        assert "x-team" not in seen.headers
    assert other_host.seen[0].path == "/file?sig=1"


def test_the_query_belongs_to_the_first_address_only(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(302, location="/file?sig=2"), says(200, b"picture"))
    rig.run(once(Call("GET", "/file", query={"size": "big"})))
    assert [seen.path for seen in loopback.seen] == ["/api/file?size=big", "/file?sig=2"]


def test_the_key_is_not_sent_to_another_host_even_if_a_call_asks(
    client_mode: str, loopback: Loopback, other_host: Loopback
) -> None:
    other_host.answers(says(200))
    Rig(client_mode, loopback.url).run(once(Call("GET", f"{other_host.url}/x", authorized=True)))
    assert "authorization" not in other_host.seen[0].headers


def test_endless_redirects_end(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(302, location="/again"))
    with pytest.raises(AnswerError, match="more than 5 redirects"):
        rig.run(once(Call("GET", "/file")))
    assert len(loopback.seen) == 6


@pytest.mark.parametrize("location", ["ftp://x/y", "file:///etc/passwd", "http://[bad"])
def test_redirects_lead_to_http_only(rig: Rig, loopback: Loopback, location: str) -> None:
    loopback.answers(says(302, location=location))
    with pytest.raises(APIStatusError, match="302: the address redirects to"):
        rig.run(once(Call("GET", "/file")))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://",
        "ftp://x/y",
        "http://[bad/",
        "http://a..b/",
        f"http://{'a' * 64}.b/",
        "/root/1.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_an_address_that_cannot_be_fetched_is_an_answer_error(rig: Rig, url: str) -> None:
    with pytest.raises(AnswerError, match="cannot be fetched"):
        rig.run(once(Call("GET", url, authorized=False)))


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/a\x00b", "http://127.0.0.1/\udc00"],
)
def test_an_address_that_only_the_library_refuses_is_an_answer_error(rig: Rig, url: str) -> None:
    with pytest.raises(AnswerError, match="is not an address"):
        rig.run(once(Call("GET", url, authorized=False)))


@pytest.mark.parametrize(
    "headers",
    [{"x-a": "1\r\nx-b: 2"}, {"x-ä": "1"}, {"x-a": "ä"}, {"": "1"}, {"x-a": 1}, {"a b": "1"}],
)
def test_headers_that_http_does_not_allow_are_refused(
    rig: Rig, loopback: Loopback, headers: dict[str, str]
) -> None:
    with pytest.raises(ArgumentError, match="cannot be sent"):
        rig.run(once(edit(headers=headers)))
    assert loopback.seen == []


@pytest.mark.parametrize("length", [0, 2, 4])
def test_a_body_that_is_not_as_long_as_it_said_is_refused(
    rig: Rig, loopback: Loopback, length: int
) -> None:
    loopback.answers(says(200))
    with pytest.raises(ArgumentError, match=f"not {length} bytes long any more"):
        rig.run(once(edit(Pieces(b"abc", length=length))))


def test_an_error_of_the_body_itself_is_raised_as_it_is(rig: Rig, loopback: Loopback) -> None:
    class Changed(Pieces):
        def __iter__(self) -> Iterator[bytes]:
            raise ImageInputError("the file changed", argument="image")

    loopback.answers(says(200))
    with pytest.raises(ImageInputError, match="the file changed"):
        rig.run(once(edit(Changed(b"x"))))


def test_an_error_is_raised_inside_the_flow(rig: Rig, loopback: Loopback) -> None:
    def flow() -> Flow[str]:
        try:
            yield from fetch(edit())
        except RateLimitError:
            return "patience"
        return "luck"

    loopback.answers(says(429, retry_after="1000"))
    assert rig.run(flow()) == "patience"


def test_waits_are_slept_between_calls(rig: Rig, loopback: Loopback) -> None:
    def flow() -> Flow[bytes]:
        yield Wait(1.5)
        reply = yield from fetch(edit())
        yield Wait(2.5)
        return reply.content

    loopback.answers(says(200, b"done"))
    assert rig.run(flow()) == b"done"
    assert rig.pauses == [1.5, 2.5]


def test_a_flow_that_asks_nothing_just_returns(rig: Rig) -> None:
    def flow() -> Flow[int]:
        return 7
        yield

    assert rig.run(flow()) == 7


def test_the_flow_is_closed_when_an_exception_passes_through(client_mode: str) -> None:
    closed = []

    def flow() -> Flow[None]:
        try:
            yield from fetch(edit())
        finally:
            closed.append(True)

    def handler(_: WireRequest) -> WireResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Rig(client_mode, "http://local", handler=handler).run(flow())
    assert closed == [True]


def test_a_cancelled_run_closes_its_flow_and_its_connection(loopback: Loopback) -> None:
    closed = []

    def flow() -> Flow[None]:
        try:
            yield from fetch(edit())
        finally:
            closed.append(True)

    async def cancelled() -> None:
        async with httpx.AsyncClient() as client:
            arrived = asyncio.get_running_loop()
            started = asyncio.Event()

            def silent(handler: Any) -> None:
                arrived.call_soon_threadsafe(started.set)
                keeps_silent(handler)

            loopback.answers(silent)
            driver = AsyncDriver(AsyncTransport(client), Settings("Test", loopback.url))
            task = asyncio.create_task(driver.run(flow()))
            await started.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert client._transport._pool.connections == []  # type: ignore[attr-defined]  # no public way

    asyncio.run(cancelled())
    assert closed == [True]


def test_a_handler_in_this_process_answers_without_a_socket(
    client_mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:1")
    seen = []

    def handler(request: WireRequest) -> WireResponse:
        seen.append(request)
        return WireResponse(200, [("X-One", "1")], iter([b"do", b"", b"ne"]))

    rig = Rig(client_mode, "http://sandbox/venice/api", handler=handler)
    reply = rig.run(once(edit(Pieces(b"abc", b"d"), query={"a": "1"})))
    assert (reply.status, reply.headers["x-one"], reply.content) == (200, "1", b"done")
    (request,) = seen
    assert (request.method, request.body) == ("POST", b"abcd")
    assert request.url == "http://sandbox/venice/api/edit?a=1"
    assert request.headers["content-length"] == "4"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in repr(request.body) + repr(WireResponse(200, [], [KEY.encode()]))


def test_a_retry_reaches_a_handler_with_the_same_body(client_mode: str) -> None:
    bodies = []

    def handler(request: WireRequest) -> WireResponse:
        bodies.append(request.body)
        return WireResponse(200 if len(bodies) > 1 else 500, [], [b"{}"])

    rig = Rig(client_mode, "http://local", handler=handler, retry=RetryPolicy(retry_unknown=True))
    assert rig.run(once(edit(Pieces(b"abc")))).status == 200
    assert bodies == [b"abc", b"abc"]


def test_calls_are_logged_without_secrets(
    rig: Rig, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "pyvenice")
    loopback.answers(says(500, b"{}"), says(200))
    with pytest.raises(ServerError):
        rig.run(once(edit(query={"signature": "s3cret"})))
    rig.run(once(edit(query={"signature": "s3cret"})))
    ours = [record.getMessage() for record in caplog.records if record.name == "pyvenice"]
    assert len(ours) == 2
    assert ours[1].startswith(f"POST {loopback.url}/api/edit: 200 in ")
    assert KEY not in "".join(ours)
    assert "s3cret" not in "".join(ours)


def test_settings_never_show_the_key() -> None:
    settings = Settings("Test", "http://x", KEY, {"authorization": "Basic abcdef"})
    assert KEY not in repr(settings)
    assert "abcdef" not in repr(settings)

from __future__ import annotations

import asyncio
import base64
import io
import json
import threading
import traceback
from collections.abc import Iterable
from contextlib import suppress

import pytest
from PIL import Image

from pyvenice.core.engine.calls import Call, StreamCall
from pyvenice.core.engine.drivers import AsyncDriver, SyncDriver
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.http.transport import AsyncTransport, SyncTransport
from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from pyvenice.core.response.parsing import image_from
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.sse import SseDecoder
from pyvenice.core.response.streams import EditProgress, ImageEvent, PartialImage
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    PyveniceError,
    RateLimitError,
    StreamError,
)
from tests.core.driving import Rig
from tests.loopback import Handler, Loopback, keeps_silent, resets, says, sends_events


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2), "teal").save(out, "PNG")
    return out.getvalue()


IMAGE = image_from(_picture(), where="x")
ENCODED = base64.b64encode(IMAGE.data)
STARTED = b"event: start\ndata: \n\n"
PARTIAL = b"event: partial\ndata: " + ENCODED + b"\n\n"
DONE = b"event: done\ndata: " + ENCODED + b"\n\n"
FAILED = b"event: error\ndata: out of memory\n\n"


class Dialect:
    """Events named start, partial, done and error."""

    def __init__(self) -> None:
        self._events = SseDecoder()

    def feed(self, chunk: bytes) -> Iterable[ImageEvent]:
        for event in self._events.feed(chunk):
            if event.event == "error":
                raise StreamError(event.data)
            if event.event == "start":
                yield EditProgress("start")
                continue
            image = image_from(base64.b64decode(event.data), where="event")
            yield PartialImage(0, image) if event.event == "partial" else EditResult((image,))

    def done(self) -> Iterable[ImageEvent]:
        if self._events.done():
            raise StreamError("the last event is cut")
        return ()


EDIT = StreamCall(Call("POST", "/edit", billed=True, max_bytes=10_000), Dialect)
RESULT = EditResult((IMAGE,))
AT_LAST = EditResult((IMAGE,), attempts=2)


@pytest.fixture
def rig(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, loopback.url)


def test_events_come_in_order_and_end_with_the_result(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(sends_events(STARTED, PARTIAL[:9], PARTIAL[9:] + DONE))
    events = rig.events(EDIT)
    assert events == [EditProgress("start"), PartialImage(0, IMAGE), RESULT]
    assert rig.result(EDIT) == RESULT


def test_nothing_is_read_after_the_result(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(sends_events(DONE, FAILED, whole=False))
    assert rig.events(EDIT) == [RESULT]


def test_the_result_has_the_request_id_of_the_answer(client_mode: str) -> None:
    def handler(_: WireRequest) -> WireResponse:
        return WireResponse(200, [("x-request-id", "r1"), ("x-sandbox", "yes")], [PARTIAL, DONE])

    result = Rig(client_mode, "http://local", handler=handler).result(EDIT)
    assert result.request_id == "r1"
    assert result.metadata == {"x-sandbox": "yes"}


def test_a_stream_in_this_process_arrives_piece_by_piece_and_is_closed(client_mode: str) -> None:
    log = []

    def pieces() -> Iterable[bytes]:
        try:
            for piece in (PARTIAL, PARTIAL, DONE):
                log.append("sent")
                yield piece
        finally:
            log.append("closed")

    def handler(_: WireRequest) -> WireResponse:
        return WireResponse(200, [("content-type", "text/event-stream")], pieces())

    rig = Rig(client_mode, "http://local", handler=handler)
    assert rig.events(EDIT, most=1) == [PartialImage(0, IMAGE)]
    assert log == ["sent", "closed"]


def test_leaving_early_closes_the_connection(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(sends_events(PARTIAL, PARTIAL, DONE))
    assert rig.events(EDIT, most=1) == [PartialImage(0, IMAGE)]


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ([PARTIAL], "ended, or was closed, before its result"),
        ([], "ended, or was closed, before its result"),
        ([PARTIAL, DONE[:-2]], "the last event is cut"),
        ([PARTIAL, FAILED], "out of memory"),
    ],
)
def test_a_stream_without_a_result_is_an_error(
    rig: Rig, loopback: Loopback, pieces: list[bytes], words: str
) -> None:
    loopback.answers(sends_events(*pieces))
    with pytest.raises(StreamError, match=words):
        rig.result(EDIT)
    with pytest.raises(StreamError, match=words):
        rig.events(EDIT)


def test_a_connection_that_breaks_in_the_middle_may_have_been_executed(
    rig: Rig, loopback: Loopback
) -> None:
    loopback.answers(sends_events(PARTIAL, whole=False))
    with pytest.raises(APIConnectionError) as caught:
        rig.result(EDIT)
    assert caught.value.maybe_executed
    assert len(loopback.seen) == 1


def test_a_stream_is_limited_like_any_answer(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(sends_events(*[PARTIAL] * 200, DONE))
    with pytest.raises(AnswerError, match="larger than 10,000 bytes"):
        rig.result(EDIT)


def test_a_refused_stream_is_asked_for_again(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(429, b'{"error": "slow"}', retry_after="1"), sends_events(DONE))
    assert rig.result(EDIT) == AT_LAST
    assert len(rig.pauses) == 1


def test_a_stream_that_was_lost_is_asked_for_again_on_request(rig: Rig, loopback: Loopback) -> None:
    rig.retry = RetryPolicy(retry_unknown=True)
    loopback.answers(resets, sends_events(DONE))
    assert rig.result(EDIT) == AT_LAST
    assert len(loopback.seen) == 2


def test_a_stream_that_never_began_raises_what_was_answered(rig: Rig, loopback: Loopback) -> None:
    loopback.answers(says(429, b'{"error": "slow"}', retry_after="100"))
    with pytest.raises(RateLimitError, match="429: slow"):
        rig.events(EDIT)
    loopback.answers(resets)
    with pytest.raises(APIConnectionError):
        rig.events(EDIT)


def test_an_answer_that_is_no_stream_says_what_it_is(rig: Rig, loopback: Loopback) -> None:
    body = b'{"error": {"message": "no streams here"}}'
    loopback.answers(says(200, body, content_type="application/json", x_request_id="r1"))
    with pytest.raises(
        StreamError, match="the answer is application/json: no streams here"
    ) as caught:
        rig.events(EDIT)
    assert caught.value.request_id == "r1"


def test_a_key_that_the_server_quotes_is_hidden_wherever_it_stands(
    rig: Rig, loopback: Loopback
) -> None:
    quoted = f"you sent {rig.api_key}"
    whole = says(200, json.dumps({"error": quoted}).encode(), content_type="application/json")
    event = sends_events(PARTIAL, f"event: error\ndata: {quoted}\n\n".encode())
    elsewhere = says(307, location=f"http://elsewhere.example/?key={rig.api_key}")
    sideways = says(500, quoted.encode("utf-16"), content_type="text/plain; charset=utf-16")
    for answer in (whole, event, elsewhere, sideways):
        loopback.answers(answer)
        with pytest.raises(PyveniceError) as caught:
            rig.events(EDIT)
        told = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
        assert str(rig.api_key) not in told


def begins(handler: Handler) -> None:
    """The first event, and then nothing."""
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.end_headers()
    handler.wfile.write(PARTIAL)
    handler.wfile.flush()
    keeps_silent(handler)


def test_a_stream_is_closed_while_another_thread_reads_it(loopback: Loopback) -> None:
    loopback.answers(begins)
    transport = SyncTransport()
    stream = SyncDriver(transport, Rig("sync", loopback.url).settings).stream(EDIT)
    begun, raised = threading.Event(), []

    def read() -> None:
        try:
            for _ in stream:
                begun.set()
        except (APIConnectionError, StreamError) as error:
            raised.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    begun.wait(10)
    while thread.is_alive():
        stream.close()
        thread.join(0.01)
    assert len(raised) == 1
    assert not loopback.over.is_set(), "the server was still silent"
    transport.close()


def test_a_stream_is_closed_while_another_task_reads_it(loopback: Loopback) -> None:
    async def closed() -> None:
        transport = AsyncTransport()
        stream = await AsyncDriver(transport, Rig("async", loopback.url).settings).stream(EDIT)
        assert await anext(aiter(stream)) == PartialImage(0, IMAGE)
        reading = asyncio.create_task(stream.result())
        await asyncio.sleep(0)
        await stream.aclose()
        with pytest.raises(APIConnectionError):
            await reading
        await transport.aclose()

    loopback.answers(begins)
    asyncio.run(closed())


def test_a_second_thread_cannot_read_a_stream(loopback: Loopback) -> None:
    loopback.answers(begins)
    transport = SyncTransport()
    stream = SyncDriver(transport, Rig("sync", loopback.url).settings).stream(EDIT)
    begun = threading.Event()

    def read() -> None:
        with suppress(APIConnectionError, StreamError):
            for _ in stream:
                begun.set()

    thread = threading.Thread(target=read)
    thread.start()
    begun.wait(10)
    with pytest.raises(StreamError, match="being read already"):
        stream.result()
    while thread.is_alive():
        stream.close()
        thread.join(0.01)
    transport.close()


def test_a_second_task_cannot_read_a_stream(loopback: Loopback) -> None:
    async def read_twice() -> tuple[EditResult | BaseException, EditResult | BaseException]:
        transport = AsyncTransport()
        stream = await AsyncDriver(transport, Rig("async", loopback.url).settings).stream(EDIT)
        outcomes = await asyncio.gather(stream.result(), stream.result(), return_exceptions=True)
        await transport.aclose()
        return outcomes

    loopback.answers(sends_events(PARTIAL, DONE))
    first, second = asyncio.run(read_twice())
    assert first == RESULT
    assert isinstance(second, StreamError)
    assert "being read already" in str(second)

"""Faults on request: how they are asked for, when they are due, and what they do to an answer."""

from __future__ import annotations

import base64
import gc
import http.client
import json
import weakref
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.images.header import sniff
from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.sandbox import Addresses, Sandbox, background
from pyvenice.sandbox.__main__ import main
from pyvenice.sandbox.faults.grammar import KINDS, Fault
from tests.sandbox.asking import (
    OPENAI,
    ORIGIN,
    VENICE,
    XINFERENCE,
    Answer,
    Asking,
    multipart,
    opened,
    png_field,
)

VENICE_EDIT = f"{VENICE}/image/edit"
OPENAI_EDIT = f"{OPENAI}/images/edits"
XINFERENCE_EDIT = f"{XINFERENCE}/images/edits"
BASE64: dict[str, dict[str, str]] = {
    OPENAI_EDIT: {},
    XINFERENCE_EDIT: {"response_format": "b64_json"},
}
STREAM = {"stream": "true", "partial_images": "1"}
KIND = {"content-type": "multipart/form-data; boundary=frontier", "authorization": "Bearer sandbox"}
FORM = multipart(png_field(), ("prompt", "sepia"))


streaming = pytest.mark.parametrize("path", BASE64, ids=lambda path: path.split("/")[1])


def edit(ask: Asking, fault: str, path: str = VENICE_EDIT, **fields: str) -> Answer:
    form = [png_field(), ("prompt", "sepia"), *fields.items()]
    return ask.form(path, *form, headers={"x-sandbox-fault": fault})


@pytest.fixture(scope="module")
def server() -> Iterator[Addresses]:
    with background() as addresses:
        yield addresses


def wire(server: Addresses, fault: str) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer over a socket, as far as it comes."""
    connection = http.client.HTTPConnection(str(urlsplit(server.root).netloc), timeout=10)
    try:
        connection.request("POST", VENICE_EDIT, FORM, KIND | {"x-sandbox-fault": fault})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


names = st.one_of(st.sampled_from(sorted(KINDS)), st.integers(400, 599).map(str))


@given(names, st.none() | st.integers(1, 9999), st.text("abc-09", max_size=5))
def test_a_fault_is_read_as_it_is_written(name: str, count: int | None, token: str) -> None:
    fault = Fault.parse(name)
    asked = str(Fault(name, fault.argument, count, token))
    assert str(Fault.parse(asked)) == asked
    assert str(Fault.parse(f"link:{asked}")) == f"link:{asked}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no fault ''"),
        ("boom", "there is no fault 'boom', but a status from 400 to 599, latency,"),
        ("399", "there is no fault '399'"),
        ("link:boom", "there is no fault 'boom'"),
        ("reset:now", "reset:now is not of the form reset:before|during|after|answer"),
        ("short:1", "short:1 is not of the form short alone"),
        ("latency:-1", "latency:-1 is not of the form"),
        ("503*0", "there is no fault '503*0'"),
    ],
)
def test_what_is_no_fault_is_explained(ask: Asking, text: str, said: str) -> None:
    with pytest.raises(ValueError, match="fault") as raised:
        Fault.parse(text)
    assert said in str(raised.value)
    answer = edit(ask, text)
    assert (answer.status, said in answer.json["error"]) == (400, True)


def test_every_fault_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text("utf-8")
    assert [name for name in KINDS if f"| `{name}" not in page and f", `{name}" not in page] == []


def test_with_a_count_only_the_first_requests_fail(ask: Asking) -> None:
    assert [edit(ask, "503*2#one").status for _ in range(4)] == [503, 503, 200, 200]
    assert edit(ask, "503*2#another").status == 503


def test_a_rule_makes_something_go_wrong_for_every_client() -> None:
    ask = Asking(Sandbox(faults=["every 3rd: 500", "429:7*1"]))
    answers = [ask.form(VENICE_EDIT, png_field(), ("prompt", "sepia")) for _ in range(6)]
    assert [answer.status for answer in answers] == [429, 200, 500, 200, 200, 500]
    assert answers[0].headers["retry-after"] == "7"
    assert ask.get("/").status == 200


def test_a_rule_that_is_none_is_refused_where_it_is_given(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ValueError, match="there is no fault 'every day'"):
        Sandbox(faults=["every day"])
    assert main(["--port", "0", "--fault", "every 2nd: boom"]) == 2
    assert "pyvenice sandbox: there is no fault 'boom'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fault", "said"),
    [("429", "1"), ("503", "1"), ("500", None), ("429:none", None), ("500:2.5", "2.5"),
     ("503:Thu, 01 Jan 2026 00:00:02 GMT*9#x", "Thu, 01 Jan 2026 00:00:02 GMT")],
)  # fmt: skip
def test_a_status_says_when_to_come_back(ask: Asking, fault: str, said: str | None) -> None:
    answer = edit(ask, fault)
    assert answer.status == int(fault[:3])
    assert answer.headers.get("retry-after") == said


@pytest.mark.parametrize("path", [VENICE_EDIT, OPENAI_EDIT])
def test_a_redirect_leads_elsewhere_and_nothing_is_carried_out(ask: Asking, path: str) -> None:
    answer = edit(ask, "redirect:https://example.org/a", path)
    assert (answer.status, answer.headers["location"]) == (307, "https://example.org/a")
    assert not ask.sandbox.seen[-1].executed


@pytest.mark.parametrize("stream", ["false", "true"])
@pytest.mark.parametrize(
    ("fault", "found"),
    [("image", "image/png"), ("image:other", "image/gif"), ("image:none", None),
     ("image:empty", None)],
)  # fmt: skip
def test_pictures_are_damaged_inside_an_honest_answer(
    ask: Asking, fault: str, found: str | None, stream: str
) -> None:
    answer = edit(ask, fault, OPENAI_EDIT, stream=stream)
    tree = answer.events[-1][1] if stream == "true" else answer.json["data"][0]
    data = base64.b64decode(tree["b64_json"])
    assert sniff(data) == found
    assert not data.endswith(b"IEND\xaeB`\x82")
    assert answer.headers.get("content-length", str(len(answer.body))) == str(len(answer.body))


def test_a_bare_picture_is_damaged_too(ask: Asking) -> None:
    answer = edit(ask, "image")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert not answer.body.endswith(b"IEND\xaeB`\x82")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("bad-json", "application/json"), ("html", "text/html"), ("wrong-type", "text/plain"),
     ("wrong-type:video/mp4", "video/mp4")],
)  # fmt: skip
def test_the_answer_is_of_another_kind(ask: Asking, fault: str, kind: str) -> None:
    answer = edit(ask, fault)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["x-venice-model-id"]


def test_an_endless_answer_does_not_end(ask: Asking) -> None:
    headers = KIND | {"x-sandbox-fault": "endless"}
    answer = ask.sandbox.handle(WireRequest("POST", ORIGIN + VENICE_EDIT, headers, FORM))
    assert "content-length" not in dict(answer.headers)
    chunks = iter(answer.body)
    assert next(chunks).startswith(b"\x89PNG")
    assert sum(len(next(chunks)) for _ in range(1000)) > 60_000_000


@pytest.mark.parametrize(("fault", "last"), [("stream:cut", "partial"), ("stream:error", "error")])
def test_a_stream_ends_before_its_result(ask: Asking, fault: str, last: str) -> None:
    answer = edit(ask, fault, OPENAI_EDIT, stream="true", partial_images="2")
    names = [name for name, _ in answer.events]
    assert names[:2] == ["image_edit.partial_image"] * 2
    assert last in names[-1]


def blocks(answer: Answer) -> list[str]:
    """The events of a stream as they came."""
    return [block for block in answer.body.decode().split("\n\n") if block]


@streaming
@pytest.mark.parametrize(
    ("fault", "extra"),
    [
        ("heartbeat", "data:"),
        ("heartbeat:comment", "data: : keepalive"),
        ("heartbeat:ping", "event: ping\ndata: ping"),
        ("heartbeat:null", "event: ping\ndata: null"),
        ("stream:unknown", 'event: sandbox.news\ndata: {"type":"sandbox.news","text":"none"}'),
    ],
)
def test_something_comes_before_each_event_and_after_the_last(
    ask: Asking, path: str, fault: str, extra: str
) -> None:
    names = [
        name
        for name, _ in edit(ask, "wrong-type:text/plain", path, **STREAM, **BASE64[path]).events
    ]
    answer = blocks(edit(ask, fault, path, **STREAM, **BASE64[path]))
    assert [block for block in answer if block == extra] == [extra] * (len(names) + 1)
    rest = [block.partition("\n")[0].removeprefix("event: ") for block in answer if block != extra]
    assert rest == names


@streaming
@pytest.mark.parametrize(
    ("fault", "last"),
    [
        ("stream:failed", 'failed","message":"The GPU died."}'),
        ("stream:failed-nested", '"response":{"error":{"message":"The GPU died."'),
        ("stream:json-line", '{"error": {"message": "The GPU died."'),
        ("stream:done", "data: [DONE]"),
    ],
)
def test_a_stream_gives_its_reason_instead_of_a_result(
    ask: Asking, path: str, fault: str, last: str
) -> None:
    *before, end = blocks(edit(ask, fault, path, **STREAM, **BASE64[path]))
    assert last in end
    assert len(before) >= 1
    assert not any("complete" in block.partition("\n")[0] for block in before)


@streaming
def test_a_whole_answer_is_one_event(ask: Asking, path: str) -> None:
    result, done = blocks(edit(ask, "stream:whole", path, **STREAM, **BASE64[path]))
    tree = json.loads(result.removeprefix("data: "))
    assert opened(base64.b64decode(tree["data"][0]["b64_json"])).size == (320, 240)
    assert done == "data: [DONE]"


@streaming
@pytest.mark.parametrize("how", ["url", "data-uri"])
def test_a_final_event_links_to_its_picture(ask: Asking, path: str, how: str) -> None:
    tree = edit(ask, f"stream:{how}", path, **STREAM, **BASE64[path]).events[-1][1]
    item = tree["data"][0] if "data" in tree else tree
    assert item.get("b64_json") is None
    if how == "url":
        data = ask.get(item["url"].removeprefix(ORIGIN)).body
    else:
        data = base64.b64decode(item["url"].partition(";base64,")[2])
    assert opened(data).size == (320, 240)


def test_a_gateway_answers_a_stream_with_a_page(ask: Asking) -> None:
    answer = edit(ask, "stream:html", OPENAI_EDIT, **STREAM)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert b"<title>502 Bad Gateway</title>" in answer.body


@streaming
@pytest.mark.parametrize(
    ("fault", "media_type"),
    [("events", "text/event-stream"), ("events:json", "application/json")],
)
def test_a_plain_call_is_answered_with_events(
    ask: Asking, path: str, fault: str, media_type: str
) -> None:
    answer = edit(ask, fault, path, **BASE64[path])
    assert answer.headers["content-type"] == media_type
    *results, done = blocks(answer)
    assert done == "data: [DONE]"
    assert "complete" in results[-1].partition("\n")[0]
    assert "b64_json" in results[-1]


def test_a_stream_breaks_off_within_its_last_event(ask: Asking) -> None:
    answer = edit(ask, "stream:half", OPENAI_EDIT, stream="true")
    assert answer.body.startswith(b"event: image_edit.completed\ndata: {")
    assert not answer.body.endswith(b"\n\n")


def test_a_link_carries_its_fault_to_who_follows_it(ask: Asking) -> None:
    answer = edit(ask, "link:image:none*1#here", OPENAI_EDIT, model="dall-e-2")
    url = urlsplit(answer.json["data"][0]["url"])
    assert answer.status == 200
    assert ask.get(f"{url.path}?{url.query}").body == b"this is no image"
    assert ask.get(f"{url.path}?{url.query}").body.startswith(b"\x89PNG")
    assert ask.get(f"{url.path}?fault=503").status == 503


@pytest.mark.parametrize("fault", ["stream:cut", "heartbeat", "events", "link:503"])
def test_a_fault_that_an_answer_cannot_have_is_refused(ask: Asking, fault: str) -> None:
    answer = edit(ask, fault)
    assert (answer.status, "needs" in answer.json["error"]) == (400, True)
    assert not ask.sandbox.seen[-1].executed


@pytest.mark.parametrize("fault", [name for name, kind in KINDS.items() if kind.on_wire])
def test_without_a_connection_there_is_none_to_break(ask: Asking, fault: str) -> None:
    answer = edit(ask, fault)
    assert answer.status == 400
    assert f"the fault {fault}" in answer.json["error"]
    assert "python -m pyvenice.sandbox" in answer.json["error"]


def test_the_sandbox_remembers_what_it_was_asked_and_what_it_did(ask: Asking) -> None:
    ask.sandbox.seen.clear()
    for fault in ("503", "bad-json"):
        edit(ask, fault)
    ask.json(VENICE_EDIT, {})
    remembered = [
        (request.path, str(request.fault), request.executed) for request in ask.sandbox.seen
    ]
    assert remembered == [
        (VENICE_EDIT, "503", False),
        (VENICE_EDIT, "bad-json", True),
        (VENICE_EDIT, "None", False),
    ]


def test_what_is_remembered_keeps_no_request_alive() -> None:
    class Headers(dict[str, str]):
        """A dictionary that can be watched going."""

    sandbox = Sandbox()
    for fault in ("boom", "short", "503", "bad-json"):
        headers = Headers(KIND | {"x-sandbox-fault": fault})
        alive = weakref.ref(headers)
        sandbox.handle(WireRequest("POST", f"{ORIGIN}/nowhere", headers, FORM))
        sandbox.handle(WireRequest("POST", ORIGIN + VENICE_EDIT, headers, FORM))
        del headers
        gc.collect()
        assert alive() is None


@pytest.mark.parametrize("fault", ["reset:before", "reset:during", "reset:after", "reset:answer"])
def test_the_connection_is_reset(server: Addresses, fault: str) -> None:
    server.seen.clear()
    with pytest.raises(ConnectionResetError):
        wire(server, fault)
    (request,) = server.seen
    assert request.executed == (fault in {"reset:after", "reset:answer"})


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ("hang-up", http.client.RemoteDisconnected),
        ("short", http.client.IncompleteRead),
        ("cut", http.client.IncompleteRead),
        ("bad-chunk", http.client.IncompleteRead),
    ],
)
def test_the_answer_breaks_off(server: Addresses, fault: str, raised: type[Exception]) -> None:
    with pytest.raises(raised):
        wire(server, fault)
    assert server.seen[-1].executed


@pytest.mark.parametrize("fault", ["latency:0.001", "dribble:0.001", "wrong-type"])
def test_a_slow_answer_is_whole(server: Addresses, fault: str) -> None:
    answer, body = wire(server, fault)
    assert answer.status == 200
    assert answer.headers["content-length"] == str(len(body))
    assert body.endswith(b"IEND\xaeB`\x82")


def begin(server: Addresses, fault: str, seconds: float) -> http.client.HTTPConnection:
    """A connection over which an edit was sent, and which waits no longer for its answer."""
    connection = http.client.HTTPConnection(str(urlsplit(server.root).netloc), timeout=seconds)
    connection.request("POST", VENICE_EDIT, FORM, KIND | {"x-sandbox-fault": fault})
    return connection


@pytest.mark.parametrize("fault", ["latency:60", "dribble:60"])
def test_who_has_no_patience_is_not_waited_for(
    server: Addresses, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    connection = begin(server, fault, 0.05)
    with pytest.raises(TimeoutError):
        connection.getresponse().read()
    connection.close()
    assert wire(server, "503")[0].status == 503
    assert caplog.text == ""


def test_who_leaves_an_endless_answer_is_not_written_to(
    server: Addresses, caplog: pytest.LogCaptureFixture
) -> None:
    connection = begin(server, "endless", 10)
    answer = connection.getresponse()
    assert sum(len(answer.read(65536)) for _ in range(100)) > 6_000_000
    connection.close()
    assert wire(server, "503")[0].status == 503
    assert caplog.text == ""


def test_rules_of_a_server_hold_on_the_wire() -> None:
    with background(faults=["every 2nd: hang-up"]) as server:
        assert wire(server, "wrong-type")[0].status == 200
        connection = http.client.HTTPConnection(str(urlsplit(server.root).netloc), timeout=10)
        connection.request("POST", VENICE_EDIT, FORM, KIND)
        assert connection.getresponse().read()
        connection.request("POST", VENICE_EDIT, FORM, KIND)
        with pytest.raises(http.client.RemoteDisconnected):
            connection.getresponse()
        connection.close()

"""The faults that the checks must find."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from pyvenice.core.recording.recorded_exchange import WireRequest, WireResponse
from tests.conformance.faulty_server import (
    Fault,
    Honest,
    Serve,
    fault_of_accepted,
    fault_of_refused,
    fault_of_validation,
    file_of,
    good,
    in_events,
    in_json,
    is_image,
    is_json,
    is_stream,
    key_of,
    open_image,
    picture,
    pictures,
    provider_of,
    redraw,
    whole,
)

SMALL = (20, 10)


def failing(when: str, status: int, text: bytes, content_type: str = "text/plain") -> Serve:
    """Answers something else to requests whose body matches."""

    def serve(request: WireRequest, honest: Honest) -> WireResponse:
        if re.search(when, request.body.decode("utf-8", "replace")):
            headers = [("content-type", content_type), ("content-length", str(len(text)))]
            return WireResponse(status, headers, [text])
        return honest(request)

    return serve


def dropping(name: str) -> Serve:
    """A server that overlooks a field of JSON bodies and forms."""
    in_json_body = re.compile(rb'"%s": [^,}]*,? ?' % name.encode())
    in_form = re.compile(rb'--[^\r]*\r\n[^\r]*name="%s"\r\n\r\n[^\r]*\r\n' % name.encode())

    def serve(request: WireRequest, honest: Honest) -> WireResponse:
        body = in_form.sub(b"", in_json_body.sub(b"", request.body)).replace(b", }", b"}")
        answer = honest(replace(request, body=body))
        return answer if answer.status == 200 else honest(request)

    return serve


def keyless(request: WireRequest, honest: Honest) -> WireResponse:
    headers = {**request.headers, **key_of(provider_of(request))}
    return honest(replace(request, headers=headers))


def refusing_webp(request: WireRequest, honest: Honest) -> WireResponse:
    if b"image/webp" in request.body:
        return honest(replace(good(request), body=b"{}"))
    return honest(request)


def relocated(request: WireRequest, honest: Honest) -> WireResponse:
    answer = honest(request)
    if answer.status != 200:
        return answer
    return WireResponse(302, [("location", "/elsewhere"), ("content-length", "0")], [])


def without(*path: str | int) -> Any:
    def change(tree: Any) -> None:
        for step in path[:-1]:
            tree = tree[step]
        tree.pop(path[-1], None)

    return in_json(change)


def assigned(value: Any, *path: str | int) -> Any:
    def change(tree: Any) -> None:
        for step in path[:-1]:
            tree = tree[step]
        tree[path[-1]] = value

    return in_json(change)


def one_picture(tree: Any) -> None:
    tree["data"] = tree["data"][:1]


def not_base64(tree: Any) -> None:
    for item in tree["data"]:
        if "b64_json" in item:
            item["b64_json"] = "not base64!"


def of_status(status: int) -> Any:
    return lambda answer: replace(answer, status=status)


def with_wrong_type(answer: WireResponse) -> WireResponse:
    other = "image/webp" if dict(answer.headers)["content-type"] != "image/webp" else "image/png"
    return whole(answer, content_type=other)


def opaque(data: bytes) -> bytes:
    return file_of(open_image(data), "PNG")


def streamless(answer: WireResponse) -> WireResponse:
    data = b'{"created": 1, "data": [{"b64_json": "iVBORw0KGgo="}]}'
    return whole(answer, data, content_type="application/json")


def without_field(name: str) -> Any:
    return in_events(lambda events: [without_member(event, name) for event in events])


def without_member(event: str, name: str) -> str:
    head, separator, data = event.partition("data: ")
    members = json.loads(data)
    del members[name]
    return f"{head}{separator}{json.dumps(members)}"


FAULTS = [
    Fault(
        "wrong status (201)",
        "venice",
        "answer-status-undocumented",
        fault_of_accepted(of_status(201)),
    ),
    Fault(
        "missing header",
        "venice",
        "answer-header-missing",
        fault_of_accepted(
            lambda answer: whole(answer, x_venice_is_content_violation=None), is_image
        ),
    ),
    Fault(
        "missing request id",
        "openai",
        "answer-header-missing",
        fault_of_accepted(lambda answer: whole(answer, x_request_id=None)),
    ),
    Fault(
        "wrong content type",
        "venice",
        "answer-media-type-undocumented",
        fault_of_accepted(lambda answer: whole(answer, content_type="image/gif"), is_image),
    ),
    Fault(
        "no content type",
        "venice",
        "answer-media-type-undocumented",
        fault_of_accepted(lambda answer: whole(answer, content_type=None)),
    ),
    Fault(
        "value outside the enum",
        "openai",
        "answer-schema",
        fault_of_accepted(assigned("blurred", "output_format"), is_json),
    ),
    Fault(
        "extra field",
        "openai",
        "answer-field-undeclared",
        fault_of_accepted(assigned("sandbox", "made_by"), is_json),
    ),
    Fault(
        "extra field in a list",
        "xinference",
        "answer-field-undeclared",
        fault_of_accepted(assigned(7, "data", 0, "seed"), is_json),
    ),
    Fault(
        "required field missing",
        "openai",
        "answer-schema",
        fault_of_accepted(without("created"), is_json),
    ),
    Fault(
        "field of another type",
        "openai",
        "answer-schema",
        fault_of_accepted(assigned("today", "created"), is_json),
    ),
    Fault(
        "malformed JSON",
        "openai",
        "answer-json-malformed",
        fault_of_accepted(lambda answer: whole(answer, b"".join(answer.body)[:-1]), is_json),
    ),
    Fault(
        "bad header value",
        "venice",
        "answer-header-invalid",
        fault_of_accepted(
            lambda answer: whole(answer, x_venice_is_content_violation="maybe"), is_image
        ),
    ),
    Fault(
        "bounds not checked",
        "venice",
        "request-accepted-invalid",
        fault_of_validation("too_big", "too_small"),
    ),
    Fault(
        "enum not checked",
        "venice",
        "request-accepted-invalid",
        fault_of_validation("invalid_enum_value"),
    ),
    Fault(
        "type not checked", "venice", "request-accepted-invalid", fault_of_validation("Expected ")
    ),
    Fault(
        "required field not asked for",
        "venice",
        "request-accepted-invalid",
        fault_of_validation('"message":"Required"'),
    ),
    Fault(
        "unknown field taken",
        "venice",
        "request-accepted-invalid",
        fault_of_validation("unrecognized_keys"),
    ),
    Fault(
        "text taken for a file",
        "openai",
        "request-accepted-invalid",
        fault_of_validation("expected a file"),
    ),
    Fault(
        "n above 10 taken",
        "openai",
        "request-accepted-invalid",
        fault_of_validation("integer_above_max_value"),
    ),
    Fault(
        "unreadable body taken",
        "openai",
        "request-accepted-invalid",
        fault_of_validation("could not parse"),
    ),
    Fault(
        "missing field taken",
        "xinference",
        "request-accepted-invalid",
        fault_of_validation('"type":"missing"'),
    ),
    Fault("webp refused", "venice", "request-refused-valid", refusing_webp),
    Fault(
        "500 on unicode",
        "venice",
        "answer-server-error",
        failing(
            '[^\x00-\x7f]"?,? ?"|prompt"\r\n\r\n[^\r]*[^\x00-\x7f]', 500, b"{}", "application/json"
        ),
    ),
    Fault(
        "500 on a number with a point",
        "openai",
        "answer-server-error",
        failing(r'": \d+\.0[,}]', 500, b'{"error": {}}', "application/json"),
    ),
    Fault("key not asked for", "venice", "request-key-ignored", keyless),
    Fault("key not asked for (OpenAI)", "openai", "request-key-ignored", keyless),
    Fault(
        "wrong error body",
        "venice",
        "answer-schema",
        fault_of_refused(lambda answer: whole(answer, b'{"message": "no"}')),
    ),
    Fault(
        "wrong error body (OpenAI)",
        "openai",
        "answer-schema",
        fault_of_refused(without("error", "param")),
    ),
    Fault(
        "error as a page",
        "openai",
        "answer-media-type-undocumented",
        fault_of_refused(lambda answer: whole(answer, b"<p>no</p>", content_type="text/html")),
    ),
    Fault(
        "undocumented 422", "openai", "answer-status-undocumented", fault_of_refused(of_status(422))
    ),
    Fault("a redirect", "venice", "answer-status-undocumented", relocated),
    Fault(
        "truncated picture",
        "venice",
        "answer-image-undecodable",
        fault_of_accepted(picture(lambda data: data[: len(data) * 2 // 3]), is_image),
    ),
    Fault(
        "damaged picture",
        "venice",
        "answer-image-undecodable",
        fault_of_accepted(picture(lambda data: data[:-60] + bytes(40) + data[-20:]), is_image),
    ),
    Fault(
        "bytes of another type",
        "venice",
        "answer-image-type",
        fault_of_accepted(with_wrong_type, is_image),
    ),
    Fault(
        "an empty body",
        "venice",
        "answer-image-undecodable",
        fault_of_accepted(lambda answer: whole(answer, b""), is_image),
    ),
    Fault(
        "n ignored",
        "openai",
        "answer-image-count",
        fault_of_accepted(in_json(one_picture), is_json),
    ),
    Fault(
        "n ignored (Xinference)",
        "xinference",
        "answer-image-count",
        fault_of_accepted(in_json(one_picture), is_json),
    ),
    Fault(
        "not base64",
        "openai",
        "answer-base64-invalid",
        fault_of_accepted(in_json(not_base64), is_json),
    ),
    Fault(
        "base64 of no picture",
        "openai",
        "answer-image-undecodable",
        fault_of_accepted(in_json(pictures(lambda _: b"no picture")), is_json),
    ),
    Fault("output_format ignored", "venice", "answer-image-format", dropping("output_format")),
    Fault(
        "output_format ignored (OpenAI)",
        "openai",
        "answer-image-format",
        fault_of_accepted(in_json(pictures(redraw(lambda image: image, "JPEG"))), is_json),
    ),
    Fault(
        "size ignored",
        "openai",
        "answer-image-size",
        fault_of_accepted(in_json(pictures(redraw(lambda image: image.resize(SMALL)))), is_json),
    ),
    Fault("aspect_ratio ignored", "venice", "answer-image-size", dropping("aspect_ratio")),
    Fault("scale ignored", "venice", "answer-image-size", dropping("scale")),
    Fault(
        "response_format ignored",
        "xinference",
        "answer-image-spelling",
        dropping("response_format"),
    ),
    Fault(
        "background ignored",
        "openai",
        "answer-image-alpha",
        fault_of_accepted(in_json(pictures(opaque)), is_json),
    ),
    Fault(
        "stream ignored",
        "openai",
        "answer-stream-missing",
        fault_of_accepted(streamless, is_stream),
    ),
    Fault(
        "event lacks a field",
        "openai",
        "answer-schema",
        fault_of_accepted(without_field("quality"), is_stream),
    ),
    Fault(
        "stream without an end",
        "openai",
        "answer-stream-unfinished",
        fault_of_accepted(
            in_events(lambda events: [event for event in events if "completed" not in event]),
            is_stream,
        ),
    ),
    Fault(
        "stream cut in an event",
        "xinference",
        "answer-stream-unfinished",
        fault_of_accepted(
            lambda answer: replace(answer, body=[b"".join(answer.body)[:-1]]), is_stream
        ),
    ),
    Fault(
        "an unknown event",
        "xinference",
        "answer-stream-malformed",
        fault_of_accepted(
            in_events(lambda events: [events[0].replace("start", "begin"), *events[1:]]), is_stream
        ),
    ),
    Fault(
        "no events in the stream",
        "openai",
        "answer-stream-malformed",
        fault_of_accepted(lambda answer: replace(answer, body=[b'{"error": 1}\n\n']), is_stream),
    ),
]

"""Answers against the contract: what is wrong with one, without a server."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from PIL import Image

from pyvenice.conformance.checks.response import check_response
from pyvenice.conformance.run.run import check_exchange
from pyvenice.contract.pin.pin import effective
from pyvenice.core.recording.recorded_exchange import Exchange

EDIT = ("POST", "https://api.venice.ai/api/v1/image/edit")
HEADERS = {"x-venice-is-content-violation": "false"}
ASKED = {"image": "aGVsbG8=", "prompt": "sepia"}


def file(size: tuple[int, int] = (64, 48), kind: str = "PNG", mode: str = "RGB") -> bytes:
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(stream, kind)
    return stream.getvalue()


def venice(
    body: bytes,
    status: int = 200,
    media_type: str = "image/png",
    headers: Mapping[str, str] = HEADERS,
    **asked: Any,
) -> Exchange:
    """An edit at Venice, and its answer."""
    return Exchange(
        *EDIT,
        status,
        {"content-type": "application/json"},
        json.dumps(ASKED | asked).encode(),
        {"content-type": media_type, **headers},
        body,
    )


def openai(tree: Any, path: str = "/images/edits", **asked: Any) -> Exchange:
    """A call of OpenAI that is answered with JSON, or with the text of a stream."""
    media_type = "text/event-stream; charset=utf-8" if isinstance(tree, str) else "application/json"
    body = tree if isinstance(tree, str) else json.dumps(tree)
    images = [{"image_url": f"data:image/png;base64,{base64_of(file())}"}]
    given = {"prompt": "sepia", **({"images": images} if path.endswith("edits") else {}), **asked}
    return Exchange(
        "POST",
        f"https://api.openai.com/v1{path}",
        200,
        {"content-type": "application/json"},
        json.dumps(given).encode(),
        {"content-type": media_type, "x-request-id": "1"},
        body.encode(),
    )


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def data(*pictures: bytes, **more: Any) -> dict[str, Any]:
    return {"created": 1, "data": [{"b64_json": base64_of(image)} for image in pictures], **more}


def rules(provider: str, exchange: Exchange, *, decode: bool = True) -> list[str]:
    found = check_response(effective(provider), exchange, decode=decode)
    return [violation.rule for violation in found]


def event(name: str, **more: Any) -> str:
    facts = {
        "type": name,
        "b64_json": base64_of(file()),
        "created_at": 1,
        "size": "64x48",
        "quality": "low",
        "background": "opaque",
        "output_format": "png",
    }
    counted = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    details = {"input_tokens_details": {"text_tokens": 1, "image_tokens": 0}}
    ended = {"usage": counted | details} if name.endswith("completed") else {}
    return f"event: {name}\ndata: {json.dumps(facts | ended | more)}\n\n"


def test_a_faithful_answer_breaks_nothing() -> None:
    assert rules("venice", venice(file())) == []
    assert rules("openai", openai(data(file()))) == []
    assert rules("openai", openai(event("image_edit.completed"), stream=True)) == []


def test_an_operation_that_the_contract_lacks_is_not_judged() -> None:
    assert check_response(effective("venice"), Exchange("GET", "https://x.test/other", 200)) == []


@pytest.mark.parametrize(
    ("exchange", "rule", "pointer"),
    [
        (venice(b"", status=201), "answer-status-undocumented", "status"),
        (
            venice(file(), headers={}),
            "answer-header-missing",
            "headers/x-venice-is-content-violation",
        ),
        (
            venice(file(), headers={"x-venice-is-content-violation": "perhaps"}),
            "answer-header-invalid",
            "headers/x-venice-is-content-violation",
        ),
        (
            venice(file(), headers=HEADERS | {"x-venice-model-deprecation-date": "soon"}),
            "answer-header-invalid",
            "headers/x-venice-model-deprecation-date",
        ),
        (
            venice(file(), media_type="image/gif"),
            "answer-media-type-undocumented",
            "headers/content-type",
        ),
        (venice(file()[:-30]), "answer-image-undecodable", "body"),
        (venice(file(kind="WEBP")), "answer-image-type", "body"),
        (venice(b'{"error": 7}', 400, "application/json"), "answer-schema", "/error"),
        (venice(b"[", 400, "application/json"), "answer-json-malformed", "body"),
        (venice(b"NaN", 400, "application/json"), "answer-json-malformed", "body"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(exchange: Exchange, rule: str, pointer: str) -> None:
    found = check_response(effective("venice"), exchange)
    assert [(violation.rule, violation.pointer) for violation in found] == [(rule, pointer)]
    assert found[0].fault == "server"
    assert found[0].operation == "POST /image/edit"


def test_header_names_and_media_types_are_read_in_any_case() -> None:
    assert rules("venice", venice(file(), media_type="Image/PNG; q=1")) == []


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (data(file(), made_by="us"), ["answer-field-undeclared"]),
        (
            data(file()) | {"data": [{"b64_json": base64_of(file()), "seed": 7}]},
            ["answer-field-undeclared"],
        ),
        ({"data": []}, ["answer-schema", "answer-image-count"]),
        (data(file(), quality="best"), ["answer-schema"]),
        (data(b"no picture"), ["answer-image-undecodable"]),
        ({"created": 1, "data": [{"b64_json": "a b"}]}, ["answer-base64-invalid"]),
        ({"created": 1, "data": [{"b64_json": "iVBORw0K"}]}, ["answer-image-undecodable"]),
        ({"created": 1, "data": [{"url": "https://x.test/1"}]}, []),
        ({"created": 1, "data": [{"url": "no url"}]}, ["answer-schema"]),
    ],
)
def test_json_is_valid_declared_and_full_of_pictures(tree: Any, expected: list[str]) -> None:
    assert rules("openai", openai(tree)) == expected


def test_a_field_that_is_not_declared_is_a_warning() -> None:
    (found,) = check_response(effective("openai"), openai(data(file(), made_by="us")))
    assert (found.level, found.pointer) == ("warning", "/made_by")


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        ({"n": 2}, data(file(), file()), []),
        ({"n": 2}, data(file()), ["answer-image-count"]),
        ({"n": None}, data(file()), []),
        ({"n": 2.0}, data(file(), file()), []),
        ({"size": "64x48"}, data(file()), []),
        ({"size": "48x64"}, data(file()), ["answer-image-size"]),
        ({"size": "auto"}, data(file()), []),
        ({"output_format": "png"}, data(file()), []),
        ({"output_format": "webp"}, data(file()), ["answer-image-format"]),
        ({}, data(file(kind="JPEG")), ["answer-image-format"]),
        ({"background": "transparent"}, data(file(mode="RGBA")), []),
        ({"background": "transparent"}, data(file()), ["answer-image-alpha"]),
        ({"stream": True}, data(file()), ["answer-stream-missing"]),
    ],
)
def test_what_was_asked_for_is_given(asked: Any, answer: Any, expected: list[str]) -> None:
    assert rules("openai", openai(answer, **asked)) == expected


def test_the_way_in_which_pictures_come_is_asked_for_too() -> None:
    url = {"created": 1, "data": [{"url": "https://x.test/1"}]}
    path = "/images/generations"
    assert rules("openai", openai(url, path, response_format="url")) == []
    assert rules("openai", openai(url, path, response_format="b64_json")) == [
        "answer-image-spelling"
    ]


@pytest.mark.parametrize(
    ("asked", "size", "expected"),
    [
        ({"aspect_ratio": "4:5"}, (160, 200), []),
        ({"aspect_ratio": "4:5"}, (200, 160), ["answer-image-size"]),
        ({"aspect_ratio": "16:9"}, (168, 96), []),
        ({"aspect_ratio": "auto"}, (20, 10), []),
    ],
)
def test_a_ratio_is_kept_within_a_tenth(asked: Any, size: tuple[int, int], expected: Any) -> None:
    assert rules("venice", venice(file(size), **asked)) == expected


def test_a_picture_is_so_many_times_larger_than_the_one_that_was_sent() -> None:
    url = "https://api.venice.ai/api/v1/image/upscale"
    sent = json.dumps({"image": base64_of(file((64, 48))), "scale": 4}).encode()
    asked = {"content-type": "application/json"}
    answers = {"content-type": "image/png"}
    for size, expected in (((256, 192), []), ((128, 96), ["answer-image-size"])):
        exchange = Exchange("POST", url, 200, asked, sent, answers, file(size))
        assert rules("venice", exchange) == expected


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (
            event("image_edit.partial_image", partial_image_index=0)
            + event("image_edit.completed"),
            [],
        ),
        (event("image_edit.completed").replace("\n", "\r\n"), []),
        (": a comment\n\n" + event("image_edit.completed"), []),
        (event("image_edit.partial_image", partial_image_index=0), ["answer-stream-unfinished"]),
        ("", ["answer-stream-unfinished"]),
        (event("image_edit.completed")[:-1], ["answer-stream-unfinished"]),
        (event("image_edit.completed", quality="best"), ["answer-schema"]),
        (event("image_edit.completed", b64_json="?"), ["answer-base64-invalid"]),
        (event("image_edit.completed", more=1), ["answer-field-undeclared"]),
        ("event: image_edit.completed\ndata: {\n\n", ["answer-stream-malformed"]),
        ("no field\n\n", ["answer-stream-malformed"]),
        (event("image_edit.begun"), ["answer-stream-malformed", "answer-stream-unfinished"]),
    ],
)
def test_a_stream_is_well_formed_and_ends(stream: str, expected: list[str]) -> None:
    assert rules("openai", openai(stream, stream=True)) == expected


def test_finished_pictures_of_a_stream_are_counted() -> None:
    stream = event("image_edit.partial_image", partial_image_index=0) + event(
        "image_edit.completed"
    )
    assert rules("openai", openai(stream, stream=True, n=2)) == ["answer-image-count"]


def test_without_decoding_only_the_structure_is_looked_at() -> None:
    damaged = file()[:60] + bytes(20) + file()[80:]
    assert rules("venice", venice(damaged)) == ["answer-image-undecodable"]
    assert rules("venice", venice(damaged), decode=False) == []
    assert rules("venice", venice(file()[:-60]), decode=False) == ["answer-image-undecodable"]


def test_reports_hold_no_picture() -> None:
    found = check_response(effective("venice"), venice(b"x" * 5000))
    assert found[0].found == "no image, 5,000 bytes"
    text = {"created": 1, "data": [{"b64_json": "A" * 5001}]}
    (broken,) = check_response(effective("openai"), openai(text))
    assert isinstance(broken.found, str)
    assert len(broken.found) < 200


@pytest.mark.parametrize(
    ("status", "asked", "expected"),
    [
        (200, {"aspect_ratio": "7:7"}, "request-accepted-invalid"),
        (200, {"image": "not an image"}, "request-accepted-invalid"),
        (200, {"prompt": None}, "request-accepted-invalid"),
        (200, {"image": base64_of(file()), "modelId": "one that is not listed"}, None),
        (400, {"image": base64_of(file())}, "request-refused-valid"),
        (400, {"image": base64_of(file()), "resolution": "8K"}, None),
        (400, {"image": base64_of(file()), "modelId": "one that is not listed"}, None),
        (400, {"aspect_ratio": "7:7"}, None),
        (402, {"image": base64_of(file())}, None),
        (500, {"image": base64_of(file())}, "answer-server-error"),
        (503, {"image": base64_of(file())}, None),
    ],
)
def test_a_server_takes_what_is_certain_and_refuses_what_is_wrong(
    status: int, asked: Any, expected: str | None
) -> None:
    answer = file() if status == 200 else b'{"error": "no"}'
    media_type = "image/png" if status == 200 else "application/json"
    found = check_exchange(effective("venice"), venice(answer, status, media_type, **asked))
    assert [violation.rule for violation in found] == ([expected] if expected else [])


def form(*fields: tuple[str, str]) -> Exchange:
    """A form for Xinference that was taken."""
    head = "--b\r\nContent-Disposition: form-data; name="
    image = head.encode() + b'"images"; filename="a.png"\r\n\r\n' + file() + b"\r\n"
    texts = "".join(f'{head}"{name}"\r\n\r\n{text}\r\n' for name, text in fields)
    return Exchange(
        "POST",
        "http://127.0.0.1:9997/v1/images/edits",
        200,
        {"content-type": "multipart/form-data; boundary=b"},
        image + texts.encode() + b"--b--\r\n",
        {"content-type": "application/json"},
        json.dumps({"created": 1, "data": [{"url": None, "b64_json": base64_of(file())}]}).encode(),
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ([("prompt", "x"), ("n", "1")], []),
        ([("prompt", "x"), ("n", "one")], ["/n"]),
        ([("prompt", "x"), ("n", "0")], []),
        ([("prompt", "x"), ("n", "1.0")], []),
        ([("prompt", "x"), ("n", "")], []),
        ([("prompt", "x"), ("stream", "0")], []),
        ([("prompt", "x"), ("stream", "perhaps")], ["/stream"]),
        ([("prompt", "")], ["/prompt"]),
        ([("prompt", "x"), ("mask", "no file")], ["/mask"]),
        ([("prompt", "x"), ("unknown", "1")], []),
    ],
)
def test_a_form_is_wrong_only_if_no_server_could_read_it_otherwise(
    fields: list[tuple[str, str]], expected: list[str]
) -> None:
    found = check_exchange(effective("xinference"), form(*fields))
    wrong = [
        violation.pointer for violation in found if violation.rule == "request-accepted-invalid"
    ]
    assert wrong == expected

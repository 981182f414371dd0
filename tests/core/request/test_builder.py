"""Arguments become a call, or an error that says what to do, before anything is sent."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path
from typing import Any

import pytest
from python_multipart import parse_form

from pyvenice import FileID, Mask
from pyvenice.core.client.flows import request_pictures
from pyvenice.core.client.raw_requests import send_request
from pyvenice.core.engine.calls import Call
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.request.builder import prepare
from pyvenice.core.request.operation_table import Operation
from pyvenice.core.request.options import CallOptions
from pyvenice.errors import ArgumentError, ImageInputError, UnknownArgumentError
from pyvenice.generated.openai import operations as openai
from pyvenice.generated.stability import operations as stability
from pyvenice.generated.venice import operations as venice
from pyvenice.generated.xinference import operations as xinference
from tests.pictures import picture

URL = "https://example.com/photo.png"


def sent_json(call: Call) -> dict[str, Any]:
    assert call.body is not None
    assert call.body.content_type == "application/json"
    tree: dict[str, Any] = json.loads(b"".join(call.body))
    return tree


def sent_form(call: Call) -> list[tuple[str, str, str, bytes]]:
    """Each part as name, file name, content type, content."""
    assert call.body is not None
    fields: list[tuple[str, str, str, bytes]] = []

    def on_field(field: Any) -> None:
        fields.append((field.field_name.decode(), "", "", field.value or b""))

    def on_file(file: Any) -> None:
        file.file_object.seek(0)
        name = file.file_name.decode()
        fields.append(
            (file.field_name.decode(), name, file.content_type or "", file.file_object.read())
        )

    headers = {
        "Content-Type": call.body.content_type.encode(),
        "Content-Length": str(call.body.content_length).encode(),
    }
    parse_form(headers, io.BytesIO(b"".join(call.body)), on_field, on_file)
    return fields


def test_bytes_go_as_a_form_with_a_name_and_a_type() -> None:
    call = prepare(venice.IMAGE_EDIT, {"image": picture(), "prompt": "sepia", "safe_mode": False})
    assert (call.method, call.url, call.billed) == ("POST", "/image/edit", True)
    parts = {name: (file, content) for name, file, _, content in sent_form(call)}
    assert parts == {
        "image": ("image.png", picture()),
        "prompt": ("", b"sepia"),
        "safe_mode": ("", b"false"),
    }


def test_a_url_goes_as_json() -> None:
    call = prepare(venice.IMAGE_EDIT, {"image": URL, "prompt": "sepia"})
    assert sent_json(call) == {"image": URL, "prompt": "sepia"}


def test_bytes_and_a_url_together_go_as_json() -> None:
    call = prepare(
        venice.IMAGE_MULTI_EDIT, {"images": [picture(), URL], "prompt": "merge", "model": "m"}
    )
    encoded = base64.b64encode(picture()).decode()
    assert sent_json(call) == {"images": [encoded, URL], "prompt": "merge", "modelId": "m"}


@pytest.mark.parametrize("spelling", ["json", "multipart"])
def test_the_caller_can_force_the_media_type(spelling: str) -> None:
    call = prepare(venice.IMAGE_EDIT, {"image": picture(), "prompt": "x", "media_type": spelling})
    assert call.body is not None
    assert spelling in call.body.content_type


def test_openai_takes_one_image_or_several_under_their_own_names() -> None:
    one = prepare(openai.IMAGE_EDIT, {"image": picture(), "prompt": "x"})
    several = prepare(openai.IMAGE_EDIT, {"image": [picture(), picture(seed=9)], "prompt": "x"})
    assert [name for name, *_ in sent_form(one)] == ["image", "prompt"]
    assert [name for name, *_ in sent_form(several)] == ["image[]", "image[]", "prompt"]


def test_openai_json_names_urls_files_and_data() -> None:
    images = [URL, FileID("file-1"), picture()]
    tree = sent_json(
        prepare(openai.IMAGE_EDIT, {"image": images, "prompt": "x", "moderation": "low"})
    )
    data = "data:image/png;base64," + base64.b64encode(picture()).decode()
    assert tree == {
        "images": [{"image_url": URL}, {"file_id": "file-1"}, {"image_url": data}],
        "prompt": "x",
        "moderation": "low",
    }


def test_an_argument_that_only_one_body_has_decides_the_media_type() -> None:
    as_json = prepare(openai.IMAGE_EDIT, {"image": picture(), "prompt": "x", "moderation": "low"})
    assert "images" in sent_json(as_json)
    given = {"image": picture(), "prompt": "x", "model": "dall-e-2", "response_format": "url"}
    as_form = prepare(openai.IMAGE_EDIT, given)
    assert ("response_format", "", "", b"url") in sent_form(as_form)


def test_xinference_repeats_the_field_and_sends_pipeline_arguments_as_text() -> None:
    images = [picture(), picture(seed=5)]
    edit = prepare(xinference.IMAGE_EDIT, {"image": images, "prompt": "x"})
    assert [name for name, *_ in sent_form(edit)] == ["images", "images", "prompt"]
    vary = prepare(
        xinference.IMAGE_VARIATIONS,
        {
            "image": picture(),
            "model": "m",
            "kwargs": {"strength": 0.5},
            "prompt": ["a", "b"],
            "n": 2,
        },
    )
    parts = [(name, content) for name, file, _, content in sent_form(vary) if not file]
    assert sorted(parts) == [
        ("kwargs", b'{"strength": 0.5}'),
        ("model", b"m"),
        ("n", b"2"),
        ("prompt", b"a"),
        ("prompt", b"b"),
    ]


def test_unset_none_and_a_value_are_three_things() -> None:
    image = {"image": picture(), "media_type": "json"}
    assert "creativity" not in sent_json(prepare(venice.IMAGE_UPSCALE, image))
    assert (
        sent_json(prepare(venice.IMAGE_UPSCALE, image | {"creativity": None}))["creativity"] is None
    )
    assert (
        sent_json(prepare(venice.IMAGE_UPSCALE, image | {"creativity": 0.01}))["creativity"] == 0.01
    )


def test_none_goes_as_json_because_a_form_cannot_say_it() -> None:
    call = prepare(venice.IMAGE_UPSCALE, {"image": picture(), "creativity": None})
    assert sent_json(call)["creativity"] is None
    with pytest.raises(ArgumentError, match="creativity=None cannot be said in a form"):
        prepare(
            venice.IMAGE_UPSCALE,
            {"image": picture(), "creativity": None, "media_type": "multipart"},
        )


def test_no_default_of_the_server_is_sent() -> None:
    parts = sent_form(prepare(openai.IMAGE_EDIT, {"image": picture(), "prompt": "x"}))
    assert [name for name, *_ in parts] == ["image", "prompt"]


def test_extra_body_is_sent_unchecked_beside_the_arguments() -> None:
    given = {"image": URL, "prompt": "x", "extra_body": {"brand_new": [1]}}
    assert sent_json(prepare(venice.IMAGE_EDIT, given))["brand_new"] == [1]
    with pytest.raises(
        ArgumentError, match="'prompt' stands both among the arguments and in extra_body"
    ):
        prepare(venice.IMAGE_EDIT, {"image": URL, "prompt": "x", "extra_body": {"prompt": "y"}})


def test_options_reach_the_call_and_not_the_body() -> None:
    given = {"image": URL, "prompt": "x", "timeout": 7.0, "extra_headers": {"x-trace": "1"}}
    call = prepare(venice.IMAGE_EDIT, given)
    assert (call.timeout, call.headers) == (7.0, {"x-trace": "1"})
    assert set(sent_json(call)) == {"image", "prompt"}


def test_query_arguments_stand_in_the_query() -> None:
    call = prepare(venice.MODELS_LIST, {"type": "inpaint"})
    assert (call.method, call.query, call.body, call.billed) == (
        "GET",
        {"type": "inpaint"},
        None,
        False,
    )


def test_a_mask_is_turned_to_what_the_provider_means() -> None:
    from PIL import Image

    mask = Image.new("L", (512, 512), 0)
    mask.paste(255, (0, 0, 256, 512))
    given = {"image": picture(), "prompt": "x", "mask": Mask(mask, edit="white")}
    parts = {name: content for name, _, _, content in sent_form(prepare(openai.IMAGE_EDIT, given))}
    alpha = Image.open(io.BytesIO(parts["mask"])).getchannel("A")
    assert (alpha.getpixel((10, 10)), alpha.getpixel((500, 10))) == (0, 255)


BIG = 26 * 1024 * 1024


def padded(image: bytes, size: int) -> bytes:
    """The same PNG with a private chunk that makes it `size` bytes long."""
    import struct
    import zlib

    end = image[-12:]
    data = b"x" * (size - len(image) - 12)
    chunk = b"prVt" + data
    return (
        image[:-12]
        + struct.pack(">I", len(data))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + end
    )


def closed_file() -> Any:
    file = io.BytesIO(picture())
    file.close()
    return file


VENICE = {"image": picture(), "prompt": "x"}
OPENAI = {"image": picture(), "prompt": "x"}
BAD: list[tuple[Operation, dict[str, Any], str, list[str]]] = [
    (venice.IMAGE_EDIT, {"image": "no/such/phto.png"}, "image", ["no/such/phto.png"]),
    (venice.IMAGE_EDIT, {"image": b""}, "image", ["empty"]),
    (venice.IMAGE_EDIT, {"image": b"just some text, no image"}, "image", ["not an image"]),
    (venice.IMAGE_EDIT, {"image": picture()[:-20]}, "image", ["cut off"]),
    (venice.IMAGE_EDIT, {"image": picture(200, 200)}, "image", ["200", "40,000", "65,536"]),
    (venice.IMAGE_EDIT, {"image": picture(8000, 5000)}, "image", ["8000", "40,000,000", "33,177,600"]),
    (venice.IMAGE_EDIT, {"image": padded(picture(), BIG)}, "image", ["27.26 MB", "25.00 MB"]),
    (venice.IMAGE_EDIT, {"image": 7}, "image", ["int"]),
    (venice.IMAGE_EDIT, {"image": None}, "image", ["needs image="]),
    (venice.IMAGE_EDIT, {"image": closed_file()}, "image", ["closed"]),
    (venice.IMAGE_EDIT, {"image": Path("/")}, "image", ["directory"]),
    (venice.IMAGE_EDIT, {"image": "ftp://example.com/a.png"}, "image", ["ftp"]),
    (venice.IMAGE_EDIT, {"prompt": ""}, "prompt", ["0 characters", "at least 1"]),
    (venice.IMAGE_EDIT, {"prompt": "x" * 32769}, "prompt", ["32769 characters", "at most 32768"]),
    (venice.IMAGE_EDIT, {"prompt": 7}, "prompt", ["prompt=7", "a string", "int"]),
    (venice.IMAGE_EDIT, {"aspect_ratio": "16:10"}, "aspect_ratio", ["'16:10'", "'16:9'"]),
    (venice.IMAGE_EDIT, {"safe_mode": "yes"}, "safe_mode", ["'yes'", "True or False"]),
    (venice.IMAGE_EDIT, {"media_type": "xml"}, "media_type", ["'xml'", "'multipart' or 'json'"]),
    (venice.IMAGE_EDIT, {"image": URL, "media_type": "multipart"}, "image", ["URL", "form"]),
    (venice.IMAGE_UPSCALE, {"image": URL, "prompt": ...}, "image", ["URL"]),
    (venice.IMAGE_UPSCALE, {"scale": 3, "prompt": ...}, "scale", ["3", "2 or 4"]),
    (venice.IMAGE_MULTI_EDIT, {"images": [], "image": ...}, "images", ["empty"]),
    (venice.IMAGE_MULTI_EDIT, {"images": [picture()] * 11, "image": ...}, "images", ["11", "10"]),
    (openai.IMAGE_EDIT, {"mask": b""}, "mask", ["empty"]),
    (openai.IMAGE_EDIT, {"mask": picture(400, 512, mode="RGBA")}, "mask", ["400x512", "512x512"]),
    (openai.IMAGE_EDIT, {"mask": picture()}, "mask", ["edit='white'"]),
    (openai.IMAGE_EDIT, {"n": 11}, "n", ["n=11", "10"]),
    (openai.IMAGE_EDIT, {"n": "2"}, "n", ["'2'", "whole number", "str"]),
    (openai.IMAGE_EDIT, {"image": [picture()] * 17}, "image", ["17", "16"]),
    (openai.IMAGE_EDIT, {"image": picture(kind="GIF")}, "image", ["gif"]),
    (openai.IMAGE_EDIT, {"image": URL, "response_format": "url"}, "response_format", ["multipart", "json"]),
    (xinference.IMAGE_EDIT, {"mask": picture(mode="RGBA")}, "mask", ["edit='transparent'"]),
    (xinference.IMAGE_EDIT, {"size": "auto"}, "size", ["'auto'"]),
    (xinference.IMAGE_EDIT, {"image": URL}, "image", ["URL"]),
]  # fmt: skip


@pytest.mark.parametrize(("operation", "change", "argument", "words"), BAD)
def test_what_cannot_be_sent_is_refused_by_name_value_and_limit(
    operation: Operation, change: dict[str, Any], argument: str, words: list[str]
) -> None:
    given = {"image": picture(), "prompt": "x"} | change
    with pytest.raises(ArgumentError) as caught:
        prepare(operation, {name: value for name, value in given.items() if value is not ...})
    assert caught.value.argument == argument
    message = str(caught.value)
    assert argument in message
    assert [word for word in words if word.lower() not in message.lower()] == [], message


def test_an_unknown_argument_is_answered_with_the_provider_that_has_it() -> None:
    with pytest.raises(UnknownArgumentError) as caught:
        prepare(venice.IMAGE_EDIT, VENICE | {"strength": 0.5})
    message = str(caught.value)
    assert "venice image.edit has no argument 'strength'" in message
    assert "xinference image.variations (in kwargs={…})" in message
    with pytest.raises(UnknownArgumentError, match=r"It is an argument of .*openai image\.edit"):
        prepare(venice.IMAGE_EDIT, VENICE | {"mask": picture(mode="RGBA")})
    with pytest.raises(UnknownArgumentError, match="Did you mean 'aspect_ratio'"):
        prepare(venice.IMAGE_EDIT, VENICE | {"aspect_ration": "1:1"})


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(picture())
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        with pytest.raises(ImageInputError, match=r"secret\.png"):
            prepare(venice.IMAGE_EDIT, VENICE | {"image": path})
    else:
        pytest.skip("this user may read every file")


def test_a_local_path_never_travels(tmp_path: Path) -> None:
    path = tmp_path / "holiday.png"
    path.write_bytes(picture())
    call = prepare(openai.IMAGE_EDIT, OPENAI | {"image": path})
    assert call.body is not None
    assert str(tmp_path).encode() not in b"".join(call.body)
    assert ("image", "holiday.png") in [(name, file) for name, file, *_ in sent_form(call)]


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        (venice.IMAGE_EDIT, "model"),
        (openai.IMAGE_EDIT, "mask"),
        (xinference.IMAGE_EDIT, "n"),
        (xinference.IMAGE_VARIATIONS, "kwargs"),
        *((openai.IMAGE_EDIT, name) for name in CallOptions.__annotations__),
    ],
)
def test_none_is_not_given_where_the_provider_has_no_null(operation: Operation, name: str) -> None:
    required = {
        parameter.name: picture() if parameter.image else "x"
        for parameter in operation.parameters
        if parameter.required
    }
    call = prepare(operation, required | {name: None})
    assert sorted(sent_form(call)) == sorted(sent_form(prepare(operation, required)))


def nested(depth: int) -> list[Any]:
    tree: list[Any] = []
    for _ in range(depth):
        tree = [tree]
    return tree


def cyclic() -> dict[str, Any]:
    tree: dict[str, Any] = {}
    tree["self"] = tree
    return tree


class Odd:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


@pytest.mark.parametrize("media_type", ["json", "multipart"])
@pytest.mark.parametrize(
    ("value", "words"),
    [
        (nested(5000), "extra: is nested more than 100 deep"),
        (cyclic(), "extra: is nested more than 100 deep"),
        (object(), "extra: is of type object, which JSON cannot hold"),
        (Odd(), "extra: is of type Odd, which JSON cannot hold"),
        (float("nan"), "extra: is nan, which JSON cannot hold"),
        (b"bytes", "extra: is of type bytes"),
        ({1: Odd()}, "extra"),
        ("\ud800", "extra: holds half of a surrogate pair at position 0"),
    ],
)
def test_what_extra_body_cannot_hold_is_an_argument_error(
    value: object, words: str, media_type: str
) -> None:
    given = {"image": picture(), "prompt": "x", "media_type": media_type}
    with pytest.raises(ArgumentError, match=words):
        prepare(venice.IMAGE_EDIT, given | {"extra_body": {"extra": value}})


@pytest.mark.parametrize("name", ["extra_body", "extra_headers"])
@pytest.mark.parametrize("value", [5, "text", [("a", "b")], Odd()])
def test_extras_are_mappings(name: str, value: object) -> None:
    with pytest.raises(ArgumentError, match=f"{name} must be a mapping, not"):
        prepare(venice.IMAGE_EDIT, {"image": picture(), "prompt": "x", name: value})


@pytest.mark.parametrize("value", [Odd(), nested(5000), cyclic(), 5, object()])
def test_odd_values_of_arguments_are_argument_errors(value: object) -> None:
    for operation, name in (
        (venice.IMAGE_EDIT, "safe_mode"),
        (openai.IMAGE_EDIT, "size"),
        (xinference.IMAGE_VARIATIONS, "kwargs"),
    ):
        with pytest.raises(ArgumentError):
            prepare(operation, {"image": picture(), "prompt": "x", "model": "m", name: value})


def test_the_place_of_half_a_surrogate_pair_counts_in_the_text_itself() -> None:
    given = {"image": picture(), "prompt": "a\ud83c"}
    for media_type in ("json", "multipart"):
        with pytest.raises(
            ArgumentError, match="prompt: holds half of a surrogate pair at position 1"
        ):
            prepare(venice.IMAGE_EDIT, given | {"media_type": media_type})


class OddSequence(list[int]):
    """A sequence of the caller's own that cannot be read."""

    def __iter__(self) -> Any:
        raise RuntimeError("no items")


@pytest.mark.parametrize(
    "value",
    [OddSequence([1]), cyclic(), nested(3000), "\ud800", Odd()],
    ids=["list", "cycle", "deep", "half", "odd"],
)
@pytest.mark.parametrize(
    ("operation", "name", "base"),
    [
        (openai.IMAGE_EDIT, "prompt", {"image": picture()}),
        (openai.IMAGE_GENERATE, "model", {"prompt": "x"}),
        (venice.IMAGE_STYLES, "later", {"unknown_values": "warn"}),
        (stability.IMAGE_RESUME, "job_id", {}),
    ],
    ids=["form", "json", "query", "path"],
)
def test_odd_values_are_argument_errors_wherever_they_would_stand(
    operation: Operation, name: str, base: dict[str, Any], value: object
) -> None:
    with pytest.raises(ArgumentError):
        prepare(operation, {**base, name: value})


def test_a_key_of_extra_body_that_is_no_text_is_refused_in_a_form_too() -> None:
    with pytest.raises(ArgumentError, match="the key 5, which is not text"):
        prepare(openai.IMAGE_EDIT, {"image": picture(), "prompt": "x", "extra_body": {5: 5}})


@pytest.mark.parametrize("name", ["media_type", "timeout", "unknown_values", "save_to", "prompt"])
@pytest.mark.parametrize(
    "value", [Odd(), nested(3000), 10**5000, OddSequence([1])], ids=["odd", "deep", "huge", "list"]
)
def test_odd_values_of_options_are_argument_errors(name: str, value: object) -> None:
    arguments = {"image": picture(), "prompt": "x", name: value}
    with pytest.raises(ArgumentError) as caught:
        next(request_pictures(openai.IMAGE_EDIT, arguments, ProviderRules()))
    assert len(str(caught.value)) < 700


@pytest.mark.parametrize("value", [{"method": None}, {"path": 5}, {"headers": {"a": None}}])
def test_odd_values_of_a_raw_request_are_argument_errors(value: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError):
        next(send_request(**{"method": "GET", "path": "/models", **value}))

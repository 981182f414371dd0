"""OpenAI's dialect: base64 in JSON, streams, masks by transparency, one error object."""

from __future__ import annotations

import base64
from typing import Any

import jsonschema_rs
import pytest
from PIL import Image, ImageChops

from pyvenice.contract.pin.pin import effective
from pyvenice.sandbox import Sandbox
from tests.sandbox.asking import (
    OPENAI,
    Answer,
    Asking,
    Field,
    base64_of,
    file,
    opened,
    png_field,
    scenery,
)

EDITS = f"{OPENAI}/images/edits"
PHOTO = scenery(96, 64)


def edit(ask: Asking, *fields: Field, prompt: str = "sepia", image: Image.Image = PHOTO) -> Answer:
    return ask.form(EDITS, png_field(image=image), ("prompt", prompt), *fields)


def keeps(schema: str, tree: Any) -> bool:
    components = effective("openai")["components"]
    root = {"components": components, "$ref": f"#/components/schemas/{schema}"}
    return bool(jsonschema_rs.Draft202012Validator(root).is_valid(tree))


def mask_field(hole: tuple[int, int, int, int], size: tuple[int, int] = PHOTO.size) -> Field:
    mask = Image.new("RGBA", size, (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), hole)
    return png_field("mask", mask)


def test_an_edit_answers_base64_with_usage(ask: Asking) -> None:
    answer = edit(ask)
    assert answer.status == 200
    assert keeps("ImagesResponse", answer.json)
    assert answer.image.size == PHOTO.size
    usage = answer.json["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_headers_are_those_of_the_api(ask: Asking) -> None:
    headers = edit(ask).headers
    assert headers["x-request-id"].startswith("req_")
    assert {"openai-version", "openai-processing-ms", "x-ratelimit-reset-tokens"} <= headers.keys()
    assert headers["x-sandbox-operations"] == "sepia"


def test_json_gives_the_same_picture_as_a_form(ask: Asking) -> None:
    image = {"image_url": f"data:image/png;base64,{base64_of(file(PHOTO))}"}
    answer = ask.json(EDITS, {"images": [image], "prompt": "sepia", "size": None})
    assert answer.json["data"] == edit(ask).json["data"]


@pytest.mark.parametrize(
    ("size", "model"),
    [
        ((1024, 1024), "gpt-image-1.5"),
        ((1536, 1024), "gpt-image-1.5"),
        ((640, 480), "gpt-image-2"),
    ],
)
def test_the_size_is_that_asked_for(ask: Asking, size: tuple[int, int], model: str) -> None:
    answer = edit(ask, ("size", f"{size[0]}x{size[1]}"), ("model", model))
    assert answer.image.size == size
    assert keeps("ImagesResponse", answer.json)


@pytest.mark.parametrize(
    ("model", "size", "allowed"),
    [
        ("gpt-image-1.5", "640x480", False),
        ("gpt-image-1", "256x256", False),
        ("gpt-image-1-mini", "1024x1536", True),
        ("dall-e-2", "256x256", True),
        ("dall-e-2", "1536x1024", False),
        ("gpt-image-2", "256x256", True),
        ("gpt-image-2", "640x488", False),
        ("gpt-image-2", "3072x1008", False),
        ("gpt-image-2", "3840x2176", False),
        ("gpt-image-9", "640x480", True),
    ],
)
def test_the_sizes_of_a_model_are_those_of_the_real_server(
    ask: Asking, model: str, size: str, allowed: bool
) -> None:
    answer = edit(ask, ("size", size), ("model", model))
    assert (answer.status == 200) == allowed
    assert allowed or answer.json["error"]["param"] == "size"


@pytest.mark.parametrize("size", ["10x", "0x5", "99999x1", "4000x100", "big", "1024x100"])
def test_a_size_that_is_none_is_refused(ask: Asking, size: str) -> None:
    assert edit(ask, ("size", size)).json["error"]["param"] == "size"


def test_n_pictures_differ(ask: Asking) -> None:
    pictures = edit(ask, ("n", "3")).images
    assert len({picture.tobytes() for picture in pictures}) == 3


@pytest.mark.parametrize(("form", "kind"), [("png", "PNG"), ("jpeg", "JPEG"), ("webp", "WEBP")])
def test_the_format_is_that_asked_for(ask: Asking, form: str, kind: str) -> None:
    answer = edit(ask, ("output_format", form), ("output_compression", "100"))
    assert (answer.image.format, answer.json["output_format"]) == (kind, form)


def test_more_compression_makes_a_smaller_file(ask: Asking) -> None:
    sizes = [
        len(edit(ask, ("output_format", "jpeg"), ("output_compression", q)).body)
        for q in ("5", "95")
    ]
    assert sizes[0] < sizes[1]


def test_a_background_can_be_transparent_or_opaque(ask: Asking) -> None:
    clear = edit(ask, ("background", "transparent"))
    assert (clear.image.mode, clear.json["background"]) == ("RGBA", "transparent")
    solid = edit(ask, ("background", "opaque"), image=Image.new("RGBA", (64, 64), (9, 9, 9, 0)))
    assert (solid.image.mode, solid.json["background"]) == ("RGB", "opaque")


def test_what_is_transparent_in_the_mask_is_edited_and_nothing_else(ask: Asking) -> None:
    hole = (20, 10, 60, 40)
    result = edit(ask, mask_field(hole)).image
    changed = ImageChops.difference(result, PHOTO).getbbox()
    assert changed is not None
    assert (changed[0] >= 20, changed[1] >= 10, changed[2] <= 60, changed[3] <= 40) == (True,) * 4


@pytest.mark.parametrize(
    ("mask", "told"),
    [
        (mask_field((0, 0, 5, 5), (10, 10)), "size is 10x10"),
        (png_field("mask", Image.new("L", PHOTO.size)), "no alpha channel"),
        (("mask", file(PHOTO, "JPEG"), "m.jpg", "image/jpeg"), "unsupported mimetype"),
        (("mask", file(PHOTO, "JPEG"), "m.png", "image/png"), "image/jpeg is not one of"),
        (("mask", b"", "m.png", "image/png"), "empty"),
    ],
    ids=["size", "alpha", "jpeg", "disguised", "empty"],
)
def test_a_mask_that_cannot_be_one_is_refused(ask: Asking, mask: Field, told: str) -> None:
    answer = edit(ask, mask)
    assert answer.status == 400
    assert answer.json["error"]["param"] == "mask"
    assert told in answer.json["error"]["message"]


@pytest.mark.parametrize("partial", [0, 1, 3])
def test_a_stream_shows_sharper_and_sharper_pictures(ask: Asking, partial: int) -> None:
    answer = edit(ask, ("stream", "true"), ("partial_images", str(partial)), prompt="invert")
    assert answer.headers["content-type"].startswith("text/event-stream")
    *unfinished, (name, last) = answer.events
    assert (name, last["type"]) == ("image_edit.completed", "image_edit.completed")
    assert keeps("ImageEditCompletedEvent", last)
    assert [data["partial_image_index"] for _, data in unfinished] == list(range(partial))
    assert all(keeps("ImageEditPartialImageEvent", data) for _, data in unfinished)
    finished = picture(last)
    distances = [distance(picture(data), finished) for _, data in unfinished]
    assert distances == sorted(distances, reverse=True)
    assert finished.tobytes() == edit(ask, prompt="invert").image.tobytes()


def picture(event: dict[str, Any]) -> Image.Image:
    return opened(base64.b64decode(event["b64_json"]))


def distance(image: Image.Image, other: Image.Image) -> int:
    histogram = ImageChops.difference(image, other).convert("L").histogram()
    return sum(value * count for value, count in enumerate(histogram))


def test_a_stream_of_several_completes_each(ask: Asking) -> None:
    answer = edit(ask, ("stream", "true"), ("n", "2"))
    assert [name for name, _ in answer.events] == ["image_edit.completed"] * 2


def test_generations_can_stream_too(ask: Asking) -> None:
    path = f"{OPENAI}/images/generations"
    answer = ask.json(path, {"prompt": "hills", "stream": True, "partial_images": 1})
    assert [name for name, _ in answer.events] == [
        "image_generation.partial_image",
        "image_generation.completed",
    ]
    assert all(keeps("ImageGenStreamEvent", data) for _, data in answer.events)


def test_a_generated_picture_can_be_transparent(ask: Asking) -> None:
    path = f"{OPENAI}/images/generations"
    answer = ask.json(path, {"prompt": "hills", "background": "transparent", "size": "1024x1024"})
    assert answer.image.getchannel("A").getextrema()[0] == 0


def test_dall_e_answers_links_that_lead_to_the_picture(ask: Asking) -> None:
    answer = edit(ask, ("model", "dall-e-2"))
    assert keeps("ImagesResponse", answer.json)
    (item,) = answer.json["data"]
    assert item["url"].startswith("http://sandbox.test/files/")
    found = ask.get(item["url"].removeprefix("http://sandbox.test"))
    assert (found.headers["content-type"], opened(found.body).size) == ("image/png", PHOTO.size)


def test_dall_e_answers_base64_on_request(ask: Asking) -> None:
    answer = edit(ask, ("model", "dall-e-2"), ("response_format", "b64_json"))
    assert answer.image.size == PHOTO.size


def test_variations_are_square_and_differ(ask: Asking) -> None:
    fields: list[Field] = [("n", "2"), ("response_format", "b64_json"), ("size", "256x256")]
    answer = ask.form(f"{OPENAI}/images/variations", png_field(), *fields)
    assert {image.size for image in answer.images} == {(256, 256)}
    assert answer.images[0].tobytes() != answer.images[1].tobytes()


def test_models_are_listed_and_found(ask: Asking) -> None:
    listed = ask.get(f"{OPENAI}/models").json
    assert keeps("ListModelsResponse", listed)
    assert {model["owned_by"] for model in listed["data"]} == {"sandbox"}
    assert ask.get(f"{OPENAI}/models/gpt-image-1.5").json["id"] == "gpt-image-1.5"
    assert ask.get(f"{OPENAI}/models/gpt-9").json["error"]["code"] == "model_not_found"


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ([("n", "11")], "n", "integer_above_max_value"),
        ([("n", "0")], "n", "integer_below_min_value"),
        ([("n", "two")], "n", "invalid_type"),
        ([("prompt", "x")], "prompt", "duplicate_parameter"),
        ([("strength", "0.5")], "strength", "unknown_parameter"),
        ([("background", "pink")], "background", "invalid_value"),
        ([("partial_images", "4")], "partial_images", "integer_above_max_value"),
        ([("response_format", "url")], "response_format", "unknown_parameter"),
        ([("background", "transparent"), ("output_format", "jpeg")], "background", "invalid_value"),
        ([("output_compression", "50")], "output_compression", "invalid_value"),
        ([("model", "unknown-model")], "model", "model_not_found"),
    ],
)
def test_a_fault_is_told_with_parameter_and_code(
    ask: Asking, fields: list[Field], param: str, code: str
) -> None:
    error = edit(ask, *fields).json["error"]
    assert error.keys() == {"message", "type", "param", "code"}
    assert (error["param"], error["code"]) == (param, code)


def test_more_than_sixteen_images_are_refused(ask: Asking) -> None:
    error = ask.form(EDITS, *[png_field("image[]")] * 17, ("prompt", "x")).json["error"]
    assert (error["param"], error["code"]) == ("image", "array_above_max_length")


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({"prompt": "x"}, "images", "missing_required_parameter"),
        ({"images": [], "prompt": "x"}, "images", "array_below_min_length"),
        ({"images": [{}], "prompt": "x"}, "images[0]", "invalid_value"),
        ({"images": [{"file_id": "file-1"}], "prompt": "x"}, "images[0].file_id", "file_not_found"),
        (
            {"images": [{"image_url": "nonsense"}], "prompt": "x"},
            "images[0].image_url",
            "invalid_image_url",
        ),
        (
            {"images": [{"image_url": "http://example.org/a.png"}], "prompt": "x"},
            "images[0].image_url",
            "invalid_image_url",
        ),
        (
            {"images": [{"image_url": "data:image/png;base64,AAAA"}], "prompt": ""},
            "prompt",
            "string_below_min_length",
        ),
        (
            {"images": [{"image_url": "data:image/png;base64,AAAA"}], "prompt": "x"},
            "images[0]",
            "invalid_image_file",
        ),
    ],
)
def test_a_fault_in_json_is_told_with_its_place(
    ask: Asking, body: dict[str, Any], param: str, code: str
) -> None:
    error = ask.json(EDITS, body).json["error"]
    assert (error["param"], error["code"]) == (param, code)


def test_what_a_part_says_it_is_must_be_an_image(ask: Asking) -> None:
    answer = ask.form(
        EDITS, ("image", file(PHOTO), "photo", "application/octet-stream"), ("prompt", "x")
    )
    assert answer.json["error"]["code"] == "unsupported_file_mimetype"


def test_the_key_is_needed_and_never_repeated(ask: Asking) -> None:
    missing = edit(Asking(ask.sandbox, None))
    assert (missing.status, missing.json["error"]["code"]) == (401, None)
    wrong = edit(Asking(ask.sandbox, "sk-this-is-a-secret-1234"))
    assert (wrong.status, wrong.json["error"]["code"]) == (401, "invalid_api_key")
    assert "secret" not in wrong.body.decode()


def test_content_that_is_not_wanted_is_refused(ask: Asking) -> None:
    answer = edit(ask, prompt="a forbidden thing")
    assert (answer.status, answer.json["error"]["code"]) == (400, "moderation_blocked")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429, 500, 503])
def test_a_fault_comes_on_request(ask: Asking, status: int) -> None:
    answer = ask.json(EDITS, {}, headers={"x-sandbox-fault": str(status)})
    assert answer.status == status
    assert answer.json["error"].keys() == {"message", "type", "param", "code"}
    assert answer.headers.get("retry-after") == ("1" if status in {429, 503} else None)


@pytest.mark.parametrize(
    ("method", "path", "kind", "status"),
    [
        ("POST", "/images/edit", "application/json", 404),
        ("GET", "/images/edits", "", 405),
        ("POST", "/images/edits", "text/plain", 400),
        ("POST", "/images/edits", "application/json", 400),
    ],
)
def test_other_routes_and_bodies_are_refused(
    ask: Asking, method: str, path: str, kind: str, status: int
) -> None:
    answer = ask.send(method, OPENAI + path, b"{", {"content-type": kind})
    assert answer.status == status
    assert answer.json["error"]["type"] == "invalid_request_error"


def test_a_body_over_the_limit_is_refused_in_the_dialect() -> None:
    body = bytes(64 * 1024 * 1024 + 1)
    answer = Asking(Sandbox()).send("POST", EDITS, body, {"content-type": "application/json"})
    assert answer.status == 413
    assert "67,108,864 bytes" in answer.json["error"]["message"]

"""Venice's dialect: pictures as bodies, headers that tell, errors in its shapes."""

from __future__ import annotations

import base64
import json
from typing import Any

import jsonschema_rs
import pytest

from pyvenice.contract.pin.pin import effective
from pyvenice.sandbox import Sandbox
from tests.sandbox.asking import (
    VENICE,
    Answer,
    Asking,
    base64_of,
    farthest,
    file,
    opened,
    png_field,
    scenery,
)

EDIT = f"{VENICE}/image/edit"
PHOTO = scenery(320, 240)


def edit(ask: Asking, prompt: str = "sepia", **fields: Any) -> Answer:
    return ask.json(EDIT, {"image": base64_of(file(PHOTO)), "prompt": prompt} | fields)


def keeps_contract(answer: Answer, path: str, method: str = "post") -> bool:
    document = effective("venice")
    content = document["paths"][path][method]["responses"][str(answer.status)]["content"]
    schema = {
        "components": document["components"],
        "allOf": [content["application/json"]["schema"]],
    }
    return bool(jsonschema_rs.Draft202012Validator(schema).is_valid(answer.json))


def test_an_edit_answers_the_picture_itself(ask: Asking) -> None:
    answer = edit(ask)
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.image.size == PHOTO.size
    assert answer.operations == "sepia"


def test_form_and_json_give_the_same_picture(ask: Asking) -> None:
    form = ask.form(EDIT, png_field(image=PHOTO), ("prompt", "sepia"))
    assert form.body == edit(ask).body


def test_headers_tell_model_safety_and_request(ask: Asking) -> None:
    headers = edit(ask).headers
    assert headers["x-venice-model-id"] == "firered-image-edit"
    assert headers["x-venice-model-name"] == "FireRed Edit"
    assert headers["x-venice-is-content-violation"] == "false"
    assert headers["x-sandbox"] == "pyvenice"
    assert {"cf-ray", "x-venice-version", "x-ratelimit-limit-requests"} <= headers.keys()


def test_a_rewritten_prompt_is_told(ask: Asking) -> None:
    assert edit(ask, "grün", enhance_prompt=True).headers["x-venice-enhanced-prompt"] == "gr%C3%BCn"


def test_a_model_about_to_go_says_when(ask: Asking) -> None:
    headers = edit(ask, model="deprecated-edit").headers
    assert headers["x-venice-model-deprecation-date"].startswith("2030")
    assert "x-venice-model-deprecation-warning" in headers


@pytest.mark.parametrize(
    ("fields", "size", "media_type"),
    [
        ({"aspect_ratio": "1:1"}, (240, 240), "image/png"),
        ({"aspect_ratio": "16:9"}, (320, 180), "image/png"),
        ({"aspect_ratio": "9:16"}, (135, 240), "image/png"),
        ({"aspect_ratio": "auto"}, (320, 240), "image/png"),
        ({"resolution": "1K"}, (1024, 768), "image/png"),
        ({"resolution": "2k"}, (2048, 1536), "image/jpeg"),
        ({"resolution": "2K", "output_format": "png"}, (2048, 1536), "image/png"),
        ({"resolution": "1K", "aspect_ratio": "1:1"}, (1024, 1024), "image/png"),
        ({"output_format": "jpg"}, (320, 240), "image/jpeg"),
        ({"output_format": "webp"}, (320, 240), "image/webp"),
    ],
)
def test_ratio_tier_and_format_are_honoured(
    ask: Asking, fields: dict[str, str], size: tuple[int, int], media_type: str
) -> None:
    answer = edit(ask, "sharpen", **fields)
    assert answer.headers["content-type"] == media_type
    assert answer.image.size == size


def test_several_images_go_into_one(ask: Asking) -> None:
    images = [base64_of(file(PHOTO)), base64_of(file(scenery(300, 300)))]
    answer = ask.json(
        f"{VENICE}/image/multi-edit", {"images": images, "prompt": "sepia", "quality": "high"}
    )
    assert answer.operations == "sepia, inset 1"
    assert answer.image.size == PHOTO.size


def test_the_background_is_removed(ask: Asking) -> None:
    answer = ask.form(f"{VENICE}/image/background-remove", png_field(image=PHOTO))
    assert answer.image.mode == "RGBA"
    assert answer.image.getpixel((0, 0))[3] == 0  # type: ignore[index]  # RGBA


def test_a_background_is_removed_behind_a_link_too(ask: Asking) -> None:
    path = f"{VENICE}/image/background-remove"
    uri = f"data:image/png;base64,{base64_of(file(PHOTO))}"
    assert ask.json(path, {"image_url": uri}).operations == "background removed"
    assert ask.json(path, {"image_url": "ftp://nowhere"}).status == 400


@pytest.mark.parametrize("scale", [2, 4])
def test_upscale_makes_it_larger_and_keeps_what_it_shows(ask: Asking, scale: int) -> None:
    answer = ask.form(f"{VENICE}/image/upscale", png_field(image=PHOTO), ("scale", str(scale)))
    assert answer.image.size == (320 * scale, 240 * scale)
    back = answer.image.resize(PHOTO.size)
    assert farthest(back, PHOTO) < 16


def test_upscale_refuses_a_result_that_is_too_large(ask: Asking) -> None:
    image = png_field(image=scenery(2100, 2100))
    assert ask.form(f"{VENICE}/image/upscale", image, ("scale", "2")).status == 422


def generate(ask: Asking, **fields: Any) -> Answer:
    given = {"model": "z-image-turbo", "prompt": "hills", "width": 256, "height": 128}
    return ask.json(f"{VENICE}/image/generate", given | fields)


def test_generate_answers_base64_in_json(ask: Asking) -> None:
    answer = generate(ask, variants=2, seed=7)
    assert keeps_contract(answer, "/image/generate")
    pictures = [opened(base64.b64decode(text)) for text in answer.json["images"]]
    assert [(picture.format, picture.size) for picture in pictures] == [("WEBP", (256, 128))] * 2
    assert pictures[0].tobytes() != pictures[1].tobytes()
    assert answer.json["request"]["seed"] == 7


def test_generate_answers_the_bare_picture_on_request(ask: Asking) -> None:
    answer = generate(ask, return_binary=True, format="png", embed_exif_metadata=True)
    assert answer.headers["content-type"] == "image/png"
    assert answer.image.info["Description"] == "hills"


def test_generate_shows_the_style_references(ask: Asking) -> None:
    references = [{"image": base64_of(file(PHOTO)), "strength": 0.5}]
    assert "inset 1" in generate(ask, style_references=references).operations


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({"aspect_ratio": "16:9", "width": 1024, "height": 1024}, (1368, 768)),
        ({"aspect_ratio": "1:1", "resolution": "1K"}, (1024, 1024)),
    ],
)
def test_generate_follows_ratio_and_tier(
    ask: Asking, fields: dict[str, Any], size: tuple[int, int]
) -> None:
    assert generate(ask, return_binary=True, **fields).image.size == size


@pytest.mark.parametrize(
    "fields",
    [
        {"aspect_ratio": "wide"},
        {"aspect_ratio": "9:1"},
        {"resolution": "9K"},
        {"variants": 2, "return_binary": True},
    ],
)
def test_generate_refuses_what_it_cannot_draw(ask: Asking, fields: dict[str, Any]) -> None:
    assert generate(ask, **fields).status == 400


def test_styles_and_models_need_no_key(ask: Asking) -> None:
    keyless = Asking(ask.sandbox, key=None)
    assert "Anime" in keyless.get(f"{VENICE}/image/styles").json["data"]
    answer = keyless.get(f"{VENICE}/models?type=inpaint")
    assert keeps_contract(answer, "/models", "get")
    assert len(answer.json["data"]) == 21
    assert all("sandbox" in model["model_spec"]["modelSource"] for model in answer.json["data"])


@pytest.mark.parametrize(
    ("kind", "count"), [("image", 38), ("upscale", 1), ("text", 113), ("all", 328)]
)
def test_models_are_listed_by_kind(ask: Asking, kind: str, count: int) -> None:
    answer = ask.get(f"{VENICE}/models?type={kind}")
    assert keeps_contract(answer, "/models", "get")
    assert len(answer.json["data"]) == count


def test_an_unknown_kind_of_model_is_refused(ask: Asking) -> None:
    assert ask.get(f"{VENICE}/models?type=hats").status == 400


def test_without_a_key_it_tells_how_to_pay(ask: Asking) -> None:
    answer = Asking(ask.sandbox, key=None).json(EDIT, {})
    assert answer.status == 402
    assert keeps_contract(answer, "/image/edit")
    assert json.loads(base64.b64decode(answer.headers["payment-required"])) == answer.json
    assert answer.json["authOptions"]["apiKey"]["header"].startswith("Authorization")


@pytest.mark.parametrize("key", ["wrong", "sandbox2", ""])
def test_a_wrong_key_is_not_let_in(ask: Asking, key: str) -> None:
    answer = Asking(ask.sandbox, key=key).json(EDIT, {})
    assert (answer.status, answer.json) == (401, {"error": "Authentication failed"})


def test_the_key_can_be_chosen() -> None:
    sandbox = Sandbox(api_key="a-secret-of-mine")
    assert edit(Asking(sandbox, "a-secret-of-mine")).status == 200
    assert edit(Asking(sandbox, "sandbox")).status == 401


def test_every_fault_of_a_request_is_told_with_its_place(ask: Asking) -> None:
    answer = edit(ask, "", mask="x", aspect_ratio="5:3", safe_mode="yes")
    assert answer.status == 400
    assert keeps_contract(answer, "/image/edit")
    assert answer.json["error"] == "Invalid request parameters"
    assert answer.json["details"]["_errors"] == ["Unrecognized key(s) in object: 'mask'"]
    assert answer.json["details"]["prompt"]["_errors"] == [
        "String must contain at least 1 character(s)"
    ]
    assert answer.json["details"]["safe_mode"]["_errors"] == ["Expected boolean, received string"]
    assert "Expected 'auto' | '1:1'" in answer.json["details"]["aspect_ratio"]["_errors"][0]
    codes = {issue["code"] for issue in answer.json["issues"]}
    assert codes == {"unrecognized_keys", "too_small", "invalid_type", "invalid_enum_value"}


@pytest.mark.parametrize("value", [{}, {"image": "x", "image_url": "http://x"}])
def test_background_remove_wants_exactly_one_source(ask: Asking, value: dict[str, str]) -> None:
    assert ask.json(f"{VENICE}/image/background-remove", value).status == 400


@pytest.mark.parametrize(
    ("image", "status", "told"),
    [
        (base64_of(file(scenery(255, 256))), 400, "at least 65,536 are needed"),
        (base64_of(file(scenery(8000, 4200), "JPEG")), 422, "at most 33,177,600"),
        (base64_of(file(scenery(300, 300), "GIF")), 400, "image/gif is not one of"),
        (base64_of(b"\x89PNG nonsense"), 400, "no image format"),
        (base64_of(b"x" * 25_000_001), 413, "25,000,000"),
        ("", 400, "empty"),
        ("*** no base64 ***", 400, "base64"),
        ("data:image/png;base64", 400, "comma"),
    ],
    ids=["few pixels", "many pixels", "gif", "broken", "26 MB", "empty", "no base64", "data URI"],
)
def test_images_are_checked(ask: Asking, image: str, status: int, told: str) -> None:
    answer = ask.json(EDIT, {"image": image, "prompt": "x"})
    assert answer.status == status
    assert told in answer.body.decode()


def test_too_large_a_payload_has_a_code(ask: Asking) -> None:
    answer = ask.json(EDIT, {"image": base64_of(b"x" * 25_000_001), "prompt": "x"})
    assert answer.json["code"] == "PAYLOAD_TOO_LARGE"


@pytest.mark.parametrize("image", ["data:image/png;base64,", "http://127.0.0.1:9/x.png"])
def test_upscale_wants_bare_base64(ask: Asking, image: str) -> None:
    answer = ask.json(f"{VENICE}/image/upscale", {"image": image + base64_of(file(PHOTO))})
    assert "bare base64" in str(answer.json["details"]["image"])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"n": NaN}', "application/json", 400),
        (b"x", "text/plain", 415),
        (b"", "", 415),
    ],
)
def test_another_body_is_refused(ask: Asking, body: bytes, kind: str, status: int) -> None:
    assert ask.send("POST", EDIT, body, {"content-type": kind}).status == status


def test_half_a_surrogate_pair_does_no_harm(ask: Asking) -> None:
    assert edit(ask, "a \ud800 boat").status == 200
    assert edit(ask, "a \ud800 boat", mask="\udc00").status == 400


def test_content_that_is_not_wanted_is_refused(ask: Asking) -> None:
    answer = edit(ask, "something Forbidden")
    assert answer.status == 422
    assert answer.headers["x-venice-is-content-violation"] == "true"


def test_an_unknown_model_is_not_found(ask: Asking) -> None:
    answer = edit(ask, model="an-unknown-model")
    assert (answer.status, answer.json) == (
        404,
        {"error": "Specified model not found: an-unknown-model"},
    )


@pytest.mark.parametrize(
    ("method", "path", "status"), [("POST", "/image/edits", 404), ("GET", "/image/edit", 405)]
)
def test_other_routes_are_refused(ask: Asking, method: str, path: str, status: int) -> None:
    answer = ask.send(method, VENICE + path)
    assert answer.status == status
    assert isinstance(answer.json["error"], str)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422, 429, 500, 503, 504, 599])
def test_a_fault_comes_on_request(ask: Asking, status: int) -> None:
    answer = ask.json(EDIT, {}, headers={"x-sandbox-fault": str(status)})
    assert answer.status == status
    assert answer.json["error"]
    assert answer.headers.get("retry-after") == ("1" if status in {429, 503} else None)


@pytest.mark.parametrize("asked", ["200", "boom", "4290"])
def test_a_fault_that_is_none_is_explained(ask: Asking, asked: str) -> None:
    answer = ask.json(EDIT, {}, headers={"x-sandbox-fault": asked})
    assert answer.status == 400
    assert "from 400 to 599" in answer.json["error"]

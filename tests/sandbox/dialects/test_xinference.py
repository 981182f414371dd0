"""Xinference's dialect: white masks, paths on a disk, pydantic's errors, its own events."""

from __future__ import annotations

import gc
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from PIL import Image, ImageChops

from pyvenice.contract.pin.pin import effective
from pyvenice.sandbox import Sandbox
from tests.sandbox.asking import XINFERENCE, Answer, Asking, Field, file, opened, png_field, scenery

EDITS = f"{XINFERENCE}/images/edits"
PHOTO = scenery(96, 64)
BASE64: Field = ("response_format", "b64_json")


def edit(ask: Asking, *fields: Field, prompt: str = "sepia", image: Image.Image = PHOTO) -> Answer:
    return ask.form(EDITS, png_field("image", image), ("prompt", prompt), BASE64, *fields)


def keeps(schema: str, tree: Any) -> bool:
    components = effective("xinference")["components"]
    root = {"components": components, "$ref": f"#/components/schemas/{schema}"}
    return bool(jsonschema_rs.Draft202012Validator(root).is_valid(tree))


def mask(box: tuple[int, int, int, int], mode: str = "L") -> Image.Image:
    drawn = Image.new("L", PHOTO.size, 0)
    drawn.paste(255, box)
    return drawn.convert(mode)


def test_an_edit_answers_a_jpeg(ask: Asking) -> None:
    answer = edit(ask)
    assert keeps("ImageList", answer.json)
    assert answer.json["data"][0]["url"] is None
    assert (answer.image.format, answer.image.size) == ("JPEG", PHOTO.size)
    assert "x-request-id" in answer.headers


def test_a_picture_with_transparency_is_a_png(ask: Asking) -> None:
    assert edit(ask, prompt="remove the background").image.format == "PNG"


def test_a_url_is_a_path_on_the_disk_of_the_server() -> None:
    ask = Asking(Sandbox())
    answer = ask.form(EDITS, png_field(image=PHOTO), ("prompt", "sepia"))
    (item,) = answer.json["data"]
    assert item["b64_json"] is None
    assert opened(Path(item["url"]).read_bytes()).size == PHOTO.size


def test_files_on_the_disk_go_with_the_sandbox() -> None:
    ask = Asking(Sandbox())
    answer = ask.form(EDITS, png_field(image=PHOTO), ("prompt", "sepia"))
    path = Path(answer.json["data"][0]["url"])
    assert path.exists()
    del ask
    gc.collect()
    assert not path.parent.exists()


def test_no_key_is_needed_and_none_is_minded(ask: Asking) -> None:
    assert edit(Asking(ask.sandbox, None)).status == 200
    assert edit(Asking(ask.sandbox, "whatever")).status == 200
    assert ask.get("/xinference/v1/cluster/auth").json == {"auth": False}


def test_a_key_is_needed_where_the_sandbox_is_told_so() -> None:
    sandbox = Sandbox(xinference_needs_key=True)
    assert Asking(sandbox, None).get("/xinference/v1/cluster/auth").json == {"auth": True}
    answer = edit(Asking(sandbox, "wrong"))
    assert (answer.status, answer.json) == (401, {"detail": "Could not validate credentials"})
    assert answer.headers["www-authenticate"] == 'Bearer scope="models:read"'
    assert edit(Asking(sandbox)).status == 200


def test_white_in_the_mask_is_edited(ask: Asking) -> None:
    box = (20, 10, 60, 40)
    answer = edit(ask, png_field("mask", mask(box)), ("size", "96x64"), prompt="invert")
    changed = (
        ImageChops.difference(answer.image, PHOTO)
        .convert("L")
        .point([255 * (v > 60) for v in range(256)])
    )
    left, top, right, bottom = changed.getbbox() or (0, 0, 0, 0)
    assert (
        abs(left - 20) <= 8,
        abs(top - 10) <= 8,
        abs(right - 60) <= 8,
        abs(bottom - 40) <= 8,
    ) == (True,) * 4


def test_a_mask_by_transparency_edits_nothing(ask: Asking) -> None:
    holed = Image.new("RGBA", PHOTO.size, (0, 0, 0, 255))
    holed.paste((0, 0, 0, 0), (20, 10, 60, 40))
    answer = edit(ask, png_field("mask", holed), ("size", "96x64"))
    assert answer.operations == "nothing: the mask is empty"


@pytest.mark.parametrize("size", ["128x64", "128*64"])
def test_a_size_is_written_in_two_ways(ask: Asking, size: str) -> None:
    assert edit(ask, ("size", size)).image.size == (128, 64)


@pytest.mark.parametrize(
    ("fields", "status", "detail"),
    [
        ([("size", "auto")], 500, "invalid literal for int() with base 10: ''"),
        (
            [png_field("mask", mask((0, 0, 9, 9)))],
            500,
            "invalid literal for int() with base 10: ''",
        ),
        ([("n", "-1")], 500, "n must be at least 1, not -1"),
        ([("n", "999")], 400, "the sandbox makes at most 10 pictures at once, not 999"),
        ([("size", "99999x99999")], 400, "the sandbox makes pictures of"),
        ([("response_format", "gif")], 400, "response_format must be 'url' or 'b64_json'"),
    ],
)
def test_what_the_pipeline_stumbles_over(
    ask: Asking, fields: list[Field], status: int, detail: str
) -> None:
    answer = edit(ask, *fields)
    assert answer.status == status
    assert answer.json["detail"].startswith(detail)


@pytest.mark.parametrize("data", [b"", b"no image", file()[:100]])
def test_an_unreadable_image_is_a_server_error(ask: Asking, data: bytes) -> None:
    answer = ask.form(EDITS, ("image", data, "a.png", "image/png"), ("prompt", "x"))
    assert answer.status == 500
    assert answer.json["detail"].startswith("cannot identify image file")


def test_none_is_taken_for_one(ask: Asking) -> None:
    assert len(edit(ask, ("n", "0")).images) == 1


@pytest.mark.parametrize(
    ("fields", "kind", "place"),
    [
        ([], "missing", ["body", "prompt"]),
        ([("prompt", "")], "missing", ["body", "prompt"]),
        ([("prompt", "x"), ("n", "abc")], "int_parsing", ["body", "n"]),
        ([("prompt", "x"), ("stream", "maybe")], "bool_parsing", ["body", "stream"]),
        ([("prompt", b"x", "p.txt", "text/plain")], "string_type", ["body", "prompt"]),
    ],
)
def test_a_wrong_field_is_told_as_pydantic_tells_it(
    ask: Asking, fields: list[Field], kind: str, place: list[str]
) -> None:
    answer = ask.form(EDITS, png_field(), *fields)
    assert answer.status == 422
    (problem,) = answer.json["detail"]
    assert (problem["type"], problem["loc"]) == (kind, place)
    assert keeps("HTTPValidationError", answer.json)


def test_an_image_is_needed(ask: Asking) -> None:
    answer = ask.form(EDITS, ("prompt", "x"))
    assert (answer.status, answer.json) == (400, {"detail": "At least one image file is required"})
    assert ask.form(EDITS, ("prompt", "x"), png_field("image[0]")).status == 400


def test_a_text_for_an_image_is_told_apart(ask: Asking) -> None:
    answer = ask.form(EDITS, ("prompt", "x"), ("image", "photo.png"))
    assert "Expected UploadFile" in answer.json["detail"][0]["msg"]


@pytest.mark.parametrize("text", ["true", "True", "1", "on", "YES"])
def test_true_has_many_names(ask: Asking, text: str) -> None:
    assert edit(ask, ("stream", text)).headers["content-type"].startswith("text/event-stream")


def test_a_json_body_misses_its_fields(ask: Asking) -> None:
    answer = ask.json(EDITS, {"prompt": "x"})
    assert (answer.status, answer.json["detail"][0]["loc"]) == (422, ["body", "prompt"])


def test_unknown_fields_are_dropped_and_told(ask: Asking) -> None:
    answer = edit(ask, ("quality", "high"), ("kwargs", "{}"))
    assert answer.status == 200
    assert answer.headers["x-sandbox-ignored"] == "quality, kwargs"


def test_an_unknown_model_is_not_found(ask: Asking) -> None:
    answer = edit(ask, ("model", "unknown"))
    assert answer.status == 404
    assert "Available model uids: ['sandbox-image']" in answer.json["detail"]


def test_a_stream_has_its_own_events(ask: Asking) -> None:
    answer = edit(ask, ("stream", "true"))
    assert [name for name, _ in answer.events] == ["start", "processing", "complete"]
    start, processing, complete = (data for _, data in answer.events)
    assert (start["type"], start["prompt"], start["image_count"]) == (
        "image_edit_started",
        "sepia",
        1,
    )
    assert processing["type"] == "starting_generation"
    assert all(datetime.fromisoformat(step["timestamp"]) for step in (start, processing))
    assert complete["data"][0]["b64_json"] == edit(ask).json["data"][0]["b64_json"]


def test_a_stream_tells_of_the_mask(ask: Asking) -> None:
    answer = edit(ask, ("stream", "true"), png_field("mask", mask((0, 0, 9, 9))), ("size", "96x64"))
    name, data = answer.events[1]
    assert (name, data["type"], data["mask_size"]) == ("processing", "mask_loaded", [96, 64])
    assert [name for name, _ in answer.events] == ["start", "processing", "complete"]


def test_a_stream_does_not_begin_before_its_images_are_read(ask: Asking) -> None:
    answer = ask.form(EDITS, ("image", b"x", "a", "image/png"), ("prompt", "x"), ("stream", "true"))
    assert answer.status == 500
    assert "cannot identify image file" in answer.json["detail"]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (("mask", b"x", "a", "image/png"), "cannot identify image file"),
        (("size", "auto"), "invalid literal for int()"),
        (("n", "-1"), "n must be at least 1"),
    ],
)
def test_a_stream_that_has_begun_fails_with_status_200(
    ask: Asking, field: Field, message: str
) -> None:
    answer = edit(ask, ("stream", "true"), field)
    assert answer.status == 200
    name, data = answer.events[-1]
    assert (name, data["type"]) == ("error", "image_edit_error")
    assert message in data["error"]


def test_an_unknown_model_is_told_before_an_impossible_size(ask: Asking) -> None:
    assert edit(ask, ("model", "unknown"), ("size", "auto")).status == 404


def vary(ask: Asking, *fields: Field) -> Answer:
    return ask.form(
        f"{XINFERENCE}/images/variations", png_field(image=PHOTO), ("model", "m"), BASE64, *fields
    )


def test_variations_go_with_and_without_a_prompt(ask: Asking) -> None:
    plain = vary(ask, ("n", "2"))
    assert plain.images[0].tobytes() != plain.images[1].tobytes()
    assert vary(ask, ("prompt", "sepia")).operations == "sepia"


def test_a_seed_among_the_arguments_for_the_pipeline_counts(ask: Asking) -> None:
    seeded = [vary(ask, ("kwargs", json.dumps({"seed": seed}))).body for seed in (1, 2)]
    assert seeded[0] != seeded[1]
    assert vary(ask, ("kwargs", "{")).status == 500


def test_inpainting_wants_its_mask(ask: Asking) -> None:
    fields: list[Field] = [png_field(image=PHOTO), ("model", "m"), ("prompt", "invert"), BASE64]
    path = f"{XINFERENCE}/images/inpainting"
    assert ask.form(path, *fields).json["detail"][0]["loc"] == ["body", "mask_image"]
    answer = ask.form(path, *fields, png_field("mask_image", mask((20, 10, 60, 40), "RGB")))
    assert answer.operations == "mask, negative"


def test_generations_are_asked_for_in_json(ask: Asking) -> None:
    asked = {
        "model": "m",
        "prompt": ["hills", "at dawn"],
        "size": "128*64",
        "response_format": "b64_json",
        "n": 2,
    }
    answer = ask.json(f"{XINFERENCE}/images/generations", asked)
    assert {image.size for image in answer.images} == {(128, 64)}
    assert ask.json(f"{XINFERENCE}/images/generations", {}).status == 422


def test_running_models_are_listed_and_described(ask: Asking) -> None:
    listed = ask.get(f"{XINFERENCE}/models").json
    assert keeps("ModelList", listed)
    assert [(model["id"], model["owned_by"]) for model in listed["data"]] == [
        ("sandbox-image", "sandbox")
    ]
    assert "image2image" in ask.get(f"{XINFERENCE}/models/mine").json["model_ability"]
    assert ask.get(f"{XINFERENCE}/models/unknown").status == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/images/edits", 404), ("DELETE", "/images/edits", 405), ("POST", "/nowhere", 404)],
)
def test_other_routes_are_refused(ask: Asking, method: str, path: str, status: int) -> None:
    answer = ask.send(method, XINFERENCE + path)
    assert (answer.status, type(answer.json["detail"])) == (status, str)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429, 500, 503, 599])
def test_a_fault_comes_on_request(ask: Asking, status: int) -> None:
    answer = ask.form(EDITS, headers={"x-sandbox-fault": str(status)})
    assert answer.status == status
    assert isinstance(answer.json["detail"], list if status == 422 else str)
    assert answer.headers.get("retry-after") == ("1" if status in {429, 503} else None)


def test_a_prompt_that_is_not_wanted_is_refused(ask: Asking) -> None:
    assert edit(ask, prompt="forbidden fruit").status == 400

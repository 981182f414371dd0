"""Gemini's dialect takes what any API with protobuf messages takes, and refuses what is no message."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.pictures import picture
from tests.sandbox.asking import Answer, Asking

URL = "/gemini/v1beta/models/gemini-3.1-flash-image:generateContent"
KEY = {"x-goog-api-key": "sandbox"}
DATA = base64.b64encode(picture(64, 64)).decode()


def ask(ask: Asking, *parts: dict[str, Any], **more: Any) -> Answer:
    return ask.json(URL, {"contents": [{"parts": list(parts)}], **more}, KEY)


@pytest.fixture
def asking(ask: Asking) -> Asking:
    return ask


@pytest.mark.parametrize(
    "image",
    [
        {"inlineData": {"mimeType": "image/png", "data": DATA}},
        {"inline_data": {"mime_type": "image/png", "data": DATA}},
        {"inlineData": {"mime_type": "image/png", "data": DATA.rstrip("=")}},
        {"inlineData": {"mimeType": "image/png",
                        "data": DATA.replace("+", "-").replace("/", "_").rstrip("=")}},
    ],
    ids=["camel case", "snake case", "mixed", "URL-safe"],
)  # fmt: skip
def test_names_and_base64_of_either_kind_are_taken(asking: Asking, image: dict[str, Any]) -> None:
    answer = ask(asking, image, {"text": "sepia"})
    assert answer.status == 200
    assert "inlineData" in answer.json["candidates"][0]["content"]["parts"][1]


@pytest.mark.parametrize(
    ("parts", "more", "message"),
    [
        ([{}], {}, "one field of oneof 'data' must be set"),
        ([{"text": "x", "fileData": {}}], {}, "one field of oneof 'data' must be set"),
        ([{"text": "x"}], {"colour": 1}, 'Unknown name "colour"'),
        ([{"text": "x"}], {"generationConfig": {"imageConfig": {"aspectRatio": "7:5"}}},
         "generationConfig.imageConfig.aspectRatio"),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused(
    asking: Asking, parts: list[dict[str, Any]], more: dict[str, Any], message: str
) -> None:
    answer = ask(asking, *parts, **more)
    assert answer.status == 400
    assert message in answer.json["error"]["message"]

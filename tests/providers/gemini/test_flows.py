"""Gemini's messages: what is sent, what is read, and what a later message carries on."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyvenice import (
    AnswerError,
    ArgumentError,
    AsyncGeminiClient,
    ContentPolicyError,
    EditResult,
    GeminiClient,
    ImageInputError,
    RateLimitError,
    RetryPolicy,
)
from tests.loopback import Loopback, says
from tests.pictures import picture

MODEL = "gemini-3.1-flash-image"
PICTURE = picture(64, 64)
NOISE = picture(64, 64) + bytes(9000)
"""An image that is long enough to be cut out of a JSON response while it arrives."""
SIGNATURE = base64.b64encode(bytes(range(256)) * 20).decode()

Edit = Callable[..., EditResult]


@pytest.fixture
def edit(client_mode: str, loopback: Loopback) -> Edit:
    """`client.image.edit` of the mode, against the loopback server."""

    def in_sync(**arguments: Any) -> EditResult:
        with GeminiClient(
            "key-of-a-test", base_url=f"{loopback.url}/v1beta", max_retries=0
        ) as client:
            return client.image.edit(**{"model": MODEL, "prompt": "x", **arguments})

    async def in_async(**arguments: Any) -> EditResult:
        async with AsyncGeminiClient(
            "key-of-a-test", base_url=f"{loopback.url}/v1beta", max_retries=0
        ) as client:
            return await client.image.edit(**{"model": MODEL, "prompt": "x", **arguments})

    return in_sync if client_mode == "sync" else lambda **given: asyncio.run(in_async(**given))


def inline(data: bytes, **more: Any) -> dict[str, Any]:
    encoded = base64.b64encode(data).decode()
    return {"inlineData": {"mimeType": "image/png", "data": encoded}, **more}


def message(*parts: dict[str, Any], reason: str = "STOP", **more: Any) -> Any:
    candidate = {"content": {"role": "model", "parts": list(parts)}, "finishReason": reason}
    return says(200, json.dumps({"candidates": [candidate], "responseId": "r1", **more}).encode())


def sent(loopback: Loopback, number: int = -1) -> Any:
    return json.loads(loopback.seen[number].body)


def test_images_stand_before_the_prompt_and_options_in_their_places(
    edit: Edit, loopback: Loopback
) -> None:
    loopback.answers(message(inline(PICTURE)))
    edit(
        image=[PICTURE, picture(8, 8)],
        prompt="combine",
        aspect_ratio="16:9",
        image_size="2K",
        seed=7,
        response_modalities=["TEXT", "IMAGE"],
        extra_body={"generationConfig": {"topP": 0.5}},
    )
    assert sent(loopback) == {
        "contents": [
            {
                "role": "user",
                "parts": [inline(PICTURE), inline(picture(8, 8)), {"text": "combine"}],
            }
        ],
        "generationConfig": {
            "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"},
            "seed": 7,
            "responseModalities": ["TEXT", "IMAGE"],
            "topP": 0.5,
        },
    }
    assert loopback.seen[0].path == f"/v1beta/models/{MODEL}:generateContent"
    assert loopback.seen[0].headers["x-goog-api-key"] == "key-of-a-test"
    assert "authorization" not in loopback.seen[0].headers


def test_a_result_has_the_text_the_tokens_and_the_id(edit: Edit, loopback: Loopback) -> None:
    usage = {"totalTokenCount": 9}
    parts = [{"text": "Here "}, inline(NOISE), {"text": "it is."}]
    loopback.answers(message(*parts, usageMetadata=usage, modelVersion="m-1"))
    result = edit(image=PICTURE)
    assert (result.text, result.usage, result.request_id) == ("Here it is.", usage, "r1")
    assert (result.model, result.image.data) == ("m-1", NOISE)


def test_thoughts_and_their_drafts_are_no_part_of_the_result(
    edit: Edit, loopback: Loopback
) -> None:
    draft = inline(picture(8, 8), thought=True)
    loopback.answers(message({"text": "hm", "thought": True}, draft, inline(PICTURE)))
    result = edit(image=PICTURE)
    assert [image.data for image in result] == [PICTURE]
    assert result.text is None


@pytest.mark.parametrize("signature", ["c2hvcnQ=", SIGNATURE], ids=["short", "long"])
@pytest.mark.parametrize("to_file", [False, True], ids=["memory", "file"])
def test_a_later_message_carries_images_and_signatures(
    edit: Edit, loopback: Loopback, signature: str, to_file: bool, tmp_path: Path
) -> None:
    answer = [
        {"text": "done", "thoughtSignature": "dGV4dA=="},
        inline(NOISE, thoughtSignature=signature),
    ]
    loopback.answers(message({"text": "hm", "thought": True}, *answer), message(inline(PICTURE)))
    options = {"save_to": tmp_path / "first.png"} if to_file else {}
    first = edit(image=PICTURE, prompt="green", **options)
    second = edit(after=first, prompt="greener")
    assert sent(loopback)["contents"] == [
        {"role": "user", "parts": [inline(PICTURE), {"text": "green"}]},
        {"role": "model", "parts": answer},
        {"role": "user", "parts": [{"text": "greener"}]},
    ]
    assert len(second.conversation) == 4
    assert len(first.conversation) == 2
    if to_file:
        assert [path.name for path in tmp_path.iterdir()] == ["first.png"]


def test_a_later_message_may_bring_further_images(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(message(inline(PICTURE)), message(inline(PICTURE)))
    edit(after=edit(image=PICTURE), image=picture(8, 8), prompt="add this")
    assert sent(loopback)["contents"][2]["parts"] == [inline(picture(8, 8)), {"text": "add this"}]


def test_without_image_and_result_nothing_is_sent(edit: Edit, loopback: Loopback) -> None:
    with pytest.raises(ArgumentError, match=r"needs image=…, or after="):
        edit()
    for wrong in (EditResult(edit_images()), "the last one"):
        with pytest.raises(ArgumentError, match=r"after= must be a result of this method"):
            edit(after=wrong)
    with pytest.raises(ImageInputError, match="15 images were given; at most 14"):
        edit(image=[PICTURE] * 15)
    assert loopback.seen == []


def test_a_picture_is_drawn_without_images_and_can_be_edited_then(
    client_mode: str, loopback: Loopback
) -> None:
    loopback.answers(message(inline(PICTURE)), message(inline(PICTURE)))
    first = drawn(client_mode, loopback, seed=1)
    assert sent(loopback)["contents"] == [{"role": "user", "parts": [{"text": "a cube"}]}]
    assert len(first.conversation) == 2
    for name, value in (("image", PICTURE), ("after", first)):
        with pytest.raises(ArgumentError, match=rf"takes no {name}: image\.edit changes pictures"):
            drawn(client_mode, loopback, **{name: value})
    assert len(loopback.seen) == 1


def drawn(client_mode: str, loopback: Loopback, **options: Any) -> EditResult:
    given = {"model": MODEL, "prompt": "a cube", **options}
    url = f"{loopback.url}/v1beta"

    async def in_async() -> EditResult:
        async with AsyncGeminiClient("key-of-a-test", base_url=url) as client:
            return await client.image.generate(**given)

    if client_mode == "async":
        return asyncio.run(in_async())
    with GeminiClient("key-of-a-test", base_url=url) as client:
        return client.image.generate(**given)


def edit_images() -> Any:
    from pyvenice.core.response.parsing import image_from

    return (image_from(PICTURE, where="x"),)


@pytest.mark.parametrize(
    ("document", "code", "words"),
    [
        ({"promptFeedback": {"blockReason": "OTHER"}}, "OTHER", "the prompt was blocked"),
        ({"candidates": [{"finishReason": "IMAGE_SAFETY", "finishMessage": "unsafe"}]},
         "IMAGE_SAFETY", "the picture was withheld: unsafe"),
        ({"candidates": [{"finishReason": "RECITATION"}]}, "RECITATION", "withheld"),
    ],
)  # fmt: skip
def test_refused_content_is_a_typed_error_that_says_why(
    edit: Edit, loopback: Loopback, document: Any, code: str, words: str
) -> None:
    loopback.answers(says(200, json.dumps(document).encode()))
    with pytest.raises(ContentPolicyError, match=words) as caught:
        edit(image=PICTURE)
    assert (caught.value.code, caught.value.status) == (code, 200)
    assert len(loopback.seen) == 1


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({}, "holds no image$"),
        ({"candidates": []}, "holds no image$"),
        ({"candidates": [None]}, "holds no image$"),
        ({"candidates": [{"content": {"parts": 7}}]}, "holds no image$"),
        ({"candidates": [{"finishReason": "NO_IMAGE"}]}, "finishReason is NO_IMAGE"),
        ({"candidates": [{"finishReason": "STOP", "content": {"parts": [{"text": "No."}]}}]},
         "finishReason is STOP; it says: No."),
        ({"candidates": [{"content": {"parts": [{"inlineData": {"data": "bm8="}}]}}]},
         "inlineData.data is not an image"),
    ],
)  # fmt: skip
def test_an_answer_without_an_image_says_what_is_there_instead(
    edit: Edit, loopback: Loopback, document: Any, words: str
) -> None:
    loopback.answers(says(200, json.dumps(document).encode()))
    with pytest.raises(AnswerError, match=words):
        edit(image=PICTURE)


def test_an_image_that_came_although_something_went_wrong_has_a_warning(
    edit: Edit, loopback: Loopback
) -> None:
    loopback.answers(message(inline(PICTURE), reason="MAX_TOKENS"))
    (warning,) = edit(image=PICTURE).warnings
    assert (warning.code, warning.message[:10]) == ("finish-reason", "MAX_TOKENS")


def test_a_model_that_ends_is_a_warning(edit: Edit, loopback: Loopback) -> None:
    loopback.answers(message(inline(PICTURE)))
    (warning,) = edit(image=PICTURE, model="gemini-2.5-flash-image").warnings
    assert (warning.date, warning.replacement) == ("2027-03-15", "gemini-3.1-flash-lite-image")


def test_the_body_of_a_429_says_when_to_come_back(edit: Edit, loopback: Loopback) -> None:
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}]
    error = {
        "code": 429,
        "message": "slow down",
        "status": "RESOURCE_EXHAUSTED",
        "details": details,
    }
    loopback.answers(says(429, json.dumps({"error": error}).encode()))
    with pytest.raises(RateLimitError, match="429 RESOURCE_EXHAUSTED: slow down") as caught:
        edit(image=PICTURE)
    assert caught.value.retry_after == 34.5


def test_the_sandbox_wants_the_signature_of_its_image_back() -> None:
    with GeminiClient(sandbox=True, retry=RetryPolicy(max_retries=0)) as client:
        first = client.image.edit(image=picture(), prompt="sepia", model=MODEL)
        assert client.image.edit(after=first, prompt="mirror", model=MODEL).image.size
        *_, answer = first.conversation
        unsigned = {**answer, "parts": [{**answer["parts"][1], "thoughtSignature": "eA=="}]}
        forged = EditResult(first.images, conversation=(first.conversation[0], unsigned))
        with pytest.raises(Exception, match="missing a thought_signature"):
            client.image.edit(after=forged, prompt="mirror", model=MODEL)

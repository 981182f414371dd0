"""The ready-made flows, with the operation and the rules of a made-up provider."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pyvenice.core.client.flows import request_pictures
from pyvenice.core.provider_rules import ProviderRules, ResultWarning
from pyvenice.core.request.operation_table import ImageRule, Operation, Parameter
from pyvenice.core.response.result import EditResult
from pyvenice.errors import AnswerError, ContentPolicyError
from tests.core.driving import Rig
from tests.loopback import Loopback, says
from tests.pictures import picture

ERASE = Operation(
    provider="acme",
    name="image.erase",
    method="GET",
    path="/erase",
    parameters=(Parameter("image", image=ImageRule()), Parameter("seed", query="seed")),
    answers=("image/png",),
)
JSON = {"content_type": "application/json"}
PNG = picture(64, 64)
B64 = base64.b64encode(PNG).decode()


def _warnings(headers: Mapping[str, str]) -> list[ResultWarning]:
    blurred = headers.get("finish-reason") == "CONTENT_FILTERED"
    return [ResultWarning("blurred", "the picture was blurred")] if blurred else []


RULES = ProviderRules(
    request_headers={"accept": "image/*"},
    content_policy=("content_moderation",),
    metadata_headers=("finish-reason", "seed"),
    picture_list=None,
    picture_keys=("image",),
    warnings=_warnings,
)


@pytest.fixture
def rig(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, loopback.url, rules=RULES)


def erase(rig: Rig, **arguments: Any) -> EditResult:
    return rig.run(request_pictures(ERASE, {"seed": "7", **arguments}, rig.rules))


def in_json(tree: object) -> bytes:
    return json.dumps(tree).encode()


def test_a_picture_comes_with_the_metadata_and_warnings_of_its_headers(
    rig: Rig, loopback: Loopback
) -> None:
    headers = {"content_type": "image/png", "seed": "7", "finish_reason": "CONTENT_FILTERED"}
    loopback.answers(says(200, PNG, **headers))
    result = erase(rig)
    assert result.image.data == PNG
    assert result.metadata == {"seed": "7", "finish-reason": "CONTENT_FILTERED"}
    assert [warning.code for warning in result.warnings] == ["blurred"]
    assert loopback.seen[0].headers["accept"] == "image/*"
    assert loopback.seen[0].path == "/erase?seed=7"


def test_the_headers_of_a_caller_come_before_those_of_the_rules(
    rig: Rig, loopback: Loopback
) -> None:
    loopback.answers(says(200, PNG))
    erase(rig, extra_headers={"Accept": "image/webp"})
    assert loopback.seen[0].headers["accept"] == "image/webp"


@pytest.mark.parametrize(
    ("rules", "document"),
    [
        (RULES, {"image": B64, "seed": 7}),
        (RULES, {"image": f"data:image/png;base64,{B64}"}),
        (ProviderRules(), {"images": [B64]}),
        (ProviderRules(picture_list="result.output"), {"result": {"output": [B64]}}),
        (ProviderRules(picture_list="artifacts", picture_keys=("base64",)), {"artifacts": [{"base64": B64}]}),
        (ProviderRules(picture_list="data", picture_keys=("b64", "url")), {"data": [{"b64": None, "url": B64}]}),
        (ProviderRules(picture_list="data", picture_keys=("url", "b64")), {"data": [{"b64": B64}]}),
    ],
)  # fmt: skip
def test_pictures_are_found_where_the_rules_say(
    rig: Rig, loopback: Loopback, rules: ProviderRules, document: object
) -> None:
    loopback.answers(says(200, in_json(document), **JSON))
    assert erase(replace(rig, rules=rules)).image.data == PNG


@pytest.mark.parametrize("key", [(), ("url",)])
def test_a_picture_behind_an_address_is_fetched_from_there(
    rig: Rig, loopback: Loopback, key: tuple[str, ...]
) -> None:
    url = f"{loopback.url}/picture.png"
    item: object = {"url": url} if key else url
    rules = ProviderRules(picture_list="output", picture_keys=key)
    loopback.answers(says(200, in_json({"output": [item]}), **JSON), says(200, PNG))
    result = erase(replace(rig, rules=rules))
    assert (result.image.data, result.image.url) == (PNG, url)
    assert "authorization" not in loopback.seen[1].headers
    loopback.answers(says(200, in_json({"output": [item]}), **JSON))
    left = erase(replace(rig, rules=rules), download=False)
    assert left.image.url == url
    assert left.image.size == 0


def test_what_can_be_used_is_the_result_of_the_error(rig: Rig, loopback: Loopback) -> None:
    rules = ProviderRules(picture_list="images", metadata_headers=("seed",))
    gone = f"{loopback.url}/gone.png"
    document = in_json({"images": [B64, "!!", gone]})
    loopback.answers(says(200, document, seed="7", **JSON), says(404, b""))
    with pytest.raises(AnswerError, match=r"^images\[1\] is not base64") as caught:
        erase(replace(rig, rules=rules))
    assert isinstance(caught.value.result, EditResult)
    assert [image.data for image in caught.value.result.images[:1]] == [PNG]
    assert caught.value.result.images[1].url == gone
    assert caught.value.result.metadata == {"seed": "7"}


@pytest.mark.parametrize(
    ("rules", "document", "message"),
    [
        (RULES, {"seed": 7}, "image is NoneType instead of base64 text"),
        (ProviderRules(), {"msg": "asleep"}, "no list of images under 'images'; it says: asleep"),
        (ProviderRules(picture_list="a.b"), {"a": 7}, "no list of images under 'b'"),
        (ProviderRules(picture_list="a.b"), {"a": {"b": []}}, "holds no image"),
        (ProviderRules(picture_keys=("x", "y")), {"images": [{}]}, r"neither 'x' nor 'y'"),
        (ProviderRules(picture_keys=("x", "y")), {"images": [7]}, "a int instead of an object"),
    ],
)
def test_a_response_without_a_picture_says_what_is_there_instead(
    rig: Rig, loopback: Loopback, rules: ProviderRules, document: object, message: str
) -> None:
    loopback.answers(says(200, in_json(document), **JSON))
    with pytest.raises(AnswerError, match=message):
        erase(replace(rig, rules=rules))


def test_an_error_body_is_read_by_the_rules(rig: Rig, loopback: Loopback) -> None:
    body = {"id": "a1", "name": "content_moderation", "errors": ["Your request was flagged."]}
    loopback.answers(says(403, in_json(body), **JSON))
    with pytest.raises(ContentPolicyError, match=r"Your request was flagged\.") as caught:
        erase(rig)
    assert (caught.value.code, caught.value.status) == ("content_moderation", 403)


def test_a_picture_goes_to_the_file_that_was_named(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    loopback.answers(says(200, PNG))
    assert erase(rig, save_to=tmp_path / "out").image.path == tmp_path / "out.png"
    assert [path.name for path in tmp_path.iterdir()] == ["out.png"]

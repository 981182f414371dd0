"""The gateway: OpenAI's routes in front of providers, with nothing lost and one bill for each call."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pyvenice.gateway.app import Gateway
from pyvenice.gateway.config import Alias, GatewayConfig
from tests.pictures import picture

VENICE = "venice/firered-image-edit"
OPENAI = "openai/gpt-image-2"
IMAGE = ("image", ("a.png", picture(), "image/png"))


@pytest.fixture
def gateway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    monkeypatch.setenv("PYVENICE_STATE_DIR", str(tmp_path / "state"))
    aliases = {"gpt-image-any": Alias((VENICE,), "warn")}
    return Gateway(GatewayConfig(sandbox=True, aliases=aliases), tmp_path / "gateway")


@pytest.fixture
def client(gateway: Gateway) -> Iterator[TestClient]:
    with TestClient(gateway.app) as client:
        yield client


def edit(client: TestClient, path: str = "/v1/images/edits", **given: Any) -> Any:
    data = {"model": VENICE, "prompt": "make it red", **given.pop("data", {})}
    files = given.pop("files", [("image", ("a.png", picture(), "image/png"))])
    return client.post(path, data=data, files=files, **given)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/images/edits",
        "/images/edits",
        "/v1/v1/images/edits",
        "/v1/images/edits/",
        "/openai/v1/images/edits",
        f"/openai/deployments/{VENICE.replace('/', '%2F')}/images/edits",
    ],
)
def test_an_edit_answers_in_the_shape_of_openai(client: TestClient, path: str) -> None:
    response = edit(client, path)
    assert response.status_code == 200, response.text
    answer = response.json()
    assert base64.b64decode(answer["data"][0]["b64_json"]).startswith(b"\x89PNG")
    assert isinstance(answer["created"], int)
    assert answer["pyvenice"]["cost_usd"] == 0.04
    assert response.headers["x-pyvenice-model"] == VENICE


@pytest.mark.parametrize(
    "names",
    [
        ["image", "image"],
        ["image[]", "image[]"],
        ["image[1]", "image[0]"],
        ["images", "images"],
    ],
)
def test_several_images_arrive_whatever_their_fields_are_called(
    client: TestClient, names: list[str]
) -> None:
    files = [
        (name, ("upload", picture(seed=50 * number), "application/octet-stream"))
        for number, name in enumerate(names)
    ]
    response = edit(client, files=files, data={"model": OPENAI})
    assert response.status_code == 200, response.text
    assert response.json()["usage"]["input_tokens_details"]["image_tokens"] > 600


def test_json_bodies_are_edits_too(client: TestClient) -> None:
    uri = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    for images in ([{"image_url": uri}], [{"image_url": {"url": uri}}], uri):
        body = {"model": VENICE, "prompt": "red", "images": images}
        assert client.post("/v1/images/edits", json=body).status_code == 200


def test_large_images_in_json_are_spooled_and_broken_ones_are_refused(client: TestClient) -> None:
    content = picture(mode="RGB") + bytes(300_000)
    text = base64.b64encode(content).decode()
    for image in (text, f"data:image/png;base64,{text}", {"image_url": f"data:;base64,{text}"}):
        body = {"image": [image, image], "model": OPENAI, "prompt": "red"}
        response = client.post("/v1/images/edits", json=body)
        assert response.status_code == 200, response.text
        assert response.json()["usage"]["input_tokens_details"]["image_tokens"] > 600
    for broken in (text[:-9] + "!", "A" * 5001):
        body = {"model": VENICE, "prompt": "red", "image": broken}
        response = client.post("/v1/images/edits", json=body)
        assert response.json()["error"]["param"] == "image"
    misplaced = {"model": VENICE, "prompt": text, "image": text}
    error = client.post("/v1/images/edits", json=misplaced).json()["error"]
    assert error["param"] == "prompt"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", "1"),
        ("n", "0"),
        ("n", ""),
        ("size", "auto"),
        ("size", ""),
        ("quality", "auto"),
        ("background", "auto"),
        ("input_fidelity", "low"),
        ("moderation", "auto"),
        ("response_format", "b64_json"),
        ("user", "somebody"),
    ],
)
def test_what_applications_send_by_habit_is_never_refused(
    client: TestClient, name: str, value: str
) -> None:
    response = edit(client, data={name: value})
    assert response.status_code == 200, response.text
    assert response.json()["pyvenice"]["warnings"] == []


def test_habits_are_sent_to_the_models_that_take_them(client: TestClient) -> None:
    data = {"input_fidelity": "low", "quality": "auto", "moderation": "low", "n": "1"}
    taken = edit(client, data={**data, "model": "openai/gpt-image-1.5"})
    assert taken.json()["pyvenice"]["left_out"] == ["n=1"]
    other = edit(client, data=data)
    assert len(other.json()["pyvenice"]["left_out"]) == 4


def test_a_variation_is_made_where_the_provider_has_them(client: TestClient) -> None:
    files = [("image", ("a.png", picture(), "image/png"))]

    def vary(model: str, **given: Any) -> Any:
        data = {"model": model, "n": "2", "size": "64x64"}
        return client.post("/v1/images/variations", data=data, files=given.get("files", files))

    made = vary("xinference/Qwen-Image").json()
    assert len(made["data"]) == 2
    assert made["size"] == "64x64"
    refused = vary(VENICE).json()["error"]
    assert refused["param"] == "model"
    assert "cannot vary: it has edit" in refused["message"]
    without = vary("xinference/Qwen-Image", files=[("other", ("a", b"1"))]).json()["error"]
    assert without["message"].startswith("image is missing: a variation")


def test_what_the_model_cannot_do_is_refused_by_name_or_said(client: TestClient) -> None:
    refused = edit(client, data={"seed": "7"})
    assert refused.status_code == 400
    assert refused.json()["error"]["param"] == "seed"
    assert refused.headers["x-should-retry"] == "false"
    said = edit(client, data={"seed": "7", "model": "gpt-image-any"})
    assert said.status_code == 200
    assert "seed" in said.json()["pyvenice"]["warnings"][0]
    assert "seed" in said.headers["x-pyvenice-warnings"]


def test_a_mask_is_converted_or_refused_and_never_lost(client: TestClient) -> None:
    alpha, grey = picture(mode="RGBA"), picture(mode="L")
    image = ("image", ("a.png", picture(), "image/png"))
    lost = edit(client, files=[image, ("mask", ("m.png", alpha, "image/png"))])
    assert lost.status_code == 400
    assert "mask" in lost.json()["error"]["message"]
    unclear = edit(client, files=[image, ("mask", ("m.png", grey, "image/png"))])
    assert unclear.json()["error"]["code"] == "mask_polarity_unknown"
    taken = edit(
        client, files=[image, ("mask", ("m.png", alpha, "image/png"))], data={"model": OPENAI}
    )
    assert taken.status_code == 200, taken.text


@pytest.mark.parametrize(
    ("data", "files", "status", "param"),
    [
        ({"model": "venice/firered"}, None, 404, "model"),
        ({"model": ""}, None, 400, "model"),
        ({}, [], 400, "image"),
        ({"n": "many"}, None, 400, "n"),
        ({}, [("image", ("a.png", b"no image", "image/png"))], 400, "image"),
        ({}, [IMAGE, ("mask", ("m.png", b"no image", "image/png"))], 400, "mask"),
        ({}, [IMAGE, ("img", ("a.png", picture(), "image/png"))], 400, "img"),
        ({"stream": "maybe"}, None, 400, "stream"),
        ({"response_format": "webp"}, None, 400, "response_format"),
    ],
)
def test_a_bad_request_names_its_field(
    client: TestClient, data: Any, files: Any, status: int, param: str
) -> None:
    given: dict[str, Any] = {} if files is None else {"files": files or {"other": ("x", b"1")}}
    response = edit(client, data=data, **given)
    assert response.status_code == status, response.text
    assert response.json()["error"]["param"] == param


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data", b"--x"),
        (f"multipart/form-data; boundary={'x' * 300}", b"--x"),
        ("application/json", b"{"),
        ("application/json", b"[" * 100_000),
        ("text/plain", b"hello"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_sentence(
    client: TestClient, content_type: str, body: bytes
) -> None:
    response = client.post("/v1/images/edits", content=body, headers={"content-type": content_type})
    assert response.status_code in {400, 415}
    assert response.json()["error"]["message"]


def test_a_body_over_the_limit_is_refused(tmp_path: Path) -> None:
    gateway = Gateway(GatewayConfig(sandbox=True, max_body=1000), tmp_path)
    with TestClient(gateway.app) as client:
        assert edit(client).status_code == 413


def test_an_idempotency_key_is_billed_once(client: TestClient, gateway: Gateway) -> None:
    headers = {"idempotency-key": "k1"}
    first, second = edit(client, headers=headers), edit(client, headers=headers)
    assert first.json()["data"] == second.json()["data"]
    assert second.headers["x-pyvenice-repeated"] == "true"
    assert gateway.metrics.text().count('status="200"} 1\n') == 1
    other = edit(client, headers=headers, data={"prompt": "make it blue"})
    assert other.status_code == 409
    unset = [edit(client, headers={"idempotency-key": ""}, data={"prompt": p}) for p in "ab"]
    assert [response.status_code for response in unset] == [200, 200]


def test_an_idempotency_key_is_billed_once_also_when_its_result_is_deleted(
    client: TestClient, gateway: Gateway
) -> None:
    headers = {"idempotency-key": "old"}
    edit(client, headers=headers)
    gateway.store._change("UPDATE calls SET started = 0")
    assert edit(client, headers=headers).headers["x-pyvenice-repeated"] == "true"
    for path in gateway.results.iterdir():
        path.unlink()
    refused = edit(client, headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "result_expired")
    assert gateway.metrics.text().count('status="200"} 1\n') == 1


def test_a_repeat_of_an_sdk_gets_the_first_answer(client: TestClient, gateway: Gateway) -> None:
    first = edit(client)
    again = edit(client, headers={"x-stainless-retry-count": "1"})
    assert again.json()["data"] == first.json()["data"]
    assert edit(client).headers.get("x-pyvenice-repeated") is None
    assert 'status="200"} 2\n' in gateway.metrics.text()


def test_a_call_whose_process_was_killed_is_not_bought_again(
    client: TestClient, gateway: Gateway
) -> None:
    edit(client, headers={"idempotency-key": "k2"})
    gateway.store._change(
        "UPDATE calls SET state = 'started', answer = NULL,"
        " owner = substr(owner, 1, instr(owner, ':')) || '999999999:'"
    )
    response = edit(client, headers={"idempotency-key": "k2"})
    assert response.status_code == 409
    assert response.json()["error"]["code"] == "outcome_unknown"


def test_keys_have_budgets_models_rates_and_an_end(tmp_path: Path) -> None:
    gateway = Gateway(GatewayConfig(), tmp_path)
    store = gateway.store
    poor = store.make_key("poor", budget=10_000)
    narrow = store.make_key("narrow", models=(OPENAI,))
    slow = store.make_key("slow", per_minute=1)
    ended = store.make_key("ended", expires=1.0)
    with TestClient(gateway.app) as client:

        def ask(key: str) -> Any:
            return edit(client, headers={"authorization": f"Bearer {key}"}).json()["error"]["code"]

        assert ask("pv-unknown") == "invalid_api_key"
        assert ask(ended) == "invalid_api_key"
        assert ask(poor) == "budget_exceeded"
        assert ask(narrow) == "model_not_allowed"
        ask(slow)
        assert ask(slow) == "rate_limited"
    assert all(
        key.encode() not in path.read_bytes()
        for key in (poor, narrow, slow)
        for path in tmp_path.glob("gateway.sqlite3*")
    )


def test_a_url_answer_can_be_fetched_without_a_key_until_it_ends(client: TestClient) -> None:
    url = edit(client, data={"response_format": "url"}).json()["data"][0]["url"]
    fetched = client.get(url)
    assert fetched.headers["content-type"] == "image/png"
    assert fetched.content.startswith(b"\x89PNG")
    assert client.get(url.replace("sign=", "sign=0")).status_code == 404
    assert client.get("/results/..%2Fgateway.sqlite3").status_code == 404


def test_a_stream_ends_with_the_picture(client: TestClient) -> None:
    response = edit(client, data={"stream": "true"})
    lines = [line for line in response.text.split("\n") if line.startswith("data: ")]
    event = json.loads(lines[-1].removeprefix("data: "))
    assert event["type"] == "image_edit.completed"
    assert base64.b64decode(event["b64_json"]).startswith(b"\x89PNG")


def test_models_are_listed_with_aliases_prices_and_dates(client: TestClient) -> None:
    listed = {entry["id"]: entry for entry in client.get("/v1/models").json()["data"]}
    assert listed["gpt-image-any"]["models"] == [VENICE]
    assert "$0.04" in listed[VENICE]["price"]
    assert client.get(f"/v1/models/{VENICE}").json()["id"] == VENICE
    assert client.get("/v1/models/venice/nothing").status_code == 404


def test_no_image_is_fetched_from_a_host_that_is_not_listed(client: TestClient) -> None:
    for url in ("http://169.254.169.254/x.png", "https://example.org/a.png"):
        body = {"model": VENICE, "prompt": "red", "image": url}
        response = client.post("/v1/images/edits", json=body)
        assert response.json()["error"]["code"] == "image_url_not_allowed"

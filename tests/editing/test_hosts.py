"""Hosts: Azure's v1 route and a plain server of one's own, which answer like the sandbox's OpenAI."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from pyvenice import (
    ArgumentError,
    AsyncOpenAIClient,
    BudgetExceededError,
    Host,
    Mask,
    MissingKeyError,
    OpenAIClient,
    UnknownModelError,
    UnsupportedParameterError,
)
from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.providers.hosts import host_client
from tests.editing.conftest import Desk, Recorder, Sent, parsed
from tests.loopback import Handler, Loopback, says
from tests.pictures import picture

PHOTO = picture(256, 256)
KEY = "azure-key-0123456789"


@pytest.fixture
def served(loopback: Loopback, wire: Recorder) -> Callable[[str], None]:
    """Lets the loopback server pass what is below a path on to the sandbox's dialect of OpenAI."""

    def serve(prefix: str) -> None:
        def answer(handler: Handler) -> None:
            path, seen = handler.path.partition("?")[0], handler.loopback.seen[-1]
            if not path.startswith(prefix):
                return handler.send_error(404)
            headers = {
                "content-type": seen.headers["content-type"],
                "authorization": "Bearer sandbox",
            }
            url = f"http://sandbox/openai/v1{path.removeprefix(prefix)}"
            response = wire.handle(WireRequest("POST", url, headers, seen.body))
            body = b"".join(response.body)
            handler.send_response(response.status)
            for name, value in response.headers:
                if name.lower() != "content-length":
                    handler.send_header(name, value)
            handler.send_header("content-length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
            return None

        loopback.answers(answer)

    return serve


def azure(loopback: Loopback, **facts: Any) -> Host:
    return Host(
        "azure",
        f"{loopback.url}/openai/v1",
        **{
            "key_env": "AZURE_OPENAI_API_KEY",
            "key_header": "api-key",
            "query": {"api-version": "preview"},
        }
        | facts,
    )


def plain(loopback: Loopback, **facts: Any) -> Host:
    return Host("local", f"{loopback.url}/v1", **{"own_server": True} | facts)


def edit(desk: Desk, host: Host, name: str = "gpt-image-2", **options: Any) -> Any:
    settings = {"sandbox": False, "hosts": [host]}
    return desk.edit(PHOTO, "sepia", model=f"{host.name}/{name}", editor=settings, **options)


def test_azure_has_its_own_path_query_and_header(
    desk: Desk,
    loopback: Loopback,
    served: Callable[[str], None],
    wire: Recorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
    served("/openai/v1")
    result = edit(desk, azure(loopback), "my-deployment", quality="high", n=2)
    (seen,) = loopback.seen
    assert seen.path == "/openai/v1/images/edits?api-version=preview"
    assert seen.headers["api-key"] == KEY
    assert "authorization" not in seen.headers
    assert (wire.only["model"], wire.only["quality"], wire.only["n"]) == (
        "my-deployment",
        "high",
        "2",
    )
    assert (len(result), result.provider, result.model_id) == (2, "azure", "azure/my-deployment")
    assert result.warnings == ()


def test_azure_without_its_key_names_the_variable(desk: Desk, loopback: Loopback) -> None:
    with pytest.raises(MissingKeyError, match=r"azure.*AZURE_OPENAI_API_KEY"):
        edit(desk, azure(loopback))
    assert loopback.seen == []


def test_a_key_can_be_given_to_the_editor(
    desk: Desk, loopback: Loopback, served: Callable[[str], None]
) -> None:
    served("/openai/v1")
    desk.edit(
        PHOTO,
        "sepia",
        model="azure/gpt-image-2",
        editor={"sandbox": False, "hosts": [azure(loopback)], "api_keys": {"azure": KEY}},
    )
    assert loopback.seen[0].headers["api-key"] == KEY


def test_a_plain_server_needs_no_key_and_bills_nothing(
    desk: Desk, loopback: Loopback, served: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-the-key-of-openai")
    served("/v1")
    result = edit(desk, plain(loopback), max_cost=0)
    (seen,) = loopback.seen
    assert seen.path == "/v1/images/edits"
    assert "authorization" not in seen.headers
    assert "sk-the-key-of-openai" not in str(seen.headers)
    assert result.cost == 0


def test_a_key_is_a_bearer_unless_a_header_is_named(
    desk: Desk, loopback: Loopback, served: Callable[[str], None]
) -> None:
    served("/v1")
    edit(desk, plain(loopback, api_key="local-key-1234"))
    assert loopback.seen[0].headers["authorization"] == "Bearer local-key-1234"


@pytest.mark.parametrize(
    ("facts", "options", "name", "values"),
    [
        ({"response_format": "b64_json"}, {}, "response_format", ["b64_json"]),
        ({"parameters": ("size", "seed")}, {"seed": 7}, "seed", ["7"]),
        ({}, {"size": "640x480"}, "size", ["640x480"]),
        ({}, {"quality": "ultra"}, "quality", ["ultra"]),
        ({}, {"extra": {"guidance": 3}}, "guidance", ["3"]),
        ({"several_as": "image"}, {"more": 1}, "image", [PHOTO, PHOTO]),
        ({}, {"more": 1}, "image[]", [PHOTO, PHOTO]),
    ],
)
def test_quirks_of_a_host_show_in_the_form(  # noqa: PLR0913, PLR0917  (a row)
    desk: Desk,
    loopback: Loopback,
    facts: dict[str, Any],
    options: dict[str, Any],
    name: str,
    values: list[Any],
) -> None:
    loopback.answers(ANSWER)
    images = [PHOTO] * (1 + options.get("more", 0))
    options = {name: value for name, value in options.items() if name != "more"}
    settings = {"sandbox": False, "hosts": [plain(loopback, **facts)]}
    desk.edit(images, "sepia", model="local/m", editor=settings, **options)
    assert sent_to(loopback).fields[name] == values


def test_a_host_that_takes_json_gets_json(desk: Desk, loopback: Loopback) -> None:
    loopback.answers(ANSWER)
    edit(desk, plain(loopback, body="json"))
    address = sent_to(loopback)["images"][0]["image_url"]
    assert address == f"data:image/png;base64,{base64.b64encode(PHOTO).decode()}"


def test_an_image_behind_a_url_is_fetched_from_the_host(desk: Desk, loopback: Loopback) -> None:
    answer = {"data": [{"url": f"{loopback.url}/out.png"}]}
    loopback.answers(
        says(200, json.dumps(answer).encode(), content_type="application/json"),
        says(200, PHOTO, content_type="image/png"),
    )
    result = edit(desk, plain(loopback, api_key="local-key-1234"))
    assert result.image.data == PHOTO
    assert "authorization" not in loopback.seen[1].headers


@pytest.mark.parametrize("polarity", ["white", "black", "transparent"])
def test_a_mask_arrives_as_the_host_wants_it(desk: Desk, loopback: Loopback, polarity: Any) -> None:
    loopback.answers(ANSWER)
    file = io.BytesIO()
    mask = Image.new("L", (256, 256), 0)
    mask.paste(255, (0, 0, 128, 256))
    mask.save(file, "PNG")
    edit(desk, plain(loopback, mask=polarity), mask=Mask(file.getvalue(), edit="white"))
    arrived = Image.open(io.BytesIO(sent_to(loopback)["mask"]))
    band = arrived.convert("RGBA").getchannel("A") if polarity == "transparent" else arrived
    left, right = band.convert("L").getpixel((10, 10)), band.convert("L").getpixel((200, 10))
    assert (left, right) == ((255, 0) if polarity == "white" else (0, 255))


@pytest.mark.parametrize(
    ("facts", "options", "words"),
    [
        ({"mask": None}, {"mask": picture(256, 256, mode="RGBA")}, "takes no mask"),
        ({"max_images": 1}, {}, "takes 1 image, not 2"),
        ({"parameters": ()}, {"quality": "high"}, "takes no quality"),
        ({}, {"seed": 1}, "takes no seed"),
    ],
)
def test_what_a_host_does_not_take_is_refused(
    desk: Desk, loopback: Loopback, facts: dict[str, Any], options: dict[str, Any], words: str
) -> None:
    images = [PHOTO, PHOTO] if "max_images" in facts else PHOTO
    settings = {"sandbox": False, "hosts": [plain(loopback, **facts)]}
    with pytest.raises(UnsupportedParameterError, match=words):
        desk.edit(images, "sepia", model="local/m", editor=settings, **options)
    assert loopback.seen == []


def test_a_host_of_one_image_is_asked_several_times(desk: Desk, loopback: Loopback) -> None:
    loopback.answers(ANSWER)
    assert len(edit(desk, plain(loopback, n_max=1), n=3)) == 3
    assert len(loopback.seen) == 3


def test_the_price_of_a_host_is_unknown_unless_it_is_set(desk: Desk, loopback: Loopback) -> None:
    loopback.answers(ANSWER)
    with pytest.raises(BudgetExceededError, match="price of this call is unknown"):
        edit(desk, plain(loopback, own_server=False), max_cost=1)
    result = edit(desk, plain(loopback, own_server=False, price=0.02), max_cost=0.02)
    assert (result.cost, result.cost_source) == (
        0.02,
        "price for each image; the settings of the host local",
    )
    assert edit(desk, plain(loopback, own_server=False)).cost is None


def test_the_sandbox_stands_in_for_a_host(desk: Desk, loopback: Loopback, wire: Recorder) -> None:
    result = desk.edit(PHOTO, "sepia", model="azure/m", editor={"hosts": [azure(loopback)]})
    assert (result.provider, wire.only.path) == (
        "azure",
        "/openai/v1/images/edits?api-version=preview",
    )
    assert loopback.seen == []


def test_a_host_can_draw_as_well(desk: Desk, loopback: Loopback) -> None:
    loopback.answers(ANSWER)
    settings = {"sandbox": False, "hosts": [plain(loopback, generate_path="/draw")]}
    desk("generate", "a red circle", model="local/m", editor=settings, size="512x512")
    assert sent_to(loopback).path == "/v1/draw"
    assert (sent_to(loopback)["size"], sent_to(loopback)["model"]) == ("512x512", "m")


def test_a_model_of_no_host_is_looked_up_in_the_catalogue(desk: Desk, loopback: Loopback) -> None:
    with pytest.raises(UnknownModelError):
        desk.edit(PHOTO, "sepia", model="other/m", editor={"hosts": [plain(loopback)]})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"name": "a/b"}, "name='a/b'"),
        ({"body": "xml"}, "body='xml'.*'multipart', 'json', 'both'"),
        ({"mask": "red"}, "mask='red'"),
        ({"n_max": 0}, "n_max=0.*at least 1"),
        ({"max_images": True}, "max_images=True"),
        ({"edit_path": "images"}, "edit_path='images'.*a path"),
        ({"speaks": "klingon"}, "speaks='klingon'.*openai"),
        ({"query": "api-version=1"}, "query='api-version=1'"),
        ({"own_server": "yes"}, "own_server='yes'"),
    ],
)
def test_a_host_of_impossible_settings_is_refused(facts: dict[str, Any], words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        Host(**{"name": "local", "base_url": "http://127.0.0.1:9"} | facts)


def test_two_hosts_need_two_names(desk: Desk, loopback: Loopback) -> None:
    with pytest.raises(ArgumentError, match="two hosts are called 'local'"):
        desk.edit(PHOTO, "x", model="local/m", editor={"hosts": [plain(loopback)] * 2})


def test_a_table_of_a_configuration_file_is_a_host() -> None:
    table = {"base_url": "http://127.0.0.1:8080/v1", "parameters": ["size"], "mask": "none"}
    host = Host.from_table("local", table)
    assert (host.parameters, host.mask, host.n_max) == (("size",), None, 10)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"base_url": "http://x", "keyenv": "A"}, "no setting 'keyenv'; did you mean 'key_env'"),
        ({"base_url": "http://x", "api_key": "sk-1"}, "a key does not belong in a file.*key_env"),
        ({}, "needs a base_url"),
        ({"base_url": 5}, "base_url=5"),
    ],
)
def test_a_typo_in_a_table_names_the_nearest(table: dict[str, Any], words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        Host.from_table("local", table)


def test_a_key_never_shows(loopback: Loopback) -> None:
    host = plain(loopback, api_key=KEY, headers={"x-key": KEY})
    assert KEY not in repr(host)


ANSWER = says(
    200,
    json.dumps({"data": [{"b64_json": base64.b64encode(PHOTO).decode()}]}).encode(),
    content_type="application/json",
)


def sent_to(loopback: Loopback) -> Sent:
    seen = loopback.seen[-1]
    return parsed(WireRequest(seen.method, f"http://sandbox{seen.path}", seen.headers, seen.body))


@pytest.mark.parametrize("sandbox", [True, False])
@pytest.mark.parametrize("base", [OpenAIClient, AsyncOpenAIClient])
def test_a_client_of_a_host_with_other_options_still_has_its_methods(
    base: Any, sandbox: bool
) -> None:
    host = Host("local", "http://127.0.0.1:9/v1", own_server=True, response_format="url")
    client = host_client(host, base)(sandbox=sandbox)
    sibling = client.with_options(timeout=5)
    assert type(sibling.image) is type(client.image)
    assert sibling.image._flows._host == client.image._flows._host
    assert (sibling.image._flows._host.response_format is None) is sandbox

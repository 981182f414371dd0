"""Providers that fail, and clients that go, behind a gateway: one bill, and no lost answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from pyvenice.config import Connection
from pyvenice.gateway.config import Alias
from pyvenice.providers.hosts import Host
from pyvenice.sandbox import background
from tests.gateway.conftest import Serve
from tests.pictures import picture

OPENAI, VENICE = "openai/gpt-image-2", "venice/firered-image-edit"
Behind = Callable[..., str]


@pytest.fixture
def behind(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Behind:
    """Start a gateway in front of a server; what is `closed` is a provider that nobody answers for."""

    def start(server: Any, *, closed: str = "", **settings: Any) -> str:
        monkeypatch.setenv("GATEWAY_TEST_KEY", server.api_key)
        urls = {"venice": server.venice, "openai": server.openai}
        if closed:
            urls[closed] = "http://127.0.0.1:9"
        connections = {name: Connection(url, "GATEWAY_TEST_KEY") for name, url in urls.items()}
        return serve(sandbox=False, connections=connections, **settings)

    return start


def edit(url: str, *, timeout: float = 30.0, **headers: str) -> httpx.Response:
    """The response to an edit."""
    return httpx.post(
        f"{url}/v1/images/edits",
        data={"prompt": "red", "model": VENICE},
        files={"image": ("a.png", picture(), "image/png")},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        timeout=timeout,
    )


def test_what_was_refused_for_its_rate_is_passed_on_and_may_be_sent_again(behind: Behind) -> None:
    with background(faults=["429:7*1"]) as server:
        url = behind(server)
        refused = edit(url)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "7")
        assert refused.headers["x-should-retry"] == "true"
        assert edit(url, x_stainless_retry_count="1").status_code == 200
        assert [visit.executed for visit in server.seen] == [False, True]


@pytest.mark.parametrize("fault", ["reset:after", "500"])
def test_what_may_be_billed_is_never_sent_again_under_its_key(behind: Behind, fault: str) -> None:
    with background(faults=[fault]) as server:
        url = behind(server, aliases={"any": Alias((VENICE, OPENAI))})
        statuses = [edit(url, idempotency_key="k").status_code for _ in range(2)]
        assert statuses[0] == 502
        assert len(server.seen) == 1


def test_a_provider_that_is_down_is_replaced_by_the_next_one(behind: Behind) -> None:
    with background() as server:
        url = behind(server, closed="venice", aliases={VENICE: Alias((VENICE, OPENAI))})
        response = edit(url)
        assert response.status_code == 200, response.text
        assert response.headers["x-pyvenice-model"] == OPENAI


@pytest.mark.parametrize(("kept", "status"), [("keep", 200), ("cancel", 409)])
def test_the_call_of_a_client_that_has_gone_is_kept_or_cancelled(
    behind: Behind, kept: str, status: int
) -> None:
    with background(faults=["latency:0.8*1"]) as server:
        url = behind(server, on_disconnect=kept)
        with pytest.raises(httpx.ReadTimeout):
            edit(url, timeout=0.5, idempotency_key="k")
        again = edit(url, idempotency_key="k")
        assert again.status_code == status, again.text
        assert len(server.seen) == 1


@pytest.mark.parametrize("stream", ["false", "true"])
def test_a_repeat_of_an_sdk_joins_the_call_that_is_still_under_way(
    behind: Behind, stream: str
) -> None:
    with background(faults=["latency:0.8*1"]) as server:
        url = behind(server)

        def ask(retry_count: int, timeout: float) -> httpx.Response:
            return httpx.post(
                f"{url}/v1/images/edits",
                data={"prompt": "red", "model": VENICE, "stream": stream},
                files={"image": ("a.png", picture(), "image/png")},
                headers={"x-stainless-retry-count": str(retry_count)},
                timeout=timeout,
            )

        with pytest.raises(httpx.ReadTimeout):
            # Of a stream, the first event comes after half a second at the latest.
            ask(0, 0.3)
        again, later = ask(1, 30.0), ask(2, 30.0)
        assert again.status_code == 200, again.text
        assert "b64_json" in again.text
        assert again.text.count("b64_json") == later.text.count("b64_json") == 1
        assert len(server.seen) == 1


def test_images_that_came_are_the_answer_where_another_one_failed(behind: Behind) -> None:
    with background(faults=["500*1"]) as server:
        response = httpx.post(
            f"{behind(server)}/v1/images/edits",
            data={"prompt": "red", "model": VENICE, "n": "3"},
            files={"image": ("a.png", picture(), "image/png")},
            timeout=30.0,
        )
        answer = response.json()
        assert response.status_code == 200, answer
        assert 1 <= len(answer["data"]) < 3
        assert "500" in answer["pyvenice"]["warnings"][-1]


def test_a_provider_that_is_down_without_a_fallback_is_a_502_with_its_reason(
    behind: Behind,
) -> None:
    with background() as server:
        response = edit(behind(server, closed="venice"))
        assert response.status_code == 502
        assert VENICE in response.json()["error"]["message"]


def test_own_servers_are_asked_what_they_run(serve: Serve) -> None:
    """A server that does not answer has no models, and no model is listed that runs nowhere."""
    with background() as server:
        url = serve(
            sandbox=False,
            connections={"xinference": Connection(server.xinference)},
            hosts=(
                Host("mine", server.xinference, own_server=True),
                Host("dead", "http://127.0.0.1:9/v1", own_server=True),
                Host("bills", server.openai),
            ),
        )
        listed = httpx.get(f"{url}/v1/models").json()["data"]
        own = [entry for entry in listed if entry["price"] == "own server"]
        assert [entry["id"] for entry in own] == ["xinference/sandbox-image", "mine/sandbox-image"]
        asked = len(server.seen)
        again = httpx.get(f"{url}/v1/models/capabilities").json()["data"]
        assert len(again) == len(listed)
        assert len(server.seen) == asked

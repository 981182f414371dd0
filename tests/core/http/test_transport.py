"""What a client carries for the API reaches no other host, and no cookie is kept unasked."""

from __future__ import annotations

from typing import Any

import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.http import transport
from tests.core.driving import Rig
from tests.loopback import Loopback, says

SECRETS = {
    "Authorization": "Bearer INJECTED",
    "X-Auth": "INJECTED",
    "X-Custom-Auth": "INJECTED",
    "Ocp-Apim-Subscription-Key": "INJECTED",
    "cf-access-client-id": "INJECTED",
    "x-tenant": "INJECTED",
}
SENT_TO_ANYBODY = {"host", "accept", "accept-encoding", "user-agent", "connection"}


def with_download(url: str, call: Call) -> Flow[Reply]:
    """A call to the API, then a download, then the call again."""
    yield from fetch(call)
    yield from fetch(Call("GET", url, authorized=False))
    return (yield from fetch(call))


def carrying(mode: str, **options: Any) -> Any:
    library = transport.http_library()
    return (library.AsyncClient if mode == "async" else library.Client)(**options)


def test_a_download_carries_nothing_of_an_injected_client(
    client_mode: str, loopback: Loopback, other_host: Loopback
) -> None:
    loopback.answers(says(200, b"{}"))
    other_host.answers(says(200, b"picture"))
    rig = Rig(
        client_mode,
        loopback.url,
        lambda: carrying(
            client_mode,
            headers=SECRETS,
            params={"api_key": "INJECTED"},
            cookies={"other": "INJECTED"},
            auth=("user", "INJECTED"),
        ),
    )
    rig.run(with_download(f"{other_host.url}/x.png?sig=1", Call("GET", "/models")))
    (download,) = other_host.seen
    assert download.path == "/x.png?sig=1"
    assert download.headers.keys() <= SENT_TO_ANYBODY
    for request in loopback.seen:
        assert request.path == "/models?api_key=INJECTED"
        assert request.headers["x-custom-auth"] == "INJECTED"
        assert "other=INJECTED" in request.headers["cookie"]


def test_a_redirect_to_another_host_carries_nothing_of_the_caller(
    client_mode: str, loopback: Loopback, other_host: Loopback
) -> None:
    loopback.answers(says(302, location=f"{other_host.url}/x.png"))
    other_host.answers(says(200, b"picture"))
    rig = Rig(
        client_mode,
        loopback.url,
        lambda: carrying(client_mode, headers=SECRETS, params={"api_key": "INJECTED"}),
    )
    call = Call("GET", "/file", headers={"x-custom-auth": "EXTRA", "accept": "image/png"})

    def file() -> Flow[Reply]:
        return (yield from fetch(call))

    rig.run(file())
    (download,) = other_host.seen
    assert download.path == "/x.png"
    assert download.headers.keys() <= SENT_TO_ANYBODY
    assert download.headers["accept"] == "image/png"


@pytest.mark.parametrize("path", ["/", "/x.png"])
def test_no_cookie_is_kept(
    path: str, client_mode: str, loopback: Loopback, other_host: Loopback
) -> None:
    for server in (loopback, other_host):
        server.answers(says(200, b"{}", set_cookie=f"tracking=1; Path={path}; Max-Age=99999"))
    url = f"{other_host.url}/x.png"
    Rig(client_mode, loopback.url).run(with_download(url, Call("GET", "/x.png")))
    assert [seen for seen in (*loopback.seen, *other_host.seen) if "cookie" in seen.headers] == []


def test_an_injected_client_keeps_the_cookies_of_its_api(
    client_mode: str, loopback: Loopback, other_host: Loopback
) -> None:
    loopback.answers(says(200, b"{}", set_cookie="session=1; Path=/"))
    other_host.answers(says(200, b"picture"))
    rig = Rig(client_mode, loopback.url, lambda: carrying(client_mode))
    rig.run(with_download(f"{other_host.url}/x.png", Call("GET", "/models")))
    assert loopback.seen[1].headers["cookie"] == "session=1"
    assert "cookie" not in other_host.seen[0].headers


def test_an_injected_client_keeps_no_cookie_of_a_download(
    client_mode: str, loopback: Loopback, other_host: Loopback
) -> None:
    loopback.answers(says(200, b"{}"))
    moved = says(302, location="/y.png", set_cookie="moved=1; Path=/")
    other_host.answers(moved, says(200, b"picture", set_cookie="tracking=1; Path=/"))
    client = carrying(client_mode, cookies={"own": "1"})
    Rig(client_mode, loopback.url, lambda: client).run(
        with_download(f"{other_host.url}/x.png", Call("GET", "/models"))
    )
    assert [cookie.name for cookie in client.cookies.jar] == ["own"]
    assert loopback.seen[1].headers["cookie"] == "own=1"
    assert "cookie" not in other_host.seen[1].headers

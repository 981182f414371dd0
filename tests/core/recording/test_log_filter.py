"""What an HTTP library logs while it works for a client: no key, and no signature of a link."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.http import transport
from tests.core.driving import Rig
from tests.loopback import Loopback, says

KEY = "sk-0123456789abcdef"


def calls(other: Loopback) -> Flow[Reply]:
    yield from fetch(Call("POST", "/edit", {"x-foo-auth": "OWN-key-of-the-call"}))
    return (yield from fetch(Call("GET", f"{other.url}/x.png?sig=SIGNATURE", authorized=False)))


@pytest.mark.parametrize("is_injected", [False, True])
def test_logs_of_the_http_library_show_no_secret(
    is_injected: bool,
    client_mode: str,
    loopback: Loopback,
    other_host: Loopback,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    echo = {"x_echo": f"{KEY} {KEY.encode().hex()} OWN-key-of-the-call INJECTED-key"}
    loopback.answers(says(200, b"{}", set_cookie="session=COOKIE", **echo))
    other_host.answers(says(200, b"picture"))

    def injected() -> Any:
        library = transport.http_library()
        kind = library.AsyncClient if client_mode == "async" else library.Client
        return kind(headers={"x-team-secret": "INJECTED-key"})

    Rig(client_mode, loopback.url, injected if is_injected else lambda: None).run(calls(other_host))
    assert "x-echo" in caplog.text
    assert "/x.png?…" in caplog.text
    hidden = [KEY, KEY.encode().hex(), "OWN-key", "COOKIE", "SIGNATURE"]
    for secret in [*hidden, "INJECTED"] if is_injected else hidden:
        assert secret not in caplog.text


def test_what_other_code_logs_stays(
    client_mode: str, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    loopback.answers(says(200, b"{}", x_echo=KEY))
    Rig(client_mode, loopback.url).run(fetch(Call("GET", "/models")))
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    transport.http_library().get(f"{loopback.url}/?sig=1", trust_env=False)
    assert KEY in caplog.text
    assert "?sig=1" in caplog.text

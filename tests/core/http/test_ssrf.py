from __future__ import annotations

import socket
from typing import Any

import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.http.ssrf import AddressRule, private_address
from pyvenice.errors import AnswerError
from tests.core.driving import Rig
from tests.loopback import Loopback, says

PUBLIC = "https://93.184.216.34/a.png"
NAMES = {"public.example": "93.184.216.34", "inside.example": "10.1.2.3", "6.example": "fd00::1"}


@pytest.fixture(autouse=True)
def _names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A world in which only these names are known."""
    original = socket.getaddrinfo

    def looked_up(host: Any, *port: Any, **facts: Any) -> Any:
        if str(host).endswith(".example"):
            if host not in NAMES:
                raise socket.gaierror("not known")
            host = NAMES[host]
        return original(host, *port, **facts)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)


def once(call: Call) -> Flow[Reply]:
    return (yield from fetch(call))


def download(url: str) -> Flow[Reply]:
    return once(Call("GET", url, authorized=False))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "10.0.0.1",
        "172.16.5.5",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104  (nothing is bound)
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::1]",
        "[::]",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:10.0.0.1]",
        "[::127.0.0.1]",
        "[::ffff:0:127.0.0.1]",
        "[64:ff9b::169.254.169.254]",
        "[64:ff9b:1::1]",
        "[2002:7f00:1::1]",
        "[fec0::1]",
        "[fe80::1%25lo]",
        "localhost",
        "inside.example",
        "6.example",
    ],
)
def test_addresses_that_are_not_public_are_seen_through_every_spelling(host: str) -> None:
    assert private_address(f"http://{host}/a.png") is not None
    assert private_address(f"https://user@{host}:8443/a.png") is not None


@pytest.mark.parametrize(
    "url",
    [
        PUBLIC,
        "http://public.example/",
        "http://[::ffff:93.184.216.34]/",
        "http://[64:ff9b::93.184.216.34]/",
        "http://[2002:5db8:d822::1]/",
        "http://unknown.example/",
        "ftp://127.0.0.1/",
        "x",
    ],
)
def test_public_and_unknown_hosts_are_not_private(url: str) -> None:
    assert private_address(url) is None


@pytest.mark.parametrize(
    ("base", "allow", "allowed"),
    [
        ("https://public.example", None, False),
        ("https://public.example", False, False),
        ("https://public.example", True, True),
        ("http://127.0.0.1:9997", None, True),
        ("http://inside.example", None, True),
        ("http://127.0.0.1:9997", False, False),
    ],
)
def test_a_private_server_may_name_private_addresses(
    base: str, allow: bool | None, allowed: bool
) -> None:
    rule = AddressRule(base, allow)
    rule.check(PUBLIC)
    if allowed:
        rule.check("http://10.0.0.5/a.png")
    else:
        with pytest.raises(AnswerError, match=r"private network \(10\.0\.0\.5\).*allow_private"):
            rule.check("http://10.0.0.5/a.png")


def test_a_download_from_a_private_address_is_refused_before_it_is_asked(
    client_mode: str, loopback: Loopback
) -> None:
    loopback.answers(says(200, b"picture"))
    strict = Rig(client_mode, "https://public.example")
    with pytest.raises(AnswerError, match=r"private network \(127\.0\.0\.1\)"):
        strict.run(download(f"{loopback.url}/file?sig=1"))
    assert loopback.seen == []
    strict.allow_private_addresses = True
    assert strict.run(download(f"{loopback.url}/file")).content == b"picture"


def test_a_redirect_to_a_private_address_is_refused(
    client_mode: str, loopback: Loopback, other_host: Loopback
) -> None:
    loopback.answers(says(302, location=f"{other_host.url}/inside"))
    rig = Rig(client_mode, loopback.url, allow_private_addresses=False)
    with pytest.raises(AnswerError, match="private network"):
        rig.run(once(Call("GET", "/file")))
    assert (len(loopback.seen), other_host.seen) == (1, [])


def test_the_caller_s_own_address_is_never_in_question(
    client_mode: str, loopback: Loopback
) -> None:
    loopback.answers(says(200, b"list"))
    rig = Rig(client_mode, loopback.url, allow_private_addresses=False)
    assert rig.run(once(Call("GET", "/models"))).content == b"list"

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.http import ssrf, transport
from pyvenice.core.http.ssrf import AddressRule, origin, private_address
from pyvenice.errors import AnswerError, APIConnectionError
from tests.core.driving import Rig
from tests.loopback import Loopback, resets, says

PUBLIC = "https://93.184.216.34/a.png"
NAMES = {
    "public.example": "93.184.216.34",
    "inside.example": "10.1.2.3",
    "6.example": "fd00::1",
    "xn--fa-hia.example": "127.0.0.1",  # fa\u00df in IDNA 2008
    "fass.example": "93.184.216.34",  # fa\u00df in IDNA 2003
}


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
        "192.0.0.192",
        "168.63.129.16",
        "[::ffff:192.0.0.192]",
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
        "INSIDE.example",
        "6.example",
        "fa\xdf.example",
        "FA\xdf.example",
        "\uff11\uff12\uff17.0.0.1",
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
        "http://fass.example/",
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


@pytest.mark.parametrize("host", ["8.8.8.8%.inside.example", "public.example%00", "%31.example"])
def test_a_zone_without_an_ipv6_address_is_no_host(host: str, client_mode: str) -> None:
    assert origin(f"http://{host}/") is None
    with pytest.raises(AnswerError, match="cannot be fetched"):
        Rig(client_mode, "https://public.example").run(download(f"http://{host}/a.png"))


class Resolver:
    """A name server that says another thing each time."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.lookups = 0

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        original = socket.getaddrinfo

        def looked_up(host: Any, *port: Any, **facts: Any) -> Any:
            if host not in {"images.example", b"images.example"}:
                return original(host, *port, **facts)
            self.lookups += 1
            addresses = self.answers.pop(0) if self.answers else ["127.0.0.1"]
            if not addresses:
                raise socket.gaierror("not known")
            return [info for name in addresses for info in original(name, *port, **facts)]

        monkeypatch.setattr(socket, "getaddrinfo", looked_up)
        # The only addresses that tests may reach stand for public ones.
        public = {"127.0.0.1", "127.0.0.2", "93.184.216.34"}
        monkeypatch.setattr(ssrf, "_is_public", public.__contains__)


def outside(loopback: Loopback) -> str:
    return loopback.url.replace("127.0.0.1", "images.example") + "/a.png"


def injected(mode: str, **options: Any) -> Callable[[], Any]:
    library = transport.http_library()
    return lambda: (library.AsyncClient if mode == "async" else library.Client)(**options)


@pytest.fixture(params=["own", "injected"])
def rig(request: pytest.FixtureRequest, client_mode: str) -> Rig:
    """A client that may not fetch from private networks."""
    make = injected(client_mode) if request.param == "injected" else lambda: None
    return Rig(
        client_mode,
        "http://127.0.0.9:1",
        make,
        allow_private_addresses=False,
        retry=RetryPolicy(max_retries=0),
    )


def test_a_download_goes_to_the_address_that_was_checked(
    rig: Rig, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver = Resolver(["127.0.0.1"], ["10.0.0.1"])
    resolver.install(monkeypatch)
    loopback.answers(says(200, b"picture"))
    assert rig.run(download(outside(loopback))).content == b"picture"
    (seen,) = loopback.seen
    assert seen.headers["host"] == outside(loopback).split("/")[2]
    assert resolver.lookups == 1


def test_one_private_address_among_many_is_enough_to_refuse(
    rig: Rig, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    Resolver(["127.0.0.1", "127.0.0.3"]).install(monkeypatch)
    with pytest.raises(AnswerError, match=r"127\.0\.0\.3"):
        rig.run(download(outside(loopback)))
    assert loopback.seen == []


def test_a_name_that_was_not_found_is_not_looked_up_again(
    rig: Rig, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver = Resolver([], ["127.0.0.1"])
    resolver.install(monkeypatch)
    with pytest.raises(APIConnectionError, match="the name of its host is not known") as caught:
        rig.run(download(outside(loopback)))
    assert (caught.value.maybe_executed, resolver.lookups, loopback.seen) == (False, 1, [])


def test_the_next_address_is_tried_where_one_cannot_be_reached(
    rig: Rig, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    Resolver(["127.0.0.2", "127.0.0.1"]).install(monkeypatch)
    loopback.answers(says(200, b"picture"))
    assert rig.run(download(outside(loopback))).content == b"picture"


def test_no_second_address_is_asked_once_a_request_was_sent(
    rig: Rig, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    Resolver(["127.0.0.1", "127.0.0.1", "127.0.0.2"]).install(monkeypatch)
    loopback.answers(resets)
    with pytest.raises(APIConnectionError):
        rig.run(download(outside(loopback)))
    assert len(loopback.seen) == 1


def test_each_redirect_is_looked_up_once(
    rig: Rig, loopback: Loopback, other_host: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver = Resolver(["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"])
    resolver.install(monkeypatch)
    loopback.answers(says(302, location=outside(other_host)))
    other_host.answers(says(200, b"picture"))
    assert rig.run(download(outside(loopback))).content == b"picture"
    assert resolver.lookups == 2


class Recorder:
    """A transport of a caller that notes its requests."""

    def __init__(self, library: Any) -> None:
        self.library = library
        self.requests: list[Any] = []

    def handle_request(self, request: Any) -> Any:
        self.requests.append(request)
        return self.library.Response(200, content=b"picture")

    async def handle_async_request(self, request: Any) -> Any:
        return self.handle_request(request)

    def close(self) -> None: ...

    async def aclose(self) -> None: ...


def test_tls_is_made_with_the_name_and_its_connection_serves_no_other_host(
    client_mode: str,
) -> None:
    recorder = Recorder(transport.http_library())
    rig = Rig(client_mode, "http://127.0.0.9:1", injected(client_mode, transport=recorder))
    rig.allow_private_addresses = False
    for url in ("https://public.example/a.png", "http://public.example/a.png", PUBLIC):
        assert rig.run(download(url)).content == b"picture"
    named, plain, literal = recorder.requests
    assert {request.url.host for request in recorder.requests} == {"93.184.216.34"}
    assert named.extensions["sni_hostname"] == named.headers["host"] == "public.example"
    assert named.headers["connection"] == "close"
    for request in (plain, literal):
        assert request.headers.get("connection") != "close"
        assert "sni_hostname" not in request.extensions


def test_a_transport_of_a_caller_may_know_names_that_are_not_known_here(client_mode: str) -> None:
    recorder = Recorder(transport.http_library())
    rig = Rig(client_mode, "https://public.example", injected(client_mode, transport=recorder))
    assert rig.run(download("http://unknown.example/a.png")).content == b"picture"
    assert recorder.requests[0].url.host == "unknown.example"


@pytest.mark.parametrize("kind", ["environment", "injected"])
def test_a_proxy_is_asked_for_the_name(
    kind: str, client_mode: str, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = Rig(client_mode, "https://public.example")
    if kind == "environment":
        monkeypatch.setenv("ALL_PROXY", loopback.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
    else:
        rig.http_client = injected(client_mode, proxy=loopback.url)
    loopback.answers(says(200, b"picture"))
    for name in ("public", "unknown"):
        assert rig.run(download(f"http://{name}.example/a.png")).content == b"picture"
    assert [seen.path for seen in loopback.seen] == [
        "http://public.example/a.png",
        "http://unknown.example/a.png",
    ]


def test_a_mock_transport_sees_the_address_as_the_answer_named_it(client_mode: str) -> None:
    library = transport.http_library()
    requests: list[Any] = []

    def answer(request: Any) -> Any:
        requests.append(request)
        return library.Response(200, content=b"picture")

    mock = library.MockTransport(answer)
    rig = Rig(client_mode, "https://public.example", injected(client_mode, transport=mock))
    rig.run(download("https://public.example/a.png"))
    assert str(requests[0].url) == "https://public.example/a.png"

"""Proxies of the environment, over both HTTP libraries: no form of NO_PROXY stops a call."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.engine.calls import Call, Flow, Reply, fetch
from pyvenice.core.http.proxies import Proxies, bypasses
from pyvenice.errors import APIConnectionError
from tests.core.driving import Rig
from tests.loopback import Handler, Loopback, says

PROXY = "http://user:secret-word@127.0.0.1:9"


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def request(url: str = "/models") -> Flow[Reply]:
    return (yield from fetch(Call("GET", url)))


@pytest.mark.parametrize(
    ("no_proxy", "host"),
    [
        ("localhost,127.0.0.0/8,::1/128", "::1"),
        ("10.0.0.0/8,192.168.0.0/16", "10.1.2.3"),
        ("10.1.2.3/8", "10.200.0.1"),
        ("localhost\n192.168.1.1", "192.168.1.1"),
        ("a.example\r\n\tb.example", "b.example"),
        ("a.example b.example", "b.example"),
        (" a.example ; b.example ", "b.example"),
        ('"a.example,b.example"', "b.example"),
        ("[::1]", "::1"),
        ("[2001:db8::]/32", "2001:db8::5"),
        ("[2001:db8::/32]", "2001:db8::5"),
        ("2001:db8::/32", "2001:db8:0::5"),
        ("2001:db8::5", "2001:0db8::0005"),
        ("::/0", "2001:db8::5"),
        ("fe80::1%eth0", "fe80::1"),
        ("[2001:db8::5]:443", "2001:db8::5"),
        ("example.com", "www.example.com"),
        ("example.com", "example.com"),
        ("example.com.", "example.com"),
        ("EXAMPLE.com", "example.COM"),
        (".example.com", "www.example.com"),
        ("*.example.com", "www.example.com"),
        ("*example.com", "example.com"),
        ("192.168.*", "192.168.7.7"),
        ("example.com:443", "example.com"),
        ("https://example.com", "example.com"),
        ("https://example.com/", "example.com"),
        ("all://example.com", "example.com"),
        ("fa\xdf.example", "xn--fa-hia.example"),
        ("xn--fa-hia.example", "fa\xdf.example"),
        ("a,*", "example.com"),
    ],
)
def test_no_proxy_is_read_in_the_forms_that_people_write(no_proxy: str, host: str) -> None:
    assert bypasses(no_proxy, "https", host, 443)


@pytest.mark.parametrize(
    ("no_proxy", "host"),
    [
        ("", "example.com"),
        (",, ,", "example.com"),
        (".example.com", "example.com"),
        ("example.com", "notexample.com"),
        ("example.com:8443", "example.com"),
        ("http://example.com", "example.com"),
        ("10.0.0.0/8", "11.0.0.1"),
        ("10.0.0.0/99", "10.0.0.1"),
        ("[::1", "example.com"),
        ("::1/x", "::1"),
        ("example.com/8", "example.com"),
        ("2001:db8::/32", "10.0.0.1"),
        ("::/0", "example.com"),
        ("\x00,://,[],/8", "example.com"),
    ],
)
def test_other_hosts_go_through_the_proxy(no_proxy: str, host: str) -> None:
    assert not bypasses(no_proxy, "https", host, 443)


@given(st.text(alphabet="[]:/%.,*0123456789abcdef\n x@\xdf\ud800", max_size=30))
def test_no_text_of_no_proxy_is_an_error(no_proxy: str) -> None:
    bypasses(no_proxy, "https", "example.com", 443)
    bypasses(no_proxy, "http", "2001:db8::1", 80)


@pytest.mark.parametrize(
    "host", ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "127.1", "[::1]", "[::]"]
)
def test_this_machine_is_reached_without_a_proxy(host: str) -> None:
    assert Proxies({"all": PROXY}).proxy(f"http://{host}:9997/v1") is None


def test_the_proxy_of_the_scheme_comes_before_that_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "all.example:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://secure.example:2")
    proxies = Proxies.of_environment()
    assert proxies.proxy("http://a.example/") == "http://all.example:1"
    assert proxies.proxy("https://a.example/") == "http://secure.example:2"
    assert proxies.proxy("ftp://a.example/") is None


@pytest.mark.parametrize(
    "no_proxy",
    [
        "localhost,127.0.0.0/8,::1/128",
        "localhost\n192.168.1.1",
        "127.0.0.1,[::1]",
        "::/0",
        "[",
        "\t",
    ],
)
@pytest.mark.parametrize("proxy", ["", PROXY])
def test_no_form_of_no_proxy_stops_a_call(
    no_proxy: str,
    proxy: str,
    client_mode: str,
    loopback: Loopback,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_PROXY", no_proxy)
    monkeypatch.setenv("HTTP_PROXY", proxy)
    loopback.answers(says(200, b"ok"))
    assert Rig(client_mode, loopback.url).run(request()).content == b"ok"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_dead_proxy_is_named_without_its_password(
    scheme: str, client_mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", PROXY)
    rig = Rig(client_mode, f"{scheme}://api.example/v1")
    with pytest.raises(APIConnectionError, match=r"proxy http://127\.0\.0\.1:9 ") as caught:
        rig.run(request())
    assert not caught.value.maybe_executed
    assert "secret-word" not in str(caught.value)


@pytest.fixture
def proxy(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    """A proxy that the environment names, with user and password."""
    monkeypatch.setattr(Handler, "do_CONNECT", Handler.do_GET, raising=False)
    monkeypatch.setenv("ALL_PROXY", loopback.url.replace("//", "//user:word@"))
    return loopback


@pytest.mark.parametrize(("status", "attempts"), [(407, 1), (403, 1), (502, 3)])
def test_a_proxy_that_refuses_is_final_unless_it_may_pass(
    status: int, attempts: int, client_mode: str, proxy: Loopback
) -> None:
    proxy.answers(says(status))
    rig = Rig(client_mode, "https://api.example/v1")
    with pytest.raises(APIConnectionError, match=rf"the proxy http://127.*said: {status}"):
        rig.run(request())
    assert len(proxy.seen) == attempts


def test_a_proxy_gets_its_login_and_what_is_for_other_hosts(
    client_mode: str, proxy: Loopback
) -> None:
    proxy.answers(says(200, b"ok"))
    assert Rig(client_mode, "http://api.example/v1").run(request()).content == b"ok"
    (seen,) = proxy.seen
    assert seen.path == "http://api.example/v1/models"
    login = base64.b64encode(b"user:word").decode()
    assert seen.headers["proxy-authorization"] == f"Basic {login}"

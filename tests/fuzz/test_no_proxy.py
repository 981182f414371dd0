"""NO_PROXY in any form: it lists a host or not, and never stops a call."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.http.proxies import Proxies, bypasses
from tests.fuzz.fuzzing import fuzz

HOSTS = st.one_of(
    st.sampled_from(["a.example", "127.0.0.1", "::1", "fe80::1%eth0", "2130706433", "fa\xdf.de"]),
    st.text(max_size=20),
    st.ip_addresses().map(str),
)
ENTRIES = st.one_of(
    st.sampled_from(
        ["*", "::1/128", "[::1]", "[::1]:80", "10.0.0.0/8", ".a.example", "/", "[", "]"]
    ),
    st.text("ab.*[]:/0159x- %", max_size=14),
    st.text(max_size=10),
)
LISTS = st.lists(ENTRIES, max_size=4).flatmap(
    lambda entries: st.sampled_from([",", " ", "\n", ";", '"']).map(lambda mark: mark.join(entries))
)

HOST_NAMES = st.lists(st.text("abcxyz", min_size=1, max_size=9), min_size=1, max_size=3).map(
    ".".join
)


@given(LISTS, st.sampled_from(["http", "https"]), HOSTS, st.integers(0, 65_535))
@fuzz(120)
def test_any_list_can_be_read(no_proxy: str, scheme: str, host: str, port: int) -> None:
    assert bypasses(no_proxy, scheme, host, port) in {True, False}
    bracketed = f"[{host}]" if ":" in host else host
    proxies = Proxies({"all": "http://proxy.example:3128"}, no_proxy)
    assert proxies.proxy(f"{scheme}://{bracketed}:{port}/") in {None, "http://proxy.example:3128"}


@given(LISTS, HOST_NAMES)
@fuzz(40)
def test_a_host_that_is_listed_is_found_among_any_others(others: str, host: str) -> None:
    assert bypasses(f"{others},{host}", "https", host, 443)

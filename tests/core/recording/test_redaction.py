from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.engine.calls import Call, Reply, request_id
from pyvenice.core.engine.settings import Settings
from pyvenice.core.http.redirects import Hop
from pyvenice.core.http.ssrf import AddressRule
from pyvenice.core.recording.recorded_exchange import WireRequest
from pyvenice.core.recording.redaction import hide_in, redacted, redacted_value, shortened, without
from pyvenice.core.recording.secrets import HIDDEN, is_secret


@pytest.mark.parametrize(
    "name",
    ["Authorization", "cookie", "Set-Cookie", "X-Api-Key", "api_key", "apiKey", "client_secret"],
)
def test_names_of_secrets_are_known(name: str) -> None:
    assert is_secret(name)
    assert redacted({name: "hunter2"}) == {name: HIDDEN}


@pytest.mark.parametrize("name", ["x-request-id", "x-ratelimit-remaining-tokens", "content-type"])
def test_what_helps_to_find_a_fault_stays(name: str) -> None:
    assert redacted({name: "12"}) == {name: "12"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n b\t c", "a b c"),
        ("key sk-abcdefgh1234 wrong", f"key {HIDDEN} wrong"),
        ("Bearer abc.def-ghi", HIDDEN),
        ("a bearer of news", "a bearer of news"),
        ("data:image/png;base64," + "A" * 500, "data:image/png;base64,AAAAAAAAAAAA…"),
        ("x" * 60, "x" * 60),
        ("lone \ud800 surrogate", "lone ? surrogate"),
    ],
)
def test_text_is_shortened_to_what_can_be_shown(text: str, shown: str) -> None:
    assert shortened(text) == shown


@given(st.text(), st.integers(1, 50))
def test_a_shortened_text_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = shortened(text, limit)
    assert len(line) <= limit
    assert "\n" not in line


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=30,
    )
)
def test_any_json_value_can_be_shown(value: Any) -> None:
    assert type(redacted_value(value)) is type(value)


def test_large_values_are_cut() -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]
    assert str(redacted_value(deep)) == "[" * 8 + "'…'" + "]" * 8
    assert len(redacted_value(list(range(1000)))) == 64
    assert len(redacted_value({str(n): n for n in range(1000)})) == 64
    assert redacted_value({"token": 1, "auth_token": 1}) == {"token": 1, "auth_token": HIDDEN}


def test_a_secret_that_is_quoted_is_hidden_everywhere() -> None:
    reply = Reply(401, {"x-was": "my-secret-key!"}, b"bad my-secret-key!, my-secret-key!")
    clean = without(["my-secret-key"], reply)
    assert clean == Reply(401, {"x-was": f"{HIDDEN}!"}, f"bad {HIDDEN}!, {HIDDEN}!".encode())


@pytest.mark.parametrize("secret", [None, "", "sandbox"])
def test_no_secret_or_a_word_hides_nothing(secret: str | None) -> None:
    assert Settings("Test", "http://local", secret).secrets(Call("GET", "/")) == ()


def test_what_secret_headers_say_is_a_secret_too() -> None:
    settings = Settings(
        "Test", "http://local", "the-api-key", {"x-team-token": "token-of-the-team"}
    )
    call = Call("GET", "/", {"Authorization": "Bearer another-key", "x-colour": "blue-as-the-sea"})
    assert settings.secrets(call) == ("the-api-key", "token-of-the-team", "another-key")


@pytest.mark.parametrize(
    "value",
    [
        Call("GET", "/", {"x-api-key": "the-secret"}),
        Hop("http://local", {"authorization": "the-secret"}, True, AddressRule("http://local")),
        WireRequest("GET", "http://local", {"authorization": "the-secret"}),
        Settings("Test", "http://local", "the-secret", {"x-api-key": "the-secret"}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_holds_a_key_does_not_show_it(value: object) -> None:
    assert "the-secret" not in repr(value)


KEY = "Zq9/KeyWith+Slash=0123456789ABCDEFGH"


@pytest.mark.parametrize(
    "quoted",
    [
        KEY,
        KEY.replace("/", "\\/"),
        "".join(f"\\u{ord(letter):04x}" for letter in KEY),
        KEY.replace("/", "&#47;").replace("+", "&#x2B;"),
        KEY.replace("/", "%2F").replace("+", "%2b").replace("=", "%3D"),
    ],
    ids=["plain", "slash", "unicode", "HTML", "URL"],
)
def test_an_escaped_secret_is_hidden_before_a_body_is_cut(quoted: str) -> None:
    reply = without([KEY], Reply(401, {}, f"bad {quoted}.".encode()))
    assert reply.content == f"bad {HIDDEN}.".encode()


@given(st.integers(10, len(KEY)), st.integers(0, len(KEY)))
def test_a_part_of_a_secret_is_hidden(length: int, start: int) -> None:
    part = KEY[start : start + length]
    shown = hide_in([KEY], {"x": [f"a {part} b"]})["x"][0]
    assert shown == (f"a {part} b" if len(part) < 10 else f"a {HIDDEN} b")


def test_the_headers_of_a_success_quote_no_secret() -> None:
    reply = without([KEY], Reply(200, {"x-request-id": KEY}, b"\x89PNG" + KEY.encode()))
    assert reply.headers == {"x-request-id": HIDDEN}
    assert reply.content == b"\x89PNG" + KEY.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\x9b31mb", "a\\x9b31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\x00b", "a\\x00b"),
        ("a\nb", "a b"),
    ],
)
def test_control_characters_are_shown_as_escapes(text: str, shown: str) -> None:
    assert shortened(text) == shown


def test_a_request_id_is_one_line_without_control_characters() -> None:
    identity = request_id({"x-request-id": "a\x1b[2J\x85\nb"})
    assert identity == "a\\x1b[2J\\x85\\nb"

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

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


def test_what_an_address_says_under_a_secret_name_is_a_secret_too() -> None:
    settings = Settings("Test", "http://local")
    call = Call("GET", "/a?token=the-first-one&page=seven-hundred", query={"key": ["another-one"]})
    assert settings.secrets(call) == ("the-first-one", "another-one")


@pytest.mark.parametrize(
    "header",
    [
        {"X-Foo-Auth": "the-secret"},
        {"xauthtoken": "the-secret"},
        {"my-secret-name": "the-secret"},
        {"x-key-of-team": "the-secret"},
        {"Cookie": "a=b; session=the-secret"},
        {"X-Anything": "Bearer the-secret"},
        {"Authorization": "Basic dXNlcjp0aGUtc2VjcmV0"},
    ],
    ids=str,
)
def test_a_header_that_authenticates_is_a_secret_under_any_name(header: dict[str, str]) -> None:
    assert "the-secret" in Settings("Test", "http://local", headers=header).secrets(
        Call("GET", "/")
    )
    call = Call("GET", "/", header)
    assert "the-secret" in Settings("Test", "http://local").secrets(call)


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
QUOTED = {
    "plain": KEY,
    "slash": KEY.replace("/", "\\/"),
    "unicode": "".join(f"\\u{ord(letter):04x}" for letter in KEY),
    "HTML": KEY.replace("/", "&#47;").replace("+", "&#x2B;"),
    "URL": quote(KEY, safe=""),
    "URL, lower case": KEY.replace("/", "%2F").replace("+", "%2b").replace("=", "%3D"),
    "URL, twice": quote(quote(KEY, safe=""), safe=""),
    "hex": KEY.encode().hex(),
}


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED)
def test_an_escaped_secret_is_hidden_before_a_body_is_cut(quoted: str) -> None:
    reply = without([KEY], Reply(401, {}, f"bad {quoted}.".encode()))
    assert reply.content == f"bad {HIDDEN}.".encode()


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED)
def test_an_escaped_secret_is_hidden_in_a_success(quoted: str) -> None:
    body = b'{"usage": "%s"}' % quoted.encode()
    reply = without([KEY], Reply(200, {"x-echo": quoted}, body))
    assert reply.content == f'{{"usage": "{HIDDEN}"}}'.encode()
    assert reply.headers == {"x-echo": HIDDEN}


@given(st.binary(max_size=9), st.binary(max_size=9), st.booleans())
def test_a_secret_is_hidden_at_any_place_of_a_base64_text(
    before: bytes, after: bytes, url_safe: bool
) -> None:
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    text = encode(before + KEY.encode() + after)
    for shown in (
        hide_in([KEY], text.decode()).encode(),
        without([KEY], Reply(200, {}, b'{"a": "%s"}' % text)).content,
    ):
        left = shown.split(HIDDEN.encode())
        assert len(left) == 2
        assert KEY[3:-3].encode() not in b"".join(map(loose, left))


def loose(text: bytes) -> bytes:
    """What can be decoded of a part of a base64 text, from its first character on."""
    letters = bytes(letter for letter in text if chr(letter).isalnum())
    return base64.b64decode(letters[: len(letters) // 4 * 4])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bad key abc1234", f"bad key {HIDDEN}"),
        ("abc1234, abc12345 and xabc1234", f"{HIDDEN}, abc12345 and xabc1234"),
        ("key=abc1234&x", f"key={HIDDEN}&x"),
    ],
)
def test_a_short_secret_is_hidden_where_it_stands_alone(text: str, shown: str) -> None:
    assert hide_in(["abc1234"], text) == shown
    assert without(["abc1234"], Reply(401, {}, text.encode())).content == shown.encode()


@pytest.mark.parametrize("secret", ["data", "1234", "true", "1e10"])
def test_a_short_secret_that_is_a_part_of_json_costs_no_picture(secret: str) -> None:
    body = b'{"data": [{"b64_json": "AAAA+data/1234=="}], "size": 1234, "x": 1e10, "ok": true}'
    assert without([secret], Reply(200, {}, body)).content == body


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

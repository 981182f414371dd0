"""What may be shown of a URL, and which names hold secrets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyvenice.core.recording.secrets import is_secret, redacted_url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://host/a/b", "https://host/a/b"),
        ("https://host/a?sig=x#part", "https://host/a"),
        ("https://host/a#part?x=1", "https://host/a"),
        ("https://user:pass@host/a@b", "https://host/a@b"),
        ("https://user:p@ss@host", "https://host"),
        ("https://user:pass@host?x@y", "https://host"),
        ("//user:pass@host/a", "//host/a"),
        ("/path?x=1", "/path"),
        ("no address", "no address"),
    ],
)
def test_user_password_query_and_fragment_are_not_shown(url: str, shown: str) -> None:
    assert redacted_url(url) == shown


def test_a_query_can_be_marked() -> None:
    assert redacted_url("https://host/a?key=1", "mark") == "https://host/a?…"
    assert redacted_url("https://host/a", "mark") == "https://host/a"


def test_secret_parameters_are_hidden_where_the_query_is_kept() -> None:
    url = "https://u:p@host/a?size=1&api_key=abc&x="
    assert redacted_url(url, "names") == "https://host/a?size=1&api_key=%3Chidden%3E&x="
    assert redacted_url("https://host/a?b=%20c+d", "names") == "https://host/a?b=%20c+d"


def test_a_long_password_is_not_shown_by_cutting() -> None:
    assert "secret" not in redacted_url(f"https://user:{'secret' * 200}@host/a")


def test_a_long_url_is_cut() -> None:
    assert len(redacted_url(f"https://host/{'a' * 1000}")) == 500


@given(st.text(max_size=60))
def test_any_text_can_be_redacted(text: str) -> None:
    assert "?" not in redacted_url(text)


@pytest.mark.parametrize("name", ["Authorization", "x-api-key", "api_key", "X-Amz-Signature"])
def test_names_of_secrets(name: str) -> None:
    assert is_secret(name)
    assert not is_secret("content-type")

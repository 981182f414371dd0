"""A real Xinference that wants a key, which is its default since 3.0."""

from __future__ import annotations

import re

import httpx
import pytest

from pyvenice import AuthenticationError
from tests_real.calling import Caller
from tests_real.pictures import alike, negative, photo
from tests_real.xinference import Server

ADMIN = {"username": "admin", "password": "not a secret: this server ends with the tests"}


@pytest.fixture(scope="module")
def key(locked: Server) -> str:
    """A key, made as its documentation says: the log has a token for the first account."""
    found = re.search(r"Setup token: (\S+)", locked.log.read_text("utf-8"))
    assert found is not None
    with httpx.Client(base_url=locked.origin, timeout=60) as http:
        http.post("/v1/admin/setup", json=ADMIN | {"setup_token": found[1]}).raise_for_status()
        token = http.post("/token", json=ADMIN).raise_for_status().json()["access_token"]
        bearer = {"authorization": f"Bearer {token}"}
        made = http.post("/v1/admin/keys", json={"name": "tests"}, headers=bearer)
        return str(made.raise_for_status().json()["key"])


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_an_edit_with_the_key_succeeds(locked: Server, key: str, mode: str) -> None:
    result = Caller(mode, locked.origin, key).edit(image=photo(), prompt="a negative")
    assert alike(result.image, negative(photo()))


@pytest.mark.parametrize("mode", ["sync", "async"])
@pytest.mark.parametrize("wrong", [None, "xf-no-such-key"])
def test_an_edit_without_it_is_an_authentication_error(
    locked: Server, mode: str, wrong: str | None
) -> None:
    with pytest.raises(AuthenticationError, match="Could not validate credentials") as refused:
        Caller(mode, locked.origin, wrong).edit(image=photo(), prompt="x")
    assert (refused.value.status, refused.value.attempts) == (401, 1)


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_the_models_that_run_are_listed_with_the_key(locked: Server, key: str, mode: str) -> None:
    assert [model.id for model in Caller(mode, locked.origin, key).models().data] == [locked.model]

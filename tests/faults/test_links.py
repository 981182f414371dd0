"""A picture behind a link that goes wrong: the download is repeated, the paid edit is not."""

from __future__ import annotations

from collections import Counter

import pytest

from pyvenice import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    EditResult,
    NotFoundError,
    OverloadedError,
    PyveniceError,
    ServerError,
)
from pyvenice.sandbox import Addresses
from tests.faults.calling import KEY, PHOTO, URL, Caller
from tests.loopback import Loopback, says

OFTEN = 3


def paths(server: Addresses) -> tuple[int, int]:
    """How many edits and how many downloads there were for the call that had a fault."""
    counted = Counter(visit.path.startswith("/files/") for visit in server.seen)
    return counted[False] - 1, counted[True] - 1


@pytest.mark.parametrize(
    ("fault", "raised", "downloads"),
    [
        ("404", NotFoundError, 1),
        ("429:0", APIStatusError, OFTEN),
        ("500", ServerError, OFTEN),
        ("503:none", OverloadedError, OFTEN),
        ("reset:before", APIConnectionError, OFTEN),
        ("reset:answer", APIConnectionError, OFTEN),
        ("hang-up", APIConnectionError, OFTEN),
        ("short", APIConnectionError, OFTEN),
        ("cut", APIConnectionError, OFTEN),
        ("bad-chunk", APIConnectionError, OFTEN),
        ("html", AnswerError, 1),
        ("image:truncated", AnswerError, 1),
        ("image:empty", AnswerError, 1),
    ],
)
def test_a_download_fails(
    fault: str, raised: type[PyveniceError], downloads: int, caller: Caller, server: Addresses
) -> None:
    error = caller.outcome(URL, f"link:{fault}")
    assert isinstance(error, raised)
    assert paths(server) == (1, downloads)
    assert error.result is not None
    url = str(error.result.image.url)
    assert url.startswith(f"{server.root}/files/")
    assert url not in str(error)
    assert error.result.request_id
    assert KEY not in f"{error} {vars(error)}"


@pytest.mark.parametrize("fault", ["500", "503:0", "reset:after", "cut", "short"])
def test_a_download_that_fails_at_first_is_repeated(
    fault: str, caller: Caller, server: Addresses
) -> None:
    assert isinstance(caller.outcome(URL, f"link:{fault}*2#{caller.token}"), EditResult)
    assert paths(server) == (1, 3)


def test_a_download_follows_a_redirect_and_leaves_the_key_behind(
    caller: Caller, other_host: Loopback
) -> None:
    other_host.answers(says(200, PHOTO))
    result = caller.outcome(URL, f"link:redirect:{other_host.url}/elsewhere.png?signature=1")
    assert isinstance(result, EditResult)
    assert result.image.data == PHOTO
    (seen,) = other_host.seen
    assert "authorization" not in seen.headers
    assert KEY not in f"{seen.path} {seen.headers}"


def test_a_redirect_to_itself_comes_to_an_end(caller: Caller, other_host: Loopback) -> None:
    other_host.answers(says(302, location=f"{other_host.url}/round"))
    error = caller.outcome(URL, f"link:redirect:{other_host.url}/round")
    assert isinstance(error, AnswerError)
    assert "more than 5 redirects" in str(error)


def test_the_query_of_a_link_may_be_a_signature_and_is_not_told(caller: Caller) -> None:
    error = caller.outcome(URL, "link:404#the-signature")
    assert isinstance(error, NotFoundError)
    assert "the-signature" not in str(error)

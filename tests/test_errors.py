from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pyvenice
from pyvenice import errors
from pyvenice.core.engine.calls import Call, Reply
from pyvenice.core.provider_rules import ProviderRules
from pyvenice.core.response.status_errors import status_error
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ArgumentError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ContentPolicyError,
    GoneError,
    ImageInputError,
    MissingExtraError,
    MissingKeyError,
    NotFoundError,
    OverloadedError,
    PayloadTooLargeError,
    PaymentRequiredError,
    PermissionDeniedError,
    PyveniceError,
    RateLimitError,
    ServerError,
    StreamError,
    UnknownArgumentError,
    UnprocessableError,
    UnsupportedMediaTypeError,
    install_command,
)
from pyvenice.providers.openai.rules import RULES as OPENAI
from pyvenice.providers.venice.rules import RULES as VENICE

DEFAULTS = ProviderRules()

KEY = "sk-" + "a1B2" * 8
PICTURE = "iVBORw0KGgo" + "A" * 4000


def refusal(
    status: int,
    body: object,
    headers: dict[str, str] | None = None,
    rules: ProviderRules = VENICE,
) -> APIStatusError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    reply = Reply(status, headers or {}, content)
    call = Call("POST", "/image/edit", operation="image.edit")
    return status_error(reply, call, provider="Venice", rules=rules)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = {
        line.split("──")[1].split()[0] for line in str(errors.__doc__).splitlines() if "──" in line
    }
    public = {name: getattr(pyvenice, name) for name in pyvenice.__all__}
    errors_of_ours = {
        name
        for name, one in public.items()
        if isinstance(one, type) and issubclass(one, PyveniceError)
    }
    assert drawn == errors_of_ours - {"PyveniceError"}


def test_an_error_lives_in_pyvenice_whatever_was_imported_before() -> None:
    script = (
        "from pyvenice import errors;"
        "print({getattr(errors, name).__module__ for name in errors.__all__})"
    )
    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert printed.stdout == "{'pyvenice'}\n"


def test_all_errors_of_the_tree_are_exported() -> None:
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, PyveniceError) and name[0] != "_"
    }
    assert set(errors.__all__) == defined
    assert errors.__all__ == sorted(errors.__all__)


def test_no_status_has_two_classes() -> None:
    statuses = [
        status
        for name in errors.__all__
        for status in vars(getattr(errors, name)).get("statuses", ())
    ]
    assert len(statuses) == len(set(statuses)) == 12


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, APIStatusError),
        (400, BadRequestError),
        (401, AuthenticationError),
        (402, PaymentRequiredError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (408, APIStatusError),
        (409, ConflictError),
        (410, GoneError),
        (413, PayloadTooLargeError),
        (415, UnsupportedMediaTypeError),
        (422, UnprocessableError),
        (429, RateLimitError),
        (500, ServerError),
        (503, OverloadedError),
        (599, ServerError),
    ],
)
def test_the_status_chooses_the_class(status: int, kind: type[APIStatusError]) -> None:
    error = refusal(status, {"error": "no"})
    assert type(error) is kind
    assert error.status == status


@pytest.mark.parametrize(
    ("body", "code", "param", "words"),
    [
        ({"error": "Unknown model"}, None, None, "400: Unknown model"),
        (
            {"error": "Too large", "code": "PAYLOAD_TOO_LARGE"},
            "PAYLOAD_TOO_LARGE",
            None,
            "400 PAYLOAD_TOO_LARGE: Too large",
        ),
        (
            {"error": {"message": "Bad", "type": "t", "param": "image[0]", "code": "c"}},
            "c",
            "image[0]",
            "400 c: Bad",
        ),
        (
            {"error": {"message": "Bad", "type": None, "param": None, "code": None}},
            None,
            None,
            "400: Bad",
        ),
        ({"error": "Invalid", "details": "why"}, None, None, "400: Invalid; why"),
        (
            {"error": "Invalid", "details": {"_errors": [], "prompt": {"_errors": ["Required"]}}},
            None,
            "prompt",
            "400: Invalid; prompt: Required",
        ),
        (
            {"error": "Invalid", "details": {"fieldErrors": {"safe_mode": ["No", "Never"]}}},
            None,
            "safe_mode",
            "400: Invalid; safe_mode: No; safe_mode: Never",
        ),
        (
            {
                "error": "Invalid",
                "details": {},
                "issues": [{"code": "too_big", "path": ["images", 2], "message": "Too big"}],
            },
            None,
            "images.2",
            "400: Invalid; images.2: Too big",
        ),
        ({"detail": "Model not found"}, None, None, "400: Model not found"),
        (
            {"detail": [{"type": "missing", "loc": ["body", "prompt"], "msg": "Field required"}]},
            "missing",
            "prompt",
            "400 missing: prompt: Field required",
        ),
        (
            [{"type": "missing", "loc": ["query", "n"], "msg": "Field required", "input": None}],
            "missing",
            "n",
            "400 missing: n: Field required",
        ),
        ({"detail": [{"msg": str(n)} for n in range(6)]}, None, None, "0; 1; 2; 3; and 2 more"),
        ({"message": "Forbidden"}, None, None, "400: Forbidden"),
        (
            {"id": "a1", "name": "bad_request", "errors": ["seed: too big", "image: required"]},
            "bad_request",
            None,
            "400 bad_request: seed: too big; image: required",
        ),
        ({"msg": "No such model", "code": 40001}, "40001", None, "400 40001: No such model"),
        ({"msg": "No such model", "code": 400}, None, None, "400: No such model"),
        ({"errors": ["first", "second"]}, None, None, "400: first; second"),
        (
            {"errors": [{"code": "E1", "field": "seed", "message": "too big"}]},
            "E1",
            "seed",
            "400 E1: seed: too big",
        ),
        ({"errors": {"prompt": ["is required"]}}, None, "prompt", "400: prompt: is required"),
        ({"error": ["first", "second"]}, None, None, "400: first; second"),
        ({"error": {"prompt": ["is required"]}}, None, "prompt", "400: prompt: is required"),
        ({"detail": {"error": {"message": "Bad", "code": "c"}}}, "c", None, "400 c: Bad"),
        ({"detail": {"message": "Bad", "code": "c"}}, "c", None, "400 c: Bad"),
        ({"error": {"error": {"message": "Bad"}}}, None, None, "400: Bad"),
        ({"success": False, "errors": [{"code": 7, "message": "Bad"}]}, "7", None, "400 7: Bad"),
        ({"data": {"error": {"message": "Bad", "type": "t"}}}, None, None, "400: Bad"),
        (
            {"error": {"code": 400, "message": "Bad", "status": "INVALID_ARGUMENT"}},
            "INVALID_ARGUMENT",
            None,
            "400 INVALID_ARGUMENT: Bad",
        ),
        ([{"error": {"code": 400, "message": "Bad"}}], None, None, "400: Bad"),
        (
            {
                "title": "Invalid",
                "status": 400,
                "invalid_fields": [{"field": "n", "description": "?"}],
            },
            None,
            "n",
            "400: Invalid; n: ?",
        ),
        (
            {"error": "invalid_grant", "error_description": "It expired"},
            None,
            None,
            "invalid_grant",
        ),
        (
            {"message": "Invalid", "errors": [{"field": "n", "msg": "?"}]},
            None,
            "n",
            "Invalid; n: ?",
        ),
        ({"error": {"code": "MODEL_GONE"}}, "MODEL_GONE", None, "400 MODEL_GONE: MODEL_GONE"),
        ({"code": "MODEL_GONE"}, "MODEL_GONE", None, "400 MODEL_GONE: Bad Request"),
        ({"status": "error", "message": "Bad"}, None, None, "400: Bad"),
        (["first", "second"], None, None, "400: first"),
        ("only text", None, None, "400: only text"),
        (None, None, None, "400: Bad Request"),
        ([], None, None, "400: Bad Request"),
        ({"error": None}, None, None, "400: Bad Request"),
        ({"error": {}}, None, None, "400: Bad Request"),
        (b"", None, None, "400: Bad Request"),
        (b" \r\n", None, None, "400: Bad Request"),
        (b"plain\n\ttext", None, None, "400: plain text"),
        (b'{"error": "cut', None, None, '400: {"error": "cut'),
        (b"<!DOCTYPE html><title>502 Bad &amp; Ugly</title>", None, None, "400: 502 Bad & Ugly"),
        (b"<html><body>x", None, None, "400: an HTML page instead of an answer"),
        (b"\xff\xfe\x00\xd8", None, None, "400: "),
    ],
)
def test_every_shape_of_body_is_read(
    body: object, code: str | None, param: str | None, words: str
) -> None:
    error = refusal(400, body)
    assert (error.code, error.param) == (code, param)
    assert words in str(error)
    assert str(error).startswith("Venice image.edit: 400")
    assert "\n" not in str(error)


@pytest.mark.parametrize("charset", ["latin-1", "nonsense", "hex", "undefined", ""])
def test_any_declared_encoding_is_survived(charset: str) -> None:
    headers = {"content-type": f"text/plain; charset={charset}"}
    text = str(refusal(500, "größer".encode("latin-1"), headers))
    assert text.startswith("Venice image.edit: 500: gr")
    assert ("größer" in text) == (charset == "latin-1")


def test_a_request_without_credentials_is_an_authentication_error() -> None:
    error = refusal(402, {"x402Version": 2, "resource": {}, "accepts": [], "authOptions": {}})
    assert type(error) is AuthenticationError
    assert "check the API key" in str(error)


def test_a_low_balance_says_what_to_pay_in() -> None:
    body = {
        "error": "Insufficient balance",
        "code": "PAYMENT_REQUIRED",
        "suggestedTopUpUsd": 10,
        "minimumTopUpUsd": 5.5,
    }
    error = refusal(402, body)
    assert isinstance(error, PaymentRequiredError)
    assert (error.suggested_top_up_usd, error.minimum_top_up_usd) == (10.0, 5.5)
    assert error.code == "PAYMENT_REQUIRED"
    other = refusal(402, "pay")
    assert isinstance(other, PaymentRequiredError)
    assert other.minimum_top_up_usd is None


@pytest.mark.parametrize(
    ("rules", "status", "body", "headers"),
    [
        (DEFAULTS, 422, {"error": "x", "code": "CONTENT_POLICY_VIOLATION"}, {}),
        (DEFAULTS, 422, {"error": "This prompt was flagged by moderation"}, {}),
        (VENICE, 422, {"error": "x"}, {"x-venice-is-content-violation": "true"}),
        (OPENAI, 400, {"error": {"message": "x", "code": "moderation_blocked"}}, {}),
        (OPENAI, 400, {"error": {"message": "rejected by our safety system"}}, {}),
        (DEFAULTS, 403, {"id": "1", "name": "content_moderation", "errors": ["no"]}, {}),
        (ProviderRules(content_policy=("public_figure",)), 403, {"code": "PUBLIC_FIGURE"}, {}),
        (ProviderRules(content_policy=("famous face",)), 422, {"error": "a famous-face"}, {}),
    ],
)
def test_refused_content_has_a_class_of_its_own(
    rules: ProviderRules, status: int, body: object, headers: dict[str, str]
) -> None:
    assert type(refusal(status, body, headers, rules)) is ContentPolicyError


@pytest.mark.parametrize(
    ("rules", "status", "body", "headers"),
    [
        (DEFAULTS, 403, {"error": "this key may not use the moderation endpoint"}, {}),
        (DEFAULTS, 429, {"error": "too many", "code": "moderation_rate"}, {}),
        (DEFAULTS, 422, {"error": "x"}, {"x-venice-is-content-violation": "true"}),
        (VENICE, 422, {"error": "x"}, {"x-venice-is-content-violation": "false"}),
        (VENICE, 400, {"error": {"message": "rejected by our safety system"}}, {}),
    ],
)
def test_other_refusals_are_not_about_content(
    rules: ProviderRules, status: int, body: object, headers: dict[str, str]
) -> None:
    assert type(refusal(status, body, headers, rules)) is not ContentPolicyError


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, PaymentRequiredError), (403, PaymentRequiredError), (429, RateLimitError)],
)
def test_a_balance_code_is_about_payment_where_the_status_is_not_clear(
    status: int, kind: type[APIStatusError]
) -> None:
    rules = ProviderRules(balance=("no_credits",))
    body = {"error": {"code": "NO_CREDITS", "message": "none left"}}
    assert type(refusal(status, body, rules=rules)) is kind
    assert type(refusal(status, body)) is not PaymentRequiredError


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"retry-after": "7"}, 7),
        (503, {"retry-after": "0.25"}, 0.25),
        (429, {"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        (
            429,
            {
                "date": "Wed, 21 Oct 2026 07:28:00 GMT",
                "retry-after": "Wed, 21 Oct 2026 07:28:30 GMT",
            },
            30,
        ),
        (
            429,
            {
                "date": "Wed, 21 Oct 2026 07:28:00 GMT",
                "retry-after": "Wed, 21 Oct 2026 07:00:00 GMT",
            },
            0,
        ),
        (429, {"x-ratelimit-reset-requests": "12ms"}, 0.012),
        (429, {"x-ratelimit-reset-requests": "1m30s"}, 90),
        (429, {"x-ratelimit-reset-requests": "1h0m0.5s"}, 3600.5),
        (429, {"x-ratelimit-reset-requests": "20"}, 20),
        (
            429,
            {
                "date": "Thu, 01 Jan 2026 00:00:00 GMT",
                "x-ratelimit-reset-requests": "1767225605000",
            },
            5,
        ),
        (
            429,
            {"date": "Thu, 01 Jan 2026 00:00:00 GMT", "x-ratelimit-reset-requests": "1767225606"},
            6,
        ),
        (
            429,
            {
                "x-ratelimit-remaining-requests": "3",
                "x-ratelimit-reset-requests": "9s",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            360,
        ),
        (
            429,
            {
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-requests": "9s",
                "x-ratelimit-remaining-tokens": "0",
                "x-ratelimit-reset-tokens": "never",
            },
            9,
        ),
        (400, {"x-ratelimit-reset-requests": "12ms"}, None),
        (429, {"retry-after": "-3"}, None),
        (429, {"retry-after": "nan"}, None),
        (429, {"retry-after": "inf"}, None),
        (429, {"retry-after": "1_0"}, None),
        (429, {"retry-after": "soon"}, None),
        (429, {"retry-after": "9" * 400}, None),
        (429, {"x-ratelimit-reset-requests": "5 apples"}, None),
        (429, {}, None),
    ],
)
def test_the_wait_that_the_server_asks_for_is_read_in_seconds(
    status: int, headers: dict[str, str], seconds: float | None
) -> None:
    found = refusal(status, b"", headers).retry_after
    assert found == (None if seconds is None else pytest.approx(seconds))


def test_a_date_is_measured_by_our_own_clock_when_the_server_gives_none() -> None:
    found = refusal(429, b"", {"retry-after": "Fri, 31 Dec 2100 00:00:00 GMT"}).retry_after
    assert found is not None
    assert found > 1_000_000


@pytest.mark.parametrize("name", ["x-request-id", "cf-ray"])
def test_the_request_id_is_kept_and_said(name: str) -> None:
    error = refusal(500, b"", {name: "abc-1"})
    assert error.request_id == "abc-1"
    assert str(error).endswith("(request id abc-1)")


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "check the API key"),
        (402, "add credit, or raise the spending limit of the key"),
        (404, "check the model or id, and base_url"),
        (413, "send smaller or fewer images"),
        (429, "send fewer requests at a time"),
        (503, "come back later, or choose another model"),
    ],
)
def test_the_text_ends_with_what_the_caller_can_do(status: int, advice: str) -> None:
    error = refusal(status, {"error": "no"}, {"x-request-id": "r1"})
    assert error.advice == advice
    assert str(error) == f"Venice image.edit: {status}: no (request id r1); {advice}"


def test_an_error_says_why_it_is_final() -> None:
    error = refusal(500, {"error": "no"}).because("not repeated: enough")
    assert str(error) == "Venice image.edit: 500: no; not repeated: enough"
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301  (our own bytes)


def test_a_redirect_says_where_it_leads() -> None:
    error = refusal(307, b"moved", {"location": "https://elsewhere.example/v2"})
    assert "redirects to https://elsewhere.example/v2" in str(error)


def test_keys_and_pictures_are_never_shown() -> None:
    body = {
        "error": f"bad key {KEY}, header Bearer abcdef.ghijkl",
        "details": {"image": {"_errors": [f"cannot read {PICTURE}"]}},
        "api_key": "hunter2hunter2",
    }
    error = refusal(400, body, {"set-cookie": "session=secret", "x-api-key": "hunter2hunter2"})
    everything = f"{error!r} {error} {error.__dict__}"
    for secret in (KEY, "abcdef.ghijkl", PICTURE, "hunter2hunter2", "session=secret"):
        assert secret not in everything
    assert "A" * 200 not in everything


def test_a_gigantic_body_makes_a_short_error() -> None:
    huge = {"error": "word " * 100_000, "list": list(range(100_000))}
    assert len(str(refusal(400, huge))) < 700
    assert len(repr(refusal(400, huge).body)) < 3_000
    assert len(str(refusal(400, b"[" * 3_000_000))) < 700
    assert len(repr(refusal(400, b"x y " * 1_000_000).body)) < 3_000


def test_deeply_nested_answers_are_survived() -> None:
    deep: Any = "x"
    for _ in range(300):
        deep = {"_": [deep], "a": deep} if _ % 100 == 0 else {"a": [deep]}
    assert "400" in str(refusal(400, {"error": "no", "details": deep}))
    assert "400" in str(refusal(400, b"[" * 100_000))


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["error", "detail", "details", "issues", "message", "loc", "msg", "code"]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.integers(100, 999), TREES)
def test_any_json_body_makes_a_proper_error(status: int, tree: object) -> None:
    error = refusal(status, tree)
    assert str(error).startswith(f"Venice image.edit: {status}")
    assert "\n" not in str(error).encode().decode()


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_and_any_headers_make_a_proper_error(content: bytes, value: str) -> None:
    names = ["content-type", "retry-after", "retry-after-ms", "date", "x-ratelimit-reset-requests"]
    names += ["x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "x-should-retry"]
    error = refusal(429, content, dict.fromkeys(names, value))
    assert error.retry_after is None or error.retry_after >= 0
    assert str(error).startswith("Venice image.edit: 429")


ERRORS = [
    ArgumentError("m", argument="a", value=1, allowed=[2]),
    UnknownArgumentError("m", argument="a"),
    ImageInputError("m", argument="image"),
    MissingKeyError("Venice", "VENICE_API_KEY"),
    MissingExtraError("images", "opening an image"),
    APIConnectionError("m", maybe_executed=True),
    APITimeoutError("m", maybe_executed=False),
    refusal(422, {"error": "content policy"}, {"retry-after": "3", "x-request-id": "i"}),
    AnswerError("m", request_id="i", details={"a": 1}),
    StreamError("m", code="c"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_survive_pickling_and_copying(error: PyveniceError) -> None:
    for twin in (
        pickle.loads(pickle.dumps(error)),  # noqa: S301  (our own bytes)
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert type(twin) is type(error)
        assert str(twin) == str(error) != ""
        assert twin.__dict__ == error.__dict__


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (ERRORS[0], ValueError),
        (ERRORS[1], TypeError),
        (ERRORS[4], ImportError),
        (ERRORS[6], TimeoutError),
    ],
)
def test_errors_are_also_what_python_calls_them(error: Exception, builtin: type) -> None:
    assert isinstance(error, builtin)


def test_a_missing_key_names_the_variable_and_the_way_without() -> None:
    text = str(MissingKeyError("Venice", "VENICE_API_KEY"))
    assert "VENICE_API_KEY" in text
    assert "sandbox=True" in text


def test_a_missing_extra_says_what_to_install() -> None:
    text = str(MissingExtraError("images", "opening an image"))
    assert text == f"opening an image needs an extra: {install_command('images')}"
    assert re.search(r"pip install .*\[images\]", text)


@pytest.mark.parametrize(
    ("recorded", "command"),
    [
        (None, "pip install 'pyvenice[images]'"),
        (
            {"url": "file:///src/a b", "dir_info": {}},
            "pip install 'pyvenice[images] @ file:///src/a b'",
        ),
        (
            {"url": "https://host/pyvenice.whl", "archive_info": {}},
            "pip install 'pyvenice[images] @ https://host/pyvenice.whl'",
        ),
        (
            {"url": "https://host/r.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "pip install 'pyvenice[images] @ git+https://host/r.git@abc'",
        ),
    ],
)
def test_an_extra_is_installed_from_where_this_copy_came_from(
    recorded: Any, command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("pyvenice.errors.__file__", str(tmp_path / "pyvenice" / "errors.py"))
    monkeypatch.setattr(
        metadata.PathDistribution,
        "read_text",
        lambda *_: None if recorded is None else json.dumps(recorded),
    )
    assert install_command("images") == command


def test_an_extra_of_a_checkout_is_installed_from_its_folder() -> None:
    root = Path(__file__).resolve().parent.parent
    assert install_command("images") == f"pip install --editable '{root}[images]'"

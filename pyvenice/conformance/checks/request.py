"""Whether a request keeps the contract: its key, its query, its body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pydantic_core import from_json

from pyvenice.conformance.checks.operations import Operation, contract_of
from pyvenice.conformance.checks.request_bodies import check_form, check_json
from pyvenice.conformance.checks.request_images import Breach
from pyvenice.conformance.checks.schemas import problems
from pyvenice.conformance.checks.violations import Violation
from pyvenice.conformance.run.redact import shown
from pyvenice.core.recording.multipart_parser import FORM, FormError, parse_form
from pyvenice.core.recording.recorded_exchange import Exchange

Json = Any


def check_request(document: Mapping[str, Json], exchange: Exchange) -> list[Violation]:
    """Where a request breaks the contract, each place once; the answer is not looked at.

    `document` is an effective contract (`pin.effective`), whose schemas are compiled at the first call
    with it. A request for an operation that it does not describe breaks nothing. No image is decoded:
    a form with 2 MB of images takes less than a millisecond.
    """
    operation = contract_of(document).find(exchange.method, exchange.url)
    if operation is None:
        return []
    return [violation(operation, one) for one in _breaches(document, operation, exchange)]


def violation(operation: Operation, breach: Breach) -> Violation:
    """A breach as the fault of the client that calls this operation."""
    place = breach.pointer.removeprefix("/") or "the body"
    return Violation(
        rule=breach.rule,
        operation=operation.name,
        direction="request",
        pointer=breach.pointer,
        expected=breach.expected,
        found=breach.found,
        message=f"{place} {breach.said}",
        fault="client",
        level=breach.level,
    )


def _breaches(
    document: Mapping[str, Json], operation: Operation, exchange: Exchange
) -> Iterator[Breach]:
    if operation.needs_key:
        yield from _check_key(document, exchange.request_headers)
    yield from _check_query(operation, exchange.url)
    if operation.bodies:
        yield from _check_body(operation, exchange)


def _check_key(document: Mapping[str, Json], headers: Mapping[str, str]) -> Iterator[Breach]:
    schemes = document.get("components", {}).get("securitySchemes", {}).values()
    names = [one["name"].lower() for one in schemes if one.get("in") == "header"]
    if any(headers.get(name) for name in names):
        return
    scheme, _, key = headers.get("authorization", "").strip().partition(" ")
    at, wanted = "headers/authorization", "Bearer …"
    if not scheme or (scheme.lower() == "bearer" and not key.strip()):
        yield Breach("request-key-missing", at, "is missing: the call needs a key", wanted)
    elif key and scheme.lower() != "bearer":
        said = f"is of the scheme {shown(scheme)!r}, and the key goes as 'Bearer …'"
        yield Breach("request-key-malformed", at, said, wanted, shown(scheme))


def _check_query(operation: Operation, url: str) -> Iterator[Breach]:
    declared = {one["name"]: one for one in operation.parameters if one.get("in") == "query"}
    given = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    for name, text in given.items():
        at = f"query/{name}"
        if name not in declared:
            said = "is no parameter of this operation"
            yield Breach("request-query-undeclared", at, said, sorted(declared), shown(text))
            continue
        for one in problems(operation, declared[name].get("schema", {}), text):
            yield Breach("request-query-wrong", at, one.message, one.expected, shown(text))
    for name, parameter in declared.items():
        if parameter.get("required") and name not in given:
            yield Breach("request-query-missing", f"query/{name}", "is missing")


def _check_body(operation: Operation, exchange: Exchange) -> Iterator[Breach]:
    media_type = exchange.request_media_type
    if media_type not in operation.bodies:
        known = ", ".join(operation.bodies)
        said = f"is {media_type or 'missing'}, and the operation takes {known}"
        yield Breach("request-media-type-wrong", "headers/content-type", said, known, media_type)
        return
    try:
        if media_type == FORM:
            content_type = exchange.request_headers["content-type"]
            yield from check_form(operation, parse_form(exchange.request_body, content_type))
        else:
            body = from_json(exchange.request_body, allow_inf_nan=False, cache_strings="none")
            yield from check_json(operation, media_type, body)
    except (FormError, ValueError) as error:
        said = f"cannot be read: {error}"
        yield Breach("request-body-unreadable", "/", said, media_type, shown(exchange.request_body))

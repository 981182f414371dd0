"""Request checks: whether key, query and body of a request keep the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from pydantic_core import from_json

from pyvenice.conformance.checks.operations import ContractOperation, Document, contract_of
from pyvenice.conformance.checks.request_bodies import check_form, check_json, text_value
from pyvenice.conformance.checks.request_images import check_part_image
from pyvenice.conformance.checks.schemas import problems
from pyvenice.conformance.checks.violations import Breach, Violation, report_value
from pyvenice.conformance.json_limits import refuse_bomb
from pyvenice.contract.operation.security import BEARER_HEADER, key_header, scheme_headers
from pyvenice.contract.schema.reader import alternatives, types
from pyvenice.core.recording.multipart_parser import FORM, FormError, Part, parse_form
from pyvenice.core.recording.recorded_exchange import Exchange
from pyvenice.core.recording.secrets import HIDDEN, is_secret

# The default of `parse_qsl` is no limit; nobody sends a thousand parameters.
_MOST_PARAMETERS = 1000


def check_request(document: Document, exchange: Exchange) -> list[Violation]:
    """Check a request against the contract; the response is not looked at.

    `document` is an effective contract (`pin.effective`), whose schemas are compiled at the first call
    with it. Returns each broken place once, and nothing for an operation that it does not describe. No
    image is decoded: a form with 2 MB of images takes less than a millisecond.
    """
    operation = contract_of(document).find(exchange.method, exchange.url)
    if operation is None:
        return []
    return [breach.violation(operation.name) for breach in _breaches(document, operation, exchange)]


def _breaches(
    document: Document, operation: ContractOperation, exchange: Exchange
) -> Iterator[Breach]:
    if operation.needs_key:
        yield from _check_key(document, exchange.request_headers)
    yield from _check_query(operation, exchange.url)
    if operation.bodies:
        yield from _check_body(operation, exchange)


def _check_key(document: Document, headers: Mapping[str, str]) -> Iterator[Breach]:
    if any(headers.get(name) for name in scheme_headers(document)):
        return
    name = key_header(document)
    if name != BEARER_HEADER:
        yield Breach(
            "request-key-missing", f"headers/{name}", "is missing: the call needs a key", "a key"
        )
        return
    scheme, _, key = headers.get(name, "").strip().partition(" ")
    at, wanted = f"headers/{name}", "Bearer …"
    if not scheme or (scheme.lower() == "bearer" and not key.strip()):
        yield Breach("request-key-missing", at, "is missing: the call needs a key", wanted)
    elif key and scheme.lower() != "bearer":
        given = report_value(scheme)
        reason = f"is of the scheme {given!r}, and the key goes as 'Bearer …'"
        yield Breach("request-key-malformed", at, reason, wanted, given)


def _check_query(operation: ContractOperation, url: str) -> Iterator[Breach]:
    declared = {node["name"]: node for node in operation.parameters if node.get("in") == "query"}
    try:
        pairs = parse_qsl(
            urlsplit(url).query, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS
        )
    except ValueError:
        reason = f"has more than {_MOST_PARAMETERS:,} parameters"
        yield Breach("request-query-undeclared", "query", reason, sorted(declared))
        return
    given = dict(pairs)
    for name, text in given.items():
        at = f"query/{name}"
        if name not in declared:
            reason = "is no parameter of this operation"
            found = HIDDEN if is_secret(name) else report_value(text)
            yield Breach("request-query-undeclared", at, reason, sorted(declared), found)
            continue
        schema = declared[name].get("schema", {})
        kinds = types(list(alternatives(operation.document, schema))) or {"string"}
        for problem in problems(operation, schema, text_value(text, kinds)):
            yield Breach(
                "request-query-wrong", at, problem.message, problem.expected, report_value(text)
            )
    for name, parameter in declared.items():
        if parameter.get("required") and name not in given:
            yield Breach("request-query-missing", f"query/{name}", "is missing")


def _check_body(operation: ContractOperation, exchange: Exchange) -> Iterator[Breach]:
    media_type = exchange.request_media_type
    raw = operation.raw_body(media_type) if media_type not in operation.bodies else None
    if raw is not None:
        part = Part("body", "body", media_type, exchange.request_body)
        yield from check_part_image(part, raw.get("x-image", {}))
        return
    if media_type not in operation.bodies:
        known = ", ".join(operation.bodies)
        reason = f"is {media_type or 'missing'}, and the operation takes {known}"
        yield Breach("request-media-type-wrong", "headers/content-type", reason, known, media_type)
        return
    try:
        if media_type == FORM:
            content_type = exchange.request_headers["content-type"]
            yield from check_form(operation, parse_form(exchange.request_body, content_type))
        else:
            refuse_bomb(exchange.request_body)
            # Twice as fast as `json.loads` for the megabytes of base64 that live checks read.
            body = from_json(exchange.request_body, allow_inf_nan=False, cache_strings="none")
            yield from check_json(operation, media_type, body)
    except (FormError, ValueError) as error:
        found = report_value(exchange.request_body)
        yield Breach("request-body-unreadable", "/", f"cannot be read: {error}", media_type, found)

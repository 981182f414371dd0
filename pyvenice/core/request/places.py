"""Parameters outside the body: in the path, the query, headers and cookies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.bodies import utf8_text
from pyvenice.core.request.operation_table import Operation, Parameter
from pyvenice.core.request.serialization import check_written, form_text, plain_value
from pyvenice.core.request.unlisted import way_round
from pyvenice.errors import ArgumentError

QueryValue = str | list[str]
Places = tuple[str, dict[str, QueryValue], dict[str, str]]
"""Path, query and headers."""


def place_values(operation: Operation, values: Mapping[str, object]) -> Places:
    """Path, query and headers for these arguments. Raises `ArgumentError` for what cannot stand there."""
    url = operation.path
    query: dict[str, QueryValue] = {}
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for parameter in operation.outside:
        if values.get(parameter.name) is None:
            continue
        value = plain_value(values[parameter.name], (parameter.name,))
        utf8_text(form_text(value, parameter.name), parameter.name)
        if parameter.path:
            url = url.replace(f"{{{parameter.path}}}", _path_text(parameter, value))
        elif parameter.query:
            _add_items(query, parameter, parameter.query, value)
        elif parameter.header:
            headers[parameter.header] = _header_text(parameter, value)
        elif parameter.cookie:
            cookies.append(f"{parameter.cookie}={quote(_joined(parameter, value), safe='')}")
    if cookies:
        headers["cookie"] = "; ".join(cookies)
    return url, query, headers


def add_unknown(query: dict[str, QueryValue], unknown: Mapping[str, object]) -> None:
    """Write arguments that an operation without a body does not list into its query."""
    for name, value in unknown.items():
        plain = plain_value(value, (name,))
        utf8_text(form_text(plain, name), name)
        _add_items(query, Parameter(name), name, plain)


def check_places(operation: Operation, values: Mapping[str, object]) -> None:
    """Raises `ArgumentError` for a value outside the body that is not in the contract."""
    for parameter in operation.outside:
        value = values.get(parameter.name)
        if value is None or parameter.scalar is None:
            continue
        if not parameter.scalar.takes(plain_value(value, (parameter.name,))):
            wanted = str(parameter.scalar)
            raise ArgumentError(
                f"{operation.title}: {parameter.name}={short_repr(value)} is not allowed: it must be"
                f" {wanted}; {way_round(operation)}",
                argument=parameter.name,
                value=value,
                allowed=wanted,
            )


def _path_text(parameter: Parameter, value: object) -> str:
    """The value as a segment of the path, or as several where it may hold slashes."""
    text = _joined(parameter, value)
    segments = text.split("/") if parameter.style == "/" else [text]
    if not all(segment.strip(".") for segment in segments):
        raise ArgumentError(
            f"{parameter.name}={short_repr(text)} cannot be a part of an address",
            argument=parameter.name,
            value=text,
            allowed="at least one character that is not a dot",
        )
    return "/".join(quote(segment, safe="") for segment in segments)


def _add_items(
    query: dict[str, QueryValue], parameter: Parameter, name: str, value: object
) -> None:
    """Write a value into the query. Raises `ArgumentError` where two would have the same name."""
    for key, text in _query_items(parameter, name, value):
        if key in query:
            raise ArgumentError(
                f"{parameter.name}: the query has {key!r} already, by another argument",
                argument=parameter.name,
                value=key,
            )
        query[key] = text


def _query_items(
    parameter: Parameter, name: str, value: object
) -> Iterator[tuple[str, QueryValue]]:
    if parameter.style != "json":
        check_written(value, parameter.name)
    if parameter.style == "deep" and isinstance(value, dict):
        for key, item in value.items():
            yield f"{name}[{key}]", form_text(item, parameter.name)
    elif parameter.style in ("", "deep") and isinstance(value, list):
        yield name, [form_text(item, parameter.name) for item in value]
    elif parameter.style == "" and isinstance(value, dict):
        for key, item in value.items():
            yield key, form_text(item, parameter.name)
    else:
        yield name, _joined(parameter, value)


def _header_text(parameter: Parameter, value: object) -> str:
    text = _joined(parameter, value)
    if not (text.isascii() and text.isprintable()):
        raise ArgumentError(
            f"{parameter.name} holds a character that no header has, such as a line break",
            argument=parameter.name,
            allowed="printable ASCII",
        )
    return text


def _joined(parameter: Parameter, value: object) -> str:
    """A list or an object as one text, in the style of the parameter."""
    if parameter.style == "json":
        return form_text([value], parameter.name)[1:-1]  # a text gets its quotes this way
    check_written(value, parameter.name)
    separator = parameter.style if parameter.style in (",", " ", "|") else ","
    if isinstance(value, list):
        return separator.join(form_text(item, parameter.name) for item in value)
    if isinstance(value, dict):
        texts = [(key, form_text(item, parameter.name)) for key, item in value.items()]
        return separator.join(part for pair in texts for part in pair)
    return form_text(value, parameter.name)

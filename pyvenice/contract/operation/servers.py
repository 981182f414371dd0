"""Servers: the base URLs that a document names, with the values that their variables may have."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyvenice.core.json_types import Json

_MOST_URLS = 1_000


class Server(NamedTuple):
    """A server with its variables filled in."""

    url: str
    """The URL with the defaults of its variables: what a client calls that chooses nothing."""
    urls: frozenset[str]
    """All URLs that its variables allow."""


def servers(listed: Iterable[Json]) -> tuple[Server, ...]:
    """The servers of a list; what has no URL is left out."""
    return tuple(
        _server(entry) for entry in listed if isinstance(entry, Mapping) and "url" in entry
    )


def server_urls(document: Mapping[str, Json]) -> list[str]:
    """The URLs of a document's servers, each with the defaults of its variables."""
    listed = document.get("servers")
    return [server.url for server in servers(listed if isinstance(listed, list) else ())]


def _server(entry: Mapping[str, Json]) -> Server:
    template = _canonical(str(entry["url"]))
    variables = entry.get("variables")
    known = variables if isinstance(variables, Mapping) else {}
    values = {name: [*_values(variable)] for name, variable in known.items()}
    named = [(name, options) for name, options in values.items() if options]
    product = itertools.product(*(options for _, options in named))
    urls = [
        _filled(template, zip((name for name, _ in named), chosen, strict=True))
        for chosen in itertools.islice(product, _MOST_URLS)
    ]
    return Server(urls[0], frozenset(urls))


def _canonical(url: str) -> str:
    """The URL with its scheme and host in lower case, without a port that goes without saying."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url.rstrip("/")
    host, slash, path = rest.partition("/")
    port = {"https": ":443", "http": ":80"}.get(scheme.lower(), "")
    host = host if "{" in host else host.lower()
    return f"{scheme.lower()}://{host.removesuffix(port)}{slash}{path}".rstrip("/")


def _values(variable: Json) -> Iterator[str]:
    """What a variable may be, its default first."""
    if not isinstance(variable, Mapping):
        return
    if "default" in variable:
        yield str(variable["default"])
    listed = variable.get("enum")
    yield from map(str, listed if isinstance(listed, list) else ())


def _filled(template: str, values: Iterable[tuple[str, str]]) -> str:
    for name, value in values:
        template = template.replace(f"{{{name}}}", value)
    return template.rstrip("/")

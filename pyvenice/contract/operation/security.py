"""Security: what a caller must show, as values that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pyvenice.core.json_types import Json

BEARER_HEADER = "authorization"


class Requirement(NamedTuple):
    """One thing to show: a key, a token."""

    scheme: str
    """`http bearer`, `apiKey header x-key`, `oauth2`: in lower case where case does not count."""
    label: str
    """The same as the document writes it."""
    scopes: frozenset[str] = frozenset()
    flows: tuple[tuple[str, str], ...] = ()
    """The ways to get a token, each with its URLs: `("clientCredentials", "https://…")`."""
    deprecated: bool = False
    unknown_scopes: frozenset[str] = frozenset()
    """Scopes that are asked for and that none of the ways offers."""

    @property
    def text(self) -> str:
        """`oauth2 (read, write)`."""
        return f"{self.label} ({', '.join(sorted(self.scopes))})" if self.scopes else self.label

    def is_met_by(self, other: Requirement) -> bool:
        """Whether who can show `other` can show this."""
        grants, others = {name for name, _ in self.flows}, {name for name, _ in other.flows}
        shares_a_way = not grants or not others or bool(grants & others)
        return self.scheme == other.scheme and self.scopes <= other.scopes and shares_a_way


Alternative = frozenset[Requirement]
"""What must be shown together; empty where nothing is asked for."""


def text_of(alternative: Alternative) -> str:
    """`apiKey header x-key + http bearer`, or `no authentication`."""
    return " + ".join(sorted(part.text for part in alternative)) or "no authentication"


def same(alternative: Alternative, other: Alternative) -> bool:
    """Whether two alternatives ask for the same, wherever tokens are to be had."""
    return is_met_by(alternative, other) and is_met_by(other, alternative)


def is_met_by(alternative: Alternative, shown: Alternative) -> bool:
    """Whether who shows all of `shown` is let in."""
    return all(any(part.is_met_by(other) for other in shown) for part in alternative)


def requirement(name: str, scheme: Mapping[str, Json], scopes: Json) -> Requirement:
    """The requirement that a security scheme and the scopes asked for describe."""
    facts = [scheme.get(key) for key in ("type", "scheme", "in", "name", "openIdConnectUrl")]
    label = " ".join(str(fact) for fact in facts if fact) or name
    # RFC 9110: the names of schemes and of headers ignore case.
    ignores_case = scheme.get("type") == "http" or scheme.get("in") == "header"
    asked = frozenset(map(str, scopes if isinstance(scopes, list) else ()))
    return Requirement(
        label.lower() if ignores_case else label,
        label,
        asked,
        _flows(scheme.get("flows"), scheme.get("oauth2MetadataUrl")),
        scheme.get("deprecated") is True,
        _unknown(asked, scheme.get("flows")),
    )


def _unknown(asked: frozenset[str], flows: Json) -> frozenset[str]:
    ways = flows.values() if isinstance(flows, Mapping) else ()
    listed = [flow.get("scopes") for flow in ways if isinstance(flow, Mapping)]
    offered = [frozenset(scopes) for scopes in listed if isinstance(scopes, Mapping)]
    return asked.difference(*offered) if offered else frozenset()


def _flows(flows: Json, metadata_url: Json) -> tuple[tuple[str, str], ...]:
    if not isinstance(flows, Mapping):
        return ()
    about_all = [str(metadata_url)] if metadata_url else []
    return tuple(
        (name, ", ".join([str(flow[key]) for key in _URLS if flow.get(key)] + about_all))
        for name, flow in sorted(flows.items())
        if isinstance(flow, Mapping)
    )


_URLS = ("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl")


def key_header(document: Mapping[str, Json]) -> str:
    """The header, in lower case, in which a client shows its key; `authorization` holds a bearer token.

    A document that knows bearer tokens means these, whatever else it takes.
    """
    if any(str(scheme.get("scheme")).lower() == "bearer" for scheme in _schemes(document)):
        return BEARER_HEADER
    return next(iter(scheme_headers(document)), BEARER_HEADER)


def scheme_headers(document: Mapping[str, Json]) -> list[str]:
    """The headers, in lower case, that the document's schemes name for a key."""
    return [
        name.lower()
        for scheme in _schemes(document)
        if scheme.get("in") == "header" and isinstance(name := scheme.get("name"), str)
    ]


def _schemes(document: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    components = document.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, Mapping) else None
    listed = schemes.values() if isinstance(schemes, Mapping) else ()
    return [scheme for scheme in listed if isinstance(scheme, Mapping)]

"""Findings about security: who was let in before and is no longer."""

from __future__ import annotations

from collections.abc import Iterator

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.place import Place
from pyvenice.contract.operation.operation_view import View
from pyvenice.contract.operation.security import Alternative, Requirement, is_met_by, same, text_of


def security_findings(place: Place, old: View, new: View) -> Iterator[Finding]:
    """What is no longer accepted, what is accepted now, and which URLs of tokens moved.

    Who shows what was asked for before still gets in where less is asked now.
    """
    refused = [shown for shown in old.security if not _lets_in(new, shown)]
    rule = (
        "security-alternative-removed" if len(refused) < len(old.security) else "security-removed"
    )
    for text in sorted(map(text_of, refused)):
        yield place.finding(rule, text, None, f"{text} is no longer accepted")
    more = [
        alternative
        for alternative in new.security
        if not any(same(alternative, known) for known in old.security)
    ]
    for text in sorted(map(text_of, more)):
        yield place.finding("security-added", None, text, f"{text} is accepted as well")
    yield from _moved_urls(place, old, new)
    yield from _ways_to_tokens(place, old, new)
    yield from _deprecated(place, old, new)


def _deprecated(place: Place, old: View, new: View) -> Iterator[Finding]:
    """Schemes of both sides that one of them says should no longer be used."""
    before, after = (_marks(view) for view in (old, new))
    for scheme in sorted(before.keys() & after.keys()):
        had, has = before[scheme], after[scheme]
        if had != has:
            text = f"{scheme} is {'' if has else 'no longer '}deprecated"
            yield place.finding(f"security-{'' if has else 'un'}deprecated", had, has, text)


def _marks(view: View) -> dict[str, bool]:
    """Whether a scheme is deprecated wherever it is asked for."""
    marks: dict[str, bool] = {}
    for part in (part for alternative in view.security for part in alternative):
        marks[part.scheme] = part.deprecated and marks.get(part.scheme, True)
    return marks


def _lets_in(view: View, shown: Alternative) -> bool:
    return any(is_met_by(alternative, shown) for alternative in view.security)


def _moved_urls(place: Place, old: View, new: View) -> Iterator[Finding]:
    before, after = (_urls(view) for view in (old, new))
    for scheme, flow in sorted(before.keys() & after.keys()):
        had, has = before[scheme, flow], after[scheme, flow]
        if had != has:
            text = f"a token for {scheme} ({flow}) is to be had at another URL: {had} → {has}"
            yield place.finding("security-url-changed", had, has, text)


def _ways_to_tokens(place: Place, old: View, new: View) -> Iterator[Finding]:
    """Flows and scopes that one side no longer offers, of schemes that still let in."""
    before, after = (_by_scheme(view) for view in (old, new))
    for scheme in sorted(before.keys() & after.keys()):
        had, has = (
            {flow for part in side[scheme] for flow, _ in part.flows} for side in (before, after)
        )
        for flow in sorted(had ^ has) if had & has else ():
            if flow in had:
                text = f"a token for {scheme} is no longer to be had by {flow}"
                yield place.finding("security-flow-removed", flow, None, text)
            else:
                text = f"a token for {scheme} is to be had by {flow} as well"
                yield place.finding("security-flow-added", None, flow, text)
        granted = {scope for part in before[scheme] for scope in part.scopes - part.unknown_scopes}
        for scope in sorted(granted.intersection(*(part.unknown_scopes for part in after[scheme]))):
            text = f"the scope {scope} of {scheme} is asked for, and no token has it any more"
            yield place.finding("security-scope-removed", scope, None, text)


def _by_scheme(view: View) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for alternative in view.security:
        for part in alternative:
            found.setdefault(part.scheme, []).append(part)
    return found


def _urls(view: View) -> dict[tuple[str, str], str]:
    return {
        (part.scheme, flow): urls
        for alternative in view.security
        for part in alternative
        for flow, urls in part.flows
    }

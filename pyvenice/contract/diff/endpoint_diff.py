"""Findings about an operation as a whole: its servers, and whether it goes away."""

from __future__ import annotations

from collections.abc import Iterator

from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.place import Place
from pyvenice.contract.operation.operation_view import View
from pyvenice.contract.schema_diff.sunset import sunset_change, sunset_sentence


def endpoint_findings(place: Place, old: View, new: View) -> Iterator[Finding]:
    """What changed about the operation that is neither security, nor request, nor response."""
    if new.deprecated != old.deprecated:
        rule = f"operation-{'deprecated' if new.deprecated else 'undeprecated'}"
        text = f"{place.operation} is {'' if new.deprecated else 'no longer '}deprecated"
        yield place.below("/deprecated").finding(rule, old.deprecated, new.deprecated, text)
    if old.has_prose and new.has_prose and old.lifecycle != new.lifecycle:
        gains = not set(new.lifecycle) <= set(old.lifecycle)
        rule = f"prose-lifecycle-{'announced' if gains else 'withdrawn'}"
        words = [", ".join(view.lifecycle) or "nothing" for view in (old, new)]
        text = f"what the text says about the life of the operation: {words[0]} → {words[1]}"
        at = place.below("/description", category="prose")
        yield at.finding(rule, [*old.lifecycle], [*new.lifecycle], text)
    yield from _stability(
        place.below("/x-stability-level"), old.stability_level, new.stability_level
    )
    yield from sunset_findings(place, "operation", place.operation, (old.sunset, new.sunset))
    yield from _servers(place.below("/servers"), old, new)


def sunset_findings(
    place: Place, what: str, subject: str, days: tuple[str, str]
) -> Iterator[Finding]:
    """The day on which something goes away, where it is earlier or new; later is good news."""
    before, after = days
    if (sunset := sunset_change(before, after)) is None:
        return
    rule, text = f"{what}-sunset-{sunset}", sunset_sentence(subject, before, after)
    yield place.below("/x-sunset").finding(rule, before or None, after or None, text)


_STABILITY = ("draft", "alpha", "beta", "stable")


def _stability(place: Place, before: str, after: str) -> Iterator[Finding]:
    """How far the publisher promises to keep the operation as it is; where nothing is said, it is stable."""
    had, has = before or "stable", after or "stable"
    if had == has:
        return
    ranks = [_STABILITY.index(level) if level in _STABILITY else -1 for level in (had, has)]
    rule = f"operation-stability-{'decreased' if ranks[1] <= ranks[0] else 'increased'}"
    yield place.finding(
        rule, before or None, after or None, f"{place.operation} is {has} now, {had} before"
    )


def _servers(place: Place, old: View, new: View) -> Iterator[Finding]:
    had, has = ([server.url for server in view.servers] for view in (old, new))
    standing = {url for server in new.servers for url in server.urls}
    gone = [url for url in had if url not in standing]
    first_moved = bool(had and has) and had[0] != has[0] and had[0] not in has
    if old.servers and (gone or first_moved):
        yield place.finding("servers-changed", had, has, "the documented servers changed")
        return
    known = {url for server in old.servers for url in server.urls}
    new_urls = [url for url in has if url not in known]
    if old.servers and not new_urls and (more := sorted(standing - known)):
        text = f"a server may be {', '.join(more[:5])} as well"
        yield place.finding("server-choices-added", None, more, text)
    if old.servers and known - standing:
        lost = sorted(known - standing)
        text = f"a server may no longer be {', '.join(lost[:5])}"
        yield place.finding("server-choices-removed", lost, None, text)
    if old.servers and new_urls:
        text = f"there is another server: {', '.join(new_urls[:5])}"
        yield place.finding("server-added", None, new_urls, text)

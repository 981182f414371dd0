"""Findings about responses: statuses, headers, media types, schemas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyvenice.contract.diff.body_diff import encoding_findings, widest, xml_findings
from pyvenice.contract.diff.endpoint_diff import sunset_findings
from pyvenice.contract.diff.findings import Finding
from pyvenice.contract.diff.parameter_diff import changed_style, without_flags
from pyvenice.contract.diff.place import Place, Views, schema_findings
from pyvenice.contract.document.json_equality import same
from pyvenice.contract.document.pointer import escape
from pyvenice.contract.operation.operation_view import Parameter, Response
from pyvenice.contract.schema.media_types import contains
from pyvenice.core.json_types import Json

Responses = Mapping[str, Response]
_DEFAULT = "default"


def response_findings(place: Place, views: Views) -> Iterator[Finding]:
    """What changed about the responses of an operation."""
    old, new = (view.responses for view in views)
    partners = {status: _partner(status, old, new) for status in sorted(old)}
    errors: list[tuple[str, Finding]] = []
    for status, partner in partners.items():
        at = place.below(f"/{status}")
        is_good = _is_success(status, old)
        if partner is None:
            rule = f"response-{'success' if is_good else 'status'}-removed"
            yield at.finding(rule, status, None, f"status {status} is no longer documented")
            continue
        if partner != status:
            is_narrower = status == _DEFAULT or contains_status(status, partner)
            word = "narrowed" if is_narrower else "widened"
            text = f"status {status} is documented as {partner} now"
            yield at.finding(f"response-status-{word}", status, partner, text)
        found = _response(at, old[status], new[partner], views)
        if is_good:
            yield from found
        else:
            errors += ((status, finding) for finding in _about_errors(found))
    yield from _each_once(errors)
    for status in sorted(new):
        if status not in partners.values() and not any(
            contains_status(known, status) for known in old
        ):
            at = place.below(f"/{status}")
            text = f"status {status} is newly documented"
            yield at.finding("response-status-added", None, status, text)


def contains_status(wide: str, narrow: str) -> bool:
    """Whether `2XX` contains `200`."""
    return _DEFAULT not in {wide, narrow} and wide[:1] == narrow[:1] and "X" in wide


def _is_success(status: str, responses: Responses) -> bool:
    """Where nothing else says what a success is, `default` does."""
    if status.startswith("2"):
        return True
    return status == _DEFAULT and not any(known.startswith("2") for known in responses)


def _partner(status: str, old: Responses, new: Responses) -> str | None:
    """The status of the new side that speaks of the same responses."""
    if status in new:
        return status
    ranges = [known for known in new if known not in old and contains_status(known, status)]
    inner = [known for known in new if known not in old and contains_status(status, known)]
    if ranges or inner:
        return [*ranges, *sorted(inner)][0]
    is_same_role = _DEFAULT in new and _is_success(status, old) and _is_success(_DEFAULT, new)
    if is_same_role and _DEFAULT not in old:
        return _DEFAULT
    if status == _DEFAULT and _is_success(status, old):
        return next((known for known in sorted(new) if known.startswith("2")), None)
    return None


def _response(place: Place, before: Response, after: Response, views: Views) -> Iterator[Finding]:
    for name in sorted(before.headers.keys() | after.headers.keys()):
        at = place.below(f"/headers/{escape(name)}", category="header", subject=name)
        yield from _header(at, name, (before.headers.get(name), after.headers.get(name)), views)
    is_readable = not before.content or any(
        contains(known, name) or contains(name, known)
        for known in before.content
        for name in after.content
    )
    for name in sorted(before.content):
        at = place.below(f"/content/{escape(name)}", media_type=name)
        partner = widest(name, after.content) or _narrower(name, after.content)
        if partner is None:
            word = "removed" if is_readable else "replaced"
            text = f"an answer of {name} is no longer documented"
            text += "" if is_readable else _instead(after)
            yield at.finding(f"response-media-type-{word}", name, None, text)
        else:
            schemas = before.content[name], after.content[partner]
            yield from schema_findings(at.below("/schema"), *schemas, views)
            encodings = before.encodings.get(name, {}), after.encodings.get(partner, {})
            yield from encoding_findings(at.below("/encoding"), encodings, schemas, views)
            yield from xml_findings(
                at.below("/schema"), before.xml.get(name), after.xml.get(partner)
            )
    for name in sorted(after.content.keys() - before.content.keys()):
        if widest(name, before.content) is None:
            at = place.below(f"/content/{escape(name)}", media_type=name)
            text = f"an answer may be {name} now"
            yield at.finding("response-media-type-added", None, name, text)
    yield from _links(place, before.links, after.links)


def _links(
    place: Place, before: Mapping[str, Json], after: Mapping[str, Json]
) -> Iterator[Finding]:
    """What changed about the operations that a response says may follow it."""
    for name in sorted(before.keys() | after.keys()):
        at = place.below(f"/links/{escape(name)}")
        if name not in after:
            text = f"the link {name} is no longer documented"
            yield at.finding("response-link-removed", before[name], None, text)
        elif name not in before:
            text = f"the link {name} is newly documented"
            yield at.finding("response-link-added", None, after[name], text)
        elif not same(before[name], after[name]):
            text = f"the link {name} leads elsewhere, or with other values"
            yield at.finding("response-link-changed", before[name], after[name], text)


def _narrower(name: str, there: Mapping[str, object]) -> str | None:
    return next((known for known in there if contains(name, known)), None)


def _instead(after: Response) -> str:
    return (
        f"; there is only {', '.join(sorted(after.content))}" if after.content else "; no body is"
    )


def _header(
    at: Place, name: str, pair: tuple[Parameter | None, Parameter | None], views: Views
) -> Iterator[Finding]:
    before, after = pair
    if before and after:
        yield from _changed_header(at, before, after, views)
    elif after:
        text = f"the header {name} is newly documented"
        yield at.finding("response-header-added", None, name, text)
    else:
        text = f"the header {name} is no longer documented"
        yield at.finding("response-header-removed", name, None, text)


def _changed_header(
    at: Place, before: Parameter, after: Parameter, views: Views
) -> Iterator[Finding]:
    what = f"the header {at.subject}"
    if before.required and not after.required:
        text = f"{what} may be missing now"
        yield at.finding("response-header-became-optional", True, False, text)
    if before.deprecated != after.deprecated:
        word, text = ("", "is") if after.deprecated else ("un", "is no longer")
        rule = f"response-header-{word}deprecated"
        yield at.finding(rule, before.deprecated, after.deprecated, f"{what} {text} deprecated")
    yield from sunset_findings(at, "response-header", what, (before.sunset, after.sunset))
    if styles := changed_style(before, after):
        text = f"{what} is written another way: {' → '.join(styles)}"
        yield at.finding("response-header-style-changed", *styles, text)
    place = at.below("/schema")
    found = without_flags(place, schema_findings(place, before.schema, after.schema, views))
    yield from map(_about_header, found)


def _about_header(finding: Finding) -> Finding:
    """A header is text that few read: what would break a body is worth a warning."""
    return finding._replace(level="warning") if finding.level == "breaking" else finding


def _each_once(errors: Iterable[tuple[str, Finding]]) -> Iterator[Finding]:
    """What changed in the same way for several statuses, which often share one schema, once."""
    found: dict[tuple[str, ...], tuple[Finding, list[str]]] = {}
    for status, finding in errors:
        place = finding.pointer.removeprefix(f"/responses/{status}")
        values = repr(finding.old), repr(finding.new)
        key = (finding.rule, finding.level, place, finding.message, *values)
        found.setdefault(key, (finding, []))[1].append(status)
    for finding, statuses in found.values():
        yield finding._replace(message=f"status {', '.join(statuses)}: {finding.message}")


def _about_errors(found: Iterable[Finding]) -> Iterator[Finding]:
    """Nobody reads the fields of an error but the error parsing, which must know its shapes."""
    for finding in found:
        wider = finding.rule.endswith(
            ("-widened", "-changed", "alternative-added", "became-optional")
        )
        if finding.category == "response" and (wider or finding.level == "breaking"):
            yield finding._replace(rule="response-error-widened", level="warning")
        elif finding.category == "header":  # when to try again, and what is left of a limit
            yield finding
        else:
            yield finding._replace(level="info")

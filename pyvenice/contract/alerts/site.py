"""Drift feed as a static site: an index, a page a provider with its timeline, feeds, badges."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from pyvenice.contract.diff.findings import Finding, ProviderReport, Report
from pyvenice.contract.reports import causes, html, wording
from pyvenice.contract.reports.causes import Cause
from pyvenice.contract.reports.history import HistoryStep
from pyvenice.contract.reports.values import visible

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; background: Canvas; color: CanvasText; }
main { overflow-wrap: anywhere; }
th, td { padding: .3rem 1rem .3rem 0; text-align: left; vertical-align: top; }
a { color: LinkText; }
li { margin: .3rem 0; }
"""
_COLOURS = {"ok": "#1f6f3f", "drift": "#a11d1d", "unchecked": "#5a5a5a"}
_CHARACTER = 7


class Drift(NamedTuple):
    """An entry of the feeds: what a version changed, or what differs now."""

    provider: str
    date: str
    text: str
    fingerprint: str


def site_files(
    report: Report, histories: Mapping[str, Sequence[HistoryStep]], *, url: str, now: str
) -> dict[str, str]:
    """The files of the site by name. `url` is where it will stand, `now` a time such as 2026-11-30T10:00:00Z."""
    files = {"index.html": _index(report, now)}
    drifts: list[Drift] = []
    for provider in report.providers:
        steps = histories.get(provider.provider, ())
        name = provider.provider
        files[f"{name}.html"] = _provider_page(provider, steps)
        files[f"{name}-report.html"] = html.render(Report((provider,)))
        files[f"{name}.svg"] = badge("API contract", _state(provider), _COLOURS[provider.status])
        drifts += _drifts(provider, steps, now)
    drifts.sort(key=lambda drift: drift.date, reverse=True)
    base = url.rstrip("/")
    files["feed.json"] = _json_feed(drifts, base)
    files["feed.atom"] = _atom(drifts, base, now)
    return files


def badge(label: str, state: str, colour: str) -> str:
    """A badge as SVG, with its text for screen readers."""
    left, right = (_CHARACTER * len(text) + 12 for text in (label, state))
    title = escape(f"{label}: {state}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{title}"><title>{title}</title>'
        f'<rect width="{left}" height="20" fill="#333"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{colour}"/>'
        '<g fill="#fff" font-family="Verdana,sans-serif" font-size="11">'
        f'<text x="6" y="14">{escape(label)}</text>'
        f'<text x="{left + 6}" y="14">{escape(state)}</text></g></svg>\n'
    )


def _index(report: Report, now: str) -> str:
    rows = "".join(
        f'<tr><th scope="row"><a href="{quote(provider.provider)}.html">'
        f"{_escape(provider.provider)}</a></th><td>{_escape(_state(provider))}</td>"
        f"<td>{_escape(wording.versions(provider))}</td></tr>\n"
        for provider in report.providers
    )
    notes = "".join(f"<li>{_escape(note)}</li>\n" for note in report.notes)
    return _page(
        "API contracts",
        f"<p>{_escape(wording.summary(report))}. Checked {escape(now)}.</p>\n"
        '<table>\n<thead><tr><th scope="col">API</th><th scope="col">state</th>'
        f'<th scope="col">versions</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n'
        + (f"<h2>Notes</h2>\n<ul>\n{notes}</ul>\n" if notes else "")
        + '<p>Feeds: <a href="feed.atom">Atom</a>, <a href="feed.json">JSON</a></p>\n',
    )


def _provider_page(provider: ProviderReport, steps: Sequence[HistoryStep]) -> str:
    name = provider.provider
    now = "".join(f"<li>{_sentence(cause)}</li>\n" for cause in causes.causes(provider.findings))
    reason = (
        f"<p>{_escape(wording.reason(provider))}</p>\n" if provider.status == "unchecked" else ""
    )
    past = "".join(_step(step) for step in reversed(steps) if step.findings or step.error)
    return _page(
        f"API contract of {visible(name)}",
        f'<p><img src="{quote(name)}.svg" alt="{_escape(_state(provider))}"></p>\n{reason}'
        f"<h2>Now</h2>\n{f'<ul>{now}</ul>' if now else '<p>No drift is known.</p>'}\n"
        f'<p><a href="{quote(name)}-report.html">The whole report</a></p>\n'
        f"<h2>Timeline</h2>\n{past or '<p>No version of the pin changed what is in use.</p>'}\n"
        '<p><a href="index.html">All APIs</a></p>\n',
    )


def _step(step: HistoryStep) -> str:
    label = " ".join(filter(None, (step.date, step.version, step.name[:12])))
    items = "".join(f"<li>{_sentence(cause)}</li>\n" for cause in causes.causes(step.findings))
    error = f"<p>{_escape(step.error)}</p>" if step.error else ""
    return f"<h3>{_escape(label)}</h3>\n{error}{f'<ul>{items}</ul>' if items else ''}\n"


def _sentence(cause: Cause) -> str:
    operations = _escape(causes.label(cause.operations))
    finding = cause.finding
    return (
        f"<strong>{escape(finding.level)}</strong> <code>{operations}</code>: "
        f"{_escape(finding.message)}"
    )


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n"
        '<link rel="alternate" type="application/atom+xml" title="Drift" href="feed.atom">\n'
        f"</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
    )


def _state(provider: ProviderReport) -> str:
    return wording.state(provider)


def _escape(text: str) -> str:
    return escape(visible(text))


def _drifts(provider: ProviderReport, steps: Sequence[HistoryStep], now: str) -> Iterator[Drift]:
    for finding in provider.findings:
        yield _drift(provider.provider, finding, now, "now")
    for step in steps:
        for finding in step.findings:
            yield _drift(provider.provider, finding, step.date or now, step.name)


def _drift(provider: str, finding: Finding, date: str, version: str) -> Drift:
    text = f"{provider}: {finding.level}: {finding.operation}: {finding.message}"
    return Drift(provider, date, visible(text), f"{version}-{finding.fingerprint}")


def _json_feed(drifts: Sequence[Drift], base: str) -> str:
    items = [
        {
            "id": f"{base}/{quote(drift.provider)}.html#{drift.fingerprint}",
            "url": f"{base}/{quote(drift.provider)}.html",
            "content_text": drift.text,
            "date_published": drift.date,
        }
        for drift in drifts
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "API drift",
        "home_page_url": f"{base}/index.html",
        "feed_url": f"{base}/feed.json",
        "items": items,
    }
    return json.dumps(feed, indent=2) + "\n"


def _atom(drifts: Sequence[Drift], base: str, now: str) -> str:
    entries = "".join(
        f"<entry><id>{escape(base)}/{quote(drift.provider)}.html#{escape(drift.fingerprint)}</id>"
        f"<title>{escape(drift.text)}</title><updated>{escape(drift.date)}</updated>"
        f'<link href="{escape(base)}/{quote(drift.provider)}.html"/></entry>\n'
        for drift in drifts
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>API drift</title><id>{escape(base)}/</id><updated>{escape(now)}</updated>"
        f'<author><name>pyvenice</name></author><link rel="self" href="{escape(base)}/feed.atom"/>\n'
        f"{entries}</feed>\n"
    )

"""One self-contained page for a person: nothing is loaded, and it works without scripts."""

from __future__ import annotations

import base64
import functools
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from pyvenice.contract.diff.findings import LEVELS, ProviderReport, Report
from pyvenice.contract.reports import causes, wording
from pyvenice.contract.reports.causes import Cause
from pyvenice.contract.reports.html_finding import article, text
from pyvenice.contract.reports.values import visible, without_commands_in_markup


def render(report: Report) -> str:
    """The page. What stands in the report is shown as text, and no script but its own can run."""
    body = "\n".join(_body(report))
    return without_commands_in_markup(
        f'<!doctype html>\n<html lang="en">\n{_head(report)}\n<body>\n{body}\n</body>\n</html>\n'
    )


def _head(report: Report) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        '<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_words(report).title}: {text(wording.summary(report))}</title>\n"
        f'<style>{style}</style>\n<script type="module">{script}</script>\n</head>'
    )


@functools.cache
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _body(report: Report) -> Iterator[str]:
    yield "<header>"
    yield f'<p class="over">{_words(report).title}</p>'
    yield f"<h1>{text(_title(report))}</h1>"
    yield f'<p class="soft">{text(wording.summary(report))}</p>'
    chips = (_chip(number, provider) for number, provider in enumerate(report.providers))
    yield f'<ul class="chips">{"".join(chips)}</ul>\n</header>'
    yield _filters(report)
    yield "<main>"
    for number, provider in enumerate(report.providers):
        yield from _provider(number, provider)
    yield "</main>"
    yield from _footer(report)


def _title(report: Report) -> str:
    checked = [provider for provider in report.providers if provider.status != "unchecked"]
    nothing, breaking, others, none = _words(report).headlines
    if not checked:
        return nothing
    levels = {finding.level for provider in checked for finding in provider.findings}
    title = breaking if "breaking" in levels else others if levels else none
    if report.status == "unchecked":
        return f"Not everything could be checked; {title[0].lower()}{title[1:]}"
    return title


def _words(report: Report) -> wording.Words:
    return wording.WORDS[report.subject]


def _chip(number: int, provider: ProviderReport) -> str:
    return (
        f'<li><a class="{_tone(provider)}" href="#provider-{number}"><b>{text(provider.provider)}</b>'
        f'<span class="tone">{text(wording.state(provider))}</span></a></li>'
    )


def _tone(provider: ProviderReport) -> str:
    if provider.status == "unchecked":
        return "unchecked"
    worst = min((LEVELS.index(finding.level) for finding in provider.findings), default=None)
    return "ok" if worst is None else LEVELS[worst]


def _filters(report: Report) -> str:
    count = Counter(finding.level for provider in report.providers for finding in provider.findings)
    if not count:
        return ""
    boxes = (
        f'<label class="{level}"><input type="checkbox" id="show-{level}" checked autocomplete="off">'
        f"{wording.number_of(count[level], level)}</label>"
        for level in LEVELS
        if count[level]
    )
    search = '<input class="js-only" type="search" placeholder="argument, rule, path …" aria-label="Search">'
    return f'<div class="filters" role="search">{"".join(boxes)}{search}</div>'


def _provider(number: int, provider: ProviderReport) -> Iterator[str]:
    yield f'<section class="provider {_tone(provider)}" id="provider-{number}">'
    state = f'<span class="tone">{text(wording.state(provider))}</span>'
    yield f"<header><h2>{text(provider.provider)} {state}</h2>{_sides(provider)}</header>"
    if provider.status == "unchecked":
        yield _panel("unchecked", "Could not check", wording.reason(provider))
    elif not provider.findings:
        words = wording.WORDS[provider.subject]
        but = ", but for what is acknowledged." if provider.acknowledged else "."
        yield _panel("ok", words.clean.capitalize(), words.clean_details + but)
    found = causes.causes(provider.findings)
    if summary := causes.summary(found):
        yield f'<p class="soft">{text(summary)}.</p>'
    for operations, group in causes.by_operations(found):
        yield from _operations(number, operations, group)
    if provider.status != "unchecked":
        for place in provider.unchecked:
            yield _panel("unchecked", "Could not check", visible(str(place)))
    yield from _acknowledged(number, provider)
    if elsewhere := wording.elsewhere(provider.changed_elsewhere):
        yield f'<p class="soft">{text(elsewhere)}.</p>'
    yield "</section>"


def _sides(provider: ProviderReport) -> str:
    rows = (f"<dt>{name}</dt><dd>{text(facts)}</dd>" for name, facts in wording.sides(provider))
    return f'<dl class="sides">{"".join(rows)}</dl>'


def _panel(tone: str, title: str, says: str) -> str:
    return f'<div class="panel {tone}"><b class="tone">{title}</b><p>{text(says)}</p></div>'


def _operations(number: int, operations: Sequence[str], found: list[Cause]) -> Iterator[str]:
    verb, _, path = visible(causes.label(operations)).partition(" ")
    yield '<div class="operation">'
    yield f'<h3><span class="verb">{escape(verb)}</span>{escape(path)}</h3>'
    for cause in found:
        yield from article(f"f-{number}-", cause)
    yield "</div>"


def _acknowledged(number: int, provider: ProviderReport) -> Iterator[str]:
    if not provider.acknowledged:
        return
    yield f"<details><summary>{len(provider.acknowledged)} acknowledged</summary>"
    for operations, found in causes.by_operations(causes.causes(provider.acknowledged)):
        yield from _operations(number, operations, found)
    yield "</details>"


def _footer(report: Report) -> Iterator[str]:
    if report.notes:
        notes = "".join(f"<li>{text(note)}</li>" for note in report.notes)
        yield f"<footer><ul>{notes}</ul></footer>"

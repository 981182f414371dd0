"""A finding on the page: what was and is, the proof, whom it hits."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from html import escape
from typing import Any

from pyvenice.contract.diff.findings import Finding, Impact
from pyvenice.contract.reports import wording
from pyvenice.contract.reports.causes import Cause
from pyvenice.contract.reports.values import many_lines, one_line, shorten, visible

Json = Any
_MOST_LINES = 200
_LONGEST_LIST = 120


def text(foreign: str) -> str:
    """Foreign text that shows itself and does nothing else."""
    return escape(visible(foreign))


def _code(foreign: str) -> str:
    return f"<code>{text(foreign)}</code>"


def article(prefix: str, cause: Cause) -> Iterator[str]:
    """A cause in HTML, line by line; the prefix and a fingerprint are the id of a finding on the page."""
    finding, anchor = cause.finding, f"{prefix}{cause.fingerprint}"
    yield f'<article class="finding {finding.level}" id="{anchor}">'
    yield (
        f'<div><span class="level">{finding.level}</span><h4>{text(finding.message)}</h4>'
        f'{_mark(finding)}<span class="tag">{finding.category}</span></div>'
    )
    if finding.old is not None or finding.new is not None:
        yield _side_by_side(finding)
    yield _proof(finding)
    yield _hits(finding)
    yield (
        f'<p class="meta"><a href="#{anchor}">{_code(finding.rule)}</a>'
        f"<span>{_code(cause.findings[0].pointer)}</span><span>{_code(cause.fingerprint)}</span></p>"
    )
    yield from _places(prefix, cause)
    yield "</article>"


def _places(prefix: str, cause: Cause) -> Iterator[str]:
    """Where else the cause stands: each place, so that a link to it and a search find it."""
    if len(cause.findings) == 1:
        return
    yield f"<details><summary>{len(cause.findings)} findings</summary><ul>"
    for finding in cause.findings:
        fingerprint = finding.fingerprint
        anchor = f' id="{prefix}{fingerprint}"' if fingerprint != cause.fingerprint else ""
        place = f"{_code(finding.operation)} {_code(finding.pointer)}"
        yield f"<li{anchor}>{place} {text(finding.message)} {_code(fingerprint)}</li>"
    yield "</ul></details>"


def _mark(finding: Finding) -> str:
    return f'<span class="tag unproved">{wording.UNPROVED}</span>' if finding.unproved else ""


def _side_by_side(finding: Finding) -> str:
    old, new = (_lines(value) for value in (finding.old, finding.new))
    gone, come = _marked(old, new)
    old_side, new_side = finding.sides
    before, after = _column(old_side, gone, "gone"), _column(new_side, come, "come")
    return f'<div class="sidebyside">{before}{after}</div>'


def _lines(value: Json) -> list[str]:
    return [] if value is None else many_lines(shorten(value, _LONGEST_LIST))[:_MOST_LINES]


def _marked(
    old: list[str], new: list[str]
) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Each line of both sides with whether the other side lacks it, as a plain value always does."""
    if min(len(old), len(new)) <= 1:
        return [(line, True) for line in old], [(line, True) for line in new]
    was, now = ([line.strip().rstrip(",") for line in side] for side in (old, new))
    blocks = difflib.SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    same_old = {block.a + offset for block in blocks for offset in range(block.size)}
    same_new = {block.b + offset for block in blocks for offset in range(block.size)}
    return (
        [(line, number not in same_old) for number, line in enumerate(old)],
        [(line, number not in same_new) for number, line in enumerate(new)],
    )


def _column(title: str, lines: list[tuple[str, bool]], mark: str) -> str:
    classes = {True: f' class="{mark}"', False: ""}
    spans = (f"<span{classes[own]}>{escape(line)}</span>" for line, own in lines)
    content = (
        f'<pre tabindex="0">{"".join(spans)}</pre>' if lines else '<p class="absent">absent</p>'
    )
    return f'<div><div class="cap">{title}</div>{content}</div>'


def _proof(finding: Finding) -> str:
    if finding.unproved:
        return f'<p class="soft">{wording.UNPROVED.capitalize()}: {wording.UNDECIDED}.</p>'
    if finding.witness is None:
        return ""
    sides = zip(
        ("before", "now"), wording.verdicts(finding.direction, finding.witness), strict=True
    )
    verdicts = "".join(f"<span>{side}: {_verdict(word)}</span>" for side, word in sides)
    lines = many_lines(shorten(finding.witness.payload))
    whole = escape(one_line(finding.witness.payload))
    body = "".join(f"<span>{escape(line)}</span>" for line in lines)
    return (
        f'<div class="proof"><div class="cap"><span>{_subject(finding)}</span>'
        f'<span class="verdicts">{verdicts}<button class="copy js-only">copy</button></span></div>'
        f'<pre tabindex="0" data-payload="{whole}">{body}</pre></div>'
    )


def _subject(finding: Finding) -> str:
    media_type = finding.witness.media_type if finding.witness else None
    what = "proof: this answer" if finding.direction == "response" else "proof: this request"
    return f"{what}, {text(media_type)}" if media_type else what


def _verdict(word: str) -> str:
    good = word in {"accepted", "possible"}
    return f'<b class="{"yes" if good else "no"}">{"✓" if good else "✗"} {word}</b>'


def _hits(finding: Finding) -> str:
    rows = [
        f"<dt>{wording.hits(finding.level)}</dt><dd>{_names(impact)}</dd>"
        for impact in finding.impact
    ]
    rows += [f"<dt>do</dt><dd>{text(advice)}</dd>" for advice in wording.advice(finding)]
    return f'<dl class="hits">{"".join(rows)}</dl>' if rows else ""


def _names(impact: Impact) -> str:
    symbol = f'<br><code class="soft">{text(impact.symbol)}</code>' if impact.symbol else ""
    return f"{_code(impact.call)}{symbol}"

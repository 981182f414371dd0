"""Foreign text in GitHub's markdown: no markup, no mention, no link, no reference to an issue."""

from __future__ import annotations

import re

from pyvenice.contract.reports.values import visible

_MARKUP = re.compile(r"[\\`*_\[\]~|$]")
_AUTOLINK = re.compile(r"@|#(?=\d)|\bGH-(?=\d)|:(?=//)|\bwww(?=\.)", re.IGNORECASE)
_IN_CODE = re.compile(r"[^\w\s,;/=(){}\"'%…→-]")
_BREAK = "\u200b"


def prose(text: str) -> str:
    """Text that shows itself and does nothing else, inside a line or a table cell."""
    marked = _MARKUP.sub(lambda match: f"\\{match.group()}", visible(text))
    return _unlinked(_entities(marked))


def in_tag(text: str) -> str:
    """Text inside an HTML tag of a markdown document, where no markdown is read."""
    return _unlinked(_entities(visible(text)))


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unlinked(text: str) -> str:
    return _AUTOLINK.sub(lambda match: f"{match.group()}{_BREAK}", text)


def code(text: str) -> str:
    """Text as code, inside a line or a table cell."""
    line = visible(text)
    if not line:
        return ""
    if not {"`", "|"}.intersection(line):
        return f"`{line}`"
    return f"<code>{_IN_CODE.sub(lambda match: f'&#{ord(match.group())};', line)}</code>"


def block(text: str, language: str = "", indent: str = "") -> str:
    """Text as a fenced block; the fence is longer than any in the text."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = [f"{fence}{language}", *text.split("\n"), fence]
    return "\n".join(f"{indent}{line}" for line in lines)

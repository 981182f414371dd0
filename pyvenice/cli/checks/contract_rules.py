"""`pyvenice contract rules`: every rule with its level and why, which is a page of the documentation, too."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pyvenice.contract.diff.rules import every_rule, explained, level_of

_HEAD = """# Rules of the contract validator

A rule is the id of a finding. Its level follows from one law (what is sent became narrower: breaking), or is an
exception with a reason. `pyvenice contract explain RULE` says the same for one rule; `[levels]` in `source.toml`
and `--level RULE=LEVEL` give a rule another level. `pyvenice contract rules --format markdown` writes this page.

| rule | level | why |
|---|---|---|
"""


def rules_text(format: str) -> str:  # noqa: A002  (what the command line calls it)
    """All rules as text, JSON or a page in Markdown, ending in a line break."""
    rows = list(_rows())
    if format == "json":
        rules = [dict(zip(("rule", "level", "why"), row, strict=True)) for row in rows]
        return json.dumps(rules, indent=2) + "\n"
    if format == "markdown":
        return _HEAD + "".join(f"| `{rule}` | {level} | {why} |\n" for rule, level, why in rows)
    return "".join(f"{level:<8}  {rule}\n          {why}\n" for rule, level, why in rows)


def _rows() -> Iterator[tuple[str, str, str]]:
    for rule in every_rule():
        yield rule, level_of(rule), explained(rule).partition("): ")[2]

"""Markdown: a table, proofs that fold, and foreign text that shows itself only."""

from __future__ import annotations

import re

import pytest

from pyvenice.contract.diff.findings import Report
from pyvenice.contract.reports import markdown, render
from pyvenice.contract.reports.markup import block, code, in_tag, prose
from tests.contract.reports import specimens


def cells(row: str) -> int:
    """How many cells GitHub sees: a backslash takes the next character with it, code or not."""
    return len(re.findall(r"(?:\\.|[^|\\])+", row.strip().strip("|")))


def test_each_finding_is_a_row_of_the_table() -> None:
    rows = [line for line in render(specimens.DRIFT, "markdown").splitlines() if line[:1] == "|"]
    assert len(rows) == 2 + len(specimens.DRIFTED.findings)
    assert rows[2] == (
        '| 🔴 breaking | `POST /image/edit` | aspect\\_ratio no longer lists "4:5"<br>`"4:5"` → absent'
        " | `VeniceClient.image.edit(aspect_ratio=…)` |"
    )


@pytest.mark.parametrize(
    "text", [specimens.ATTACK, "a|b", "a\\|b", "`|`", "\\", "a\nb|", "``` | ```"]
)
def test_foreign_text_never_makes_another_cell(text: str) -> None:
    table = render(specimens.hostile(text), "markdown").split("|---|---|---|---|\n")[1]
    assert cells(table.splitlines()[0]) == 4


def test_prose_is_neither_markup_nor_mention_nor_link() -> None:
    shown = prose("*a* _b_ [c](http://d) <e> @f #1 GH-2 www.g `h` ~i~ | $j$ & \\")
    assert shown == (
        "\\*a\\* \\_b\\_ \\[c\\](http:\u200b//d) &lt;e&gt; @\u200bf #\u200b1 GH-\u200b2 www\u200b.g "
        "\\`h\\` \\~i\\~ \\| \\$j\\$ &amp; \\\\"
    )


def test_text_in_a_tag_is_html_and_not_markdown() -> None:
    assert in_tag("<b> *a* @x") == "&lt;b&gt; *a* @\u200bx"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a_b", "`a_b`"),
        ("", ""),
        ("a`b", "<code>a&#96;b</code>"),
        ("a|<b>*c*\\", "<code>a&#124;&#60;b&#62;&#42;c&#42;&#92;</code>"),
    ],
)
def test_code_is_a_span_or_escaped_in_a_tag(text: str, shown: str) -> None:
    assert code(text) == shown


def test_a_fence_is_longer_than_any_in_the_text() -> None:
    assert block("a ```` b", "json").splitlines() == ["`````json", "a ```` b", "`````"]


def test_no_tag_of_foreign_text_is_left_outside_code() -> None:
    text = render(specimens.hostile(), "markdown")
    outside = re.sub(r"^```json\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    outside = re.sub(r"`[^`\n]+`", "", outside)
    assert {*re.findall(r"</?(\w+)", outside)} <= {"code", "br", "details", "summary"}
    assert "<!--" not in outside


def test_what_does_not_fit_is_cut_between_findings_and_said() -> None:
    findings = tuple(
        specimens.SCALE._replace(pointer=f"/{number}", message=f"{number} {'long ' * 60}")
        for number in range(300)
    )
    report = Report((specimens.DRIFTED._replace(findings=findings),))
    text = markdown.render(report, limit=20_000)
    assert len(text) <= 20_000
    assert "cut here" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert rows[-1] == f"| … | {300 - len(rows) + 2} more findings | | |"
    assert text.count("<details>") == text.count("</details>")
    assert "cut here" not in render(specimens.DRIFT, "markdown")

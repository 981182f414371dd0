"""The page: whole in itself, and safe whatever a document says."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from pyvenice.contract.diff.findings import Report
from pyvenice.contract.reports import render
from tests.contract.reports import specimens

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """The tags, attributes and texts of a page; every tag that is opened is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def test_foreign_text_adds_no_tag_and_no_attribute() -> None:
    hostile, plain = (
        Page(render(specimens.hostile(), "html")),
        Page(render(specimens.hostile("a"), "html")),
    )
    assert hostile.tags == plain.tags
    assert {name for name, _ in hostile.attributes} == {name for name, _ in plain.attributes}
    assert "<script>alert(1)</script>" in hostile.text


@pytest.mark.parametrize("quote", ['" onclick="x', "' onclick='x", "</pre><img src=x>", "</style>"])
def test_quotes_do_not_leave_an_attribute(quote: str) -> None:
    page = Page(render(specimens.hostile(quote), "html"))
    assert "onclick" not in {name for name, _ in page.attributes}
    assert "img" not in page.tags


def test_nothing_is_loaded_from_anywhere() -> None:
    page = Page(render(specimens.MIXED, "html"))
    assert not [value for name, value in page.attributes if name in {"src", "srcset", "action"}]
    links = [value for name, value in page.attributes if name == "href"]
    assert links
    assert all(link.startswith("#") for link in links)
    assert "url(" not in render(specimens.MIXED, "html")
    assert "@import" not in render(specimens.MIXED, "html")


def test_only_its_own_style_and_script_may_run() -> None:
    page = render(specimens.hostile(), "html")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'")
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]


def test_every_link_on_the_page_leads_somewhere() -> None:
    page = Page(render(specimens.MIXED, "html"))
    ids = [value for name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {value[1:] for name, value in page.attributes if name == "href"} <= set(ids)


def test_levels_can_be_filtered_without_a_script() -> None:
    page = render(specimens.DRIFT, "html")
    for level in ("breaking", "warning", "info"):
        assert f'id="show-{level}" checked' in page
        assert f"body:has(#show-{level}:not(:checked)) .finding.{level}" in page
    assert 'type="checkbox"' not in render(specimens.OK, "html")


def test_before_and_after_stand_side_by_side_and_differences_are_marked() -> None:
    page = render(Report((specimens.DRIFTED._replace(findings=(specimens.PROSE,)),)), "html")
    assert '<span class="gone">  &quot;5MB&quot;,</span>' in page
    assert '<span class="come">  &quot;10MB&quot;,</span>' in page
    assert "<span>  &quot;25MB&quot;,</span>" in page


def test_a_side_without_a_value_says_so() -> None:
    page = Page(
        render(Report((specimens.DRIFTED._replace(findings=(specimens.RATIO_GONE,)),)), "html")
    )
    assert 'before "4:5" now absent' in page.text


def test_the_headline_says_what_happened() -> None:
    def headline(report: Report) -> str:
        match = re.search("<h1>(.*?)</h1>", render(report, "html"))
        return match[1] if match else ""

    assert headline(specimens.OK) == "The live API keeps the pinned contract"
    assert headline(specimens.DRIFT) == "The live API breaks the pinned contract"
    assert headline(specimens.UNKNOWN) == "The API could not be checked"
    assert headline(Report((specimens.FINE, specimens.UNCHECKED))) == (
        "Not everything could be checked; the live API keeps the pinned contract"
    )
    assert headline(Report(())) == "The API could not be checked"


def test_acknowledged_findings_fold() -> None:
    page = Page(render(Report((specimens.KNOWN,)), "html"))
    assert "details" in page.tags
    assert "but for what is acknowledged" in page.text

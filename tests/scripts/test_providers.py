"""Tables and lists of providers follow from the folders."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import providers
from providers import TABLES, Facts, limits_table, masks_table, page_with_tables, providers_table
from pyvenice.generated import PROVIDERS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def facts() -> dict[str, Facts]:
    return {name: Facts(name) for name in PROVIDERS}


def rows(table: list[str]) -> dict[str, list[str]]:
    """The cells of a table by the first of each row."""
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in table[2:]]
    return {first: rest for first, *rest in cells}


@pytest.mark.parametrize("page", TABLES)
def test_the_tables_in_the_documentation_are_up_to_date(page: str, facts: dict[str, Facts]) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert page_with_tables(page, text, list(facts.values())) == text


def test_each_provider_has_its_row(facts: dict[str, Facts]) -> None:
    table = rows(list(providers_table(facts.values())))
    assert len(table) == len(facts)
    client, key, address, methods = table["OpenAI"]
    assert (client, key) == ("`OpenAIClient`", "`OPENAI_API_KEY`")
    assert address == "`base_url=`, `OPENAI_BASE_URL`"
    assert "`image.edit` (up to 16 images, mask, stream)" in methods
    assert "if the server asks for one" in table["Xinference"][1]


def test_the_limits_are_those_of_the_contract(facts: dict[str, Facts]) -> None:
    table = rows(list(limits_table(facts.values())))
    assert {"OpenAI", "Venice", "Xinference"} <= table.keys()
    for known in facts.values():
        if known.provider.title not in table:
            assert known.image_rules("image.edit") == []
            continue
        rule = known.image_rules("image.edit")[0]
        types, size, pixels, images = table[known.provider.title]
        assert {f"image/{name.lower()}" for name in types.split(", ") if name} == set(
            rule.media_types
        )
        assert size == (f"under {rule.max_bytes // 10**6} MB" if rule.max_bytes else "")
        assert pixels == (f"{rule.min_pixels:,} to {rule.max_pixels:,}" if rule.max_pixels else "")
        assert "image" in images
        assert str(rule.max_count or "") in images


def test_masks_are_told_by_what_they_mark(facts: dict[str, Facts]) -> None:
    table = rows(list(masks_table(facts.values())))
    assert table["OpenAI"] == ["transparent"]
    assert table["Xinference"] == ["white"]
    assert table["Venice"] == ["(takes no mask)"]


def test_a_page_without_a_place_for_its_table_is_refused(facts: dict[str, Facts]) -> None:
    with pytest.raises(ValueError, match="no place for the table 'providers'"):
        page_with_tables("README.md", "# pyvenice\n", list(facts.values()))


def test_a_new_folder_is_public_unless_its_document_is_on_this_machine(tmp_path: Path) -> None:
    specs = shutil.copytree(ROOT / "specs", tmp_path / "specs")
    for name, live in (("far", "https://far.example/openapi.json"), ("near", "http://[::1]/x")):
        (specs / name).mkdir()
        (specs / name / "source.toml").write_text(f'live = ["{live}"]\n')
    known = providers.public_providers(ROOT / "specs")
    assert providers.public_providers(specs) == sorted([*known, "far"])
    assert "venice" in known
    assert "xinference" not in known


@pytest.mark.parametrize(
    ("url", "here"),
    [("http://localhost:1/", True), ("http://127.0.0.2/", True), ("https://a.example/", False)],
)
def test_this_machine_is_recognised(url: str, *, here: bool) -> None:
    assert providers.is_loopback(url) is here

"""Entries find their place in a changelog, whatever stands there already."""

from __future__ import annotations

import pytest

from pyvenice.codegen.pinning.changelog import with_entries
from pyvenice.contract.diff.findings import Finding, Impact, Level

OLD = "## [1.0.0]\n\n### Changed\n\n- Old.\n"
HEAD = "# Changelog\n\nWhat changes for you.\n"
GONE = "- **Breaking:** Venice: `VeniceClient.image.edit(mask=…)`: mask is gone"
NEW = "- Venice: `VeniceClient.image.edit(mask=…)`: mask is new"


def finding(message: str, level: Level) -> Finding:
    impact = (Impact("VeniceClient.image.edit(mask=…)"),)
    return Finding(
        f"request-{level}",
        level,
        "request",
        "POST /image/edit",
        "request",
        "/requestBody",
        None,
        None,
        message,
        impact=impact,
    )


FOUND = [finding("mask is gone", "breaking"), finding("mask is new", "info")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"# Changelog\n\n## [Unreleased]\n\n### Changed\n\n{GONE}\n{NEW}\n"),
        (HEAD, f"{HEAD}\n## [Unreleased]\n\n### Changed\n\n{GONE}\n{NEW}\n"),
        (
            f"{HEAD}\n## [Unreleased]\n\n### Added\n\n- A thing.\n\n{OLD}",
            f"{HEAD}\n## [Unreleased]\n\n### Changed\n\n{GONE}\n{NEW}\n\n### Added\n\n- A thing.\n\n{OLD}",
        ),
        (
            f"{HEAD}\n## [Unreleased]\n\n### Changed\n\n- More.\n",
            f"{HEAD}\n## [Unreleased]\n\n### Changed\n\n{GONE}\n{NEW}\n- More.\n",
        ),
        (
            f"{HEAD}\n## [1.0.0]\n\n- Old.\n",
            f"{HEAD}\n## [Unreleased]\n\n### Changed\n\n{GONE}\n{NEW}\n\n## [1.0.0]\n\n- Old.\n",
        ),
    ],
    ids=["nothing", "no release", "other entries", "entries of this kind", "only releases"],
)
def test_entries_stand_under_unreleased_in_the_order_given(before: str, after: str) -> None:
    assert with_entries(before, "Venice", FOUND) == after


def test_the_same_change_in_two_media_types_is_one_entry() -> None:
    assert with_entries("", "Venice", [*FOUND, *FOUND]).count("mask is gone") == 1


def test_what_a_provider_wrote_is_no_markup() -> None:
    text = with_entries("", "Venice", [finding("now <img src=x> and @all\n## [9]", "info")])
    assert "<img" not in text
    assert "@all" not in text
    assert text.count("\n## ") == 1

"""The reference pages of the command line and the configuration are those of the commands."""

from __future__ import annotations

import pytest

import reference
from pyvenice.cli.commands import COMMANDS
from pyvenice.config import CONNECTION, SETTINGS

pytest.importorskip("mcp", reason="the options of `pyvenice mcp` need its extra")


def test_the_pages_are_not_stale() -> None:
    for name, text in {
        "all-options": reference.command_page(),
        "configuration": reference.configuration_page(),
    }.items():
        assert (reference.PAGES / f"{name}.md").read_text("utf-8") == text


def test_every_command_and_setting_has_an_entry() -> None:
    commands = reference.command_page()
    assert [name for name in COMMANDS if f"\n## `pyvenice {name}`\n" not in commands] == []
    settings = reference.configuration_page()
    assert [name for name in (*SETTINGS, *CONNECTION) if f"| `{name}` |" not in settings] == []

"""The call orders in docs/architecture.md are those of a real edit and of a real check."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

import pyvenice
from pyvenice.contract.diff.check import check
from pyvenice.contract.diff.findings import Report
from pyvenice.contract.reports import render
from tests.contract import copies
from tests.pictures import picture

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = f"{Path(pyvenice.__file__).parent}/"
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


class Line(NamedTuple):
    """A line of the page: a module, and the module above it that calls it, however far up."""

    module: str
    caller: str | None


def page_lines(title: str) -> list[Line]:
    """The modules in the block below a heading; one in parentheses runs on, and is only a caller."""
    block = re.search(rf"^## {title}$.*?^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert block is not None
    lines, callers = [], dict[int, str]()
    for row in block[1].splitlines():
        indent, module = len(row) - len(row.lstrip()), row.split()[0]
        above = [depth for depth in callers if depth < indent]
        if not module.startswith("("):
            lines.append(Line(module, callers[max(above)] if above else None))
        callers = {depth: name for depth, name in callers.items() if depth < indent}
        callers[indent] = module.strip("()")
    return lines


def first_entries(call: Callable[[], object]) -> dict[str, set[str]]:
    """The modules that a call enters, in order, each with the modules that were running then."""
    entries: dict[str, set[str]] = {}

    def enter(frame: FrameType, event: str, _: Any) -> None:
        module = module_of(frame)
        if event == "call" and module and module not in entries:
            entries[module] = set(running(frame.f_back))

    def running(frame: FrameType | None) -> list[str]:
        modules = []
        while frame is not None:
            modules.append(module_of(frame))
            frame = frame.f_back
        return modules

    sys.setprofile(enter)
    try:
        call()
    finally:
        sys.setprofile(None)
    return entries


def module_of(frame: FrameType) -> str:
    """The path of a module below `pyvenice/`; '' for others, and while it is being imported."""
    path = frame.f_code.co_filename
    if frame.f_code.co_name == "<module>" or not path.startswith(PACKAGE):
        return ""
    return path.removeprefix(PACKAGE)


@pytest.fixture(scope="module")
def edit() -> dict[str, set[str]]:
    with pyvenice.VeniceClient(sandbox=True) as client:
        image = picture(256, 256)
        client.image.edit(image=image, prompt="sepia")
        return first_entries(lambda: client.image.edit(image=image, prompt="sepia"))


@pytest.fixture(scope="module")
def drift(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    live = str(copies.live(tmp_path_factory.mktemp("live"), "venice", copies.ratio_removed))

    def whole_check() -> str:
        return render(Report((check("venice", live=live),)), "text")

    assert "4:5" in whole_check()
    return first_entries(whole_check)


@pytest.mark.parametrize(
    ("title", "trace"), [("Call order of an edit", "edit"), ("Call order of a check", "drift")]
)
def test_the_page_shows_the_call_order(
    title: str, trace: str, request: pytest.FixtureRequest
) -> None:
    entries: dict[str, set[str]] = request.getfixturevalue(trace)
    lines = page_lines(title)
    shown = [line.module for line in lines]
    assert shown == [module for module in entries if module in shown]
    for line in lines:
        assert line.caller is None or line.caller in entries[line.module], line

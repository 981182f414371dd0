"""The Python in README.md and docs/ runs as it stands there, with the sandbox as the server."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
from pathlib import Path

import pytest

import pyvenice

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|`)make (?:PYTHON=\S+ )?([a-z]+)(?=`|  )", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
REPOSITORY = re.compile(
    r"https://(?:raw\.githubusercontent|github)\.com/pyvenice/pyvenice/(?:(?:blob|tree)/)?main/"
)


def blocks() -> list[object]:
    """Every Python block, named by page and line."""
    found = [(page, block) for page in PAGES for block in BLOCK.finditer(page.read_text("utf-8"))]
    lines = [block.string.count("\n", 0, block.start(1)) + 1 for _, block in found]
    return [
        pytest.param(page, block[1], line, id=f"{page.name}:{line}")
        for (page, block), line in zip(found, lines, strict=True)
    ]


@pytest.mark.parametrize(("page", "source", "line"), blocks())
def test_each_python_block_runs(
    page: Path, source: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    is_cell = page.name == "notebooks.md"
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if is_cell else 0
    code = compile("\n" * (line - 1) + source, page, "exec", flags)
    names = {"__name__": "__main__", **({"display": print} if is_cell else {})}
    running = eval(code, names)  # noqa: S307 - our own pages
    if inspect.iscoroutine(running):
        asyncio.run(running)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(REPOSITORY.sub(f"{ROOT}/", page.read_text("utf-8")))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_path_that_is_named_exists(page: Path) -> None:
    named = re.findall(
        r"`((?:pyvenice|tests|tests_real|scripts|docs|specs)/[\w./-]+)`", page.read_text()
    )
    ours = {name for name in named if "acme" not in name}
    assert {name for name in ours if not (ROOT / name).exists()} == set()


def test_each_page_of_the_documentation_is_in_the_navigation_of_the_site() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    assert {page for page in pages if f" {page}\n" not in navigation} == set()


def test_the_first_sample_is_twelve_lines_long() -> None:
    first = BLOCK.search((ROOT / "README.md").read_text("utf-8"))
    assert first is not None
    assert len([line for line in first[1].splitlines() if line.strip()]) == 12


def test_every_make_command_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {name for page in PAGES for name in COMMAND.findall(page.read_text("utf-8"))}
    assert named
    assert named <= targets


def test_the_page_on_errors_names_every_public_error() -> None:
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    public = [getattr(pyvenice, name) for name in pyvenice.__all__]
    errors = {item.__name__ for item in public if inspect.isclass(item) if is_error(item)}
    assert {name for name in errors if f"`{name}` |" not in page} == {"PyveniceError"}


def is_error(item: type) -> bool:
    return issubclass(item, Exception)

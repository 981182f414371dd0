"""`docs/overlay.md` explains every `x-` word that the overlays use or that the code reads."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "overlay.md").read_text("utf-8")
OVERLAYS = sorted(ROOT.glob("specs/*/overlay.yaml"))
WORD = re.compile(r"x-[a-z-]*[a-z]")
HEADERS = re.compile(
    r"x-(api-key|balance-|compute-|content-type-options|frame-options|goog-|gzip|litellm-|next-cursor|payment|ratelimit-|request-id"
    r"|openwebui-|pyvenice-|sandbox|schemathesis|should-retry|stainless-|venice-"
    r"|www-form-urlencoded)"
)
"""Headers and media types that begin like the words of an overlay."""


@functools.cache
def explained() -> dict[str, set[str]]:
    """The words with a section of their own, and the packages that their last line names."""
    sections = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    return {
        WORD.findall(section)[0]: set(
            re.findall(r"`(.+?)`", re.findall(r"^Read by: (.+)$", section, re.MULTILINE)[0])
        )
        for section in sections
    }


def own_words() -> set[str]:
    """The words of the last table, which the code writes itself."""
    return set(WORD.findall(PAGE.partition("## Words that no overlay needs")[2]))


@functools.cache
def read_words() -> dict[str, set[str]]:
    """The words in the code, and the packages that name them."""
    words: dict[str, set[str]] = {}
    for path in sorted(ROOT.glob("pyvenice/**/*.py")):
        package = ".".join(path.relative_to(ROOT / "pyvenice").parts[:-1])
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and WORD.fullmatch(text) and not HEADERS.match(text):
                words.setdefault(text, set()).add(package)
    return words


def test_every_word_that_code_reads_is_explained() -> None:
    assert read_words().keys() <= explained().keys() | own_words()


@pytest.mark.parametrize("word", explained())
def test_a_word_says_which_packages_read_it(word: str) -> None:
    assert explained()[word] <= read_words()[word]
    assert read_words()[word] <= explained()[word] | {"codegen.writers"}


@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.parent.name)
def test_every_word_of_an_overlay_is_explained(overlay: Path) -> None:
    words = re.findall(r"\b(x-[a-z-]*[a-z]):", overlay.read_text("utf-8"))
    used = {word for word in words if not HEADERS.match(word)}
    assert used <= explained().keys()


def test_every_explained_word_has_an_example() -> None:
    sections = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    for section in sections:
        word = WORD.findall(section)[0]
        assert re.search(rf"```yaml\n[^`]*\b{word}:", section), word

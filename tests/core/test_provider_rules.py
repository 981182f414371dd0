from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pyvenice.core.provider_rules import ProviderRules, mentions
from pyvenice.generated import PROVIDERS

ROOT = Path(__file__).resolve().parents[2] / "pyvenice"
FOLDERS = sorted(path.parent.name for path in ROOT.glob("providers/*/__init__.py"))
TELLING = re.compile(r"[\w.-]*[-_0-9A-Z][\w.-]*")
"""A literal that is one word and more than a plain English one: a header, a code, a key."""
SHARED = {"b64_json", "IMAGE"}
"""Words of providers' own that are standards among them, or plain English in capitals."""


def strings(path: Path) -> Iterator[str]:
    """The string constants in the code of a module, docstrings and messages left out."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def provider_words() -> dict[str, set[str]]:
    """The names of the providers, and the literals of their rules."""
    words = {}
    for name in PROVIDERS:
        title = importlib.import_module(f"pyvenice.generated.{name}.operations").PROVIDER.title
        words[name] = {name, title}
        if (rules := ROOT / "providers" / name / "rules.py").exists():
            words[name] |= {text for text in strings(rules) if TELLING.fullmatch(text)}
    return words


def sources(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("name", PROVIDERS)
def test_core_and_contract_name_no_provider_and_none_of_its_words(name: str) -> None:
    words = provider_words()[name] - SHARED
    pattern = re.compile(
        "|".join(rf"(?<![\w-]){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in sources("core", "contract")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if (match := pattern.search(line))
    ]
    assert found == [], "the words of a provider belong into its rules.py"


def test_the_words_of_a_provider_are_found() -> None:
    assert {"venice", "Venice", "x-venice-", "x402Version"} <= provider_words()["venice"]
    assert {"moderation_blocked", "insufficient_quota"} <= provider_words()["openai"]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_clients_of_a_folder_have_the_rules_of_the_folder(name: str) -> None:
    client = importlib.import_module(f"pyvenice.providers.{name}.client")
    rules = ProviderRules()
    if (ROOT / "providers" / name / "rules.py").exists():
        rules = importlib.import_module(f"pyvenice.providers.{name}.rules").RULES
    classes = [
        value
        for value in vars(client).values()
        if isinstance(value, type) and getattr(value, "provider", None) is not None
    ]
    assert len(classes) == 2
    assert [value.rules for value in classes] == [rules, rules]  # type: ignore[attr-defined]


def test_metadata_is_what_the_rules_and_every_provider_name() -> None:
    rules = ProviderRules(metadata_headers=("seed", "x-acme-"))
    headers = {
        "seed": "7",
        "seeds": "no",
        "x-acme-model": "m",
        "x-ratelimit-remaining": "3",
        "x-sandbox": "pyvenice",
        "date": "no",
    }
    assert set(rules.metadata(headers)) == {
        "seed",
        "x-acme-model",
        "x-ratelimit-remaining",
        "x-sandbox",
    }


@pytest.mark.parametrize(
    ("headers", "cost"),
    [
        ({"x-price": "0.5", "x-cost": "0.25"}, 0.5),
        ({"x-price": "free", "x-cost": "0.25"}, 0.25),
        ({}, None),
        ({"x-price": "free"}, None),
    ],
)
def test_the_cost_is_the_first_number_in_the_cost_headers(
    headers: dict[str, str], cost: float | None
) -> None:
    assert ProviderRules(cost_headers=("x-price", "x-cost")).cost(headers) == cost


@pytest.mark.parametrize(
    ("text", "phrases", "found"),
    [
        ("CONTENT_MODERATION", ("content moderation",), True),
        ("rejected by our safety-system.", ("Safety System",), True),
        ("", ("x",), False),
        ("anything", (), False),
        ("content", ("content moderation",), False),
    ],
)
def test_phrases_are_compared_without_case_and_separators(
    text: str, phrases: tuple[str, ...], found: bool
) -> None:
    assert mentions(text, phrases) is found

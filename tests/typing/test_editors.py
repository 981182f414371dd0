"""What an editor shows, asked of the engines themselves: pyright, ty and jedi."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from pyvenice.core.request.operation_table import Operation
from pyvenice.generated import PROVIDERS
from tests.typing.language_server import COMMANDS, LanguageServer

jedi = pytest.importorskip("jedi", reason="jedi is in the extra dev")


class Session:
    """A document with one line for each call, and the places in it."""

    def __init__(self) -> None:
        self.lines = ["from typing import Any"]
        self.calls: dict[tuple[str, str, bool], int] = {}
        for provider in PROVIDERS:
            module = importlib.import_module(f"pyvenice.providers.{provider}.client")
            operations = importlib.import_module(f"pyvenice.generated.{provider}.operations")
            for name in module.__all__:
                is_async = name.startswith("Async")
                client = f"{provider}_{name.lower()}"
                self.lines.append(f"from pyvenice import {name}")
                self.lines.append(f"{client} = {name}('key')")
                for operation in operations.OPERATIONS:
                    if (provider, operation.name, is_async) in self.calls:
                        continue  # one method, whatever its model
                    self.calls[provider, operation.name, is_async] = len(self.lines)
                    self.lines.append(f"{client}.{operation.name}({_arguments(operation)})")
        self.text = "\n".join(self.lines) + "\n"

    def column(self, line: int, word: str) -> int:
        return self.lines[line].index(word) + 1


def _arguments(operation: Operation) -> str:
    """Every argument that is required, and `timeout`, which every method has."""
    names = [parameter.name for parameter in operation.parameters if parameter.required]
    return ", ".join(f"{name}=''" for name in [*names, "timeout"])


SESSION = Session()
FIRST_ASYNC = {
    provider: call for call in reversed(SESSION.calls) for provider in call[:1] if call[2]
}
# Sync and async methods are twins, by a test of their own: one async method for each provider.
CALLS = [
    pytest.param(*call, id=".".join(map(str, call[:2])) + "-async" * call[2])
    for call in SESSION.calls
    if not call[2] or call in FIRST_ASYNC.values()
]
each_call = pytest.mark.parametrize(("provider", "name", "is_async"), CALLS)


@pytest.fixture(scope="session", params=COMMANDS)
def server(request: pytest.FixtureRequest) -> Iterator[LanguageServer]:
    with LanguageServer(request.param) as opened:
        opened.open(SESSION.text)
        yield opened


def described(provider: str, name: str, *, is_async: bool) -> dict[str, str]:
    """Argument → its text, as the method itself has it."""
    module = importlib.import_module(f"pyvenice.providers.{provider}.client")
    client = next(known for known in module.__all__ if known.startswith("Async") == is_async)
    target: Any = getattr(module, client)("key")
    for part in name.split("."):
        target = getattr(target, part)
    lines = (inspect.getdoc(target) or "").splitlines()
    texts = dict(line.strip().split(": ", 1) for line in lines if line.startswith("    "))
    return {key: texts[key] for key in inspect.signature(target).parameters}


def words(answer: Any) -> str:
    """The text of an answer without the spelling of its markup."""
    text = str(answer)
    for mark in ("\\n", "\\'", "&nbsp;", "*", "`", "\\", " ", '"', "'"):
        text = text.replace(mark, "")
    return text


@each_call
def test_hover_over_a_method_shows_every_argument_with_its_text(
    server: LanguageServer, provider: str, name: str, is_async: bool
) -> None:
    line = SESSION.calls[provider, name, is_async]
    column = SESSION.lines[line].index("(") - 1
    shown = words(server.ask("hover", line, column))
    for argument, text in described(provider, name, is_async=is_async).items():
        assert f"{argument}:" in shown
        assert words(text) in shown


@each_call
def test_hover_over_an_argument_shows_its_text(
    server: LanguageServer, provider: str, name: str, is_async: bool
) -> None:
    line = SESSION.calls[provider, name, is_async]
    texts = described(provider, name, is_async=is_async)
    given = [argument for argument in texts if f"{argument}=" in SESSION.lines[line]]
    for argument in given:
        shown = words(server.ask("hover", line, SESSION.column(line, f"{argument}=")))
        assert words(texts[argument]) in shown


@each_call
def test_signature_help_lists_the_arguments_in_order_with_the_text_of_the_active_one(
    server: LanguageServer, provider: str, name: str, is_async: bool
) -> None:
    line = SESSION.calls[provider, name, is_async]
    texts = described(provider, name, is_async=is_async)
    help_ = server.ask("signatureHelp", line, SESSION.column(line, "timeout=") + 7)
    signature = help_["signatures"][help_.get("activeSignature") or 0]
    labels = [
        _label(signature["label"], parameter["label"]) for parameter in signature["parameters"]
    ]
    names = [label.partition(":")[0].strip() for label in labels if ":" in label]
    assert [name for name in names if name != "stream"] == [
        argument for argument in texts if argument != "stream"
    ]
    assert words(texts["timeout"]) in words(signature)


def _label(signature: str, label: str | list[int]) -> str:
    return label if isinstance(label, str) else signature[label[0] : label[1]]


@each_call
def test_completion_offers_every_argument_that_is_not_given(
    server: LanguageServer, provider: str, name: str, is_async: bool
) -> None:
    line = SESSION.calls[provider, name, is_async]
    answer = server.ask("completion", line, SESSION.column(line, "timeout=") - 1)
    items = answer["items"] if isinstance(answer, dict) else answer
    offered = {item["label"].rstrip("=") for item in items}
    texts = described(provider, name, is_async=is_async)
    given = {argument for argument in texts if f"{argument}=" in SESSION.lines[line]}
    assert {*texts} - given <= offered


@each_call
def test_jedi_completes_documents_and_lists_the_arguments(
    provider: str, name: str, is_async: bool
) -> None:
    line = SESSION.calls[provider, name, is_async]
    call = SESSION.lines[line]
    texts = described(provider, name, is_async=is_async)
    script = jedi.Script(SESSION.text)
    (found,) = script.help(line + 1, call.index("(") - 1)
    documented = words(found.docstring())
    assert all(words(f"{argument}: {text}") in documented for argument, text in texts.items())
    column = SESSION.column(line, "timeout=") - 1
    offered = {item.name.rstrip("=") for item in script.complete(line + 1, column)}
    given = {argument for argument in texts if f"{argument}=" in call}
    assert {*texts} - given <= offered | {"stream"}
    (signature, *_) = script.get_signatures(line + 1, column)
    assert {parameter.name for parameter in signature.params} >= {*texts} - {"stream"}


def test_jedi_offers_nothing_but_the_methods() -> None:
    text = "from pyvenice import VeniceClient\nclient = VeniceClient('key')\nclient.image."
    names = {item.name for item in jedi.Script(text).complete(3, 13)}
    public = {name for name in names if not name.startswith("_")}
    assert public == {"edit", "multi_edit", "remove_background", "upscale", "generate", "styles"}


@pytest.fixture(scope="module", autouse=True)
def _jedi_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    # Test processes that share jedi's cache read files that another has not finished writing.
    jedi.settings.cache_directory = str(tmp_path_factory.mktemp("jedi"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_values_of_an_argument_are_completed(name: str) -> None:
    text = "from pyvenice import VeniceClient\nVeniceClient('key').image.edit(aspect_ratio='')\n"
    with LanguageServer(name) as opened:
        opened.open(text)
        answer = opened.ask("completion", 1, text.splitlines()[1].index("''") + 1)
    items = answer["items"] if isinstance(answer, dict) else answer
    assert {"16:9", "4:5", "auto"} <= {item["label"].strip("\"'") for item in items}

"""Old names: what older pyvenice, venice-py and OpenAI's client call things, and what they are called here.

`python -m pyvenice.providers.venice.facts.old_names FILE|FOLDER …` prints each place in Python files where an
old name is used, with the new one.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

CLASSES = {
    "ChatCompletion": "client.chat.completions",
    "ImageGeneration": "client.image",
    "Models": "client.models",
    "APIKeys": "client.api_keys",
    "Embeddings": "client.embeddings",
    "Audio": "client.audio",
    "Characters": "client.characters",
    "Billing": "client.billing",
    "AsyncClient": "AsyncVeniceClient",
}
"""Classes that were imported from a package, and where their methods are."""
METHODS = {
    "beta": "chat.completions.parse",
    "beta.chat.completions.parse": "chat.completions.parse",
    "copy": "with_options",
    "get": "request",
    "post": "request",
    "get_async": "request",
    "post_async": "request",
    "image.create": "image.generate",
    "image.submit": "image.generate",
    "image.list_styles": "image.styles",
    "image.background_remove": "image.remove_background",
    "image.simple_generate": "images.generate",
    "image.generate_openai_style": "images.generate",
    "images.create": "images.generate",
    "images.create_variation": "image.edit",
    "chat.create": "chat.completions.create",
    "chat.stream": "chat.completions.stream",
    "chat.completions.run_with_tools": "chat.completions.run_tools",
    "chat.completions.create_with_web_search": "chat.completions.create",
    "audio.create_speech": "audio.speech.create",
    "audio.create_speech_streaming": "audio.speech.stream",
    "audio.speech.with_streaming_response": "audio.speech.stream",
    "audio.save_speech": "audio.speech.create",
    "audio.stream_long_text": "audio.speech.stream",
    "audio.get_voices": "models.voices",
    "audio.list_voices": "models.voices",
    "audio.transcribe": "audio.transcriptions.create",
    "audio.create_voice": "audio.voices.create",
    "audio.create_cloned_voice": "audio.voices.create",
    "audio.queue": "music.queue",
    "audio.retrieve": "music.retrieve",
    "audio.quote": "music.quote",
    "audio.complete": "music.complete",
    "audio.translations": "audio.transcriptions.create",
    "music.release": "music.complete",
    "video.cancel": "video.complete",
    "video.wait_for_completion": "video.run",
    "music.wait_for_completion": "music.run",
    "embeddings.create_batch": "embeddings.create",
    "models.get_model": "models.get",
    "models.get_capabilities": "models.capabilities",
    "models.supports_parameter": "models.supports",
    "models.get_traits": "models.traits",
    "models.compatibility": "models.compatibility_mapping",
    "models.get_compatibility_mapping": "models.compatibility_mapping",
    "models.map_model_name": "models.resolve",
    "characters.iter_all": "characters.iterate",
    "characters.iter_reviews": "characters.iterate_reviews",
    "characters.get_character": "characters.get",
    "characters.list_by_tag": "characters.list",
    "characters.list_adult_only": "characters.list",
    "characters.list_safe": "characters.list",
    "api_keys.iter_all": "api_keys.list",
    "api_keys.retrieve": "api_keys.get",
    "api_keys.get_info": "api_keys.list",
    "api_keys.create_key": "api_keys.create",
    "api_keys.delete_key": "api_keys.delete",
    "api_keys.get_rate_limits": "api_keys.rate_limits",
    "api_keys.get_rate_limit_log": "api_keys.rate_limit_log",
    "api_keys.get_web3_token": "api_keys.web3_token",
    "api_keys.generate_web3_key": "api_keys.create_web3",
    "billing.get_balance": "billing.balance",
    "billing.get_usage": "billing.usage",
    "billing.get_all_usage": "billing.usage",
    "billing.get_usage_history": "billing.usage_history",
    "billing.iter_usage_history": "billing.usage",
    "billing.iter_usage_history_csv": "billing.usage_csv",
    "billing.get_usage_analytics": "billing.usage_analytics",
    "billing.get_usage_summary": "billing.usage_analytics",
    "crypto.batch_rpc": "crypto.batch",
}
"""Methods below the client by their old names."""
ABSENT = {
    "decisions": "decisions",
    "voice_changer": "the voice changer",
    "tee": "attestation of models in enclaves",
    "x402": "payment by wallet",
}
"""Attributes of other clients that have no methods here."""


class OldName(NamedTuple):
    """A place in a file where an old name is used."""

    line: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.old} is {self.new} here"


def advice(path: str) -> str | None:
    """What to say to somebody who asks a client for this attribute, such as `image.create`."""
    if path in METHODS:
        return f"it is called client.{METHODS[path]} here"
    if path.startswith("models.resolve_"):
        return "it is called client.models.resolve here"
    if path.endswith("with_raw_response"):
        return "client.request(method, path, json=…) gives the response as it came"
    if path in ABSENT:
        return (
            f"{ABSENT[path]} has no method here: client.request(method, path) reaches any address"
        )
    return None


def old_names(text: str) -> list[OldName]:
    """The old names in the text of a Python file, in their order. Raises `SyntaxError`."""
    tree = ast.parse(text)
    imported = dict(_imported_classes(tree))
    found = [name for node in ast.walk(tree) for name in _names_in(node, imported)]
    return sorted(found, key=lambda name: name.line)


def _imported_classes(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The names under which a file imports old classes, and the classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and _is_old_package(node.module):
            for name in node.names:
                if name.name in CLASSES:
                    yield name.asname or name.name, name.name


def _is_old_package(module: str | None) -> bool:
    return (module or "").partition(".")[0] in {"pyvenice", "venice_ai"}


def _names_in(node: ast.AST, imported: Mapping[str, str]) -> Iterator[OldName]:
    if isinstance(node, ast.ImportFrom) and _is_old_package(node.module):
        for name in node.names:
            if name.name in CLASSES:
                yield OldName(node.lineno, name.name, CLASSES[name.name])
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if (called := imported.get(node.func.id)) is not None:
            yield OldName(node.lineno, called, CLASSES[called])
    elif isinstance(node, ast.Attribute):
        yield from _attribute(node)


def _attribute(node: ast.Attribute) -> Iterator[OldName]:
    """An old class of a module, or an old method below any object: its name alone may mean much."""
    receiver, *parts = _dotted(node)
    if receiver == "pyvenice" and len(parts) == 1 and parts[0] in CLASSES:
        yield OldName(node.lineno, parts[0], CLASSES[parts[0]])
    for length in range(2, len(parts) + 1):
        if (old := ".".join(parts[-length:])) in METHODS:
            yield OldName(node.end_lineno or node.lineno, f"client.{old}", f"client.{METHODS[old]}")


def _dotted(node: ast.expr) -> list[str]:
    """The names of `client.audio.create_speech`; what is no name, such as a call, is empty."""
    if isinstance(node, ast.Attribute):
        return [*_dotted(node.value), node.attr]
    return [node.id if isinstance(node, ast.Name) else ""]


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the old names in files. Exit status 0: there are none; 1: there are; 2: a file cannot be read."""
    parser = argparse.ArgumentParser(
        prog="python -m pyvenice.providers.venice.facts.old_names",
        description="Find old names of Venice clients in Python files, and print the new ones.",
        epilog="Exit status 0: there are none; 1: there are; 2: a file cannot be read.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    count, is_whole = 0, True
    given: list[Path] = parser.parse_args(argv).paths
    for path in chain.from_iterable(map(_files, given)):
        try:
            names = old_names(path.read_text("utf-8"))
        except (OSError, ValueError, SyntaxError) as error:
            is_whole = False
            print(f"{path}: cannot be read: {error}", file=sys.stderr)  # noqa: T201
            continue
        count += len(names)
        for name in names:
            print(f"{path}:{name.line}: {name}")  # noqa: T201
    return (1 if count else 0) if is_whole else 2


if __name__ == "__main__":
    sys.exit(main())

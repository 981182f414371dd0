"""Old names: what older pyvenice, venice-py and OpenAI's client call things, and what they are called here.

`python -m pyvenice.providers.venice.facts.old_names FILE …` prints each place in Python files where an old
name stands, with the new one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
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
    """A place in a file where an old name stands."""

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


def old_names(text: str) -> Iterator[OldName]:
    """The old names in the text of a Python file."""
    imported = "|".join(CLASSES)
    called = "|".join(map(re.escape, sorted((name for name in METHODS if "." in name), key=len)))
    classes = re.compile(
        rf"\b(?:pyvenice\S* import .*?|pyvenice\.)\b({imported})\b|\b({imported})\("
    )
    methods = re.compile(rf"\b(?:client|venice)\.({called})\(")
    for number, line in enumerate(text.splitlines(), 1):
        for match in classes.finditer(line):
            name = match[1] or match[2]
            yield OldName(number, name, CLASSES[name])
        for match in methods.finditer(line):
            yield OldName(number, f"client.{match[1]}", f"client.{METHODS[match[1]]}")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the old names in files. Exit status 0: there are none; 1: there are; 2: a file cannot be read."""
    count = 0
    for name in sys.argv[1:] if argv is None else argv:
        try:
            text = Path(name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            print(f"{name}: {error}", file=sys.stderr)  # noqa: T201
            return 2
        for found in old_names(text):
            count += 1
            print(f"{name}:{found.line}: {found}")  # noqa: T201
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())

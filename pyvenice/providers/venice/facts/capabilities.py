"""Capability checks: what a model of the pinned or the live list cannot do, found before it costs money."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pyvenice.core.client.pinned_models import ModelRow, pinned_models
from pyvenice.core.provider_rules import ResultWarning
from pyvenice.core.recording.short_repr import short_repr
from pyvenice.core.request.operation_table import Operation
from pyvenice.errors import ArgumentError, UnknownModelError, UnsupportedParameterError

_log = logging.getLogger("pyvenice")
_KINDS = {
    "chat.completions.create": "text",
    "responses.create": "text",
    "embeddings.create": "embedding",
    "audio.speech.create": "tts",
    "audio.transcriptions.create": "asr",
    "music.queue": "music",
    "video.queue": "video",
    "image.edit": "inpaint",
    "image.multi_edit": "inpaint",
    "image.generate": "image",
    "images.generate": "image",
}
"""The type of the models that an operation takes."""
_DEFAULTS = {"audio.speech.create": "tts-kokoro"}
"""The model that the server takes where none is named."""
_PARTS = {
    "image_url": "supportsVision",
    "input_image": "supportsVision",
    "input_audio": "supportsAudioInput",
    "video_url": "supportsVideoInput",
}
"""The capability that a part of a message asks for."""
_WORDS = {
    "supportsVision": "sees no images",
    "supportsAudioInput": "hears no audio",
    "supportsVideoInput": "sees no videos",
    "supportsFunctionCalling": "calls no tools",
    "supportsResponseSchema": "answers by no schema",
    "supportsReasoning": "does not reason",
    "supportsLogProbs": "gives no log probabilities",
    "supportsWebSearch": "searches no web",
    "supportsXSearch": "searches no posts on X",
}
_SPEC = {
    "privacy": "privacy",
    "traits": "traits",
    "availableContextTokens": "context",
    "pricing": "pricing",
    "constraints": "constraints",
    "voices": "voices",
    "embeddingDimensions": "dimensions",
    "supportsCustomDimensions": "shortens",
    "supported_formats": "formats",
    "default_format": "default_format",
    "supports_custom_voice_id": "custom_voices",
    "min_duration": "min_duration",
    "max_duration": "max_duration",
    "deprecation": "deprecation",
}
"""Facts of a live entry, and what the pinned list calls them."""
_CURRENCIES = {"usd", "diem"}
_SCHEMES = ("http://", "https://", "data:")
_DECIMALS = 9
"""Of prices: the list says 0.009200000000000002 for 0.0092."""


class Problem(NamedTuple):
    """Something that was asked for and that the model cannot do."""

    argument: str
    value: object
    reason: str


class KnownModels(NamedTuple):
    """A list of models: the pinned one, or one that was fetched."""

    rows: Mapping[str, ModelRow]
    is_live: bool = False

    @property
    def origin(self) -> str:
        """Where the list comes from, for messages."""
        return "the live list of models" if self.is_live else "the pinned list of models"

    def find(self, name: str, kind: str) -> tuple[ModelRow | None, bool]:
        """The model of an id or of a trait, without its suffix; and whether it was found by its trait."""
        plain = name.partition(":")[0] if name not in self.rows else name
        if plain in self.rows:
            return self.rows[plain], False
        for row in self.rows.values():
            if row.get("type") == kind and plain in row.get("traits", ()):
                return row, True
        return None, False


PINNED = KnownModels(pinned_models("venice"))


def live_models(entries: Iterable[Mapping[str, Any]]) -> KnownModels:
    """A list of models from the entries of `GET /models`."""
    return KnownModels({str(entry["id"]): model_row(entry) for entry in entries}, is_live=True)


def model_row(entry: Mapping[str, Any]) -> ModelRow:
    """An entry of the live list as a line of the pinned one: what is known, with prices in US dollars."""
    spec = entry.get("model_spec") or {}
    able = spec.get("capabilities") or {}
    row: dict[str, Any] = {"id": entry["id"], "type": entry.get("type"), "name": spec.get("name")}
    row["created"] = entry.get("created")
    row |= {short: spec.get(name) for name, short in _SPEC.items()}
    row["pricing"] = _in_dollars(row["pricing"])
    row["can"] = sorted(name for name, value in able.items() if value is True)
    row["facts"] = {name: value for name, value in able.items() if not isinstance(value, bool)}
    return {name: value for name, value in row.items() if value not in (None, [], {})}


def _in_dollars(prices: Any) -> Any:
    """Prices without those in other currencies: `{"usd": 0.04, "diem": 0.04}` is 0.04."""
    if isinstance(prices, float):
        return round(prices, _DECIMALS)
    if not isinstance(prices, Mapping):
        return prices
    if prices.keys() == _CURRENCIES:
        return _in_dollars(prices["usd"])
    return {name: _in_dollars(price) for name, price in prices.items() if name != "diem"}


def check(operation: Operation, arguments: Mapping[str, Any], known: KnownModels | None) -> None:
    """Raise `UnsupportedParameterError` for what the model of these arguments cannot do.

    With `unknown_values="warn"`, and for a trait of the pinned list, which may belong to another model
    by now, that is logged instead.
    """
    known = known or PINNED
    _check_urls(operation, arguments)
    for problem, is_certain in _problems(operation, arguments, known):
        text = f"{operation.title}: {problem.reason}, by {known.origin}"
        if is_certain and arguments.get("unknown_values") != "warn":
            raise UnsupportedParameterError(
                f"{text}; nothing was sent. unknown_values='warn' sends it all the same,"
                " client.models.refresh() fetches the live list",
                argument=problem.argument,
                adjustments=(),
            )
        _log.warning("%s; it is sent all the same", text)


def _check_urls(operation: Operation, arguments: Mapping[str, Any]) -> None:
    """Raise `ArgumentError` for a path where the address of a picture, audio or video is meant."""
    named = [(name, value) for name, value in arguments.items() if name.endswith(("_url", "_urls"))]
    for argument, value in named:
        for url in value if isinstance(value, list | tuple) else [value]:
            if isinstance(url, str) and not url.lower().startswith(_SCHEMES):
                raise ArgumentError(
                    f"{operation.title}: {argument} takes http(s) and data: URLs, not {short_repr(url)}",
                    argument=argument,
                    value=url,
                    allowed="an http(s) or data: URL",
                )


def known_models(client: Any) -> KnownModels | None:
    """The list of models that a client has fetched; `None` where the pinned one counts."""
    known: KnownModels | None = client.models.known
    return known


def warnings(
    operation: Operation, arguments: Mapping[str, Any], known: KnownModels | None
) -> tuple[ResultWarning, ...]:
    """The same as warnings of a result: image models say little of what they refuse."""
    known = known or PINNED
    return tuple(
        ResultWarning("model-capability", f"{problem.reason}, by {known.origin}", problem.argument)
        for problem, _ in _problems(operation, arguments, known)
    )


def unknown_model(name: str, known: KnownModels) -> UnknownModelError:
    """The error for a name that is no model, no trait and no id of another provider; not raised here."""
    traits = {trait for row in known.rows.values() for trait in row.get("traits", ())}
    near = difflib.get_close_matches(name, [*traits, *known.rows], n=3, cutoff=0.6)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    return UnknownModelError(
        f"venice has no model, trait or alias {name!r}.{meant}", value=name, nearest=near
    )


def _problems(
    operation: Operation, arguments: Mapping[str, Any], known: KnownModels
) -> Iterator[tuple[Problem, bool]]:
    kind = _KINDS.get(operation.name)
    model = arguments.get("model") or _DEFAULTS.get(operation.name)
    if not isinstance(model, str) or kind is None:
        return
    row, by_trait = known.find(model, kind)
    if row is None:
        return
    is_certain = known.is_live or not by_trait
    if row.get("type") not in {kind, None} and not _is_alike(str(row["type"]), kind):
        reason = f"{row['id']} is a model of type {row['type']}, and not {kind}"
        yield Problem("model", model, reason), is_certain
        return
    for problem in _CHECKS[kind](row, arguments):
        yield problem, is_certain


def _is_alike(given: str, wanted: str) -> bool:
    """Models that draw are listed as those that edit, and the other way round."""
    return {given, wanted} <= {"image", "inpaint"}


def _text_problems(row: ModelRow, arguments: Mapping[str, Any]) -> Iterator[Problem]:
    if "can" not in row:
        return
    for argument, value, capability in _wanted_capabilities(arguments):
        if capability not in row["can"]:
            yield Problem(argument, value, f"{row['id']} {_WORDS[capability]}")
    facts = row.get("facts", {})
    images = sum(1 for part in _parts(arguments) if _PARTS.get(part) == "supportsVision")
    most = facts.get("maxImages")
    if isinstance(most, int | float) and most and images > most and "supportsVision" in row["can"]:
        yield Problem("messages", images, f"{row['id']} takes at most {most:g} images")
    effort, options = _effort(arguments), facts.get("reasoningEffortOptions")
    if effort and options and effort not in options:
        allowed = ", ".join(options)
        yield Problem(
            "reasoning_effort", effort, f"{row['id']} takes the efforts {allowed}, not {effort!r}"
        )


def _wanted_capabilities(arguments: Mapping[str, Any]) -> Iterator[tuple[str, object, str]]:
    """The capabilities that the arguments ask for."""
    yield from _wanted_tools(arguments)
    for part in _parts(arguments):
        if part in _PARTS:
            yield "messages", part, _PARTS[part]
    form = arguments.get("response_format")
    if isinstance(form, Mapping) and form.get("type") == "json_schema":
        yield "response_format", form, "supportsResponseSchema"
    effort = _effort(arguments)
    if effort and effort != "none":
        yield "reasoning_effort", effort, "supportsReasoning"
    if arguments.get("logprobs"):
        yield "logprobs", True, "supportsLogProbs"
    parameters = arguments.get("venice_parameters")
    parameters = parameters if isinstance(parameters, Mapping) else {}
    if parameters.get("enable_web_search") == "on" or arguments.get("web_search"):
        yield "venice_parameters", "enable_web_search", "supportsWebSearch"
    if parameters.get("enable_x_search"):
        yield "venice_parameters", "enable_x_search", "supportsXSearch"


def _wanted_tools(arguments: Mapping[str, Any]) -> Iterator[tuple[str, object, str]]:
    for tool in arguments.get("tools") or ():
        kind = tool.get("type") if isinstance(tool, Mapping) else None
        if kind in {None, "function"}:
            yield "tools", tool, "supportsFunctionCalling"
        elif kind in {"web_search", "x_search"}:
            yield "tools", tool, "supportsWebSearch" if kind == "web_search" else "supportsXSearch"


def _effort(arguments: Mapping[str, Any]) -> str | None:
    reasoning = arguments.get("reasoning")
    given = reasoning.get("effort") if isinstance(reasoning, Mapping) else None
    effort = arguments.get("reasoning_effort") or given
    return effort if isinstance(effort, str) else None


def _parts(arguments: Mapping[str, Any]) -> Iterator[str]:
    """The types of all parts of all messages."""
    messages = arguments.get("messages") or arguments.get("input") or ()
    for message in messages if isinstance(messages, list | tuple) else ():
        content = message.get("content") if isinstance(message, Mapping) else None
        for part in content if isinstance(content, list | tuple) else ():
            if isinstance(part, Mapping):
                yield str(part.get("type"))


def _embedding_problems(row: ModelRow, arguments: Mapping[str, Any]) -> Iterator[Problem]:
    wanted, size = arguments.get("dimensions"), row.get("dimensions")
    if not isinstance(wanted, int):
        return
    if row.get("shortens") is False and wanted != size:
        yield Problem("dimensions", wanted, f"{row['id']} cannot shorten its vectors of {size}")
    elif isinstance(size, int | float) and wanted > size:
        reason = f"the vectors of {row['id']} have {size:g} dimensions, fewer than {wanted}"
        yield Problem("dimensions", wanted, reason)


def _speech_problems(row: ModelRow, arguments: Mapping[str, Any]) -> Iterator[Problem]:
    voice, voices = arguments.get("voice"), row.get("voices")
    is_cloned = isinstance(voice, str) and voice.startswith("vv_")
    if voice and voices and voice not in voices and not (is_cloned or row.get("custom_voices")):
        near = difflib.get_close_matches(str(voice), voices, n=1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        few = ", ".join(voices[:8])
        reason = f"{row['id']} has no voice {voice!r}: {meant}it has {few} ({len(voices)} in all)"
        yield Problem("voice", voice, reason)
    form, forms = arguments.get("response_format"), row.get("formats")
    if form and forms and form not in forms:
        yield Problem("response_format", form, f"{row['id']} writes {', '.join(forms)}, not {form}")


def _music_problems(row: ModelRow, arguments: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _speech_problems(row, {"voice": arguments.get("voice")})
    seconds, least, most = (
        arguments.get("duration_seconds"),
        row.get("min_duration"),
        row.get("max_duration"),
    )
    if steps := (row.get("pricing") or {}).get("durations"):
        most = most or max(step["max_seconds"] for step in steps.values())
    if not str(seconds or "").isdecimal():
        return
    if (least is not None and int(str(seconds)) < least) or (
        most is not None and int(str(seconds)) > most
    ):
        limits = f"{least} to {most}" if least is not None else f"at most {most}"
        reason = f"{row['id']} makes {limits} seconds, not {seconds}"
        yield Problem("duration_seconds", seconds, reason)


def _media_problems(row: ModelRow, arguments: Mapping[str, Any]) -> Iterator[Problem]:
    """Of pictures and videos: the lists of values that the model has, and the length of the prompt."""
    constraints = row.get("constraints") or {}
    for argument, names in _LISTED.items():
        value = arguments.get(argument)
        allowed = next((constraints[name] for name in names if constraints.get(name)), None)
        if value is not None and allowed and str(value).lower() not in _lower(allowed):
            reason = f"{row['id']} takes the {argument} {', '.join(map(str, allowed))}, not {value}"
            yield Problem(argument, value, reason)
    limit = constraints.get("promptCharacterLimit") or constraints.get("prompt_character_limit")
    prompt = arguments.get("prompt")
    if isinstance(prompt, str) and isinstance(limit, int | float) and len(prompt) > limit:
        reason = f"{row['id']} takes prompts of {limit:g} characters, not {len(prompt)}"
        yield Problem("prompt", len(prompt), reason)
    images, most = arguments.get("images"), constraints.get("maxInputImages")
    if isinstance(images, list | tuple) and isinstance(most, int | float) and len(images) > most:
        yield Problem("images", len(images), f"{row['id']} takes at most {most:g} images")


def _lower(values: Iterable[object]) -> set[str]:
    return {str(value).lower() for value in values}


_LISTED = {
    "aspect_ratio": ("aspectRatios", "aspect_ratios"),
    "resolution": ("resolutions",),
    "quality": ("qualities",),
    "duration": ("durations",),
}
"""Arguments with a list of values, and where models have it."""
_CHECKS = {
    "text": _text_problems,
    "embedding": _embedding_problems,
    "tts": _speech_problems,
    "asr": lambda *_: iter(()),
    "music": _music_problems,
    "video": _media_problems,
    "inpaint": _media_problems,
    "image": _media_problems,
}

"""Options of the one call: every argument by name, with its type, shared by all its verbs."""

from __future__ import annotations

import difflib
import inspect
import os
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, Literal, TypedDict, TypeVar, get_type_hints

from pyvenice.core.images.inputs import MaskInput
from pyvenice.core.request.serialization import readable_items
from pyvenice.errors import ArgumentError, UnknownArgumentError

F = TypeVar("F", bound=Callable[..., Any])


class EditOptions(TypedDict, total=False):
    """Arguments of `edit` and of the other verbs; docs/one-call.md says what they mean."""

    mask: MaskInput | None
    """Where to edit. A plain image: transparent pixels, or white ones where it has no alpha channel."""
    n: int
    """How many images."""
    size: str | tuple[int, int] | None
    """`1024x768`, or width and height."""
    aspect_ratio: str | None
    """`16:9`."""
    resolution: str | None
    """`1K`, `2K`, `4K`."""
    seed: int | None
    strength: float | None
    """How far the result may go from the image, from 0 to 1."""
    guidance_scale: float | None
    steps: int | None
    negative_prompt: str | None
    output_format: str | None
    quality: str | None
    background: str | None
    on_unsupported: Literal["error", "warn"]
    """What becomes of parameters that the model does not take."""
    max_cost: float | str | Decimal | None
    """US dollars that this call may cost at most."""
    allow_unknown_price: bool
    """Send the call although there is a budget and its price is unknown."""
    extra: Mapping[str, Any] | None
    """Further arguments of the provider's own method."""
    save_to: str | os.PathLike[str] | None
    """Write the images to this file; of several, `out.png` becomes `out-1.png`, …."""
    timeout: float | None
    """Seconds for each request."""
    job_id: str | None
    """Wait for this job, which the same call had submitted before, instead of submitting another."""
    tag: str
    """A word of the caller's own for the usage ledger."""


class CallOptions(EditOptions, total=False):
    """Arguments of `pyvenice.edit` and the other functions: those of an editor, and which server to call."""

    api_key: str | None
    base_url: str | None
    """The address of the API."""
    api_base: str | None
    """The same, as LiteLLM calls it."""
    sandbox: bool
    """Let a server in this process answer: no key and no network are needed."""


def shows(options: type) -> Callable[[F], F]:
    """Let a function that takes `**options` show each of them in its signature."""

    def decorate(function: F) -> F:
        signature = inspect.signature(function)
        plain = [
            parameter
            for parameter in signature.parameters.values()
            if parameter.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        shown = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=hint)
            for name, hint in get_type_hints(options).items()
        ]
        function.__signature__ = signature.replace(parameters=[*plain, *shown])  # type: ignore[attr-defined]  # what inspect reads
        return function

    return decorate


def check_text_keys(name: str, value: object) -> None:
    """Raise `ArgumentError` for what is no mapping with texts as its keys."""
    if value is None:
        return
    if not isinstance(value, Mapping) or not all(
        isinstance(key, str) for key in readable_items(partial(iter, value), name)
    ):
        raise ArgumentError(
            f"{name} must be a mapping of names, not {type(value).__name__}",
            argument=name,
            allowed="a mapping of names",
        )


def check_names(given: Mapping[str, object], options: type, function: str) -> None:
    """Raise `UnknownArgumentError` for a name that is no option."""
    known = options.__annotations__
    for name, value in given.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f"; did you mean {near[0]}=?" if near else ""
            raise UnknownArgumentError(
                f"{function}() has no argument {name}{meant}; what only this provider has goes"
                f" into extra={{{name!r}: …}}",
                argument=name,
                value=value,
                allowed=tuple(known),
            )

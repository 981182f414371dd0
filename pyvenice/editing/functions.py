"""The one call as functions: `pyvenice.edit(image, prompt, model="provider/name")` and its like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from pyvenice.catalogue.lookup import get
from pyvenice.editing.editor import AsyncEditor, Editor, Images
from pyvenice.editing.options import CallOptions, EditOptions, check_names, shows
from pyvenice.editing.result import PricedResult
from pyvenice.errors import ArgumentError

__all__ = [
    "aedit",
    "agenerate",
    "aremove_background",
    "aupscale",
    "edit",
    "generate",
    "remove_background",
    "upscale",
]


@shows(CallOptions)
def edit(
    image: Images, prompt: str | None = None, *, model: str, **options: Unpack[CallOptions]
) -> PricedResult:
    """Edit one image, or several together, with any model of any provider.

    ```python
    pyvenice.edit("photo.jpg", "make it sepia", model="venice/qwen-image-3-edit").save("out.png")
    ```

    Each call makes its connections anew; an `Editor` keeps them. Nothing that was given is dropped in
    silence: what the model does not take raises `UnsupportedParameterError`, or is a warning of the
    result with `on_unsupported="warn"`. Sizes and ratios become the nearest that the model takes.

    Raises `UnknownModelError`, `MissingKeyError`, `BudgetExceededError` or another error before
    anything is sent, and what the provider's client raises.
    """
    with Editor(**_settings("edit", model, options)) as editor:
        return editor.edit(image, prompt, model=model, **_edit_options(options))


@shows(CallOptions)
async def aedit(
    image: Images, prompt: str | None = None, *, model: str, **options: Unpack[CallOptions]
) -> PricedResult:
    """Edit one image, or several together, with any model of any provider, in an event loop. Raises what `edit` raises."""
    async with AsyncEditor(**_settings("aedit", model, options)) as editor:
        return await editor.edit(image, prompt, model=model, **_edit_options(options))


@shows(CallOptions)
def generate(prompt: str, *, model: str, **options: Unpack[CallOptions]) -> PricedResult:
    """Make an image of nothing but a prompt, with any model of any provider that can. Raises what `edit` raises."""
    with Editor(**_settings("generate", model, options)) as editor:
        return editor.generate(prompt, model=model, **_edit_options(options))


@shows(CallOptions)
async def agenerate(prompt: str, *, model: str, **options: Unpack[CallOptions]) -> PricedResult:
    """Make an image of nothing but a prompt, with any model of any provider that can, in an event loop. Raises what `edit` raises."""
    async with AsyncEditor(**_settings("agenerate", model, options)) as editor:
        return await editor.generate(prompt, model=model, **_edit_options(options))


@shows(CallOptions)
def upscale(image: Images, *, model: str, **options: Unpack[CallOptions]) -> PricedResult:
    """Enlarge an image, with any model of any provider that can. Raises what `edit` raises."""
    with Editor(**_settings("upscale", model, options)) as editor:
        return editor.upscale(image, model=model, **_edit_options(options))


@shows(CallOptions)
async def aupscale(image: Images, *, model: str, **options: Unpack[CallOptions]) -> PricedResult:
    """Enlarge an image, with any model of any provider that can, in an event loop. Raises what `edit` raises."""
    async with AsyncEditor(**_settings("aupscale", model, options)) as editor:
        return await editor.upscale(image, model=model, **_edit_options(options))


@shows(CallOptions)
def remove_background(image: Images, *, model: str, **options: Unpack[CallOptions]) -> PricedResult:
    """Cut out what an image shows, with any model of any provider that can. Raises what `edit` raises."""
    with Editor(**_settings("remove_background", model, options)) as editor:
        return editor.remove_background(image, model=model, **_edit_options(options))


@shows(CallOptions)
async def aremove_background(
    image: Images, *, model: str, **options: Unpack[CallOptions]
) -> PricedResult:
    """Cut out what an image shows, with any model of any provider that can, in an event loop. Raises what `edit` raises."""
    async with AsyncEditor(**_settings("aremove_background", model, options)) as editor:
        return await editor.remove_background(image, model=model, **_edit_options(options))


def _settings(function: str, model: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of the editor for one call."""
    check_names(options, CallOptions, function)
    address, alias = options.get("base_url"), options.get("api_base")
    if address is not None and alias is not None:
        raise ArgumentError(
            "base_url and api_base are two names of one argument: give one of them",
            argument="api_base",
            value=alias,
        )
    provider = get(model).provider
    key, url = options.get("api_key"), alias if address is None else address
    return {
        "sandbox": options.get("sandbox", False),
        "api_keys": {} if key is None else {provider: key},
        "base_urls": {} if url is None else {provider: url},
    }


def _edit_options(options: Mapping[str, Any]) -> EditOptions:
    known = EditOptions.__annotations__
    chosen: Any = {name: value for name, value in options.items() if name in known}
    edit_options: EditOptions = chosen
    return edit_options

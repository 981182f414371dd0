"""LiteLLM: every model of the one call as a custom provider, for `litellm.image_edit` and its proxy.

    import litellm
    from pyvenice.integrations.litellm import register

    register()
    litellm.image_edit(model="pyvenice/xinference/…", image=open("p.png", "rb"), prompt="sepia")

For the proxy, name `pyvenice.integrations.litellm.handler` as the `custom_handler` of a provider in
`custom_provider_map`. Public: `register`, `handler`.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pyvenice.core import extras
from pyvenice.editing.functions import aedit, agenerate, edit, generate
from pyvenice.editing.options import CallOptions
from pyvenice.editing.result import PricedResult
from pyvenice.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ArgumentError,
    BudgetExceededError,
    MissingKeyError,
    PyveniceError,
)

PROVIDER = "pyvenice"
_NOT_SENT = {"user", "response_format", "drop_params", "api_key", "api_base", "base_url", "client"}
_STATUSES: Sequence[tuple[type[PyveniceError], int]] = (
    (ArgumentError, 400),
    (MissingKeyError, 401),
    (BudgetExceededError, 402),
    (APITimeoutError, 504),
    (APIConnectionError, 502),
)


def register(provider: str = PROVIDER, **options: Any) -> None:
    """Put the models of the one call into LiteLLM as `provider/…`.

    `options` are those of `pyvenice.edit` for every call that does not give them itself, such as
    `sandbox=True` or `max_cost=0.10`. Registering again replaces them. Raises `MissingExtraError`
    where LiteLLM is not installed.
    """
    litellm = _litellm()
    others = [entry for entry in litellm.custom_provider_map if entry["provider"] != provider]
    made = _handler_class()(options)
    litellm.custom_provider_map = [*others, {"provider": provider, "custom_handler": made}]
    litellm.utils.custom_llm_setup()


def __getattr__(name: str) -> Any:
    """`handler`: the handler with no options, made when it is first asked for."""
    if name != "handler":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _usual_handler()


@cache
def _usual_handler() -> Any:
    return _handler_class()({})


def _litellm() -> Any:
    return extras.load("litellm", extra="litellm", feature="pyvenice.integrations.litellm")


@cache
def _handler_class() -> type[Any]:
    """The handler, below LiteLLM's own base class, which is only there when it is installed."""
    base: Any = extras.load(
        "litellm.llms.custom_llm", extra="litellm", feature="pyvenice.integrations.litellm"
    )

    class Handler(base.CustomLLM):  # type: ignore[misc]  # known at run time only
        """Answers `image_edit`, `aimage_edit`, `image_generation` and `aimage_generation`."""

        def __init__(self, options: Mapping[str, Any]) -> None:
            super().__init__()
            self._options = options

        def image_edit(self, model: str, image: Any, prompt: str | None, **given: Any) -> Any:
            options = _options(self._options, given)
            try:
                result = edit(_images(image), prompt, model=model, **options)
            except PyveniceError as error:
                raise base.CustomLLMError(_status(error), str(error)) from error
            return _response(result, given)

        async def aimage_edit(
            self, model: str, image: Any, prompt: str | None, **given: Any
        ) -> Any:
            options = _options(self._options, given)
            try:
                result = await aedit(_images(image), prompt, model=model, **options)
            except PyveniceError as error:
                raise base.CustomLLMError(_status(error), str(error)) from error
            return _response(result, given)

        def image_generation(self, model: str, prompt: str, **given: Any) -> Any:
            try:
                result = generate(prompt, model=model, **_options(self._options, given))
            except PyveniceError as error:
                raise base.CustomLLMError(_status(error), str(error)) from error
            return _response(result, given)

        async def aimage_generation(self, model: str, prompt: str, **given: Any) -> Any:
            try:
                result = await agenerate(prompt, model=model, **_options(self._options, given))
            except PyveniceError as error:
                raise base.CustomLLMError(_status(error), str(error)) from error
            return _response(result, given)

    return Handler


def _images(images: Any) -> Any:
    """LiteLLM's inputs: of a (name, content, type) tuple the content."""
    given = images if isinstance(images, list) else [images]
    return [_content(image) for image in given]


def _content(image: Any) -> Any:
    return image[1] if isinstance(image, tuple) else image


def _options(usual: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    """The options of the one call that LiteLLM's arguments mean.

    What is neither an option nor LiteLLM's own goes to the provider; `drop_params` makes warnings of
    what the model does not take; `user` becomes the tag of the usage ledger.
    """
    litellm = _litellm()
    params = given["optional_params"]
    own = litellm.utils.filter_out_litellm_params(dict(params))
    named = {name: value for name, value in params.items() if name in CallOptions.__annotations__}
    extra = {
        name: value
        for name, value in own.items()
        if name not in CallOptions.__annotations__ and name not in _NOT_SENT and value is not None
    }
    options: dict[str, Any] = {**usual, **named}
    if "mask" in options:
        options["mask"] = _content(options["mask"])
    if extra:
        options["extra"] = {**(options.get("extra") or {}), **extra}
    if params.get("drop_params") or litellm.drop_params:
        options["on_unsupported"] = "warn"
    if params.get("user"):
        options["tag"] = str(params["user"])
    for name in ("api_key", "api_base"):
        if given.get(name) is not None:
            options[name] = given[name]
    if isinstance(given.get("timeout"), int | float):
        options["timeout"] = given["timeout"]
    return options


def _response(result: PricedResult, given: Mapping[str, Any]) -> Any:
    """LiteLLM's response, with the cost, and the warnings among its hidden parameters."""
    types: Any = extras.load(
        "litellm.types.utils", extra="litellm", feature="pyvenice.integrations.litellm"
    )
    as_url = given["optional_params"].get("response_format") == "url"
    items = []
    for image in result:
        text = base64.b64encode(image.data).decode()
        if as_url:
            url = image.url or f"data:{image.media_type};base64,{text}"
            items.append(types.ImageObject(url=url))
        else:
            items.append(types.ImageObject(b64_json=text))
    response = types.ImageResponse(created=int(time.time()), data=items)
    response._hidden_params = {  # noqa: SLF001  (where LiteLLM keeps them)
        "response_cost": result.cost,
        "pyvenice_cost_source": result.cost_source,
        "pyvenice_warnings": [warning.message for warning in result.warnings],
    }
    return response


def _status(error: PyveniceError) -> int:
    if isinstance(error, APIStatusError):
        return error.status
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)

"""`client.images`: OpenAI's names for pictures, so that moving is changing an import."""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.engine.calls import Flow
from pyvenice.core.extras import LazyModule
from pyvenice.core.response.result import EditResult
from pyvenice.errors import ArgumentError, UnknownArgumentError
from pyvenice.generated.venice.families.images.methods import AsyncImagesMethods, ImagesMethods
from pyvenice.providers.venice import flows

if TYPE_CHECKING:
    from pyvenice.core.images.inputs import ImageInput
    from pyvenice.generated.venice.families.images import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.images.responses")

_RATIOS = {"1024x1024": "1:1", "1536x1024": "3:2", "1024x1536": "2:3", "auto": None}


class VeniceOpenAIImages(ImagesMethods):
    """`client.images`: generate, edit."""

    def edit(
        self, *, image: ImageInput | list[ImageInput], prompt: str, **arguments: Any
    ) -> responses.SimpleGenerateImageResponse:
        """Edit one image, or make one of several.

        Args:
            image: The image, or a list of images.
            prompt: What to change, in words.
            arguments: `model`, `size` (its ratio), `response_format`, `output_format`, `quality`, `timeout`.

        Returns what OpenAI's client returns: `data[0].b64_json`, or `url` with a data URI. Raises
        `UnknownArgumentError` for `mask`, which Venice does not take.
        """
        return _answer(self._client._run(_edit(image, prompt, arguments)), arguments)  # noqa: SLF001  (of its family)


class AsyncVeniceOpenAIImages(AsyncImagesMethods):
    """`client.images`: generate, edit."""

    async def edit(
        self, *, image: ImageInput | list[ImageInput], prompt: str, **arguments: Any
    ) -> responses.SimpleGenerateImageResponse:
        """Edit one image, or make one of several. Arguments and errors: those of the sync method."""
        return _answer(await self._client._run(_edit(image, prompt, arguments)), arguments)  # noqa: SLF001  (as above)


def _edit(image: Any, prompt: str, arguments: Mapping[str, Any]) -> Flow[EditResult]:
    """The flow of the edit that Venice has for these arguments of OpenAI's."""
    given = {name: value for name, value in arguments.items() if value is not None}
    if "mask" in given:
        raise UnknownArgumentError(
            "venice images.edit takes no mask: say in the prompt what to change, or edit with a model"
            " of another provider",
            argument="mask",
        )
    if given.pop("n", 1) != 1:
        raise ArgumentError("venice images.edit gives one picture: n must be 1", argument="n")
    if (form := given.pop("response_format", "b64_json")) not in {"b64_json", "url"}:
        raise ArgumentError(
            f"response_format={form!r} must be b64_json or url", argument="response_format"
        )
    size = given.pop("size", "auto")
    if size not in _RATIOS:
        allowed = ", ".join(_RATIOS)
        raise ArgumentError(
            f"size={size!r} has no ratio of Venice's: it may be {allowed}; image.edit takes"
            " aspect_ratio and resolution",
            argument="size",
            value=size,
            allowed=allowed,
        )
    if (ratio := _RATIOS[size]) is not None:
        given["aspect_ratio"] = ratio
    given.pop("user", None)  # Venice takes it elsewhere, and discards it
    images = image if isinstance(image, list) else [image]
    if len(images) == 1 and "quality" not in given:
        return flows.edit({**given, "image": images[0], "prompt": prompt})
    return flows.multi_edit({**given, "images": images, "prompt": prompt})


def _answer(
    result: EditResult, arguments: Mapping[str, Any]
) -> responses.SimpleGenerateImageResponse:
    picture = result.image
    encoded = base64.b64encode(picture.data).decode("ascii")
    if arguments.get("response_format") == "url":
        item: dict[str, str] = {"url": f"data:{picture.media_type};base64,{encoded}"}
    else:
        item = {"b64_json": encoded}
    whole = {"created": int(time.time()), "data": [item]}
    return responses.SimpleGenerateImageResponse.model_validate(whole)

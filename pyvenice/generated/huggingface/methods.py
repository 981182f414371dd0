# Generated from specs/huggingface/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of HuggingFace: signatures and documentation."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_pictures
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.images.inputs import ImageInput
from pyvenice.core.request.operation_table import MediaType, UnknownValues
from pyvenice.core.response.result import EditResult
from pyvenice.generated.huggingface import operations as table
from pyvenice.generated.huggingface.parameters import EditImageParams

if TYPE_CHECKING:
    from pyvenice.generated.huggingface import responses
else:
    responses = LazyModule("pyvenice.generated.huggingface.responses")


class ImageMethods(SyncMethods):
    """`client.image`: edit."""

    @calls("_edit")
    def edit(
        self,
        *,
        image: ImageInput,
        model: str,
        prompt: str = OMIT,
        negative_prompt: str = OMIT,
        guidance_scale: float = OMIT,
        num_inference_steps: int = OMIT,
        target_size: Mapping[str, Any] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit an image with a model of the hub; waits while the model is loaded.

        Args:
            image: The image to edit. PNG/JPEG/WEBP.
            model: Id of the model on the hub, as owner/name.
            prompt: What to change, in words.
            negative_prompt: What to keep out, in words.
            guidance_scale: How closely to follow the prompt, at the expense of quality.
            num_inference_steps: How many steps; more are slower and better. At least 1.
            target_size: Size of the result in pixels, a mapping with width and height; not every model takes it.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _edit(self, arguments: EditImageParams) -> EditResult:
        return self._client._run(request_pictures(table.IMAGE_EDIT, arguments, self._client.rules))


class AsyncImageMethods(AsyncMethods):
    """`client.image`: edit."""

    @calls("_edit")
    async def edit(
        self,
        *,
        image: ImageInput,
        model: str,
        prompt: str = OMIT,
        negative_prompt: str = OMIT,
        guidance_scale: float = OMIT,
        num_inference_steps: int = OMIT,
        target_size: Mapping[str, Any] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit an image with a model of the hub; waits while the model is loaded.

        Args:
            image: The image to edit. PNG/JPEG/WEBP.
            model: Id of the model on the hub, as owner/name.
            prompt: What to change, in words.
            negative_prompt: What to keep out, in words.
            guidance_scale: How closely to follow the prompt, at the expense of quality.
            num_inference_steps: How many steps; more are slower and better. At least 1.
            target_size: Size of the result in pixels, a mapping with width and height; not every model takes it.
            media_type: How the request is sent; by default a form for bytes and files, JSON for URLs.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            download: False leaves images that the answer only points to where they are: see image.url.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_EDIT, arguments, self._client.rules)
        )

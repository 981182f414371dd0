# Generated from specs/gemini/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Gemini: signatures and documentation."""

import os
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.images.inputs import ImageInput
from pyvenice.core.request.operation_table import MediaType, UnknownValues
from pyvenice.core.response.result import EditResult
from pyvenice.generated.gemini import operations as table
from pyvenice.generated.gemini.parameters import EditImageParams, ListModelsParams, Model

if TYPE_CHECKING:
    from pyvenice.generated.gemini import responses
else:
    responses = LazyModule("pyvenice.generated.gemini.responses")


class ImageMethods(SyncMethods):
    """`client.image`: edit."""

    @calls("_edit")
    def edit(
        self,
        *,
        prompt: str,
        model: str | Model,
        image: ImageInput | Sequence[ImageInput] = OMIT,
        after: Any = OMIT,
        aspect_ratio: str
        | Literal[
            "1:1",
            "3:2",
            "2:3",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "16:9",
            "21:9",
            "1:4",
            "4:1",
            "1:8",
            "8:1",
        ] = OMIT,
        image_size: str | Literal["512", "1K", "2K", "4K"] = OMIT,
        response_modalities: Sequence[Literal["TEXT", "IMAGE"]] = OMIT,
        seed: int = OMIT,
        temperature: float = OMIT,
        safety_settings: Sequence[Mapping[str, Any]] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit images as a prompt says; `after=result` goes on from an earlier result.

        Args:
            prompt: What to change, in words.
            model: Id of the model. Known: gemini-3.1-flash-image, gemini-3-pro-image, gemini-nano-banana-2.1, gemini-3.1-flash-lite-image, gemini-2.5-flash-image.
            image: The image to edit; further ones are references. Needed unless after is given. PNG/JPEG/WEBP/HEIC/HEIF, under 15 MB.
            after: The result to go on from, with all that was said before it.
            aspect_ratio: Width to height of the result; that of the image if left out. Known: 1:1, 3:2, 2:3, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, 21:9 and 4 more.
            image_size: Longer side of the result; not for gemini-2.5-flash-image. Known: 512, 1K, 2K, 4K.
            response_modalities: What is answered; an image and text if left out.
            seed: The same seed may give the same picture.
            temperature: How much the picture may vary. 0 to 2.
            safety_settings: Thresholds of the safety filters, by category.
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

    @abstractmethod
    def _edit(self, arguments: EditImageParams) -> EditResult: ...


class ModelsMethods(SyncMethods):
    """`client.models`: list."""

    @calls("_list")
    def list(
        self,
        *,
        page_size: int = OMIT,
        page_token: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListModelsResponse":
        """The models that the key may use.

        Args:
            page_size: How many models a page lists.
            page_token: Where the next page begins.
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

    def _list(self, arguments: ListModelsParams) -> "responses.ListModelsResponse":
        result: responses.ListModelsResponse = self._client._run(
            request_model(table.MODELS_LIST, arguments)
        )
        return result


class AsyncImageMethods(AsyncMethods):
    """`client.image`: edit."""

    @calls("_edit")
    async def edit(
        self,
        *,
        prompt: str,
        model: str | Model,
        image: ImageInput | Sequence[ImageInput] = OMIT,
        after: Any = OMIT,
        aspect_ratio: str
        | Literal[
            "1:1",
            "3:2",
            "2:3",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "16:9",
            "21:9",
            "1:4",
            "4:1",
            "1:8",
            "8:1",
        ] = OMIT,
        image_size: str | Literal["512", "1K", "2K", "4K"] = OMIT,
        response_modalities: Sequence[Literal["TEXT", "IMAGE"]] = OMIT,
        seed: int = OMIT,
        temperature: float = OMIT,
        safety_settings: Sequence[Mapping[str, Any]] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit images as a prompt says; `after=result` goes on from an earlier result.

        Args:
            prompt: What to change, in words.
            model: Id of the model. Known: gemini-3.1-flash-image, gemini-3-pro-image, gemini-nano-banana-2.1, gemini-3.1-flash-lite-image, gemini-2.5-flash-image.
            image: The image to edit; further ones are references. Needed unless after is given. PNG/JPEG/WEBP/HEIC/HEIF, under 15 MB.
            after: The result to go on from, with all that was said before it.
            aspect_ratio: Width to height of the result; that of the image if left out. Known: 1:1, 3:2, 2:3, 3:4, 4:3, 4:5, 5:4, 9:16, 16:9, 21:9 and 4 more.
            image_size: Longer side of the result; not for gemini-2.5-flash-image. Known: 512, 1K, 2K, 4K.
            response_modalities: What is answered; an image and text if left out.
            seed: The same seed may give the same picture.
            temperature: How much the picture may vary. 0 to 2.
            safety_settings: Thresholds of the safety filters, by category.
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

    @abstractmethod
    async def _edit(self, arguments: EditImageParams) -> EditResult: ...


class AsyncModelsMethods(AsyncMethods):
    """`client.models`: list."""

    @calls("_list")
    async def list(
        self,
        *,
        page_size: int = OMIT,
        page_token: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListModelsResponse":
        """The models that the key may use.

        Args:
            page_size: How many models a page lists.
            page_token: Where the next page begins.
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

    async def _list(self, arguments: ListModelsParams) -> "responses.ListModelsResponse":
        result: responses.ListModelsResponse = await self._client._run(
            request_model(table.MODELS_LIST, arguments)
        )
        return result

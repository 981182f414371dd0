# Generated from specs/xinference/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Xinference: signatures and documentation."""

import os
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.operation_table import MediaType, UnknownValues
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.streams import AsyncImageStream, ImageStream
from pyvenice.generated.xinference import operations as table
from pyvenice.generated.xinference.parameters import (
    EditImageParams,
    GenerateImageParams,
    InpaintImageParams,
    ListModelsParams,
    VaryImageParams,
)

if TYPE_CHECKING:
    from pyvenice.generated.xinference import responses
else:
    responses = LazyModule("pyvenice.generated.xinference.responses")


class ImageMethods(SyncMethods):
    """`client.image`: edit, variations, inpaint, generate."""

    @overload
    def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        prompt: str,
        stream: Literal[True],
        mask: MaskInput = OMIT,
        model: str | None = OMIT,
        n: int | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> ImageStream:
        """Edit images as a prompt says; with `stream=True`, the server reports its progress.

        Args:
            image: The image to edit; further ones are references. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            prompt: What to change, in words.
            mask: Where to edit: white is repainted. Needs size. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model; the first that can edit if left out.
            n: How many pictures. At least 1. Default: 1.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: original.
            stream: Answer with a stream of events, which ends with the result.
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

    @overload
    def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        prompt: str,
        mask: MaskInput = OMIT,
        model: str | None = OMIT,
        n: int | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        stream: Literal[False] = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit images as a prompt says; with `stream=True`, the server reports its progress.

        Args:
            image: The image to edit; further ones are references. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            prompt: What to change, in words.
            mask: Where to edit: white is repainted. Needs size. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model; the first that can edit if left out.
            n: How many pictures. At least 1. Default: 1.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: original.
            stream: Answer with a stream of events, which ends with the result.
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

    @calls("_edit", stream="_stream_edit")
    def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        prompt: str,
        mask: MaskInput = OMIT,
        model: str | None = OMIT,
        n: int | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        stream: bool = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult | ImageStream:
        """Edit images as a prompt says; with `stream=True`, the server reports its progress.

        Args:
            image: The image to edit; further ones are references. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            prompt: What to change, in words.
            mask: Where to edit: white is repainted. Needs size. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model; the first that can edit if left out.
            n: How many pictures. At least 1. Default: 1.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: original.
            stream: Answer with a stream of events, which ends with the result.
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

    @calls("_variations")
    def variations(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        model: str,
        kwargs: Mapping[str, Any] | str | None = OMIT,
        n: int | None = OMIT,
        negative_prompt: str | Sequence[str] | None = OMIT,
        prompt: str | Sequence[str] | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Variations of a picture, close to it or far from it by `kwargs={"strength": …}`.

        Args:
            image: The image to vary. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model.
            kwargs: Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …
            n: How many pictures. At least 1. Default: 1.
            negative_prompt: What to keep out of the picture, in words.
            prompt: What to change, in words.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels.
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

    @calls("_inpaint")
    def inpaint(
        self,
        *,
        image: ImageInput,
        mask: MaskInput,
        model: str,
        kwargs: Mapping[str, Any] | str | None = OMIT,
        n: int | None = OMIT,
        negative_prompt: str | Sequence[str] | None = OMIT,
        prompt: str | Sequence[str] | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Repaint the part of an image that the mask marks.

        Args:
            image: The image to repaint in part. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            mask: Where to repaint: white. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model.
            kwargs: Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …
            n: How many pictures. At least 1. Default: 1.
            negative_prompt: What to keep out of the picture, in words.
            prompt: What to change, in words.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels.
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

    @calls("_generate")
    def generate(
        self,
        *,
        prompt: str | Sequence[str],
        model: str,
        n: int | None = OMIT,
        size: str | None = OMIT,
        response_format: str | None = OMIT,
        kwargs: Mapping[str, Any] | str | None = OMIT,
        user: str | None = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Draw pictures from a prompt.

        Args:
            prompt: What to draw, in words.
            model: Uid of a running model.
            n: How many pictures. At least 1. Default: 1.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: 1024*1024.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            kwargs: Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …
            user: Ignored by the server.
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

    @abstractmethod
    def _stream_edit(self, arguments: EditImageParams) -> ImageStream: ...

    @abstractmethod
    def _variations(self, arguments: VaryImageParams) -> EditResult: ...

    @abstractmethod
    def _inpaint(self, arguments: InpaintImageParams) -> EditResult: ...

    @abstractmethod
    def _generate(self, arguments: GenerateImageParams) -> EditResult: ...


class ModelsMethods(SyncMethods):
    """`client.models`: list."""

    @calls("_list")
    def list(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ModelList":
        """The models that run on the server now.

        Args:
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

    def _list(self, arguments: ListModelsParams) -> "responses.ModelList":
        result: responses.ModelList = self._client._run(request_model(table.MODELS_LIST, arguments))
        return result


class AsyncImageMethods(AsyncMethods):
    """`client.image`: edit, variations, inpaint, generate."""

    @overload
    async def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        prompt: str,
        stream: Literal[True],
        mask: MaskInput = OMIT,
        model: str | None = OMIT,
        n: int | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> AsyncImageStream:
        """Edit images as a prompt says; with `stream=True`, the server reports its progress.

        Args:
            image: The image to edit; further ones are references. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            prompt: What to change, in words.
            mask: Where to edit: white is repainted. Needs size. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model; the first that can edit if left out.
            n: How many pictures. At least 1. Default: 1.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: original.
            stream: Answer with a stream of events, which ends with the result.
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

    @overload
    async def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        prompt: str,
        mask: MaskInput = OMIT,
        model: str | None = OMIT,
        n: int | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        stream: Literal[False] = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit images as a prompt says; with `stream=True`, the server reports its progress.

        Args:
            image: The image to edit; further ones are references. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            prompt: What to change, in words.
            mask: Where to edit: white is repainted. Needs size. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model; the first that can edit if left out.
            n: How many pictures. At least 1. Default: 1.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: original.
            stream: Answer with a stream of events, which ends with the result.
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

    @calls("_edit", stream="_stream_edit")
    async def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        prompt: str,
        mask: MaskInput = OMIT,
        model: str | None = OMIT,
        n: int | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        stream: bool = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult | AsyncImageStream:
        """Edit images as a prompt says; with `stream=True`, the server reports its progress.

        Args:
            image: The image to edit; further ones are references. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            prompt: What to change, in words.
            mask: Where to edit: white is repainted. Needs size. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model; the first that can edit if left out.
            n: How many pictures. At least 1. Default: 1.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: original.
            stream: Answer with a stream of events, which ends with the result.
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

    @calls("_variations")
    async def variations(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        model: str,
        kwargs: Mapping[str, Any] | str | None = OMIT,
        n: int | None = OMIT,
        negative_prompt: str | Sequence[str] | None = OMIT,
        prompt: str | Sequence[str] | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Variations of a picture, close to it or far from it by `kwargs={"strength": …}`.

        Args:
            image: The image to vary. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model.
            kwargs: Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …
            n: How many pictures. At least 1. Default: 1.
            negative_prompt: What to keep out of the picture, in words.
            prompt: What to change, in words.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels.
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

    @calls("_inpaint")
    async def inpaint(
        self,
        *,
        image: ImageInput,
        mask: MaskInput,
        model: str,
        kwargs: Mapping[str, Any] | str | None = OMIT,
        n: int | None = OMIT,
        negative_prompt: str | Sequence[str] | None = OMIT,
        prompt: str | Sequence[str] | None = OMIT,
        response_format: str | None = OMIT,
        size: str | None = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Repaint the part of an image that the mask marks.

        Args:
            image: The image to repaint in part. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            mask: Where to repaint: white. PNG/JPEG/WEBP/GIF/BMP/TIFF.
            model: Uid of a running model.
            kwargs: Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …
            n: How many pictures. At least 1. Default: 1.
            negative_prompt: What to keep out of the picture, in words.
            prompt: What to change, in words.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels.
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

    @calls("_generate")
    async def generate(
        self,
        *,
        prompt: str | Sequence[str],
        model: str,
        n: int | None = OMIT,
        size: str | None = OMIT,
        response_format: str | None = OMIT,
        kwargs: Mapping[str, Any] | str | None = OMIT,
        user: str | None = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Draw pictures from a prompt.

        Args:
            prompt: What to draw, in words.
            model: Uid of a running model.
            n: How many pictures. At least 1. Default: 1.
            size: WIDTHxHEIGHT or WIDTH*HEIGHT in pixels. Default: 1024*1024.
            response_format: b64_json, which is sent if left out; url is a path on the server's own disk. Default: url.
            kwargs: Arguments for the pipeline itself, as a dict: seed, strength, num_inference_steps …
            user: Ignored by the server.
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

    @abstractmethod
    async def _stream_edit(self, arguments: EditImageParams) -> AsyncImageStream: ...

    @abstractmethod
    async def _variations(self, arguments: VaryImageParams) -> EditResult: ...

    @abstractmethod
    async def _inpaint(self, arguments: InpaintImageParams) -> EditResult: ...

    @abstractmethod
    async def _generate(self, arguments: GenerateImageParams) -> EditResult: ...


class AsyncModelsMethods(AsyncMethods):
    """`client.models`: list."""

    @calls("_list")
    async def list(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ModelList":
        """The models that run on the server now.

        Args:
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

    async def _list(self, arguments: ListModelsParams) -> "responses.ModelList":
        result: responses.ModelList = await self._client._run(
            request_model(table.MODELS_LIST, arguments)
        )
        return result

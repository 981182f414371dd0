# Generated from specs/stability/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Stability: signatures and documentation."""

import os
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model, request_pictures
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.images.inputs import ImageInput, MaskInput
from pyvenice.core.request.operation_table import MediaType, UnknownValues
from pyvenice.core.response.result import EditResult
from pyvenice.generated.stability import operations as table
from pyvenice.generated.stability.parameters import (
    EraseParams,
    GetBalanceParams,
    InpaintParams,
    OutpaintParams,
    RemoveBackgroundParams,
    ReplaceBackgroundParams,
    ResumeJobParams,
    SearchAndRecolorParams,
    SearchAndReplaceParams,
    StylePreset,
    UpscaleImageParams,
)

if TYPE_CHECKING:
    from pyvenice.generated.stability import responses
else:
    responses = LazyModule("pyvenice.generated.stability.responses")


class ImageMethods(SyncMethods):
    """`client.image`: erase, inpaint, outpaint, search_and_replace, search_and_recolor, remove_background, replace_background, upscale, resume."""

    @calls("_erase")
    def erase(
        self,
        *,
        image: ImageInput,
        mask: MaskInput = OMIT,
        grow_mask: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["jpeg", "png", "webp"] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Erase a part of an image and fill it from its surroundings.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            mask: Where to change the image: white. Without it, where the image is transparent. PNG/JPEG/WEBP, under 10 MB.
            grow_mask: Pixels by which the mask grows. 0 to 20. Default: 5.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
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
        prompt: str,
        mask: MaskInput = OMIT,
        negative_prompt: str = OMIT,
        grow_mask: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        style_preset: StylePreset = OMIT,
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
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            prompt: What to show, in words, in English. 1 to 10000 characters.
            mask: Where to change the image: white. Without it, where the image is transparent. PNG/JPEG/WEBP, under 10 MB.
            negative_prompt: What to keep out, in words. At most 10000 characters.
            grow_mask: Pixels by which the mask grows. 0 to 100. Default: 5.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            style_preset: Style of the result.
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

    @calls("_outpaint")
    def outpaint(
        self,
        *,
        image: ImageInput,
        left: int = OMIT,
        right: int = OMIT,
        up: int = OMIT,
        down: int = OMIT,
        creativity: float = OMIT,
        prompt: str = OMIT,
        seed: int = OMIT,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        style_preset: StylePreset = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Extend an image beyond its edges.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            left: Pixels to add on the left. 0 to 2000. Default: 0.
            right: Pixels to add on the right. 0 to 2000. Default: 0.
            up: Pixels to add above. 0 to 2000. Default: 0.
            down: Pixels to add below. 0 to 2000. Default: 0.
            creativity: How freely the new parts are invented. 0 to 1. Default: 0.5.
            prompt: What to show, in words, in English. 0 to 10000 characters.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            style_preset: Style of the result.
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

    @calls("_search_and_replace")
    def search_and_replace(
        self,
        *,
        image: ImageInput,
        prompt: str,
        search_prompt: str,
        negative_prompt: str = OMIT,
        grow_mask: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        style_preset: StylePreset = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Replace what a text names by something else.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            prompt: What to show, in words, in English. 1 to 10000 characters.
            search_prompt: What to replace, in words. At most 10000 characters.
            negative_prompt: What to keep out, in words. At most 10000 characters.
            grow_mask: Pixels by which the mask grows. 0 to 20. Default: 3.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            style_preset: Style of the result.
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

    @calls("_search_and_recolor")
    def search_and_recolor(
        self,
        *,
        image: ImageInput,
        prompt: str,
        select_prompt: str,
        negative_prompt: str = OMIT,
        grow_mask: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["jpeg", "png", "webp"] = OMIT,
        style_preset: StylePreset = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Give what a text names other colors.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            prompt: What to show, in words, in English. 1 to 10000 characters.
            select_prompt: What to recolor, in words. At most 10000 characters.
            negative_prompt: What to keep out, in words. At most 10000 characters.
            grow_mask: Pixels by which the mask grows. 0 to 20. Default: 3.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            style_preset: Style of the result.
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

    @calls("_remove_background")
    def remove_background(
        self,
        *,
        image: ImageInput,
        output_format: Literal["png", "webp"] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Cut the subject out of an image.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            output_format: File format of the result. Default: png.
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

    @calls("_replace_background")
    def replace_background(
        self,
        *,
        image: ImageInput,
        background_reference: ImageInput = OMIT,
        light_reference: ImageInput = OMIT,
        background_prompt: str = OMIT,
        foreground_prompt: str = OMIT,
        negative_prompt: str = OMIT,
        preserve_original_subject: float = OMIT,
        original_background_depth: float = OMIT,
        light_source_direction: Literal["left", "right", "above", "below"] = OMIT,
        light_source_strength: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        keep_original_background: bool = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Put the subject before another background and into another light; waits for the result.

        Args:
            image: The image whose subject is kept. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            background_reference: An image of how the new background shall look. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            light_reference: An image of how the light shall fall. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            background_prompt: The new background, in words. This or background_reference is needed. 1 to 10000 characters.
            foreground_prompt: What the subject is, in words. At most 10000 characters.
            negative_prompt: What to keep out, in words. At most 10000 characters.
            preserve_original_subject: How closely the subject is kept. 0 to 1. Default: 0.6.
            original_background_depth: How closely the new background follows the depth of the old one. 0 to 1. Default: 0.5.
            light_source_direction: Where the light comes from.
            light_source_strength: Strength of the light; needs light_source_direction or light_reference. 0 to 1. Default: 0.3.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            keep_original_background: Change the light only. Default: False.
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

    @calls("_upscale")
    def upscale(
        self,
        *,
        image: ImageInput,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Enlarge an image to four times its width and height.

        Args:
            image: The image to enlarge four times. PNG/JPEG/WEBP, under 10 MB, 1024 to 1048576 pixels.
            output_format: File format of the result. Default: png.
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

    @calls("_resume")
    def resume(
        self,
        *,
        job_id: str,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Wait for the result of a job that was submitted before.

        Args:
            job_id: Id of the job.
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

    def _erase(self, arguments: EraseParams) -> EditResult:
        return self._client._run(request_pictures(table.IMAGE_ERASE, arguments, self._client.rules))

    def _inpaint(self, arguments: InpaintParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_INPAINT, arguments, self._client.rules)
        )

    def _outpaint(self, arguments: OutpaintParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_OUTPAINT, arguments, self._client.rules)
        )

    def _search_and_replace(self, arguments: SearchAndReplaceParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_SEARCH_AND_REPLACE, arguments, self._client.rules)
        )

    def _search_and_recolor(self, arguments: SearchAndRecolorParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_SEARCH_AND_RECOLOR, arguments, self._client.rules)
        )

    def _remove_background(self, arguments: RemoveBackgroundParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_REMOVE_BACKGROUND, arguments, self._client.rules)
        )

    @abstractmethod
    def _replace_background(self, arguments: ReplaceBackgroundParams) -> EditResult: ...

    def _upscale(self, arguments: UpscaleImageParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_UPSCALE, arguments, self._client.rules)
        )

    def _resume(self, arguments: ResumeJobParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_RESUME, arguments, self._client.rules)
        )


class AccountMethods(SyncMethods):
    """`client.account`: balance."""

    @calls("_balance")
    def balance(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetBalanceResponse":
        """The credits that are left; one is worth one US cent.

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

    def _balance(self, arguments: GetBalanceParams) -> "responses.GetBalanceResponse":
        result: responses.GetBalanceResponse = self._client._run(
            request_model(table.ACCOUNT_BALANCE, arguments)
        )
        return result


class AsyncImageMethods(AsyncMethods):
    """`client.image`: erase, inpaint, outpaint, search_and_replace, search_and_recolor, remove_background, replace_background, upscale, resume."""

    @calls("_erase")
    async def erase(
        self,
        *,
        image: ImageInput,
        mask: MaskInput = OMIT,
        grow_mask: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["jpeg", "png", "webp"] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Erase a part of an image and fill it from its surroundings.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            mask: Where to change the image: white. Without it, where the image is transparent. PNG/JPEG/WEBP, under 10 MB.
            grow_mask: Pixels by which the mask grows. 0 to 20. Default: 5.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
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
        prompt: str,
        mask: MaskInput = OMIT,
        negative_prompt: str = OMIT,
        grow_mask: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        style_preset: StylePreset = OMIT,
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
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            prompt: What to show, in words, in English. 1 to 10000 characters.
            mask: Where to change the image: white. Without it, where the image is transparent. PNG/JPEG/WEBP, under 10 MB.
            negative_prompt: What to keep out, in words. At most 10000 characters.
            grow_mask: Pixels by which the mask grows. 0 to 100. Default: 5.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            style_preset: Style of the result.
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

    @calls("_outpaint")
    async def outpaint(
        self,
        *,
        image: ImageInput,
        left: int = OMIT,
        right: int = OMIT,
        up: int = OMIT,
        down: int = OMIT,
        creativity: float = OMIT,
        prompt: str = OMIT,
        seed: int = OMIT,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        style_preset: StylePreset = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Extend an image beyond its edges.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            left: Pixels to add on the left. 0 to 2000. Default: 0.
            right: Pixels to add on the right. 0 to 2000. Default: 0.
            up: Pixels to add above. 0 to 2000. Default: 0.
            down: Pixels to add below. 0 to 2000. Default: 0.
            creativity: How freely the new parts are invented. 0 to 1. Default: 0.5.
            prompt: What to show, in words, in English. 0 to 10000 characters.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            style_preset: Style of the result.
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

    @calls("_search_and_replace")
    async def search_and_replace(
        self,
        *,
        image: ImageInput,
        prompt: str,
        search_prompt: str,
        negative_prompt: str = OMIT,
        grow_mask: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        style_preset: StylePreset = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Replace what a text names by something else.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            prompt: What to show, in words, in English. 1 to 10000 characters.
            search_prompt: What to replace, in words. At most 10000 characters.
            negative_prompt: What to keep out, in words. At most 10000 characters.
            grow_mask: Pixels by which the mask grows. 0 to 20. Default: 3.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            style_preset: Style of the result.
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

    @calls("_search_and_recolor")
    async def search_and_recolor(
        self,
        *,
        image: ImageInput,
        prompt: str,
        select_prompt: str,
        negative_prompt: str = OMIT,
        grow_mask: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["jpeg", "png", "webp"] = OMIT,
        style_preset: StylePreset = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Give what a text names other colors.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            prompt: What to show, in words, in English. 1 to 10000 characters.
            select_prompt: What to recolor, in words. At most 10000 characters.
            negative_prompt: What to keep out, in words. At most 10000 characters.
            grow_mask: Pixels by which the mask grows. 0 to 20. Default: 3.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            style_preset: Style of the result.
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

    @calls("_remove_background")
    async def remove_background(
        self,
        *,
        image: ImageInput,
        output_format: Literal["png", "webp"] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Cut the subject out of an image.

        Args:
            image: The image to change. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            output_format: File format of the result. Default: png.
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

    @calls("_replace_background")
    async def replace_background(
        self,
        *,
        image: ImageInput,
        background_reference: ImageInput = OMIT,
        light_reference: ImageInput = OMIT,
        background_prompt: str = OMIT,
        foreground_prompt: str = OMIT,
        negative_prompt: str = OMIT,
        preserve_original_subject: float = OMIT,
        original_background_depth: float = OMIT,
        light_source_direction: Literal["left", "right", "above", "below"] = OMIT,
        light_source_strength: float = OMIT,
        seed: int = OMIT,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        keep_original_background: bool = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Put the subject before another background and into another light; waits for the result.

        Args:
            image: The image whose subject is kept. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            background_reference: An image of how the new background shall look. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            light_reference: An image of how the light shall fall. PNG/JPEG/WEBP, under 10 MB, 4096 to 9437184 pixels.
            background_prompt: The new background, in words. This or background_reference is needed. 1 to 10000 characters.
            foreground_prompt: What the subject is, in words. At most 10000 characters.
            negative_prompt: What to keep out, in words. At most 10000 characters.
            preserve_original_subject: How closely the subject is kept. 0 to 1. Default: 0.6.
            original_background_depth: How closely the new background follows the depth of the old one. 0 to 1. Default: 0.5.
            light_source_direction: Where the light comes from.
            light_source_strength: Strength of the light; needs light_source_direction or light_reference. 0 to 1. Default: 0.3.
            seed: Repeats a result; 0 draws a new seed. 0 to 4294967294. Default: 0.
            output_format: File format of the result. Default: png.
            keep_original_background: Change the light only. Default: False.
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

    @calls("_upscale")
    async def upscale(
        self,
        *,
        image: ImageInput,
        output_format: Literal["png", "jpeg", "webp"] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Enlarge an image to four times its width and height.

        Args:
            image: The image to enlarge four times. PNG/JPEG/WEBP, under 10 MB, 1024 to 1048576 pixels.
            output_format: File format of the result. Default: png.
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

    @calls("_resume")
    async def resume(
        self,
        *,
        job_id: str,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Wait for the result of a job that was submitted before.

        Args:
            job_id: Id of the job.
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

    async def _erase(self, arguments: EraseParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_ERASE, arguments, self._client.rules)
        )

    async def _inpaint(self, arguments: InpaintParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_INPAINT, arguments, self._client.rules)
        )

    async def _outpaint(self, arguments: OutpaintParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_OUTPAINT, arguments, self._client.rules)
        )

    async def _search_and_replace(self, arguments: SearchAndReplaceParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_SEARCH_AND_REPLACE, arguments, self._client.rules)
        )

    async def _search_and_recolor(self, arguments: SearchAndRecolorParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_SEARCH_AND_RECOLOR, arguments, self._client.rules)
        )

    async def _remove_background(self, arguments: RemoveBackgroundParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_REMOVE_BACKGROUND, arguments, self._client.rules)
        )

    @abstractmethod
    async def _replace_background(self, arguments: ReplaceBackgroundParams) -> EditResult: ...

    async def _upscale(self, arguments: UpscaleImageParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_UPSCALE, arguments, self._client.rules)
        )

    async def _resume(self, arguments: ResumeJobParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_RESUME, arguments, self._client.rules)
        )


class AsyncAccountMethods(AsyncMethods):
    """`client.account`: balance."""

    @calls("_balance")
    async def balance(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.GetBalanceResponse":
        """The credits that are left; one is worth one US cent.

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

    async def _balance(self, arguments: GetBalanceParams) -> "responses.GetBalanceResponse":
        result: responses.GetBalanceResponse = await self._client._run(
            request_model(table.ACCOUNT_BALANCE, arguments)
        )
        return result

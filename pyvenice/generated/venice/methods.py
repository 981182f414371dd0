# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

import os
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model, request_pictures
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.images.inputs import ImageInput
from pyvenice.core.request.operation_table import MediaType, UnknownValues
from pyvenice.core.response.result import EditResult
from pyvenice.generated.venice import operations as table
from pyvenice.generated.venice.parameters import (
    EditImageParams,
    GenerateImageParams,
    ListCompatibilityParams,
    ListModelsParams,
    ListModelTraitsParams,
    ListStylesParams,
    Model,
    MultiEditImageModel,
    MultiEditImageParams,
    RemoveBackgroundParams,
    UpscaleImageParams,
)

if TYPE_CHECKING:
    from pyvenice.generated.venice import responses
else:
    responses = LazyModule("pyvenice.generated.venice.responses")


class ImageMethods(SyncMethods):
    """`client.image`: edit, multi_edit, remove_background, upscale, generate, styles."""

    @calls("_edit")
    def edit(
        self,
        *,
        image: ImageInput,
        prompt: str,
        model: str | Model = OMIT,
        aspect_ratio: Literal[
            "auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"
        ] = OMIT,
        disable_prompt_optimization_thinking: bool = OMIT,
        enhance_prompt: bool = OMIT,
        resolution: str = OMIT,
        output_format: Literal["jpeg", "png", "webp", "jpg"] = OMIT,
        safe_mode: bool = OMIT,
        model_id: str | Model = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit one image as a prompt says. Takes 12 to 45 seconds and is billed.

        Args:
            image: The image to edit. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, 65536 to 33177600 pixels.
            prompt: What to change, in words. Many models take less than the contract: often 1500. 1 to 32768 characters.
            model: Id of the model that edits. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 11 more. Default: firered-image-edit.
            aspect_ratio: Width to height of the result; that of the input if left out.
            disable_prompt_optimization_thinking: Rewrite the prompt without a thinking step.
            enhance_prompt: Let the server rewrite the prompt first; takes longer and costs extra.
            resolution: Tier of the result, such as 1K, 2K or 4K, on models that have tiers. 1 to 10 characters.
            output_format: File format of the result; PNG for 1K, JPEG for 2K and 4K if left out.
            safe_mode: Blur what is classified as adult content. Default: True.
            model_id: Deprecated. Older name of model. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 11 more.
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

    @calls("_multi_edit")
    def multi_edit(
        self,
        *,
        images: ImageInput | Sequence[ImageInput],
        prompt: str,
        model: str | MultiEditImageModel = OMIT,
        aspect_ratio: Literal[
            "auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"
        ] = OMIT,
        output_format: Literal["jpeg", "png", "webp", "jpg"] = OMIT,
        quality: Literal["low", "medium", "high"] = OMIT,
        resolution: str = OMIT,
        safe_mode: bool = OMIT,
        disable_prompt_optimization_thinking: bool = OMIT,
        enhance_prompt: bool = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Make one picture of several images as a prompt says.

        Args:
            images: The images, the base first; further ones are layers or references. Most models take 3. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, 65536 to 33177600 pixels.
            prompt: What to make of the images, in words. 1 to 32768 characters.
            model: Id of the model that edits. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 9 more. Default: firered-image-edit.
            aspect_ratio: Width to height of the result; that of the first image if left out.
            output_format: File format of the result.
            quality: Quality tier on models that have tiers.
            resolution: Tier of the result, such as 1K, 2K or 4K, on models that have tiers. 1 to 10 characters.
            safe_mode: Blur what is classified as adult content. Default: True.
            disable_prompt_optimization_thinking: Rewrite the prompt without a thinking step.
            enhance_prompt: Let the server rewrite the prompt first; takes longer and costs extra.
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
        image: ImageInput = OMIT,
        image_url: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Cut out what the image shows; the result is a PNG with a transparent background.

        Args:
            image: The image, as a file or bytes; a URL goes out as image_url. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB.
            image_url: Where the image lies, instead of image.
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
        creativity: float | None = OMIT,
        scale: Literal[2, 4] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Enlarge an image; the result is a PNG.

        Args:
            image: The image to enlarge; the result has at most 16777216 pixels. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, at least 65536 pixels.
            creativity: How much detail to invent, 0 to 0.02; more is clamped. Default: 0.01.
            scale: How many times wider and higher. Default: 2.
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
        prompt: str,
        model: str,
        cfg_scale: float = OMIT,
        embed_exif_metadata: bool = OMIT,
        format: Literal["jpeg", "png", "webp"] = OMIT,
        height: int = OMIT,
        hide_watermark: bool = OMIT,
        lora_strength: int = OMIT,
        negative_prompt: str = OMIT,
        return_binary: bool = OMIT,
        variants: int = OMIT,
        safe_mode: bool = OMIT,
        seed: int = OMIT,
        steps: int = OMIT,
        style_preset: str = OMIT,
        aspect_ratio: str = OMIT,
        resolution: str = OMIT,
        quality: Literal["low", "medium", "high"] = OMIT,
        enable_web_search: bool = OMIT,
        disable_prompt_optimization_thinking: bool = OMIT,
        enhance_prompt: bool = OMIT,
        width: int = OMIT,
        style_references: Sequence[Mapping[str, Any]] = OMIT,
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
            prompt: What to draw, in words. 1 to 7500 characters.
            model: Id of the model that draws.
            cfg_scale: How closely to follow the prompt. Above 0, to 20.
            embed_exif_metadata: Write the arguments into the file. Default: False.
            format: File format of the pictures. Default: webp.
            height: Height in pixels. Above 0, to 1280. Default: 1024.
            hide_watermark: Leave out the watermark where the content allows it. Default: False.
            lora_strength: Strength of the model's LoRA in percent. 0 to 100.
            negative_prompt: What to keep out of the picture, in words. At most 7500 characters.
            return_binary: Answer the bare picture instead of JSON; one picture only. Default: False.
            variants: How many pictures. 1 to 4.
            safe_mode: Blur what is classified as adult content. Default: True.
            seed: Same seed and arguments give the same picture. -999999999 to 999999999. Default: 0.
            steps: Inference steps; models cap it. Default: 8.
            style_preset: One of image.styles().
            aspect_ratio: Width to height, on models that take it.
            resolution: Tier of the result, such as 1K, 2K or 4K, on models that have tiers.
            quality: Quality tier on models that have tiers.
            enable_web_search: Let the model search the web first; costs extra.
            disable_prompt_optimization_thinking: Rewrite the prompt without a thinking step.
            enhance_prompt: Let the server rewrite the prompt first; takes longer and costs extra.
            width: Width in pixels. Above 0, to 1280. Default: 1024.
            style_references: Images whose style to take.
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

    @calls("_styles")
    def styles(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> list[str]:
        """The names that `generate(style_preset=…)` takes.

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

    def _edit(self, arguments: EditImageParams) -> EditResult:
        return self._client._run(request_pictures(table.IMAGE_EDIT, arguments, self._client.rules))

    def _multi_edit(self, arguments: MultiEditImageParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_MULTI_EDIT, arguments, self._client.rules)
        )

    def _remove_background(self, arguments: RemoveBackgroundParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_REMOVE_BACKGROUND, arguments, self._client.rules)
        )

    def _upscale(self, arguments: UpscaleImageParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_UPSCALE, arguments, self._client.rules)
        )

    def _generate(self, arguments: GenerateImageParams) -> EditResult:
        return self._client._run(
            request_pictures(table.IMAGE_GENERATE, arguments, self._client.rules)
        )

    @abstractmethod
    def _styles(self, arguments: ListStylesParams) -> list[str]: ...


class ModelsMethods(SyncMethods):
    """`client.models`: list, traits, compatibility_mapping."""

    @calls("_list")
    def list(
        self,
        *,
        type: Literal[
            "asr",
            "embedding",
            "image",
            "music",
            "text",
            "tts",
            "upscale",
            "inpaint",
            "video",
            "all",
            "code",
        ] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListModelsResponse":
        """The models that Venice offers; `type="inpaint"` are the ones that edit.

        Args:
            type: Kind of model; inpaint are the ones that edit.
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

    @calls("_traits")
    def traits(
        self,
        *,
        type: Literal[
            "asr", "embedding", "image", "music", "text", "tts", "upscale", "inpaint", "video"
        ] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListModelTraitsResponse":
        """The model that has each trait, such as default_vision.

        Args:
            type: Kind of model. Default: text.
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

    @calls("_compatibility_mapping")
    def compatibility_mapping(
        self,
        *,
        type: Literal[
            "asr", "embedding", "image", "music", "text", "tts", "upscale", "inpaint", "video"
        ] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListCompatibilityResponse":
        """The model that stands in for each id of another provider.

        Args:
            type: Kind of model. Default: text.
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

    def _traits(self, arguments: ListModelTraitsParams) -> "responses.ListModelTraitsResponse":
        result: responses.ListModelTraitsResponse = self._client._run(
            request_model(table.MODELS_TRAITS, arguments)
        )
        return result

    def _compatibility_mapping(
        self, arguments: ListCompatibilityParams
    ) -> "responses.ListCompatibilityResponse":
        result: responses.ListCompatibilityResponse = self._client._run(
            request_model(table.MODELS_COMPATIBILITY_MAPPING, arguments)
        )
        return result


class AsyncImageMethods(AsyncMethods):
    """`client.image`: edit, multi_edit, remove_background, upscale, generate, styles."""

    @calls("_edit")
    async def edit(
        self,
        *,
        image: ImageInput,
        prompt: str,
        model: str | Model = OMIT,
        aspect_ratio: Literal[
            "auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"
        ] = OMIT,
        disable_prompt_optimization_thinking: bool = OMIT,
        enhance_prompt: bool = OMIT,
        resolution: str = OMIT,
        output_format: Literal["jpeg", "png", "webp", "jpg"] = OMIT,
        safe_mode: bool = OMIT,
        model_id: str | Model = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit one image as a prompt says. Takes 12 to 45 seconds and is billed.

        Args:
            image: The image to edit. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, 65536 to 33177600 pixels.
            prompt: What to change, in words. Many models take less than the contract: often 1500. 1 to 32768 characters.
            model: Id of the model that edits. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 11 more. Default: firered-image-edit.
            aspect_ratio: Width to height of the result; that of the input if left out.
            disable_prompt_optimization_thinking: Rewrite the prompt without a thinking step.
            enhance_prompt: Let the server rewrite the prompt first; takes longer and costs extra.
            resolution: Tier of the result, such as 1K, 2K or 4K, on models that have tiers. 1 to 10 characters.
            output_format: File format of the result; PNG for 1K, JPEG for 2K and 4K if left out.
            safe_mode: Blur what is classified as adult content. Default: True.
            model_id: Deprecated. Older name of model. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 11 more.
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

    @calls("_multi_edit")
    async def multi_edit(
        self,
        *,
        images: ImageInput | Sequence[ImageInput],
        prompt: str,
        model: str | MultiEditImageModel = OMIT,
        aspect_ratio: Literal[
            "auto", "1:1", "3:2", "16:9", "21:9", "9:16", "2:3", "3:4", "4:5"
        ] = OMIT,
        output_format: Literal["jpeg", "png", "webp", "jpg"] = OMIT,
        quality: Literal["low", "medium", "high"] = OMIT,
        resolution: str = OMIT,
        safe_mode: bool = OMIT,
        disable_prompt_optimization_thinking: bool = OMIT,
        enhance_prompt: bool = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Make one picture of several images as a prompt says.

        Args:
            images: The images, the base first; further ones are layers or references. Most models take 3. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, 65536 to 33177600 pixels.
            prompt: What to make of the images, in words. 1 to 32768 characters.
            model: Id of the model that edits. Known: firered-image-edit, qwen-edit-uncensored, grok-imagine-edit, grok-imagine-quality-edit, grok-imagine-image-2-0-edit, qwen-image-2-edit, qwen-image-2-pro-edit, wan-2-7-pro-edit, flux-2-max-edit, gpt-image-2-edit and 9 more. Default: firered-image-edit.
            aspect_ratio: Width to height of the result; that of the first image if left out.
            output_format: File format of the result.
            quality: Quality tier on models that have tiers.
            resolution: Tier of the result, such as 1K, 2K or 4K, on models that have tiers. 1 to 10 characters.
            safe_mode: Blur what is classified as adult content. Default: True.
            disable_prompt_optimization_thinking: Rewrite the prompt without a thinking step.
            enhance_prompt: Let the server rewrite the prompt first; takes longer and costs extra.
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
        image: ImageInput = OMIT,
        image_url: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Cut out what the image shows; the result is a PNG with a transparent background.

        Args:
            image: The image, as a file or bytes; a URL goes out as image_url. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB.
            image_url: Where the image lies, instead of image.
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
        creativity: float | None = OMIT,
        scale: Literal[2, 4] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Enlarge an image; the result is a PNG.

        Args:
            image: The image to enlarge; the result has at most 16777216 pixels. PNG/JPEG/WEBP/HEIC/HEIF/AVIF, under 25 MB, at least 65536 pixels.
            creativity: How much detail to invent, 0 to 0.02; more is clamped. Default: 0.01.
            scale: How many times wider and higher. Default: 2.
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
        prompt: str,
        model: str,
        cfg_scale: float = OMIT,
        embed_exif_metadata: bool = OMIT,
        format: Literal["jpeg", "png", "webp"] = OMIT,
        height: int = OMIT,
        hide_watermark: bool = OMIT,
        lora_strength: int = OMIT,
        negative_prompt: str = OMIT,
        return_binary: bool = OMIT,
        variants: int = OMIT,
        safe_mode: bool = OMIT,
        seed: int = OMIT,
        steps: int = OMIT,
        style_preset: str = OMIT,
        aspect_ratio: str = OMIT,
        resolution: str = OMIT,
        quality: Literal["low", "medium", "high"] = OMIT,
        enable_web_search: bool = OMIT,
        disable_prompt_optimization_thinking: bool = OMIT,
        enhance_prompt: bool = OMIT,
        width: int = OMIT,
        style_references: Sequence[Mapping[str, Any]] = OMIT,
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
            prompt: What to draw, in words. 1 to 7500 characters.
            model: Id of the model that draws.
            cfg_scale: How closely to follow the prompt. Above 0, to 20.
            embed_exif_metadata: Write the arguments into the file. Default: False.
            format: File format of the pictures. Default: webp.
            height: Height in pixels. Above 0, to 1280. Default: 1024.
            hide_watermark: Leave out the watermark where the content allows it. Default: False.
            lora_strength: Strength of the model's LoRA in percent. 0 to 100.
            negative_prompt: What to keep out of the picture, in words. At most 7500 characters.
            return_binary: Answer the bare picture instead of JSON; one picture only. Default: False.
            variants: How many pictures. 1 to 4.
            safe_mode: Blur what is classified as adult content. Default: True.
            seed: Same seed and arguments give the same picture. -999999999 to 999999999. Default: 0.
            steps: Inference steps; models cap it. Default: 8.
            style_preset: One of image.styles().
            aspect_ratio: Width to height, on models that take it.
            resolution: Tier of the result, such as 1K, 2K or 4K, on models that have tiers.
            quality: Quality tier on models that have tiers.
            enable_web_search: Let the model search the web first; costs extra.
            disable_prompt_optimization_thinking: Rewrite the prompt without a thinking step.
            enhance_prompt: Let the server rewrite the prompt first; takes longer and costs extra.
            width: Width in pixels. Above 0, to 1280. Default: 1024.
            style_references: Images whose style to take.
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

    @calls("_styles")
    async def styles(
        self,
        *,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> list[str]:
        """The names that `generate(style_preset=…)` takes.

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

    async def _edit(self, arguments: EditImageParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_EDIT, arguments, self._client.rules)
        )

    async def _multi_edit(self, arguments: MultiEditImageParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_MULTI_EDIT, arguments, self._client.rules)
        )

    async def _remove_background(self, arguments: RemoveBackgroundParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_REMOVE_BACKGROUND, arguments, self._client.rules)
        )

    async def _upscale(self, arguments: UpscaleImageParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_UPSCALE, arguments, self._client.rules)
        )

    async def _generate(self, arguments: GenerateImageParams) -> EditResult:
        return await self._client._run(
            request_pictures(table.IMAGE_GENERATE, arguments, self._client.rules)
        )

    @abstractmethod
    async def _styles(self, arguments: ListStylesParams) -> list[str]: ...


class AsyncModelsMethods(AsyncMethods):
    """`client.models`: list, traits, compatibility_mapping."""

    @calls("_list")
    async def list(
        self,
        *,
        type: Literal[
            "asr",
            "embedding",
            "image",
            "music",
            "text",
            "tts",
            "upscale",
            "inpaint",
            "video",
            "all",
            "code",
        ] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListModelsResponse":
        """The models that Venice offers; `type="inpaint"` are the ones that edit.

        Args:
            type: Kind of model; inpaint are the ones that edit.
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

    @calls("_traits")
    async def traits(
        self,
        *,
        type: Literal[
            "asr", "embedding", "image", "music", "text", "tts", "upscale", "inpaint", "video"
        ] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListModelTraitsResponse":
        """The model that has each trait, such as default_vision.

        Args:
            type: Kind of model. Default: text.
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

    @calls("_compatibility_mapping")
    async def compatibility_mapping(
        self,
        *,
        type: Literal[
            "asr", "embedding", "image", "music", "text", "tts", "upscale", "inpaint", "video"
        ] = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> "responses.ListCompatibilityResponse":
        """The model that stands in for each id of another provider.

        Args:
            type: Kind of model. Default: text.
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

    async def _traits(
        self, arguments: ListModelTraitsParams
    ) -> "responses.ListModelTraitsResponse":
        result: responses.ListModelTraitsResponse = await self._client._run(
            request_model(table.MODELS_TRAITS, arguments)
        )
        return result

    async def _compatibility_mapping(
        self, arguments: ListCompatibilityParams
    ) -> "responses.ListCompatibilityResponse":
        result: responses.ListCompatibilityResponse = await self._client._run(
            request_model(table.MODELS_COMPATIBILITY_MAPPING, arguments)
        )
        return result

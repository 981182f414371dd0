# Generated from specs/openai/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of OpenAI: signatures and documentation."""

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
from pyvenice.generated.openai import operations as table
from pyvenice.generated.openai.parameters import (
    EditImageParams,
    GenerateImageModel,
    GenerateImageParams,
    ListModelsParams,
    Model,
    VaryImageParams,
)

if TYPE_CHECKING:
    from pyvenice.generated.openai import responses
else:
    responses = LazyModule("pyvenice.generated.openai.responses")


class ImageMethods(SyncMethods):
    """`client.image`: edit, generate, variations."""

    @overload
    def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        prompt: str,
        stream: Literal[True],
        mask: MaskInput = OMIT,
        markup: ImageInput = OMIT,
        model: str | Model | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        n: int | None = OMIT,
        size: str
        | Literal["256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "auto"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        input_fidelity: Literal["high", "low"] | None = OMIT,
        partial_images: int | None = OMIT,
        quality: Literal["standard", "low", "medium", "high", "auto", "xhigh", "max"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        user: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> ImageStream:
        """Edit images as a prompt says; with `stream=True`, watch the result grow.

        Args:
            image: The image to edit, or up to 16 of them. PNG/JPEG/WEBP, under 50 MB.
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            mask: Where to edit: a PNG of the first image's size, transparent where to edit. PNG, under 4 MB.
            markup: A transparent PNG of the first image's size that is laid over it to guide the edit, without a mask. PNG.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, gpt-image-1, gpt-image-1-mini, chatgpt-image-latest, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: gpt-image-1.5.
            background: Background of the result; transparent needs png or webp. Default: auto.
            n: How many pictures. 1 to 10. Default: 1.
            size: WIDTHxHEIGHT in pixels, or auto. Known: 256x256, 512x512, 1024x1024, 1536x1024, 1024x1536, auto. Default: 1024x1024 or auto.
            response_format: Only for dall-e models; the others always answer base64.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            input_fidelity: How closely to keep to features of the input.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            quality: Effort spent on the picture. Default: auto.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            moderation: How strictly to filter content. Default: auto.
            user: Deprecated. Older name of safety_identifier.
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
        markup: ImageInput = OMIT,
        model: str | Model | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        n: int | None = OMIT,
        size: str
        | Literal["256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "auto"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        input_fidelity: Literal["high", "low"] | None = OMIT,
        partial_images: int | None = OMIT,
        quality: Literal["standard", "low", "medium", "high", "auto", "xhigh", "max"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        user: str = OMIT,
        stream: Literal[False] = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit images as a prompt says; with `stream=True`, watch the result grow.

        Args:
            image: The image to edit, or up to 16 of them. PNG/JPEG/WEBP, under 50 MB.
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            mask: Where to edit: a PNG of the first image's size, transparent where to edit. PNG, under 4 MB.
            markup: A transparent PNG of the first image's size that is laid over it to guide the edit, without a mask. PNG.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, gpt-image-1, gpt-image-1-mini, chatgpt-image-latest, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: gpt-image-1.5.
            background: Background of the result; transparent needs png or webp. Default: auto.
            n: How many pictures. 1 to 10. Default: 1.
            size: WIDTHxHEIGHT in pixels, or auto. Known: 256x256, 512x512, 1024x1024, 1536x1024, 1024x1536, auto. Default: 1024x1024 or auto.
            response_format: Only for dall-e models; the others always answer base64.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            input_fidelity: How closely to keep to features of the input.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            quality: Effort spent on the picture. Default: auto.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            moderation: How strictly to filter content. Default: auto.
            user: Deprecated. Older name of safety_identifier.
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
        markup: ImageInput = OMIT,
        model: str | Model | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        n: int | None = OMIT,
        size: str
        | Literal["256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "auto"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        input_fidelity: Literal["high", "low"] | None = OMIT,
        partial_images: int | None = OMIT,
        quality: Literal["standard", "low", "medium", "high", "auto", "xhigh", "max"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        user: str = OMIT,
        stream: bool = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult | ImageStream:
        """Edit images as a prompt says; with `stream=True`, watch the result grow.

        Args:
            image: The image to edit, or up to 16 of them. PNG/JPEG/WEBP, under 50 MB.
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            mask: Where to edit: a PNG of the first image's size, transparent where to edit. PNG, under 4 MB.
            markup: A transparent PNG of the first image's size that is laid over it to guide the edit, without a mask. PNG.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, gpt-image-1, gpt-image-1-mini, chatgpt-image-latest, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: gpt-image-1.5.
            background: Background of the result; transparent needs png or webp. Default: auto.
            n: How many pictures. 1 to 10. Default: 1.
            size: WIDTHxHEIGHT in pixels, or auto. Known: 256x256, 512x512, 1024x1024, 1536x1024, 1024x1536, auto. Default: 1024x1024 or auto.
            response_format: Only for dall-e models; the others always answer base64.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            input_fidelity: How closely to keep to features of the input.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            quality: Effort spent on the picture. Default: auto.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            moderation: How strictly to filter content. Default: auto.
            user: Deprecated. Older name of safety_identifier.
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

    @overload
    def generate(
        self,
        *,
        prompt: str,
        stream: Literal[True],
        model: str | GenerateImageModel | None = OMIT,
        n: int | None = OMIT,
        quality: Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        partial_images: int | None = OMIT,
        size: str
        | Literal[
            "auto",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "256x256",
            "512x512",
            "1792x1024",
            "1024x1792",
        ]
        | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        style: Literal["vivid", "natural"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        user: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> ImageStream:
        """Draw pictures from a prompt; with `stream=True`, watch the result grow.

        Args:
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, dall-e-3, gpt-image-1, gpt-image-1-mini, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: dall-e-2.
            n: How many pictures. 1 to 10. Default: 1.
            quality: Effort spent on the picture. Default: auto.
            response_format: Only for dall-e models; the others always answer base64. Default: url.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            size: WIDTHxHEIGHT in pixels, or auto. Known: auto, 1024x1024, 1536x1024, 1024x1536, 256x256, 512x512, 1792x1024, 1024x1792. Default: auto.
            moderation: How strictly to filter content. Default: auto.
            background: Background of the result; transparent needs png or webp. Default: auto.
            style: Only for dall-e-3. Default: vivid.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            user: Deprecated. Older name of safety_identifier.
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
    def generate(
        self,
        *,
        prompt: str,
        model: str | GenerateImageModel | None = OMIT,
        n: int | None = OMIT,
        quality: Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        partial_images: int | None = OMIT,
        size: str
        | Literal[
            "auto",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "256x256",
            "512x512",
            "1792x1024",
            "1024x1792",
        ]
        | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        style: Literal["vivid", "natural"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        user: str = OMIT,
        stream: Literal[False] = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Draw pictures from a prompt; with `stream=True`, watch the result grow.

        Args:
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, dall-e-3, gpt-image-1, gpt-image-1-mini, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: dall-e-2.
            n: How many pictures. 1 to 10. Default: 1.
            quality: Effort spent on the picture. Default: auto.
            response_format: Only for dall-e models; the others always answer base64. Default: url.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            size: WIDTHxHEIGHT in pixels, or auto. Known: auto, 1024x1024, 1536x1024, 1024x1536, 256x256, 512x512, 1792x1024, 1024x1792. Default: auto.
            moderation: How strictly to filter content. Default: auto.
            background: Background of the result; transparent needs png or webp. Default: auto.
            style: Only for dall-e-3. Default: vivid.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            user: Deprecated. Older name of safety_identifier.
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

    @calls("_generate", stream="_stream_generate")
    def generate(
        self,
        *,
        prompt: str,
        model: str | GenerateImageModel | None = OMIT,
        n: int | None = OMIT,
        quality: Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        partial_images: int | None = OMIT,
        size: str
        | Literal[
            "auto",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "256x256",
            "512x512",
            "1792x1024",
            "1024x1792",
        ]
        | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        style: Literal["vivid", "natural"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        user: str = OMIT,
        stream: bool = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult | ImageStream:
        """Draw pictures from a prompt; with `stream=True`, watch the result grow.

        Args:
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, dall-e-3, gpt-image-1, gpt-image-1-mini, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: dall-e-2.
            n: How many pictures. 1 to 10. Default: 1.
            quality: Effort spent on the picture. Default: auto.
            response_format: Only for dall-e models; the others always answer base64. Default: url.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            size: WIDTHxHEIGHT in pixels, or auto. Known: auto, 1024x1024, 1536x1024, 1024x1536, 256x256, 512x512, 1792x1024, 1024x1792. Default: auto.
            moderation: How strictly to filter content. Default: auto.
            background: Background of the result; transparent needs png or webp. Default: auto.
            style: Only for dall-e-3. Default: vivid.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            user: Deprecated. Older name of safety_identifier.
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
        image: ImageInput,
        model: str | Literal["dall-e-2"] | None = OMIT,
        n: int | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        size: Literal["256x256", "512x512", "1024x1024"] | None = OMIT,
        user: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Variations of a picture. OpenAI retired the endpoint together with its models.

        Args:
            image: A square PNG to vary. PNG, under 4 MB.
            model: Id of the model. Known: dall-e-2. Default: dall-e-2.
            n: How many pictures. 1 to 10. Default: 1.
            response_format: How the pictures come back. Default: url.
            size: WIDTHxHEIGHT in pixels. Default: 1024x1024.
            user: Your name for the end user, for abuse reports.
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
    def _generate(self, arguments: GenerateImageParams) -> EditResult: ...

    @abstractmethod
    def _stream_generate(self, arguments: GenerateImageParams) -> ImageStream: ...

    @abstractmethod
    def _variations(self, arguments: VaryImageParams) -> EditResult: ...


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
    ) -> "responses.ListModelsResponse":
        """The models that the key may use.

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

    def _list(self, arguments: ListModelsParams) -> "responses.ListModelsResponse":
        result: responses.ListModelsResponse = self._client._run(
            request_model(table.MODELS_LIST, arguments)
        )
        return result


class AsyncImageMethods(AsyncMethods):
    """`client.image`: edit, generate, variations."""

    @overload
    async def edit(
        self,
        *,
        image: ImageInput | Sequence[ImageInput],
        prompt: str,
        stream: Literal[True],
        mask: MaskInput = OMIT,
        markup: ImageInput = OMIT,
        model: str | Model | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        n: int | None = OMIT,
        size: str
        | Literal["256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "auto"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        input_fidelity: Literal["high", "low"] | None = OMIT,
        partial_images: int | None = OMIT,
        quality: Literal["standard", "low", "medium", "high", "auto", "xhigh", "max"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        user: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> AsyncImageStream:
        """Edit images as a prompt says; with `stream=True`, watch the result grow.

        Args:
            image: The image to edit, or up to 16 of them. PNG/JPEG/WEBP, under 50 MB.
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            mask: Where to edit: a PNG of the first image's size, transparent where to edit. PNG, under 4 MB.
            markup: A transparent PNG of the first image's size that is laid over it to guide the edit, without a mask. PNG.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, gpt-image-1, gpt-image-1-mini, chatgpt-image-latest, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: gpt-image-1.5.
            background: Background of the result; transparent needs png or webp. Default: auto.
            n: How many pictures. 1 to 10. Default: 1.
            size: WIDTHxHEIGHT in pixels, or auto. Known: 256x256, 512x512, 1024x1024, 1536x1024, 1024x1536, auto. Default: 1024x1024 or auto.
            response_format: Only for dall-e models; the others always answer base64.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            input_fidelity: How closely to keep to features of the input.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            quality: Effort spent on the picture. Default: auto.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            moderation: How strictly to filter content. Default: auto.
            user: Deprecated. Older name of safety_identifier.
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
        markup: ImageInput = OMIT,
        model: str | Model | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        n: int | None = OMIT,
        size: str
        | Literal["256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "auto"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        input_fidelity: Literal["high", "low"] | None = OMIT,
        partial_images: int | None = OMIT,
        quality: Literal["standard", "low", "medium", "high", "auto", "xhigh", "max"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        user: str = OMIT,
        stream: Literal[False] = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Edit images as a prompt says; with `stream=True`, watch the result grow.

        Args:
            image: The image to edit, or up to 16 of them. PNG/JPEG/WEBP, under 50 MB.
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            mask: Where to edit: a PNG of the first image's size, transparent where to edit. PNG, under 4 MB.
            markup: A transparent PNG of the first image's size that is laid over it to guide the edit, without a mask. PNG.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, gpt-image-1, gpt-image-1-mini, chatgpt-image-latest, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: gpt-image-1.5.
            background: Background of the result; transparent needs png or webp. Default: auto.
            n: How many pictures. 1 to 10. Default: 1.
            size: WIDTHxHEIGHT in pixels, or auto. Known: 256x256, 512x512, 1024x1024, 1536x1024, 1024x1536, auto. Default: 1024x1024 or auto.
            response_format: Only for dall-e models; the others always answer base64.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            input_fidelity: How closely to keep to features of the input.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            quality: Effort spent on the picture. Default: auto.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            moderation: How strictly to filter content. Default: auto.
            user: Deprecated. Older name of safety_identifier.
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
        markup: ImageInput = OMIT,
        model: str | Model | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        n: int | None = OMIT,
        size: str
        | Literal["256x256", "512x512", "1024x1024", "1536x1024", "1024x1536", "auto"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        input_fidelity: Literal["high", "low"] | None = OMIT,
        partial_images: int | None = OMIT,
        quality: Literal["standard", "low", "medium", "high", "auto", "xhigh", "max"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        user: str = OMIT,
        stream: bool = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult | AsyncImageStream:
        """Edit images as a prompt says; with `stream=True`, watch the result grow.

        Args:
            image: The image to edit, or up to 16 of them. PNG/JPEG/WEBP, under 50 MB.
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            mask: Where to edit: a PNG of the first image's size, transparent where to edit. PNG, under 4 MB.
            markup: A transparent PNG of the first image's size that is laid over it to guide the edit, without a mask. PNG.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, gpt-image-1, gpt-image-1-mini, chatgpt-image-latest, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: gpt-image-1.5.
            background: Background of the result; transparent needs png or webp. Default: auto.
            n: How many pictures. 1 to 10. Default: 1.
            size: WIDTHxHEIGHT in pixels, or auto. Known: 256x256, 512x512, 1024x1024, 1536x1024, 1024x1536, auto. Default: 1024x1024 or auto.
            response_format: Only for dall-e models; the others always answer base64.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            input_fidelity: How closely to keep to features of the input.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            quality: Effort spent on the picture. Default: auto.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            moderation: How strictly to filter content. Default: auto.
            user: Deprecated. Older name of safety_identifier.
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

    @overload
    async def generate(
        self,
        *,
        prompt: str,
        stream: Literal[True],
        model: str | GenerateImageModel | None = OMIT,
        n: int | None = OMIT,
        quality: Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        partial_images: int | None = OMIT,
        size: str
        | Literal[
            "auto",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "256x256",
            "512x512",
            "1792x1024",
            "1024x1792",
        ]
        | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        style: Literal["vivid", "natural"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        user: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> AsyncImageStream:
        """Draw pictures from a prompt; with `stream=True`, watch the result grow.

        Args:
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, dall-e-3, gpt-image-1, gpt-image-1-mini, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: dall-e-2.
            n: How many pictures. 1 to 10. Default: 1.
            quality: Effort spent on the picture. Default: auto.
            response_format: Only for dall-e models; the others always answer base64. Default: url.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            size: WIDTHxHEIGHT in pixels, or auto. Known: auto, 1024x1024, 1536x1024, 1024x1536, 256x256, 512x512, 1792x1024, 1024x1792. Default: auto.
            moderation: How strictly to filter content. Default: auto.
            background: Background of the result; transparent needs png or webp. Default: auto.
            style: Only for dall-e-3. Default: vivid.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            user: Deprecated. Older name of safety_identifier.
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
    async def generate(
        self,
        *,
        prompt: str,
        model: str | GenerateImageModel | None = OMIT,
        n: int | None = OMIT,
        quality: Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        partial_images: int | None = OMIT,
        size: str
        | Literal[
            "auto",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "256x256",
            "512x512",
            "1792x1024",
            "1024x1792",
        ]
        | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        style: Literal["vivid", "natural"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        user: str = OMIT,
        stream: Literal[False] = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Draw pictures from a prompt; with `stream=True`, watch the result grow.

        Args:
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, dall-e-3, gpt-image-1, gpt-image-1-mini, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: dall-e-2.
            n: How many pictures. 1 to 10. Default: 1.
            quality: Effort spent on the picture. Default: auto.
            response_format: Only for dall-e models; the others always answer base64. Default: url.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            size: WIDTHxHEIGHT in pixels, or auto. Known: auto, 1024x1024, 1536x1024, 1024x1536, 256x256, 512x512, 1792x1024, 1024x1792. Default: auto.
            moderation: How strictly to filter content. Default: auto.
            background: Background of the result; transparent needs png or webp. Default: auto.
            style: Only for dall-e-3. Default: vivid.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            user: Deprecated. Older name of safety_identifier.
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

    @calls("_generate", stream="_stream_generate")
    async def generate(
        self,
        *,
        prompt: str,
        model: str | GenerateImageModel | None = OMIT,
        n: int | None = OMIT,
        quality: Literal["standard", "hd", "low", "medium", "high", "auto", "xhigh", "max"]
        | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        output_format: Literal["png", "jpeg", "webp", "gif", "svg"] | None = OMIT,
        output_compression: int | None = OMIT,
        partial_images: int | None = OMIT,
        size: str
        | Literal[
            "auto",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "256x256",
            "512x512",
            "1792x1024",
            "1024x1792",
        ]
        | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        style: Literal["vivid", "natural"] | None = OMIT,
        complexity: Literal["low", "medium", "high"] | None = OMIT,
        frame_count: int | None = OMIT,
        frame_duration_ms: int | None = OMIT,
        svg: Mapping[str, Any] | None = OMIT,
        safety_identifier: str | None = OMIT,
        user: str = OMIT,
        stream: bool = False,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult | AsyncImageStream:
        """Draw pictures from a prompt; with `stream=True`, watch the result grow.

        Args:
            prompt: What the picture shall show, in words. 1 to 32000 characters.
            model: Id of the model. Known: gpt-image-1.5, gpt-image-2, gpt-image-2-2026-04-21, dall-e-2, dall-e-3, gpt-image-1, gpt-image-1-mini, gpt-image-2.5-sunburst, gpt-image-2.5-sunburst-2026-09-08, gpt-image-2.5-flare and 3 more. Default: dall-e-2.
            n: How many pictures. 1 to 10. Default: 1.
            quality: Effort spent on the picture. Default: auto.
            response_format: Only for dall-e models; the others always answer base64. Default: url.
            output_format: File format of the result. Default: png.
            output_compression: Compression of jpeg and webp in percent. 0 to 100. Default: 100.
            partial_images: How many unfinished pictures a stream shows. 0 to 3.
            size: WIDTHxHEIGHT in pixels, or auto. Known: auto, 1024x1024, 1536x1024, 1024x1536, 256x256, 512x512, 1792x1024, 1024x1792. Default: auto.
            moderation: How strictly to filter content. Default: auto.
            background: Background of the result; transparent needs png or webp. Default: auto.
            style: Only for dall-e-3. Default: vivid.
            complexity: Effort spent on planning the picture, whatever its quality.
            frame_count: Frames of a gif, which takes no mask, stream or compression. 2 to 16. Default: 9.
            frame_duration_ms: Milliseconds for each frame of a gif, rounded to 10, up to 655350. Default: 200.
            svg: Who writes an svg: model, and reasoning with effort. Needs output_format svg and n 1.
            safety_identifier: Stable name of the end user, hashed, for abuse reports.
            user: Deprecated. Older name of safety_identifier.
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
        image: ImageInput,
        model: str | Literal["dall-e-2"] | None = OMIT,
        n: int | None = OMIT,
        response_format: Literal["url", "b64_json"] | None = OMIT,
        size: Literal["256x256", "512x512", "1024x1024"] | None = OMIT,
        user: str = OMIT,
        media_type: MediaType = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        download: bool = OMIT,
        timeout: float = OMIT,
    ) -> EditResult:
        """Variations of a picture. OpenAI retired the endpoint together with its models.

        Args:
            image: A square PNG to vary. PNG, under 4 MB.
            model: Id of the model. Known: dall-e-2. Default: dall-e-2.
            n: How many pictures. 1 to 10. Default: 1.
            response_format: How the pictures come back. Default: url.
            size: WIDTHxHEIGHT in pixels. Default: 1024x1024.
            user: Your name for the end user, for abuse reports.
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
    async def _generate(self, arguments: GenerateImageParams) -> EditResult: ...

    @abstractmethod
    async def _stream_generate(self, arguments: GenerateImageParams) -> AsyncImageStream: ...

    @abstractmethod
    async def _variations(self, arguments: VaryImageParams) -> EditResult: ...


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
    ) -> "responses.ListModelsResponse":
        """The models that the key may use.

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

    async def _list(self, arguments: ListModelsParams) -> "responses.ListModelsResponse":
        result: responses.ListModelsResponse = await self._client._run(
            request_model(table.MODELS_LIST, arguments)
        )
        return result

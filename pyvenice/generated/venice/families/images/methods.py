# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.images import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.images import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.images.responses")


class ImagesMethods(SyncMethods):
    """`client.images`: generate."""

    @calls("_generate")
    def generate(
        self,
        *,
        prompt: str,
        model: str = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        n: int | None = OMIT,
        output_compression: int | None = OMIT,
        output_format: Literal["jpeg", "png", "webp"] = OMIT,
        quality: Literal["auto", "high", "medium", "low", "hd", "standard"] | None = OMIT,
        response_format: Literal["b64_json", "url"] | None = OMIT,
        size: Literal[
            "auto",
            "256x256",
            "512x512",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "1792x1024",
            "1024x1792",
        ]
        | None = OMIT,
        style: Literal["vivid", "natural"] | None = OMIT,
        user: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.SimpleGenerateImageResponse":
        """Draw a picture, with the arguments of OpenAI's client.

        Args:
            prompt: What to draw. 1 to 1500 characters.
            model: Id of the model; OpenAI's ids stand for the default one. Default: default.
            background: Default: auto.
            moderation: Default: auto.
            n: 1 to 1. Default: 1.
            output_compression: 0 to 100. Default: 100.
            output_format: Type of the picture. Default: png.
            quality: Default: auto.
            response_format: The picture as base64, or a URL of it. Default: b64_json.
            size: Width x height. Default: auto.
            style: Default: natural.
            user: Has no effect; for code that was written for OpenAI.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    def _generate(self, arguments: Mapping[str, Any]) -> "responses.SimpleGenerateImageResponse":
        result: responses.SimpleGenerateImageResponse = self._client._run(
            request_model(table.IMAGES_GENERATE, arguments)
        )
        return result


class AsyncImagesMethods(AsyncMethods):
    """`client.images`: generate."""

    @calls("_generate")
    async def generate(
        self,
        *,
        prompt: str,
        model: str = OMIT,
        background: Literal["transparent", "opaque", "auto"] | None = OMIT,
        moderation: Literal["low", "auto"] | None = OMIT,
        n: int | None = OMIT,
        output_compression: int | None = OMIT,
        output_format: Literal["jpeg", "png", "webp"] = OMIT,
        quality: Literal["auto", "high", "medium", "low", "hd", "standard"] | None = OMIT,
        response_format: Literal["b64_json", "url"] | None = OMIT,
        size: Literal[
            "auto",
            "256x256",
            "512x512",
            "1024x1024",
            "1536x1024",
            "1024x1536",
            "1792x1024",
            "1024x1792",
        ]
        | None = OMIT,
        style: Literal["vivid", "natural"] | None = OMIT,
        user: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.SimpleGenerateImageResponse":
        """Draw a picture, with the arguments of OpenAI's client. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _generate(
        self, arguments: Mapping[str, Any]
    ) -> "responses.SimpleGenerateImageResponse":
        result: responses.SimpleGenerateImageResponse = await self._client._run(
            request_model(table.IMAGES_GENERATE, arguments)
        )
        return result

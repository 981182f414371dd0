# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.embeddings import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.embeddings import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.embeddings.responses")

Model = Literal[
    "text-embedding-bge-m3",
    "text-embedding-bge-en-icl",
    "text-embedding-qwen3-8b",
    "text-embedding-qwen3-0-6b",
    "text-embedding-multilingual-e5-large-instruct",
    "text-embedding-3-small",
    "text-embedding-3-large",
    "gemini-embedding-2-preview",
    "text-embedding-nemotron-embed-vl-1b-v2",
]


class EmbeddingsMethods(SyncMethods):
    """`client.embeddings`: create."""

    @calls("_create")
    def create(
        self,
        *,
        input: str | Sequence[str],
        model: str | Model,
        dimensions: int = OMIT,
        encoding_format: Literal["float", "base64"] = OMIT,
        user: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateEmbeddingResponse":
        """Vectors of texts.

        Args:
            input: The text, or up to 2048 texts, none of them empty.
            model: Id of the model. Known: text-embedding-bge-m3, text-embedding-bge-en-icl, text-embedding-qwen3-8b, text-embedding-qwen3-0-6b, text-embedding-multilingual-e5-large-instruct, text-embedding-3-small, text-embedding-3-large, gemini-embedding-2-preview, text-embedding-nemotron-embed-vl-1b-v2.
            dimensions: Length of the vectors, on models that can shorten them. At least 1.
            encoding_format: base64: a text of little-endian 32-bit floats. Default: float.
            user: Taken and not used.
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

    def _create(self, arguments: Mapping[str, Any]) -> "responses.CreateEmbeddingResponse":
        result: responses.CreateEmbeddingResponse = self._client._run(
            request_model(table.EMBEDDINGS_CREATE, arguments)
        )
        return result


class AsyncEmbeddingsMethods(AsyncMethods):
    """`client.embeddings`: create."""

    @calls("_create")
    async def create(
        self,
        *,
        input: str | Sequence[str],
        model: str | Model,
        dimensions: int = OMIT,
        encoding_format: Literal["float", "base64"] = OMIT,
        user: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateEmbeddingResponse":
        """Vectors of texts. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _create(self, arguments: Mapping[str, Any]) -> "responses.CreateEmbeddingResponse":
        result: responses.CreateEmbeddingResponse = await self._client._run(
            request_model(table.EMBEDDINGS_CREATE, arguments)
        )
        return result

# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.media import MediaFile, request_answer
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.music import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.music import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.music.responses")


class MusicMethods(SyncMethods):
    """`client.music`: queue, quote, retrieve, complete."""

    @calls("_queue")
    def queue(
        self,
        *,
        prompt: str,
        model: str,
        lyrics_prompt: str = OMIT,
        duration_seconds: int | str = OMIT,
        force_instrumental: bool = OMIT,
        lyrics_optimizer: bool = OMIT,
        loop: bool = OMIT,
        voice: str = OMIT,
        language_code: str = OMIT,
        speed: float = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.QueueAudioResponse":
        """Submit music or long speech, which is billed; submit() gives a job to wait for, run() waits.

        Args:
            prompt: What to make, or the text to speak.
            model: Id of the model.
            lyrics_prompt: The lyrics, on models that sing.
            duration_seconds: How long it is to be, on models that take it.
            force_instrumental: Without voices, on models that take it.
            lyrics_optimizer: Write the lyrics from the prompt; excludes lyrics_prompt.
            loop: End as it begins, so that it can be repeated, on models that take it.
            voice: The voice, on models that have several; see models.voices().
            language_code: Language of the text (en, de), on models that take it.
            speed: How fast to speak, on models that take it. 0.25 to 4.
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

    @calls("_quote")
    def quote(
        self,
        *,
        model: str,
        duration_seconds: int | str = OMIT,
        character_count: int = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.QuoteAudioResponse":
        """What such a job would cost, in US dollars.

        Args:
            model: Id of the model.
            duration_seconds: How long it is to be, on models that take it.
            character_count: Above 0.
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

    @calls("_retrieve")
    def retrieve(
        self,
        *,
        model: str,
        queue_id: str,
        delete_media_on_completion: bool = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.RetrieveAudioResponse | MediaFile":
        """How a job stands, or its file when it is done.

        Args:
            model: The model that the job was submitted to.
            queue_id: Id of the job, as queue() gave it.
            delete_media_on_completion: Let the provider delete the file once it was sent. Default: False.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            save_to: Write the images to this file while they arrive; of several, out.png becomes out-1.png, ….
            timeout: Seconds to wait for the server; the client's own timeout if left out.

        Raises:
            ArgumentError: An argument cannot be sent. Nothing was sent.
            APIStatusError: The provider answered with an error.
            APIConnectionError: No complete answer came.
            AnswerError: A success without a usable result.
        """
        raise NotImplementedError

    @calls("_complete")
    def complete(
        self,
        *,
        model: str,
        queue_id: str,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CompleteAudioResponse":
        """Let the provider delete the file of a job.

        Args:
            model: The model that the job was submitted to.
            queue_id: Id of the job, as queue() gave it.
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

    def _queue(self, arguments: Mapping[str, Any]) -> "responses.QueueAudioResponse":
        result: responses.QueueAudioResponse = self._client._run(
            request_model(table.MUSIC_QUEUE, arguments)
        )
        return result

    def _quote(self, arguments: Mapping[str, Any]) -> "responses.QuoteAudioResponse":
        result: responses.QuoteAudioResponse = self._client._run(
            request_model(table.MUSIC_QUOTE, arguments)
        )
        return result

    def _retrieve(
        self, arguments: Mapping[str, Any]
    ) -> "responses.RetrieveAudioResponse | MediaFile":
        result: responses.RetrieveAudioResponse | MediaFile = self._client._run(
            request_answer(table.MUSIC_RETRIEVE, arguments, self._client.rules)
        )
        return result

    def _complete(self, arguments: Mapping[str, Any]) -> "responses.CompleteAudioResponse":
        result: responses.CompleteAudioResponse = self._client._run(
            request_model(table.MUSIC_COMPLETE, arguments)
        )
        return result


class AsyncMusicMethods(AsyncMethods):
    """`client.music`: queue, quote, retrieve, complete."""

    @calls("_queue")
    async def queue(
        self,
        *,
        prompt: str,
        model: str,
        lyrics_prompt: str = OMIT,
        duration_seconds: int | str = OMIT,
        force_instrumental: bool = OMIT,
        lyrics_optimizer: bool = OMIT,
        loop: bool = OMIT,
        voice: str = OMIT,
        language_code: str = OMIT,
        speed: float = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.QueueAudioResponse":
        """Submit music or long speech, which is billed; submit() gives a job to wait for, run() waits. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_quote")
    async def quote(
        self,
        *,
        model: str,
        duration_seconds: int | str = OMIT,
        character_count: int = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.QuoteAudioResponse":
        """What such a job would cost, in US dollars. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_retrieve")
    async def retrieve(
        self,
        *,
        model: str,
        queue_id: str,
        delete_media_on_completion: bool = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.RetrieveAudioResponse | MediaFile":
        """How a job stands, or its file when it is done. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_complete")
    async def complete(
        self,
        *,
        model: str,
        queue_id: str,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CompleteAudioResponse":
        """Let the provider delete the file of a job. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _queue(self, arguments: Mapping[str, Any]) -> "responses.QueueAudioResponse":
        result: responses.QueueAudioResponse = await self._client._run(
            request_model(table.MUSIC_QUEUE, arguments)
        )
        return result

    async def _quote(self, arguments: Mapping[str, Any]) -> "responses.QuoteAudioResponse":
        result: responses.QuoteAudioResponse = await self._client._run(
            request_model(table.MUSIC_QUOTE, arguments)
        )
        return result

    async def _retrieve(
        self, arguments: Mapping[str, Any]
    ) -> "responses.RetrieveAudioResponse | MediaFile":
        result: responses.RetrieveAudioResponse | MediaFile = await self._client._run(
            request_answer(table.MUSIC_RETRIEVE, arguments, self._client.rules)
        )
        return result

    async def _complete(self, arguments: Mapping[str, Any]) -> "responses.CompleteAudioResponse":
        result: responses.CompleteAudioResponse = await self._client._run(
            request_model(table.MUSIC_COMPLETE, arguments)
        )
        return result

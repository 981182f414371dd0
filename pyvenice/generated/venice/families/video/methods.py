# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.media import MediaFile, request_answer
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.video import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.video import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.video.responses")

Duration = Literal[
    "1s",
    "2s",
    "3s",
    "4s",
    "5s",
    "6s",
    "7s",
    "8s",
    "9s",
    "10s",
    "11s",
    "12s",
    "13s",
    "14s",
    "15s",
    "16s",
    "17s",
    "18s",
    "19s",
    "20s",
    "21s",
    "22s",
    "23s",
    "24s",
    "25s",
    "26s",
    "27s",
    "28s",
    "29s",
    "30s",
    "-1",
    "1 gen",
    "auto",
    "Auto",
]
Resolution = Literal[
    "256p",
    "360p",
    "480p",
    "540p",
    "580p",
    "720p",
    "1080p",
    "1440p",
    "2160p",
    "4k",
    "2x",
    "4x",
    "2K",
    "768P",
    "true_1080p",
]


class VideoMethods(SyncMethods):
    """`client.video`: queue, quote, retrieve, complete, transcribe."""

    @calls("_queue")
    def queue(
        self,
        *,
        prompt: str,
        model: str,
        duration: Duration,
        consents: Mapping[str, Any] = OMIT,
        negative_prompt: str = OMIT,
        aspect_ratio: Literal[
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "9:21",
            "16:9",
            "21:9",
            "adaptive",
            "auto",
        ] = OMIT,
        omni_reference_task_type: Literal["auto", "reference", "edit", "extend"] = OMIT,
        resolution: Resolution = OMIT,
        upscale_factor: Literal[1, 2, 4] = OMIT,
        audio: bool = OMIT,
        image_url: str = OMIT,
        end_image_url: str = OMIT,
        audio_url: str = OMIT,
        video_url: str = OMIT,
        reference_image_urls: Sequence[str] = OMIT,
        reference_video_urls: Sequence[str] = OMIT,
        reference_audio_urls: Sequence[str] = OMIT,
        reference_document_urls: Sequence[str] = OMIT,
        elements: Sequence[Mapping[str, Any]] = OMIT,
        scene_image_urls: Sequence[str] = OMIT,
        keyframes: Sequence[Mapping[str, Any]] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.QueueVideoResponse":
        """Submit a video, which is billed; submit() gives a job to wait for, run() waits.

        Args:
            prompt: What the video shows. 1 to 20000 characters.
            model: Id of the model.
            duration: How long it is; which values there are depends on the model.
            consents: What you attest, where the error of a first call asks for consent.
            negative_prompt: What it does not show. At most 20000 characters.
            aspect_ratio: Width to height, on models that take it.
            omni_reference_task_type: What to do with reference videos, on models of Seedance 2.5.
            resolution: Size, on models that take it.
            upscale_factor: How much to enlarge, on models that upscale; 1 only improves. Default: 2.
            audio: With sound, on models that make it. Default: True.
            image_url: First picture, as a URL or a data: URL.
            end_image_url: Last picture, as a URL or a data: URL.
            audio_url: Music, WAV or MP3, as a URL or a data: URL; at most 30 seconds and 15 MB.
            video_url: The video to change, MP4, MOV or WEBM, as a URL or a data: URL.
            reference_image_urls: Pictures of who and what the video shows. At most 30 items.
            reference_video_urls: Videos whose motion and style to take over, 2 to 15 seconds each, 15 together. At most 10 items.
            reference_audio_urls: Voices and sounds to take over; needs a reference picture or video. At most 10 items.
            reference_document_urls: A document or a public page to go by. At most 1 item.
            elements: Characters and things, which the prompt calls @Element1, @Element2 … At most 4 items.
            scene_image_urls: Pictures of the scene, which the prompt calls @Image1, @Image2 … At most 4 items.
            keyframes: Pictures at places of the video, in frames of which a second has 24. At most 10 items.
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
        duration: Duration,
        aspect_ratio: Literal[
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "9:21",
            "16:9",
            "21:9",
            "adaptive",
            "auto",
        ] = OMIT,
        resolution: Resolution = OMIT,
        upscale_factor: Literal[1, 2, 4] = OMIT,
        audio: bool = OMIT,
        video_url: str = OMIT,
        reference_video_total_duration: float = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.QuoteVideoResponse":
        """What such a video would cost, in US dollars.

        Args:
            model: Id of the model.
            duration: How long it is; which values there are depends on the model.
            aspect_ratio: Width to height, on models that take it.
            resolution: Size, on models that take it.
            upscale_factor: How much to enlarge.
            audio: With sound, on models that make it. Default: True.
            video_url: The video to enlarge, whose duration counts.
            reference_video_total_duration: Seconds of all reference videos together. At least 0.
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
    ) -> "responses.RetrieveVideoResponse | MediaFile":
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
    ) -> "responses.CompleteVideoResponse":
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

    @overload
    def transcribe(
        self,
        *,
        url: str,
        response_format: Literal["text"],
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> str:
        """What is said in a public video; with response_format="text" a str."""

    @overload
    def transcribe(
        self,
        *,
        url: str,
        response_format: Literal["json"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.TranscribeVideoResponse":
        """What is said in a public video; with response_format="text" a str.

        Args:
            url: Address of the video.
            response_format: json for a model with the text; text for a str. Default: json.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out."""

    @calls("_transcribe")
    def transcribe(
        self,
        *,
        url: str,
        response_format: Literal["json", "text"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.TranscribeVideoResponse | str":
        """What is said in a public video; with response_format="text" a str.

        Args:
            url: Address of the video.
            response_format: json for a model with the text; text for a str. Default: json.
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

    def _queue(self, arguments: Mapping[str, Any]) -> "responses.QueueVideoResponse":
        result: responses.QueueVideoResponse = self._client._run(
            request_model(table.VIDEO_QUEUE, arguments)
        )
        return result

    def _quote(self, arguments: Mapping[str, Any]) -> "responses.QuoteVideoResponse":
        result: responses.QuoteVideoResponse = self._client._run(
            request_model(table.VIDEO_QUOTE, arguments)
        )
        return result

    def _retrieve(
        self, arguments: Mapping[str, Any]
    ) -> "responses.RetrieveVideoResponse | MediaFile":
        result: responses.RetrieveVideoResponse | MediaFile = self._client._run(
            request_answer(table.VIDEO_RETRIEVE, arguments, self._client.rules)
        )
        return result

    def _complete(self, arguments: Mapping[str, Any]) -> "responses.CompleteVideoResponse":
        result: responses.CompleteVideoResponse = self._client._run(
            request_model(table.VIDEO_COMPLETE, arguments)
        )
        return result

    def _transcribe(
        self, arguments: Mapping[str, Any]
    ) -> "responses.TranscribeVideoResponse | str":
        result: responses.TranscribeVideoResponse | str = self._client._run(
            request_answer(table.VIDEO_TRANSCRIBE, arguments, self._client.rules)
        )
        return result


class AsyncVideoMethods(AsyncMethods):
    """`client.video`: queue, quote, retrieve, complete, transcribe."""

    @calls("_queue")
    async def queue(
        self,
        *,
        prompt: str,
        model: str,
        duration: Duration,
        consents: Mapping[str, Any] = OMIT,
        negative_prompt: str = OMIT,
        aspect_ratio: Literal[
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "9:21",
            "16:9",
            "21:9",
            "adaptive",
            "auto",
        ] = OMIT,
        omni_reference_task_type: Literal["auto", "reference", "edit", "extend"] = OMIT,
        resolution: Resolution = OMIT,
        upscale_factor: Literal[1, 2, 4] = OMIT,
        audio: bool = OMIT,
        image_url: str = OMIT,
        end_image_url: str = OMIT,
        audio_url: str = OMIT,
        video_url: str = OMIT,
        reference_image_urls: Sequence[str] = OMIT,
        reference_video_urls: Sequence[str] = OMIT,
        reference_audio_urls: Sequence[str] = OMIT,
        reference_document_urls: Sequence[str] = OMIT,
        elements: Sequence[Mapping[str, Any]] = OMIT,
        scene_image_urls: Sequence[str] = OMIT,
        keyframes: Sequence[Mapping[str, Any]] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.QueueVideoResponse":
        """Submit a video, which is billed; submit() gives a job to wait for, run() waits. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @calls("_quote")
    async def quote(
        self,
        *,
        model: str,
        duration: Duration,
        aspect_ratio: Literal[
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "9:16",
            "9:21",
            "16:9",
            "21:9",
            "adaptive",
            "auto",
        ] = OMIT,
        resolution: Resolution = OMIT,
        upscale_factor: Literal[1, 2, 4] = OMIT,
        audio: bool = OMIT,
        video_url: str = OMIT,
        reference_video_total_duration: float = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.QuoteVideoResponse":
        """What such a video would cost, in US dollars. Arguments and errors: those of the sync method."""
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
    ) -> "responses.RetrieveVideoResponse | MediaFile":
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
    ) -> "responses.CompleteVideoResponse":
        """Let the provider delete the file of a job. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    @overload
    async def transcribe(
        self,
        *,
        url: str,
        response_format: Literal["text"],
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> str:
        """What is said in a public video; with response_format="text" a str."""

    @overload
    async def transcribe(
        self,
        *,
        url: str,
        response_format: Literal["json"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.TranscribeVideoResponse":
        """What is said in a public video; with response_format="text" a str. Arguments and errors: those of the sync method."""

    @calls("_transcribe")
    async def transcribe(
        self,
        *,
        url: str,
        response_format: Literal["json", "text"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.TranscribeVideoResponse | str":
        """What is said in a public video; with response_format="text" a str. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _queue(self, arguments: Mapping[str, Any]) -> "responses.QueueVideoResponse":
        result: responses.QueueVideoResponse = await self._client._run(
            request_model(table.VIDEO_QUEUE, arguments)
        )
        return result

    async def _quote(self, arguments: Mapping[str, Any]) -> "responses.QuoteVideoResponse":
        result: responses.QuoteVideoResponse = await self._client._run(
            request_model(table.VIDEO_QUOTE, arguments)
        )
        return result

    async def _retrieve(
        self, arguments: Mapping[str, Any]
    ) -> "responses.RetrieveVideoResponse | MediaFile":
        result: responses.RetrieveVideoResponse | MediaFile = await self._client._run(
            request_answer(table.VIDEO_RETRIEVE, arguments, self._client.rules)
        )
        return result

    async def _complete(self, arguments: Mapping[str, Any]) -> "responses.CompleteVideoResponse":
        result: responses.CompleteVideoResponse = await self._client._run(
            request_model(table.VIDEO_COMPLETE, arguments)
        )
        return result

    async def _transcribe(
        self, arguments: Mapping[str, Any]
    ) -> "responses.TranscribeVideoResponse | str":
        result: responses.TranscribeVideoResponse | str = await self._client._run(
            request_answer(table.VIDEO_TRANSCRIBE, arguments, self._client.rules)
        )
        return result

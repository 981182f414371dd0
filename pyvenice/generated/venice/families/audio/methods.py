# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The methods of the clients of Venice: signatures and documentation."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from pyvenice.core.client.base import AsyncMethods, SyncMethods
from pyvenice.core.client.flows import request_model
from pyvenice.core.client.media import MediaFile, request_answer, request_media
from pyvenice.core.client.signatures import OMIT, calls
from pyvenice.core.extras import LazyModule
from pyvenice.core.request.files import FileInput
from pyvenice.core.request.operation_table import UnknownValues
from pyvenice.generated.venice.families.audio import operations as table

if TYPE_CHECKING:
    from pyvenice.generated.venice.families.audio import responses
else:
    responses = LazyModule("pyvenice.generated.venice.families.audio.responses")

Model = Literal[
    "tts-kokoro",
    "tts-qwen3-0-6b",
    "tts-qwen3-1-7b",
    "tts-xai-v1",
    "tts-inworld-1-5-max",
    "tts-chatterbox-hd",
    "tts-orpheus",
    "tts-elevenlabs-turbo-v2-5",
    "tts-minimax-speech-02-hd",
    "tts-gemini-3-1-flash",
    "tts-gradium-v1",
]
CreateTranscriptionModel = Literal[
    "nvidia/parakeet-tdt-0.6b-v3",
    "openai/whisper-large-v3",
    "fal-ai/wizper",
    "elevenlabs/scribe-v2",
    "stt-xai-v1",
]


class AudioSpeechMethods(SyncMethods):
    """`client.audio.speech`: create."""

    @calls("_create")
    def create(
        self,
        *,
        input: str,
        model: str | Model = OMIT,
        language: str = OMIT,
        prompt: str = OMIT,
        response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = OMIT,
        speed: float = OMIT,
        streaming: bool = OMIT,
        temperature: float = OMIT,
        top_p: float = OMIT,
        voice: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        timeout: float = OMIT,
    ) -> MediaFile:
        """A text as audio; save_to writes it to a file while it arrives, and stream() gives its pieces.

        Args:
            input: The text. 1 to 4096 characters.
            model: Id of the model that speaks. Known: tts-kokoro, tts-qwen3-0-6b, tts-qwen3-1-7b, tts-xai-v1, tts-inworld-1-5-max, tts-chatterbox-hd, tts-orpheus, tts-elevenlabs-turbo-v2-5, tts-minimax-speech-02-hd, tts-gemini-3-1-flash and 1 more. Default: tts-kokoro.
            language: Language of the text, on models that take it. 2 to 32 characters.
            prompt: How to speak, in words, on models that take it. At most 500 characters.
            response_format: File format; the default, and which there are, depends on the model.
            speed: How fast to speak. 0.25 to 4. Default: 1.
            streaming: Send each sentence when it is ready. Default: False.
            temperature: How freely to speak, on models that take it. 0 to 2.
            top_p: Nucleus sampling, on models that take it. 0 to 1.
            voice: Voice of the model, or the id of a cloned one; see models.voices(). At most 512 characters. Default: af_sky.
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

    def _create(self, arguments: Mapping[str, Any]) -> MediaFile:
        return self._client._run(
            request_media(table.AUDIO_SPEECH_CREATE, arguments, self._client.rules)
        )


class AudioTranscriptionsMethods(SyncMethods):
    """`client.audio.transcriptions`: create."""

    @overload
    def create(
        self,
        *,
        file: FileInput,
        response_format: Literal["text"],
        model: str | CreateTranscriptionModel = OMIT,
        timestamps: bool = OMIT,
        language: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> str:
        """The words of a recording; with response_format="text" a str."""

    @overload
    def create(
        self,
        *,
        file: FileInput,
        model: str | CreateTranscriptionModel = OMIT,
        response_format: Literal["json"] = OMIT,
        timestamps: bool = OMIT,
        language: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateTranscriptionResponse":
        """The words of a recording; with response_format="text" a str.

        Args:
            file: The recording: WAV, FLAC, M4A, AAC, MP4, MP3, OGG or WEBM.
            model: Known: nvidia/parakeet-tdt-0.6b-v3, openai/whisper-large-v3, fal-ai/wizper, elevenlabs/scribe-v2, stt-xai-v1. Default: nvidia/parakeet-tdt-0.6b-v3.
            response_format: json for a model with the text; text for a str. Default: json.
            timestamps: Say when each part was spoken. Default: False.
            language: Language of the recording (en, de), on models that take it; found out where it is not given.
            extra_body: Fields to send with the arguments, unchecked: for what is too new for this client.
            unknown_values: What becomes of names and values that the contract does not list: "warn" sends them.
            extra_headers: Headers to send with the client's own.
            timeout: Seconds to wait for the server; the client's own timeout if left out."""

    @calls("_create")
    def create(
        self,
        *,
        file: FileInput,
        model: str | CreateTranscriptionModel = OMIT,
        response_format: Literal["json", "text"] = OMIT,
        timestamps: bool = OMIT,
        language: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateTranscriptionResponse | str":
        """The words of a recording; with response_format="text" a str.

        Args:
            file: The recording: WAV, FLAC, M4A, AAC, MP4, MP3, OGG or WEBM.
            model: Known: nvidia/parakeet-tdt-0.6b-v3, openai/whisper-large-v3, fal-ai/wizper, elevenlabs/scribe-v2, stt-xai-v1. Default: nvidia/parakeet-tdt-0.6b-v3.
            response_format: json for a model with the text; text for a str. Default: json.
            timestamps: Say when each part was spoken. Default: False.
            language: Language of the recording (en, de), on models that take it; found out where it is not given.
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

    def _create(
        self, arguments: Mapping[str, Any]
    ) -> "responses.CreateTranscriptionResponse | str":
        result: responses.CreateTranscriptionResponse | str = self._client._run(
            request_answer(table.AUDIO_TRANSCRIPTIONS_CREATE, arguments, self._client.rules)
        )
        return result


class AudioVoicesMethods(SyncMethods):
    """`client.audio.voices`: create."""

    @calls("_create")
    def create(
        self,
        *,
        file: FileInput,
        model: str | Literal["tts-chatterbox-hd", "tts-minimax-speech-02-hd"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CloneVoiceResponse":
        """Clone a voice from a sample of five seconds or more; the id holds for seven days, with this model.

        Args:
            file: The sample of the voice.
            model: Known: tts-chatterbox-hd, tts-minimax-speech-02-hd. Default: tts-chatterbox-hd.
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

    def _create(self, arguments: Mapping[str, Any]) -> "responses.CloneVoiceResponse":
        result: responses.CloneVoiceResponse = self._client._run(
            request_model(table.AUDIO_VOICES_CREATE, arguments)
        )
        return result


class AsyncAudioSpeechMethods(AsyncMethods):
    """`client.audio.speech`: create."""

    @calls("_create")
    async def create(
        self,
        *,
        input: str,
        model: str | Model = OMIT,
        language: str = OMIT,
        prompt: str = OMIT,
        response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = OMIT,
        speed: float = OMIT,
        streaming: bool = OMIT,
        temperature: float = OMIT,
        top_p: float = OMIT,
        voice: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        save_to: str | os.PathLike[str] = OMIT,
        timeout: float = OMIT,
    ) -> MediaFile:
        """A text as audio; save_to writes it to a file while it arrives, and stream() gives its pieces. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _create(self, arguments: Mapping[str, Any]) -> MediaFile:
        return await self._client._run(
            request_media(table.AUDIO_SPEECH_CREATE, arguments, self._client.rules)
        )


class AsyncAudioTranscriptionsMethods(AsyncMethods):
    """`client.audio.transcriptions`: create."""

    @overload
    async def create(
        self,
        *,
        file: FileInput,
        response_format: Literal["text"],
        model: str | CreateTranscriptionModel = OMIT,
        timestamps: bool = OMIT,
        language: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> str:
        """The words of a recording; with response_format="text" a str."""

    @overload
    async def create(
        self,
        *,
        file: FileInput,
        model: str | CreateTranscriptionModel = OMIT,
        response_format: Literal["json"] = OMIT,
        timestamps: bool = OMIT,
        language: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateTranscriptionResponse":
        """The words of a recording; with response_format="text" a str. Arguments and errors: those of the sync method."""

    @calls("_create")
    async def create(
        self,
        *,
        file: FileInput,
        model: str | CreateTranscriptionModel = OMIT,
        response_format: Literal["json", "text"] = OMIT,
        timestamps: bool = OMIT,
        language: str = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CreateTranscriptionResponse | str":
        """The words of a recording; with response_format="text" a str. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _create(
        self, arguments: Mapping[str, Any]
    ) -> "responses.CreateTranscriptionResponse | str":
        result: responses.CreateTranscriptionResponse | str = await self._client._run(
            request_answer(table.AUDIO_TRANSCRIPTIONS_CREATE, arguments, self._client.rules)
        )
        return result


class AsyncAudioVoicesMethods(AsyncMethods):
    """`client.audio.voices`: create."""

    @calls("_create")
    async def create(
        self,
        *,
        file: FileInput,
        model: str | Literal["tts-chatterbox-hd", "tts-minimax-speech-02-hd"] = OMIT,
        extra_body: Mapping[str, Any] = OMIT,
        unknown_values: UnknownValues = OMIT,
        extra_headers: Mapping[str, str] = OMIT,
        timeout: float = OMIT,
    ) -> "responses.CloneVoiceResponse":
        """Clone a voice from a sample of five seconds or more; the id holds for seven days, with this model. Arguments and errors: those of the sync method."""
        raise NotImplementedError

    async def _create(self, arguments: Mapping[str, Any]) -> "responses.CloneVoiceResponse":
        result: responses.CloneVoiceResponse = await self._client._run(
            request_model(table.AUDIO_VOICES_CREATE, arguments)
        )
        return result

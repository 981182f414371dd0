# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

AUDIO_SPEECH_CREATE = Operation(
    provider="venice",
    name="audio.speech.create",
    method="POST",
    path="/audio/speech",
    json_model="CreateSpeechRequest",
    answers=("audio/aac", "audio/flac", "audio/mpeg", "audio/opus", "audio/pcm", "audio/wav"),
    pinned="2026-11-21",
    family="audio",
    parameters=(
        Parameter("input", json="input", required=True, scalar=Scalar("text", least=1, most=4096)),
        Parameter("model", json="model", scalar=Scalar("text")),
        Parameter("language", json="language", scalar=Scalar("text", least=2, most=32)),
        Parameter("prompt", json="prompt", scalar=Scalar("text", most=500)),
        Parameter(
            "response_format",
            json="response_format",
            scalar=Scalar("text", values=("mp3", "opus", "aac", "flac", "wav", "pcm")),
        ),
        Parameter("speed", json="speed", scalar=Scalar("number", least=0.25, most=4)),
        Parameter("streaming", json="streaming", scalar=Scalar("flag")),
        Parameter("temperature", json="temperature", scalar=Scalar("number", least=0, most=2)),
        Parameter("top_p", json="top_p", scalar=Scalar("number", least=0, most=1)),
        Parameter("voice", json="voice", scalar=Scalar("text", most=512)),
    ),
)
AUDIO_TRANSCRIPTIONS_CREATE = Operation(
    provider="venice",
    name="audio.transcriptions.create",
    method="POST",
    path="/audio/transcriptions",
    form_model="CreateTranscriptionForm",
    result_model="CreateTranscriptionResponse",
    answers=("application/json", "text/plain"),
    pinned="2026-11-21",
    family="audio",
    parameters=(
        Parameter("file", form="file", is_file=True, required=True, scalar=Scalar("text")),
        Parameter("model", form="model", scalar=Scalar("text")),
        Parameter(
            "response_format",
            form="response_format",
            scalar=Scalar("text", values=("json", "text")),
        ),
        Parameter("timestamps", form="timestamps", scalar=Scalar("flag")),
        Parameter("language", form="language", scalar=Scalar("text")),
    ),
)
AUDIO_VOICES_CREATE = Operation(
    provider="venice",
    name="audio.voices.create",
    method="POST",
    path="/audio/voices",
    form_model="CloneVoiceForm",
    result_model="CloneVoiceResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="audio",
    parameters=(
        Parameter("file", form="file", is_file=True, required=True, scalar=Scalar("text")),
        Parameter("model", form="model", scalar=Scalar("text")),
    ),
)

OPERATIONS = (
    AUDIO_SPEECH_CREATE,
    AUDIO_TRANSCRIPTIONS_CREATE,
    AUDIO_VOICES_CREATE,
)

# Generated from specs/venice/ by 'python -m codegen'. Do not edit.
"""The operations of Venice that this package calls."""

from pyvenice.core.request.operation_table import Operation, Parameter, Scalar

MUSIC_QUEUE = Operation(
    provider="venice",
    name="music.queue",
    method="POST",
    path="/audio/queue",
    json_model="QueueAudioRequest",
    result_model="QueueAudioResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="music",
    parameters=(
        Parameter("prompt", json="prompt", required=True, scalar=Scalar("text", least=1)),
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter("lyrics_prompt", json="lyrics_prompt", scalar=Scalar("text")),
        Parameter("duration_seconds", json="duration_seconds"),
        Parameter("force_instrumental", json="force_instrumental", scalar=Scalar("flag")),
        Parameter("lyrics_optimizer", json="lyrics_optimizer", scalar=Scalar("flag")),
        Parameter("loop", json="loop", scalar=Scalar("flag")),
        Parameter("voice", json="voice", scalar=Scalar("text")),
        Parameter("language_code", json="language_code", scalar=Scalar("text")),
        Parameter("speed", json="speed", scalar=Scalar("number", least=0.25, most=4)),
    ),
)
MUSIC_QUOTE = Operation(
    provider="venice",
    name="music.quote",
    method="POST",
    path="/audio/quote",
    json_model="QuoteAudioRequest",
    result_model="QuoteAudioResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="music",
    is_free=True,
    is_repeatable=True,
    parameters=(
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter("duration_seconds", json="duration_seconds"),
        Parameter("character_count", json="character_count"),
    ),
)
MUSIC_RETRIEVE = Operation(
    provider="venice",
    name="music.retrieve",
    method="POST",
    path="/audio/retrieve",
    json_model="RetrieveAudioRequest",
    result_model="RetrieveAudioResponse",
    answers=("application/json", "audio/mpeg", "audio/wav", "audio/flac"),
    pinned="2026-11-21",
    family="music",
    is_free=True,
    is_repeatable=True,
    parameters=(
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter("queue_id", json="queue_id", required=True, scalar=Scalar("text")),
        Parameter(
            "delete_media_on_completion", json="delete_media_on_completion", scalar=Scalar("flag")
        ),
    ),
)
MUSIC_COMPLETE = Operation(
    provider="venice",
    name="music.complete",
    method="POST",
    path="/audio/complete",
    json_model="CompleteAudioRequest",
    result_model="CompleteAudioResponse",
    answers=("application/json",),
    pinned="2026-11-21",
    family="music",
    is_free=True,
    is_repeatable=True,
    parameters=(
        Parameter("model", json="model", required=True, scalar=Scalar("text")),
        Parameter("queue_id", json="queue_id", required=True, scalar=Scalar("text")),
    ),
)

OPERATIONS = (
    MUSIC_QUEUE,
    MUSIC_QUOTE,
    MUSIC_RETRIEVE,
    MUSIC_COMPLETE,
)

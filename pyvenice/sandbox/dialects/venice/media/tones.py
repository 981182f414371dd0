"""Tones: a note for each word, as samples and as WAV; the words stand in the file as a comment."""

from __future__ import annotations

import hashlib
import io
import math
import struct
import wave
from array import array
from functools import lru_cache

RATE = 24_000
"""Samples a second, 16 bits each, one channel."""
_NOTES = tuple(220 * 2 ** (step / 12) for step in (0, 2, 4, 7, 9, 12, 14, 16, 19, 21))
"""Hertz: two octaves of the pentatonic scale, in which any two notes sound well together."""
_WORD = 0.24
_PAUSE = 0.06
_LOUDNESS = 9000
_FADE = 240


def notes_of(text: str) -> list[int]:
    """The note of each word, as an index that its hash chooses."""
    words = text.split() or [text]
    return [
        hashlib.blake2b(word.lower().encode(), digest_size=1).digest()[0] % len(_NOTES)
        for word in words
    ]


def word_seconds(speed: float) -> float:
    """How long a word and the pause after it last."""
    return (_WORD + _PAUSE) / speed


def frequency(note: int) -> float:
    """The frequency of a note in hertz."""
    return _NOTES[note]


def samples_of(notes: list[int], seconds: float) -> bytes:
    """The samples of notes that last so many seconds each, as 16-bit little-endian PCM."""
    return b"".join(_note(note, seconds) for note in notes)


@lru_cache(maxsize=64)
def _note(note: int, seconds: float) -> bytes:
    whole, sounding = round(RATE * seconds), round(RATE * seconds * _WORD / (_WORD + _PAUSE))
    turn = 2 * math.pi * _NOTES[note] / RATE
    fade = min(_FADE, sounding // 2) or 1
    samples = array("h", bytes(2 * whole))
    for place in range(sounding):
        loud = min(1.0, place / fade, (sounding - place) / fade)
        samples[place] = round(_LOUDNESS * loud * math.sin(turn * place))
    return samples.tobytes()


def wav(samples: bytes, comment: str) -> bytes:
    """A WAV file of samples; a reader finds the comment in its LIST chunk."""
    text = comment.encode()[:8000] + b"\0"
    text += b"\0" * (len(text) % 2)
    note = b"INFOICMT" + struct.pack("<I", len(text)) + text
    chunk = b"LIST" + struct.pack("<I", len(note)) + note
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(samples)
    body = file.getvalue() + chunk
    return body[:4] + struct.pack("<I", len(body) - 8) + body[8:]

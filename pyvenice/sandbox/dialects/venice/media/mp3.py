"""MP3 files of notes: MPEG-2 Layer III frames, each with one spectral line that sounds."""

from __future__ import annotations

from functools import cache

from pyvenice.sandbox.dialects.venice.media.tones import RATE, frequency

FRAME_SAMPLES = 576
"""Samples of a frame: 24 ms at 24 kHz."""
_FRAME_BYTES = 96
"""At 32 kbit/s: 72 * 32000 / 24000."""
_HEADER = bytes([0xFF, 0xF3, 0x44, 0xC0])
"""MPEG-2, Layer III, no checksum; 32 kbit/s, 24 kHz; one channel."""
_LOUDNESS = 198
"""The global gain: a quarter of a line's full scale at 210 less 12."""
# Over four frames a tone in the middle of a line turns by a whole: these are the signs of its phase.
_SIGNS = (0, 0, 1, 1)


def mp3(notes: list[int], seconds: float, comment: str) -> bytes:
    """An MP3 file of notes that last so many seconds each; the comment is its ID3 tag COMM."""
    frames = []
    for place in range(round(len(notes) * seconds * RATE / FRAME_SAMPLES)):
        word = min(len(notes) - 1, int(place * FRAME_SAMPLES / RATE / seconds))
        frames.append(_frame(_line(notes[word]), _SIGNS[place % 4]))
    return _id3(comment) + b"".join(frames)


def _line(note: int) -> int:
    """The spectral line of a note, of 576 up to 12 kHz."""
    return int(frequency(note) * 2 * FRAME_SAMPLES / RATE)


@cache
def _frame(line: int, sign: int) -> bytes:
    """A frame in which one line sounds, with this sign."""
    pairs, place = divmod(line, 2)
    # Code table 1: a silent pair is `1`, its first line `01`, its second `001`; a sign follows.
    data = "1" * pairs + ("001" if place else "01") + str(sign)
    side = f"{0:08b}{0:01b}"
    side += f"{len(data):012b}{pairs + 1:09b}{_LOUDNESS:08b}{0:09b}0"
    side += f"{1:05b}{1:05b}{1:05b}{0:04b}{0:03b}00"
    bits = side + data
    body = int(bits.ljust(8 * (_FRAME_BYTES - len(_HEADER)), "0"), 2)
    return _HEADER + body.to_bytes(_FRAME_BYTES - len(_HEADER), "big")


def _id3(comment: str) -> bytes:
    text = b"\x03eng\x00" + comment.encode()[:8000]
    frame = b"COMM" + _synchsafe(len(text)) + b"\x00\x00" + text
    return b"ID3\x04\x00\x00" + _synchsafe(len(frame)) + frame


def _synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))

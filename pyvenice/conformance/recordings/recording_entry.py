"""An exchange out of a recording, and how much of it was recorded."""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyvenice.contract.errors import ContractError
from pyvenice.core.recording.recorded_exchange import Exchange


class RecordingError(ContractError):
    """A recording that cannot be read; the text names the file, the place and what to do."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One exchange, where it stands, and whether its bodies are there as they were."""

    exchange: Exchange
    where: str
    """`lake.har, entry 3`."""
    request_is_whole: bool = True
    answer_is_whole: bool = True


def base64_bytes(text: str, where: str) -> bytes:
    """Recorded base64. Raises `RecordingError` for anything else."""
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError as error:
        raise RecordingError(f"{where}: a body is not the base64 that it is said to be") from error


def lower(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by lower-case name; several of one name as one, as RFC 9110 joins them."""
    found: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def decompressed(body: bytes, headers: Mapping[str, str]) -> bytes | None:
    """A body without its compression; `None` where that is unknown here, or the body is broken."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding == "identity" or not body:
        return body
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return None
    try:
        return zlib.decompress(body, wbits=zlib.MAX_WBITS | 32)
    except zlib.error:
        # Many recorders store what they have decoded, under the header of what they got.
        return body

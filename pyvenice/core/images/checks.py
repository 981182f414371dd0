"""Image checks: whether a provider's rule allows an image, before anything is sent."""

from __future__ import annotations

from pyvenice.core.images.decoding import is_readable
from pyvenice.core.images.header import ImageHeader, read_header
from pyvenice.core.images.part import ImagePart, unusable
from pyvenice.core.images.sources import Candidate
from pyvenice.core.request.operation_table import ImageRule
from pyvenice.errors import ImageInputError

_SUFFIXES = {"image/jpeg": "jpg", "image/svg+xml": "svg"}
_FIRST_BYTES = 8


def check_image(candidate: Candidate, rule: ImageRule) -> ImagePart:
    """The image, ready to be sent; raises `ImageInputError` when the rule does not allow it."""
    _check_length(candidate, rule)
    header = _header(candidate)
    media_type = header.media_type or ""
    _check_media_type(candidate, media_type, rule)
    if header.problem is not None and not _is_readable(candidate, header):
        raise _refused(candidate, f"is damaged or cut off ({header.problem})")
    _check_pixels(candidate, header, rule)
    return ImagePart(
        argument=candidate.argument,
        kind=candidate.kind,
        media_type=media_type,
        filename=_sendable(candidate.name) or f"image.{_suffix(media_type)}",
        size=candidate.size,
        width=header.width,
        height=header.height,
        has_alpha=header.has_alpha,
        orientation=header.orientation,
        is_deep=header.is_deep,
        source=candidate.source,
    )


def _sendable(name: str) -> str:
    """The name, with bytes that the file system could not decode replaced."""
    return name.encode("utf-8", "replace").decode()


def _suffix(media_type: str) -> str:
    return _SUFFIXES.get(media_type, media_type.partition("/")[2])


def _check_length(candidate: Candidate, rule: ImageRule) -> None:
    if candidate.size == 0:
        raise _refused(candidate, "is empty (0 bytes)")
    if rule.max_bytes is not None and candidate.size > rule.max_bytes:
        what = f"is {_bytes(candidate.size)}, over the limit of {_bytes(rule.max_bytes)}"
        raise _refused(candidate, what, allowed=rule.max_bytes)


def _header(candidate: Candidate) -> ImageHeader:
    try:
        with candidate.source.open() as stream:
            head = stream.read(_FIRST_BYTES)
            header = read_header(stream)
    except Exception as error:  # the caller's own file may raise anything
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise _refused(candidate, f"cannot be read: {reason}") from error
    if header.media_type is None:
        raise _refused(candidate, f"is not an image: its first bytes are {head!r}")
    return header


def _is_readable(candidate: Candidate, header: ImageHeader) -> bool:
    with candidate.source.open() as stream:
        return is_readable(stream, header)


def _check_media_type(candidate: Candidate, media_type: str, rule: ImageRule) -> None:
    if rule.media_types and media_type not in rule.media_types:
        what = f"is {media_type}, but only {', '.join(rule.media_types)} can be sent"
        raise _refused(candidate, what, rule.media_types)


def _check_pixels(candidate: Candidate, header: ImageHeader, rule: ImageRule) -> None:
    if header.width is None or header.height is None:
        return
    pixels = header.width * header.height
    what = f"is {header.width}x{header.height} = {pixels:,} pixels"
    least, most = rule.min_pixels, rule.max_pixels
    if least is not None and pixels < least:
        raise _refused(candidate, f"{what}, under the limit of {least:,}", least)
    if most is not None and pixels > most:
        raise _refused(candidate, f"{what}, over the limit of {most:,}", most)
    shorter, longer = sorted((header.width, header.height))
    _check_sides(candidate, shorter, longer, rule)


def _check_sides(candidate: Candidate, shorter: int, longer: int, rule: ImageRule) -> None:
    if rule.min_side is not None and shorter < rule.min_side:
        what = f"has a side of {shorter} pixels, under the limit of {rule.min_side}"
        raise _refused(candidate, what, rule.min_side)
    if rule.max_ratio is not None and longer > rule.max_ratio * shorter:
        what = f"is {longer}:{shorter}, longer than the limit of {rule.max_ratio:g}:1"
        raise _refused(candidate, what, rule.max_ratio)


def _refused(candidate: Candidate, what: str, allowed: object = None) -> ImageInputError:
    return unusable(candidate.argument, candidate.shown, what, allowed=allowed)


def _bytes(count: int) -> str:
    exact = f"{count:,} bytes"
    return exact if count < 100_000 else f"{count / 1e6:,.2f} MB ({exact})"

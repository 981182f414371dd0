"""What can be said of a document before it is parsed."""

from __future__ import annotations

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.document.gunzip import unpacked
from pyvenice.contract.errors import DocumentError

_BOM = b"\xef\xbb\xbf"
_GLANCE = 4096


def document_text(raw: bytes, *, name: str) -> bytes:
    """The bytes as they are to be parsed. Raises `DocumentError` for what is no document at a glance."""
    text = unpacked(raw, name=name).removeprefix(_BOM)
    refuse_at_a_glance(text, name=name)
    return text.lstrip() if text[:_GLANCE].lstrip()[:1] in (b"{", b"[") else text


def refuse_at_a_glance(text: bytes, *, name: str) -> None:
    """Raise `DocumentError` for an empty text, for HTML, and for one of more than 64 MiB."""
    start = text[:_GLANCE].removeprefix(_BOM).lstrip()
    if not start and not text.strip():
        raise DocumentError(f"{name}: the document is empty")
    if start.startswith(b"<"):
        raise DocumentError(f"{name}: this is HTML or XML, not an OpenAPI document")
    if len(text) > MAX_BYTES:
        raise DocumentError(f"{name}: it is larger than {MAX_BYTES >> 20} MiB")

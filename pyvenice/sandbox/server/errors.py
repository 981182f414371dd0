"""Error responses: why a request is rejected, said once; each dialect gives it its own shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pyvenice.contract.schema.reader import Path, Violation

Kind = Literal[
    "fault",
    "route",
    "method",
    "key-missing",
    "key-wrong",
    "body-too-large",
    "content-type",
    "malformed",
    "schema",
    "value",
    "unknown",
    "repeated",
    "image-missing",
    "image-too-large",
    "image-type",
    "image-unreadable",
    "image-too-few-pixels",
    "image-too-many-pixels",
    "image-encoding",
    "image-outside",
    "image-unknown-file",
    "mask",
    "policy",
    "model",
    "busy",
    "slow",
    "host",
    "consent",
    "context",
]


class APIError(Exception):
    """A request that is rejected.

    `path` is the field at fault. `status` overrides the one that a dialect has for the kind, and
    `headers` go out with the response.
    """

    def __init__(  # noqa: PLR0913 - all but the first two by name
        self,
        kind: Kind,
        message: str = "",
        *,
        path: Path = (),
        status: int = 0,
        violations: Sequence[Violation] = (),
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.path = path
        self.status = status
        self.violations = tuple(violations)
        self.headers = tuple(headers)

    @property
    def name(self) -> str:
        """The field at fault as `images[0].image_url`, empty if there is none."""
        return field_name(self.path)


def field_name(path: Path) -> str:
    """A path as code writes it: `images[0].image_url`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")

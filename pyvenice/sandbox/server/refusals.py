"""Why a request is refused, said once for all dialects; each puts it in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

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
]

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a request breaks the contract: the keyword of the schema and its limit."""

    path: Path
    keyword: str
    limit: Any = None
    value: Any = None

    @property
    def name(self) -> str:
        """The place as `images[0].image_url`."""
        return spelled(self.path)


class RefusalError(Exception):
    """A request that is not carried out. `path` is the field at fault, `status` that of a fault."""

    headers: Sequence[tuple[str, str]] = ()
    """What a fault says beside its status."""

    def __init__(
        self,
        kind: Kind,
        message: str = "",
        *,
        path: Path = (),
        status: int = 0,
        violations: Sequence[Violation] = (),
    ) -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.message = message
        self.path = path
        self.status = status
        self.violations = tuple(violations)

    @property
    def name(self) -> str:
        """The field at fault as `images[0].image_url`, empty if there is none."""
        return spelled(self.path)


class FaultError(RefusalError):
    """A refusal that the client asked for: a status and the headers that go with it."""

    def __init__(self, status: int, *headers: tuple[str, str]) -> None:
        super().__init__("fault", status=status)
        self.headers = headers


def spelled(path: Path) -> str:
    """A path as code writes it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")

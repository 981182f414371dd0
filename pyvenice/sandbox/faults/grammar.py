"""Fault grammar: the texts that ask for a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

FAULT_HEADER = "x-sandbox-fault"
FAULT_QUERY = "fault"

_FORM = re.compile(
    r"(?P<name>[a-z0-9-]+)(:(?P<argument>.*?))?(\*(?P<count>[1-9]\d{0,5}))?(#(?P<token>.+))?"
)
_STATUS = re.compile(r"[45][0-9]{2}")
_EVERY = re.compile(r"every ([1-9]\d{0,5})(?:st|nd|rd|th)?: *(.+)")


@dataclass(frozen=True, slots=True)
class Kind:
    """The arguments that a fault takes, as a pattern, and the one it has by default."""

    argument: str = ""
    default: str = ""
    on_wire: bool = False
    """It breaks the connection, so it needs a server; all others change the response."""


_SECONDS = r"\d{1,3}(\.\d{1,6})?"
KINDS = {
    "latency": Kind(_SECONDS, "1", on_wire=True),
    "dribble": Kind(_SECONDS, "0.1", on_wire=True),
    "reset": Kind("before|during|after|answer", "after", on_wire=True),
    "hang-up": Kind(on_wire=True),
    "cut": Kind(on_wire=True),
    "short": Kind(on_wire=True),
    "bad-chunk": Kind(on_wire=True),
    "bad-json": Kind(),
    "html": Kind(),
    "wrong-type": Kind(r"[\w.+-]+/[\w.+-]+", "text/plain"),
    "image": Kind("truncated|other|none|empty", "truncated"),
    "redirect": Kind(r"https?://[\x21-\x7e]+", "http://elsewhere.invalid/"),
    "endless": Kind(),
    "stream": Kind(
        "cut|half|error|failed|failed-nested|json-line|done|whole|url|data-uri|unknown|html", "cut"
    ),
    "heartbeat": Kind("empty|comment|ping|null", "empty"),
    "events": Kind("stream|json", "stream"),
}
"""All faults but statuses, and `link:` before another one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault on request: `NAME[:ARGUMENT][*COUNT][#TOKEN]`.

    With a count only the first so many requests with this very text fail. A token means nothing:
    it makes the text of one call different from that of another.
    """

    name: str
    argument: str = ""
    count: int | None = None
    token: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The fault that a text asks for. Raises `ValueError`, which lists the faults."""
        if text.startswith("link:"):
            followed = cls.parse(text.removeprefix("link:"))
            return cls("link", str(followed), token=followed.token)
        match = _FORM.fullmatch(text)
        name = match["name"] if match else text
        if match is None or not (_STATUS.fullmatch(name) or name in KINDS):
            raise ValueError(
                f"there is no fault {name[:20]!r}, but a status from 400 to 599,"
                f" {', '.join(KINDS)}, and link: before another fault"
            )
        count = int(match["count"]) if match["count"] else None
        return cls(name, _argument(name, match["argument"]), count, match["token"] or "")

    @property
    def on_wire(self) -> bool:
        """Whether it breaks the connection."""
        return self.name in KINDS and KINDS[self.name].on_wire

    @property
    def status(self) -> int:
        """The status of the response; 0 if it is another kind of fault."""
        return int(self.name) if _STATUS.fullmatch(self.name) else 0

    def __str__(self) -> str:
        if self.name == "link":
            return f"link:{self.argument}"
        argument = f":{self.argument}" if self.argument else ""
        count = f"*{self.count}" if self.count is not None else ""
        return f"{self.name}{argument}{count}{f'#{self.token}' if self.token else ''}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A fault for all clients of a server: `every 10th: FAULT`, or a fault alone for each request."""

    every: int
    fault: Fault

    @classmethod
    def parse(cls, text: str) -> Self:
        """The rule that a text states. Raises `ValueError`."""
        match = _EVERY.fullmatch(text)
        return cls(int(match[1]), Fault.parse(match[2])) if match else cls(1, Fault.parse(text))


def _argument(name: str, text: str | None) -> str:
    kind = KINDS.get(name, Kind(r"[\x20-\x7e]*"))
    if text is None:
        return kind.default
    if not re.fullmatch(kind.argument, text, re.ASCII):
        allowed = f"{name}:{kind.argument}" if kind.argument else f"{name} alone"
        raise ValueError(f"the fault {name}:{text[:40]} is not of the form {allowed}")
    return text

"""Items of a batch: what is bought, in which state it is, and how one call for it ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class State(StrEnum):
    """Where an item is on its way. Only `done`, `dead` and `held` are ends of a run."""

    PLANNED = "planned"
    LEASED = "leased"
    """A worker has it; nothing was sent."""
    SENT = "sent"
    """Written down before the first byte leaves: from here on it may be billed."""
    ACCEPTED = "accepted"
    """The provider has it as a job, whose id is known: it can be asked for again."""
    RECEIVED = "received"
    """The picture is here, in a file that does not have its name yet."""
    DONE = "done"
    RETRY = "retry"
    """It certainly did not run, or may be repeated by the provider's own words."""
    DEAD = "dead"
    """It will not succeed as it is; `billed` says whether it was paid for."""
    HELD = "held"
    """It may have been carried out and billed: it is not bought again unless somebody says so."""


OPEN = (State.PLANNED, State.LEASED, State.RETRY, State.ACCEPTED, State.RECEIVED)
"""States from which a run goes on by itself."""


class FrozenFile(NamedTuple):
    """A file of this machine or of a store, as it was planned."""

    size: int
    modified: int
    """Nanoseconds, 0 in a store; a file with another time is the same one if its bytes are."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Item:
    """One purchase: an image, edited by one model. Amounts are in millionths of a US dollar."""

    key: str
    """A hash of everything that decides what comes back: equal keys are bought once."""
    model: str
    """`provider/model`."""
    prompt: str | None
    image: str
    """The path or URL of the input."""
    mask: str | None = None
    inputs: Mapping[str, FrozenFile] = field(default_factory=dict)
    """By argument, `image` or `mask`, what was planned; no address."""
    params: Mapping[str, Any] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    """Names of files below the output folder, one for each row of the manifest."""
    estimate: int | None = None
    """The most that it is expected to cost; `None` is unknown."""
    id: int = 0
    state: State = State.PLANNED
    attempts: int = 0
    not_before: float = 0.0
    """A Unix time."""
    job_id: str | None = None
    part: str | None = None
    """The file that a received picture is in until it has its name."""

    @property
    def provider(self) -> str:
        """The part of the model id before its first slash."""
        return self.model.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came back for an item that was paid for."""

    files: tuple[str, ...]
    """Names below the output folder."""
    folders: tuple[str, ...] = ()
    """The folders that these names are in, to be synchronised before the item is done."""
    parts: tuple[str, ...] = ()
    """Files that are removed when the item is done."""
    billed: int | None = None
    """In millionths of a US dollar; `None` where the provider does not say."""
    request_id: str | None = None
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why an attempt did not give a picture, and what follows from it."""

    state: State
    """`RETRY`, `DEAD`, `HELD`, or `ACCEPTED` where a job goes on."""
    error: str
    code: str
    """The class of the error, for counting."""
    refused: bool = False
    """The server asked for fewer requests."""
    retry_after: float | None = None
    """Seconds, where the server gave them."""
    billed: bool = False
    amount: int | None = None
    """What was billed, in millionths of a US dollar, where the provider says so."""
    halt: bool = False
    """Nothing else of this provider can succeed: no key, no balance."""
    stop: bool = False
    """Nothing else of the run can succeed: the disk is full."""
    job_id: str | None = None
    part: str | None = None
    """The file that the picture is in, where only its name is missing."""
    request_id: str | None = None


def item_key(  # noqa: PLR0913  (what decides a purchase)
    *,
    image: str,
    mask: str | None,
    prompt: str | None,
    model: str,
    params: Mapping[str, Any],
    contract: str,
) -> str:
    """The key of an item. `image` and `mask` are hashes of their bytes, `contract` of the pinned one."""
    parts = [image, mask, prompt, model, params, contract]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

"""Provider rules: what a provider's HTTP means beyond its spec, as plain values.

A provider folder may hold a `rules.py` with one `RULES`, which its client classes name. A provider
without one gets the defaults, which know no provider's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pyvenice.core.public import publish
from pyvenice.errors import ArgumentError

__all__ = ["ResultWarning"]


@dataclass(frozen=True, slots=True)
class ResultWarning:
    """Something that the caller should know although the call succeeded."""

    code: str
    message: str
    argument: str | None = None
    """The argument that it is about."""
    date: str | None = None
    """When that ends, as `YYYY-MM-DD`."""
    replacement: str | None = None
    """What to pass instead."""


class RateLimit(NamedTuple):
    """A limit that a provider documents: so many requests in any span of so many seconds."""

    requests: int
    seconds: float
    pause: float = 0.0
    """How long everything is refused once the limit was exceeded, in seconds."""
    billed_only: bool = False
    """It counts the pictures or jobs that are asked for, and not the polls of a job."""


class RateTier(NamedTuple):
    """What the keys of one kind of account may do: those that have paid more, or are partners."""

    rate_limits: tuple[RateLimit, ...]
    most_in_flight: int | None = None


class TokenCounts(NamedTuple):
    """The tokens of a call that are priced: those of the input by kind, and those of the output."""

    text_in: float
    image_in: float
    made: float


def _no_warnings(_: Mapping[str, str]) -> Iterable[ResultWarning]:
    return ()


def _no_cost(_: object, __: object) -> float | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRules:
    """How to read a provider's errors and headers. Header names are lower case.

    Codes and phrases are compared without case; `_`, `-` and a blank are the same.
    """

    request_headers: Mapping[str, str] = field(default_factory=dict)
    """Sent with each request to the provider, such as `accept`; the caller's own come first."""
    content_policy: tuple[str, ...] = ()
    """Codes and phrases of an error that refuses the prompt or a picture for its content."""
    content_policy_headers: tuple[str, ...] = ()
    """Headers that say the same with `true`."""
    withheld_picture: tuple[str, str] | None = None
    """A header of a success, and its value where the picture was made unrecognisable for its content.
    In JSON it is a key, with `_` for `-`."""
    balance: tuple[str, ...] = ()
    """Codes of an error that lasts until somebody pays: it is never retried."""
    capacity: tuple[str, ...] = ()
    """Codes and types of a 5xx that refused the request for lack of capacity: it did not run."""
    documented_retries: tuple[int, ...] = ()
    """Error statuses after which the provider's documentation says to repeat the request. A single
    call does not, because it may be billed; a batch does, and counts it."""
    retry_after_keys: tuple[str, ...] = ()
    """Keys, anywhere in an error body, of the time after which to come back: seconds, or `1.5s`."""
    payment_offer_key: str | None = None
    """A key of the 402 body that asks a caller without credentials to pay."""
    minimum_top_up_key: str | None = None
    suggested_top_up_key: str | None = None
    """Keys of a 402 body: the least, and the suggested, payment in US dollars."""
    rate_limits: tuple[RateLimit, ...] = ()
    """What the provider documents for one key of a new account; obeyed with `respect_limits=True`."""
    rate_tiers: Mapping[str, RateTier] = field(default_factory=dict)
    """What accounts of a tier may do, by the provider's name for it. Without `rate_limits`, the first
    one is that of a new account."""
    failure_limit: RateLimit | None = None
    """More failed requests than this, and the provider refuses everything for a while."""
    most_in_flight: int | None = None
    """Requests, or jobs, that one key may have in work at the same time."""
    metadata_headers: tuple[str, ...] = ()
    """Headers that become `EditResult.metadata`; a name that ends with `-` is a prefix."""
    model_header: str | None = None
    """Names the model that answered."""
    cost_headers: tuple[str, ...] = ()
    """Give the cost of the call in US dollars; the first that is there counts."""
    call_cost: Callable[[Any, Any], float | None] = _no_cost
    """The cost in US dollars of a `Call` with this `Reply`, where no header has it. `Any`, because both
    know of rules."""
    picture_list: str | None = "images"
    """Where a JSON response lists its pictures: a key, or keys with dots between. `None`: it is one."""
    picture_keys: tuple[str, ...] = ()
    """Members of a listed object that hold a picture as base64, data URI or URL, the preferred one
    first. Empty: what is listed is the picture."""
    partial_index_key: str | None = None
    """The member of a streamed event that counts the partial images from 0."""
    progress_events: bool = False
    """Streamed events without a picture report the steps of the work."""
    token_counts: Callable[[Mapping[str, Any]], TokenCounts | None] | None = None
    """Reads `EditResult.usage`; without it, the usage is read as `input_tokens`, `output_tokens` and details."""
    old_name: Callable[[str], str | None] = lambda _: None
    """What to say to somebody who asks a client for `image.create`, which is called otherwise here."""
    warnings: Callable[[Mapping[str, str]], Iterable[ResultWarning]] = _no_warnings
    """Makes warnings of response headers."""

    def tier(self, name: str | None) -> RateTier:
        """The documented limits of a tier; `None`: those of a new account. Raises `ArgumentError`."""
        if name is None:
            lowest = next(iter(self.rate_tiers.values()), RateTier(()))
            return RateTier(self.rate_limits, self.most_in_flight) if self.rate_limits else lowest
        if name not in self.rate_tiers:
            allowed = ", ".join(self.rate_tiers) or "none"
            raise ArgumentError(
                f"respect_limits={name!r} is no tier that the provider documents: there is {allowed};"
                " True takes the limits of a new account",
                argument="respect_limits",
                value=name,
                allowed=tuple(self.rate_tiers),
            )
        return self.rate_tiers[name]

    def metadata(self, headers: Mapping[str, str]) -> dict[str, str]:
        """The headers in which the provider speaks about the call, not about HTTP."""
        names = (*_METADATA_HEADERS, *self.metadata_headers)
        return {
            name: value
            for name, value in headers.items()
            # A name that is no prefix has to end there.
            if name in names or (name.startswith(names) and _is_prefixed(name, names))
        }

    def cost(self, headers: Mapping[str, str]) -> float | None:
        """The cost of the call in US dollars; `None` where no header says it."""
        for name in self.cost_headers:
            try:
                return float(headers[name])
            except (KeyError, ValueError):
                continue
        return None


_METADATA_HEADERS = ("x-ratelimit-", "x-sandbox", "x-sandbox-")
"""Metadata for every provider: the de-facto standard of limits, and the mark of our own sandbox."""


def _is_prefixed(name: str, names: Iterable[str]) -> bool:
    return any(prefix.endswith("-") and name.startswith(prefix) for prefix in names)


def mentions(text: str, phrases: Iterable[str]) -> bool:
    """Whether a code or message contains one of the phrases, compared as `ProviderRules` says."""
    words = _plain(text)
    return any(_plain(phrase) in words for phrase in phrases)


def _plain(text: str) -> str:
    return text.lower().replace("_", " ").replace("-", " ")


publish(__name__)

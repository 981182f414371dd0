"""A run that took place, as what is told about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyvenice.conformance.run.reproducers import Reproducer, Secret, reproducer
from pyvenice.conformance.run.result import Tally
from pyvenice.contract.pin.source import Source
from pyvenice.contract.reports.values import address


@dataclass(frozen=True, slots=True)
class Ran:
    """Whose contract, where, how, and what came of it."""

    source: Source
    base_url: str
    tally: Tally
    version: str = ""
    """The label of the contract that the answers were compared with."""
    key: str | None = field(default=None, repr=False)
    seed: int | None = None

    @property
    def title(self) -> str:
        """The run in one line."""
        where = address(self.base_url)
        return f"{self.source.provider} at {where}, contract {self.version or 'unnamed'}"

    @property
    def reproducers(self) -> list[Reproducer]:
        """Code for each violation, in the order of `tally.found`."""
        secret = Secret(self.source.api_key_env, self.key)
        return [reproducer(one.exchange, secret) for one in self.tally.found]

    def notes(self) -> Iterator[str]:
        """What a reader should know beside counts and violations."""
        if self.seed is not None:
            yield f"drawn at random: --seed {self.seed} sends the same again"
        yield from self.tally.notes
        yield from (f"not sent, or not read: {one}" for one in self.tally.troubles)

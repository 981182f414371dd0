"""One at a time: two that move a pin at once would each write half of it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyvenice.contract.errors import ContractError


@contextmanager
def alone(specs: Path) -> Iterator[None]:
    """Raises `ContractError` while another process moves a pin in `specs`. A killed one holds nobody up."""
    descriptor = os.open(specs, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise ContractError(
            f"{specs}: another run moves a pin here at this moment. Nothing was changed; "
            "try again when it is done"
        ) from error
    finally:
        os.close(descriptor)

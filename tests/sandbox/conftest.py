"""A sandbox to ask, in this process."""

from __future__ import annotations

import pytest

from pyvenice.sandbox import Sandbox
from tests.sandbox.asking import Asking


@pytest.fixture(scope="session")
def ask() -> Asking:
    return Asking(Sandbox())

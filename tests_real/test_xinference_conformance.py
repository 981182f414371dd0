"""`pyvenice conformance run` against the newest Xinference."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from tests_real.servers import ROOT
from tests_real.xinference import NEWEST, Server

pytestmark = pytest.mark.skipif(
    find_spec("pyvenice.cli.conformance") is None, reason="there is no conformance run yet"
)


@pytest.mark.parametrize("server", [NEWEST], indirect=True)
def test_a_real_server_is_judged(server: Server) -> None:
    run = [sys.executable, "-m", "pyvenice", "conformance", "run", "xinference"]
    done = subprocess.run(
        [*run, "--base-url", f"{server.origin}/v1", "--report", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    assert json.loads(done.stdout)

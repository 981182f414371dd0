"""The pinned contract beside the documents that real releases of Xinference serve."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import Any

from tests_real.servers import ROOT
from tests_real.xinference import Server


def checked(server: Server) -> tuple[int, dict[str, Any]]:
    """The exit status of `pyvenice contract check`, and what it says of the one provider."""
    check = [sys.executable, "-m", "pyvenice", "contract", "check", "xinference"]
    done = subprocess.run(
        [*check, "--live", server.document, "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    (report,) = json.loads(done.stdout)["providers"]
    return done.returncode, report


def test_every_release_that_reads_several_images_keeps_the_pin(server: Server) -> None:
    status, report = checked(server)
    if server.since("2.5.0"):
        assert (status, report["status"], report["findings"]) == (0, "ok", [])
    else:
        assert (status, report["status"]) == (1, "drift")
        (finding,) = report["findings"]
        assert finding["rule"] == "request-property-removed"
        assert finding["operation"] == "POST /v1/images/edits"
        assert "EditImageForm.images" in json.dumps(finding)


def test_a_server_that_wants_keys_is_told_apart(locked: Server) -> None:
    status, report = checked(locked)
    rules = Counter(finding["rule"] for finding in report["findings"])
    assert (status, rules) == (1, {"security-removed": 5, "security-added": 5})

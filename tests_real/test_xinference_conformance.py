"""`pyvenice conformance run` against the newest Xinference."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests_real.servers import ROOT
from tests_real.xinference import NEWEST, Server

KNOWN = {
    (
        "request-accepted-invalid",
        "POST /v1/images/edits",
        "/mask",
    ): "a text for a file is passed over",
    ("request-accepted-invalid", "POST /v1/images/generations", "/"): "JSON under any content type",
    ("request-accepted-invalid", "POST /v1/images/generations", "/prompt"): "models judge prompts",
    ("request-accepted-invalid", "POST /v1/images/generations", "/prompt/0"): "and each of several",
    ("request-accepted-invalid", "POST /v1/images/generations", "/user"): "nobody looks at it",
    ("request-refused-valid", "POST /v1/images/generations", "/"): "null for a size",
    ("request-refused-valid", "POST /v1/images/inpainting", "/"): "an empty text for a size",
    ("request-refused-valid", "POST /v1/images/variations", "/"): "an empty text for a size",
    (
        "answer-media-type-undocumented",
        "POST /v1/images/generations",
        "headers/content-type",
    ): "failures before the model are plain text",
}
"""Where the server and its own document part ways."""


@pytest.mark.parametrize("server", [NEWEST], indirect=True)
def test_the_server_differs_from_its_document_in_known_places_only(server: Server) -> None:
    run = [sys.executable, "-m", "pyvenice", "conformance", "run", "xinference"]
    done = subprocess.run(
        [*run, "--base-url", f"{server.origin}/v1", "--model", "pillow", "--report", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    (report,) = json.loads(done.stdout)["providers"]
    assert min(count["sent"] for path, count in report["requests"].items() if "POST" in path) >= 300
    places = {
        (finding["rule"], finding["operation"], finding["pointer"])
        for finding in report["findings"]
    }
    assert places <= KNOWN.keys(), done.stdout

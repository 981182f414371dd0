"""Runs the shell steps of action.yml as GitHub Actions would: inputs by their names, expressions filled in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pyvenice.contract.document import yaml12

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml12.loads((ROOT / "action.yml").read_bytes(), name="action.yml")
_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


class ActionRun(NamedTuple):
    """What a run of the action came to."""

    status: int
    out: str
    outputs: dict[str, str]
    summary: str


def install_shim(runner_temp: Path) -> None:
    """Put this pyvenice where the step `Install` would, which needs a package index."""
    folder = runner_temp / "pyvenice" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    shim = folder / "pyvenice"
    shim.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m pyvenice "$@"\n')
    shim.chmod(0o755)


def run_action(
    workspace: Path,
    runner_temp: Path,
    inputs: Mapping[str, str],
    environment: Mapping[str, str] = os.environ,
) -> ActionRun:
    """Run the step `Check` in a workspace. An input that the action does not declare is a mistake of the test."""
    declared = ACTION["inputs"]
    if unknown := inputs.keys() - declared.keys():
        raise KeyError(*unknown)
    values = {"runner.temp": str(runner_temp), "github.token": environment.get("TOKEN", "")}
    defaults = {name: _filled(str(about["default"]), values) for name, about in declared.items()}
    values |= {f"inputs.{name}": value for name, value in (defaults | {**inputs}).items()}
    install_shim(runner_temp)
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
    files = {name: runner_temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    for file in files.values():
        file.write_text("")
    done = subprocess.run(
        ["/usr/bin/env", "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=workspace,
        env={
            **environment,
            **{name: str(file) for name, file in files.items()},
            "GITHUB_ACTION_PATH": str(ROOT),
            "RUNNER_TEMP": str(runner_temp),
            "XDG_CACHE_HOME": str(runner_temp / "cache"),
            **{name: _filled(text, values) for name, text in step["env"].items()},
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    output, summary = (file.read_text() for file in files.values())
    outputs = dict(line.split("=", 1) for line in output.splitlines())
    return ActionRun(done.returncode, done.stdout + done.stderr, outputs, summary)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Text with its expressions filled in, once: a value is not read as an expression."""
    return _EXPRESSION.sub(lambda match: values[match[1]], text)

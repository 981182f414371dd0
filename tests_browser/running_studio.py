"""A studio in a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass(frozen=True, slots=True)
class RunningStudio:
    """A studio, its address with the token, and its data folder."""

    process: subprocess.Popen[str]
    url: str
    folder: Path

    @property
    def base(self) -> str:
        return self.url.partition("/?")[0]


def start(folder: Path, *options: str, **environ: str) -> RunningStudio:
    """Start a studio over a folder, without any key, and wait until it prints its address."""
    # Not the whole environment: it may have keys, and then nothing answers but their providers.
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    state = {"PYVENICE_STATE_DIR": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [sys.executable, "-m", "pyvenice", "studio", "--no-open", "--port", "0", *options]
    process = subprocess.Popen(
        command,
        env=kept | state | environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    return RunningStudio(process, process.stdout.readline().strip(), folder / "studio")


def stop(studio: RunningStudio) -> None:
    """End a studio as Ctrl-C does."""
    studio.process.terminate()
    studio.process.communicate(timeout=10)

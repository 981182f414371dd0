"""What is shipped: the wheel alone, in an environment of its own, edits a photo."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

import pyvenice
from pyvenice.generated import PROVIDERS

ROOT = Path(__file__).resolve().parent.parent
METADATA = f"pyvenice-{pyvenice.__version__}.dist-info"
EDIT = """
import operator
import sys
from pathlib import Path
import pyvenice

ENOUGH = ("edit", "remove_background")  # what a photo and a prompt are enough for

home = Path(pyvenice.__file__).parent
for name in pyvenice.__all__:
    if not name.endswith("Client") or name.startswith("Async"):
        continue
    client_class = getattr(pyvenice, name)
    provider = client_class.provider
    if not (home / "sandbox" / "dialects" / provider.name).is_dir():
        continue
    model, call = next(
        (model, call)
        for operation in ENOUGH
        for model in pyvenice.models.list(provider=provider.name)
        for call in model.calls
        if call.takes(operation, 1, mask=False)
    )
    arguments = {call.image[0]: Path(sys.argv[1]), **call.fixed}
    arguments |= {call.prompt: "make it sepia"} if call.prompt else {}
    arguments |= {call.model: model.name} if call.model else {}
    with client_class(sandbox=True) as client:
        result = operator.attrgetter(call.method)(client)(**arguments)
    print(provider.name, result.image.media_type.partition("/")[0], result.metadata["x-sandbox"])
print(home)
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, built without an index."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    _run(sys.executable, *command, folder=folder)
    return next(folder.glob("*.whl"))


def _run(*command: object, folder: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_carries_package_and_specs_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"pyvenice", METADATA}
    assert "pyvenice/py.typed" in names
    assert "pyvenice/specs/specs.lock" in names
    for provider in PROVIDERS:
        assert f"pyvenice/specs/{provider}/contract.yaml" in names
        assert f"pyvenice/generated/{provider}/operations.py" in names
    assert f"{METADATA}/licenses/LICENSE" in names


def test_the_installed_wheel_edits_a_photo_with_every_client(wheel: Path, tmp_path: Path) -> None:
    python = _environment(tmp_path / "env", wheel)
    photo = ROOT / "examples" / "photos" / "still-life.jpg"
    *answers, home = _run(python, "-c", EDIT, photo, folder=tmp_path).splitlines()
    dialects = {path.parent.name for path in ROOT.glob("pyvenice/sandbox/dialects/*/__init__.py")}
    assert dialects >= {"venice", "openai", "xinference"}
    assert sorted(answers) == [f"{name} image pyvenice" for name in sorted(dialects)]
    assert Path(home).is_relative_to(tmp_path)


def _environment(folder: Path, wheel: Path) -> Path:
    """A fresh environment with the wheel; the libraries it needs are borrowed from this one."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = ["-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    _run(sys.executable, *install, wheel, folder=folder)
    found = _run(
        python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder
    )
    Path(found.strip(), "borrowed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return python

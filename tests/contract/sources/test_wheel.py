"""A wheel is read as text: nothing of it is imported, and what is no wheel is said in one sentence."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from pyvenice.contract.document.document_limits import MAX_BYTES
from pyvenice.contract.errors import ContractError
from pyvenice.contract.sources import wheel as wheels
from pyvenice.contract.sources.wheel import open_package
from tests.contract.sources.wheels import MODULES, SOURCE, check_wheel, edited, wheel

EDIT_MODULE = "acme/types/edit_params.py"


def _text(folder: Path) -> Path:
    path = folder / "acme-1.0-py3-none-any.whl"
    path.write_text("not a wheel")
    return path


def _without_metadata(folder: Path) -> Path:
    path = folder / "plain.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("acme/__init__.py", "")
    return path


def _cut_off(folder: Path) -> Path:
    path = wheel(folder)
    path.write_bytes(path.read_bytes()[:-40])
    return path


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda folder: folder / "missing.whl", "there is no such file"),
        (lambda folder: folder, "this is a folder"),
        (_text, "not a wheel: File is not a zip file"),
        (_cut_off, "not a wheel: File is not a zip file"),
        (_without_metadata, "not a wheel: it has no folder NAME-VERSION.dist-info"),
        (lambda folder: wheel(folder, name="other"), "the wheel of other, where acme is wanted"),
    ],
    ids=["missing", "folder", "text", "cut-off", "zip", "other-package"],
)
def test_what_is_no_wheel_of_the_package_is_said(make: object, reason: str, tmp_path: Path) -> None:
    assert callable(make)
    with pytest.raises(ContractError, match=reason) as caught:
        open_package(str(make(tmp_path)), "acme")
    assert "\n" not in str(caught.value)


def test_a_package_is_named_in_any_spelling(tmp_path: Path) -> None:
    assert open_package(str(wheel(tmp_path, name="Acme_SDK")), "acme-sdk").version == "1.0"


def test_a_wheel_over_the_limit_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pyvenice.contract.fetching.fetch.MAX_BYTES", 1 << 20)
    path = tmp_path / "acme-1.0-py3-none-any.whl"
    with path.open("wb") as file:
        file.truncate((1 << 20) + 1)
    with pytest.raises(ContractError, match="larger than 1 MiB"):
        open_package(str(path), "acme")


def test_a_wheel_has_64_mib_at_most() -> None:
    assert MAX_BYTES == 64 << 20


@pytest.mark.parametrize("size", [wheels.MAX_MODULE_BYTES + 1, 1 << 20], ids=["large", "bomb"])
def test_a_module_that_unpacks_to_very_much_is_not_unpacked(size: int, tmp_path: Path) -> None:
    report = check_wheel(tmp_path, {EDIT_MODULE: "#" * size})
    assert report.status == "unchecked"
    assert f"to {size} bytes" in report.reason


def test_modules_are_read_up_to_a_limit_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wheels, "MAX_READ_BYTES", len(MODULES[EDIT_MODULE]) + 1)
    report = check_wheel(tmp_path)
    assert report.status == "unchecked"
    assert "is too large" in report.reason


@pytest.mark.parametrize(
    ("modules", "reason"),
    [
        (edited("class EditParams", "class Renamed"), f"{EDIT_MODULE} has no class EditParams"),
        (edited("strength: float", "strength: ="), f"{EDIT_MODULE} is not Python"),
        (
            edited("strength: float", "strength: 'List['"),
            "has an annotation 'List[' that is no type",
        ),
    ],
    ids=["class", "syntax", "annotation"],
)
def test_a_module_that_cannot_be_read_is_said(
    modules: dict[str, str], reason: str, tmp_path: Path
) -> None:
    report = check_wheel(tmp_path, modules)
    assert (report.status, report.findings) == ("unchecked", ())
    assert reason in report.reason
    assert "\n" not in report.reason


def test_a_missing_module_is_said(tmp_path: Path) -> None:
    report = check_wheel(tmp_path, source=SOURCE.replace("edit_params.py", "gone.py"))
    assert report.status == "unchecked"
    assert report.reason.endswith("it has no module acme/types/gone.py")


def test_nothing_of_a_wheel_is_imported_or_run(tmp_path: Path) -> None:
    boom = "raise SystemExit('imported')\n"
    changed = {name: f"{text}\n{boom}" for name, text in MODULES.items()}
    report = check_wheel(tmp_path, changed | {"acme/__init__.py": boom})
    assert (report.status, report.reason) == ("ok", "")
    assert not [name for name in sys.modules if name.partition(".")[0] == "acme"]


def test_an_installed_package_is_read_from_its_files() -> None:
    package = open_package("installed", "httpx")
    assert package.module("httpx/__init__.py") is not None
    assert package.module("httpx/no_such_module.py") is None
    assert package.name.startswith(f"httpx {package.version}")


def test_a_package_that_is_not_installed_is_said() -> None:
    with pytest.raises(ContractError, match="no-such-sdk is not installed in this environment"):
        open_package("installed", "no-such-sdk")

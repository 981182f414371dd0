"""A pin moves with all that is made from it, or nothing moves."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pyvenice.codegen.build import ROOT, build, copy_inputs, differences, write
from pyvenice.codegen.pinning import accept as accepting
from pyvenice.codegen.pinning.accept import accept
from pyvenice.codegen.pinning.lock import lock_file, pin_lock
from pyvenice.codegen.pinning.pull import pull
from pyvenice.codegen.pinning.swap import swap
from pyvenice.contract.diff.check import check
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin
from tests.contract import copies
from tests.loopback import Loopback, says

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A thing.\n"


@cache
def generated_files() -> dict[str, str]:
    return build(ROOT)


class Checkout:
    """A small copy of what accept may write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        copy_inputs(ROOT, folder)
        write(generated_files(), folder)
        self.specs = folder / "specs"
        self.generated = folder / "pyvenice" / "generated"
        self.changelog = folder / "CHANGELOG.md"
        self.changelog.write_text(CHANGELOG)

    def accept(self, live: object) -> str:
        return accept("venice", str(live), root=self.folder)

    def live(self, *changes: copies.Change) -> Path:
        return copies.live(self.folder, "venice", *changes)

    def state(self) -> dict[Path, bytes]:
        roots = (self.specs, self.generated)
        paths = [path for root in roots for path in root.rglob("*") if path.is_file()]
        return {path: path.read_bytes() for path in [*paths, self.changelog]}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_pin_models_and_changelog_move_together(checkout: Checkout) -> None:
    live = checkout.live(copies.ratio_added, copies.ratio_removed, copies.version("2"))
    said = checkout.accept(live).splitlines()
    assert said[:3] == [
        f"venice: pinned 2 (was 20260821.193530) from {live}",
        '  breaking  VeniceClient.image.edit(aspect_ratio=…): aspect_ratio no longer lists "4:5"',
        '  info      VeniceClient.image.edit(aspect_ratio=…): aspect_ratio newly lists "7:5"',
    ]
    families = [line for line in said[3:] if "/families/" in line]
    # Nothing of them changed but the day of the pin.
    assert all(line.endswith("/operations.py") for line in families)
    assert [line for line in said[3:] if line not in families] == [
        "wrote CHANGELOG.md",
        "wrote docs/reference/venice.md",
        "wrote pyvenice/generated/venice/catalogue.py",
        "wrote pyvenice/generated/venice/methods.py",
        "wrote pyvenice/generated/venice/operations.py",
        "wrote pyvenice/generated/venice/parameters.py",
        "wrote pyvenice/generated/venice/requests.py",
        "wrote specs/specs.lock",
        "wrote specs/venice/contract.yaml",
    ]
    assert check("venice", live=str(live), folder=checkout.specs).status == "ok"
    assert differences(build(checkout.folder), checkout.folder) == []
    assert '"7:5"' in (checkout.generated / "venice" / "requests.py").read_text()


def test_the_changelog_tells_users_what_changed_breaking_first(checkout: Checkout) -> None:
    checkout.accept(checkout.live(copies.ratio_added, copies.ratio_removed))
    entries = [line for line in checkout.changelog.read_text().splitlines() if line[:2] == "- "]
    call = "`VeniceClient.image.edit(aspect_ratio=…)`"
    assert entries == [
        f'- **Breaking:** Venice: {call}: aspect\\_ratio no longer lists "4:5"',
        f'- Venice: {call}: aspect\\_ratio newly lists "7:5"',
        "- A thing.",
    ]


def test_to_accept_the_same_document_again_says_that_nothing_changed(checkout: Checkout) -> None:
    live = checkout.live(copies.ratio_removed, copies.version("2"))
    checkout.accept(live)
    before = checkout.state()
    assert checkout.accept(live) == "venice: nothing changed, the pin is this document (2)"
    assert checkout.state() == before


def test_a_document_that_changed_elsewhere_moves_the_record_alone(checkout: Checkout) -> None:
    live = checkout.live(copies.version("2"))
    said = checkout.accept(live)
    assert "nothing that the client uses changed" in said
    assert checkout.changelog.read_text() == CHANGELOG
    assert differences(build(checkout.folder), checkout.folder) == []
    record = json.loads((checkout.specs / "specs.lock").read_text())["venice"]
    assert (record["version"], record["upstream_sha256"]) == ("2", pin.sha256(live.read_bytes()))


def test_the_live_document_is_fetched(checkout: Checkout, loopback: Loopback) -> None:
    loopback.answers(says(200, copies.document("venice", copies.ratio_removed).encode()))
    assert 'no longer lists "4:5"' in checkout.accept(f"{loopback.url}/swagger.yaml")


def _no_enhancing(tree: dict[str, Any]) -> None:
    del tree["components"]["schemas"]["EditImageRequest"]["properties"]["enhance_prompt"]


def _no_paths(tree: dict[str, Any]) -> None:
    tree["paths"] = {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (copies.operation_removed("/image/styles"), "no operation GET /image/styles"),
        (_no_paths, "no operation POST /image/edit"),
        (_no_enhancing, r"specs/venice/overlay\.yaml: action \d+ \(.*'enhance_prompt'"),
    ],
    ids=["one operation is gone", "all are gone", "the overlay does not fit"],
)
def test_an_implausible_document_is_refused_and_nothing_moves(
    checkout: Checkout, change: copies.Change, reason: str
) -> None:
    live = checkout.live(change)
    before = checkout.state()
    with pytest.raises(ContractError, match=reason) as refusal:
        checkout.accept(live)
    assert "The pin stays" in str(refusal.value)
    assert checkout.state() == before


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<!doctype html><title>Just a moment</title>",
        b"openapi: 3.0.0\npaths: {",
        b"swagger: '2.0'\npaths: {}\n",
        b"name: value\n",
    ],
    ids=["empty", "HTML", "cut off", "version 2", "not OpenAPI"],
)
def test_what_cannot_be_read_is_refused_and_nothing_moves(checkout: Checkout, text: bytes) -> None:
    live = checkout.folder / "live.yaml"
    live.write_bytes(text)
    before = checkout.state()
    with pytest.raises(ContractError, match=str(live)):
        checkout.accept(live)
    assert checkout.state() == before


def test_a_pin_that_was_edited_by_hand_is_not_written_over(checkout: Checkout) -> None:
    contract = checkout.specs / "venice" / "contract.yaml"
    contract.write_text(contract.read_text().replace("editImage", "editPicture"))
    before = checkout.state()
    with pytest.raises(ContractError, match=r"is not what specs\.lock records"):
        checkout.accept(checkout.live(copies.ratio_removed))
    assert checkout.state() == before


@pytest.mark.parametrize("failing", ["CHANGELOG.md", "specs.lock", "contract.yaml"])
def test_when_one_file_cannot_be_written_none_is(
    checkout: Checkout, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = checkout.live(copies.ratio_removed)
    before = checkout.state()
    failed: list[Path] = []
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.name == failing and target.is_relative_to(checkout.folder) and not failed:
            failed.append(target)
            raise OSError(28, "No space left on device", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ContractError, match=f"{failing}: No space left.*all files are as they"):
        checkout.accept(live)
    assert failed
    assert checkout.state() == before


def test_what_a_killed_run_left_is_put_back_first(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = checkout.state()
    _kill_half_way(checkout, monkeypatch)
    assert checkout.state() != before
    with pytest.raises(ContractError):
        checkout.accept(checkout.folder / "missing.yaml")
    assert checkout.state() == before


def test_two_at_once_are_told_apart_and_the_second_changes_nothing(checkout: Checkout) -> None:
    live = checkout.live(copies.ratio_removed)
    before = checkout.state()
    with pin_lock(checkout.specs):
        with pytest.raises(ContractError, match=r"another run moves a pin.*try again"):
            checkout.accept(live)
        with pytest.raises(ContractError, match="another run moves a pin"):
            pull("venice", checkout.specs, str(live))
    assert checkout.state() == before
    assert "pinned" in checkout.accept(live)


def test_a_killed_run_holds_nobody_up(checkout: Checkout) -> None:
    program = (
        "import os; from pathlib import Path; from pyvenice.codegen.pinning.lock import pin_lock\n"
        f"with pin_lock(Path({str(checkout.specs)!r})): os._exit(9)"
    )
    killed = subprocess.run([sys.executable, "-c", program], cwd=copies.ROOT, check=False)
    assert killed.returncode == 9
    assert "pinned" in pull("venice", checkout.specs, str(checkout.live(copies.version("2"))))


def test_another_process_is_told_apart(checkout: Checkout) -> None:
    program = (
        "import sys; from pathlib import Path; from pyvenice.codegen.pinning.lock import pin_lock\n"
        f"with pin_lock(Path({str(checkout.specs)!r})): print('held', flush=True); sys.stdin.read()"
    )
    live = str(checkout.live(copies.version("2")))
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=copies.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ContractError, match=r"another run moves a pin.*try again"):
            pull("venice", checkout.specs, live)
    assert "pinned" in pull("venice", checkout.specs, live)


def test_a_lock_that_is_damaged_is_named(checkout: Checkout) -> None:
    file = lock_file(checkout.specs)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"no database" * 100)
    with pytest.raises(ContractError, match=rf"{file}: cannot be locked .*remove the file"):
        pull("venice", checkout.specs, str(checkout.live(copies.version("2"))))
    file.unlink()
    file.mkdir()
    with pytest.raises(ContractError, match=rf"{file}: cannot be"):
        pull("venice", checkout.specs, str(checkout.live(copies.version("2"))))
    file.rmdir()


def test_a_pull_puts_back_first_what_a_killed_accept_left(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = checkout.state()
    _kill_half_way(checkout, monkeypatch)
    assert checkout.state() != before
    with pytest.raises(ContractError):
        pull("venice", checkout.specs, str(checkout.folder / "missing.yaml"))
    assert checkout.state() == before


def _kill_half_way(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(texts: dict[Path, str | None], journal: Path) -> list[Path]:
        with pytest.MonkeyPatch.context() as power:
            power.setattr("pyvenice.codegen.pinning.swap.recover", lambda _: [])
            power.setattr(
                "pyvenice.codegen.pinning.swap._put", _put_until(checkout.specs / "specs.lock")
            )
            return swap(texts, journal)

    with monkeypatch.context() as patch:
        patch.setattr(accepting, "swap", killed)
        with pytest.raises(KeyboardInterrupt):
            checkout.accept(checkout.live(copies.ratio_removed))


def _put_until(last: Path) -> Any:
    def put(part: Path | None, path: Path) -> None:
        if path == last:
            raise KeyboardInterrupt
        if part is not None:
            part.replace(path)

    return put

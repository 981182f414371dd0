"""Files are replaced as a whole; what is not a plain file is written to, never replaced."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pyvenice.core import atomic_write
from pyvenice.core.atomic_write import PartFile, is_replaceable, is_special, write_file
from pyvenice.core.response.sinks import FileSink
from pyvenice.errors import SaveError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="devices, FIFOs and modes of POSIX")


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write_file(path, "new")
    assert path.read_text() == "old"
    assert only_file(tmp_path) == path


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640, 0o755])
def test_the_mode_of_an_existing_file_is_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "private"
    path.write_text("old")
    path.chmod(mode)
    write_file(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_nobody_else_can_read_a_private_file_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "private"
    path.touch(0o600)
    with PartFile(path) as part:
        assert stat.S_IMODE(part.path.stat().st_mode) == 0o600


def test_a_new_file_has_the_mode_that_the_umask_gives(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_file(tmp_path / "new", b"x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_a_symbolic_link_stays_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to("folder/target")
    write_file(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_hard_links_still_name_one_file(tmp_path: Path) -> None:
    path, other = tmp_path / "one", tmp_path / "other"
    path.write_text("longer than the new text")
    other.hardlink_to(path)
    write_file(path, "new")
    assert other.read_text() == "new"
    assert path.stat().st_ino == other.stat().st_ino


def test_a_device_is_written_to() -> None:
    before = os.stat("/dev/null")  # noqa: PTH116  (a device, not a file)
    write_file(Path("/dev/null"), "text")
    assert Path("/dev/null").is_char_device()
    assert os.stat("/dev/null").st_ino == before.st_ino  # noqa: PTH116


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_is_reported_and_stays() -> None:
    with pytest.raises(OSError, match="No space left"):
        write_file(Path("/dev/full"), "text")
    assert Path("/dev/full").is_char_device()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_a_fifo_gets_the_text_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(path.read_bytes()))
    reader.start()
    while True:
        try:
            write_file(path, "text")
            break
        except OSError as error:  # the reader has not opened it yet
            assert "nobody reads" in str(error)  # noqa: PT017
    reader.join()
    assert received == [b"text"]
    assert path.is_fifo()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_a_fifo_that_nobody_reads_is_an_error_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="nobody reads"):
        write_file(tmp_path / "pipe", "text")


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_file(tmp_path, "text")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything"
)
def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "fixed"
    path.touch(0o444)
    with pytest.raises(PermissionError):
        write_file(path, "text")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout here")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
@pytest.mark.parametrize("to_file", [True, False])
def test_standard_output_is_written_to(tmp_path: Path, name: str, to_file: bool) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    output = tmp_path / "output"
    code = (
        "import sys; from pathlib import Path; from pyvenice.core.atomic_write import write_file;"
        f"print('before', flush=True); write_file(Path({str(tmp_path / name)!r}), 'text\\n')"
    )
    command = [sys.executable, "-c", code]
    if to_file:
        with output.open("wb") as stream:
            inode = output.stat().st_ino
            subprocess.run(command, stdout=stream, check=True, timeout=60)
        assert output.stat().st_ino == inode
        received = output.read_bytes()
    else:
        received = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=60).stdout
    assert received == b"before\ntext\n"


def test_what_was_written_outlives_a_removal_of_its_file(tmp_path: Path) -> None:
    target = tmp_path / "out.png"
    with PartFile(target) as part:
        part.write(b"paid")
        part.path.unlink()
        assert part.read_back() == b"paid"
        part.replace(target)
    assert target.read_bytes() == b"paid"


def test_discarding_leaves_nothing(tmp_path: Path) -> None:
    part = PartFile(tmp_path / "out.png")
    part.write(b"x")
    part.discard()
    part.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_special_files_are_known(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert is_special(tmp_path / "pipe")
    assert is_special(Path("/dev/null"))
    assert not is_special(tmp_path / "missing")
    assert is_replaceable(tmp_path / "missing")
    assert not is_replaceable(tmp_path / "pipe")


def _other_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where files without a name cannot be made."""
    monkeypatch.setattr(atomic_write, "_UNNAMED", None)


def test_a_sink_whose_file_was_cut_off_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _other_system(monkeypatch)
    sink = FileSink(tmp_path / "out.png")
    sink.write(b"picture")
    (part,) = tmp_path.iterdir()
    os.truncate(part, 2)
    with pytest.raises(SaveError, match="another process cut off the file"):
        sink.done()
    sink.discard()


def test_a_part_whose_name_another_file_has_is_saved_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _other_system(monkeypatch)
    target = tmp_path / "out.png"
    with PartFile(target, unnamed=True) as part:
        part.write(b"picture")
        part.path.unlink()
        part.path.write_text("other")
        part.replace(target)
    assert target.read_bytes() == b"picture"


@pytest.mark.skipif(sys.platform != "linux", reason="files without a name")
def test_an_unnamed_part_is_in_no_folder_until_it_has_its_name(tmp_path: Path) -> None:
    target = tmp_path / "out.png"
    target.write_bytes(b"old")
    target.chmod(0o600)
    with PartFile(target, unnamed=True) as part:
        part.write(b"new")
        assert list(tmp_path.iterdir()) == [target]
        part.replace(target)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]

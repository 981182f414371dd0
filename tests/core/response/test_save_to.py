from __future__ import annotations

import asyncio
import base64
import errno
import json
import os
import pickle
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyvenice.core.atomic_write import PartFile
from pyvenice.core.engine.calls import StreamCall
from pyvenice.core.engine.retry_policy import RetryPolicy
from pyvenice.core.response.result import EditResult
from pyvenice.core.response.sinks import FileSink
from pyvenice.errors import (
    AnswerError,
    APIConnectionError,
    ArgumentError,
    BadRequestError,
    PyveniceError,
    SaveError,
)
from pyvenice.providers.openai import flows as openai
from pyvenice.providers.venice import flows as venice
from pyvenice.providers.xinference import flows as xinference
from tests.core.driving import Rig
from tests.loopback import Answer, Handler, Loopback, breaks_off, keeps_silent, says, sends_events
from tests.pictures import picture

PHOTO = picture(300, 300)
EDITED = picture(640, 480, "PNG", "RGB", 7) + b"\0" * 9000
"""Long enough to be cut out of JSON; what follows a PNG's end is nobody's business."""
BIG = EDITED + bytes(3_000_000)
ASKED = {"image": PHOTO, "prompt": "sepia", "model": "m"}


def b64(*pictures: bytes) -> bytes:
    return json.dumps(
        {"data": [{"b64_json": base64.b64encode(data).decode()} for data in pictures]}
    ).encode()


def png(data: bytes = EDITED) -> Answer:
    return says(200, data, content_type="image/png")


def as_json(document: bytes) -> Answer:
    return says(200, document, content_type="application/json")


@pytest.fixture
def rig(client_mode: str, loopback: Loopback) -> Rig:
    return Rig(client_mode, loopback.url, retry=RetryPolicy(base=0))


@pytest.mark.parametrize(
    ("flow", "answer"),
    [
        (venice.edit, png()),
        (openai.edit, as_json(b64(EDITED))),
        (xinference.edit, as_json(b64(EDITED))),
    ],
    ids=["venice", "openai", "xinference"],
)
def test_the_picture_is_in_the_file_and_not_in_memory(
    flow: Any, answer: Answer, rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    loopback.answers(answer)
    target = tmp_path / "edited.png"
    target.write_bytes(b"an older picture")
    result = rig.run(flow(ASKED | {"save_to": str(target)}))
    assert target.read_bytes() == EDITED
    assert result.image.path == target
    assert (result.image.size, result.image.width, result.image.data) == (len(EDITED), 640, EDITED)
    assert result.reply is not None
    assert len(result.reply.content) < 200
    assert list(tmp_path.iterdir()) == [target]


def test_a_name_without_a_suffix_gets_that_of_the_picture(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    loopback.answers(png())
    assert rig.run(venice.edit(ASKED | {"save_to": tmp_path / "out"})).image.path == (
        tmp_path / "out.png"
    )


@pytest.mark.parametrize("name", ["out.png", "out.PNG", "out", "out.data"])
def test_a_suffix_that_promises_nothing_else_is_no_warning(
    name: str, rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    loopback.answers(png())
    assert rig.run(venice.edit(ASKED | {"save_to": tmp_path / name})).warnings == ()


def test_a_suffix_of_another_type_is_a_warning_and_the_picture_is_saved_as_it_came(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    loopback.answers(png())
    result = rig.run(venice.edit(ASKED | {"save_to": tmp_path / "out.jpg"}))
    (warning,) = result.warnings
    assert (warning.code, warning.argument) == ("suffix", "save_to")
    assert warning.replacement == str(tmp_path / "out.png")
    assert (tmp_path / "out.jpg").read_bytes() == EDITED


def test_several_pictures_are_numbered(rig: Rig, loopback: Loopback, tmp_path: Path) -> None:
    small = picture(8, 8)
    loopback.answers(as_json(b64(EDITED, small)))
    result = rig.run(openai.edit(ASKED | {"n": 2, "save_to": tmp_path / "out.png"}))
    assert [image.path for image in result] == [tmp_path / "out-1.png", tmp_path / "out-2.png"]
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == [EDITED, small]


def test_a_picture_behind_an_address_goes_to_the_file_too(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    url = f"{loopback.url}/edited.png"
    loopback.answers(as_json(json.dumps({"data": [{"url": url}]}).encode()), png())
    result = rig.run(openai.edit(ASKED | {"save_to": tmp_path / "out.png"}))
    assert (tmp_path / "out.png").read_bytes() == EDITED
    assert result.image.url == url


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (breaks_off, APIConnectionError),
        (png(EDITED[:500]), AnswerError),
        (says(200, b"<html>" * 9000, content_type="text/html"), AnswerError),
        (as_json(b64(EDITED)[:9000]), AnswerError),
        (as_json(b64(EDITED, b"GIF8" * 3000)), AnswerError),
        (says(400, b'{"error": "no"}'), BadRequestError),
    ],
    ids=["cut off", "half a picture", "no picture", "half of the JSON", "one of two", "refused"],
)
def test_what_fails_leaves_nothing_and_the_older_file(
    answer: Answer,
    error: type[PyveniceError],
    rig: Rig,
    loopback: Loopback,
    tmp_path: Path,
) -> None:
    loopback.answers(answer)
    target = tmp_path / "edited.png"
    target.write_bytes(b"an older picture")
    with pytest.raises(error):
        rig.run(
            openai.edit(
                ASKED | {"save_to": target, "response_format": "b64_json", "unknown_values": "warn"}
            )
        )
    assert target.read_bytes() == b"an older picture"
    assert list(tmp_path.iterdir()) == [target]


def test_a_repeated_download_keeps_the_whole_one_only(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    url = f"{loopback.url}/edited.png"
    loopback.answers(as_json(json.dumps({"data": [{"url": url}]}).encode()), breaks_off, png())
    rig.run(openai.edit(ASKED | {"save_to": tmp_path / "out.png"}))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [EDITED]


def test_a_cancelled_edit_leaves_no_file(
    loopback: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begins(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", "image/png")
        handler.send_header("content-length", str(len(EDITED)))
        handler.end_headers()
        handler.wfile.write(EDITED[:5000])
        handler.wfile.flush()
        keeps_silent(handler)

    async def cancelled() -> None:
        begun = asyncio.Event()

        def noting(sink: FileSink, data: bytes) -> int:
            begun.set()
            return write(sink, data)

        monkeypatch.setattr(FileSink, "write", noting)
        flow = venice.edit(ASKED | {"save_to": tmp_path / "edited.png"})
        task = asyncio.create_task(Rig("async", loopback.url)._run(flow))
        waiting = asyncio.create_task(begun.wait())
        await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    write = FileSink.write
    loopback.answers(begins)
    asyncio.run(cancelled())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (".", "it is a folder"),
        ("nowhere/out.png", "does not exist"),
        ("nowhere/../out.png", r"nowhere/\.\.' does not exist"),
    ],
)
def test_a_place_where_no_file_can_be_is_refused_before_anything_is_sent(
    target: str, words: str, rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    with pytest.raises(ArgumentError, match=words) as caught:
        rig.run(venice.edit(ASKED | {"save_to": tmp_path / target}))
    assert caught.value.argument == "save_to"
    assert loopback.seen == []


def full(after: int) -> Any:
    """What writes to a disk with room for so many bytes, a part of the last piece included."""

    def write(part: PartFile, data: bytes) -> None:
        room = after - part.size
        if len(data) > room:
            really(part, data[: max(0, room)])
            part.size -= max(0, room)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        really(part, data)

    really = PartFile.write
    return write


@pytest.fixture(params=[0, 5000])
def small_disk(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setattr(PartFile, "write", full(request.param))
    return tmp_path


@pytest.mark.parametrize(
    ("flow", "answer"),
    [(venice.edit, png()), (openai.edit, as_json(b64(EDITED)))],
    ids=["venice", "openai"],
)
def test_a_full_disk_does_not_lose_a_picture_that_was_paid_for(
    flow: Any, answer: Answer, rig: Rig, loopback: Loopback, small_disk: Path
) -> None:
    loopback.answers(answer)
    with pytest.raises(SaveError, match="No space left on device; it is in the error's") as caught:
        rig.run(flow(ASKED | {"save_to": small_disk / "out.png"}))
    assert caught.value.result is not None
    assert caught.value.result.image.data == EDITED
    assert list(small_disk.iterdir()) == []
    assert len(loopback.seen) == 1


def test_of_several_pictures_those_that_could_be_saved_stay(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    (tmp_path / "out-2.png").mkdir()
    loopback.answers(as_json(b64(EDITED, EDITED)))
    with pytest.raises(SaveError, match="it is a folder") as caught:
        rig.run(openai.edit(ASKED | {"n": 2, "save_to": tmp_path / "out.png"}))
    assert caught.value.result is not None
    assert [image.path for image in caught.value.result] == [tmp_path / "out-1.png", None]
    assert [image.data for image in caught.value.result] == [EDITED, EDITED]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out-1.png", "out-2.png"]


def test_a_suffix_that_leads_to_a_folder_costs_no_picture(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    (tmp_path / "out.png").mkdir()
    loopback.answers(png())
    with pytest.raises(SaveError) as caught:
        rig.run(venice.edit(ASKED | {"save_to": tmp_path / "out"}))
    assert caught.value.result is not None
    assert caught.value.result.save(tmp_path / "other.png")
    assert isinstance(caught.value, OSError)


def test_a_link_stays_and_what_it_points_to_is_written(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    (tmp_path / "link.png").symlink_to(tmp_path / "real.png")
    loopback.answers(png())
    rig.run(venice.edit(ASKED | {"save_to": tmp_path / "link.png"}))
    assert (tmp_path / "link.png").is_symlink()
    assert (tmp_path / "real.png").read_bytes() == EDITED


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("a" * 300 + ".png", "File name too long"),
        ("a\0b.png", "null byte"),
        ("dangling", "nowhere' does not exist"),
        ("pipe", "it is no regular file"),
        ("/sys/out.png", "cannot save to"),
        (5, "must be a path, not int"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_paid_for(
    target: Any, words: str, rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere" / "out.png")
    before = sorted(tmp_path.iterdir())
    flow = venice.edit(
        ASKED | {"save_to": tmp_path / target if isinstance(target, str) else target}
    )
    with pytest.raises(ArgumentError, match=words) as caught:
        rig.run(flow)
    assert caught.value.argument == "save_to"
    assert loopback.seen == []
    assert sorted(tmp_path.iterdir()) == before


def test_a_stream_saves_its_result(rig: Rig, loopback: Loopback, tmp_path: Path) -> None:
    event = {"type": "image_edit.completed", "b64_json": base64.b64encode(EDITED).decode()}
    loopback.answers(sends_events(b"data: " + json.dumps(event).encode() + b"\n\n"))
    call: StreamCall[Any] = openai.stream_edit(ASKED | {"save_to": tmp_path / "out.png"})
    result = rig.result(call)
    assert result.image.path == tmp_path / "out.png"
    assert (tmp_path / "out.png").read_bytes() == EDITED


def left(rig: Rig, loopback: Loopback) -> EditResult:
    document = {"data": [{"url": "https://pictures.example/1.png?sig=s3cret"}]}
    loopback.answers(as_json(json.dumps(document).encode()))
    return rig.run(openai.edit(ASKED | {"download": False}))


def test_a_picture_can_be_left_where_it_is(rig: Rig, loopback: Loopback, tmp_path: Path) -> None:
    image = left(rig, loopback).image
    assert image.url == "https://pictures.example/1.png?sig=s3cret"
    assert repr(image) == "EditedImage(left at its address)"
    assert image._repr_mimebundle_() == {"text/plain": repr(image)}
    for use in (lambda: image.data, lambda: image.save(tmp_path / "a.png"), image.open):
        with pytest.raises(ArgumentError, match=r"download=False.*image\.url"):
            use()
    assert list(tmp_path.iterdir()) == []
    assert len(loopback.seen) == 1


def test_a_picture_that_is_left_cannot_be_saved(rig: Rig, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="give one of both"):
        rig.run(openai.edit(ASKED | {"download": False, "save_to": tmp_path / "out.png"}))


def interrupted(act: Callable[[], object], body: bytes, content_type: str) -> Answer:
    """Sends half of the body, lets something happen while that is written, and sends the rest."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("content-type", content_type)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
        handler.wfile.flush()
        part_is_begun.wait(10)
        act()
        handler.wfile.write(body[len(body) // 2 :])

    return answer


part_is_begun = threading.Event()


@pytest.fixture
def _noted_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets the event at the first write to a part file."""
    part_is_begun.clear()
    really = FileSink.write

    def write(sink: FileSink, data: bytes, /) -> int:
        written = really(sink, data)
        part_is_begun.set()
        return written

    monkeypatch.setattr(FileSink, "write", write)


WAYS = [
    (venice.edit, BIG, "image/png"),
    (openai.edit, b64(BIG), "application/json"),
]
ways = pytest.mark.parametrize(("flow", "body", "content_type"), WAYS, ids=["venice", "openai"])


def remove_parts(folder: Path) -> None:
    for path in folder.glob(".*.part"):
        path.unlink()


def cut_off_parts(folder: Path) -> None:
    for path in folder.glob(".*.part"):
        os.truncate(path, 9)


def replace_parts(folder: Path) -> None:
    for path in folder.glob(".*.part"):
        path.unlink()
        path.write_text("something else")


def replace_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a file")


@pytest.mark.usefixtures("_noted_part")
@ways
@pytest.mark.parametrize(
    "act",
    [
        remove_parts,
        pytest.param(
            cut_off_parts,
            marks=pytest.mark.skipif(sys.platform != "linux", reason="files without a name"),
        ),
        pytest.param(
            replace_parts,
            marks=pytest.mark.skipif(sys.platform != "linux", reason="files without a name"),
        ),
    ],
)
def test_a_part_file_that_is_changed_costs_nothing(  # noqa: PLR0913, PLR0917  (fixtures)
    flow: Any,
    body: bytes,
    content_type: str,
    act: Callable[[Path], object],
    rig: Rig,
    loopback: Loopback,
    tmp_path: Path,
) -> None:
    loopback.answers(interrupted(lambda: act(tmp_path), body, content_type))
    result = rig.run(flow(ASKED | {"save_to": tmp_path / "out.png"}))
    assert result.image.data == (tmp_path / "out.png").read_bytes() == BIG
    assert list(tmp_path.iterdir()) == [tmp_path / "out.png"]


@pytest.mark.usefixtures("_noted_part")
@ways
@pytest.mark.parametrize(
    "act", [shutil.rmtree, replace_folder, lambda path: path.rename(path.parent / "moved")]
)
def test_a_folder_that_vanishes_does_not_lose_the_picture(  # noqa: PLR0913, PLR0917  (fixtures)
    flow: Any,
    body: bytes,
    content_type: str,
    act: Callable[[Path], object],
    rig: Rig,
    loopback: Loopback,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    loopback.answers(interrupted(lambda: act(folder), body, content_type))
    with pytest.raises(SaveError, match="it is in the error's result") as caught:
        rig.run(flow(ASKED | {"save_to": folder / "out.png"}))
    assert caught.value.result is not None
    assert pickle.loads(pickle.dumps(caught.value)).result.image.data == BIG  # noqa: S301


@pytest.mark.usefixtures("_noted_part")
@ways
def test_a_relative_path_means_the_folder_in_which_the_call_began(  # noqa: PLR0913, PLR0917  (fixtures)
    flow: Any,
    body: bytes,
    content_type: str,
    rig: Rig,
    loopback: Loopback,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)
    loopback.answers(interrupted(lambda: os.chdir(tmp_path / "other"), body, content_type))
    result = rig.run(flow(ASKED | {"save_to": "out.png"}))
    assert result.image.path == tmp_path / "out.png"
    assert result.image.data == BIG


def test_a_private_file_stays_private(rig: Rig, loopback: Loopback, tmp_path: Path) -> None:
    target = tmp_path / "out.png"
    target.touch(0o600)
    loopback.answers(png())
    rig.run(venice.edit(ASKED | {"save_to": target}))
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["x" * 251, "x" * 249 + ".png", "é" * 126])
def test_a_name_without_room_for_a_number_is_refused_before_anything_is_paid_for(
    name: str, rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    with pytest.raises(ArgumentError, match="File name too long"):
        rig.run(openai.edit(ASKED | {"save_to": tmp_path / name}))
    assert loopback.seen == []


@pytest.mark.parametrize("flow", [venice.edit, openai.edit])
def test_a_damaged_picture_that_was_paid_for_is_in_the_error(
    flow: Any, rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    damaged = picture(300, 300)[:-20]
    loopback.answers(png(damaged))
    with pytest.raises(AnswerError, match="not a whole image/png") as caught:
        rig.run(flow(ASKED | {"save_to": tmp_path / "out.png"}))
    assert caught.value.result is not None
    assert caught.value.result.image.data == damaged
    assert list(tmp_path.iterdir()) == []


def test_a_large_gif_is_not_taken_for_a_damaged_one(
    rig: Rig, loopback: Loopback, tmp_path: Path
) -> None:
    small = picture(8, 8, "GIF")
    large = small[:-2] + (b"\xff" + bytes(255)) * 160_000 + b"\0;"
    loopback.answers(says(200, large, content_type="image/gif"))
    result = rig.run(venice.edit(ASKED | {"save_to": tmp_path / "out.gif"}))
    assert result.image.size == len(large) > 40_000_000

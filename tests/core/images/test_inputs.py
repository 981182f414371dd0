from __future__ import annotations

import array
import base64
import io
import os
import pickle
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from PIL import Image
from pydantic import BaseModel, ValidationError

from pyvenice.core.images.inputs import (
    Base64Image,
    FileID,
    Mask,
    is_url,
    resolve,
    resolve_many,
)
from pyvenice.core.images.part import FileSource, ImagePart
from pyvenice.core.request.operation_table import ImageRule
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.result import EditResult
from pyvenice.errors import ArgumentError, ImageInputError, ImageNotFoundError


def encoded(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


PNG = encoded()
JPEG = encoded("JPEG")
RULE = ImageRule(
    json=("url", "data-uri", "file-id"), media_types=("image/png", "image/jpeg"), many=True
)


def prepared(value: object, rule: ImageRule = RULE) -> ImagePart:
    return resolve(value, argument="image", rule=rule)


def refused(value: object, rule: ImageRule = RULE) -> ImageInputError:
    with pytest.raises(ImageInputError) as caught:
        prepared(value, rule)
    assert caught.value.argument == "image"
    assert str(caught.value).startswith("image: ")
    return caught.value


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    path.write_bytes(PNG)
    return path


def test_a_path_becomes_a_part_that_knows_everything_but_holds_no_bytes(photo: Path) -> None:
    part = prepared(photo)
    assert (part.kind, part.media_type, part.filename) == ("path", "image/png", "photo.png")
    assert (part.width, part.height, part.has_alpha) == (40, 30, False)
    assert (part.size, part.argument, part.replayable) == (len(PNG), "image", True)
    assert part.read() == part.read() == PNG


def test_a_str_is_a_path(photo: Path) -> None:
    assert prepared(str(photo)).read() == PNG


@pytest.mark.parametrize(
    "value",
    [
        PNG,
        bytearray(PNG),
        memoryview(PNG),
        Base64Image(base64.b64encode(PNG).decode()),
        Base64Image(base64.encodebytes(PNG)),
        "data:image/png;base64," + base64.b64encode(PNG).decode(),
        "DATA:image/png;name=a.png;base64," + base64.b64encode(PNG).decode().replace("+", "%2B"),
    ],
)
def test_every_way_to_give_bytes_gives_the_same_part(value: object) -> None:
    part = prepared(value)
    assert (part.kind, part.media_type, part.filename) == ("bytes", "image/png", "image.png")
    assert part.read() == PNG


def test_the_type_is_that_of_the_bytes_and_not_that_of_the_name(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(JPEG)
    assert prepared(path).media_type == "image/jpeg"
    assert prepared(JPEG).filename == "image.jpg"


def test_bytes_that_change_later_are_sent_as_they_were() -> None:
    data = bytearray(PNG)
    part = prepared(data)
    data[:] = b"gone"
    assert part.read() == PNG


def test_a_pil_image_is_sent_as_a_png_of_the_same_pixels() -> None:
    image = Image.open(io.BytesIO(PNG))
    part = prepared(image)
    assert (part.kind, part.media_type, part.size) == ("bytes", "image/png", len(part.read()))
    assert Image.open(io.BytesIO(part.read())).tobytes() == image.tobytes()


def test_a_pil_image_that_png_cannot_hold_is_refused_with_a_way_out() -> None:
    error = refused(Image.new("CMYK", (4, 4)))
    assert "(CMYK 4x4) cannot be saved as PNG" in str(error)
    assert ".convert('RGB')" in str(error)


def test_an_open_file_is_read_from_where_it_stands_and_left_open(photo: Path) -> None:
    photo.write_bytes(b"prefix" + PNG)
    with photo.open("rb") as file:
        file.seek(6)
        part = prepared(file)
        assert (part.kind, part.filename, part.size) == ("file", "photo.png", len(PNG))
        assert file.tell() == 6
        assert part.read() == part.read() == PNG
        assert (file.tell(), file.closed) == (6, False)


def test_two_passes_over_one_file_do_not_disturb_each_other() -> None:
    part = prepared(io.BytesIO(PNG))
    pairs = list(zip(part.chunks(100), part.chunks(100), strict=True))
    assert b"".join(one for one, _ in pairs) == b"".join(two for _, two in pairs) == PNG


class Pipe(io.RawIOBase):
    """Gives its bytes once, a few at a time."""

    def __init__(self, data: bytes) -> None:
        self._rest = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece, self._rest = self._rest[: min(7, len(buffer))], self._rest[min(7, len(buffer)) :]
        buffer[: len(piece)] = piece
        return len(piece)


def test_a_file_that_cannot_seek_is_kept_in_memory_so_that_it_can_be_sent_again() -> None:
    part = prepared(Pipe(PNG))
    assert part.size == len(PNG)
    assert part.read() == part.read() == PNG


def test_a_temporary_file_is_a_file() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(PNG)
        file.seek(0)
        assert prepared(file).read() == PNG


def test_the_name_that_is_sent_never_holds_a_folder() -> None:
    file = io.BytesIO(PNG)
    file.name = r"C:\secret\folder\cat.png"
    assert prepared(file).filename == "cat.png"
    file.name = "/secret/folder/cat.png"
    assert prepared(file).filename == "cat.png"


def test_a_name_that_is_no_text_is_sent_as_far_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.png")
    path.write_bytes(PNG)
    assert prepared(path).filename == "caf?.png"


@pytest.mark.parametrize("url", ["https://example.com/a.png?sig=s3cret", "HTTP://example.com"])
def test_a_url_is_passed_on_and_its_query_is_never_shown(url: str) -> None:
    part = prepared(url)
    assert (part.kind, part.url, part.size, part.width) == ("url", url, 0, None)
    assert "s3cret" not in repr(part)
    assert "s3cret" not in str(refused(url, ImageRule(json=("base64",))))


def test_only_http_addresses_are_urls(photo: Path) -> None:
    assert is_url("https://example.com/a.png")
    assert is_url("HTTP://example.com/a.png")
    for value in ("photo.png", "https", "data:image/png;base64,", "ftp://a", photo, None, b"http:"):
        assert not is_url(value)


def test_a_file_id_is_passed_on() -> None:
    part = prepared(FileID("file-123"))
    assert (part.kind, part.file_id) == ("file-id", "file-123")


@pytest.mark.parametrize("value", ["https://example.com/a.png", FileID("file-1")])
def test_a_reference_has_no_bytes(value: object) -> None:
    with pytest.raises(ImageInputError, match="has no bytes to send"):
        prepared(value).read()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("https://example.com/a.png", "is a URL, which is not taken here"),
        (FileID("file-1"), "is a file id, which is not taken here"),
    ],
)
def test_a_reference_that_the_provider_does_not_take_is_refused(
    value: object, message: str
) -> None:
    assert message in str(refused(value, ImageRule(json=("base64",))))


def test_chunks_are_never_larger_than_asked_for(photo: Path) -> None:
    sizes = [len(piece) for piece in prepared(photo).chunks(1000)]
    assert max(sizes) == 1000
    assert sum(sizes) == len(PNG)


def test_a_mistyped_path_names_the_file_that_was_probably_meant(photo: Path) -> None:
    error = refused(photo.with_name("Foto.png"))
    assert isinstance(error, ImageNotFoundError)
    assert isinstance(error, FileNotFoundError)
    assert str(error).endswith("Foto.png' (did you mean 'photo.png'?)")
    assert error.filename == error.value == str(photo.with_name("Foto.png"))


def test_capital_letters_do_not_hide_the_file_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "IMG_1.JPG").touch()
    assert "did you mean 'IMG_1.JPG'?" in str(refused(tmp_path / "img_1.jpg"))


def test_a_missing_file_stays_what_it_is_between_processes(tmp_path: Path) -> None:
    error = refused(tmp_path / "photo.png")
    copied = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own bytes)
    assert isinstance(copied, ImageNotFoundError)
    assert (str(copied), copied.value) == (str(error), error.value)


def test_a_path_in_a_folder_that_does_not_exist_says_so(tmp_path: Path) -> None:
    error = refused(tmp_path / "nowhere" / "photo.png")
    assert f"there is no folder {str(tmp_path / 'nowhere')!r} either" in str(error)


def test_a_path_below_a_file_is_not_found(photo: Path) -> None:
    assert isinstance(refused(photo / "photo.png"), FileNotFoundError)


def test_a_directory_is_refused(tmp_path: Path) -> None:
    assert "is a directory: pass the path of one file" in str(refused(tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs POSIX")
def test_a_pipe_in_the_file_system_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a regular file" in str(refused(tmp_path / "pipe"))


def test_an_unreadable_file_is_refused(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path, _: str) -> io.BytesIO:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", denied)
    assert str(refused(photo)).endswith("photo.png' cannot be read: Permission denied")


@pytest.mark.parametrize("text", ["a" * 5000, "zero\0byte"])
def test_a_str_that_cannot_be_a_path_is_refused(text: str) -> None:
    assert "cannot be read" in str(refused(text))


def test_empty_bytes_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    for value in (b"", tmp_path / "empty.png", io.BytesIO(), Base64Image("")):
        assert "is empty (0 bytes)" in str(refused(value))


def test_a_file_that_stands_at_its_end_says_so() -> None:
    file = io.BytesIO(PNG)
    file.seek(len(PNG) + 5)
    assert "stands at its end (byte" in str(refused(file))
    assert "is empty (0 bytes)" in str(refused(io.BytesIO()))


def test_text_is_not_an_image(tmp_path: Path) -> None:
    (tmp_path / "photo.txt").write_text("Hello, this is a long text")
    error = refused(tmp_path / "photo.txt")
    assert "is not an image: its first bytes are b'Hello, t'" in str(error)


@pytest.mark.parametrize("length", [20, 60, len(PNG) - 1])
def test_a_truncated_image_is_refused(length: int) -> None:
    assert "is damaged or cut off (" in str(refused(PNG[:length]))


def test_a_message_about_a_long_path_keeps_its_end(tmp_path: Path) -> None:
    error = refused(tmp_path / ("folder/" * 60) / "photo.png")
    assert "…" in str(error)
    assert "folder/photo.png'" in str(error)
    assert len(str(error)) < 600


def test_an_image_of_a_type_that_is_not_taken_is_refused_with_those_that_are() -> None:
    error = refused(encoded("GIF"))
    assert "is image/gif, but only image/png, image/jpeg can be sent" in str(error)
    assert error.allowed == ("image/png", "image/jpeg")


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (ImageRule(min_pixels=65_536), "is 40x30 = 1,200 pixels, under the limit of 65,536"),
        (ImageRule(max_pixels=1199), "is 40x30 = 1,200 pixels, over the limit of 1,199"),
    ],
)
def test_too_few_and_too_many_pixels_are_refused(rule: ImageRule, message: str) -> None:
    error = refused(PNG, rule)
    assert message in str(error)
    assert error.allowed in {65_536, 1199}


def test_an_image_whose_size_is_not_known_is_left_to_the_provider() -> None:
    assert prepared(b"II*\0" + bytes(20), ImageRule(min_pixels=10**9)).media_type == "image/tiff"


def test_limits_themselves_are_allowed() -> None:
    rule = ImageRule(min_pixels=1200, max_pixels=1200, max_bytes=len(PNG))
    assert prepared(PNG, rule).size == len(PNG)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(26_214_401)
    error = refused(path, ImageRule(max_bytes=25_000_000))
    assert "is 26.21 MB (26,214,401 bytes), over the limit of 25.00 MB" in str(error)
    assert error.allowed == 25_000_000


def test_a_closed_file_is_refused(photo: Path) -> None:
    with photo.open("rb") as file:
        pass
    assert "the file object 'photo.png' is closed" in str(refused(file))


def test_a_file_closed_after_the_check_cannot_be_sent() -> None:
    file = io.BytesIO(PNG)
    part = prepared(file)
    file.close()
    with pytest.raises(ImageInputError, match=r"^image: image\.png cannot be read any more"):
        part.read()


def test_a_file_in_text_mode_is_refused(photo: Path) -> None:
    with photo.open(encoding="latin-1") as file:
        assert "is open in text mode: open it with mode 'rb'" in str(refused(file))
    assert "is open in text mode" in str(refused(io.StringIO("text")))


@pytest.mark.parametrize(
    ("first", "rest", "words"),
    [(b"", None, "its read() gives None"), (PNG, PNG, "its read(0) gives bytes")],
)
def test_a_file_that_reads_oddly_is_refused_with_the_reason(
    first: bytes, rest: bytes | None, words: str
) -> None:
    class File:
        def read(self, size: int = -1) -> bytes | None:
            return rest if size else first

    assert words in str(refused(File()))


def test_a_file_opened_for_writing_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "new.png").open("wb") as file:
        assert "cannot be read" in str(refused(file))


class AsyncFile:
    async def read(self, size: int = -1) -> bytes:
        raise AssertionError(size)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "NoneType is not an image; what can be passed: a path, bytes,"),
        (7, "int 7 is not an image"),
        (True, "bool True is not an image"),
        ([PNG], "a list is not one image"),
        ({"image": PNG}, "dict is not an image"),
        (AsyncFile(), "AsyncFile is not an image"),
        (Mask(PNG, edit="white"), "a Mask is only taken as a mask"),
        (FileID(""), "FileID(id='') has no id"),
    ],
)
def test_what_is_not_one_image_is_refused(value: object, message: str) -> None:
    assert message in str(refused(value))


@pytest.mark.parametrize("data", [PNG, JPEG])
def test_raw_base64_in_a_str_is_refused_with_the_right_way(data: bytes) -> None:
    for text in (base64.b64encode(data).decode(), base64.b64encode(data[:60]).decode()):
        assert "pass Base64Image(…)" in str(refused(text))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("data:text/plain;base64,aGk=", "is not that of an image"),
        ("data:,hello", "is not that of an image"),
        ("data:image/png,rawdata", "is malformed"),
        ("data:image/png;base64", "is malformed"),
        ("data:image/png;base64,a", "is not valid base64"),
        ("data:image/png;base64,aGVs!bG8=", "is not valid base64"),
        ("data:image/png;base64,ü", "is not valid base64"),
        ("data:image/png;base64,aGVsbG8=", "is not an image: its first bytes are b'hello'"),
        (Base64Image("data:image/png;base64,aGk="), "is not valid base64"),
        ("https://", "needs a host"),
        ("http:/photo.png", "needs a host"),
        ("https://[half", "needs a host"),
        ("https://example.com/a b.png", "has a blank or a control character in it"),
        ("ftp://example.com/a.png", "the ftp: URL is not taken: only http and https"),
        ("s3://bucket/a.png", "the s3: URL is not taken"),
        ("file:///home/me/a.png", "the file: URL is not taken: pass the path itself"),
    ],
)
def test_a_str_that_is_a_bad_uri_is_refused(value: object, message: str) -> None:
    assert message in str(refused(value))


def test_base64_that_is_not_text_is_refused_at_once() -> None:
    with pytest.raises(ImageInputError, match="data: int 5 is not base64"):
        Base64Image(5)  # type: ignore[arg-type]  # what is tested


@pytest.mark.parametrize("change", [PNG + b"more", PNG[:-1], b""])
def test_a_file_whose_length_changed_after_the_check_is_not_sent(
    photo: Path, change: bytes
) -> None:
    part = prepared(photo)
    photo.write_bytes(change)
    with pytest.raises(ImageInputError, match="changed its length after it was checked"):
        next(part.chunks())


def test_a_file_that_was_removed_after_the_check_cannot_be_sent(photo: Path) -> None:
    part = prepared(photo)
    photo.unlink()
    with pytest.raises(ImageInputError, match=r"photo\.png cannot be read any more"):
        part.read()


class Shrinking(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size) if self.tell() == 0 else b""


def test_a_file_that_becomes_shorter_while_it_is_sent_is_an_error() -> None:
    part = ImagePart(
        argument="image", kind="file", size=len(PNG), source=FileSource(Shrinking(PNG), 0)
    )
    with pytest.raises(ImageInputError, match="became shorter while it was sent"):
        list(part.chunks(100))


def test_one_image_or_several_become_a_list(photo: Path) -> None:
    assert [p.argument for p in resolve_many(photo, argument="images", rule=RULE)] == ["images"]
    parts = resolve_many((photo, PNG), argument="images", rule=RULE)
    assert [part.argument for part in parts] == ["images[0]", "images[1]"]


def test_an_error_names_the_image_in_the_list() -> None:
    with pytest.raises(ImageInputError, match=r"^images\[2\]: the image in memory is empty"):
        resolve_many([PNG, PNG, b""], argument="images", rule=RULE)


def test_an_empty_list_and_too_many_images_are_refused() -> None:
    with pytest.raises(ImageInputError, match=r"^images: the list is empty$"):
        resolve_many([], argument="images", rule=RULE)
    with pytest.raises(ImageInputError, match=r"^images: 3 images were given; at most 2") as caught:
        resolve_many([PNG] * 3, argument="images", rule=ImageRule(max_count=2))
    assert (caught.value.value, caught.value.allowed) == (3, 2)
    assert len(resolve_many([PNG] * 2, argument="images", rule=ImageRule(max_count=2))) == 2


def test_no_repr_shows_image_data() -> None:
    text = base64.b64encode(PNG).decode()
    uri = f"data:image/png;base64,{text}"
    shown = [
        repr(prepared(PNG)),
        repr(Base64Image(text)),
        repr(Mask(PNG, edit="white")),
        repr(Mask(uri, edit="white")),
        repr(Mask(Base64Image(text), edit="white")),
    ]
    assert not [one for one in shown if "PNG" in one or text[:11] in one]
    assert shown[2] == f"Mask(<{len(PNG):,} bytes>, edit='white')"
    assert shown[3] == "Mask(<a data: URL>, edit='white')"


def test_a_mask_knows_three_polarities() -> None:
    with pytest.raises(ArgumentError, match="edit: 'grey' is not one of white, black, transparent"):
        Mask(PNG, edit="grey")  # type: ignore[arg-type]  # what is tested


class Model(BaseModel):
    image: ImagePart | None = None
    images: ImagePart | list[ImagePart] | None = None


def test_a_part_is_a_field_of_a_pydantic_model() -> None:
    part = prepared(PNG)
    model = Model(image=part, images=[part, part])
    assert model.image is part
    assert model.images == [part, part]
    with pytest.raises(ValidationError):
        Model.model_validate({"image": "photo.png"})


class Meeting(io.BytesIO):
    """Two threads that have both sought go on together."""

    barrier = Barrier(2)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        at = super().seek(offset, whence)
        with suppress(BrokenBarrierError):
            self.barrier.wait(0.05)
        return at


def test_threads_that_send_one_open_file_do_not_disturb_each_other() -> None:
    data = bytes(range(256))
    source = FileSource(Meeting(data), 0)
    image = ImagePart(argument="image", kind="file", size=len(data), source=source)
    with ThreadPoolExecutor(2) as threads:
        copies = list(threads.map(lambda _: b"".join(image.chunks(64)), range(2)))
    assert copies == [data, data]


class OneRead:
    """A file whose `read` takes no size."""

    def read(self) -> bytes:
        return PNG


class SilentSeek(io.RawIOBase):
    """A file whose `seek` returns nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._inner = io.BytesIO(PNG)

    def read(self, size: int = -1, /) -> bytes:
        return self._inner.read(size)

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._inner.tell()

    def seek(self, *where: int) -> None:  # type: ignore[override]  # what is tested
        self._inner.seek(*where)


class Awaited:
    """A file whose `read` must be awaited, though it is a plain function."""

    def read(self, size: int = -1) -> Any:
        async def content() -> bytes:
            raise AssertionError(size)

        return content()


class Failing(io.BytesIO):
    def read(self, *_: Any) -> bytes:
        raise RuntimeError("boom")


class Texts(io.BytesIO):
    def read(self, size: int | None = -1, /) -> Any:
        return b"" if size == 0 else "text"


class FailingPath:
    def __fspath__(self) -> str:
        raise RuntimeError("boom")


class Endless:
    """A pipe without an end."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert size >= 0
        self.taken += size
        return bytes(size)


def closed_picture(tmp_path: Path) -> Image.Image:
    (tmp_path / "photo.png").write_bytes(PNG)
    with Image.open(tmp_path / "photo.png") as image:
        pass
    return image


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (OneRead(), "the OneRead object cannot be read"),
        (Awaited(), "must be awaited"),
        (Failing(PNG), "cannot be read: boom"),
        (Texts(PNG), "gives str instead of bytes"),
        (FailingPath(), "the path FailingPath fails: boom"),
        ("", "is an empty text instead of a path"),
        (" ", "is an empty text instead of a path"),
        (("a.png", "b.png", "c.png"), "is not one image"),
        (("a.png", b"", "image/png"), "is empty"),
    ],
)
def test_odd_objects_are_image_input_errors(value: object, words: str) -> None:
    assert words in str(refused(value))


def test_a_seek_that_returns_nothing_is_no_matter() -> None:
    part = prepared(SilentSeek())
    assert part.read() == PNG


def test_a_picture_whose_file_is_closed_says_so(tmp_path: Path) -> None:
    assert "its file is closed: call .load() on it before" in str(refused(closed_picture(tmp_path)))


def test_an_endless_pipe_is_read_no_further_than_the_limit() -> None:
    pipe = Endless()
    error = refused(pipe, ImageRule(max_bytes=1_000_000))
    assert "holds more than 1,000,000 bytes" in str(error)
    assert pipe.taken < 2_000_000


@pytest.mark.parametrize(
    "value",
    [
        ("a.png", PNG),
        ("a.png", PNG, "image/png"),
        ("a.png", PNG, None),
        ("a.png", io.BytesIO(PNG), "image/png", {}),
        (__file__, PNG),
    ],
)
def test_what_other_libraries_take_as_a_file_is_one_image(value: tuple[Any, ...]) -> None:
    many = resolve_many(value, argument="image", rule=RULE)
    several = resolve_many([value, PNG], argument="image", rule=RULE)
    for part in (*many, resolve(value, argument="image", rule=RULE), several[0]):
        assert (part.filename, part.read()) == (Path(value[0]).name, PNG)
    assert len(many) == 1
    assert len(several) == 2


def test_a_tuple_of_two_paths_is_two_images_and_with_a_type_one(photo: Path) -> None:
    assert len(resolve_many((str(photo), photo), argument="image", rule=RULE)) == 2
    (part,) = resolve_many(("a.png", photo, "image/png"), argument="image", rule=RULE)
    assert (part.filename, part.read()) == ("a.png", PNG)


def test_an_image_of_a_result_is_the_input_of_the_next_call(tmp_path: Path) -> None:
    image = EditedImage(PNG, "image/png")
    for given in (image, image.kept_at(tmp_path / "a.png")):
        assert prepared(given).read() == PNG
    left = EditedImage(b"", "image/png", url="https://pictures.example/1")
    assert resolve(left, argument="image", rule=ImageRule(json=("url",))).url == left.url
    assert "pass its first image, its .image" in str(refused(EditResult((image,))))


def test_an_array_of_bytes_is_one_image() -> None:
    (part,) = resolve_many(array.array("B", PNG), argument="image", rule=RULE)
    assert part.read() == PNG


@pytest.mark.parametrize(
    "text",
    [
        "data:image/png;base64,{}",
        "DATA:IMAGE/PNG;BASE64,{}",
        " data:image/png;base64,{}\n",
        "data:application/octet-stream;base64,{}",
        "data:;base64,{}",
    ],
)
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_loose_data_uris_are_taken(text: str, encode: Any) -> None:
    assert prepared(text.format(encode(PNG).decode())).read() == PNG
    assert prepared(text.format(encode(PNG).decode().rstrip("="))).read() == PNG


def test_loose_base64_is_taken() -> None:
    encoded_lines = base64.encodebytes(PNG).replace(b"\n", b"\r\n")
    assert prepared(Base64Image(encoded_lines)).read() == PNG
    assert prepared(Base64Image(base64.urlsafe_b64encode(PNG))).read() == PNG

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from pyvenice.core.images.header import ImageHeader, read_header, sniff


def picture(mode: str = "RGB", size: tuple[int, int] = (24, 17)) -> Image.Image:
    noise = Image.effect_noise(size, 90).convert("RGB")
    if mode == "RGBA":
        noise = noise.convert("RGBA")
        noise.putalpha(Image.linear_gradient("L").resize(size))
        return noise
    return noise.convert(mode)


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def header(data: bytes) -> ImageHeader:
    return read_header(io.BytesIO(data))


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def heic(brand: bytes = b"heic", minor_brands: bytes = b"mif1heic") -> bytes:
    extents = b"".join(
        box(b"ispe", struct.pack(">III", 0, *size)) for size in ((8, 8), (640, 480), (9, 9))
    )
    properties = box(b"iprp", box(b"ipco", extents))
    return (
        box(b"ftyp", brand + b"\0\0\0\0" + minor_brands)
        + box(b"meta", b"\0\0\0\0" + box(b"hdlr", b"") + properties)
        + box(b"mdat", b"pixels")
    )


PNG = encoded(picture(), "PNG")
JPEG = encoded(picture(), "JPEG")
SAMPLES = {
    "png": (PNG, "image/png", False),
    "png with alpha": (encoded(picture("RGBA"), "PNG"), "image/png", True),
    "png with a transparent colour": (
        encoded(picture("P"), "PNG", transparency=3),
        "image/png",
        True,
    ),
    "jpeg": (JPEG, "image/jpeg", False),
    "progressive jpeg": (encoded(picture(), "JPEG", progressive=True), "image/jpeg", False),
    "webp": (encoded(picture(), "WEBP"), "image/webp", False),
    "lossless webp": (encoded(picture(), "WEBP", lossless=True), "image/webp", False),
    "webp with alpha": (encoded(picture("RGBA"), "WEBP"), "image/webp", True),
    "lossless webp with alpha": (
        encoded(picture("RGBA"), "WEBP", lossless=True),
        "image/webp",
        True,
    ),
    "gif": (encoded(picture("P"), "GIF"), "image/gif", False),
    "gif with a transparent colour": (
        encoded(picture("P"), "GIF", transparency=0),
        "image/gif",
        True,
    ),
    "avif": (encoded(picture(), "AVIF"), "image/avif", False),
    "avif with alpha": (encoded(picture("RGBA"), "AVIF"), "image/avif", True),
    "bmp": (encoded(picture(), "BMP"), "image/bmp", None),
}
samples = pytest.mark.parametrize("name", SAMPLES)


@samples
def test_type_size_and_alpha_are_read_from_the_header(name: str) -> None:
    data, media_type, has_alpha = SAMPLES[name]
    assert header(data) == ImageHeader(media_type, 24, 17, has_alpha, complete=True)


@samples
def test_an_image_cut_off_anywhere_is_incomplete_and_says_so(name: str) -> None:
    data, _, _ = SAMPLES[name]
    # The last byte of a GIF says nothing but that it is the last.
    for length in range(len(data) - name.startswith("gif")):
        found = header(data[:length])
        assert not found.complete, f"cut at byte {length} of {len(data)}"
        assert found.problem


@samples
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_flipped_bits_give_a_clear_result(name: str, data: st.DataObject) -> None:
    damaged = bytearray(SAMPLES[name][0])
    places = st.integers(0, min(len(damaged), 400) * 8 - 1)
    for bit in data.draw(st.lists(places, min_size=1, max_size=6)):
        damaged[bit // 8] ^= 1 << bit % 8
    found = header(bytes(damaged))
    assert found.complete is (found.problem is None)


MAGICS = [
    b"",
    b"\x89PNG\r\n\x1a\n",
    PNG[:33],
    b"\xff\xd8\xff",
    b"GIF89a",
    b"RIFF\xff\xff\xff\xffWEBPVP8X",
    b"\0\0\0\x14ftypavif\0\0\0\0mif1",
    box(b"ftyp", b"heic\0\0\0\0") + b"\0\0\0\x01meta",
    b"BM" + bytes(12) + b"\x28\0\0\0",
    b"II*\0",
]


@settings(deadline=None, max_examples=300)
@given(magic=st.sampled_from(MAGICS), rest=st.binary(max_size=300))
def test_any_bytes_after_any_magic_give_a_clear_result(magic: bytes, rest: bytes) -> None:
    found = header(magic + rest)
    assert found.complete is (found.problem is None)
    assert found.media_type == sniff((magic + rest)[:64])


@pytest.mark.parametrize("data", [b"", b"\x89PN", b"hello", b"%PDF-1.7", b"RIFF1234WAVEfmt "])
def test_what_is_no_image_has_no_type(data: bytes) -> None:
    found = header(data)
    assert found.media_type is None
    assert not found.complete
    assert found.problem == "its first bytes are those of no known image format"


@pytest.mark.parametrize(
    ("brand", "others", "expected"),
    [
        (b"heic", b"mif1", "image/heic"),
        (b"mif1", b"mif1heic", "image/heic"),
        (b"mif1", b"mif1avif", "image/avif"),
        (b"mif1", b"", "image/heif"),
        (b"isom", b"mp42", None),
    ],
)
def test_a_brand_decides_between_heic_avif_and_films(
    brand: bytes, others: bytes, expected: str | None
) -> None:
    assert sniff(heic(brand, others)) == expected


@pytest.mark.parametrize(
    ("mode", "has_alpha", "is_deep"),
    [("RGB", False, False), ("RGBA", True, False), ("I;16", False, True), ("F", False, True)],
)
def test_a_tiff_has_a_size_an_alpha_channel_and_a_depth(
    mode: str, has_alpha: bool, is_deep: bool
) -> None:
    assert header(encoded(Image.new(mode, (24, 17)), "TIFF")) == ImageHeader(
        "image/tiff", 24, 17, has_alpha, complete=True, is_deep=is_deep
    )


@pytest.mark.parametrize("data", [b"II*\0", b"MM\0*\0\0\0\x08\xff\xff", b"II*\0" + b"\xff" * 99])
def test_a_tiff_that_cannot_be_measured_is_a_tiff(data: bytes) -> None:
    assert header(data) == ImageHeader("image/tiff", complete=True)


TURNED = {"JPEG": picture(), "PNG": picture(), "WEBP": picture(), "TIFF": picture()}


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", TURNED)
def test_the_size_is_that_of_the_image_as_it_is_shown(kind: str, turn: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    data = encoded(TURNED[kind], kind, exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    found = header(data)
    assert (found.width, found.height) == upright.size
    assert found.orientation == turn
    assert found.stored_size == (24, 17)
    assert found.complete


def test_a_turn_that_exif_does_not_know_is_none() -> None:
    exif = Image.Exif()
    exif[0x0112] = 9
    assert header(encoded(picture(), "JPEG", exif=exif)).orientation == 1


@pytest.mark.parametrize(("quarters", "turn"), [(0, 1), (1, 8), (2, 3), (3, 6)])
def test_a_heic_says_its_turn_in_a_property(quarters: int, turn: int) -> None:
    data = heic().replace(b"ispe", b"irot" + bytes([quarters]) + b"ispe", 1)
    assert header(data).orientation == turn


def test_a_gif_without_its_last_byte_is_whole() -> None:
    data = SAMPLES["gif"][0]
    assert data[-1:] == b";"
    assert header(data[:-1]).complete
    assert header(data[:-1] + b"\0\0").complete


def test_a_large_gif_is_whole() -> None:
    small = SAMPLES["gif"][0]
    blocks = b"\xff" + bytes(255)
    data = small[:-2] + blocks * 140_000 + b"\0;"
    assert len(data) > 35_000_000
    assert header(data).complete
    assert not header(data[:-300]).complete


def test_the_size_of_a_heic_is_that_of_the_whole_and_not_of_a_tile() -> None:
    found = header(heic())
    assert (found.width, found.height, found.complete) == (640, 480, True)


def test_a_heic_cut_off_in_its_pixels_is_incomplete() -> None:
    assert not header(heic()[:-1]).complete


def with_thumbnail() -> tuple[bytes, int]:
    thumbnail = b"Exif\0\0" + encoded(picture(size=(8, 8)), "JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", 2 + len(thumbnail)) + thumbnail
    return JPEG[:2] + segment + JPEG[2:], 2 + len(segment)


def test_a_thumbnail_inside_a_jpeg_is_not_taken_for_the_image() -> None:
    data, _ = with_thumbnail()
    found = header(data)
    assert (found.width, found.height, found.complete) == (24, 17, True)


def test_the_end_of_a_thumbnail_is_not_taken_for_the_end_of_the_image() -> None:
    data, thumbnail_end = with_thumbnail()
    assert not header(data[:-2]).complete
    assert not header(data[: thumbnail_end + 30]).complete


@pytest.mark.parametrize("extra", [1, 40, 200_000])
@pytest.mark.parametrize("name", ["png", "jpeg", "webp", "gif", "bmp"])
def test_bytes_after_the_end_do_not_matter(name: str, extra: int) -> None:
    assert header(SAMPLES[name][0] + b"\xaa" * extra).complete


def test_a_damaged_png_header_is_a_problem() -> None:
    damaged = bytearray(PNG)
    damaged[17] ^= 1
    assert header(bytes(damaged)).problem == "its IHDR chunk is damaged"


def test_an_image_without_extent_is_a_problem() -> None:
    data = bytearray(SAMPLES["gif"][0])
    data[6:8] = b"\0\0"
    assert header(bytes(data)).problem == "its header says 0x17 pixels"


def webp(kind: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", 22) + b"WEBP" + kind + struct.pack("<I", 10) + bytes(10)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (PNG[:33] + chunk(b"IEND", b""), "it has no IDAT chunk"),
        (PNG[:33] + b"\0\0\0\0\0\0\0\0", "there is no chunk at byte 33"),
        (b"\xff\xd8\xff\xd9", "it has no frame header"),
        (b"\xff\xd8\xff\xe0\0\1xx", "the segment at byte 2 has no length"),
        (b"\xff\xd8\xff\xe0\0\2xx", "there is no marker at byte 6"),
        (b"\xff\xd8" + b"\xff" * 140_000, "it has no frame header"),
        (webp(b"ICCP"), "it starts with no image chunk"),
        (b"GIF89a\1\0\1\0\0\0\0?", "there is no block at byte 13"),
        (b"GIF89a\1\0\1\0\0\0\0" + b"!\xfe\0" * 140_000, "it has too many blocks"),
        (b"GIF89a\1\0\1\0\0\0\0!\xfe" + b"\1x" * 140_000, "it has too many blocks"),
        (
            box(b"ftyp", b"heic") + struct.pack(">I", 4) + b"meta",
            "the box at byte 12 has no length",
        ),
        (box(b"ftyp", b"heic") + box(b"free", b"") * 140_000, "it has too many boxes"),
        (heic().replace(b"ispe", b"skip"), "it says no size"),
    ],
)
def test_a_structure_that_contradicts_itself_is_a_problem(data: bytes, problem: str) -> None:
    assert header(data).problem == problem


def test_an_old_bitmap_has_a_short_header() -> None:
    data = b"BM" + struct.pack("<IIIIHHHH", 30, 0, 26, 12, 24, 17, 1, 24) + bytes(4)
    assert header(data) == ImageHeader("image/bmp", 24, 17, None, complete=True)


def test_a_box_with_a_long_length_is_followed() -> None:
    data = heic()
    long_box = struct.pack(">I4sQ", 1, b"mdat", 16 + 6) + b"pixels"
    assert header(data[:-14] + long_box).complete
    assert not header(data[:-14] + long_box[:-1]).complete


def test_a_length_beyond_all_files_is_cut_off() -> None:
    endless = struct.pack(">I4sQ", 1, b"free", 2**64 - 16)
    assert header(box(b"ftyp", b"heic") + endless).problem == "it ends too early"


class Counted(io.BytesIO):
    """Counts what is read of it."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.reads = 0
        self.bytes_read = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.reads += 1
        self.bytes_read += len(data)
        return data


def test_of_a_large_image_only_a_few_bytes_are_read() -> None:
    large = PNG[:33] + chunk(b"IDAT", bytes(4_000_000)) + chunk(b"IEND", b"")
    stream = Counted(large)
    assert read_header(stream).complete
    assert stream.bytes_read < 200


def test_endless_structure_is_given_up() -> None:
    stream = Counted(PNG[:33] + chunk(b"IDAT", b"") * 150_000)
    assert read_header(stream).problem == "it has too many chunks"
    assert stream.reads < 132_000


class Dribble(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, 3) if size and size > 0 else size)


class Lost(io.BytesIO):
    """Ends before the length that it tells."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size) if self.tell() < 30 else b""


def test_a_stream_that_ends_before_its_length_is_cut_off() -> None:
    assert not read_header(Lost(PNG)).complete


@samples
def test_a_stream_that_gives_little_at_a_time_is_read_all_the_same(name: str) -> None:
    data, _, _ = SAMPLES[name]
    assert read_header(Dribble(data)) == header(data)

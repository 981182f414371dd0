"""What the drawing operations promise: where they act, in which direction, always the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from pyvenice.sandbox.painting import editor
from pyvenice.sandbox.painting.cutout import cut_out
from pyvenice.sandbox.painting.scene import draw_scene
from tests.sandbox.asking import scenery

PROMPTS = (
    "greyscale", "sepia", "invert it", "brighter", "darker", "more contrast", "less contrast", "vivid",
    "muted", "warmer", "cooler", "sunset", "night", "blur", "sharpen", "upside down", "mirror",
    "flip vertically", "pixelate", "sketch", "poster", "vignette", "white frame", "make it teal",
    'write "hello"', "a boat on the water", "rotate 90 degrees", "rotate left",
)  # fmt: skip


def mean(image: Image.Image) -> list[float]:
    return ImageStat.Stat(image.convert("RGB")).mean


def brightness(image: Image.Image) -> float:
    return ImageStat.Stat(image.convert("L")).mean[0]


def spread(image: Image.Image) -> float:
    return ImageStat.Stat(image.convert("L")).stddev[0]


def colourfulness(image: Image.Image) -> float:
    return ImageStat.Stat(image.convert("HSV").getchannel("S")).mean[0]


def detail(image: Image.Image) -> float:
    return ImageStat.Stat(image.convert("L").filter(ImageFilter.FIND_EDGES)).mean[0]


def differ(image: Image.Image, other: Image.Image) -> bool:
    return (
        image.size != other.size
        or ImageChops.difference(image, other.convert(image.mode)).getbbox() is not None
    )


def edited(prompt: str, image: Image.Image | None = None) -> Image.Image:
    return editor.edit([image or noisy()], prompt).image


def noisy() -> Image.Image:
    """A scene with edges, soft areas and many colours."""
    image = scenery()
    draw = ImageDraw.Draw(image)
    for x in range(20, 300, 40):
        draw.rectangle((x, 60 + x // 4, x + 18, 160), fill=(x % 256, 255 - x % 256, 120))
    return image


@pytest.mark.parametrize("prompt", PROMPTS)
def test_each_operation_changes_the_picture_and_is_named(prompt: str) -> None:
    picture = editor.edit([noisy()], prompt)
    assert differ(noisy(), picture.image)
    assert len(picture.operations) == 1


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_same_request_gives_the_same_pixels(prompt: str) -> None:
    assert edited(prompt).tobytes() == edited(prompt).tobytes()


@pytest.mark.parametrize("prompt", PROMPTS)
def test_an_operation_keeps_the_transparency_of_what_it_does_not_move(prompt: str) -> None:
    image = noisy().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 128))
    assert edited(prompt, image).mode == "RGBA"


@pytest.mark.parametrize(
    ("prompt", "measure", "sign"),
    [
        ("brighter", brightness, 1),
        ("darker", brightness, -1),
        ("night", brightness, -1),
        ("more contrast", spread, 1),
        ("less contrast", spread, -1),
        ("vivid", colourfulness, 1),
        ("muted", colourfulness, -1),
        ("blur", detail, -1),
        ("sharpen", detail, 1),
        ("vignette", brightness, -1),
        ("warmer", lambda image: mean(image)[0] - mean(image)[2], 1),
        ("cooler", lambda image: mean(image)[0] - mean(image)[2], -1),
    ],
)
def test_an_operation_goes_the_way_its_word_says(
    prompt: str, measure: Callable[[Image.Image], float], sign: int
) -> None:
    assert (measure(edited(prompt)) - measure(noisy())) * sign > 0


def test_greyscale_has_three_equal_channels() -> None:
    red, green, blue = edited("black and white").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def test_sepia_is_redder_than_green_and_greener_than_blue() -> None:
    red, green, blue = mean(edited("sepia"))
    assert red > green > blue


def test_a_negative_of_a_negative_is_the_picture() -> None:
    assert not differ(edited("invert", edited("invert")), noisy())


@pytest.mark.parametrize("name", ["teal", "crimson", "light blue", "gold", "black", "white"])
def test_a_tint_brings_the_picture_closer_to_the_colour(name: str) -> None:
    colour = Image.new("RGB", (1, 1), name.replace(" ", "")).getpixel((0, 0))
    assert isinstance(colour, tuple)

    def distance(image: Image.Image) -> float:
        return sum((a - b) ** 2 for a, b in zip(mean(image), colour, strict=True))

    assert distance(edited(f"make it {name}")) < distance(noisy())


def test_a_quarter_turn_clockwise_brings_the_upper_left_corner_to_the_right() -> None:
    image = scenery()
    turned = edited("rotate 90 degrees", image)
    assert turned.size == (image.height, image.width)
    assert turned.getpixel((turned.width - 1, 0)) == image.getpixel((0, 0))


def test_left_is_the_opposite_of_right() -> None:
    assert not differ(edited("rotate left", edited("rotate right")), noisy())


def test_a_turn_by_any_angle_shows_the_whole_picture() -> None:
    image = scenery()
    turned = edited("rotate by 30 degrees", image)
    assert turned.width > image.width
    assert turned.height > image.height


def test_mirror_and_flip_are_their_own_inverses() -> None:
    for prompt in ("mirror it", "flip it vertically"):
        assert not differ(edited(prompt, edited(prompt)), noisy())


def test_a_frame_has_its_colour_and_leaves_the_middle_alone() -> None:
    framed = edited("a gold frame")
    assert framed.getpixel((0, 0)) == (255, 215, 0)
    middle = (40, 40, 280, 200)
    assert not differ(framed.crop(middle), noisy().crop(middle))


def test_an_unknown_wish_becomes_a_caption_along_the_lower_edge_only() -> None:
    captioned = edited("a hedgehog, please")
    upper = (0, 0, 320, 120)
    assert not differ(captioned.crop(upper), noisy().crop(upper))
    assert differ(captioned, noisy())


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (16, 16), (640, 90)])
@pytest.mark.parametrize("prompt", [*PROMPTS, "x" * 5000, "\n\t", "ﷺ " * 50])
def test_no_size_and_no_words_are_too_odd(prompt: str, size: tuple[int, int]) -> None:
    picture = editor.edit([scenery(*size), scenery()], prompt, variant=1)
    assert picture.image.mode == "RGB"
    assert "inset 1" in picture.operations


def masks() -> st.SearchStrategy[Image.Image]:
    def drawn(box: tuple[int, int, int, int]) -> Image.Image:
        mask = Image.new("L", (96, 64), 0)
        left, right = sorted((box[0], box[2]))
        top, bottom = sorted((box[1], box[3]))
        ImageDraw.Draw(mask).ellipse((left, top, right, bottom), fill=255)
        return mask

    across, down = st.integers(0, 95), st.integers(0, 63)
    return st.tuples(across, down, across, down).map(drawn)


@settings(max_examples=40, deadline=None)
@given(mask=masks(), prompt=st.sampled_from([*PROMPTS, "an owl"]), variant=st.integers(0, 3))
def test_outside_the_mask_not_a_pixel_changes(mask: Image.Image, prompt: str, variant: int) -> None:
    image = scenery(96, 64)
    result = editor.edit([image, scenery()], prompt, mask=mask, variant=variant).image
    changed = ImageChops.difference(result.convert("RGB"), image)
    changed.paste((0, 0, 0), mask=mask)
    assert result.size == image.size
    assert changed.getbbox() is None


def test_inside_the_mask_something_does() -> None:
    mask = Image.new("L", (320, 240), 0)
    mask.paste(255, (100, 100, 200, 200))
    for prompt in ("sepia", "an owl on a branch"):
        result = editor.edit([noisy()], prompt, mask=mask).image
        changed = ImageChops.difference(result, noisy()).getbbox()
        assert changed is not None
        assert changed[0] >= 100
        assert changed[3] <= 200


def test_an_empty_mask_changes_nothing_and_says_so() -> None:
    picture = editor.edit([noisy()], "sepia", mask=Image.new("L", (320, 240), 0))
    assert not differ(picture.image, noisy())
    assert "empty" in picture.operations[0]


def test_variants_differ_from_each_other_in_every_pair() -> None:
    pictures = [editor.edit([noisy()], "teal", variant=number).image for number in range(5)]
    pairs = [(a, b) for a in range(5) for b in range(a)]
    assert all(differ(pictures[a], pictures[b]) for a, b in pairs)


def test_every_further_image_is_seen_in_the_result() -> None:
    others = [Image.new("RGB", (50, 50), colour) for colour in ("red", "lime", "blue", "yellow")]
    result = editor.edit([noisy(), *others], "sepia").image
    for other in others:
        colour = other.getpixel((0, 0))
        assert sum(pixel == colour for pixel in result.get_flattened_data()) > 100


def test_a_size_is_filled_and_not_distorted() -> None:
    image = Image.new("RGB", (400, 100), "red")
    image.paste((0, 0, 255), (150, 0, 250, 100))
    result = editor.edit([image], "sharpen", size=(100, 100)).image
    assert result.size == (100, 100)
    assert result.getpixel((50, 50)) == (0, 0, 255)
    assert result.getpixel((5, 50)) != (255, 0, 0)


def test_a_turned_picture_still_has_the_size_asked_for() -> None:
    assert editor.edit([noisy()], "rotate 90", size=(200, 100)).image.size == (200, 100)


@pytest.mark.parametrize("size", [(64, 64), (300, 100), (1024, 1536), (1800, 900)])
def test_a_scene_has_its_size_and_follows_from_prompt_and_seed(size: tuple[int, int]) -> None:
    assert draw_scene("hills", size).size == size
    if size == (64, 64):
        assert draw_scene("hills", size).tobytes() == draw_scene("hills", size).tobytes()
        assert draw_scene("hills", size).tobytes() != draw_scene("hills", size, 1).tobytes()
        assert draw_scene("hills", size).tobytes() != draw_scene("a city", size).tobytes()


def test_a_scene_at_night_is_darker_than_one_by_day() -> None:
    by_night = [draw_scene(f"hill {number} at night", (96, 96)) for number in range(3)]
    assert max(brightness(scene) for scene in by_night) < brightness(draw_scene("hills", (96, 96)))


def test_a_scene_without_a_sky_is_transparent_there() -> None:
    image = editor.generate("hills", (128, 128), transparent=True).image
    assert image.getchannel("A").getextrema() == (0, 255)
    assert image.getchannel("A").getpixel((0, 0)) == 0


def test_the_background_goes_and_the_subject_stays() -> None:
    image = Image.new("RGB", (200, 150), (240, 240, 235))
    ImageDraw.Draw(image).ellipse((60, 40, 140, 110), fill=(200, 30, 30))
    alpha = cut_out(image).getchannel("A")
    assert [alpha.getpixel(corner) for corner in ((0, 0), (199, 0), (0, 149), (199, 149))] == [
        0
    ] * 4
    assert alpha.getpixel((100, 75)) == 255
    assert alpha.getpixel((30, 75)) == 0


def test_a_background_of_soft_shades_goes_as_well() -> None:
    image = Image.linear_gradient("L").resize((300, 300)).point([200 + v // 6 for v in range(256)])
    image = image.convert("RGB")
    ImageDraw.Draw(image).rectangle((100, 100, 200, 200), fill=(20, 60, 140))
    alpha = cut_out(image).getchannel("A")
    assert alpha.getpixel((150, 30)) == 0
    assert alpha.getpixel((150, 150)) == 255


def test_a_subject_coloured_like_its_background_has_an_edge() -> None:
    image = Image.new("RGB", (200, 200), (120, 120, 120))
    image.paste((150, 150, 150), (60, 60, 140, 140))
    alpha = cut_out(image).getchannel("A")
    assert (alpha.getpixel((20, 100)), alpha.getpixel((100, 100))) == (0, 255)


def test_what_is_transparent_already_stays_so() -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (30, 30, 70, 70))
    alpha = cut_out(image).getchannel("A")
    assert alpha.getpixel((10, 10)) == 0
    assert alpha.getpixel((50, 50)) == 255


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(["RGB", "RGBA"]), st.integers(1, 40), st.integers(1, 40))
def test_erasing_leaves_the_surroundings_and_takes_their_colours(
    mode: str, width: int, height: int
) -> None:
    image = Image.new(mode, (64, 48), "teal")
    mask = Image.new("L", image.size)
    box = (10, 5, 10 + width, 5 + height)
    ImageDraw.Draw(image).rectangle(box, "red")
    ImageDraw.Draw(mask).rectangle(box, 255)
    picture = editor.erase(image, mask)
    assert picture.image.mode == mode
    assert picture.operations == ("mask", "erase")
    erased = picture.image.convert("RGB")
    difference = ImageChops.difference(erased, Image.new("RGB", image.size, "teal"))
    assert max(highest for _, highest in ImageStat.Stat(difference).extrema) <= 4


def test_a_mask_of_the_whole_image_leaves_grey() -> None:
    image = Image.new("RGB", (20, 20), "red")
    erased = editor.erase(image, Image.new("L", image.size, 255)).image
    assert erased.getcolors() == [(400, (128, 128, 128))]

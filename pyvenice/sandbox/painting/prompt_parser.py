"""Prompt parser: the operations that a prompt asks for, in the order of its words.

Nothing here understands language. Known words stand for operations; quoted text is written into
the picture; a prompt without any known word becomes a caption.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PIL import Image, ImageColor

from pyvenice.sandbox.painting import color, geometry, lettering
from pyvenice.sandbox.painting.color import Change
from pyvenice.sandbox.painting.cutout import cut_out

MOST_OPERATIONS = 8
"""Further words of a prompt are not followed."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A named change of a picture."""

    name: str
    apply: Callable[[Image.Image], Image.Image]


Reading = Callable[[re.Match[str]], Operation]

_COLOURS = "|".join(
    sorted(
        {
            re.sub(r"^(dark|light|medium|deep|pale)(?=.)", r"\1[ -]?", name)
            for name in ImageColor.colormap
        },
        key=len,
        reverse=True,
    )
)
_NOT = re.compile(r"\b(?:not|never|without|no|don['’]t)(?:\s+[\w’']+){0,2}\s+$")
_QUOTED = (
    r"“(?P<curly>[^”]+)”|«(?P<angled>[^»]+)»|\"(?P<straight>[^\"]+)\""
    r"|(?<!\w)'(?P<single>[^'\n]+)'(?!\w)"
)


def read_prompt(prompt: str) -> list[Operation]:
    """The operations that a prompt asks for, at most eight; none if no word is known."""
    matches = sorted(_matches(prompt), key=lambda pair: (pair[0].start(), -pair[0].end()))
    chosen: list[Operation] = []
    end = 0
    for match, reading in matches:
        if match.start() < end:
            continue
        end = match.end()
        chosen.append(reading(match))
    return _without_repeats(chosen)[:MOST_OPERATIONS]


def _matches(prompt: str) -> Iterator[tuple[re.Match[str], Reading]]:
    for pattern, reading in _WORDS:
        for match in pattern.finditer(prompt):
            if reading is _text or not _NOT.search(
                prompt[max(0, match.start() - 40) : match.start()].lower()
            ):
                yield match, reading


def _without_repeats(operations: list[Operation]) -> list[Operation]:
    """Neighbours that say the same thing twice ("blurry, with a blur") count once."""
    return [
        operation
        for number, operation in enumerate(operations)
        if number == 0 or operation.name != operations[number - 1].name
    ]


def _fixed(name: str, change: Change) -> Reading:
    operation = Operation(name, change)
    return lambda _: operation


def _turn(match: re.Match[str]) -> Operation:
    words = match.group().lower()
    degrees = float(match["degrees"] or 90)
    left = "left" in words or "counter" in words or "anti" in words
    degrees = (-degrees if left else degrees) % 360
    return Operation(f"rotate {degrees:g}", geometry.turn(degrees))


def _tint(match: re.Match[str]) -> Operation:
    name = re.sub("[ -]", "", match.group().lower())
    return Operation(f"tint {name}", color.tint(name))


def _frame(match: re.Match[str]) -> Operation:
    name = re.sub("[ -]", "", (match["colour"] or "white").lower())
    ink = color.rgb(name)
    return Operation(f"frame {name}", geometry.frame(ink))


def _text(match: re.Match[str]) -> Operation:
    words = next(filter(None, (match[name] for name in ("curly", "angled", "straight", "single"))))
    ink = color.rgb(match["ink"].lower()) if match["ink"] else (255, 255, 255)
    return Operation("text", lambda image: lettering.text(image, words, ink))


def _word_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_SIMPLE: tuple[tuple[str, str, Change], ...] = (
    (
        r"gr[ae]y(?:[ -]?scale|ed)?|black[ -](?:and|&)[ -]white|b\s?&\s?w|monochrome",
        "greyscale",
        color.greyscale,
    ),
    (r"sepia|vintage|antique|old[ -]photo(?:graph)?|nostalgic", "sepia", color.sepia),
    (r"invert(?:ed)?|negative|x-?ray", "negative", color.negative),
    (r"bright(?:er|en)?|lighter|lighten|lighten up|more light|sunny", "brighter", color.lighter),
    (r"dark(?:er|en)?|dim(?:mer)?|gloomy", "darker", color.darker),
    (r"(?:less|low(?:er)?|reduced?) contrast|flat(?:ter)?", "less contrast", color.contrast(0.55)),
    (
        r"(?:(?:more|high(?:er)?|strong(?:er)?|add) )?contrast(?:y)?|dramatic|punchy",
        "contrast",
        color.contrast(1.6),
    ),
    (
        r"desaturated?|muted|faded|washed[ -]out|less colou?r(?:ful)?|pastel",
        "desaturate",
        color.saturation(0.35),
    ),
    (r"(?:over)?saturated?|vivid|vibrant|(?:more )?colou?rful", "saturate", color.saturation(1.9)),
    (r"warm(?:er)?|cosy|cozy|autumn(?:al)?", "warmer", color.balance(1.14, 1.02, 0.78)),
    (r"cool(?:er)?|cold(?:er)?|winter|icy|frosty", "cooler", color.balance(0.82, 0.98, 1.15)),
    (r"sunset|sunrise|golden hour|dusk", "sunset", color.sunset),
    (r"night|midnight|moonlight|moonlit", "night", color.night),
    (
        r"blur(?:red|ry|s|ring)?|out of focus|soft(?:er|en)?|dreamy|bokeh|fog(?:gy)?|mist(?:y)?",
        "blur",
        geometry.blur,
    ),
    (r"sharp(?:er|en|ened)?|crisp(?:er)?|more detail(?:ed)?", "sharpen", geometry.sharpen),
    (r"upside[ -]down", "rotate 180", geometry.turn(180)),
    (
        r"(?:flip(?:ped)?|mirror(?:ed)?) (?:it )?(?:vertical(?:ly)?|top to bottom)",
        "flip",
        geometry.flip,
    ),
    (r"(?:flip(?:ped)?|mirror(?:ed)?)(?: (?:it )?horizontal(?:ly)?)?", "mirror", geometry.mirror),
    (r"pixelat(?:e|ed)|pixel[ -]art|mosaic|8[ -]?bit|pixels", "pixelate", geometry.pixelate),
    (
        r"sketch(?:ed|y)?|pencil|edges|line[ -]art|outlines?|drawing|charcoal|engraving",
        "sketch",
        color.sketch,
    ),
    (r"posteri[sz]ed?|poster|pop[ -]?art|comic|cartoon", "posterize", color.posterize),
    (r"vignette|darker (?:edges|corners)", "vignette", geometry.vignette),
    (
        (
            r"(?:remove|removing|erase|drop|delete) (?:the |its |this )?background"
            r"|(?:no|without (?:a |the )?|transparent) ?background|cut[ -]?out"
        ),
        "background removed",
        cut_out,
    ),
)

_WORDS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (re.compile(rf"(?:{_QUOTED})(?:\s+in\s+(?P<ink>{_COLOURS})\b)?", re.IGNORECASE), _text),
    *((_word_pattern(pattern), _fixed(name, change)) for pattern, name, change in _SIMPLE),
    (
        _word_pattern(
            r"(?:rotat|turn)(?:e|ed|ing|s)?(?: (?:it|the (?:image|picture|photo)))?(?: by)?"
            r"(?: (?P<degrees>\d{1,3}(?:\.\d{1,2})?)\s?(?:°|deg(?:rees)?)?)"
            r"(?:\s?(?:to the )?(?:left|right|clockwise|counter-?clockwise|anti-?clockwise))?"
            r"|(?:rotat|turn)(?:e|ed|ing|s)?(?: (?:it|the (?:image|picture|photo)))?"
            r" (?:to the )?(?:left|right|clockwise|counter-?clockwise|anti-?clockwise)"
            r"|rotated?"
        ),
        _turn,
    ),
    (_word_pattern(rf"(?:(?P<colour>{_COLOURS}) )?(?:border|frame|framed|polaroid)"), _frame),
    (_word_pattern(_COLOURS), _tint),
)

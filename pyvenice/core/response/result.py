"""Results: the images of a response, and what its headers and body say about them."""

from __future__ import annotations

import binascii
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any, Self, TypeVar

from pyvenice.core.engine.calls import Reply, request_id
from pyvenice.core.provider_rules import ProviderRules, ResultWarning
from pyvenice.core.public import publish
from pyvenice.core.recording.redaction import hide_in
from pyvenice.core.recording.secrets import escape_controls, quotes_secret
from pyvenice.core.response.images import EditedImage
from pyvenice.core.response.sinks import check_target
from pyvenice.errors import AnswerError

__all__ = ["EditResult"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EditResult:
    """The images of a response (at least one) and what the provider said about them."""

    images: tuple[EditedImage, ...]
    model: str | None = None
    request_id: str | None = None
    usage: Mapping[str, Any] | None = None
    cost: float | None = None
    """In US dollars, where it is known."""
    warnings: tuple[ResultWarning, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    """The provider's own headers, by lower-case name: moderation, deprecation, balance, limits."""
    reply: Reply | None = field(default=None, repr=False)
    """The response as it came; `None` for a stream."""
    attempts: int = 1
    """How many attempts there were until this came."""
    text: str | None = None
    """What the model said in addition to the images."""
    conversation: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    """The messages that led here, where the provider goes on from a result (`after=`)."""

    def __post_init__(self) -> None:
        if not self.images:
            raise AnswerError("the answer holds no image", request_id=self.request_id)

    @property
    def image(self) -> EditedImage:
        """The first image."""
        return self.images[0]

    def save(self, path: str | os.PathLike[str]) -> list[Path]:
        """Write all images and return their paths; of several, `out.png` becomes `out-1.png`, ….

        Raises what `EditedImage.save` raises.
        """
        check_target(Path(path), argument="path")
        return [image.save(name) for image, name in zip(self.images, self.names(path), strict=True)]

    def in_memory(self) -> Self:
        """The same result, its images in memory."""
        return replace(self, images=tuple(image.in_memory() for image in self.images))

    def names(self, path: str | os.PathLike[str]) -> list[Path]:
        """What the files of the images are called where `path` is asked for."""
        whole = Path(path)
        if len(self.images) == 1:
            return [whole]
        numbers = range(1, len(self.images) + 1)
        return [whole.with_name(f"{whole.stem}-{number}{whole.suffix}") for number in numbers]

    def with_headers(self, headers: Mapping[str, str], rules: ProviderRules) -> Self:
        """The same result, with what these response headers say by the provider's rules."""
        headers = {name: escape_controls(value) for name, value in headers.items()}
        return replace(
            self,
            model=headers.get(rules.model_header or "") or self.model,
            request_id=self.request_id or request_id(headers),
            cost=rules.cost(headers) if self.cost is None else self.cost,
            warnings=(*_warnings(self.reply), *self.warnings, *rules.warnings(headers)),
            attempts=self.attempts if self.reply is None else self.reply.attempts,
            metadata={**rules.metadata(headers), **self.metadata},
        )

    def __iter__(self) -> Iterator[EditedImage]:
        return iter(self.images)

    def __len__(self) -> int:
        return len(self.images)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        bundle = self.image._repr_mimebundle_()
        if len(self.images) > 1:
            bundle["text/html"] = "".join(_html(image) for image in self.images)
        return bundle | {"text/plain": repr(self)}


def _html(image: EditedImage) -> str:
    """An `<img>` with the bytes in it, or with the address where the image was left."""
    source = image.url or ""
    if image.size:
        encoded = binascii.b2a_base64(image.data, newline=False).decode("ascii")
        source = f"data:{image.media_type};base64,{encoded}"
    return f'<img src="{escape(source)}" alt="{escape(repr(image))}">'


def without_secrets(secrets: Sequence[str], result: T) -> T:
    """The result of a flow, with each secret hidden that the body of its response quotes."""
    if not isinstance(result, EditResult):
        return result
    urls = [image.url for image in result.images]
    said = (result.model, result.usage, result.request_id, result.text, urls)
    if not (any(said[:-1]) or any(urls)) or not quotes_secret(secrets, str(said)):
        return result
    model, usage, identity, text, urls = hide_in(secrets, said)
    images = (replace(image, url=url) for image, url in zip(result.images, urls, strict=True))
    return replace(
        result, model=model, usage=usage, request_id=identity, text=text, images=tuple(images)
    )


def _warnings(reply: Reply | None) -> tuple[ResultWarning, ...]:
    return () if reply is None else reply.warnings


@dataclass(frozen=True, slots=True)
class ResponseLimits:
    """The largest response that is read, and the largest picture that is returned."""

    max_bytes: int = 256 * 1024 * 1024
    """Of one response, decompressed."""
    max_pixels: int = 100_000_000
    """Width times height of one image, as its header says."""

    def check(self, result: object) -> None:
        """Raise `AnswerError`, which has the result, for an image of too many pixels."""
        if not isinstance(result, EditResult):
            return
        for image in result.images:
            if (image.width or 0) * (image.height or 0) > self.max_pixels:
                error = AnswerError(
                    f"an image of the answer has {image.width}x{image.height} pixels, more than"
                    f" max_pixels={self.max_pixels:,}; it is in the error's result",
                    request_id=result.request_id,
                )
                error.result = result
                raise error


publish(__name__)

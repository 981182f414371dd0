"""Cases: every client and every kind of request, for each provider behind the gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx

from benchmarks.gateway_matrix.applications import APPLICATIONS, FORMS, PLAIN, Application
from benchmarks.gateway_matrix.exchange import Address, Answer, Wanted, answer_of
from benchmarks.gateway_matrix.pictures import Polarity, mask, photo
from benchmarks.gateway_matrix.sdks import NodeClients, ask_with_curl, ask_with_python

Ask = Callable[[Address, Wanted], Answer]
PROMPT = "make the marked part a red door"


@dataclass(frozen=True, slots=True)
class Target:
    """A model behind the gateway."""

    name: str
    model: str
    mask: Polarity | None = None
    """What marks the part to edit where the model takes masks."""
    needs_mask: bool = False
    partials: bool = False
    """Whether its streams show unfinished images."""


TARGETS = (
    Target("openai", "openai/gpt-image-1.5", "transparent", partials=True),
    Target("xinference", "xinference/Qwen-Image", "white"),
    Target("venice", "venice/firered-image-edit"),
    Target("wavespeed", "wavespeed/wavespeed-ai/qwen-image/edit-plus"),
    Target("wavespeed inpaint", "wavespeed/wavespeed-ai/z-image/turbo-inpaint", "white", True),
    Target("gemini", "gemini/gemini-2.5-flash-image"),
    Target("stability", "stability/inpaint", "white"),
    Target("huggingface", "huggingface/Qwen/Qwen-Image-Edit-2511"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request of one client, and what is looked at."""

    target: Target
    client: str
    name: str
    wanted: Wanted
    ask: Ask
    expects: tuple[int, ...] = ()
    """Statuses, one of which an error case must have."""
    names: str = ""
    """A word that the reason of an error case must contain."""
    attempts: tuple[Mapping[str, str], ...] = ()
    """Headers of each of several attempts, which may be billed once."""

    @property
    def id(self) -> str:
        """The case in words."""
        return f"{self.target.name} / {self.client} / {self.name}"


def cases(target: Target, polarity_field: str | None, node: NodeClients | None) -> Iterator[Case]:
    """All cases of one target."""
    needed = mask("transparent") if target.needs_mask else None
    wanted = Wanted(model=target.model, prompt=PROMPT, images=(photo(),), mask=needed)
    yield from _requests(target, wanted, polarity_field)
    for name, form in FORMS.items():
        yield Case(
            target=target, client="HTTP", name=name, ask=form.ask, wanted=_two(wanted, target)
        )
    for name, application in APPLICATIONS.items():
        yield from _application(target, name, application, wanted)
    yield from _sdks(target, wanted, node)
    yield from _faults(target, wanted)


def _two(wanted: Wanted, target: Target) -> Wanted:
    """Two images, and a mask where the model takes one."""
    masked = None if target.mask is None else mask("transparent")
    return replace(wanted, images=(photo(0), photo(1)), mask=masked)


def _requests(target: Target, plain: Wanted, polarity_field: str | None) -> Iterator[Case]:
    """What may be asked for, with the SDK for Python."""

    def case(name: str, wanted: Wanted) -> Case:
        return Case(
            target=target, client="openai-python", name=name, wanted=wanted, ask=ask_with_python
        )

    yield case("one image", plain)
    for polarity in ("transparent", "white", "black"):
        named = {polarity_field: polarity} if polarity_field else {}
        given = replace(plain, mask=mask(polarity), fields=named)
        yield case(f"mask, {polarity} is edited", given)
        yield replace(case(f"mask, {polarity} is edited", given), client="HTTP", ask=PLAIN.ask)
    for count in (2, 3, 4, 5):
        yield case(f"{count} images", replace(plain, images=tuple(map(photo, range(count)))))
    yield case("2 images and mask", replace(_two(plain, target), mask=mask("transparent")))
    yield case("JPEG", replace(plain, images=(photo(0, "JPEG"),)))
    yield case("WEBP", replace(plain, images=(photo(0, "WEBP"),)))
    yield case("mask of another size", replace(plain, mask=mask("transparent", (768, 512))))
    yield case(
        "prompt in UTF-8 of two lines", replace(plain, prompt='Füge „rote Tür" hinzu\n夜空 🌃')
    )
    for fields in (
        {"n": 2}, {"n": 4}, {"size": "1024x1024"}, {"size": "1536x1024"}, {"aspect_ratio": "3:2"},
        {"n": 1, "size": "auto", "quality": "auto"}, {"output_format": "jpeg"}, {"quality": "high"},
        {"background": "transparent"}, {"seed": 7}, {"negative_prompt": "fog"}, {"input_fidelity": "high"},
        {"response_format": "url"}, {"response_format": "b64_json"}, {"user": "u-1"},
        {"stream": True}, {"stream": True, "partial_images": 2}, {"frobnicate": "yes"},
    ):  # fmt: skip
        yield case(_text(fields), replace(plain, fields=fields))
    for fields in ({"n": 2}, {"size": "1536x1024"}, {"seed": 7, "quality": "high"}):
        lenient = {**fields, "on_unsupported": "warn"}
        given = replace(plain, mask=mask("transparent"), fields=lenient)
        yield case(f"mask, {_text(lenient)}", given)
    yield case("generate", replace(plain, images=(), mask=None, route="generations"))
    sized = {"n": 2, "size": "1024x1024"}
    yield case(
        "generate two", replace(plain, images=(), mask=None, route="generations", fields=sized)
    )
    yield case("variation", replace(plain, mask=None, route="variations"))


def _text(fields: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in fields.items())


def _application(
    target: Target, name: str, application: Application, plain: Wanted
) -> Iterator[Case]:
    def case(what: str, wanted: Wanted) -> Case:
        return Case(target=target, client=name, name=what, wanted=wanted, ask=application.ask)

    if application.mask is None:
        plain = replace(plain, mask=None)
    yield case("one image", plain)
    yield case("two images", replace(plain, images=(photo(0), photo(1))))
    if application.mask is not None and target.mask is not None:
        yield case("mask", replace(plain, mask=mask("transparent")))


def _sdks(target: Target, plain: Wanted, node: NodeClients | None) -> Iterator[Case]:
    masked = replace(plain, mask=mask("transparent"))
    three = replace(plain, images=tuple(map(photo, range(3))))
    clients: dict[str, Ask] = {"curl": ask_with_curl}
    if node is not None:
        clients |= {"openai-node": node.ask_with_node, "AI SDK": node.ask_with_ai_sdk}
    for client, ask in clients.items():
        for name, wanted in (
            ("one image", plain),
            ("mask", masked),
            ("three images", three),
            ("n=2", replace(plain, fields={"n": 2})),
            ("size", replace(plain, fields={"size": "1024x1024"})),
        ):
            yield Case(target=target, client=client, name=name, wanted=wanted, ask=ask)
    if node is not None:
        streamed = replace(plain, fields={"stream": True, "partial_images": 2})
        yield Case(
            target=target,
            client="openai-node",
            name="stream",
            wanted=streamed,
            ask=node.ask_with_node,
        )


_FAULTS: Mapping[str, tuple[int, ...]] = {
    "429:7": (429,),
    "500": (500, 502, 503),
    "503:3": (429, 502, 503),
    "401": (401, 500, 502, 503),
    "html": (502, 503),
    "reset:before": (502, 503, 504),
    "reset:after": (502, 503, 504),
    "cut": (502, 503),
}


def _faults(target: Target, plain: Wanted) -> Iterator[Case]:
    for fault, statuses in _FAULTS.items():
        yield Case(
            target=target,
            client="HTTP",
            name=f"the provider fails: {fault}",
            wanted=replace(plain, prompt=f"fault<{fault}> {PROMPT}"),
            ask=PLAIN.ask,
            expects=statuses,
        )
    key = {"idempotency-key": f"key of {target.name}"}
    counts = [{"x-stainless-retry-count": str(count)} for count in range(3)]
    for name, attempts in (
        ("repeat with an Idempotency-Key", (key, key)),
        ("repeats of an SDK", tuple(counts)),
    ):
        yield Case(
            target=target,
            client="HTTP",
            name=name,
            wanted=replace(plain, prompt=f"{PROMPT}, {name}"),
            ask=PLAIN.ask,
            attempts=attempts,
        )


def error_cases() -> Iterator[Case]:
    """Requests that are wrong whatever the provider."""
    target = TARGETS[0]
    wanted = Wanted(model=target.model, prompt=PROMPT, images=(photo(),))

    def case(name: str, ask: Ask, statuses: tuple[int, ...], word: str = "") -> Case:
        return Case(
            target=Target("errors", target.model),
            client="HTTP",
            name=name,
            wanted=wanted,
            ask=ask,
            expects=statuses,
            names=word,
        )

    def altered(**given: Any) -> Ask:
        return lambda address, wanted: PLAIN.ask(address, replace(wanted, **given))

    def with_field(**fields: Any) -> Ask:
        return altered(fields=fields)

    def raw(body: bytes, kind: str = "", *, method: str = "POST", path: str = "edits") -> Ask:
        def ask(address: Address, _: Wanted) -> Answer:
            headers = {"authorization": f"Bearer {address.key}", "content-type": kind}
            url = f"{address.url}/images/{path}"
            return answer_of(httpx.request(method, url, content=body, headers=headers))

        return ask

    refused = (400, 422)
    yield case("wrong key", lambda at, it: PLAIN.ask(Address(at.url, "wrong"), it), (401, 403))
    yield case("no key", lambda at, it: PLAIN.ask(Address(at.url, ""), it), (401, 403))
    yield case("unknown model", altered(model="openai/gpt-image-9"), (400, 404), "model")
    yield case("no model", altered(model=""), (400, 404, 422), "model")
    yield case("no prompt", altered(prompt=""), refused, "prompt")
    yield case("no image", altered(images=()), refused, "image")
    yield case("empty image", altered(images=(b"",)), refused, "image")
    yield case("text as image", altered(images=(b"hello, I am no image",)), refused, "image")
    yield case("cut image", altered(images=(photo()[:60],)), refused, "image")
    yield case("text as mask", altered(mask=b"no mask"), refused, "mask")
    yield case("mask of unknown meaning", altered(mask=mask("white")), refused, "mask")
    yield case("n=abc", with_field(n="abc"), refused, "n")
    yield case("n=-1", with_field(n=-1), refused, "n")
    yield case("n=1000", with_field(n=1000), refused, "n")
    yield case("size=banana", with_field(size="banana"), refused, "size")
    yield case("quality=best", with_field(quality="best"), refused, "quality")
    yield case("partial_images=9", with_field(stream=True, partial_images=9), refused, "partial")
    yield case(
        "form without an end",
        raw(
            b'--x\r\nContent-Disposition: form-data; name="model"\r\n\r\nm',
            "multipart/form-data; boundary=x",
        ),
        refused,
    )
    yield case("form without a boundary", raw(b"abc", "multipart/form-data"), (400, 415, 422))
    yield case("broken JSON", raw(b'{"model": ', "application/json"), refused, "JSON")
    yield case("a list as JSON", raw(b"[1]", "application/json"), refused, "JSON")
    yield case("text", raw(b"hello", "text/plain"), (400, 415, 422))
    yield case("GET", raw(b"", method="GET"), (404, 405))
    yield case("unknown path", raw(b"{}", "application/json", path="nothing"), (404,))
    url = (
        b'{"model": "openai/gpt-image-1.5", "prompt": "x", "image": "http://169.254.169.254/a.png"}'
    )
    yield case("image at an address inside", raw(url, "application/json"), refused, "image")
    file_id = b'{"model": "openai/gpt-image-1.5", "prompt": "x", "images": [{"file_id": "f"}]}'
    yield case("file_id", raw(file_id, "application/json"), refused, "file_id")

"""Reports to print: one of each status, one of each level, and one that attacks its reader."""

from __future__ import annotations

from typing import Any

from pyvenice.contract.diff.findings import (
    Finding,
    Impact,
    ProviderReport,
    Report,
    Witness,
)
from pyvenice.contract.slicing.unchecked import UncheckedPlace

PIXEL = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ" * 20
REGENERATE = "regenerate: pyvenice contract accept venice"

RATIO_GONE = Finding(
    rule="request-enum-value-removed",
    level="breaking",
    category="request",
    operation="POST /image/edit",
    direction="request",
    pointer="/requestBody/content/application~1json/schema/properties/aspect_ratio/enum",
    old="4:5",
    new=None,
    message='aspect_ratio no longer lists "4:5"',
    witness=Witness(
        {"aspect_ratio": "4:5", "image": PIXEL, "prompt": "a"}, "old", "application/json"
    ),
    impact=(
        Impact(
            "VeniceClient.image.edit(aspect_ratio=…)",
            "pyvenice.generated.venice.requests.EditImageRequest.aspect_ratio",
            f'pass another value than "4:5"; then {REGENERATE}',
        ),
    ),
)
RATIO_NEW = Finding(
    rule="request-enum-value-added",
    level="info",
    category="request",
    operation="POST /image/edit",
    direction="request",
    pointer="/requestBody/content/application~1json/schema/properties/aspect_ratio/enum",
    old=None,
    new="3:4",
    message='aspect_ratio newly lists "3:4"; the client still refuses it',
    witness=Witness(
        {"aspect_ratio": "3:4", "image": "a", "prompt": "a"}, "new", "application/json"
    ),
    impact=(
        Impact(
            "VeniceClient.image.edit(aspect_ratio=…)",
            "pyvenice.generated.venice.requests.EditImageRequest.aspect_ratio",
            REGENERATE,
        ),
    ),
)
PROSE = Finding(
    rule="prose-limit-changed",
    level="warning",
    category="prose",
    operation="POST /image/edit",
    direction="request",
    pointer="/requestBody/content/application~1json/schema/properties/image/x-prose-limits",
    old=["25MB", "5MB", "65536px"],
    new=["25MB", "10MB", "65536px"],
    message="the limits in the description of image changed; no schema shows it",
    impact=(Impact("VeniceClient.image.edit(image=…)", None, "check images given by URL by hand"),),
)
SCALE = Finding(
    rule="request-minimum-raised",
    level="breaking",
    category="request",
    operation="POST /image/upscale",
    direction="request",
    pointer="/requestBody/content/application~1json/schema/properties/scale/minimum",
    old=1,
    new=2,
    message="scale must now be at least 2 (it was 1)",
    witness=Witness({"image": "a", "scale": 1}, "old", "application/json"),
    impact=(Impact("VeniceClient.image.upscale(scale=…)", None, REGENERATE),),
)
WIDER_ANSWER = Finding(
    rule="response-property-type-widened",
    level="warning",
    category="response",
    operation="POST /image/upscale",
    direction="response",
    pointer="/responses/402/content/application~1json/schema",
    old={"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]},
    new={
        "anyOf": [
            {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]},
            {
                "type": "object",
                "properties": {"x402Version": {"type": "integer"}, "accepts": {"type": "array"}},
                "required": ["x402Version"],
            },
        ]
    },
    message="a 402 answer may now have a second shape",
    witness=Witness({"x402Version": 1}, "new", "application/json"),
)
PINNED = {"version": "20260801.120033", "sha256": "ab" * 32, "pulled": "2026-08-02"}
LIVE = {
    "url": "https://api.venice.ai/doc/api/swagger.yaml",
    "version": "20260809.081500",
    "sha256": "cd" * 32,
}

DRIFTED = ProviderReport(
    provider="venice",
    status="drift",
    pinned=PINNED,
    live=LIVE,
    findings=(RATIO_NEW, PROSE, SCALE, RATIO_GONE, WIDER_ANSWER),
    changed_elsewhere=12,
)
FINE = ProviderReport(provider="openai", status="ok", pinned=PINNED, live=LIVE)
KNOWN = ProviderReport(provider="openai", status="ok", acknowledged=(RATIO_GONE,))
UNCHECKED = ProviderReport(
    provider="xinference",
    status="unchecked",
    reason="http://localhost:9997/openapi.json answered 503; start the server or pass --live",
    pinned=PINNED,
)

PARTLY = DRIFTED._replace(
    unchecked=(
        UncheckedPlace(
            "POST /image/upscale",
            "/responses/200/content/application~1json/schema",
            "the reference #/components/schemas/Gone leads nowhere",
        ),
        UncheckedPlace("POST /image/remove", "", "it is described in paths/remove.yaml"),
    )
)

DRIFT = Report((DRIFTED, FINE), ("the ignore entry 0123456789abcdef matches nothing",))
OK = Report((FINE,))
UNKNOWN = Report((UNCHECKED,))
MIXED = Report((DRIFTED, FINE, UNCHECKED), DRIFT.notes)

ATTACK = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> ]]> --> | `x` ``y`` **b** [l](http://e.vil)"
    " @everyone #1 GH-1 www.e.vil ~~s~~ $x$ &amp; ::error::x ##[error]x %0A %25 :, \n::warning::x\r\n"
    "\x1b[31mred\x07\x00\x08\x7f\x9b31m \u202eevil \u2028 \ufeff\ufffe \\| \\\\ <!-- c --> <!channel>"
)


def hostile(text: str = ATTACK) -> Report:
    """A report in which every field that can hold foreign text holds this one."""
    value: Any = {text: [text, {"n": float("nan"), "i": float("-inf")}]}
    finding = Finding(
        rule=text,
        level="breaking",
        category="request",
        operation=text,
        direction="request",
        pointer=text,
        old=value,
        new=text,
        message=text,
        witness=Witness(value, "old", text),
        impact=(Impact(text, text, text),),
    )
    facts = {"version": text, "sha256": text, "pulled": text, "url": text, "name": text}
    places = (UncheckedPlace(text, text, text),)
    drifted = ProviderReport(text, "drift", "", facts, facts, (finding,), (finding,), 1, places)
    return Report((drifted, ProviderReport(text, "unchecked", text, facts, facts)), (text,))

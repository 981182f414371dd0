"""The releases of a real SDK: what each of them changed about one call is found, and nothing else."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from pyvenice.contract.diff.check import check
from tests.contract.sources.wheels import wheel

FACTS = Path(__file__).parents[4] / "shared/foreign/openai-sdk/images-edit-by-release.json"
HEAD = """
from __future__ import annotations
from typing import *
from .._types import FileTypes, SequenceNotStr
from .image_model import ImageModel
"""
MODELS_25 = {
    f'model newly lists "gpt-image-2.5-{name}"'
    for name in ("flare", "flare-2026-09-08", "sunburst", "sunburst-2026-09-08")
}
CHANGES: dict[str, set[str]] = {
    "3.10.0": {*MODELS_25, 'quality newly lists "max"', 'quality newly lists "xhigh"'},
    # 3.30.0 lists the same values in another order, and words its docstrings differently.
    "3.35.0": {"safety_identifier is new"},
    "3.45.0": {"markup is new"},
    "3.48.0": {
        *(f"{name} is new" for name in ("complexity", "frame_count", "frame_duration_ms")),
        'model newly lists "gpt-image-2.6-flare"',
        'model newly lists "gpt-image-2.6-sunburst"',
        'output_format newly lists "gif"',
    },
    "3.52.0": {'output_format newly lists "svg"', "svg is new"},
}


def _edit_params(fields: dict[str, str]) -> str:
    """The classes of the call, as the release writes them."""
    classes: dict[str, list[str]] = defaultdict(list)
    for name, annotation in fields.items():
        owner, _, field = name.partition(".")
        classes[owner].append(f"    {field}: {annotation}")
    text = HEAD
    for owner, lines in classes.items():
        base = "ImageEditParamsBase" if owner.endswith("Streaming") else "TypedDict"
        total = "" if owner == "ImageEditParamsStreaming" else ", total=False"
        text += "\n".join([f"class {owner}({base}{total}):", *lines, ""])
    return f"{text}ImageEditParams = Union[ImageEditParamsNonStreaming, ImageEditParamsStreaming]\n"


def _messages(release: dict[str, Any], version: str, folder: Path) -> set[str]:
    modules = {
        "openai/types/image_edit_params.py": _edit_params(release["fields"]),
        "openai/types/image_model.py": f"ImageModel = Literal{json.dumps(release['models'])}\n",
        "openai/types/images_response.py": "class ImagesResponse(BaseModel):\n    created: int\n",
    }
    path = wheel(folder, modules, name="openai", version=version)
    report = check("openai", sdk=str(path), operations=[("post", "/images/edits")])
    assert (report.status, report.unchecked, report.live["version"]) == ("drift", (), version)
    return {finding.message for finding in report.findings}


def test_each_release_adds_what_it_changed_and_no_more(tmp_path: Path) -> None:
    if not FACTS.is_file():
        pytest.skip(f"{FACTS} is not there")
    releases = json.loads(FACTS.read_text(encoding="utf-8"))
    before: set[str] | None = None
    for version, release in releases.items():
        after = _messages(release, version, tmp_path)
        if before is not None:
            assert (version, after - before, before - after) == (
                version,
                CHANGES.get(version, set()),
                set(),
            )
        before = after
    assert set(CHANGES) < set(releases)

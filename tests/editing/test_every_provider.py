"""Every provider that there is, is reached by the one call through its rows in the catalogue alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import pyvenice
from pyvenice.catalogue.lookup import models, open_model
from pyvenice.catalogue.model import Model
from pyvenice.generated import PROVIDERS
from tests.editing.conftest import Desk, Recorder
from tests.pictures import picture

ROOT = Path(pyvenice.__file__).parent
PHOTO, MASK = picture(512, 512), picture(512, 512, mode="L", seed=200)


def example(provider: str) -> Model:
    """A model of the provider that edits, whatever it is called."""
    current = [model for model in models(provider) if model.lifecycle.status == "current"]
    editing = [model for model in current if {"edit", "inpaint", "erase"} & {*model.operations}]
    return editing[0] if editing else open_model(provider, "a/model")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_edit_in_the_sandbox_gives_an_image(desk: Desk, wire: Recorder, provider: str) -> None:
    model = example(provider)
    mask: dict[str, Any] = {"mask": MASK} if model.mask and model.mask.required else {}
    result = desk.edit(PHOTO, "sepia", model=model.id, **mask)
    assert result.image.media_type.startswith("image/")
    assert result.provider == provider
    assert wire.requests


def verbs() -> list[tuple[str, str]]:
    """Each provider with each verb that a model of it claims to have."""
    return [
        (provider, verb)
        for provider in PROVIDERS
        for verb in ("generate", "upscale", "remove_background")
        if any(verb in model.operations for model in models(provider))
    ]


@pytest.mark.parametrize(("provider", "verb"), verbs())
def test_what_a_model_claims_to_do_it_does(desk: Desk, provider: str, verb: str) -> None:
    model = next(
        model
        for model in models(provider)
        if verb in model.operations and model.lifecycle.status == "current"
    )
    result = desk(verb, "a cube" if verb == "generate" else PHOTO, model=model.id)
    assert result.image.media_type.startswith("image/")


def test_the_room_names_no_provider() -> None:
    words = {
        (path.name, provider)
        for path in ROOT.glob("editing/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant | ast.Name | ast.ImportFrom)
        for provider in PROVIDERS
        if provider in re.split(r"\W", _code_text(node))
    }
    assert words == set()


def _code_text(node: ast.Constant | ast.Name | ast.ImportFrom) -> str:
    """The text of a node that has an effect: of a text in code, but not of a docstring."""
    if isinstance(node, ast.ImportFrom):
        return node.module or ""
    if isinstance(node, ast.Name):
        return node.id.lower()
    is_word = isinstance(node.value, str) and " " not in node.value
    return str(node.value).lower() if is_word else ""

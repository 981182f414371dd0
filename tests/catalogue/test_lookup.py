from __future__ import annotations

import subprocess
import sys

import pytest

import pyvenice
from pyvenice import ArgumentError, UnknownModelError
from pyvenice.catalogue import lookup


def test_a_model_is_found_by_id_name_alias_and_snapshot() -> None:
    assert lookup.get("openai/gpt-image-2").id == "openai/gpt-image-2"
    assert lookup.get("gpt-image-2") is lookup.get("OpenAI/GPT-Image-2")
    assert lookup.get("venice/qwen-edit").name == "qwen-edit-uncensored"
    snapshot = lookup.get("gpt-image-2-2026-04-21")
    assert (snapshot.name, snapshot.parameters) == (
        "gpt-image-2-2026-04-21",
        lookup.get("gpt-image-2").parameters,
    )
    assert lookup.get(snapshot) is snapshot


@pytest.mark.parametrize(
    ("name", "provider"),
    [("gpt-image-2", "openai"), ("nano-banana-pro", "gemini"), ("z-image-turbo", "xinference")],
)
def test_a_model_that_only_draws_does_not_make_a_name_ambiguous(name: str, provider: str) -> None:
    assert lookup.get(name).provider == provider
    assert lookup.get(f"venice/{name}").operations == ("generate",)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("openai/gpt-image2", "openai/gpt-image-2"),
        ("gpt-imge-1", "openai/gpt-image-1"),
        ("venice/nano-banana-proedit", "venice/nano-banana-pro-edit"),
        ("nano-banana-2-edti", "venice/nano-banana-2-edit"),
    ],
)
def test_a_model_that_is_not_there_is_refused_with_the_nearest_ids(name: str, nearest: str) -> None:
    with pytest.raises(UnknownModelError) as caught:
        lookup.get(name)
    assert nearest in caught.value.nearest
    assert nearest in str(caught.value)
    assert caught.value.argument == "model"


@pytest.mark.parametrize("name", ["zzzz/qqqq", "qqqqqqqq", "openai/qqqqqqqq"])
def test_where_nothing_is_near_the_error_says_what_an_id_is(name: str) -> None:
    with pytest.raises(UnknownModelError, match=r"'provider/model'|openai has openai/"):
        lookup.get(name)


@pytest.mark.parametrize("name", ["", "  ", None, 7])
def test_what_is_no_id_is_refused(name: object) -> None:
    with pytest.raises(ArgumentError, match="must be an id"):
        lookup.get(name)  # type: ignore[arg-type]  # what a caller might pass


def test_an_own_server_runs_any_model_under_any_name() -> None:
    known = lookup.get("xinference/sd3.5-large")
    by_hub = lookup.get("xinference/stabilityai/stable-diffusion-3.5-large")
    assert by_hub.name == "stabilityai/stable-diffusion-3.5-large"
    assert (by_hub.calls, by_hub.mask) == (known.calls, known.mask)
    other = lookup.get("xinference/my-own-model")
    assert (other.name, other.listed, other.confidence) == ("my-own-model", False, "unverified")
    assert other.price.unit == "own_server"


def test_the_name_on_an_own_server_is_sent_as_the_caller_writes_it() -> None:
    assert lookup.get("xinference/SD3.5-Large").name == "SD3.5-Large"


def test_a_host_that_speaks_the_api_of_a_provider_has_a_model_of_any_name() -> None:
    model = lookup.open_model("xinference", "some/model", host="studio")
    assert (model.id, model.name, model.provider) == (
        "studio/some/model",
        "some/model",
        "xinference",
    )
    with pytest.raises(ArgumentError, match="no limits"):
        lookup.open_model("venice", "some-model")


def test_an_unknown_provider_is_refused_with_the_nearest() -> None:
    with pytest.raises(ArgumentError, match="did you mean 'venice'"):
        lookup.models("venize")


def test_ids_are_unique_and_say_their_provider() -> None:
    ids = [model.id for model in lookup.models()]
    assert len(ids) == len(set(ids))
    assert all(model.id == f"{model.provider}/{model.name}" for model in lookup.models())


def test_models_load_without_a_yaml_parser_a_client_or_pydantic() -> None:
    script = (
        "import sys; import pyvenice; pyvenice.models.list(); pyvenice.estimate('gpt-image-1');"
        "print([name for name in ('yaml', 'pydantic', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_module_is_an_attribute_of_the_package() -> None:
    assert pyvenice.models.get("gpt-image-2").provider == "openai"


WITHOUT_ROW = {"wavespeed/openai/gpt-image-2/edit": "its page exists, its schema was not seen"}


def test_a_replacement_is_a_model_of_the_catalogue() -> None:
    for model in lookup.models():
        replacement = model.lifecycle.replaced_by
        if replacement is not None and replacement not in WITHOUT_ROW:
            assert lookup.get(replacement).lifecycle.status != "retired", model.id

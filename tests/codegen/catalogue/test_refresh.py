"""A live listing changes rows only when somebody says so, and shows each change before."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pyvenice.catalogue.model import Model
from pyvenice.catalogue.rows import models_from
from pyvenice.codegen.catalogue.refresh import Refresh, refresh
from pyvenice.codegen.catalogue.rows import CatalogueError, read_rows
from pyvenice.contract.errors import ContractError
from pyvenice.contract.pin import pin

DAY = dt.date(2026, 12, 24)
FILE = """\
# A comment that stays.
source: a listing
checked_on: 2026-11-30
confidence: verified
listing:
  url: https://acme.example/models
  models: data
  name: id
  where: {kind: edit}
  family: edit
  facts: {display_name: name, price.amount: price, size.ratios: limits.ratios}
  variants:
  - {at: tiers, by: [resolution], amount: usd}
defaults:
  price: {unit: image, source: a listing, checked_on: 2026-11-30, confidence: verified}
families:
  edit:
    operations: [edit]
    calls: [{method: image.edit, operations: [edit]}]
    size: {kind: aspect_ratio, ratios: ["1:1", "16:9"], auto: true}
models:
- name: one
  family: edit
  display_name: One
  price: {amount: 0.04}
- name: two  # a comment on the line of another row
  family: edit
  display_name: Two
  price: {amount: 0.0092}
- name: upscaler
  operations: [upscale]
  calls: [{method: image.upscale, operations: [upscale]}]
  checked_on: 2026-11-30
  price: {amount: 1, checked_on: 2026-11-30}
"""
ONE = {"id": "one", "kind": "edit", "name": "One", "price": 0.04}
TWO = {"id": "two", "kind": "edit", "name": "Two", "price": 0.009200000000000002}
OTHER = {"id": "voice", "kind": "speech", "name": "Voice", "price": 9}


def run_refresh(tmp_path: Path, *entries: dict[str, Any], file: str = FILE) -> Refresh:
    (tmp_path / "catalogue").mkdir(exist_ok=True)
    (tmp_path / "catalogue" / "acme.yaml").write_text(file, encoding="utf-8")
    listing = tmp_path / "listing.json"
    listing.write_text(json.dumps({"data": entries}), encoding="utf-8")
    return refresh("acme", tmp_path, str(listing), day=DAY)


def models(tmp_path: Path) -> dict[str, Model]:
    rows = read_rows("acme", tmp_path).models
    return {model.name: model for model in models_from(rows, "acme")}


def test_a_listing_that_says_the_same_changes_only_the_date(tmp_path: Path) -> None:
    found = run_refresh(tmp_path, ONE, TWO, OTHER)
    assert found.changes == ()
    assert found.after == FILE.replace("2026-11-30", "2026-12-24", 2)
    assert found.before == (tmp_path / "catalogue" / "acme.yaml").read_text("utf-8") == FILE


def test_a_price_that_moved_is_shown_and_written_only_when_asked(tmp_path: Path) -> None:
    found = run_refresh(tmp_path, ONE | {"price": 0.05}, TWO)
    assert [str(change) for change in found.changes] == ["acme/one: price.amount: 0.04 → 0.05"]
    assert "-  price: {amount: 0.04}\n+  price: {amount: 0.05}\n" in found.diff
    assert models(tmp_path)["one"].price.amount == 0.04
    found.write()
    after = models(tmp_path)
    assert (after["one"].price.amount, after["one"].checked_on) == (0.05, "2026-12-24")
    assert after["upscaler"].checked_on == "2026-11-30"
    assert "# A comment that stays." in found.after
    assert "# a comment on the line of another row" in found.after


def test_a_new_model_gets_a_row_of_the_family_that_the_file_names(tmp_path: Path) -> None:
    three = {"id": "three", "kind": "edit", "name": "Three: the best", "price": 0.5}
    found = run_refresh(tmp_path, ONE, TWO, three)
    assert [str(change) for change in found.changes] == ["acme/three: is new"]
    found.write()
    model = models(tmp_path)["three"]
    assert (model.display_name, model.price.amount) == ("Three: the best", 0.5)
    assert model.operations == ("edit",) or list(model.operations) == ["edit"]


def test_a_model_that_is_not_listed_is_marked_and_keeps_its_date(tmp_path: Path) -> None:
    found = run_refresh(tmp_path, TWO)
    assert [str(change) for change in found.changes] == ["acme/one: is no longer listed"]
    found.write()
    model = models(tmp_path)["one"]
    assert (model.lifecycle.status, model.lifecycle.note) == (
        "deprecated",
        "not listed on 2026-12-24",
    )
    assert (model.checked_on, model.price.checked_on) == ("2026-11-30", "2026-11-30")
    assert models(tmp_path)["upscaler"].lifecycle.status == "current"


def test_prices_by_tier_replace_a_flat_one(tmp_path: Path) -> None:
    tiers = {"1K": {"usd": 0.1}, "2K": {"usd": 0.2}}
    found = run_refresh(tmp_path, ONE | {"tiers": tiers}, TWO)
    found.write()
    price = models(tmp_path)["one"].price
    assert price.amount is None
    assert [(variant.amount, variant.when) for variant in price.variants] == [
        (0.1, {"resolution": "1K"}),
        (0.2, {"resolution": "2K"}),
    ]
    again = run_refresh(tmp_path, ONE, TWO, file=found.after)
    assert {change.place for change in again.changes} == {"price.amount", "price.variants"}


def test_the_order_of_a_list_is_no_change_and_auto_is_no_ratio(tmp_path: Path) -> None:
    same = ONE | {"limits": {"ratios": ["auto", "16:9", "1:1"]}}
    assert run_refresh(tmp_path, same, TWO).changes == ()
    less = ONE | {"limits": {"ratios": ["1:1"]}}
    changes = {change.place: change.new for change in run_refresh(tmp_path, less, TWO).changes}
    assert changes == {"size.ratios": ["1:1"], "size.auto": None}


@pytest.mark.parametrize(
    ("entries", "reason"),
    [([], "lists no model"), ([OTHER], "lists no model"), ([ONE | {"price": "free"}, TWO], "price.amount")],
)  # fmt: skip
def test_a_listing_that_cannot_be_is_refused(
    tmp_path: Path, entries: list[dict[str, Any]], reason: str
) -> None:
    with pytest.raises(CatalogueError, match=reason):
        run_refresh(tmp_path, *entries)


def test_what_is_no_listing_is_refused(tmp_path: Path) -> None:
    run_refresh(tmp_path, ONE, TWO)
    page = tmp_path / "page.html"
    for text, reason in (("<html></html>", "HTML"), ("{}", "no list of models"), ("", "empty")):
        page.write_text(text, encoding="utf-8")
        with pytest.raises(ContractError, match=reason):
            refresh("acme", tmp_path, str(page))
    with pytest.raises(ContractError, match="no such file"):
        refresh("acme", tmp_path, str(tmp_path / "missing.json"))
    with pytest.raises(CatalogueError, match="has no rows"):
        refresh("nobody", tmp_path)


def test_a_file_without_the_section_is_kept_by_hand(tmp_path: Path) -> None:
    start, end = FILE.index("listing:"), FILE.index("defaults:")
    with pytest.raises(CatalogueError, match="written by hand"):
        run_refresh(tmp_path, ONE, file=FILE[:start] + FILE[end:])


def test_a_changed_row_with_a_comment_of_its_own_is_left_to_a_person(tmp_path: Path) -> None:
    file = FILE.replace("  price: {amount: 0.04}", "  # negotiated\n  price: {amount: 0.04}")
    assert run_refresh(tmp_path, ONE, TWO, file=file).changes == ()
    with pytest.raises(CatalogueError, match="edit it by hand"):
        run_refresh(tmp_path, ONE | {"price": 0.05}, TWO, file=file)


def test_a_listing_made_of_the_rows_of_venice_changes_nothing(tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    shutil.copytree(pin.specs_folder() / "catalogue", specs / "catalogue")
    entries = [
        listing_entry(model) for model in models_from(read_rows("venice", specs).models, "venice")
    ]
    (tmp_path / "models.json").write_text(json.dumps({"data": entries}), encoding="utf-8")
    found = refresh("venice", specs, str(tmp_path / "models.json"))
    assert found.changes == ()


def listing_entry(model: Model) -> dict[str, Any]:
    """An entry of Venice's listing that says what the row says."""
    pricing: dict[str, Any] = {"inpaint": {"usd": model.price.amount}}
    if model.price.input_images:
        extra = model.price.input_images
        pricing["inputImages"] = {"included": extra.included, "additional": {"usd": extra.each}}
    for variant in model.price.variants:
        by_quality = "quality" in variant.when
        table = pricing.setdefault("quality" if by_quality else "resolutions", {})
        if by_quality:
            table = table.setdefault(variant.when["resolution"], {})
        key = variant.when.get("quality") or variant.when.get("resolution", "")
        table[key] = {"usd": variant.amount}
    kind = "inpaint" if "edit" in model.operations else "other"
    return {
        "id": model.name,
        "type": kind,
        "model_spec": {"name": model.display_name, "pricing": pricing},
    }

"""`pyvenice models …`: what models there are, what they cost, and which one to take."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import click

from pyvenice import models
from pyvenice.catalogue.capabilities import capabilities
from pyvenice.catalogue.estimation import dollars, estimate
from pyvenice.catalogue.model import PRICE_AGE_DAYS, Model, Operation, Tier
from pyvenice.cli.exit_status import FAILED, OK
from pyvenice.cli.groups import CommandGroup
from pyvenice.cli.images.parameters import complete_model
from pyvenice.cli.parameter_types import Count
from pyvenice.cli.terminal.output import report_width
from pyvenice.cli.terminal.tables import print_facts, print_table

_PIPED_WIDTH = 120
_TERMS = ("price", "resolution", "tier", "evidence")
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_MODELS = click.argument("names", nargs=-1, metavar="MODEL…", shell_complete=complete_model)

command = CommandGroup(
    "models",
    help="List, show, compare and recommend models, from the catalogue that comes with pyvenice.",
)


class Weight(click.ParamType[tuple[str, float]]):
    """How much a term counts: `price=2`."""

    name = "weight"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        term, _, number = str(value).partition("=")
        try:
            return term, float(number)
        except ValueError:
            self.fail(f"{value!r} is not like price=2; terms are {', '.join(_TERMS)}", param, ctx)


def _needs(default_operation: str | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options that say what a model must be able to do."""
    options = [
        click.option(
            "--operation",
            type=click.Choice(get_args(Operation)),
            default=default_operation,
            metavar="NAME",
            help=f"What the model must do: {', '.join(get_args(Operation))}.",
        ),
        click.option("--provider", metavar="NAME", help="Models of this provider only."),
        click.option("--tier", type=click.Choice(get_args(Tier)), help="Models of this tier only."),
        click.option("--max-price", type=float, metavar="USD", help="Highest price of a request."),
        click.option(
            "--size", metavar="WxH", help="Smallest size of the result, such as 1024x768."
        ),
        click.option("--mask", is_flag=True, help="Models that take a mask only."),
        click.option(
            "-n",
            "n",
            type=Count(),
            default=1,
            help="Number of images that a request makes. Default: 1.",
        ),
        click.option(
            "--images",
            type=Count(),
            metavar="N",
            help="Number of input images that a request takes.",
        ),
        click.option(
            "--parameter",
            "parameters",
            multiple=True,
            metavar="NAME",
            help="Parameter that the model takes, such as seed; repeatable.",
        ),
        click.option(
            "--capability",
            "capabilities",
            multiple=True,
            metavar="NAME",
            help="Capability of the model, such as multi_image; repeatable.",
        ),
    ]

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@command.command("list")
@_needs(None)
@click.option("--retired", is_flag=True, help="Also list models that were switched off.")
@_AS_JSON
def _list(retired: bool, as_json: bool, mask: bool, **needs: Any) -> None:
    """List the models that pass all of the given filters.

    Prices are for one image, or one edit of one image.
    """
    found = models.list(include_retired=retired, mask=True if mask else None, **needs)
    if as_json:
        _print_json({"models": [_record(model) for model in found]})
        return
    if not found:
        click.echo("no model meets all of that; `pyvenice models recommend` says why", err=True)
        return
    print_table(
        ["model", "price", "tier", "images", "mask", "notes"],
        [_cells(model) for model in found],
        whole=["model", "price", "images"],
        optional=["tier"],
    )
    if any(model.price.is_stale() for model in found):
        click.echo(f"stale: the price was checked over {PRICE_AGE_DAYS} days ago", err=True)


def _cells(model: Model) -> list[str]:
    price = model.price
    status = model.lifecycle.status
    notes: list[str] = [] if status == "current" else [status]
    notes += ["stale"] if price.is_stale() else []
    notes += ["unverified"] if price.is_known and price.confidence == "unverified" else []
    images = str(model.images).replace(" to ", "–").replace(" or more", "+")
    mask = "yes" if model.mask else "-"
    return [model.id, _price(model), model.tier or "-", images, mask, ", ".join(notes)]


def _price(model: Model) -> str:
    cost = estimate(model)
    if cost.is_own_server:
        return "own server"
    if cost.min is None:
        return "unknown"
    if cost.max is None:
        return f"{dollars(cost.min)}+"
    if cost.min == cost.max:
        return dollars(cost.min)
    return f"{dollars(cost.min)}–{dollars(cost.max)}"


@command.command("show")
@click.argument("name", metavar="MODEL", shell_complete=complete_model)
@_AS_JSON
def _show(name: str, as_json: bool) -> None:
    """Show what is known of a model: limits, parameters, price, lifecycle, sources."""
    model = models.get(name)
    if as_json:
        _print_json(_record(model))
        return
    click.echo(model.id)
    print_facts(models.show(model))


@command.command("price")
@click.argument("name", metavar="MODEL", shell_complete=complete_model)
@click.option(
    "--input",
    "-i",
    "inputs",
    multiple=True,
    metavar="NAME=VALUE",
    help="Field of the request, by the provider's name for it; repeatable.",
)
@click.option(
    "--sandbox/--no-sandbox",
    default=None,
    help="Answer in this process: no key, no network, no cost.",
)
@_AS_JSON
def _ask_price(name: str, inputs: Sequence[str], sandbox: bool | None, as_json: bool) -> None:
    """Ask the provider what a call of a model costs, and compare with the price of the catalogue.

    Costs nothing. Providers without an endpoint for prices have the price of the catalogue only.
    """
    model = models.get(name)
    live = _live_price(model, dict(map(_input, inputs)), sandbox=sandbox)
    if as_json:
        _print_json({"model": model.id, "live": live, "catalogue": _record(model)["price"]})
        return
    facts = {"catalogue": _price(model)}
    if live is None:
        click.echo(f"{model.provider} has no endpoint for prices", err=True)
    else:
        facts = {"live": f"{live['price']:g} {live['currency']}", **facts}
        if live.get("discounted_price") not in (None, live["price"]):
            facts["discounted"] = f"{live['discounted_price']:g} {live['currency']}"
    print_facts(facts)


def _live_price(
    model: Model, inputs: dict[str, Any], *, sandbox: bool | None
) -> dict[str, Any] | None:
    """What the provider says a call costs; `None` where it cannot be asked."""
    from pyvenice.cli.setup.servers import configured_client
    from pyvenice.config import read_config
    from pyvenice.core.request.operation_table import all_operations

    if all(operation.name != "models.price" for operation in all_operations(model.provider)):
        return None
    config = read_config()
    is_sandbox = config.get("sandbox") if sandbox is None else sandbox
    client: Any = configured_client(model.provider, config, sandbox=is_sandbox)
    with client:
        answer = client.models.price(model=model.name, inputs=inputs)
    facts: dict[str, Any] = answer.data.model_dump()
    return facts


def _input(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise click.UsageError(f"--input {text!r} is not like seed=7")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


@command.command("compare")
@_MODELS
@click.option("--all", "shows_all", is_flag=True, help="Also show what is the same for all models.")
@_AS_JSON
def _compare(names: Sequence[str], shows_all: bool, as_json: bool) -> None:
    """Show two models or more side by side: where they differ."""
    comparison = models.compare(list(dict.fromkeys(names)))
    if as_json:
        _print_json({"models": [_record(model) for model in comparison.models]})
        return
    rows = [row for row in comparison.rows if shows_all or row.differs]
    width = max(12, report_width(_PIPED_WIDTH) // (len(comparison.models) + 1) - 2)
    print_table(
        ["", *(model.id for model in comparison.models)],
        [[row.field, *(text or "-" for text in row.values)] for row in rows],
        wrap=width,
    )
    if left_out := len(comparison.rows) - len(rows):
        facts = "1 fact is" if left_out == 1 else f"{left_out} facts are"
        click.echo(f"{facts} the same; --all shows them", err=True)


@command.command("recommend")
@_needs("edit")
@click.option(
    "--weight",
    "weights",
    type=Weight(),
    multiple=True,
    metavar="TERM=NUMBER",
    help=f"Weight of a term: {', '.join(_TERMS)}. Default: price=1.",
)
@click.option("--own-server", is_flag=True, help="Include models that run on a server of your own.")
@click.option(
    "--limit", type=Count(), default=3, metavar="N", help="Number of recommendations. Default: 3."
)
@click.option("--why", is_flag=True, help="Print why each other model does not fit.")
@_AS_JSON
def _recommend(
    weights: Sequence[tuple[str, float]], why: bool, as_json: bool, mask: bool, **needs: Any
) -> int:
    """Recommend models for an edit, each with the reason.

    Options such as --mask are filters. The models that pass are scored by --weight.
    """
    advice = models.recommend(mask=mask, weights=dict(weights) or None, **needs)
    if as_json:
        picks = [
            {
                "model": pick.model.id,
                "score": pick.score,
                "reason": pick.reason,
                "notice": pick.notice,
                "terms": dict(pick.terms),
            }
            for pick in advice.picks
        ]
        out = [
            {"model": item.model.id, "reasons": list(item.reasons)} for item in advice.disqualified
        ]
        _print_json({"picks": picks, "disqualified": out})
        return OK if picks else FAILED
    print_facts({pick.model.id: _reason(pick) for pick in advice.picks})
    if not advice.picks:
        click.echo("no model meets all of that", err=True)
    if why or not advice.picks:
        click.echo("")
        print_facts({item.model.id: ", ".join(item.reasons) for item in advice.disqualified})
    elif advice.disqualified:
        count = len(advice.disqualified)
        others = "1 other model does" if count == 1 else f"{count} other models do"
        click.echo(f"{others} not fit; --why says why", err=True)
    return OK if advice.picks else FAILED


def _reason(pick: models.Pick) -> str:
    return pick.reason + (f"; {pick.notice}" if pick.notice else "")


@command.command("refresh")
@click.argument("provider")
@click.option(
    "--from",
    "origin",
    metavar="URL|FILE|-",
    help="Listing to compare with, instead of the provider's own.",
)
@click.option("--write", is_flag=True, help="Write the rows into the catalogue of a checkout.")
def _refresh(provider: str, origin: str | None, write: bool) -> int:
    """Compare the rows of a provider with its live listing of models.

    Nothing is changed without --write. Exit status 0: no difference; 1: there are some.
    """
    from pyvenice.codegen.catalogue.refresh import refresh
    from pyvenice.contract.errors import ContractError
    from pyvenice.contract.pin import pin

    pin.source(provider)
    specs = pin.specs_folder()
    if write and not (specs.parent / "pyvenice" / "generated").is_dir():
        raise ContractError("--write changes specs/ of a checkout, and this pyvenice is installed")
    found = refresh(provider, specs, origin)
    for change in found.changes:
        click.echo(str(change))
    click.echo(found.diff, nl=False)
    if write:
        found.write()
        click.echo(f"{_here(found.path)} is written; now run `make generate`", err=True)
    elif not found.changes:
        click.echo(f"the rows say what {found.origin} says", err=True)
    return FAILED if found.changes and not write else OK


def _here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _record(model: Model) -> dict[str, Any]:
    cost = estimate(model)
    price = asdict(model.price)
    facts = capabilities(model)
    facts.update(
        name=model.title,
        provider=model.provider,
        tier=model.tier,
        price={
            "unit": price["unit"],
            "min_usd": cost.min_usd,
            "likely_usd": cost.usd,
            "max_usd": cost.max_usd,
            "source": cost.source,
            "checked_on": cost.checked_on,
            "confidence": cost.confidence,
            "stale": cost.stale,
        },
    )
    return facts


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps({"version": 1, **document}, indent=2, ensure_ascii=False))

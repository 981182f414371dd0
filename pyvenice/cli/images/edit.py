"""`pyvenice edit`, and what the other commands that make images have in common with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from pyvenice.cli.images import parameters
from pyvenice.cli.images.inputs import split_prompt


@click.command("edit", epilog="Costs money unless --sandbox or a server of your own answers.")
@click.argument("words", nargs=-1, required=True, type=click.Path(), metavar="IMAGE… PROMPT")
@click.option("-p", "--prompt", metavar="TEXT", help="The prompt, instead of the last word.")
@parameters.options_of(
    parameters.WHICH,
    parameters.WHERE,
    parameters.COUNT,
    parameters.SHAPE,
    parameters.MASK,
    parameters.MODEL_PARAMETERS,
    parameters.FORMAT,
    parameters.COMMON,
)
def command(words: Sequence[str], prompt: str | None, **given: Any) -> int:
    """Edit an image, or several together, with a prompt.

    IMAGE is a file, a URL, or - for stdin.
    """
    images, text = split_prompt(words, prompt)
    return make_images("edit", images, text, given)


def make_images(verb: str, images: Sequence[str], prompt: str | None, given: dict[str, Any]) -> int:
    """Ask the models of a command line for images. Returns the exit status."""
    from pyvenice.cli.images import plan, reporting, sending
    from pyvenice.cli.images.targets import Targets, write_stdout
    from pyvenice.config import read_config

    if given["as_json"] and given["output"] == "-":
        raise click.UsageError("--json and -o -: both would write to stdout")
    config = read_config(profile=given["profile"])
    order = plan.order_of(verb, images, prompt, given, config)
    hosts = plan.hosts_of(config)
    models = plan.models_of(given, order, config, hosts)
    name = images[0] if images else None
    targets = Targets(given["output"], name, verb.replace("_", "-"), models)
    plans = [plan.plan(model, order, targets, hosts) for model in models]
    if given["estimate"]:
        reporting.print_estimates(plans, as_json=given["as_json"])
    unknown = given["allow_unknown_price"]
    plan.check_budget(plans, plan.limit_of(given, config), allow_unknown=unknown)
    if given["estimate"]:
        return 0
    settings = sending.editor_settings(plans, given, config, hosts)
    try:
        outcomes = sending.send(plans, targets, settings, allow_unknown=unknown)
    except KeyboardInterrupt:
        click.echo("\nwhat was sent may be billed all the same: `pyvenice usage`", err=True)
        raise
    if targets.is_stdout and outcomes[0].result:
        write_stdout(outcomes[0].result)
    reporting.print_outcomes(outcomes, as_json=given["as_json"], is_stdout=targets.is_stdout)
    if given["opens"]:
        _open(outcomes)
    return reporting.exit_status(outcomes)


def _open(outcomes: Sequence[Any]) -> None:
    for outcome in outcomes:
        for file in outcome.files:
            click.launch(str(file))

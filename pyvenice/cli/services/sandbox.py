"""`pyvenice sandbox`: the same as `python -m pyvenice.sandbox`."""

from __future__ import annotations

from pyvenice.sandbox.command import click_command

command = click_command()

"""How an ensemble is asked for on the command line, and what its own commands have in common."""

from __future__ import annotations

from typing import Final

import click

from .cli import Seed

SHIPPED: Final = "account"
"""The ensemble meant where none is named."""
DRAWN: Final = 40
"""Members drawn where no number is stated."""

ENSEMBLE = click.option(
    "--ensemble",
    is_flag=False,
    flag_value=SHIPPED,
    metavar="[N|TABLE]",
    help="Under N settings that are all consistent with the account, or those of a CSV file.",
)
MEMBERS = click.option(
    "--members",
    metavar="N",
    type=click.IntRange(1),
    help=f"How many members of the ensemble.  [default: {DRAWN}]",
)

SEED = click.option(
    "--seed",
    type=Seed(),
    default=0,
    show_default=True,
    metavar="S",
    help="Root of the days' random numbers and of the settings.",
)
JOBS = click.option(
    "--jobs",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    metavar="J",
    help="Processes side by side (0: this one); they change no result.",
)
QUIET = click.option("--quiet", is_flag=True, help="Show no progress.")

"""How an ensemble is asked for on the command line: ``--ensemble [N|TABLE]``, ``--members N``."""

from __future__ import annotations

from typing import Final

import click

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

"""gatecrush ensemble checks: new days under the ensemble, held against the account."""

from __future__ import annotations

from pathlib import Path

import click

from ..calibration.checks import CHECKS_FILE, OTHER_ROOT, as_table, days_to_check, in_words
from ..days.summary_row import as_json
from ..ensemble.table import ACCOUNT
from ..ensemble.table import load as load_ensemble
from ..storage.whole_files import write_whole
from ..sweeps.sweep import Carrying
from ..words import counted
from .ensemble_words import DRAWN, JOBS, QUIET, clear_words
from .messages import FAILED, Seed, check_places, clear_errors, load, say


@click.command("checks")
@click.option(
    "--members",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    metavar="N",
    help="Members, a day each.",
)
@click.option(
    "--at-rates",
    type=click.IntRange(1),
    default=DRAWN,
    show_default=True,
    metavar="N",
    help="Members, a day at each arrival rate and one with guards who honor numbers.",
)
@click.option(
    "--seed",
    type=Seed(),
    default=OTHER_ROOT,
    show_default=True,
    metavar="S",
    help="Root of the days' random numbers.",
)
@JOBS
@click.option(
    "--table",
    default=ACCOUNT,
    show_default=True,
    metavar="NAME",
    help="The ensemble: one that ships, or a CSV file.",
)
@click.option("--out", default="out/ensemble_checks", show_default=True, metavar="DIR")
@QUIET
def ensemble_checks(
    members: int, at_rates: int, seed: int, jobs: int, table: str, out: str, quiet: bool
) -> int:  # fmt: skip
    """Hold new days under the ensemble against the account: A16 to A33."""
    with clear_words():
        ensemble = load_ensemble(table)
        for number in (members, at_rates):
            ensemble.check_number(number)
    check_places(out)
    place = Path(out)
    with clear_errors():
        days = days_to_check(
            load(ACCOUNT, ()), ensemble, members, at_rates, seed, place, Carrying(jobs, quiet=quiet)
        )
        found = as_table(days, seed)
        write_whole(place / CHECKS_FILE, as_json(found))
    click.echo("\n".join(in_words(found)))
    if days.failed:
        say(f"{counted(days.failed, 'run')} failed, left out here")
    return FAILED if days.failed else 0

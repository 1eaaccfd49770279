"""gatecrush ensemble search: settings consistent with the account, by the hundred."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from ..calibration.proposal import effective_number
from ..calibration.rounds import Rounds
from ..calibration.table import TABLE, write
from ..days.provenance import made_with
from ..ensemble.table import ACCOUNT
from ..sweeps.folder import SweepFolder
from ..sweeps.sweep import Carrying
from ..words import counted
from .ensemble_words import JOBS, QUIET, SEED
from .messages import FAILED, check_places, clear_errors, load, say


@click.command("search")
@click.option(
    "--members",
    type=click.IntRange(1),
    default=300,
    show_default=True,
    metavar="N",
    help="Settings wanted whose day meets every fact; the round that reaches them is the last.",
)
@click.option(
    "--budget",
    type=click.IntRange(2),
    default=2000,
    show_default=True,
    metavar="D",
    help="Days at most.",
)
@SEED
@JOBS
@click.option(
    "--out",
    default="out/ensemble",
    show_default=True,
    metavar="DIR",
    help="Where days and table are kept.",
)
@QUIET
def ensemble_search(members: int, budget: int, seed: int, jobs: int, out: str, quiet: bool) -> int:
    """Draw settings consistent with the account; again: go on."""
    scenario = load(ACCOUNT, ())
    check_places(out)
    folder = SweepFolder(Path(out))
    rounds = Rounds(scenario, folder, seed=seed)

    def told(so_far: Rounds) -> None:
        # With the days so far as its budget the same command gives this very table.
        write(folder.place, so_far, f"--members {members} --budget {so_far.tried} --seed {seed}")
        if not quiet:
            say(round_in_words(so_far))

    with clear_errors():
        try:
            how = Carrying(jobs, quiet=quiet)
            rounds.go_on(budget=budget, members=members, how=how, made_with=made_with(), told=told)
        except KeyboardInterrupt:
            told(rounds)
            say("the same command again goes on from here")
            raise
    if rounds.failed:
        say(f"{counted(rounds.failed, 'day')} failed: gatecrush status {shlex.quote(out)} says why")
    if not rounds.tried:
        return FAILED
    click.echo(result_in_words(rounds))
    say(f"table: {folder.place / TABLE}")
    return FAILED if rounds.failed else 0


def round_in_words(rounds: Rounds) -> str:
    """Return how far a search is, in a line."""
    _, weights = rounds.accepted()
    last = len(rounds.rounds) - 1
    return (
        f"round {last}: {counted(rounds.tried, 'day')} so far, "
        f"{rounds.met()} meet every fact of the day; "
        f"tolerance {rounds.tolerance():.3g} with {len(weights)} within it, worth "
        f"{effective_number(weights):.0f} of equal weight"
    )


def result_in_words(rounds: Rounds) -> str:
    """Return what a search found, for people."""
    chosen, weights = rounds.accepted()
    tolerance = rounds.tolerance()
    met = "meeting every fact of the day" if tolerance == 0 else f"within {tolerance:.3g} of it"
    return (
        f"{counted(len(chosen), 'setting')} {met}, of {rounds.tried} tried; "
        f"worth {effective_number(weights):.0f} of equal weight"
    )

"""gatecrush run --ensemble: a day under many settings that all agree with the account."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..calibration.days_under import SPREAD, as_table, days_under, in_words
from ..days.summary_row import as_json as to_json
from ..storage.whole_files import temporary_folder, write_whole
from ..sweeps.sweep import Carrying
from ..words import counted
from .ensemble_words import ensemble_from_words, names_set, number_of_members, refuse_members_alone
from .main import print_json
from .messages import FAILED, check_places, clear_errors, say, unusable

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario


def run_under(
    scenario: Scenario,
    settings: Sequence[str],
    words: dict[str, Any],
    out: str | None,
    trajectories: str | None,
    seed: int,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run a day under members of an ensemble, and print how its outcomes are spread.

    Args:
        scenario: the scenario as stated.
        settings: texts ``key=value`` as given on the command line.
        words: what follows ``--ensemble``, ``--members`` and ``--jobs``.
        out: folder of the days; None: they are not kept.
        trajectories: what follows ``--trajectories``; None: it is not there.
        seed: root of all random numbers.
        as_json: whether to print a JSON object.
        quiet: whether to show no progress.
    """
    refuse_members_alone(words)
    if words["ensemble"] is None:
        unusable("--jobs: needs --ensemble; a single day takes one process")
    if trajectories is not None:
        unusable("--trajectories: are those of one day, and an ensemble gives many")
    ensemble = ensemble_from_words(words["ensemble"], scenario, names_set(settings))
    assert ensemble is not None
    number = number_of_members(words["ensemble"], words["members"], ensemble)
    check_places(out)
    how = Carrying((os.cpu_count() or 1) if words["jobs"] is None else words["jobs"], quiet=quiet)
    kept: AbstractContextManager[Path] = (
        nullcontext(Path(out)) if out else temporary_folder("ensemble")
    )
    with kept as place, clear_errors():
        under, alone, failed = days_under(scenario, ensemble, number, seed, place, how)
        found = as_table(scenario, ensemble, number, seed, under, alone)
        if out:
            write_whole(place / SPREAD, to_json(found))
    print_json(found) if as_json else click.echo(in_words(found))
    if failed:
        say(f"{counted(failed, 'run')} failed, left out here")
        click.get_current_context().exit(FAILED)

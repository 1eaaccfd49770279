"""The command ``transition``: runs placed where the order breaks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..sweeps.terms import LOCAL
from ..words import counted
from .ensemble_words import ENSEMBLE, ensemble_from_words, is_count, names_set
from .messages import FAILED, Number, Seed, check_places, clear_errors, load, say, unusable
from .options import HOW, ONE_SCENARIO, check_how, with_options


@click.command()
@ONE_SCENARIO
@click.option(
    "--vary",
    metavar="KEY=LOW:HIGH",
    required=True,
    help="What is varied, and between what, such as demand.factor=0.1:2.",
)
@click.option(
    "--runs",
    metavar="N",
    type=click.IntRange(8, 1_000_000),
    default=160,
    show_default=True,
    help="Runs at most.",
)
@click.option(
    "--half-width",
    metavar="X",
    type=Number(min=0, min_open=True),
    help="Stop when half the 95 % interval is so narrow.  [default: 2.5 % of the range]",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a parameter in all runs; may be repeated.",
)
@click.option("--seed", type=Seed(), default=0, metavar="ROOT", help="Root of random numbers.")
@ENSEMBLE
@with_options(*HOW)
@click.option("--out", metavar="DIR", required=True, help="Folder of the search.")
def transition(
    scenario: str,
    vary: str,
    runs: int,
    half_width: float | None,
    settings: tuple[str, ...],
    seed: int,
    ensemble: str | None,
    out: str,
    **words: Any,
) -> None:  # fmt: skip
    """Find where the order of SCENARIO breaks: each run is placed where it tells most."""
    if words["jobs"] and words["engine"] == LOCAL:
        from ..workers.own_processes import start_imports

        start_imports()
    wanted = load(scenario, settings)
    factor = _factor(vary, wanted)
    check_how(words)
    if ensemble is not None and is_count(ensemble):
        unusable(f"--ensemble {ensemble}: here each run has a member; state their number as --runs")
    members = ensemble_from_words(ensemble, wanted, [*names_set(settings), factor.name])
    check_places(out)
    from ..days.provenance import made_with
    from ..drawing.style import save_figure
    from ..drawing.transition import transition_figure
    from ..reports.sweep_sentences import transition_words
    from ..sweeps.folder import SweepFolder
    from ..sweeps.sweep import Carrying
    from ..transition.search import search_transition

    folder, how = SweepFolder(Path(out)), Carrying(**words)
    with clear_errors():
        found = search_transition(
            wanted, factor, folder, how,
            runs=runs, half_width=half_width, seed=seed, made_with=made_with(),
            ensemble=members,
        )  # fmt: skip
    click.echo(transition_words(found, factor, wanted, ensemble=members))
    figure = transition_figure(factor, found)
    save_figure(figure, folder.place / "transition.png")
    failed = sum(1 for _ in folder.failures())
    if failed:
        say(f"{counted(failed, 'run')} failed, left out here")
        click.get_current_context().exit(FAILED)


def _factor(text: str, scenario: Any) -> Any:
    """Return what is varied, or end with status 2."""
    from gatecrush.model.scenario.door import ScenarioError

    from ..sweeps.factors import FactorError, factor

    try:
        found = factor(text, scenario.quantities())
        if not found.is_range:
            raise FactorError(f"{text}: must be KEY=LOW:HIGH, such as demand.factor=0.1:2")
        for value in (found.low, found.high):
            scenario.with_(**{found.name: int(value) if found.is_whole else value})
    except (FactorError, ScenarioError) as error:
        unusable(f"--vary {error}")
    return found

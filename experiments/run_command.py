"""The command that runs a day, or the day under an ensemble of settings."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .cli import FAILED, Seed, check_places, load, print_json, say, say_if_compiling
from .ensemble_options import ENSEMBLE, MEMBERS

if TYPE_CHECKING:
    from gatecrush.model.recorder import Record
    from gatecrush.model.scenario import Scenario


@click.command()
@click.argument("scenario")
@click.option(
    "--seed",
    type=Seed(),
    default=0,
    metavar="N",
    show_default=True,
    help="The same seed gives the same day.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a parameter, such as gate.batch_size=20; may be repeated.",
)
@click.option("--out", metavar="DIR", help="Write tables, summary and a figure of the day there.")
@click.option("--trajectories", metavar="FILE", help="Write where everybody was (SQLite).")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@ENSEMBLE
@MEMBERS
@click.option(
    "--jobs",
    type=click.IntRange(0, 1024),
    metavar="J",
    help="Processes side by side, with --ensemble.  [default: all processors]",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def run(
    scenario: str,
    seed: int,
    settings: tuple[str, ...],
    out: str | None,
    trajectories: str | None,
    as_json: bool,
    quiet: bool,
    **under: Any,
) -> None:
    """Simulate SCENARIO, a TOML file or the name of one that ships, such as account."""
    wanted = load(scenario, settings)
    if any(each is not None for each in under.values()):
        from .ensemble_days import run_under

        run_under(wanted, settings, under, out, trajectories, seed, as_json=as_json, quiet=quiet)
        return
    check_places(out, trajectories)
    begun = time.time()
    record = _simulate(wanted, seed=seed, with_trajectories=bool(trajectories), quiet=quiet)

    from .day_in_words import day_in_words
    from .run_folder import summary_row, write_run

    summary, no_figure = summary_row(record), ""
    if out:
        from .provenance import provenance

        made_with = provenance(scenario, seed=seed, settings=settings, begun=begun)
        made_with["cpu_seconds"] = summary["cpu_seconds"]
        no_figure = write_run(Path(out), record, wanted, made_with)
    if trajectories:
        from .trajectories import write_sqlite

        Path(trajectories).absolute().parent.mkdir(parents=True, exist_ok=True)
        write_sqlite(record, wanted, Path(trajectories))
    if as_json:
        print_json(summary)
    else:
        click.echo(day_in_words(summary, start=wanted.run.start, end=wanted.run.end))
    if no_figure:
        say(f"{out}: the figure failed ({no_figure}); summary and tables are there")
        click.get_current_context().exit(FAILED)


def _simulate(scenario: Scenario, *, seed: int, with_trajectories: bool, quiet: bool) -> Record:
    from .progress import progress_shown
    from .runner import run as simulate

    say_if_compiling(quiet=quiet)
    with progress_shown(quiet=quiet) as progress:
        return simulate(scenario, seed=seed, trajectories=with_trajectories, progress=progress)

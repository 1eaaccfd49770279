"""The command that runs a day, or the day under an ensemble of settings."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .ensemble_words import ENSEMBLE, MEMBERS
from .main import print_json
from .messages import FAILED, Number, Seed, check_places, load, say, unusable

if TYPE_CHECKING:
    from gatecrush.model.record.recorder import Record
    from gatecrush.model.scenario.scenario import Scenario

    from ..storage.trajectories import TrajectoryFile


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
@click.option(
    "--every",
    type=Number(0.05, 3600),
    metavar="SECONDS",
    help="With --trajectories: time from frame to frame.  [default: 1]",
)
@click.option(
    "--hours",
    metavar="FROM:TO",
    help="With --trajectories: hours of the day to write, such as 19:21.",
)
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
    every: float | None,
    hours: str | None,
    as_json: bool,
    quiet: bool,
    **under: Any,
) -> None:
    """Simulate SCENARIO, a TOML file or the name of one that ships, such as account."""
    wanted = load(scenario, settings)
    span = _frames_wanted(wanted, trajectories, every, hours)
    if any(each is not None for each in under.values()):
        from .run_under import run_under

        run_under(wanted, settings, under, out, trajectories, seed, as_json=as_json, quiet=quiet)
        return
    check_places(out, trajectories, for_a_run=True)
    begun = time.time()
    with _alone_at(out, trajectories), _filmed(wanted, trajectories, every, span) as film:
        if film is not None and not quiet:
            from ..storage.trajectory_size import size_in_words

            say(size_in_words(film, wanted))
        record = _simulate(wanted, seed=seed, film=film, quiet=quiet)
        _print(record, wanted, as_json=as_json)
        failures = []
        if out:
            from ..days.provenance import provenance

            made_with = provenance(scenario, seed=seed, settings=settings, begun=begun)
            failures += _written(out, record, wanted, made_with)
        if film is not None:
            film.finish(record.row)
            failures += _unwritten(f"--trajectories {trajectories}", film.failure)
    for words in failures:
        say(words)
    if failures:
        click.get_current_context().exit(FAILED)


def _frames_wanted(
    scenario: Scenario, trajectories: str | None, every: float | None, hours: str | None
) -> tuple[float, float] | None:
    """Return the hours of which trajectories are wanted, None for all, or end with status 2."""
    for option, value in (("--every", every), ("--hours", hours)):
        if value is not None and trajectories is None:
            unusable(f"{option}: needs --trajectories FILE")
    run = scenario.run
    if every is not None and not every >= run.time_step:  # nor NaN
        unusable(f"--every {every:g}: must be at least run.time_step ({run.time_step:g} s)")
    if hours is None:
        return None
    try:
        begin, end = (float(each) for each in hours.split(":"))
    except ValueError:
        unusable(f"--hours {hours}: must be FROM:TO, two hours of the day, such as 19:21")
    if not run.start <= begin < end <= run.end:
        words = f"must lie from run.start ({run.start:g} h) to run.end ({run.end:g} h)"
        unusable(f"--hours {hours}: {words}, the first before the second")
    return begin, end


@contextmanager
def _alone_at(out: str | None, trajectories: str | None) -> Iterator[None]:
    """Keep other processes from writing the same results, or end with status 2."""
    from ..storage.lock import BusyError
    from ..storage.one_writer import one_writer

    with ExitStack() as held:
        for option, place in (("--out", out), ("--trajectories", trajectories)):
            try:
                if place is not None:
                    held.enter_context(one_writer(Path(place)))
            except BusyError as error:
                unusable(f"{option} {error}")
        yield


@contextmanager
def _filmed(
    scenario: Scenario,
    trajectories: str | None,
    every: float | None,
    span: tuple[float, float] | None,
) -> Iterator[TrajectoryFile | None]:
    """Give what takes the trajectories, None if they are not wanted; half a file is removed."""
    if trajectories is None:
        yield None
        return
    from ..storage.trajectories import TrajectoryFile

    path = Path(trajectories)
    film = TrajectoryFile(path, scenario, frame_seconds=every or 1.0, hours=span)
    try:
        yield film
    finally:
        film.discard()


def _simulate(scenario: Scenario, *, seed: int, film: TrajectoryFile | None, quiet: bool) -> Record:
    from ..days.run import run as simulate
    from ..workers.progress import progress_shown, say_if_compiling

    say_if_compiling(quiet=quiet)
    with progress_shown(quiet=quiet) as progress, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # said when the scenario was loaded
        return simulate(scenario, seed=seed, recorder=film, progress=progress)


def _print(record: Record, scenario: Scenario, *, as_json: bool) -> None:
    """Print the summary first: it is there whatever becomes of the files."""
    from ..days.summary_row import summary_row
    from ..reports.numbers import day_in_words, full_site

    summary = summary_row(record)
    series = record.arrays("series")
    if words := full_site(series["time"], series["outside"]):
        say(words)
    if as_json:
        print_json(summary)
    else:
        click.echo(day_in_words(summary, start=scenario.run.start, end=scenario.run.end))


def _written(out: str, record: Record, scenario: Scenario, made_with: dict[str, Any]) -> list[str]:
    """Write the folder of a run; return what failed."""
    from ..days.summary_row import summary_row
    from ..drawing.day import day_figure
    from ..drawing.worst import worst_figure
    from ..storage.run_folder import DAY_PICTURE, WORST_PICTURE, write_run

    pictures = {DAY_PICTURE: day_figure, WORST_PICTURE: worst_figure}
    made_with["cpu_seconds"] = summary_row(record)["cpu_seconds"]
    try:
        no_figure = write_run(Path(out), record, scenario, made_with, pictures=pictures)
    except OSError as error:
        return _unwritten(f"--out {out}", error)
    return [f"{out}: a figure failed ({no_figure}); summary and tables are there"] * bool(no_figure)


def _unwritten(place: str, error: OSError | None) -> list[str]:
    """Return where nothing was written, and why."""
    return (
        [f"failed: {place}: {error.strerror or error}; nothing was written there"] if error else []
    )

"""The command ``film``: a day as a film, from a scenario or from the folder of a run."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..words import counted
from .folder import NO_DIGESTS
from .messages import FAILED, Number, Seed, clear_errors, load, say, unusable

if TYPE_CHECKING:
    from ..days.planned_run import PlannedRun

DEFAULT_OUT = "out/day.webp"
MINUTES_PER_FRAME = 2.0
REPLAY = "gatecrush.server.replay.page"
"""A page that plays a day is drawn as the page is, which stands above the experiments."""


@click.command()
@click.argument("scenario")
@click.option("--seed", type=Seed(), metavar="N", help="The same seed gives the same day.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a parameter; may be repeated.",
)
@click.option(
    "--minutes-per-frame",
    metavar="M",
    type=Number(0.25, 1440),
    help=f"Quick motion, min.  [default: {MINUTES_PER_FRAME:g}; a page's goes by the run's length]",
)
@click.option(
    "--out",
    metavar="FILE",
    help=f"A .webp, .gif or .mp4.  [default: {DEFAULT_OUT}; film.webp in a run's folder]",
)
@click.option(
    "--html",
    metavar="FILE",
    help="Write a page instead, one file that plays the day in any browser, without a server.",
)
@click.option("--quiet", is_flag=True, help="Show no progress.")
def film(
    scenario: str,
    seed: int | None,
    settings: tuple[str, ...],
    minutes_per_frame: float | None,
    out: str | None,
    html: str | None,
    quiet: bool,
) -> None:  # fmt: skip
    """Film a day of SCENARIO, or of a run's folder: that day again, to the bit."""
    from gatecrush.model.scenario.scenario_file import shipped_scenarios

    is_folder = Path(scenario).is_dir() and scenario not in shipped_scenarios()
    folder = Path(scenario) if is_folder else None
    path = _checked(folder, out, html)
    shoot = _shoot if html is None else _write_page
    if folder is None:
        from ..days.planned_run import PlannedRun

        shoot(path, PlannedRun(load(scenario, settings), seed or 0), minutes_per_frame, quiet)
        return
    if settings or seed is not None:
        unusable(f"{scenario}: holds a run with its seed and settings; --seed and --set change it")
    from ..storage.day_folder import read_repeatable

    with clear_errors():
        day = read_repeatable(folder)
    if not day.has_digests and not quiet:
        say(NO_DIGESTS.format(folder))
    if not day.is_same(shoot(path, day.run, minutes_per_frame, quiet)):
        say(f"{scenario}: was made by other code: the film shows the day as it comes out now")
        click.get_current_context().exit(FAILED)


def _checked(folder: Path | None, out: str | None, html: str | None) -> Path:
    """Return where to write, once it is sure that it can be written there."""
    from ..film.file import UnusableFilmError, check_ending
    from ..storage.run_folder import UnusablePathError, check_file

    if out is not None and html is not None:
        unusable("--out and --html: give one of them")
    option, given = ("--html", html) if html is not None else ("--out", out)
    path = Path(given if given is not None else folder / "film.webp" if folder else DEFAULT_OUT)
    try:
        check_ending(path) if html is None else import_module(REPLAY).check_page(path)
        check_file(path)
    except (UnusableFilmError, UnusablePathError) as error:
        unusable(f"{option} {error}" if given is not None else str(error))
    return path


def _shoot(
    path: Path, run: PlannedRun, minutes_per_frame: float | None, quiet: bool
) -> dict[str, Any]:
    """Film a day, say what was written, and return the day's summary."""
    from gatecrush.model.crossing import BorderCrossing

    from ..days.summary_row import summary_row
    from ..film.film import film_of
    from ..workers.progress import progress_shown, say_if_compiling

    say_if_compiling(quiet=quiet)
    given = run.conditions
    model = BorderCrossing(run.scenario, rng=given.pop("seed"), **given)
    minutes = MINUTES_PER_FRAME if minutes_per_frame is None else minutes_per_frame
    with progress_shown(quiet=quiet, work="filmed") as progress:
        frames = film_of(model, path, minutes_per_frame=minutes, progress=progress)
    _say_written(path, counted(frames, "frame"))
    return summary_row(model.record)


def _write_page(
    path: Path, run: PlannedRun, minutes_per_frame: float | None, quiet: bool
) -> dict[str, Any]:
    """Write the page that plays a day, say so, and return the day's summary."""
    from ..days.summary_row import summary_row
    from ..film.file import UnusableFilmError
    from ..workers.progress import progress_shown, say_if_compiling

    say_if_compiling(quiet=quiet)
    write = import_module(REPLAY).write_replay
    try:
        with progress_shown(quiet=quiet, work="filmed") as progress:
            moments, day = write(run, path, minutes_per_frame=minutes_per_frame, progress=progress)
    except UnusableFilmError as error:
        unusable(f"--html {path}: {error}")
    _say_written(path, counted(moments, "moment"))
    return summary_row(day.record)


def _say_written(path: Path, length: str) -> None:
    click.echo(f"{path}: {length}, {path.stat().st_size / 1e6:.1f} MB")

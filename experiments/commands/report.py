"""The command ``report``: one HTML page from a run, from several compared, or from a sweep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..sweeps.terms import LISTED
from .folder import NO_DIGESTS
from .messages import clear_errors, say, unusable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..reports.page import Page


@click.command()
@click.argument("folders", metavar="DIR...", nargs=-1, required=True)
@click.option("--out", metavar="FILE", help="Where to.  [default: report.html in the first DIR]")
def report(folders: tuple[str, ...], out: str | None) -> None:
    """Write a page for planners: of a run, of two or more compared, or of a sweep."""
    from ..storage.run_folder import UnusablePathError, check_file

    path = Path(out) if out is not None else Path(folders[0]) / "report.html"
    try:
        if out is not None and not out.strip():
            raise UnusablePathError("the name is empty")
        if out is not None:
            check_file(path)
    except UnusablePathError as error:
        unusable(f"--out {error}")
    with clear_errors():
        page = _page([Path(folder) for folder in folders])
    from ..reports.page import write_page

    write_page(page, path)
    click.echo(str(path))


def _figures_of_studies(place: Path) -> dict[str, Figure]:
    """Return the figures of the studies that a folder is for, by question; none if it is not."""
    from ..sweeps.folder import SweepFolder

    folder = SweepFolder(place)
    if folder.manifest()["plan"]["design"] != LISTED:
        return {}
    from ..studies.study import stored_figures

    asked = ((study.question, figure) for study, figure in stored_figures(folder))
    return {f"{question[0].upper()}{question[1:]}": figure for question, figure in asked}


def _page(folders: list[Path]) -> Page:
    """Return the report of folders of runs, or of one sweep."""
    from ..storage.day_folder import holds_run, read_day
    from ..sweeps.folder import MANIFEST

    for folder in folders:
        if not folder.is_dir():
            unusable(f"{folder}: there is no such folder")
        if not holds_run(folder) and not (folder / MANIFEST).exists():
            unusable(f"{folder}: holds neither a run nor a sweep")
    sweeps = [folder for folder in folders if not holds_run(folder)]
    if sweeps and len(folders) > 1:
        unusable(f"{sweeps[0]}: holds a sweep, which is reported alone")
    if sweeps:
        from ..reports.sweep import sweep_page

        return sweep_page(sweeps[0], _figures_of_studies(sweeps[0]))
    days = [read_day(folder) for folder in folders]
    for folder, day in zip(folders, days, strict=True):
        if not day.has_digests:
            say(NO_DIGESTS.format(folder))
    if len(days) == 1:
        from ..reports.day import day_page

        return day_page(days[0])
    from ..reports.comparison import comparison_page

    return comparison_page(days)

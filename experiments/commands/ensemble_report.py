"""gatecrush ensemble report: the note on the ensemble that ships."""

from __future__ import annotations

from pathlib import Path

import click

from ..calibration.note import NOTE, PICTURE, checks_of, members_of, note
from ..ensemble.table import how_it_was_made
from ..storage.whole_files import write_whole
from .messages import check_places, say


@click.command("report")
@click.option("--out", default="docs", show_default=True, metavar="DIR", help="Where to.")
def ensemble_report(out: str) -> int:
    """Write the note on the ensemble that ships, and its figure."""
    from ..drawing.ranges import ensemble_figure

    check_places(out)
    members, folder = members_of(), Path(out)
    write_whole(folder / NOTE, note(members, how_it_was_made(), checks_of()))
    beside = folder / f".{PICTURE}"
    ensemble_figure(members, beside.with_suffix(".part.png"))
    beside.with_suffix(".part.png").replace(folder / PICTURE)
    say(f"{folder / NOTE}, {folder / PICTURE}")
    return 0

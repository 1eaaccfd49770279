"""What a visitor asks to be made of a day: tables, a figure, a report, a film, or its record."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatecrush.experiments.storage.whole_files import temporary_folder

from ..days.watched_day import Day

if TYPE_CHECKING:
    from gatecrush.model.record.recorder import Record


def record_of(day: Day) -> Record:
    """Run a whole day and return its record."""
    from gatecrush.experiments.days.run import run

    return run(day.scenario, **_repeated(day))


def _repeated(day: Day) -> dict[str, Any]:
    """Return what repeats a day beside its scenario."""
    changes = tuple((hour, dict(settings)) for hour, settings in day.changes)
    return {"seed": day.seed, "replication": day.replication, "changes": changes}


def tables(day: Day) -> bytes:
    """Return the tables of a day with all that repeats it, as a ZIP file."""
    from gatecrush.experiments.days.summary_row import as_json, summary_row

    record = record_of(day)
    files = {
        "scenario.toml": day.scenario.to_toml(),
        "summary.json": as_json(summary_row(record)),
        "changes.json": json.dumps(
            {"seed": day.seed, "replication": day.replication, "changes": day.changes}, indent=2
        ),
        "people.csv": record.people.to_csv(index=False),
        "admissions.csv": record.admissions.to_csv(index=False),
        "series.csv": record.series.to_csv(index=False),
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return whole.getvalue()


def figure(day: Day) -> bytes:
    """Return the figure of a day, as a PNG picture."""
    from gatecrush.experiments.drawing.day import day_figure

    return _written(lambda path: day_figure(record_of(day), path), "day.png")


def report(day: Day) -> bytes:
    """Return the report of a day, as one HTML page."""
    from gatecrush.experiments.days.provenance import circumstances
    from gatecrush.experiments.reports.day import day_page
    from gatecrush.experiments.reports.page import page_as_html
    from gatecrush.experiments.storage.day_folder import StoredDay

    record = record_of(day)
    made_with = circumstances(time.time())
    page = day_page(StoredDay(day.scenario.name, day.scenario, record, record.changes, made_with))
    return page_as_html(page).encode()


def film(day: Day) -> bytes:
    """Return the film of a day, as an animated WebP picture."""
    from gatecrush.experiments.film.film import film as shoot

    return _written(
        lambda path: shoot(day.scenario, path, minutes_per_frame=4.0, **_repeated(day)), "day.webp"
    )


def _written(write: Callable[[Path], object], name: str) -> bytes:
    # The process may be ended on the way: then the next errand clears away what it left.
    with temporary_folder("errand") as folder:
        path = folder / name
        write(path)
        return path.read_bytes()

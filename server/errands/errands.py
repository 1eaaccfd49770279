"""What a visitor asks to be made of a day: tables, a figure, a report, a film, or its record."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.storage.whole_files import temporary_folder


def tables(day: PlannedRun) -> bytes:
    """Return the tables of a day with all that repeats it, as a ZIP file."""
    from gatecrush.experiments.days.summary_row import as_json, summary_row

    record = day.repeat()
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


def figure(day: PlannedRun) -> bytes:
    """Return the figure of a day, as a PNG picture."""
    from gatecrush.experiments.drawing.day import day_figure

    return _written(lambda path: day_figure(day.repeat(), path), "day.png")


def report(day: PlannedRun) -> bytes:
    """Return the report of a day, as one HTML page."""
    from gatecrush.experiments.days.provenance import circumstances
    from gatecrush.experiments.reports.day import day_page
    from gatecrush.experiments.reports.page import page_as_html
    from gatecrush.experiments.storage.day_folder import StoredDay

    made_with = circumstances(time.time())
    page = day_page(StoredDay(day.scenario.name, day, day.repeat(), made_with))
    return page_as_html(page).encode()


def film(day: PlannedRun) -> bytes:
    """Return the film of a day, as an animated WebP picture."""
    from gatecrush.experiments.film.film import film as shoot

    return _written(
        lambda path: shoot(day.scenario, path, minutes_per_frame=4.0, **day.conditions), "day.webp"
    )


def _written(write: Callable[[Path], object], name: str) -> bytes:
    # The process may be ended on the way: then the next errand clears away what it left.
    with temporary_folder("errand") as folder:
        path = folder / name
        write(path)
        return path.read_bytes()

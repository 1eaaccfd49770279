"""What a visitor asks to be made of a day: tables, a figure, a report, a film, or its record.

Made in a process beside the page's, one at a time, with a limit to its time and memory: a visitor
who asks for much waits, and nobody's page stands still.
"""

from __future__ import annotations

import io
import json
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gatecrush.experiments.workers import DiedError, TooLongError, local_workers, result_of

from .day import Day

if TYPE_CHECKING:
    from gatecrush.model.recorder import Record

TIME_LIMIT: Final = 180.0
"""Longest time for one errand, s."""


class FailedErrandError(Exception):
    """What was asked for could not be made; says why."""


def run_errand(make: Callable[..., Any], *arguments: Any) -> Any:
    """Have something made, and wait for it.

    Args:
        make: a function of a module, called in another process.
        arguments: what it is called with.

    Raises:
        FailedErrandError: it took too long, or its process died.
    """
    try:
        return result_of(_workers().submit(make, *arguments))
    except TooLongError:
        raise FailedErrandError("This took longer than the page allows.") from None
    except DiedError:
        raise FailedErrandError("This needed more memory than the page allows.") from None


_held: Final = ExitStack()
"""Keeps the process for as long as the server lives."""


@cache
def _workers() -> Any:
    return _held.enter_context(local_workers(1, time_limit=TIME_LIMIT))


def record_of(day: Day) -> Record:
    """Run a whole day and return its record."""
    from gatecrush.experiments.runner import run

    return run(day.scenario, **_repeated(day))


def _repeated(day: Day) -> dict[str, Any]:
    """Return what repeats a day beside its scenario."""
    changes = tuple((hour, dict(settings)) for hour, settings in day.changes)
    return {"seed": day.seed, "replication": day.replication, "changes": changes}


def tables(day: Day) -> bytes:
    """Return the tables of a day with all that repeats it, as a ZIP file."""
    from gatecrush.experiments.run_folder import as_json, summary_row

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
    from gatecrush.experiments.figure import day_figure

    return _written(lambda path: day_figure(record_of(day), path), "day.png")


def report(day: Day) -> bytes:
    """Return the report of a day, as one HTML page."""
    from gatecrush.experiments.day_report import day_page
    from gatecrush.experiments.provenance import circumstances
    from gatecrush.experiments.report_page import page_as_html
    from gatecrush.experiments.stored_day import StoredDay

    record = record_of(day)
    made_with = circumstances(time.time())
    page = day_page(StoredDay(day.scenario.name, day.scenario, record, record.changes, made_with))
    return page_as_html(page).encode()


def film(day: Day) -> bytes:
    """Return the film of a day, as an animated WebP picture."""
    from gatecrush.experiments.film import film as shoot

    return _written(
        lambda path: shoot(day.scenario, path, minutes_per_frame=4.0, **_repeated(day)), "day.webp"
    )


def _written(write: Callable[[Path], object], name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()

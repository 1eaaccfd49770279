"""A day to take along: a link that reopens it at this moment; tables, figure, report and film."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import solara

from gatecrush.experiments.days.planned_run import PlannedRun

from ..days.links import link_of
from ..days.own_places import OwnPlace
from ..days.words import OWN_FILE
from ..errands.errands import figure, film, report, tables
from ..errands.process import FailedErrandError, of_days
from .shown_link import ShownLink

MAKERS: Final = {
    "Tables": (tables, "tables.zip", "application/zip"),
    "Figure": (figure, "day.png", "image/png"),
    "Report": (report, "report.html", "text/html"),
    "Film": (film, "day.webp", "image/webp"),
}


@solara.component
def Sharing(day: PlannedRun, shown: Callable[[], float], own: OwnPlace | None = None) -> None:
    """Link and downloads; a link to a place of a visitor's own says what it cannot hold.

    The link is that of the day which is shown: one asked for while the day changes is not lost.
    """
    never: float | None = None
    moment, set_moment = solara.use_state(never)
    with solara.Card("Take it along", elevation=1):
        solara.Button(
            "Link to this moment",
            on_click=lambda: set_moment(shown()),
            outlined=True,
        )
        if moment is not None:
            ShownLink("" if own is None else no_link(own), f"/{link_of(day, moment, own)}")
        solara.FileDownload(
            day.scenario.to_toml(),
            filename="scenario.toml",
            label="Scenario",
            mime_type="text/plain",
        )
        for label, (make, filename, kind) in MAKERS.items():
            Download(label, make, filename, kind, day)


def no_link(own: OwnPlace) -> str:
    """Return what a link to a visitor's own place cannot hold."""
    return OWN_FILE["no_link"].format(name=own.label)


@solara.component
def Download(
    label: str, make: Callable[[PlannedRun], bytes], filename: str, kind: str, day: PlannedRun
) -> None:
    """A button that has something made, and then one that hands it over."""
    nothing: PlannedRun | None = None
    wanted, set_wanted = solara.use_state(nothing)

    def work() -> Any:
        return of_days.run(make, wanted) if wanted is not None else None

    task = solara.lab.use_task(work, dependencies=[wanted], raise_error=False)
    if task.pending and wanted is not None:
        solara.Text(f"{label}: being made …", classes=["gc-meaning"])
        solara.ProgressLinear(True)
    elif task.error and wanted is not None:
        why = task.exception if isinstance(task.exception, FailedErrandError) else "it failed"
        solara.Error(f"{label}: {why}", dense=True)
    elif task.finished and wanted == day and task.value:
        solara.FileDownload(task.value, filename=filename, label=f"Save {filename}", mime_type=kind)
    else:
        solara.Button(f"{label} of the whole day", on_click=lambda: set_wanted(day), text=True)

"""A sweep to look at: its curve, and the day of the dot that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import solara

from gatecrush.experiments.days.planned_run import PlannedRun, code
from gatecrush.experiments.storage.run_store import DamagedRunError
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.words import clock
from gatecrush.model.scenario.quantities import Quantity, listed
from gatecrush.model.scenario.scenario_file import shipped_scenarios

from ..days.links import LONGEST, link_of
from ..errands.process import of_sweeps
from .curve import BROKE, OUTCOMES, TIPPING, Rows, curve, declared, tipping
from .plot import SweepPlot

FEWEST: Final = 4
"""Runs before a tipping point is looked for."""
OTHER_CODE: Final = (
    "This was made by another version of the model than the one here: a day that is watched may "
    "come out differently from its dot."
)


@solara.component
def CurveView(
    factor: Quantity, place: Path, rows: Rows, points: Sequence[float], planned: int,
    is_running: bool,
) -> None:  # fmt: skip
    """The curve of a sweep.

    Args:
        factor: what is varied.
        place: folder of the sweep.
        rows: its runs so far.
        points: values of the parameter that are planned.
        planned: runs that are planned.
        is_running: whether runs are to come.
    """
    name, set_name = solara.use_state(BROKE.name)
    picked, set_picked = solara.use_state("")
    # While runs come in, the tipping point is looked for once all points have one more.
    rounds = len(rows) // max(1, len(points)) if is_running else len(rows)
    enough = len(rows) >= FEWEST and len(points) > 1

    flag = name if name in TIPPING else BROKE.name

    def look_for_tipping() -> Any:
        return of_sweeps.run(tipping, factor.name, flag, rows) if enough else None

    found: Any = solara.lab.use_task(
        look_for_tipping, dependencies=[str(place), rounds, enough, flag], raise_error=False
    )
    words = {declared(name).words: name for name in OUTCOMES}
    solara.Select(
        "What of the day", values=list(words), value=declared(name).words,
        on_value=lambda chosen: set_name(words[chosen]),
    )  # fmt: skip
    drawn = solara.use_memo(lambda: curve(factor, name, rows), [factor.name, name, len(rows)])
    solara.Text(f"{drawn['meaning']}.", classes=["gc-meaning"])
    SweepPlot.element(
        curve=drawn,
        tipping=found.latest if enough else None,
        points=[float(each) for each in points],
        planned=planned,
        is_running=is_running,
        picked=picked,
        on_picked=set_picked,
    )
    if picked in rows:
        PickedDay(place, rows[picked], factor, name)
    elif rows:
        solara.Text("Choose a dot to watch that very day.", classes=["gc-meaning"])


@solara.component
def PickedDay(place: Path, row: dict[str, Any], factor: Quantity, name: str) -> None:
    """The day of a dot, and the way to it."""
    key = row["key"]
    day, wrong = solara.use_memo(lambda: day_of_run(place, key), [str(place), key])
    with solara.Card(elevation=1, classes=["gc-picked"]):
        solara.Text(
            f"Run {key[:8]}: {factor.name} = {listed(row[factor.name])}{factor.unit_spoken}, "
            f"replication {row['replication']}. {declared(name).words}: "
            f"{value_in_words(name, row[name])}"
        )
        if row["code"] != code():
            solara.Warning(OTHER_CODE, dense=True)
        if day is None:
            solara.Warning(wrong, dense=True)
        else:
            with solara.Link(f"/{link_of(day)}", classes=["gc-watch"]):
                solara.Text("Watch this very day")


def day_of_run(place: Path, key: str) -> tuple[PlannedRun | None, str]:
    """Return the day of a stored run, or why it cannot be watched here."""
    folder = SweepFolder(place)
    try:
        run = folder.run_of(folder.store.row(key))
    except (DamagedRunError, ValueError):
        return None, "This run cannot be read any more."
    if run.scenario.name not in shipped_scenarios():
        return None, (
            "This day is of a scenario that does not ship with gatecrush, so the page cannot "
            f"reopen it; gatecrush reproduce repeats run {key}."
        )
    if len(link_of(run)) > LONGEST:
        return None, "This day differs in too much from what ships for a link to hold it."
    return run, ""


def value_in_words(name: str, value: Any) -> str:
    """Return what an outcome came to on a day; what it was too short for is not known."""
    if value is None or value != value:
        return "never" if name.endswith("_time") else "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return clock(value) if name.endswith("_time") else f"{value:.4g}"

"""A stored sweep that was opened: its curve, or its figure if it is of another kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara

from gatecrush.experiments.storage.run_store import DamagedRunError
from gatecrush.experiments.sweeps.factors import FactorError
from gatecrush.experiments.sweeps.folder import NoSweepError
from gatecrush.model.scenario.scenario import Scenario

from ..errands.process import FailedErrandError, of_sweeps
from .curve import Rows, read_runs
from .stored import factor_of_curve, figure_of, opened, stored_sweeps
from .view import CurveView


@solara.component
def StoredSweeps(chosen: str, choose: Any) -> None:
    """The stored sweeps to choose from."""
    found, set_found = solara.use_state(stored_sweeps())
    if found:
        solara.Select("Open a stored sweep", values=found, value=chosen or None, on_value=choose)
    else:
        solara.Text(
            "There is none in the folder of this server. gatecrush sweep … --out out/my-sweep "
            "makes one; gatecrush serve --sweeps says where they are.",
            classes=["gc-meaning"],
        )
    solara.Button("Look again", on_click=lambda: set_found(stored_sweeps()), text=True, small=True)


def stored_runs(place: Path, factor: str) -> Rows:
    """Return the runs of a stored sweep; many, so for another process."""
    return read_runs(place, factor, {})


def look_into(name: str) -> dict[str, Any]:
    """Return what is to be shown of a stored sweep: its runs, or its figure.

    Raises:
        NoSweepError, DamagedRunError, FailedErrandError: it cannot be shown.
    """
    folder = opened(name)
    manifest = folder.manifest()
    factor = factor_of_curve(manifest)
    seen = {
        "place": folder.place,
        "factor": factor,
        "planned": int(manifest["plan"]["runs"]),
        "scenario": str(manifest["plan"]["scenario"]["name"]),
    }
    if factor is None:
        return {**seen, "figure": of_sweeps.run(figure_of, folder.place)}
    rows = of_sweeps.run(stored_runs, folder.place, factor)
    return {**seen, "rows": rows, "points": list(manifest["plan"]["vary"][factor])}


@solara.component
def StoredSweepView(name: str) -> None:
    """One stored sweep."""
    task: Any = solara.lab.use_task(lambda: look_into(name), dependencies=[name], raise_error=False)
    if task.pending:
        solara.Text(f"{name} is being read …")
        solara.ProgressLinear(True)
        return
    if task.error:
        solara.Error(f"{name}: {_why(task.exception)}")
        return
    seen = task.value
    if seen is None:
        return
    if seen["factor"] is None:
        solara.Text(f"{name}: not a sweep of one number, so its figure is shown.")
        solara.Image(seen["figure"], format="png", classes=["gc-figure"])
        return
    rows = seen["rows"]
    solara.Text(f"{name}: scenario {seen['scenario']}, {len(rows)} of {seen['planned']} runs.")
    if not rows:
        solara.Info("No run of it has ended yet.")
        return
    factor = Scenario.quantities()[seen["factor"]]
    CurveView(factor, seen["place"], rows, seen["points"], seen["planned"], False)


def _why(error: BaseException | None) -> str:
    """Return why a sweep cannot be shown; folders of this server are nobody's business."""
    if isinstance(error, FailedErrandError):
        return f"{error}."
    if isinstance(error, DamagedRunError):
        return "one of its runs is damaged; gatecrush verify says which."
    if isinstance(error, NoSweepError | FactorError):
        return "it holds nothing that can be shown."
    return "it cannot be read or drawn."

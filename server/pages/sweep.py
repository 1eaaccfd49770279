"""The page of sweeps: where does the order break? A curve that fills, a dot a day."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qsl, urlencode

import solara

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario

from ..days.links import LinkError, as_shipped, day_of
from ..errands.process import of_sweeps
from ..sweeps.form import SweepForm
from ..sweeps.own_sweep import FINISHING, OVER, RUNNING, WAITING, OwnSweep
from ..sweeps.stored import stored_sweeps
from ..sweeps.stored_view import StoredSweeps, StoredSweepView
from ..sweeps.view import CurveView
from ..sweeps.watch import Progress, SweepWatch, files_of
from ..sweeps.wish import Wish
from .address import KeptAddress
from .part import Part

OFTEN = 1.0
"""Time from look to look at a sweep that runs, s."""
own: solara.Reactive[SweepWatch | None] = solara.reactive(None)
"""The visitor's sweep; it goes on while they look at other pages, and ends when they leave."""
form: solara.Reactive[Wish | None] = solara.reactive(None)
shown: solara.Reactive[str] = solara.reactive("")
"""Name of the stored sweep that is shown; none: the visitor's own."""


@solara.component
def SweepPage() -> None:
    """Start a sweep and watch it, or open one that is stored."""
    search = solara.use_router().search
    base, wrong = solara.use_memo(lambda: base_of(search), [search])
    solara.use_memo(lambda: _recall(search, base), [search])
    progress: solara.Reactive[Progress | None] = solara.use_reactive(None)
    watch = own.value
    wish = form.value or Wish(base.scenario, base.seed)

    async def keep_looking() -> None:
        """Look at the sweep until nothing more will come."""
        while watch is not None:
            progress.value = await asyncio.to_thread(watch.look)
            if progress.value.is_over:
                return
            await asyncio.sleep(OFTEN)

    solara.lab.use_task(keep_looking, dependencies=[id(watch)], raise_error=False)

    def start(wanted: Wish) -> None:
        if watch is not None:
            watch.sweep.close()
        progress.value, shown.value = None, ""
        own.value = SweepWatch(OwnSweep(wanted, visitor_gone()))

    KeptAddress(page="/sweep", search=_link(wish, shown.value))
    is_busy = watch is not None and watch.sweep.state != OVER
    with solara.Div(classes=["gc-page", "gc-sweeps"]):
        with solara.Div(classes=["gc-main"]):
            solara.HTML(tag="h1", unsafe_innerHTML="Where does the order break?")
            if wrong:
                solara.Error(wrong)
            if shown.value:
                Part(children=[StoredSweepView(shown.value)]).key(shown.value)
            elif watch is None:
                _Nothing()
            else:
                Part(children=[OwnSweepView(watch, progress.value)]).key(str(id(watch)))
        with solara.Div(classes=["gc-aside"]):
            with solara.Card("Sweep one parameter", elevation=1):
                _Base(wish)
                Part(children=[SweepForm(wish, form.set, start, is_busy)])
            with solara.Card("Stored sweeps", elevation=1):
                Part(children=[StoredSweeps(shown.value, lambda name: shown.set(name or ""))])
                if shown.value and watch is not None:
                    solara.Button("Back to your own", on_click=lambda: shown.set(""), text=True)


def _recall(search: str | None, base: PlannedRun) -> None:
    """Take the form, and the stored sweep that is shown, from the address."""
    if search:
        form.value = Wish.linked(search, base.scenario, base.seed)
        name = dict(parse_qsl(search)).get("open", "")
        shown.value = name if name in stored_sweeps() else ""


def _link(wish: Wish, name: str) -> str:
    """Return what the address keeps: the form, and the stored sweep that is shown."""
    return wish.link + (f"&{urlencode({'open': name})}" if name else "")


def base_of(search: str | None) -> tuple[PlannedRun, str]:
    """Return the day that is varied, and what is wrong with the address."""
    try:
        day, _ = day_of(search)
    except LinkError as error:
        return PlannedRun(as_shipped("account")), f"{error} The day of the account is varied."
    words = "Changes made during the day are left out: a sweep runs whole days."
    return day.unchanged(), words if day.changes else ""


def visitor_gone() -> Any:
    """Return the event that is set once this visitor has left."""
    from solara.server.kernel_context import get_current_context

    return get_current_context().closed_event


@solara.component
def _Nothing() -> None:
    solara.Text(
        "One parameter is taken through a range, with several days at each point. Each day is a "
        "dot; the line is their mean. Start a sweep, or open one that is stored: then choose a "
        "dot and watch that very day.",
    )


@solara.component
def _Base(wish: Wish) -> None:
    """Say which day is varied, if it is not as it ships."""
    shipped = as_shipped(wish.scenario.name).flat()
    own_values = [
        f"{key} = {value}" for key, value in wish.scenario.flat().items() if value != shipped[key]
    ]
    words = [f"Scenario {wish.scenario.name}, seed {wish.seed}", *own_values]
    solara.Text(", ".join(words) + ".", classes=["gc-meaning"])


@solara.component
def OwnSweepView(watch: SweepWatch, progress: Progress | None) -> None:
    """The visitor's sweep: how far it is, its curve, its runs to take along."""
    sweep = watch.sweep
    if progress is None:
        solara.Text("The sweep is being looked at …")
        return
    with solara.Div(classes=["gc-progress"], attributes={"role": "status"}):
        solara.Text(_words(progress))
        if progress.state in (WAITING, RUNNING, FINISHING):
            words = "Stop at once" if progress.state == FINISHING else "Stop"
            solara.Button(words, on_click=sweep.stop, outlined=True)
    if not progress.is_over:
        over = progress.done + progress.failed
        solara.ProgressLinear(100 * over / progress.planned if over else True)
    if progress.problem:
        solara.Warning(progress.problem)
    for reason in progress.reasons:
        solara.Warning(f"A run failed: {reason}", dense=True)
    if watch.rows:
        (factor,) = sweep.plan.factors
        CurveView(
            Scenario.quantities()[factor.name], sweep.place, watch.rows, list(factor.values),
            progress.planned, not progress.is_over,
        )  # fmt: skip
    if progress.is_over and progress.done:
        Runs(watch)


def _words(progress: Progress) -> str:
    if progress.state == RUNNING and not progress.done:
        return f"{progress.words} The first day may have to wait for the model to be compiled."
    return progress.words


@solara.component
def Runs(watch: SweepWatch) -> None:
    """The runs of a sweep that is over, to take along."""
    place = watch.sweep.place
    task: Any = solara.lab.use_task(
        lambda: of_sweeps.run(files_of, place), dependencies=[str(place)], raise_error=False
    )
    with solara.Div(classes=["gc-progress"]):
        if task.pending:
            solara.Text("The table of runs is being written …", classes=["gc-meaning"])
        elif task.error:
            solara.Error("The table of runs could not be written.", dense=True)
        for name, whole in (task.value or {}).items():
            solara.FileDownload(whole, filename=name, label=f"Save {name}")
    solara.Text("Beginning another sweep forgets these runs.", classes=["gc-meaning"])

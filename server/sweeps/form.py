"""The form of a sweep: what is varied, how far, how often; and how long that will take."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import solara

from ..errands.process import FailedErrandError, of_sweeps
from .own_sweep import ROOM
from .wish import MOST_RUNS, Wish, WishError, suggested, varied


def forecast(wish: Wish) -> list[str]:
    """Return how long a sweep will take, in words; slow (a day is run), so for another process."""
    from gatecrush.experiments.sweeps.estimate import estimate

    with tempfile.TemporaryDirectory() as empty:
        return estimate(wish.plan(), Path(empty) / "sweep", jobs=1).splitlines()


@solara.component
def SweepForm(
    wish: Wish, set_wish: Callable[[Wish], None], start: Callable[[Wish], None], is_busy: bool
) -> None:
    """What to sweep.

    Args:
        wish: what is in the form.
        set_wish: told of what is changed in it.
        start: told to begin, with a wish that can be carried out.
        is_busy: whether a sweep of this visitor has not ended.
    """
    wrong, set_wrong = solara.use_state("")
    asked: solara.Reactive[Wish | None] = solara.use_reactive(None)

    def change(**values: str) -> None:
        set_wrong("")
        set_wish(replace(wish, **values))  # type: ignore[arg-type]

    def when_usable(act: Callable[[Wish], Any]) -> None:
        """Act, or say what is wrong with the form."""
        try:
            wish.plan()
        except WishError as error:
            set_wrong(str(error))
            return
        set_wrong("")
        act(wish)

    _WhatIsVaried(wish, change)
    with solara.Div(classes=["gc-fields"]):
        for label, name in (
            ("From", "low"),
            ("To", "high"),
            ("Points", "points"),
            ("Days at each point", "replications"),
        ):
            solara.InputText(
                label,
                value=getattr(wish, name),
                on_value=partial(_changed, change, name),
                continuous_update=True,
            )
    if wrong:
        solara.Error(wrong, dense=True)
    if is_busy:
        solara.Text("Your sweep has not ended: stop it to begin another.", classes=["gc-meaning"])
    else:
        solara.Button("Start the sweep", on_click=lambda: when_usable(start), color="primary")
    _Forecast(wish, asked.value, lambda: when_usable(asked.set))
    solara.Text(
        f"At most {MOST_RUNS} runs in all from the page, one sweep a visitor, {ROOM} at a time on "
        "this server; others wait in line. For more, run this on your own machine:",
        classes=["gc-meaning"],
    )
    solara.Text(wish.command, classes=["gc-command"])


def _changed(change: Callable[..., None], name: str, text: str) -> None:
    change(**{name: text})


@solara.component
def _WhatIsVaried(wish: Wish, change: Callable[..., None]) -> None:
    known = varied()
    quantity = known[wish.name]

    def choose(name: str) -> None:
        low, high, points = suggested(known[name])
        change(name=name, low=low, high=high, points=points)

    solara.Select("Parameter", values=list(known), value=wish.name, on_value=choose)
    bounds = f" ({quantity.bounds})" if quantity.bounds else ""
    solara.Text(f"{quantity.meaning}{bounds}. Source: {quantity.source}.", classes=["gc-meaning"])


@solara.component
def _Forecast(wish: Wish, asked: Wish | None, ask: Callable[[], None]) -> None:
    """How long it will take, measured on one day when somebody asks."""
    task: Any = solara.lab.use_task(
        lambda: of_sweeps.run(forecast, asked) if asked is not None else None,
        dependencies=[asked],
        raise_error=False,
    )
    if asked != wish:
        solara.Button("How long will it take?", on_click=ask, text=True)
    elif task.pending:
        solara.Text("One day is being run to see how long it takes …", classes=["gc-meaning"])
        solara.ProgressLinear(True)
    elif task.error:
        why = task.exception if isinstance(task.exception, FailedErrandError) else "it failed"
        solara.Error(f"No forecast: {why}", dense=True)
    else:
        for line in task.value or ():
            solara.Text(line, classes=["gc-meaning"])

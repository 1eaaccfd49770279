"""Files of a visitor's own on the page: dropped, read beside it, kept for the visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import solara

from gatecrush.model.scenario.scenario import Scenario

from ..days.own_places import OwnPlace, OwnPlaces, with_place
from ..days.words import OWN_FILE
from ..errands.own_files import read_own, safe_name
from ..errands.process import FailedErrandError, of_files
from .dropped_file import BUSY, WELL, WRONG, DroppedFile

KEPT: solara.Reactive[OwnPlaces] = solara.reactive({})
"""What this visit knows of, by digest; Solara keeps one for each visit, and drops it with that."""
Chosen = tuple[str, bytes]
"""Name of a file, and what it holds."""


@solara.component
def OwnFiles(beneath: Scenario, here: OwnPlace | None, show: Callable[[OwnPlace], object]) -> None:
    """A place to drop a file, and those of this visit.

    Args:
        beneath: what a plan or a table is added to.
        here: the one that is shown; None: a scenario that ships is.
        show: told of one that is to be shown.
    """
    view = solara.use_memo(DroppedFile, [])
    chosen: solara.Reactive[Chosen | None] = solara.use_reactive(None)
    view.on_file = lambda name, content: chosen.set((name, content))

    def read() -> OwnPlace | str | None:
        if chosen.value is None:
            return None
        name, content = chosen.value
        view.say(OWN_FILE["reading"].format(name=safe_name(name)), BUSY)
        return found(name, content, beneath)

    task: Any = solara.lab.use_task(read, dependencies=[chosen.value], raise_error=False)

    def take() -> None:
        if not task.finished or task.value is None or chosen.value is None:
            return
        place, chosen.value = task.value, None
        if isinstance(place, str):
            view.say(place, WRONG)
            return
        KEPT.value = with_place(KEPT.value, place)
        view.say("\n".join([OWN_FILE["shown"].format(name=place.label), *place.remarks]), WELL)
        show(place)

    solara.use_effect(take, [task.finished, task.value])
    solara.use_effect(lambda: view.close, [])
    solara.HTML(tag="h2", unsafe_innerHTML=OWN_FILE["heading"], classes=["gc-ask"])
    solara.Div(children=[view])
    for place in KEPT.value.values():
        is_here = here is not None and place.digest == here.digest
        solara.Button(
            place.label, on_click=partial(show, place), text=True, small=True, disabled=is_here,
            attributes={"aria-label": f"show {place.label} again"},
        )  # fmt: skip


def found(name: str, content: bytes, beneath: Scenario) -> OwnPlace | str:
    """Return what a file holds, read beside the page, or why it cannot be used."""
    try:
        place: OwnPlace | str = of_files.run(read_own, name, content, beneath)
    except FailedErrandError as error:
        return f"{safe_name(name)}: {error}"
    except Exception as error:  # a reader that fails must not take the page with it
        return f"{safe_name(name)} cannot be read ({type(error).__name__})"
    return place

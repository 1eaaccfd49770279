"""Values that are lists, such as a profile of arrivals, told apart by their place in the plan.

No axis has a place for them and no table can be grouped by them, so figures and tables show words:
``1: [[5, 27, 20]]``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from gatecrush.model.scenario.quantities import listed

from ..days.summary_row import unboxed

if TYPE_CHECKING:
    import pandas as pd

    from .plan import Plan

LONGEST: Final = 24
"""Letters of a value that are shown."""


def lists_told_apart(plan: Plan, runs: pd.DataFrame) -> tuple[Plan, pd.DataFrame]:
    """Return a plan and its runs with words in place of the values of factors that are lists."""
    known = type(plan.scenario).quantities()
    for each in plan.factors:
        if known[each.name].kind != "list":
            continue
        words = {
            _written(value): _in_words(place, value) for place, value in enumerate(each.values, 1)
        }
        told = replace(each, values=tuple(words.values()))
        plan = replace(plan, factors=tuple(told if f is each else f for f in plan.factors))
        shown = [words.get(_written(value), "another") for value in runs[each.name]]
        runs = runs.assign(**{each.name: shown})
    return plan, runs


def _in_words(place: int, value: Any) -> str:
    text = listed(_plain(value))
    return f"{place}: {text if len(text) <= LONGEST else text[: LONGEST - 3] + '...'}"


def _written(value: Any) -> str:
    """Return a list as text, the same for whole numbers and others, however it is stored."""
    return json.dumps(_plain(value))


def _plain(value: Any) -> Any:
    value = unboxed(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return float(value) if isinstance(value, int | float) else value

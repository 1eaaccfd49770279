"""Tables of a sweep's report: each outcome at each point, with the interval it is known to."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ..days.outcomes import outcome
from ..statistics.comparison import compared
from ..words import counted
from .numbers import UNITS, is_share, meaning
from .page import Cell, PageTable, Row
from .settings import with_unit

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.record.columns import Column

    from ..sweeps.plan import Plan

SHOWN: Final = (
    "collapsed",
    "order_lasted",
    "gate_load_peak_evening",
    "out_of_turn_share",
    "wait_mean",
)
"""Outcomes in the table of a sweep."""
NEEDED: Final = (*SHOWN, "press_share_evening", "onset_time", "gate_failed", "replication")
MOST_ROWS: Final = 40
"""Points in a table at most: the rest are in the files."""
MINUS: Final = "\N{MINUS SIGN}"


def points_table(plan: Plan, runs: pd.DataFrame) -> PageTable:
    """Return the outcomes at each point: means with their 95 % intervals."""
    table = _compared(plan, runs, baseline=None)
    rows, left_out = _rows(plan, table, "mean")
    caption = "Mean of the days at each point, with its 95 % interval."
    return PageTable(caption, _heads(plan), rows, left_out)


def difference_table(plan: Plan, runs: pd.DataFrame) -> PageTable | None:
    """Return the differences from one point, day by day on the same random numbers; None: none."""
    if len(plan.factors) != 1 or plan.replications < 2 or plan.is_independent:
        return None
    (factor,) = plan.factors
    own = plan.scenario.flat()[factor.name]
    base = own if own in factor.values else factor.values[0]
    if not (runs[factor.name] == base).any() or runs[factor.name].nunique() < 2:
        return None
    table = _compared(plan, runs, baseline=base)
    others = table[table[factor.name] != base]
    rows, left_out = _rows(plan, others, "difference")
    which = "the scenario's own value" if base == own else "the first value"
    caption = (
        f"Difference from {factor.name} = {with_unit(factor.name, base)}, {which}: day by day on "
        "the same random numbers, with its 95 % interval; shares in points of percent. An interval "
        "that holds 0 cannot be told from chance."
    )
    return PageTable(caption, _heads(plan), rows, left_out)


def _compared(plan: Plan, runs: pd.DataFrame, *, baseline: Any) -> pd.DataFrame:
    """Return outcomes by point, as ``comparison.compared`` does."""
    names = [each.name for each in plan.factors]
    places = (
        [tuple(row) for row in runs[names].itertuples(index=False)] if names else [()] * len(runs)
    )
    order = {
        place: number for number, place in enumerate(sorted(dict.fromkeys(places), key=_rank(plan)))
    }
    named = runs.assign(
        point=[order[place] for place in places],
        baseline=[baseline is not None and place == (baseline,) for place in places],
    )
    return compared(named, names, SHOWN)


def _rank(plan: Plan) -> Any:
    """Return what sorts points as the plan has them."""
    ranks = [{value: rank for rank, value in enumerate(each.values)} for each in plan.factors]
    return lambda place: [
        rank.get(value, len(rank)) for rank, value in zip(ranks, place, strict=True)
    ]


def _heads(plan: Plan) -> tuple[str, ...]:
    first = tuple(each.name for each in plan.factors) or ("Point",)
    return (*first, "Days", *(f"{outcome(name).words} ({_unit(name)})" for name in SHOWN))


def _rows(plan: Plan, table: pd.DataFrame, of: str) -> tuple[tuple[Row, ...], str]:
    names = [each.name for each in plan.factors]
    records = table.to_dict("records")
    points = [records[n : n + len(SHOWN)] for n in range(0, len(records), len(SHOWN))]
    rows = []
    for point in points[:MOST_ROWS]:
        labels = [Cell(with_unit(name, point[0][name])) for name in names]
        cells = [Cell(_told(outcome(row["outcome"]), row, of), is_number=True) for row in point]
        days = Cell(f"{point[0]['runs']}", is_number=True)
        rows.append(Row((*(labels or [Cell("all days")]), days, *cells)))
    more = len(points) - MOST_ROWS
    return tuple(rows), f"In the files: {counted(more, 'more point')}." if more > 0 else ""


def _told(declared: Column, row: dict[str, Any], of: str) -> str:
    """Return a mean or a difference, below it the interval it is known to."""
    found = [float(row[f"{of}{part}"]) for part in ("", "_low", "_high")]
    if not math.isfinite(found[0]):
        return "not known"
    # Student's interval knows nothing of what cannot be.
    highest = 1.0 if _is_percent(declared) else math.inf
    lowest = 0.0 if of == "mean" else -highest
    found = [min(highest, max(lowest, each)) for each in found]
    factor = 100.0 if _is_percent(declared) else 1 / 60 if declared.unit == "min" else 1.0
    shape = (",.0f" if _is_percent(declared) else ",.1f") if of == "mean" else (
        "+,.0f" if _is_percent(declared) else "+,.1f"
    )  # fmt: skip
    value, low, high = (format(each * factor, shape).replace("-", MINUS) for each in found)
    if not math.isfinite(found[1]):
        return value
    if found[1] == found[2]:
        return f"{value}\non all days"
    return f"{value}\n[{low}, {high}]"


def _is_percent(declared: Column) -> bool:
    return is_share(declared) or declared.is_flag


def _unit(name: str) -> str:
    """Return the unit in which a table shows an outcome."""
    declared = outcome(name)
    if _is_percent(declared):
        return "%"
    return "h" if declared.unit == "min" else UNITS.get(declared.unit, declared.unit)


def meanings_table() -> PageTable:
    """Return what each outcome means, with its name in the files."""
    shown = map(outcome, SHOWN)
    rows = tuple(Row((Cell(each.words), Cell(meaning(each), each.name))) for each in shown)
    return PageTable("What the columns mean.", ("Column", "What it means"), rows, is_stacked=False)

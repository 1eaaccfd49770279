"""Checks A16 to A33 for the ensemble: new days under its members, held against the account.

The members were accepted by days of their own; these days have other random numbers, so that what
they show was not selected. One day a member, and under some of the members days at other arrival
rates (A23), the same at each rate, and with guards who honor numbers (A28).

    gatecrush ensemble checks --members 100 --at-rates 20
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from gatecrush.model.arrays import Floats

from ..account.facts import FACTS, Fact
from ..days.planned_run import code
from ..days.provenance import made_with
from ..ensemble.table import Ensemble
from ..statistics.comparison import numbers
from ..statistics.intervals import share
from ..sweeps.folder import SweepFolder
from ..sweeps.plan import planned
from ..sweeps.sweep import Carrying, carry_out_sweep
from ..words import grid, short, yes_no

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.scenario.scenario import Scenario

CHECKS_FILE: Final = "account_checks.json"
FEWEST: Final = 8
"""Days at each arrival rate, and with such guards, without which A23 and A28 are left open."""
RATES: Final = (0.25, 0.5, 0.75, 1.0, 1.25)
"""Factors of the arrival rate for A23."""
OTHER_ROOT: Final = 1
"""Root of random numbers; the search has 0."""
NEARER: Final = Fact(
    0, "place_tau", "Who stands nearer is in earlier", "nothing",
    "CrowdQueue (Adrian 2020): 0.68 and 0.85 once the crowd stands", 0.6, 0.9, "A29",
)  # fmt: skip
CHECKS: Final = tuple(
    sorted((*(fact for fact in FACTS if fact.check), NEARER), key=lambda fact: fact.check)
)
"""The checks of the scorecard that are of single days as they are."""
HONORED: Final[dict[str, Any]] = {"guards.number_check": 1.0, "guards.clear_refused": True}
"""Settings of A28: guards ask everybody for the number, and lead aside whom they refuse."""
MOST_HONORED: Final = 0.35
"""Share of days that may collapse then."""


@dataclass(frozen=True)
class Checked:
    """How a check comes out."""

    key: str
    words: str
    target: str
    value: float | None
    """Median or mean over the members; None: infinite or unknown."""
    share_within: float
    """Share of the members whose day is within the target."""
    days: int
    passes: bool


def checked(fact: Fact, days: pd.DataFrame) -> Checked:
    """Return how a check comes out over days under members, a day each."""
    values = numbers(days[fact.quantity])
    if fact.quantity == "onset_time":
        values = np.where(np.isnan(values), np.inf, values)
    values = values[~np.isnan(values)]
    within = (values >= fact.low) & (values <= fact.high)
    value = _typical(fact, values) if len(values) else math.nan
    return Checked(
        fact.check,
        fact.measured,
        fact.interval,
        round(value, 4) if math.isfinite(value) else None,
        round(float(within.mean()), 3) if len(values) else 0.0,
        len(values),
        fact.fits(value),
    )


def _typical(fact: Fact, values: Floats) -> float:
    """Return the mean over members, or the median: a day's own value, as it may be infinite."""
    if fact.is_mean:
        return float(np.mean(values))
    return float(np.quantile(values, 0.5, method="inverted_cdf"))


def collapses(at_rates: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the share of days that collapse at each arrival rate, with its 95 % interval."""
    return [
        {"factor": float(str(factor)), **collapsed(days)}
        for factor, days in at_rates.groupby("demand.factor")
    ]


def collapsed(days: pd.DataFrame) -> dict[str, Any]:
    """Return the share of days that collapse, with its 95 % interval."""
    estimate = share(int(days["collapsed"].sum()), len(days))
    return {
        "days": len(days),
        "collapsed": round(estimate.value, 3),
        "low": round(estimate.low, 3),
        "high": round(estimate.high, 3),
    }


def rises(by_rate: Sequence[dict[str, Any]]) -> bool:
    """Tell whether A23 holds: rising within two standard errors, < 0.2 at 0.25, > 0.8 at 1.25."""
    p = np.array([each["collapsed"] for each in by_rate])
    n = np.array([each["days"] for each in by_rate], float)
    if len(p) < 2:
        return False
    error = np.sqrt(p[1:] * (1 - p[1:]) / n[1:] + p[:-1] * (1 - p[:-1]) / n[:-1])
    at = {each["factor"]: each["collapsed"] for each in by_rate}
    in_bounds = at.get(0.25, 1.0) < 0.2 and at.get(1.25, 0.0) > 0.8
    return bool((np.diff(p) >= -2 * error).all()) and in_bounds


class DaysToCheck(NamedTuple):
    """Days under members, a row each."""

    alone: pd.DataFrame
    """As the account's day is."""
    rates: pd.DataFrame
    """At other arrival rates."""
    honored: pd.DataFrame
    """With guards who honor numbers."""
    failed: int = 0
    """Days that failed, and are in no table."""


def days_to_check(
    scenario: Scenario,
    ensemble: Ensemble,
    members: int,
    at_rates: int,
    seed: int,
    place: Path,
    how: Carrying,
) -> DaysToCheck:
    """Simulate a day under each of some members, and under fewer those done otherwise."""
    kinds: tuple[tuple[str, int, dict[str, Any], dict[str, Any]], ...] = (
        ("days", members, {}, {}),
        ("rates", at_rates, {}, {"demand.factor": RATES}),
        ("honored", at_rates, HONORED, {}),
    )
    tables, failed = [], 0
    for name, days, settings, vary in kinds:
        asked = scenario.with_(**settings)
        plan = planned(asked, vary, replications=days, seed=seed, ensemble=ensemble)
        folder = SweepFolder(place / name)
        failed += carry_out_sweep(plan, folder, how, made_with=made_with())
        tables.append(folder.runs())
    return DaysToCheck(tables[0], tables[1], tables[2], failed)


def as_table(days: DaysToCheck, seed: int) -> dict[str, Any]:
    """Return all checks as plain values."""
    by_rate = collapses(days.rates)
    enough = bool(by_rate) and min(each["days"] for each in by_rate) >= FEWEST
    honored = collapsed(days.honored)
    return {
        "seed": seed,
        "rules": code(),
        "members": len(days.alone),
        "members_at_rates": int(days.rates["replication"].nunique()),
        "checks": [asdict(checked(each, days.alone)) for each in CHECKS],
        "a23": {"rates": by_rate, "passes": rises(by_rate) if enough else None},
        "a28": honored | {"passes": honored["collapsed"] <= MOST_HONORED if enough else None},
    }


def in_words(found: dict[str, Any]) -> list[str]:
    """Return the checks as the lines of a table in Markdown."""
    rows = [
        [
            each["key"],
            each["words"],
            each["target"],
            "never" if each["value"] is None else short(each["value"]),
            f"{each['share_within']:.0%}",
            yes_no(each["passes"]),
        ]
        for each in found["checks"]
    ]
    rates = ", ".join(
        f"x{each['factor']:g}: {each['collapsed']:.2f}" for each in found["a23"]["rates"]
    )
    rows.append(
        ["A23", "probability of collapse by arrival rate",
         "rises; below 0.2 at x0.25, above 0.8 at x1.25", rates, "",
         _answer(found["a23"]["passes"])]
    )  # fmt: skip
    honored = found["a28"]
    rows.append(
        ["A28", "probability of collapse while guards honor numbers",
         f"at most {MOST_HONORED:g}", f"{honored['collapsed']:.2f}", "",
         _answer(honored["passes"])]
    )  # fmt: skip
    rows.sort(key=lambda row: row[0])
    head = ["check", "what", "target", "over the members", "members within", "passes"]
    return grid(head, rows)


def _answer(passes: bool | None) -> str:
    return "open: too few days" if passes is None else yes_no(passes)

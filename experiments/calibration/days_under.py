"""A day under an ensemble: one day a member, and beside it the same days under the scenario alone.

Replication r has the same random numbers under its member and under the scenario as it is stated:
what the two spreads differ by is what the account leaves open of the parameters; what they share is
chance.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from gatecrush.model.record.columns import SUMMARY, Column
from gatecrush.model.record.day_summary import plain_value

from ..days.outcomes import FURTHER
from ..days.provenance import made_with
from ..statistics.comparison import numbers
from ..sweeps.folder import SweepFolder
from ..sweeps.plan import planned
from ..sweeps.sweep import Carrying, carry_out_sweep
from ..words import counted

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble.table import Ensemble

UNDER, ALONE = "members", "alone"
"""Folders of the days under the members, and of those of the scenario alone."""
SPREAD: Final = "ensemble.json"
QUANTILES: Final = (0.05, 0.5, 0.95)
LEFT_OUT: Final = {"seed", "replication", "person_steps", "cpu_seconds"}
OUTCOMES: Final = tuple(
    each for each in (*SUMMARY, *FURTHER) if each.dtype != "str" and each.name not in LEFT_OUT
)


class Spread(NamedTuple):
    """How an outcome is spread over days: a share for what is true or false."""

    low: float
    """5 % of the days lie below; infinite: never."""
    middle: float
    high: float
    days: int
    """Days on which it is known."""


def spread(outcome: Column, days: pd.Series[Any]) -> Spread:
    """Return how an outcome is spread over days.

    An onset that never came is later than all others. Of what is true or false the middle is the
    share of the days, and there is no low or high.
    """
    values = numbers(days)
    if outcome.name == "onset_time":
        values = np.where(np.isnan(values), np.inf, values)
    known = values[~np.isnan(values)]
    if not len(known):
        return Spread(math.nan, math.nan, math.nan, 0)
    if outcome.is_flag:
        return Spread(math.nan, float(known.mean()), math.nan, len(known))
    # Days themselves, not values between them, so that a quantile may be "never".
    low, middle, high = np.quantile(known, QUANTILES, method="inverted_cdf")
    return Spread(float(low), float(middle), float(high), len(known))


def days_under(
    scenario: Scenario, ensemble: Ensemble, number: int, seed: int, place: Path, how: Carrying
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the days under members, those of the scenario alone, and how many failed.

    Args:
        scenario: the scenario as stated.
        ensemble: as it varies the scenario.
        number: members drawn.
        seed: root of all random numbers.
        place: folder; what is stored there already is not run again.
        how: with how many processes.
    """
    tables, failed = [], 0
    for name, drawn in ((UNDER, ensemble), (ALONE, None)):
        plan = planned(scenario, replications=number, seed=seed, ensemble=drawn)
        folder = SweepFolder(place / name)
        failed += carry_out_sweep(plan, folder, how, made_with=made_with())
        runs = folder.runs()
        tables.append(runs[runs["replication"] < number] if len(runs) else runs)
    return tables[0], tables[1], failed


def as_table(
    scenario: Scenario,
    ensemble: Ensemble,
    number: int,
    seed: int,
    under: pd.DataFrame,
    alone: pd.DataFrame,
) -> dict[str, Any]:
    """Return what was found as plain values, infinite and unknown ones as None."""
    found: dict[str, Any] = {}
    for each in OUTCOMES:
        found[each.name] = {"unit": each.unit, "meaning": each.meaning}
        for name, runs in (("ensemble", under), (ALONE, alone)):
            if each.name not in runs:
                continue
            part = spread(each, runs[each.name])
            found[each.name][name] = {
                "q05": plain_value(part.low),
                "share" if each.is_flag else "median": plain_value(part.middle),
                "q95": plain_value(part.high),
                "days": part.days,
            }
    return {
        "scenario": scenario.name,
        "seed": seed,
        "ensemble": ensemble.name,
        "members": number,
        "members_in_all": len(ensemble),
        "varied": list(ensemble.parameters),
        "as_stated": list(ensemble.fixed),
        "outcomes": found,
    }


def in_words(found: dict[str, Any]) -> str:
    """Return what was found for people to read."""
    lines = [
        f"{found['scenario']}, seed {found['seed']}, under {found['members']} of the "
        f"{counted(found['members_in_all'], 'member')} of the ensemble {found['ensemble']}",
        "median (5 to 95 % of the days); of what is true or false, the share of the days",
        "",
        f"{'outcome':<26}{'unit':>9}  {'under the ensemble':<26}the scenario alone",
    ]
    for name, each in found["outcomes"].items():
        under, alone = (_spread_in_words(name, each.get(part, {})) for part in ("ensemble", ALONE))
        lines.append(f"{name:<26}{each['unit']:>9}  {under:<26}{alone}".rstrip())
    return "\n".join(lines)


def _spread_in_words(name: str, part: dict[str, Any]) -> str:
    if not part.get("days"):
        return "-"
    if "share" in part:
        return f"{part['share']:.0%} of {part['days']}"
    unknown = "never" if name == "onset_time" else "-"
    low, middle, high = (
        unknown if value is None else f"{value:.3g}"
        for value in (part["q05"], part["median"], part["q95"])
    )
    return f"{middle} ({low} to {high})"

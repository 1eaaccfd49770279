"""Which settings are consistent with the account? A few hundred of them, with weights.

    gatecrush ensemble search --members 300 --budget 2000 --seed 0

The same command again goes on where it was; the table so far can be used at any time. The procedure
is that of ``ensemble_rounds``, its proposals and weights those of ``ensemble_proposal``.

Why not a library. pyABC 0.13 fits the task and imports beside our numpy and pandas, but asks for
SQLAlchemy, Redis, GitPython, scikit-learn and Dask; keeps whole generations only, so that an
interrupt loses the one under way; draws settings inside its worker processes, so that what is drawn
depends on their number; and forgets the days of earlier generations. Here a day is the cost, the
run pool and store are there already, and what remains of the method is a hundred lines on numpy and
scipy. Optuna looks for a best setting, not for all that are consistent.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..days.planned_run import code
from ..days.provenance import commit
from ..days.summary_row import as_json
from ..ensemble.table import MEMBER, WEIGHT
from ..storage.whole_files import write_whole
from .distance import TARGETS, quantities_of, shortfalls
from .posterior import RankCorrelation, influences
from .proposal import effective_number, shares
from .ranges import RANGES
from .rounds import Rounds

if TYPE_CHECKING:
    import pandas as pd

TABLE, MADE = "account.csv", "account.json"
DIGITS: Final = 6
"""Of a weight in the table."""


def table(rounds: Rounds) -> pd.DataFrame:
    """Return the members: number, weight, seed of their day, how it fits, and their parameters."""
    import pandas as pd

    chosen, weights = rounds.accepted()
    runs, distances, drawn = rounds.runs, rounds.distances, rounds.drawn
    rows = []
    for member, (n, weight) in enumerate(zip(chosen, weights, strict=True)):
        terms = shortfalls(quantities_of(rounds.store.row(runs[n].key)))
        meets = {f"meets_{each.quantity}": int(terms[each.quantity] == 0) for each in TARGETS}
        rows.append(
            {
                MEMBER: member,
                WEIGHT: float(f"{weight:.{DIGITS}g}"),
                "seed": runs[n].seed,
                "distance": float(f"{distances[n]:.4g}"),
                "facts_met": round(float(np.mean(list(meets.values()))), 3),
                **meets,
                **rounds.setting(drawn[n]),
            }
        )
    return pd.DataFrame(rows)


def how_it_was_made(rounds: Rounds, words: str) -> dict[str, Any]:
    """Return with what a table was made: command, code, rounds and their acceptance."""
    chosen, weights = rounds.accepted()
    tolerance = rounds.tolerance()
    inside, first = rounds.distances <= tolerance, 0
    by_round = []
    for each in rounds.rounds:
        own, first = slice(first, first + each.tried), first + each.tried
        by_round.append(
            {
                "tolerance": each.tolerance if np.isfinite(each.tolerance) else None,
                "days": each.tried,
                "cut_short": int(np.isinf(rounds.distances[own]).sum()),
                "accepted": int(inside[own].sum()),
                "acceptance": round(float(inside[own].mean()), 4) if each.tried else None,
            }
        )
    return {
        "scenario": rounds.scenario.name,
        "command": f"gatecrush ensemble search {words}",
        "version": version("gatecrush"),
        "commit": commit(),
        "rules": code(),
        "made_at": datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="minutes"),
        "days": rounds.tried,
        "failed": rounds.failed,
        "cpu_seconds": round(_cpu_seconds(rounds)),
        "tolerance": tolerance,
        "members": len(chosen),
        "effective_number": round(effective_number(weights), 1),
        "rounds": by_round,
        "influences": [
            {"parameter": each.first, "rho": round(each.rho, 3), "p": float(f"{each.p:.2g}")}
            for each in _influences(rounds)
        ],
        "prior": [
            {"parameter": each.parameter, "low": each.low, "high": each.high, "log": each.is_log}
            for each in RANGES
        ],
        "facts": [
            {
                "quantity": each.quantity,
                "acceptable": each.fact.interval,
                "fact": each.fact.source,
                "meaning": each.fact.measured,
            }
            for each in TARGETS
        ],
    }


def _influences(rounds: Rounds) -> list[RankCorrelation]:
    """Return what the distance depended on in the first round, which fills the prior evenly."""
    tried = rounds.rounds[0].tried
    columns = shares(rounds.drawn[:tried]).T
    drawn = {each.parameter: column for each, column in zip(RANGES, columns, strict=True)}
    return influences(drawn, rounds.distances[:tried]) if tried > 3 else []


def _cpu_seconds(rounds: Rounds) -> float:
    rows = rounds.store.read(rounds.runs)
    return float(rows["cpu_seconds"].sum()) if "cpu_seconds" in rows else 0.0


def write(folder: Path, rounds: Rounds, words: str) -> None:
    """Write the table so far and how it was made, each as a whole or not at all."""
    members = table(rounds)
    if not len(members):
        return
    write_whole(folder / TABLE, members.to_csv(index=False, lineterminator="\n"))
    write_whole(folder / MADE, as_json(how_it_was_made(rounds, words)))

"""Which factors matter: Morris' elementary effects, and Sobol's indices.

Morris (design ``morris``): mu* is the mean size of the change of an outcome as one factor moves
over its range, sigma how much that change depends on the others. Sobol (design ``saltelli``): S1 is
the share of the outcome's variance that a factor explains alone, ST with all its interactions. The
outcome at a point is the mean of its replications; what remains of chance counts as noise.

Sources: Morris 1991; Sobol 2001; Saltelli et al. 2010; computed by SALib.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gatecrush.model.arrays import Floats

from ..statistics.comparison import numbers
from ..words import counted
from .designs import LEVELS, unit_problem
from .plan import Plan
from .terms import MORRIS, SALTELLI

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Final = {
    MORRIS: ("mu_star", "mu_star_conf", "mu", "sigma"),
    SALTELLI: ("S1", "S1_conf", "ST", "ST_conf"),
}
"""What SALib says of each factor; ``..._conf`` is half of a 95 % interval."""


class SensitivityError(ValueError):
    """A sweep from which no sensitivity can be computed."""


def sensitivity(plan: Plan, runs: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Return how much an outcome depends on each factor, a row each, what matters most first.

    Args:
        plan: of design morris or saltelli.
        runs: its finished runs, a row each.
        outcome: a column of them.

    Raises:
        SensitivityError: the design is another, the outcome is not there, or runs are missing.
    """
    import pandas as pd

    if plan.design not in COLUMNS:
        words = f"is a {plan.design} design; this needs a sweep with --design morris or saltelli"
        raise SensitivityError(words)
    found = _analyzed(plan, _at_points(plan, runs, outcome))
    table = pd.DataFrame({name: np.asarray(found[name], float) for name in COLUMNS[plan.design]})
    table.insert(0, "factor", [each.name for each in plan.factors])
    rank = "mu_star" if plan.design == MORRIS else "ST"
    return table.sort_values(rank, ascending=False, ignore_index=True)


def _at_points(plan: Plan, runs: pd.DataFrame, outcome: str) -> Floats:
    """Return the mean outcome in each row of the design, shape (rows,); rows share points."""
    if len(runs) and outcome not in runs:
        from gatecrush.model.scenario.door import suggestion

        words = f"{outcome}: there is no such outcome{suggestion(outcome, list(runs.columns))}"
        raise SensitivityError(words)
    by_key: dict[str, float] = {}
    if len(runs):
        try:
            by_key = dict(zip(runs["key"], numbers(runs[outcome]), strict=True))
        except (TypeError, ValueError):
            raise SensitivityError(f"{outcome}: is no number") from None
    wanted = [
        [plan.run(point, replication).key for replication in range(plan.replications)]
        for point in range(plan.number_of_points)
    ]
    missing = sum(key not in by_key for keys in wanted for key in keys)
    if missing:
        raise SensitivityError(
            f"{missing} of {counted(plan.runs_in_all, 'run')} missing; "
            "the same sweep command makes them"
        )
    values = np.array([[by_key[key] for key in keys] for keys in wanted])
    if not np.isfinite(values).all():
        words = "has no value in some runs; choose an outcome that every day has"
        raise SensitivityError(f"{outcome}: {words}")
    return np.asarray(values.mean(axis=1)[plan.point_of_row])


def _analyzed(plan: Plan, values: Floats) -> Any:
    problem = unit_problem([each.name for each in plan.factors])
    if plan.design == MORRIS:
        from SALib.analyze import morris

        return morris.analyze(problem, plan.shares, values, num_levels=LEVELS, seed=plan.seed)
    from SALib.analyze import sobol

    return sobol.analyze(problem, values, calc_second_order=False, seed=plan.seed)

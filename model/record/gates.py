"""What happened at each gate: whom it let in, in what order, after how long; its load."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.conduct import TURNED_BACK

from ..place.site import gate_names
from .measures.order import order_tau, out_of_turn_share
from .measures.summary import Values, ranks_in_admission_order
from .measures.waiting import waits


def by_gate(model: Any, people: Values, admissions: Values) -> dict[str, NDArray[Any]]:
    """Return the columns of the gates' table (columns.GATES), a row a gate.

    Args:
        model: of the day.
        people: a row a person who came (columns.PEOPLE).
        admissions: a row an admission (columns.ADMISSIONS).
    """
    through = model.admission_log["gate"][: model.admission_count]
    rows = [_gate(model, number, people, _part(admissions, through == number))
            for number in range(model.gates.size)]  # fmt: skip
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _part(table: Values, chosen: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    return {name: values[chosen] for name, values in table.items()}


def _gate(model: Any, number: int, people: Values, admissions: Values) -> dict[str, Any]:
    """Return the row of one gate, given those who were admitted there."""
    place, gate, crowd = model.place, model.gates[number], model.people
    cells = place.gate_cells[place.gate_ends[number] : place.gate_ends[number + 1]]
    admitted = np.searchsorted(people["person"], admissions["person"])
    waited = 60.0 * waits(people["arrival_time"][admitted], people["admission_time"][admitted])
    start = model.scenario.run.start
    ranks = ranks_in_admission_order(people, admissions["person"], start)
    goes_there = crowd.gate == number
    return {
        "gate": gate_names(model.scenario.site)[number],
        "x": place.x[cells].mean(),
        "y": place.y[cells].mean(),
        "width": model.situation.gate_rules[number].width,
        "openings": gate.opening,
        "admitted": len(waited),
        "families_admitted": int(admissions["family"].sum()),
        "turned_back": int((goes_there & (crowd.conduct == TURNED_BACK)).sum()),
        "waiting": int((goes_there & (crowd.cell >= 0)).sum()),
        "turned_to": gate.turned_to,
        "out_of_turn_share": out_of_turn_share(admissions["out_of_turn"], admissions["family"]),
        "order_tau": order_tau(ranks),
        "wait_mean": waited.mean() if len(waited) else math.nan,
        "wait_max": waited.max() if len(waited) else math.nan,
        "gate_load_peak": gate.load_peak / 1000,
        "gate_failed": gate.failed > 0,
    }

"""A6 for several gates with one list: the same people before ours and before Ciw's slotted server.

However their openings lie, whoever came first goes through the gate that opens next. So c gates of
batch b that open together are one gate of batch c b, and c that open in turn are one of batch b
that opens c times as often: Bailey's theory holds for them with those numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from gatecrush.agents.conduct import ADMITTED
from gatecrush.model.situation import Situation

from ..unit.place.plan.places_by_hand import area, collection, line
from .ciw_queue import follow, serve_in_slots
from .gate_alone import let_work, number_before_openings
from .queueing import mean_before_opening
from .test_a06_bulk_service import poisson_arrivals, standard_error

# Ciw copies a counter, which Python 3.14 forbids.
pytestmark = pytest.mark.filterwarnings("ignore:Pickle, copy, and deepcopy:DeprecationWarning")

Note = Callable[[str, object, str], None]
CYCLE = 3600.0
WIDTH = 4.9
"""Of a gate, m: fourteen cells, more than its batch."""


def gates(batches: Sequence[int]) -> str:
    """Return the plan of a yard with gates of these batches side by side."""
    far = 7.0 * len(batches)
    return json.dumps(
        collection(
            [
                area("walkable", 0, 0, far, 30),
                line("queue", (far / 2, 4), (far / 2, 28), width=far),
                line("entry", (0, 30), (far, 30)),
                *(
                    line("gate", (at, 0), (at + WIDTH, 0), name=f"gate {number}", batch=batch)
                    for number, batch in enumerate(batches)
                    for at in [7.0 * number + 1.05]
                ),
            ]
        )
    )


def served(
    batches: Sequence[int], first: Sequence[float], arrivals: np.ndarray, rounds: int
) -> Situation:
    """Return the situation after so many openings of each gate, one an hour."""
    settings = {
        "site.plan": gates(batches), "gate.cycle_min": 60.0, "gate.cycle_max": 60.0,
        "families.count": 0.0,
    }  # fmt: skip
    nobody, openings = np.zeros(arrivals.size, bool), rounds * len(batches)
    return let_work(settings, arrivals, nobody, first=first, openings=openings)


@pytest.mark.standard("scorecard", "A6")
def test_before_three_gates_everybody_waits_as_long_as_in_ciw(figure: Note) -> None:
    """Gates of batches of their own, which open at 20, 50 and 60 minutes past."""
    batches, first, rounds = (5, 3, 8), (1200.0, 3000.0, CYCLE), 500
    arrivals = poisson_arrivals(14.5, rounds * CYCLE, seed=7)
    s = served(batches, first, arrivals, rounds)
    exits = np.where(s.people.conduct == ADMITTED, s.people.exit_time, np.nan)
    slots = dict(zip(first, batches, strict=True))
    ciws = serve_in_slots({"others": follow(arrivals)}, slots, end=CYCLE * (rounds + 1e-9))
    gone = np.isfinite(exits)
    assert gone.sum() == ciws.arrivals.size > 0.98 * arrivals.size
    off = np.abs((exits - arrivals)[gone] - (ciws.exits - ciws.arrivals)).max()
    by_gate = np.bincount(s.people.gate[gone])
    figure(
        "A6 beside Ciw, three gates",
        f"waits differ by {off:.0e} s at most, {gone.sum()} people, {by_gate.tolist()} by gate",
        "0, to rounding",
    )
    assert off < 1e-6
    assert by_gate.min() > 0.1 * gone.sum()


@pytest.mark.standard("scorecard", "A6")
@pytest.mark.parametrize("together", [True, False], ids=["together", "in turn"])
def test_two_gates_alike_follow_the_theory_of_bulk_service(figure: Note, together: bool) -> None:
    rounds, batch, rate = 10_000, 5, 8.0
    arrivals = poisson_arrivals(rate, rounds * CYCLE, seed=3)
    first = (CYCLE, CYCLE) if together else (CYCLE / 2, CYCLE)
    s = served((batch, batch), first, arrivals, rounds)
    cycle, at_once = (CYCLE, 2 * batch) if together else (CYCLE / 2, batch)
    openings = cycle * np.arange(1, round(rounds * CYCLE / cycle) + 1)
    before = number_before_openings(arrivals, s.people.exit_time, openings)
    expected = mean_before_opening(rate * cycle / 3600.0, at_once)
    by_gate = np.bincount(s.people.gate[s.people.conduct == ADMITTED])
    figure(
        f"A6 two gates, {'together' if together else 'in turn'}",
        f"{before.mean():.3f} ± {standard_error(before):.3f}, {by_gate.tolist()} by gate",
        f"{expected:.3f} ± 3 %",
    )
    assert before.mean() == pytest.approx(expected, rel=0.03)
    if not together:  # what is left for the second of two that open together is no even share
        assert np.ptp(by_gate) < 4 * np.sqrt(by_gate.sum())

"""A6, A6b, A7 beside Ciw: the same people before our gate and before Ciw's slotted server.

Where both get the same arrivals, each person's wait is compared, exactly. Where Ciw draws its own,
means are compared with theory within the scorecard's tolerance; 20,000 openings of a queue that
is nearly always emptied have a standard error below 1 %, which is printed.
"""

from __future__ import annotations

from collections.abc import Callable

import ciw
import numpy as np
import pytest

from gatecrush.agents.conduct import ADMITTED
from gatecrush.model.record.measures.waiting import little

from .ciw_queue import Served, follow, serve
from .gate_alone import number_before_openings, work_through
from .test_a06_bulk_service import OPENINGS, poisson_arrivals, standard_error

# Ciw copies a counter, which Python 3.14 forbids.
pytestmark = pytest.mark.filterwarnings("ignore:Pickle, copy, and deepcopy:DeprecationWarning")

Note = Callable[[str, object, str], None]
BATCH = 10
SHORT = 2000
"""Openings in which single waits are compared."""


def served_by_both(
    rate: float, cycle: float, share: float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray, Served]:
    """Return arrivals, who goes first, our exits (NaN if none), s, and what Ciw did with them."""
    arrivals = poisson_arrivals(rate, SHORT * cycle, seed=7)
    first = np.random.default_rng(8).random(arrivals.size) < share
    s = work_through(arrivals, first, batch=BATCH, cycle=cycle, openings=SHORT)
    exits = np.where(s.people.conduct == ADMITTED, s.people.exit_time, np.nan)
    classes = {"others": follow(arrivals[~first])}
    if share > 0.0:
        classes["first"] = follow(arrivals[first])
    return arrivals, first, exits, serve(classes, batch=BATCH, cycle=cycle, openings=SHORT)


@pytest.mark.standard("scorecard", "A6")
@pytest.mark.parametrize("rate", [8.0, 9.5])
def test_a6_everybody_waits_as_long_as_in_ciw(figure: Note, rate: float) -> None:
    arrivals, _, exits, ciws = served_by_both(rate, 3600.0)
    served = np.isfinite(exits)
    assert served.sum() == ciws.arrivals.size > 0.98 * arrivals.size
    off = np.abs((exits - arrivals)[served] - (ciws.exits - ciws.arrivals)).max()
    openings = 3600.0 * np.arange(1, SHORT + 1)
    before = number_before_openings(arrivals, exits, openings).mean()
    figure(
        f"A6 beside Ciw {rate:g}/h",
        f"waits differ by {off:.0e} s at most, {served.sum()} people; {before:.3f} before an "
        "opening",
        "0, to rounding",
    )
    assert off < 1e-6


@pytest.mark.standard("scorecard", "A6b")
def test_a6b_with_one_in_five_going_first_as_in_ciw(figure: Note) -> None:
    """Of ten who are called the guards take whom they like, so others' single waits may differ."""
    arrivals, first, exits, ciws = served_by_both(10.0, 52.5 * 60, share=0.2)
    ours, theirs = (exits - arrivals)[first], (ciws.exits - ciws.arrivals)[ciws.first]
    off = np.abs(ours[np.isfinite(ours)] - theirs).max()
    figure(
        "A6b beside Ciw, 10/h",
        f"waits of those who go first differ by {off:.0e} s at most; "
        f"{theirs.mean() / 60:.1f} min, others "
        f"{(ciws.exits - ciws.arrivals)[~ciws.first].mean() / 60:.1f} min",
        "0, to rounding; as many pass at each opening",
    )
    assert off < 1e-6
    assert np.sort(exits[np.isfinite(exits)]) == pytest.approx(np.sort(ciws.exits), abs=1e-6)


@pytest.mark.standard("scorecard", "A7")
def test_a7_littles_law_with_ciws_own_count(figure: Note) -> None:
    """L counted by Ciw's tracker; lambda and W from our gate, for the same people."""
    arrivals, _, exits, ciws = served_by_both(9.0, 3600.0)
    gone = np.where(np.isfinite(exits), exits, np.inf)
    law = little(arrivals, gone, 0.0, SHORT * 3600.0, number=ciws.number)
    figure("A7 beside Ciw", f"L = {ciws.number:.3f}, gap {100 * law.gap:+.4f} %", "± 1 %")
    assert abs(law.gap) < 0.01


@pytest.mark.verify
@pytest.mark.standard("scorecard", "A6")
@pytest.mark.parametrize(("rate", "target"), [(8.0, 8.879), (9.0, 12.101)])
def test_a6_ciw_alone_agrees_with_theory(figure: Note, rate: float, target: float) -> None:
    classes = {"others": ciw.dists.Exponential(rate / 3600.0)}
    ciws = serve(classes, batch=BATCH, cycle=3600.0, openings=OPENINGS, seed=1)
    openings = 3600.0 * np.arange(1, OPENINGS - 100)
    before = number_before_openings(ciws.arrivals, ciws.exits, openings)
    error = standard_error(before)
    figure(f"A6 Ciw alone {rate:g}/h", f"{before.mean():.3f} ± {error:.3f}", f"{target} ± 3 %")
    assert before.mean() == pytest.approx(target, rel=0.03)


@pytest.mark.verify
@pytest.mark.standard("scorecard", "A6b")
def test_a6b_ciw_alone_with_one_in_five_going_first(figure: Note) -> None:
    per_second = 10.0 / 3600.0
    classes = {
        "others": ciw.dists.Exponential(0.8 * per_second),
        "first": ciw.dists.Exponential(0.2 * per_second),
    }
    ciws = serve(classes, batch=BATCH, cycle=52.5 * 60, openings=OPENINGS, seed=2)
    wait = (ciws.exits - ciws.arrivals) / 60
    first, others = wait[ciws.first], wait[~ciws.first]
    figure(
        "A6b Ciw alone, 10/h",
        f"{first.mean():.1f} ± {standard_error(first):.1f} and {others.mean():.1f} ± "
        f"{standard_error(others):.1f} min",
        "26.2 and 43.5 min ± 5 %",
    )
    assert first.mean() == pytest.approx(26.2, rel=0.05)
    assert others.mean() == pytest.approx(43.5, rel=0.05)

"""A8, A9, A10: the orderly limit, over batch sizes, widths of the strip, places and seeds.

A8 and A9 are exact in every run. A10 has the error rate it states.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from gatecrush.model import BorderCrossing, Scenario
from gatecrush.model.place.site import gates_of

from .gate_alone import number_before_openings
from .own_places import OWN_PLACES
from .staged import ORDERLY

Note = Callable[[str, object, str], None]
CYCLE = 30.0
"""Minutes from opening to opening."""
SITES: dict[str, dict[str, Any]] = {
    "strip 2 m": {"site.strip_width": 2.0},
    "strip 4 m": {"site.strip_width": 4.0},
    "strip 12 m": {"site.strip_width": 12.0},
    "open": {"site.layout": "open_area"},
    **OWN_PLACES,
}


def orderly_day(seed: int, **settings: Any) -> tuple[BorderCrossing, list[NDArray[np.float64]]]:
    """Return a model that has run the account's day in perfect order, and openings by gate, s."""
    fixed = {"gate.cycle_min": CYCLE, "gate.cycle_max": CYCLE}
    model = BorderCrossing(
        "account", rng=seed, seconds_per_step=60.0, **{**ORDERLY, **fixed, **settings}
    )
    first = model.gates.next_opening.copy()
    model.run_model()
    counts = model.gates.opening
    return model, [one + CYCLE * 60.0 * np.arange(n) for one, n in zip(first, counts, strict=True)]


QUICK = ("strip 4 m", 10)
CASES = [
    pytest.param(site, batch, marks=() if (site, batch) == QUICK else pytest.mark.verify)
    for site in SITES
    for batch in (5, 10, 25)
]


@pytest.mark.standard("scorecard", "A8")
@pytest.mark.standard("scorecard", "A9")
@pytest.mark.parametrize(("site", "batch"), CASES)
def test_a8_a9_full_batches_in_turn(figure: Note, site: str, batch: int) -> None:
    """A batch waits if so many numbers are written before the opening and not yet passed.

    Of several gates each has a part of it, and whoever is called is called to one of them: each
    finds its batch for certain if so many wait as all have places for.
    """
    full, short, admissions, taking = 0, 0, 0, []
    gates = gates_of(Scenario.load("account").with_(**SITES[site]).site)
    size = -(-batch // len(gates))
    for seed in range(3):
        model, openings = orderly_day(
            seed,
            **{
                "gate.batch_size": size,
                "run.end": 14.0,
                "families.count": 58.0,
                "demand.factor": 2.0 if batch == 25 else 1.0,
                **SITES[site],
            },
        )
        people, log = model.people, model.admission_log[: model.admission_count]
        assert log.out_of_turn.sum() == 0, "admitted out of turn"
        assert np.isnan(people.pressing_time).all(), "somebody pressed"
        numbered = people.numbered_time[np.isfinite(people.numbered_time)]
        exits = people.exit_time[np.isfinite(people.numbered_time)]
        for gate, at in enumerate(openings):
            opening, time = (log[name][log.gate == gate] for name in ("opening", "time"))
            closed = at[: len(at) - 1]  # the last may still be open
            passed = np.bincount(opening, minlength=len(at) + 1)[1:-1]
            due = number_before_openings(numbered, exits, closed) >= size * len(gates)
            full += int((passed[due] == size).sum())
            short += int((passed[due] != size).sum())
            taking += [time[opening == k].max() - at[k - 1] for k in 1 + np.flatnonzero(due)]
        admissions += len(log)
    figure(
        f"A8 {site}, batch {batch}",
        f"0 of {admissions} out of turn",
        "no admission out of turn",
    )
    figure(
        f"A9 {site}, batch {batch}",
        f"{full} full, {short} short; a batch takes {np.mean(taking):.0f} s",
        "every opening",
    )
    assert full > 20
    assert short == 0


PROFILE = ((5.0, 13.0, 30.0), (13.0, 15.0, 90.0), (15.0, 19.0, 45.0), (19.0, 27.0, 12.0))
SEEDS = 20


def fluid_curve(hours: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return people expected to have come since 05:00, and people waiting if the flow were fluid.

    140 at the start; ten an hour are let in.
    """
    come = sum(rate * np.clip(hours - begin, 0.0, end - begin) for begin, end, rate in PROFILE)
    return np.asarray(come), 140.0 + come - 10.0 * (hours - 5.0)


@pytest.mark.standard("scorecard", "A10")
@pytest.mark.verify
def test_a10_arrivals_and_people_waiting(figure: Note) -> None:
    """Twenty orderly days of people who come alone.

    Arrivals: hourly counts over all days are Poisson about the profile (chi^2, fails by chance in
    1 of 100 choices of seeds). People on the site: the mean over the days stays within one Poisson
    standard deviation of a single day, the root of the arrivals expected so far, of the fluid
    curve at every full hour (a day's own deviation has that spread, so the mean of twenty has less
    than a quarter of it).
    """
    hours = np.arange(6.0, 28.0)
    come, fluid = fluid_curve(hours)
    counts, present = [], []
    for seed in range(SEEDS):
        model, _ = orderly_day(
            seed,
            **{
                "gate.cycle_min": 60.0,
                "gate.cycle_max": 60.0,
                "demand.party_size": 1.0,
                "families.count": 0.0,
            },
        )
        people = model.people
        arrival, exit_time = people.arrival_time / 3600 + 5.0, people.exit_time / 3600 + 5.0
        counts.append(np.histogram(arrival[arrival > 5.0], np.arange(5.0, 28.0))[0])
        present.append([(arrival <= hour).sum() - (exit_time <= hour).sum() for hour in hours])
    total = np.sum(counts, axis=0)
    expected = SEEDS * np.diff(np.concatenate([[0.0], come]))
    p = chi2.sf(float(((total - expected) ** 2 / expected).sum()), total.size)
    off = np.abs(np.mean(present, axis=0) - fluid) / np.sqrt(come)
    days = np.abs(np.array(present) - fluid) / np.sqrt(come)
    figure("A10 arrivals", f"χ² p = {p:.2f} over {total.sum()} arrivals", "p > 0.01")
    figure(
        "A10 people waiting",
        f"mean of {SEEDS} days at most {off.max():.2f} standard deviations off, "
        f"single days within one in {100 * (days < 1).mean():.0f} % of hours",
        "within 1 (single days: about 68 %)",
    )
    assert p > 0.01
    assert off.max() < 1.0
    assert 0.5 < (days < 1).mean() < 0.85

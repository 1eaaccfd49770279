"""A5, A6, A6b: the gate as a periodic batch server, against queueing theory.

Every person's wait is compared exactly with an independent recursion on the same arrivals; means
are compared with Bailey's closed form and the embedded Markov chain. The closer to saturation, the
more openings a mean needs: the standard error is printed with it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from gatecrush.agents.conduct import ADMITTED

from .gate_alone import number_before_openings, work_through
from .queueing import (
    mean_before_opening,
    mean_wait,
    poisson_weights,
    recursion_of_waits,
    stationary_before_opening,
)

Note = Callable[[str, object, str], None]
Floats = NDArray[np.float64]
BATCH = 10
OPENINGS = 20_000


def poisson_arrivals(rate: float, end: float, seed: int) -> Floats:
    """Return the events of a Poisson process of so many an hour until ``end`` s."""
    rng = np.random.default_rng(seed)
    return np.sort(rng.random(rng.poisson(rate * end / 3600)) * end)


def standard_error(values: NDArray[np.float64], blocks: int = 50) -> float:
    """Return the standard error of the mean of a correlated series, from means of blocks."""
    means = [block.mean() for block in np.array_split(values, blocks)]
    return float(np.std(means, ddof=1) / np.sqrt(blocks))


def test_a6_the_two_theories_agree() -> None:
    for m in (8.0, 9.0, 9.5):
        before = stationary_before_opening(m, BATCH)
        assert before @ np.arange(before.size) == pytest.approx(mean_before_opening(m, BATCH))
    assert poisson_weights(8.0, 100).sum() == pytest.approx(1.0)
    assert mean_before_opening(8.0, BATCH) == pytest.approx(8.879, abs=5e-4)


@pytest.mark.standard("scorecard", "A5")
def test_a5_with_250_ahead_one_leaves_at_the_26th_opening(figure: Note) -> None:
    arrivals = np.linspace(0.0, 3000.0, 251)
    s = work_through(arrivals, np.zeros(251, bool), batch=10, cycle=3600.0, openings=26)
    opening = s.people.exit_time[250] / 3600.0
    figure("A5", f"opening {opening:g}", "26th opening")
    assert opening == 26.0
    assert (s.people.conduct == ADMITTED).all()
    assert (np.diff(s.people.exit_time) >= 0).all()


@pytest.mark.standard("scorecard", "A6")
@pytest.mark.parametrize(
    ("rate", "seeds", "target"), [(8.0, 1, 8.879), (9.0, 3, 12.101), (9.5, 8, 17.452)]
)
def test_a6_mean_number_before_an_opening(
    figure: Note, rate: float, seeds: int, target: float
) -> None:
    cycle, means, errors = 3600.0, [], []
    for seed in range(seeds):
        arrivals = poisson_arrivals(rate, OPENINGS * cycle, seed)
        nobody = np.zeros(arrivals.size, bool)
        s = work_through(arrivals, nobody, batch=BATCH, cycle=cycle, openings=OPENINGS)
        waits = recursion_of_waits(arrivals, nobody, cycle, BATCH)
        served = s.people.conduct == ADMITTED
        assert served.mean() > 0.99
        assert np.array_equal(s.people.exit_time[served] - arrivals[served], waits[served])
        openings = cycle * np.arange(1, OPENINGS + 1)
        before = number_before_openings(arrivals, s.people.exit_time, openings)
        means.append(before.mean())
        errors.append(standard_error(before))
    mean, error = np.mean(means), np.sqrt(np.mean(np.square(errors)) / seeds)
    figure(
        f"A6 gate alone {rate:g}/h",
        f"{mean:.3f} ± {error:.3f}, {seeds * OPENINGS} openings",
        f"{target} ± 3 %",
    )
    assert mean == pytest.approx(target, rel=0.03)


@pytest.mark.standard("scorecard", "A6b")
@pytest.mark.parametrize(
    ("rate", "seeds", "target"), [(6.0, 1, 26.6), (8.0, 1, 28.4), (10.0, 4, 39.1)]
)
def test_a6b_mean_wait(figure: Note, rate: float, seeds: int, target: float) -> None:
    cycle, means = 52.5 * 60, []
    for seed in range(seeds):
        arrivals = poisson_arrivals(rate, OPENINGS * cycle, seed)
        nobody = np.zeros(arrivals.size, bool)
        s = work_through(arrivals, nobody, batch=BATCH, cycle=cycle, openings=OPENINGS)
        served = s.people.conduct == ADMITTED
        means.append((s.people.exit_time - arrivals)[served].mean() / 60)
    exact = 60 * mean_wait(rate, cycle / 3600, BATCH)
    mean = np.mean(means)
    figure(f"A6b wait {rate:g}/h", f"{mean:.1f} min", f"{target} min ± 3 %; exact {exact:.2f}")
    assert mean == pytest.approx(target, rel=0.03)
    assert mean == pytest.approx(exact, rel=0.03)


@pytest.mark.standard("scorecard", "A6b")
def test_a6b_with_one_in_five_going_first(figure: Note) -> None:
    """Families of one pass beside the line.

    Ten numbers are called, and of those who stand at the gate the guards take whom they like: when
    families take places, the last of the ten may pass before the first. So single waits differ
    from the recursion, but not those of families, nor how many pass at each opening.
    """
    cycle, rate, waits, first = 52.5 * 60, 10.0, [], []
    for seed in range(4):
        arrivals = poisson_arrivals(rate, OPENINGS * cycle, seed)
        family = np.random.default_rng(100 + seed).random(arrivals.size) < 0.2
        s = work_through(arrivals, family, batch=BATCH, cycle=cycle, openings=OPENINGS)
        served = s.people.conduct == ADMITTED
        expected = recursion_of_waits(arrivals, family, cycle, BATCH)
        exits = s.people.exit_time
        assert np.array_equal((exits - arrivals)[served & family], expected[served & family])
        assert np.array_equal(np.sort(exits[served]), np.sort(arrivals + expected)[: served.sum()])
        waits.append((s.people.exit_time - arrivals)[served] / 60)
        first.append(family[served])
    wait, family = np.concatenate(waits), np.concatenate(first)
    exact = (60 * mean_wait(rate, cycle / 3600, BATCH) - 0.2 * cycle / 120) / 0.8
    figure("A6b families, 10/h", f"{wait[family].mean():.1f} min", "26.2 min ± 5 %")
    figure(
        "A6b others, 10/h",
        f"{wait[~family].mean():.1f} min",
        f"43.5 min ± 5 %; exact {exact:.2f}",
    )
    assert wait[family].mean() == pytest.approx(26.2, rel=0.05)
    assert wait[~family].mean() == pytest.approx(43.5, rel=0.05)

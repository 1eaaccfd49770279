"""The search for an ensemble, on made-up days whose posterior is known."""

from __future__ import annotations

import math
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gatecrush.experiments.calibration.proposal import (
    Proposal,
    effective_number,
    log_prior,
    mixture_weights,
    proposal_from,
    scores,
    shares,
)
from gatecrush.experiments.calibration.ranges import Range
from gatecrush.experiments.calibration.rounds import Rounds
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.sweep import Carrying
from gatecrush.model.scenario.scenario import Scenario

RANGES = (
    Range("waiters.threshold_mean", 0.35, 0.8),
    Range("waiters.telling", 0.001, 0.02, is_log=True),
    Range("pressure.push", 200.0, 500.0),
)
HOW = {"how": Carrying(quiet=True), "made_with": {}}
SEEN, NOISE, NEAR = 0.7, 0.1, 0.06
"""What was seen of the first parameter's share; how noisy a day is; what counts as seen."""


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Days leave no garbage here; to look for it after each takes most of the time."""
    monkeypatch.setattr("gatecrush.experiments.workers.pool.give_back_memory", lambda _: None)


def made_up_day(run, *, hopeless=math.inf):
    """A day that shows the first parameter and half of the second, with noise."""
    log = os.environ.get("BEGUN")
    if log:
        with Path(log).open("a") as file:
            file.write(f"{run.key}\n")
    first, second, _ = (
        float(each.share_below(run.scenario.flat()[each.parameter])) for each in RANGES
    )
    noise = np.random.default_rng(run.seed).normal(scale=NOISE)
    seen = first + 0.5 * (second - 0.5) + noise
    row = {"seen": seen, "abandoned_at": math.nan, "cpu_seconds": 0.0}
    return row | {"series": pd.DataFrame({"time": [5.0]})}


def distance_of(row):
    return max(0.0, abs(row["seen"] - SEEN) - NEAR)


def search(place, **words):
    given = {"seed": 0, "first": 64, "each": 32, "nearest": 24} | words
    return Rounds(
        Scenario.load("account"), SweepFolder(place), ranges=RANGES,
        distance_of=distance_of, simulate=made_up_day, **given,
    )  # fmt: skip


def truth(count=400_000):
    """Return posterior shares by plain rejection with the same tolerance, shape (n, 2)."""
    rng = np.random.default_rng(1)
    tried = rng.random((count, 2))
    seen = tried[:, 0] + 0.5 * (tried[:, 1] - 0.5) + rng.normal(scale=NOISE, size=count)
    return tried[np.abs(seen - SEEN) <= NEAR]


def test_the_posterior_is_the_known_one(tmp_path):
    """Moments agree with rejection within three standard errors of the effective number."""
    rounds = search(tmp_path)
    rounds.go_on(budget=1200, members=260, **HOW)
    chosen, weights = rounds.accepted()
    assert rounds.tolerance() == 0
    assert len(chosen) >= 260
    n = effective_number(weights)
    assert n > 150
    found, known = shares(rounds.drawn[chosen]), truth()
    for k in (0, 1):
        mean = weights @ found[:, k]
        spread = math.sqrt(weights @ (found[:, k] - mean) ** 2)
        assert mean == pytest.approx(known[:, k].mean(), abs=3 * known[:, k].std() / math.sqrt(n))
        assert spread == pytest.approx(known[:, k].std(), rel=3 / math.sqrt(2 * n))
    together = np.cov(found[:, 0], found[:, 1], aweights=weights)
    rho = together[0, 1] / math.sqrt(together[0, 0] * together[1, 1])
    assert rho == pytest.approx(np.corrcoef(known.T)[0, 1], abs=3 / math.sqrt(n))
    # The third parameter changes nothing: its posterior is the prior.
    idle = weights @ found[:, 2]
    assert idle == pytest.approx(0.5, abs=3 / math.sqrt(12 * n))


def test_later_rounds_try_what_is_accepted_more_often(tmp_path):
    """Half as often again as the prior, whose share is known; the standard error is a tenth."""
    rounds = search(tmp_path)
    rounds.go_on(budget=640, members=10_000, **HOW)
    tolerances = [each.tolerance for each in rounds.rounds]
    assert tolerances == sorted(tolerances, reverse=True)
    assert tolerances[-1] == 0
    met = [np.mean(np.array(each.distances) == 0) for each in rounds.rounds]
    prior = len(truth(100_000)) / 100_000
    assert np.mean(met[5:]) > 1.5 * prior
    assert rounds.tried == 640


def test_weights_make_up_for_where_days_were_tried(tmp_path):
    rounds = search(tmp_path)
    rounds.go_on(budget=300, members=10_000, **HOW)
    _, weights = rounds.accepted()
    assert weights.sum() == pytest.approx(1.0)
    assert (weights > 0).all()
    # All days of all rounds, weighted, are the prior again: mean score 0, variance 1.
    z = rounds.drawn
    proposals, tried = ([each.proposal for each in rounds.rounds], [64, *7 * [32], 12])
    weights = mixture_weights(z, proposals, tried)
    n = effective_number(weights)
    assert np.abs(weights @ z).max() < 3.5 / math.sqrt(n)
    assert np.abs(weights @ z**2 - 1).max() < 3.5 * math.sqrt(2 / n)
    assert weights.max() / weights.mean() <= rounds.tried / 64 * 1.5


def test_settings_stay_within_their_ranges(tmp_path):
    rounds = search(tmp_path)
    rounds.go_on(budget=300, members=10_000, **HOW)
    for row in rounds.drawn:
        setting = rounds.setting(row)
        assert all(each.low <= setting[each.parameter] <= each.high for each in RANGES)
    far = rounds.setting(np.array([60.0, -60.0, 0.0]))
    assert far["waiters.threshold_mean"] == 0.8
    assert far["waiters.telling"] == 0.001


def test_another_root_tries_other_settings(tmp_path):
    one, other = search(tmp_path / "one"), search(tmp_path / "other", seed=1)
    for each in (one, other):
        each.go_on(budget=70, members=10_000, **HOW)
    assert not {run.key for run in one.runs} & {run.key for run in other.runs}
    assert len({run.seed for run in one.runs}) == 70


def test_an_interrupt_loses_nothing(tmp_path, monkeypatch):
    """What was finished counts at once; the same search again repeats no day."""
    monkeypatch.setenv("BEGUN", str(tmp_path / "begun"))
    ended = 0

    def interrupted(run, *, hopeless):
        nonlocal ended
        ended += 1
        if ended > 80:
            raise KeyboardInterrupt
        return made_up_day(run, hopeless=hopeless)

    first = search(tmp_path / "one")
    first.simulate = interrupted
    with pytest.raises(KeyboardInterrupt):
        first.go_on(budget=200, members=10_000, **HOW)
    assert first.tried == 80
    chosen, weights = first.accepted()
    assert len(chosen) >= 24
    assert weights.sum() == pytest.approx(1.0)
    again, whole = search(tmp_path / "one"), search(tmp_path / "two")
    again.go_on(budget=200, members=10_000, **HOW)
    begun = (tmp_path / "begun").read_text().split()
    assert len(begun) == len(set(begun)) == 200
    whole.go_on(budget=200, members=10_000, **HOW)
    assert [run.key for run in again.runs] == [run.key for run in whole.runs]


def test_the_days_so_far_as_a_budget_give_the_same_table(tmp_path):
    whole, part = search(tmp_path / "whole"), search(tmp_path / "part")
    whole.go_on(budget=160, members=10_000, **HOW)
    part.go_on(budget=140, members=10_000, **HOW)
    assert [run.key for run in part.runs] == [run.key for run in whole.runs][:140]


def test_a_gap_ends_what_counts(tmp_path):
    rounds = search(tmp_path)
    rounds.go_on(budget=64, members=10_000, **HOW)
    rounds.store.path(rounds.runs[10].key).unlink()
    assert len(list(rounds._finished(rounds.rounds[0]))) == 10


def test_a_day_that_fails_is_far_off_and_costs_only_itself(tmp_path):
    def failing(run, *, hopeless):
        if run.seed % 5 == 0:
            raise ValueError("broken")
        return made_up_day(run, hopeless=hopeless)

    rounds = search(tmp_path)
    rounds.simulate = failing
    rounds.go_on(budget=96, members=10_000, **HOW)
    assert rounds.tried == 96
    assert rounds.failed == np.isinf(rounds.distances).sum() > 5


def test_a_day_is_cut_short_at_the_tolerance_of_its_round(tmp_path):
    cuts = []

    def noting(run, *, hopeless):
        cuts.append(hopeless)
        return made_up_day(run, hopeless=hopeless)

    rounds = search(tmp_path)
    rounds.simulate = noting
    rounds.go_on(budget=160, members=10_000, **HOW)
    assert cuts[0] == 9.0
    assert cuts[64] == pytest.approx(rounds.rounds[1].tolerance)
    assert cuts[64] > rounds.rounds[1].tolerance


def test_enough_members_end_the_search_with_their_round(tmp_path):
    rounds = search(tmp_path)
    rounds.go_on(budget=2000, members=60, **HOW)
    assert rounds.met() >= 60
    assert sum(d == 0 for each in rounds.rounds[:-1] for d in each.distances) < 60


def test_where_nothing_comes_near_the_search_goes_on(tmp_path):
    rounds = search(tmp_path)
    rounds.distance_of = lambda row: math.inf
    rounds.go_on(budget=96, members=10, **HOW)
    assert rounds.tried == 96
    assert len(rounds.accepted()[0]) == 0


def test_scores_turn_back_into_shares():
    values = np.array([1e-6, 0.1, 0.5, 0.9, 1 - 1e-6])
    assert shares(scores(values)) == pytest.approx(values)
    assert np.isfinite(scores(np.array([0.0, 1.0]))).all()


def test_densities_are_those_of_scipy():
    rng = np.random.default_rng(0)
    z, centers = rng.normal(size=(7, 3)), rng.normal(size=(4, 3))
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    covariance = np.array([[1.0, 0.3, 0.0], [0.3, 0.5, 0.1], [0.0, 0.1, 0.8]])
    mixture = Proposal(centers, weights, np.linalg.cholesky(covariance))
    known = sum(
        w * stats.multivariate_normal(c, covariance).pdf(z)
        for w, c in zip(weights, centers, strict=True)
    )
    assert mixture.log_density(z) == pytest.approx(np.log(known))
    assert log_prior(z) == pytest.approx(stats.multivariate_normal(np.zeros(3)).logpdf(z))


def test_proposals_are_as_wide_as_what_was_accepted():
    rng = np.random.default_rng(0)
    z = rng.normal([1.0, -0.5], [0.4, 1.5], size=(4000, 2))
    drawn = proposal_from(z, np.full(4000, 1 / 4000)).draw(rng, 20_000)
    assert drawn.mean(axis=0) == pytest.approx([1.0, -0.5], abs=0.06)
    assert drawn.std(axis=0) == pytest.approx([0.4, 1.5], rel=0.04)


def test_one_setting_alone_tells_no_width():
    alone = proposal_from(np.zeros((1, 3)), np.ones(1))
    assert alone.root @ alone.root.T == pytest.approx(0.91 * np.eye(3))


def test_effective_number():
    assert effective_number(np.full(10, 0.1)) == pytest.approx(10)
    assert effective_number(np.array([1.0, 0.0])) == pytest.approx(1)
    assert effective_number(np.empty(0)) == 0

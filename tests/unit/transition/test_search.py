"""The search for the tipping point, on days whose tipping point is known."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.folder import status, status_of
from gatecrush.experiments.drawing.transition import transition_figure
from gatecrush.experiments.reports.sweep_sentences import transition_words
from gatecrush.experiments.sweeps.factors import factor
from gatecrush.experiments.sweeps.folder import OtherPlanError, SweepFolder
from gatecrush.experiments.sweeps.sweep import Carrying
from gatecrush.experiments.transition.placement import BATCH, next_batch, profile_interval
from gatecrush.experiments.transition.search import WARNING, search_transition
from gatecrush.model.scenario.scenario import Scenario

TIPPING, SLOPE, LOW, HIGH = 0.8, 12.0, 0.1, 2.0
FACTOR = factor("demand.factor=0.1:2", Scenario.quantities())
HOW = Carrying(quiet=True)


def collapses(x, rng):
    return (rng.random(len(x)) < 1 / (1 + np.exp(-SLOPE * (x - TIPPING)))).astype(float)


def searched(seed, runs):
    rng = np.random.default_rng(seed)
    x, collapsed = np.empty(0), np.empty(0)
    while len(x) < runs:
        batch = next_batch(x, collapsed, low=LOW, high=HIGH)
        x, collapsed = np.append(x, batch), np.append(collapsed, collapses(batch, rng))
    return x, collapsed


def test_first_runs_are_spread_over_the_range():
    batch = next_batch(np.empty(0), np.empty(0), low=LOW, high=HIGH)
    assert len(batch) == BATCH
    assert np.diff(batch) == pytest.approx((HIGH - LOW) / BATCH, rel=0.02)


def test_later_runs_are_near_the_tipping_point():
    x, _ = searched(0, 80)
    assert np.mean(np.abs(x[40:] - TIPPING) < 3.5 / SLOPE) > 0.8
    assert len(np.unique(x)) > 40


def test_intervals_cover_the_truth():
    """Of 200 seeded searches of 80 runs at least 90 % hold it (95 % less three standard errors)."""
    found = [profile_interval(*searched(seed, 80), low=LOW, high=HIGH) for seed in range(200)]
    assert np.mean([each.low <= TIPPING <= each.high for each in found]) >= 0.90
    widths = [each.high - each.low for each in found]
    assert np.median(widths) < 0.25


def test_placed_runs_tell_more_than_spread_ones():
    spread = np.linspace(LOW, HIGH, 80)

    def width(x, collapsed):
        found = profile_interval(x, collapsed, low=LOW, high=HIGH)
        return found.high - found.low

    placed = np.median([width(*searched(seed, 80)) for seed in range(30)])
    even = np.median(
        [width(spread, collapses(spread, np.random.default_rng(seed))) for seed in range(30)]
    )
    assert placed < 0.85 * even


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_no_tipping_point_where_all_days_are_alike(outcome):
    found = profile_interval(np.linspace(0, 1, 20), np.full(20, outcome), low=0, high=1)
    assert np.isnan(found.value)


def search(account, out, simulate, **words):
    given = {"runs": 48, "half_width": 0.0001, "seed": 0, "made_with": {}} | words
    return search_transition(account, FACTOR, SweepFolder(out), HOW, simulate=simulate, **given)


def test_search_goes_on_where_it_was(account, out, made_up_day, tmp_path):
    calls = []

    def counting(run):
        calls.append(run.key)
        if len(calls) == 21:
            raise KeyboardInterrupt
        return made_up_day(run)

    with pytest.raises(KeyboardInterrupt):
        search(account, out, counting)
    found = search(account, out, counting)
    assert len(calls) == 48 + 1
    whole = search(account, tmp_path / "whole", made_up_day)
    assert np.array_equal(found.x, whole.x)
    assert found.tipping == whole.tipping
    more = search(account, out, made_up_day, runs=64)
    assert np.array_equal(more.x[:48], found.x)


def test_search_stops_when_it_knows_enough(account, out, made_up_day):
    found = search(account, out, made_up_day, runs=400, half_width=0.1)
    assert len(found.x) < 200
    assert (found.tipping.high - found.tipping.low) / 2 <= 0.1
    words = transition_words(found, FACTOR, account)
    assert "half the days collapse at demand.factor" in words
    assert "arrivals per hour" in words
    assert WARNING in words
    assert transition_figure(FACTOR, found).axes


def test_status_says_that_a_search_has_ended(account, out, made_up_day):
    found = search(account, out, made_up_day, runs=400, half_width=0.1)
    told = status_of(SweepFolder(out))
    assert (told["done"], told["planned"]) == (len(found.x), 400)
    assert told["left"] == 0
    assert told["ended"]
    said = CliRunner().invoke(status, [str(out)]).output
    assert "it has ended" in said
    assert "left" not in said
    next((out / "runs.parquet").glob("*.parquet")).unlink()
    assert not status_of(SweepFolder(out))["ended"]
    assert "1 left" in CliRunner().invoke(status, [str(out)]).output


def test_status_of_a_search_that_was_interrupted_says_what_is_left(account, out, made_up_day):
    def interrupted(run):
        if run.replication == 20:
            raise KeyboardInterrupt
        return made_up_day(run)

    with pytest.raises(KeyboardInterrupt):
        search(account, out, interrupted)
    told = status_of(SweepFolder(out))
    assert told["left"] == 48 - told["done"] > 0
    assert not told["ended"]


def test_failed_runs_are_left_out(account, out, made_up_day):
    def failing(run):
        if run.replication % 5 == 0:
            raise ValueError("no such day")
        return made_up_day(run)

    found = search(account, out, failing)
    assert np.isnan(found.collapsed).sum() == 10
    assert np.isfinite(found.tipping.value)


@pytest.mark.parametrize("words", [{"seed": 1}, {"scenario": "calm"}])
def test_other_search_is_refused(account, out, made_up_day, words):
    search(account, out, made_up_day, runs=8)
    other = Scenario.load(words.pop("scenario", "account"))
    with pytest.raises(OtherPlanError):
        search(other, out, made_up_day, runs=8, **words)

"""The figure of a sweep: of the right kind, of all that has finished."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

from gatecrush.experiments.drawing.sweep import PROBABILITY, sweep_figure
from gatecrush.experiments.sweeps.factors import factor
from gatecrush.experiments.sweeps.plan import Plan
from gatecrush.model.scenario.scenario import Scenario

KNOWN = Scenario.quantities()


@pytest.fixture
def swept(account, made_up_day):
    def runs(*texts, replications=4, **words):
        factors = tuple(factor(text, KNOWN) for text in texts)
        plan = Plan(account, factors, replications=replications, **words)
        rows = [{"key": run.key, **made_up_day(run)} for run in plan.runs()]
        return plan, pd.DataFrame(rows)

    return runs


def drawn(plan, runs, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = sweep_figure(plan, runs)
        chart.savefig(tmp_path / "figure.png")
    return chart


def words_of(chart):
    return " ".join(text.get_text() for text in chart.texts)


@pytest.mark.parametrize("replications", [1, 4])
def test_one_factor_is_a_curve_with_the_tipping_point(swept, tmp_path, replications):
    plan, runs = swept("demand.factor=0.1:2:12", replications=replications)
    chart = drawn(plan, runs, tmp_path)
    assert [axis.get_xlabel() for axis in chart.axes] == ["demand.factor"] * 4
    assert chart.axes[0].get_ylabel() == PROBABILITY
    assert "half the days collapse at demand.factor" in words_of(chart)
    dots = sum(
        len(each.get_offsets())
        for each in chart.axes[2].collections
        if len(each.get_offsets()) < 99 and each.get_alpha() == 0.35
    )
    assert dots == len(runs)


def test_unfinished_sweep_says_so(swept, tmp_path):
    plan, runs = swept("demand.factor=0.1:2:6")
    chart = drawn(plan, runs[runs["demand.factor"] < 1.0][:7], tmp_path)
    assert "So far 7 of 24 runs" in words_of(chart)


def test_factor_that_is_no_number(swept, tmp_path):
    plan, runs = swept("site.layout=strip,open_area")
    chart = drawn(plan, runs, tmp_path)
    labels = [text.get_text() for text in chart.axes[0].get_xticklabels()]
    assert labels == ["strip", "open_area"]


def test_two_factors_are_a_map(swept, tmp_path):
    plan, runs = swept("demand.factor=0.4:1.6:5", "gate.batch_size=5,10,20")
    chart = drawn(plan, runs, tmp_path)
    assert {axis.get_ylabel() for axis in chart.axes[:4]} == {"gate.batch_size (people)"}
    assert len(chart.axes) == 8  # each with its color bar


@pytest.mark.parametrize("design", ["latin", "sobol"])
def test_drawn_points_are_scattered(swept, tmp_path, design):
    texts = ("demand.factor=0.4:1.6", "gate.batch_size=5:20", "movement.friction=0:1")
    plan, runs = swept(*texts, replications=1, design=design, samples=16)
    chart = drawn(plan, runs, tmp_path)
    assert len(chart.axes) == 6


def test_days_that_differ_in_chance_alone_are_counted(swept, tmp_path):
    plan, runs = swept(replications=12)
    chart = drawn(plan, runs, tmp_path)
    assert [axis.get_ylabel() for axis in chart.axes] == ["days", "days"]
    assert [sum(bar.get_height() for bar in axis.patches) for axis in chart.axes] == [12, 12]


def test_nothing_finished(swept):
    plan, runs = swept("demand.factor=0.4,1.6")
    with pytest.raises(ValueError, match="no run finished"):
        sweep_figure(plan, runs[:0])

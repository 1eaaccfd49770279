"""Days that end before the evening: whether the order had broken by then is not known.

Not known is neither 0 nor no: nothing is drawn, counted or concluded from it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main
from gatecrush.experiments.drawing.sweep import sweep_figure, tipping_of
from gatecrush.experiments.statistics.comparison import compared, numbers
from gatecrush.experiments.sweeps.factors import Factor, factor
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.plan import Plan
from gatecrush.experiments.sweeps.precision import NoValueError, Precision
from gatecrush.experiments.sweeps.sensitivity import SensitivityError, sensitivity
from gatecrush.experiments.sweeps.sweep import Carrying, carry_out_sweep
from gatecrush.experiments.transition.search import search_transition, stored_transition
from gatecrush.model.scenario.scenario import Scenario

KNOWN = Scenario.quantities()
HOW = Carrying(quiet=True)
FACTOR = Factor("demand.factor", (), 0.1, 2.0)


@pytest.fixture
def unknown_day(made_up_day):
    """A made-up day of which nothing is known that the evening tells."""

    def day(run):
        unknown = {"collapsed": None, "press_share_evening": float("nan")}
        return made_up_day(run) | unknown

    return day


def carried_out(account, out, day, factors, **words):
    plan = Plan(account, factors, **words)
    folder = SweepFolder(out)
    assert carry_out_sweep(plan, folder, HOW, made_with={}, simulate=day) == 0
    return plan, folder


def test_column_of_nulls_is_not_known():
    for column in ([None, None], [None, True], [pd.NA, False], [np.nan, True]):
        found = numbers(pd.Series(column, dtype=object))
        assert np.isnan(found[0])
    assert numbers(pd.Series([None, True, False], dtype=object))[1:].tolist() == [1.0, 0.0]
    assert np.isnan(numbers(pd.Series([pd.NA, True], dtype="boolean"))[0])


def test_probability_of_what_is_not_known_is_not_known(account, out, unknown_day):
    factors = (factor("demand.factor=0.5,1", KNOWN),)
    _, folder = carried_out(account, out, unknown_day, factors, replications=3)
    runs = folder.runs().assign(point=0, baseline=False)
    table = compared(runs, ["demand.factor"], ["collapsed"])
    assert table["known"].tolist() == [0]
    assert np.isnan(table["mean"][0])
    assert np.isnan(tipping_of(runs, "demand.factor")[0].value)


@pytest.mark.parametrize(
    "factors", [("demand.factor=0.5,1",), ("demand.factor=0.5,1", "gate.batch_size=5,10"), ()]
)
@pytest.mark.parametrize("known", [0, 2])
def test_figures_are_drawn_and_say_so(account, out, unknown_day, made_up_day, factors, known):
    def day(run):
        return made_up_day(run) if run.replication < known else unknown_day(run)

    factors = tuple(factor(text, KNOWN) for text in factors)
    plan, folder = carried_out(account, out, day, factors, replications=3)
    chart = sweep_figure(plan, folder.runs())
    words = [text.get_text() for axis in chart.axes for text in axis.texts]
    said = any("not known" in text for text in words)
    assert said == (known == 0 and bool(factors))


def test_precision_of_what_no_day_knows_is_refused(account, out, unknown_day):
    plan = Plan(account, (factor("demand.factor=0.5,1", KNOWN),), replications=40)
    words = {"made_with": {}, "simulate": unknown_day}
    until = Precision("collapsed", 0.1, first=3, most=40)
    with pytest.raises(NoValueError, match="collapsed: no day has a value of it"):
        carry_out_sweep(plan, SweepFolder(out), HOW, until=until, **words)
    assert len(SweepFolder(out).runs()) == 6


def test_sensitivity_of_what_is_not_known_is_refused(account, out, unknown_day):
    factors = (factor("demand.factor=0.5:1", KNOWN),)
    words = {"design": "morris", "samples": 3}
    plan, folder = carried_out(account, out, unknown_day, factors, **words)
    with pytest.raises(SensitivityError, match="no value in some runs"):
        sensitivity(plan, folder.runs(), "collapsed")


def test_search_without_any_evening_is_refused_after_one_batch(account, out, unknown_day):
    words = {"runs": 40, "half_width": None, "seed": 0, "made_with": {}, "simulate": unknown_day}
    with pytest.raises(NoValueError, match="collapsed"):
        search_transition(account, FACTOR, SweepFolder(out), HOW, **words)
    assert len(SweepFolder(out).runs()) == 8
    assert not np.isfinite(stored_transition(SweepFolder(out), FACTOR).tipping.value)


def test_search_leaves_out_days_that_are_not_known(account, out, unknown_day, made_up_day):
    def day(run):
        return (unknown_day if run.replication % 5 == 0 else made_up_day)(run)

    words = {"runs": 40, "half_width": 0.01, "seed": 0, "made_with": {}, "simulate": day}
    found = search_transition(account, FACTOR, SweepFolder(out), HOW, **words)
    assert np.isfinite(found.tipping.value)
    again = stored_transition(SweepFolder(out), FACTOR)
    assert again.tipping == pytest.approx(found.tipping)
    assert np.isnan(again.collapsed[::5]).all()


def test_command_refuses_in_one_line(tmp_path):
    words = ["--until", "press_share_evening=0.1", "--set", "run.end=5.02", "--jobs", "0"]
    more = ["--vary", "demand.factor=1,2", "--replications", "2", "--out", str(tmp_path / "out")]
    ran = CliRunner().invoke(main, ["sweep", "account", *words, *more, "--quiet"])
    assert ran.exit_code == 2
    assert "press_share_evening: no day has a value of it" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1

"""A16 to A33: the day of the account over thirty seeds, and what breaks its order or keeps it.

The hour at which a day breaks is broad over seeds, so single days are no result: medians over the
days are compared with what the eyewitness saw, and the quartiles are printed. Sharing the runs,
these checks start together: thirty days of the account, thirty under guards who honour numbers,
and ten at each of eight rates and of three of even arrivals, with common random numbers (the
standard error of a probability over ten days is at most 0.16).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments import run
from gatecrush.model.scenario.scenario import Scenario

pytestmark = pytest.mark.verify

Note = Callable[[str, object, str], None]
SEEDS = 30
FACTORS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
REPLICATIONS = 10
EVEN = (0.75, 1.0, 1.25)
"""Even arrivals, relative to the account's mean."""
EVENING = 18.0
HONOURED = {"guards.number_check": 1.0, "guards.clear_refused": True}


def summary_of_day(seed: int, factor: float = 1.0, settings: Any = None) -> dict[str, float]:
    """Return the summary of a day and its loads around openings in the evening."""
    record = run("account", seed=seed, settings={"demand.factor": factor, **(settings or {})})
    series = record.series[record.series["time"] > EVENING]
    surge, rest = series["gate_load_surge"].mean(), series["gate_load_rest"].mean()
    return {**record.row, "surge": surge, "rest": rest, "factor": factor}


def shared(name: str, factory: pytest.TempPathFactory, days: list[tuple[Any, ...]]) -> pd.DataFrame:
    """Return the summaries of days, computed by whichever test process comes first."""
    folder, session = factory.getbasetemp(), os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if session is not None:
        folder = Path(folder).parent
    file = folder / f"{name}-{session}.pickle"
    with (folder / f"{name}-{session}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            with ThreadPoolExecutor(2) as pool:
                rows = list(pool.map(lambda day: summary_of_day(*day), days))
            pd.DataFrame(rows).to_pickle(file)
    return pd.read_pickle(file)


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return shared("account", tmp_path_factory, [(seed, 1.0) for seed in range(SEEDS)])


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    points = [(100 + seed, factor) for factor in reversed(FACTORS) for seed in range(REPLICATIONS)]
    return shared("rates", tmp_path_factory, points)


@pytest.fixture(scope="module")
def honoured(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return shared("honoured", tmp_path_factory, [(seed, 1.0, HONOURED) for seed in range(SEEDS)])


@pytest.fixture(scope="module")
def even(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    account = Scenario.load("account")
    flat = {"demand.profile": [[account.run.start, account.run.end, account.mean_rate]]}
    points = [(seed, factor, flat) for factor in EVEN for seed in range(REPLICATIONS)]
    return shared("even", tmp_path_factory, points)


def spread(values: pd.Series) -> str:
    """Return median and quartiles as text."""
    low, middle, high = np.nanquantile(values.astype(float), [0.25, 0.5, 0.75])
    return f"median {middle:.3g} (quartiles {low:.3g}-{high:.3g}), mean {np.nanmean(values):.3g}"


@pytest.mark.standard("scorecard", "A16")
def test_a16_the_morning_is_calm(figure: Note, days: pd.DataFrame) -> None:
    share = days["press_share_morning"]
    figure("A16", f"press share 09-13 {spread(share)}", "< 5 % (median)")
    assert share.median() < 0.05


@pytest.mark.standard("scorecard", "A17")
def test_a17_it_breaks_after_lunch(figure: Note, days: pd.DataFrame) -> None:
    onset = days["onset_time"].astype(float).fillna(np.inf)
    low, middle, high = np.sort(onset)[[len(onset) // 4, len(onset) // 2, 3 * len(onset) // 4]]
    within = ((onset >= 13) & (onset <= 19)).mean()
    figure(
        "A17",
        f"onset median {middle:.1f} h (quartiles {low:.1f}-{high:.1f}), "
        f"{100 * within:.0f} % within 13-19 h, {100 * np.isinf(onset).mean():.0f} % never",
        "median 13-19 h",
    )
    assert 13.0 <= onset.median() <= 19.0


@pytest.mark.standard("scorecard", "A18")
def test_a18_in_the_evening_there_is_only_a_crowd(figure: Note, days: pd.DataFrame) -> None:
    share = days["press_share_evening"]
    figure("A18", f"press share 19-21 {spread(share)}", "> 70 % (median)")
    assert share.median() > 0.7


@pytest.mark.standard("scorecard", "A19")
def test_a19_admissions(figure: Note, days: pd.DataFrame) -> None:
    rate = days["admission_rate"]
    figure("A19", f"{spread(rate)} per hour", "10 ± 1 per hour (mean)")
    assert rate.mean() == pytest.approx(10.0, abs=1.0)


@pytest.mark.standard("scorecard", "A20")
def test_a20_families_and_turned_back(figure: Note, days: pd.DataFrame) -> None:
    """Families come four at a time: the standard error of their mean over 20 days is 1.3."""
    families, turned = days["families_admitted"].mean(), days["turned_back"].mean()
    figure("A20 families", f"{families:.1f} people a day on average", "8 ± 2")
    figure("A20 turned back", f"{turned:.2f} people a day on average", "1-2")
    assert families == pytest.approx(8.0, abs=2.0)
    assert 1.0 <= turned <= 2.0


@pytest.mark.standard("scorecard", "A21")
def test_a21_gate_load(figure: Note, days: pd.DataFrame) -> None:
    morning, evening = days["gate_load_peak_morning"], days["gate_load_peak_evening"]
    failed = days["gate_failed"].astype(float).mean()
    figure("A21 morning peak", f"{spread(morning)} kN/m", "< 0.75 kN/m (median)")
    figure("A21 evening peak", f"{spread(evening)} kN/m", "3-6 kN/m (median)")
    figure("A21 gate failed", f"in {100 * failed:.0f} % of days", "not in most")
    assert morning.median() < 0.75
    assert 3.0 <= evening.median() <= 6.0
    assert failed < 0.5


@pytest.mark.standard("scorecard", "A22")
def test_a22_load_follows_the_openings(figure: Note, days: pd.DataFrame) -> None:
    ratio = days["surge"] / days["rest"]
    figure("A22", f"load within a minute of an opening / rest: {spread(ratio)}", "at least 2")
    assert ratio.median() >= 2.0


@pytest.mark.standard("scorecard", "A24")
def test_a24_nobody_is_crushed(figure: Note, days: pd.DataFrame) -> None:
    share = days["force_dose_share"]
    figure("A24", f"{100 * share.mean():.2f} % of people, worst {100 * share.max():.2f} %", "≤ 1 %")
    assert share.mean() <= 0.01


@pytest.mark.standard("scorecard", "A23")
def test_a23_the_arrival_rate_breaks_the_order(figure: Note, rates: pd.DataFrame) -> None:
    """Within error: no step down by more than two standard errors of the difference."""
    collapsed = rates["collapsed"].astype(float).groupby(rates["factor"]).mean()
    figure(
        "A23",
        ", ".join(f"x{factor:g}: {p:.1f}" for factor, p in collapsed.items()),
        "rises; < 0.2 at x0.25, > 0.8 at x1.25",
    )
    p = collapsed.to_numpy()
    error = np.sqrt((p[1:] * (1 - p[1:]) + p[:-1] * (1 - p[:-1])) / REPLICATIONS)
    assert (np.diff(p) >= -2.0 * error).all()
    assert collapsed[0.25] < 0.2
    assert collapsed[1.25] > 0.8


@pytest.mark.standard("scorecard", "A28")
def test_a28_the_order_holds_while_guards_honour_numbers(
    figure: Note, honoured: pd.DataFrame, days: pd.DataFrame
) -> None:
    collapsed, let_in = (
        honoured["collapsed"].astype(float).mean(),
        honoured["admission_rate"].mean(),
    )
    figure("A28", f"{100 * collapsed:.0f} % of days collapse", "at most 35 %")
    let_in = [f"{each['admission_rate'].mean():.2f}" for each in (honoured, days)]
    figure("A28 let in", f"{let_in[0]} an hour, {let_in[1]} else", "said")
    assert collapsed <= 0.35


@pytest.mark.standard("scorecard", "A29")
@pytest.mark.xfail(
    reason="The crowd mixes from opening to opening; what was tried on the lattice reaches 0.54.",
    raises=AssertionError,
    strict=True,
)
def test_a29_who_stands_nearer_is_in_earlier(figure: Note, days: pd.DataFrame) -> None:
    tau = days["place_tau"]
    figure("A29", f"tau of distance at 19:00 and entry {spread(tau)}", "0.6 to 0.9 (median)")
    assert 0.6 <= tau.median() <= 0.9


@pytest.mark.standard("scorecard", "A30")
def test_a30_in_the_evening_nobody_cares_who_has_a_number(figure: Note, days: pd.DataFrame) -> None:
    tau = days["order_tau_evening"]
    figure("A30", f"evening tau of admissions {spread(tau)}", "-0.2 to 0.2 (median)")
    assert -0.2 <= tau.median() <= 0.2


@pytest.mark.standard("scorecard", "A31")
def test_a31_the_last_stand(figure: Note, days: pd.DataFrame) -> None:
    near = days["near_hours_late"]
    figure("A31", f"hours within 5 m, in after 23:00 {spread(near)}", "4 to 9 h (median)")
    assert 4.0 <= near.median() <= 9.0


@pytest.mark.standard("scorecard", "A32")
def test_a32_the_witness_gets_in(figure: Note, days: pd.DataFrame) -> None:
    share = days["witness_share"]
    figure("A32", f"came 09-11, in by 01:00 {spread(share)}", "0.10 to 0.38 (median)")
    assert 0.10 <= share.median() <= 0.38


@pytest.mark.standard("scorecard", "A33")
def test_a33_nobody_listens_in_the_evening(figure: Note, days: pd.DataFrame) -> None:
    turned = days["turned_round"]
    figure("A33", f"turned round by volunteers {spread(turned)}", "at most 10 (mean)")
    assert turned.mean() <= 10.0


@pytest.mark.standard("scorecard", "A37")
def test_a37_no_surge_is_needed(figure: Note, even: pd.DataFrame) -> None:
    """The onset of a day that never breaks is later than that of any that does."""
    collapsed = even["collapsed"].astype(float).groupby(even["factor"]).mean()
    onset = even["onset_time"].astype(float).fillna(np.inf).groupby(even["factor"]).median()
    figure(
        "A37",
        ", ".join(f"x{f:g}: {collapsed[f]:.1f}, onset {onset[f]:.1f} h" for f in EVEN),
        "even arrivals: at least 0.5 at x1; onset falls as the rate rises",
    )
    assert collapsed[1.0] >= 0.5
    assert onset[0.75] > onset[1.0] > onset[1.25]

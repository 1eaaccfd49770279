"""San Ysidro: its arrivals are what its measured waits let expect; its lanes take 919 an hour."""

import csv
from pathlib import Path

import numpy as np
import pytest

from gatecrush.experiments import run
from gatecrush.model.scenario.scenario import Scenario

HOUSE = Path(__file__).parents[2] / "experiments"
WAITS = HOUSE / "scenarios" / "san_ysidro_waits.csv"
ARRIVALS = HOUSE / "scenarios" / "san_ysidro_arrivals.csv"
FLOOR = 6.0


def waits() -> np.ndarray:
    """Return the mean wait of each hour in odd months, min."""
    with WAITS.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return np.array([float(row["odd_months"]) for row in rows])


@pytest.mark.parametrize("table", [WAITS, ARRIVALS], ids=lambda path: path.stem)
def test_each_table_says_whose_it_is(table: Path) -> None:
    head = [line for line in table.read_text(encoding="utf-8").splitlines() if line[0] == "#"]
    assert any("Customs and Border Protection" in line and "public domain" in line for line in head)


def test_as_many_come_as_the_waits_let_expect():
    """The last of Q people whom c an hour leave waits Q / c: so a = c (1 + dW/dt) in a queue."""
    demand, wait = Scenario.load("san_ysidro").demand, waits()
    people = np.array([number for *_, number in demand.arrivals])
    assert demand.counts == "rates"  # a mean of days, so not exactly so many
    assert people.sum() == pytest.approx(20_000, abs=24)
    edges = (wait + np.roll(wait, 1)) / 2
    growth = (np.roll(edges, -1) - edges) / 60
    queues = wait > FLOOR
    capacity = people[queues] / (1 + growth[queues])
    assert capacity == pytest.approx(np.full(queues.sum(), 919), abs=3)  # waits ship in 0.1 min
    assert people[~queues] == pytest.approx(0.25 * capacity.mean(), abs=2)


def test_its_lanes_take_so_many_an_hour_while_a_queue_stands():
    scenario = Scenario.load("san_ysidro").with_(**{"run.start": 4.0, "run.end": 7.0})
    let_in = run(scenario, seed=3).admissions["time"]
    assert [((low <= let_in) & (let_in < low + 1)).sum() for low in (5, 6)] == pytest.approx(
        [919, 919], abs=3
    )

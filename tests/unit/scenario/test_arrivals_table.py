"""A table of arrivals: intervals or moments, in the ways in which people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatecrush.model.scenario.arrivals_table import arrivals_table
from gatecrush.model.scenario.scenario import Scenario

QUARTERS = ((8.0, 8.25, 31.0), (8.25, 8.5, 0.0), (8.5, 8.75, 12.0))
TABLES = {
    "by the clock": ("time,people\n8:00,31\n8:15,0\n8:30,12\n", QUARTERS),
    "by the hour": ("people;time\n31;8\n0;8.25\n12;8.50\n", QUARTERS),
    "with seconds and tabs": (
        "Time\tPeople\r\n08:00:00\t31\r\n8:15:00\t0\r\n8:30:00\t12", QUARTERS
    ),
    "remarks and empty lines": (
        "\ufeff# a count\n\ntime, people\n8:00, 31\n\n# rain\n8:15, 0\n8:30, 12\n,\n", QUARTERS
    ),
    "quoted": ('"time","people"\n"8:00","31"\n"8:15","0"\n"8:30","12"\n', QUARTERS),
    "with gaps": (
        "time,to,people\n8,8.5,3\n23:30,24:30,4\n", ((8.0, 8.5, 3.0), (23.5, 24.5, 4.0))
    ),
    "unlike lengths": (
        "time,people\n8,3\n8:30,4\n10,5\n", ((8.0, 8.5, 3.0), (8.5, 10.0, 4.0), (10.0, 11.5, 5.0))
    ),
    "moments": ("time\n8:30\n8:30\n9\n", ((8.5, 8.5, 1.0), (8.5, 8.5, 1.0), (9.0, 9.0, 1.0))),
    "parties": ("time,party\n8:30,2\n9,1\n", ((8.5, 8.5, 2.0), (9.0, 9.0, 1.0))),
    "means": ("time,people\n8,3.5\n9,4.25\n", ((8.0, 9.0, 3.5), (9.0, 10.0, 4.25))),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read(name: str, tmp_path: Path) -> None:
    text, counts = TABLES[name]
    (tmp_path / "t.csv").write_text(text, encoding="utf-8", newline="")
    assert arrivals_table(tmp_path / "t.csv", "here") == counts


def test_what_it_says_belongs_to_the_scenario_and_travels_with_it(tmp_path: Path) -> None:
    """The same file name with other content is another scenario; a stored one needs no file."""
    own, table, whole = (tmp_path / name for name in ("own.toml", "t.csv", "whole.toml"))
    own.write_text('extends = "account"\n[demand]\narrivals = "t.csv"\n')
    table.write_text("time,people\n8,3\n9,4\n")
    first = Scenario.load(own)
    whole.write_text(first.to_toml())
    table.write_text("time,people\n8,3\n9,5\n")
    assert Scenario.load(own) != first
    table.unlink()
    assert Scenario.load(whole).with_(name="own") == first

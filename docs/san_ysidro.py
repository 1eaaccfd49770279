"""A day at the pedestrian crossing of San Ysidro: measured waits by hour, and the model's beside.

``python docs/san_ysidro.py`` runs the days and writes docs/san_ysidro.md and its picture;
``python docs/san_ysidro.py FOLDER`` first derives the tables that ship from
FOLDER/pedestrian_waits.csv.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click
import matplotlib
import numpy as np

from gatecrush.experiments import run
from gatecrush.experiments.drawing.panels import BLUE, RED, page
from gatecrush.experiments.drawing.style import STYLE
from gatecrush.model import Scenario
from gatecrush.model.arrays import Floats

HERE: Final = Path(__file__).parent
HOUSE: Final = HERE.parent / "experiments"
ARRIVALS: Final = HOUSE / "scenarios" / "san_ysidro_arrivals.csv"
WAITS: Final = HOUSE / "scenarios" / "san_ysidro_waits.csv"
CITATION: Final = (
    "US Customs and Border Protection, border wait times, San Ysidro, pedestrians (public domain)"
)
MONDAY_TO_THURSDAY: Final = range(4)
A_DAY: Final = 20_000
"""People who cross on foot in a day, as published (round)."""
FLOOR: Final = 6.0
"""min; the smallest wait that is published is 5, so that one up to this may be none."""
AT_NIGHT: Final = 0.25
"""Arrivals as a share of what the lanes can take, where no queue tells: assumed."""
DAYS: Final = 20
FIRST: Final = {"run.time_step": 0.175, "gate.admission_interval": 3.91}
"""As it was first run: 86 s of 22 lanes, in the steps of the account."""


def mean_waits(path: Path, months: range) -> Floats:
    """Return the mean wait of each hour, min, over months, Mondays to Thursdays."""
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["ped_time_avg"]]
    of_hour: list[list[float]] = [[] for _ in range(24)]
    for row in rows:
        if int(row["bwt_month"]) in months and int(row["bwt_day"]) in MONDAY_TO_THURSDAY:
            of_hour[int(row["bwt_hour"])].append(float(row["ped_time_avg"]))
    return np.array([np.mean(each) for each in of_hour])


def arrivals_behind(waits: Floats) -> Floats:
    """Return who must have come in each hour for such waits: a = c (1 + dW/dt) in a queue.

    The last in a queue of Q people that c an hour leave waits W = Q / c. Where no queue stands,
    AT_NIGHT of c is assumed; c is such that A_DAY come.
    """
    edges = 0.5 * (waits + np.roll(waits, 1))
    of_capacity = 1.0 + (np.roll(edges, -1) - edges) / 60.0
    of_capacity[waits <= FLOOR] = AT_NIGHT
    return np.asarray(np.floor(A_DAY * of_capacity / of_capacity.sum()))


def write_tables(folder: Path) -> None:
    """Write the tables that ship."""
    path = folder / "pedestrian_waits.csv"
    odd, even = (mean_waits(path, range(first, 13, 2)) for first in (1, 2))
    head = f"# Derived from {CITATION}.\n"
    hours = range(24)
    WAITS.write_text(
        f"# Mean wait by hour, min, Monday to Thursday, of odd and of even months.\n{head}"
        "time,odd_months,even_months\n"
        + "".join(f"{hour}:00,{odd[hour]:.1f},{even[hour]:.1f}\n" for hour in hours),
        encoding="utf-8",
    )
    people = arrivals_behind(odd)
    ARRIVALS.write_text(
        "# People who come on foot by the hour: what waits of odd months let expect, if 20,000\n"
        f"# come in a day (docs/san_ysidro.md). Nobody counted them.\n{head}time,people\n"
        + "".join(f"{hour}:00,{people[hour]:.0f}\n" for hour in hours),
        encoding="utf-8",
    )


def modelled(settings: Mapping[str, float]) -> list[Floats]:
    """Return the mean wait of those who came in each hour, min, of each day."""
    days = []
    for seed in range(DAYS):
        people = run(Scenario.load("san_ysidro").with_(**settings), seed=seed).people
        wait = (people["admission_time"] - people["arrival_time"]) * 60.0
        hour = np.floor(people["arrival_time"]).astype(int)
        days.append(np.array([wait[hour == each].mean() for each in range(24)]))
    return days


def picture(odd: Floats, even: Floats, days: list[Floats]) -> None:
    """Draw waits by hour."""
    middle = np.arange(24) + 0.5
    with matplotlib.rc_context(STYLE):
        chart, axes = page(
            "Waiting to cross at San Ysidro on foot, Monday to Thursday",
            "Red: measured; dashed: the months that arrivals were derived from. Blue: days of the "
            "model.", 1, 1, size=(8.0, 4.6),
        )  # fmt: skip
        axis = axes[0, 0]
        for each in days:
            axis.plot(middle, each, color=BLUE, linewidth=0.9, alpha=0.6)
        axis.plot(middle, even, color=RED, linewidth=1.8)
        axis.plot(middle, odd, color=RED, linewidth=1.0, linestyle="--")
        axis.set_xlabel("hour of the day at which people come")
        axis.set_ylabel("mean wait, min")
        axis.set_xlim(0, 24)
        axis.set_ylim(bottom=0)
        axis.set_xticks(range(0, 25, 3))
        chart.savefig(HERE / "san_ysidro.png", dpi=110)


def errors(measured: Floats, model: Floats) -> tuple[float, float, float]:
    """Return mean difference, mean absolute difference and root mean square, min."""
    off = model - measured
    return float(off.mean()), float(np.abs(off).mean()), float(np.sqrt((off**2).mean()))


def write_page() -> None:
    """Run the days; write the picture, and the page from its text and what came out."""
    table = np.loadtxt(WAITS, delimiter=",", skiprows=3, usecols=(1, 2))
    odd, even = table.T
    days = modelled({})
    picture(odd, even, days)
    model, first = np.mean(days, axis=0), np.mean(modelled(FIRST), axis=0)
    low, high = np.min(days, axis=0), np.max(days, axis=0)
    lines = [
        "| hour | measured, even months | measured, odd months | model, first settings | model "
        "| its days |",
        "|---|---|---|---|---|---|",
        *(
            f"| {hour}:00 | {even[hour]:.1f} | {odd[hour]:.1f} | {first[hour]:.1f} | "
            f"{model[hour]:.1f} | {low[hour]:.1f} to {high[hour]:.1f} |"
            for hour in range(24)
        ),
    ]
    rows = [
        "| what | mean difference | mean absolute difference | root mean square |",
        "|---|---|---|---|",
    ]
    for words, measured, curve in (
        ("model, first settings, beside odd months", odd, first),
        ("model beside odd months, which its arrivals are derived from", odd, model),
        ("model beside even months", even, model),
    ):
        numbers = " | ".join(f"{each:.1f}" for each in errors(measured, curve))
        rows.append(f"| {words} | {numbers} |")
    off = np.abs(odd - even).mean()
    rows.append(f"| odd months beside even ones, both measured | {(odd - even).mean():.1f} | "
                f"{off:.1f} | {np.sqrt(((odd - even) ** 2).mean()):.1f} |")  # fmt: skip
    peaks = (
        f"Longest mean wait of an hour: measured {even.max():.1f} min at {even.argmax()}:00 (even "
        f"months); in the model {model.max():.1f} min at {model.argmax()}:00, with the first "
        f"settings {first.max():.1f} min at {first.argmax()}:00. Means of {DAYS} days, min."
    )
    text = (HERE / "san_ysidro.md").read_text(encoding="utf-8").partition(MARK)[0]
    parts = [text + MARK.rstrip("\n"), peaks, "\n".join(rows), "\n".join(lines)]
    (HERE / "san_ysidro.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


MARK: Final = "## What came out\n"
"""From here on the page is written by this file."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True), required=False)
def main(folder: Path | None) -> None:
    """Derive the tables from FOLDER if it is given, run the days, and write the page."""
    if folder is not None:
        write_tables(folder)
    write_page()


if __name__ == "__main__":
    main()

"""The small tables of measured crowds that ship, made from the trajectories of those who measured.

``python docs/measured_crowds.py FOLDER`` reads the trajectory files in FOLDER (see SOURCES) and
writes start positions, crossing times and people within 2 m of the gate, second by second.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import numpy as np

SHIPPED: Final = Path(__file__).parents[1] / "experiments" / "validation" / "measured_crowds"
NEAR: Final = 2.0
"""m."""
CROWD_QUEUE: Final = (
    "Adrian, Seyfried & Sieben 2020, J. R. Soc. Interface 17: 20190871; "
    "data: DOI 10.34735/ped.2018.1"
)
HERMES: Final = "Hermes experiments 2009, Forschungszentrum Juelich; data: archive ped.2009"
PUPILS: Final = "Forschungszentrum Juelich; data: DOI 10.34735/ped.2014.1"


@dataclass(frozen=True)
class Source:
    """A trajectory file and what it is."""

    path: str
    words: str
    citation: str
    frames_per_second: float
    per_meter: float = 1.0
    """Units of its positions in a meter."""
    middle: float = 0.0
    """Where the middle of the gate is, across, m."""
    line: float = 0.0
    """Where it is along the way, m: people who are not yet as far have not crossed."""


SOURCES: Final = {
    "crowd_queue_030": Source(
        "crowdqueue/030_c_56_h0.txt.gz",
        "Run 030: 75 people, corridor 5.6 m, gate 0.5 m, told to crowd, baseline motivation",
        CROWD_QUEUE,
        25.0,
    ),
    "crowd_queue_040": Source(
        "crowdqueue/040_c_56_h-.txt.gz",
        "Run 040: 75 people, corridor 5.6 m, gate 0.5 m, told to crowd, low motivation",
        CROWD_QUEUE,
        25.0,
    ),
    "hermes_070": Source(
        "hermes/uo-180-180-070.txt.gz",
        "148 people, corridor 1.8 m that ends in an opening of 0.7 m",
        HERMES,
        16.0,
        100.0,
        middle=0.9,
        line=-4.0,
    ),
    "hermes_120": Source(
        "hermes/uo-180-180-120.txt.gz",
        "170 people, corridor 1.8 m that ends in an opening of 1.2 m",
        HERMES,
        16.0,
        100.0,
        middle=0.9,
        line=-4.0,
    ),
    "pupils_080": Source(
        "gymnasium_2014/00_01a.csv.gz",
        "46 pupils of 11 to 12 years, opening 0.8 m",
        PUPILS,
        25.0,
    ),
}


def tables(source: Source, folder: Path) -> tuple[list[str], list[str]]:
    """Return the lines of people (where they begin, when they cross) and of seconds (how many)."""
    with gzip.open(folder / source.path, "rt", encoding="utf-8") as file:
        lines = [line.replace(",", " ") for line in file if line[:1] not in "#i\n"]
    rows = np.array([line.split()[:4] for line in lines], float)
    rows[:, 2:] = rows[:, 2:] / source.per_meter - (source.middle, source.line)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    first = rows[:, 1].min()
    people = ["person,x,y,crossed"]
    for person in np.unique(rows[:, 0]):
        own = rows[rows[:, 0] == person]
        crossed = [
            f"{(frame - first) / source.frames_per_second:.2f}" for frame in own[own[:, 3] < 0, 1]
        ]
        people.append(f"{person:.0f},{own[0, 2]:.2f},{own[0, 3]:.2f},{(crossed or [''])[0]}")
    seconds = ["second,people"]
    last = int((rows[:, 1].max() - first) / source.frames_per_second)
    for second in range(1, last + 1):
        now = rows[rows[:, 1] == first + second * source.frames_per_second]
        near = (np.hypot(now[:, 2], now[:, 3]) <= NEAR) & (now[:, 3] > 0)
        seconds.append(f"{second},{int(near.sum())}")
    return people, seconds


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
def main(folder: Path) -> None:
    """Write the tables of all sources in FOLDER."""
    for name, source in SOURCES.items():
        head = [f"# {source.words}.", f"# Derived from {source.citation}."]
        people, seconds = tables(source, folder)
        meaning = "# Meters from the middle of the gate where tracking begins; s of crossing it."
        _write(name, [*head, meaning, *people])
        if "crowd_queue" in name:
            meaning = "# People within 2 m of the middle of the gate (half disc), each second."
            _write(f"{name}_seconds", [*head, meaning, *seconds])


def _write(name: str, lines: list[str]) -> None:
    (SHIPPED / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The map "how many volunteers, from when?": days of every cell, simulated once and shipped.

All cells are of the same days. A day that broke before its volunteers came is the day without
them, to the bit, and is not simulated again. The map is stale once the scenario is another
(``Atlas.differences``) or one of its days comes out otherwise (a test simulates some again).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, NamedTuple

from gatecrush.model.scenario.scenario import Scenario

from ..days.planned_run import PlannedRun, code
from ..storage.whole_files import write_whole
from ..workers.pool import carry_out
from ..workers.progress import runs_shown, say_if_compiling
from .as_it_was import AsItWas, same_until
from .glance import DAYS, last_hour
from .glanced_day import GlancedDay, glanced
from .kept_days import KeptDays, cache_folder
from .paired_days import DayFailedError, PairedDays

SCENARIO: Final = "account"
SEED: Final = 0
COUNTS: Final = (0, 2, 4, 6, 8, 10, 15, 20)
STARTS: Final = (5.0, 8.0, 10.0, 12.0, 14.0, 15.0, 17.0, 19.0)
"""Hours from which on volunteers are there, h; the last two come when most days have broken."""
COUNT: Final = "volunteers.count"
START: Final = "volunteers.start"
HERE: Final = Path(__file__).parent

Cell = tuple[int, float]
"""Number of volunteers, and the hour from which on they are there, h."""
Minutes = tuple[int | None, ...]
"""When the order of each day broke, min after midnight; None: it was kept."""


class Atlas(NamedTuple):
    """What became of the days of every cell, and of which scenario they are."""

    scenario: str
    seed: int
    until: float
    """Hour at which a day was stopped that kept its order, h."""
    version: str
    code: str
    settings: Mapping[str, Any]
    """The scenario's parameters without volunteers' changes, by dotted name."""
    onsets: Mapping[Cell, Minutes]

    def broke(self, count: int, start: float) -> int:
        """Return on how many days of a cell the order broke."""
        return sum(onset is not None for onset in self.onsets[count, start])

    @property
    def days(self) -> int:
        """How many days each cell has."""
        return len(next(iter(self.onsets.values())))

    def differences(self, scenario: Scenario) -> tuple[str, ...]:
        """Return what makes a scenario another than that of the map, a line each.

        A parameter that the map does not know changes nothing as long as it has its default.
        """
        now, known = as_json(scenario), {**as_json(Scenario()), **self.settings}
        names = [name for name in {**now, **known} if now.get(name) != known.get(name)]
        return tuple(f"{name}: was {known.get(name)}, is {now.get(name)}" for name in names)

    def written(self) -> str:
        """Return the map as JSON, a line for each cell."""
        head = {name: getattr(self, name) for name in self._fields if name != "onsets"}
        cells = [
            json.dumps({COUNT: count, START: start, "onsets": onsets})
            for (count, start), onsets in self.onsets.items()
        ]
        return f"{json.dumps(head)[:-1]},\n" + '"cells": [\n' + ",\n".join(cells) + "\n]}\n"


def path_of(scenario: str) -> Path:
    """Return where the map of a scenario ships."""
    return HERE / f"atlas_{scenario}.json"


@cache
def shipped_atlas(scenario: str) -> Atlas | None:
    """Return the map of a scenario that ships; None: there is none."""
    if scenario != SCENARIO:
        return None
    found = json.loads(path_of(scenario).read_text(encoding="utf-8"))
    cells = found.pop("cells")
    return Atlas(
        **found, onsets={(cell[COUNT], cell[START]): tuple(cell["onsets"]) for cell in cells}
    )


def make(jobs: int | None = None) -> None:
    """Simulate the days of all cells, and write the map where it ships; go on where it was left."""
    jobs = (os.cpu_count() or 1) if jobs is None else jobs
    atlas = simulated(Scenario.load(SCENARIO), KeptDays(cache_folder(), _until()), jobs=jobs)
    write_whole(path_of(SCENARIO), atlas.written())


def simulated(
    scenario: Scenario,
    store: KeptDays,
    *,
    jobs: int,
    counts: Iterable[int] = COUNTS,
    starts: Iterable[float] = STARTS,
    days: int = DAYS,
    quiet: bool = False,
) -> Atlas:
    """Return the map of a scenario.

    Args:
        scenario: whose days they are.
        store: where days are kept.
        jobs: processes side by side; 0: this one.
        counts: numbers of volunteers.
        starts: hours from which on they are there, h.
        days: days of each cell.
        quiet: whether to show no progress.

    Raises:
        DayFailedError: a day failed; those that did not are kept.
    """
    cells = [(count, start) for count in counts for start in starts]
    nobody = runs_of(scenario, (0, scenario.volunteers.start), store.until, days)
    without = _carried_out(nobody, store, jobs=jobs, quiet=quiet)
    others = {cell: _that_differ(scenario, cell, without, store.until) for cell in cells}
    wanted = [run for runs in others.values() for run in runs]
    wanted.sort(key=lambda run: run.replication)  # cells cost unlike: so the time left is known
    _carried_out(wanted, store, jobs=jobs, quiet=quiet)
    onsets = {}
    for cell, runs in others.items():
        found = {run.replication: store.read(run) for run in runs}
        both = [found.get(day) or as_it_was for day, as_it_was in enumerate(without)]
        onsets[cell] = tuple(minute(each.onset) for each in both)
    made_with = version("gatecrush"), code(), as_json(scenario)
    return Atlas(scenario.name, SEED, store.until, *made_with, onsets)


def as_json(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's parameters by dotted name, as they are read back from JSON."""
    found: dict[str, Any] = json.loads(json.dumps(scenario.flat()))
    return found


def runs_of(scenario: Scenario, cell: Cell, until: float, days: int) -> list[PlannedRun]:
    """Return the days of a cell, by the names that a glance keeps them under."""
    count, start = cell
    changed = scenario.with_(**{COUNT: count, START: start})
    return PairedDays(changed, changed, days, SEED, until).sides[0]


def minute(onset: float | None) -> int | None:
    """Return an hour of a day in whole minutes, of which its log has a row each."""
    return None if onset is None else round(60 * onset)


def _until() -> float:
    return last_hour(Scenario.load(SCENARIO), None)


def _that_differ(
    scenario: Scenario, cell: Cell, without: list[GlancedDay], until: float
) -> list[PlannedRun]:
    """Return the days of a cell in which volunteers came before the order had broken."""
    runs, nobody = runs_of(scenario, cell, until, len(without)), scenario.with_(**{COUNT: 0})
    was = AsItWas(nobody, same_until(runs[0].scenario, nobody))
    return [run for run in runs if not was.answers(without[run.replication])]


def _carried_out(
    runs: list[PlannedRun], store: KeptDays, *, jobs: int, quiet: bool
) -> list[GlancedDay]:
    """Simulate what is not known yet, and return all."""
    missing = sum(not store.has(run) for run in runs)
    say_if_compiling(quiet=quiet or not missing)
    with runs_shown(missing, done=len(runs) - missing, quiet=quiet) as shown:
        simulate = partial(_simulated, until=store.until)
        carry_out(runs, store, jobs=jobs, simulate=simulate, shown=shown)
    found = [store.read(run) for run in runs]
    if None in found:
        why = next(iter(store.reasons.values()), "").strip().rpartition("\n")[2]
        raise DayFailedError(f"{found.count(None)} of {len(runs)} days failed: {why}")
    return [each for each in found if each is not None]


def _simulated(run: PlannedRun, *, until: float) -> dict[str, Any]:
    return glanced(run, until)._asdict()

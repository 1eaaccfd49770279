"""Days in turn, each beside itself without the changes: carried out, and told as they go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from gatecrush.model.scenario.scenario import Scenario

from ..days.planned_run import Changes, PlannedRun
from ..storage.whole_files import temporary_folder
from ..workers.own_processes import start_imports
from ..workers.pool import Ended, carry_out
from ..workers.processes import Workers
from ..workers.progress import runs_shown, say_if_compiling
from .as_it_was import AsItWas, same_until
from .board import Board
from .glanced_day import GlancedDay, Quarter, glanced
from .kept_days import KeptDays, cache_folder
from .outcome import Glance

AS_IT_WAS: Final = 1
"""Point of the days without the changes; those with them are point 0."""
LOOKED_AT: Final = 64
"""Days that are not over of which the board is read: those after them have not begun."""


class DayFailedError(Exception):
    """A day could not be simulated."""


class Progress(NamedTuple):
    """How far a day has come, or how it ended."""

    day: int
    """Its replication, from 0."""
    is_as_it_was: bool
    """Whether it is the day without the changes."""
    hour: float
    """How far it has come, h; when its order broke, if it did."""
    quarter: Quarter | None = None
    """The quarter of an hour that has just ended; None: the day is over."""
    found: GlancedDay | None = None
    """The day, once it is over."""


class PairedDays:
    """Days to be glanced at, with a change and, if there is one, without it."""

    def __init__(
        self,
        changed: Scenario,
        was: Scenario,
        days: int,
        seed: int,
        until: float,
        changes: Changes = (),
    ) -> None:
        """Plan days.

        Args:
            changed: the scenario.
            was: the same without the changes, or itself.
            days: how many.
            seed: root of all random numbers.
            until: hour at which to stop a day, h.
            changes: what changes on the way of each day; not of those as they were.
        """
        # Days are kept by what they depend on, and that is not what they are called.
        sides = [changed.with_(name="glance"), was.with_(name="glance")]
        self.until = until
        self.was = AsItWas(sides[1], same_until(sides[0], sides[1], changes))
        is_as_it_was = sides[0] == sides[1] and not changes
        on_the_way = changes, ()
        self.sides = [
            [PlannedRun(side, seed, day, on_the_way[point], point=point) for day in range(days)]
            for point, side in enumerate(sides[:1] if is_as_it_was else sides)
        ]

    @property
    def runs(self) -> list[PlannedRun]:
        """All days in turn, each beside itself without the changes.

        That one comes first where it may answer for both.
        """
        answers = self.was.until > self.was.scenario.run.start
        pairs = zip(*(self.sides[::-1] if answers else self.sides), strict=True)
        return [run for pair in pairs for run in pair]

    def carried_out(
        self,
        out: Path | None,
        *,
        jobs: int,
        tell: Callable[[Progress], object] | None = None,
        workers: Callable[[], Workers] | None = None,
        quiet: bool = False,
    ) -> Glance:
        """Simulate what is not known yet (arguments: see ``glance``).

        Raises:
            DayFailedError: a day failed; those that did not are kept.
        """
        with ExitStack() as held:
            spare = None if out else Path(held.enter_context(temporary_folder("glance")))
            store = KeptDays(out or cache_folder(), self.until, spare, self.was)
            missing = [run for run in self.runs if not store.has(run)]
            if missing and jobs and workers is None:
                start_imports()  # beside what this process does until the first day
            say_if_compiling(quiet=quiet or not missing)
            teller = _Teller(store, tell)
            for run in self.runs:
                teller.told_if_known(run)
            left = Counter(run.point for run in missing)
            done = len(self.runs) - len(missing)
            shown = held.enter_context(runs_shown(left, done=done, quiet=quiet))
            self._simulate(missing, store, teller, held, jobs=jobs, workers=workers, shown=shown)
            if store.reasons:
                why = next(iter(store.reasons.values())).strip().rpartition("\n")[2]
                raise DayFailedError(f"{len(store.reasons)} of {len(missing)} days failed: {why}")
            if missing and out is None:
                store.forget_old()
            return self._read(store, missing)

    def _simulate(
        self,
        missing: list[PlannedRun],
        store: KeptDays,
        teller: _Teller,
        held: ExitStack,
        *,
        jobs: int,
        workers: Callable[[], Workers] | None,
        shown: Callable[[Ended], object] | None,
    ) -> None:
        """Simulate days here, or elsewhere with a board on which they write how far they are."""
        board, simulate = None, partial(simulate_here, until=self.until, tell=teller.of)
        if jobs and missing:
            hours = self.until - min(run.scenario.run.start for run in missing)
            folder = held.enter_context(temporary_folder("board"))
            board = teller.board = Board(folder / "board", 2 * len(self.sides[0]), hours)
            board.make()
            simulate = partial(simulate_elsewhere, until=self.until, board=board)

        def over(what: Ended) -> None:
            for ended in teller.over(what):
                if shown is not None:
                    shown(ended)

        carry_out(
            missing, store, jobs=jobs, simulate=simulate, shown=over, workers=workers,
            meanwhile=teller.look if board is not None else None,
        )  # fmt: skip

    def _read(self, store: KeptDays, missing: list[PlannedRun]) -> Glance:
        found = [[store.read(run) for run in side] for side in self.sides]
        sides = [tuple(day for day in side if day is not None) for side in found]
        new = [store.read(run) for run in missing]
        spent = sum(day.cpu_seconds for day in new if day is not None)
        return Glance(sides[0], sides[1] if len(sides) > 1 else None, spent)


def simulate_here(
    run: PlannedRun, *, until: float, tell: Callable[[PlannedRun, Quarter], object]
) -> dict[str, Any]:
    """Simulate a day and return what is kept of it."""
    return glanced(run, until, partial(tell, run))._asdict()


def simulate_elsewhere(run: PlannedRun, *, until: float, board: Board) -> dict[str, Any]:
    """Simulate a day in another process: it writes on a board how far it has come."""
    row, written = row_of(run), Counter[str]()

    def tell(quarter: Quarter) -> None:
        board.write(row, written["quarters"], quarter)
        written["quarters"] += 1

    return glanced(run, until, tell)._asdict()


def row_of(run: PlannedRun) -> int:
    """Return the row of a day on the board."""
    return 2 * run.replication + run.point


class _Teller:
    """Tells how far days have come and how they ended."""

    def __init__(self, store: KeptDays, tell: Callable[[Progress], object] | None) -> None:
        self.store, self.tell = store, tell
        self.board: Board | None = None
        self.under_way: dict[int, PlannedRun] = {}

    def of(self, run: PlannedRun, quarter: Quarter) -> None:
        """Tell of a quarter of an hour."""
        if self.tell is not None:
            self.tell(Progress(run.replication, run.point == AS_IT_WAS, quarter.hour, quarter))

    def told_if_known(self, run: PlannedRun) -> bool:
        """Tell of a day that is over; return whether it is."""
        found = self.store.read(run)
        if found is None:
            self.under_way[row_of(run)] = run
            return False
        if self.tell is not None:
            hour = found.reached if found.onset is None else found.onset
            self.tell(Progress(run.replication, run.point == AS_IT_WAS, hour, found=found))
        return True

    def over(self, what: Ended) -> Iterator[Ended]:
        """Tell of a day that has just ended, and of the one it answers for; yield them, once."""
        self.look()
        if self.under_way.pop(row_of(what.run), None) is not None:
            if not what.reason:
                self.told_if_known(what.run)
            yield what
        is_as_it_was = what.run.point == AS_IT_WAS
        other = self.under_way.get(row_of(what.run) - AS_IT_WAS) if is_as_it_was else None
        if other is not None and self.store.has(other):
            yield from self.over(Ended(other, "", 0.0))

    def look(self) -> None:
        """Tell what days have written on the board since."""
        if self.board is not None and self.tell is not None:
            for row, run in list(islice(self.under_way.items(), LOOKED_AT)):
                for quarter in self.board.news(row):
                    self.of(run, quarter)

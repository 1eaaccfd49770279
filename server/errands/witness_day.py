"""A whole day as the witness page needs it, made beside the page and kept for who asks next."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.witness.choice import PRESETS, person_like

from ..days.links import LinkError, day_of, link_of
from .process import of_days

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.experiments.account.beside_a_day import Compared

FIRST: Final = "at-nine"
"""Whom the page follows unless told otherwise: the key of a preset."""
LARGEST_PERSON: Final = 10**6
MOST_KEPT: Final = 8
"""Days kept."""
SEEN: Final = ["time", "waiting_near", "pressing_near", "press_share"]
"""Columns of the series that the page needs."""


class ToldDay(NamedTuple):
    """What a whole day left behind."""

    people: pd.DataFrame
    series: pd.DataFrame
    facts: tuple[Compared, ...]


def tell(day: PlannedRun) -> ToldDay:
    """Run a whole day and return what the page needs of it."""
    from gatecrush.experiments.account.beside_a_day import account_beside_model

    record = day.repeat()
    facts = account_beside_model(record, day.scenario)
    return ToldDay(record.people, record.series[SEEN].copy(), facts)


class Tellings:
    """The days told last, in memory; nothing in them belongs to a visitor."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Keep so many."""
        self.most = most
        self._kept: OrderedDict[str, ToldDay] = OrderedDict()
        self._lock = Lock()

    def told(self, day: PlannedRun) -> ToldDay | None:
        """Return a day if it is kept."""
        with self._lock:
            return self._kept.get(link_of(day))

    def have_told(self, day: PlannedRun) -> ToldDay:
        """Return a day, and have it run if it is not kept.

        Raises:
            FailedErrandError: it took too long, or too much memory.
        """
        known = self.told(day) or of_days.run(tell, day)
        with self._lock:
            self._kept[link_of(day)] = known
            self._kept.move_to_end(link_of(day))
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return known


TELLINGS: Final = Tellings()
"""Those of this server."""


def linked(search: str | None) -> tuple[PlannedRun, str, float | None]:
    """Return the day of a link, whom to follow (a preset's key, or a person), and the moment, h.

    Raises:
        LinkError: it names something that does not exist.
    """
    from urllib.parse import parse_qsl

    day, moment = day_of(search)
    choice = dict(parse_qsl((search or "").lstrip("?"))).get("person", FIRST)
    if choice not in PRESETS and not _is_person(choice):
        raise LinkError("This link names a person by something that is no whole number.")
    return day, choice, moment


def link_to(day: PlannedRun, choice: str) -> str:
    """Return the link that reopens a day and whom is followed in it."""
    return f"{link_of(day)}&person={choice}"


def found(day: PlannedRun, told: ToldDay, choice: str) -> tuple[int | None, str]:
    """Return the person of a day who is to be followed, or why there is none.

    Args:
        day: which day.
        told: what it left behind.
        choice: the key of a preset, or the person.
    """
    if choice in PRESETS:
        start, floor = day.scenario.run.start, day.scenario.waiters.patience_floor
        person = person_like(choice, told.people, start=start, patience_floor=floor)
        return person, "" if person is not None else PRESETS[choice].nobody
    person = int(choice)
    if person < len(told.people):
        return person, ""
    last = len(told.people) - 1
    return None, f"There is no person {person} in this day: people count from 0 to {last}."


def _is_person(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= LARGEST_PERSON

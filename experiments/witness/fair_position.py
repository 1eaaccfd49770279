"""Where a person stands in the fair order while they wait, families aside.

    ahead(t)  = number of people who came before them and are still waiting at t,
    passed(t) = number of people who came after them and have been let in by t.

Fair order is the order of arrival; those who come together share a place in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatecrush.model.arrays import Floats
from gatecrush.model.record.measures.order import fair_ranks

if TYPE_CHECKING:
    import pandas as pd

Integers = NDArray[np.int64]


class FairPosition(NamedTuple):
    """A person's position in the fair order at some hours."""

    hours: Floats
    """Hours of the day, h."""
    ahead: Integers
    """People who came before them and still wait."""
    passed: Integers
    """People who came after them and have been let in."""


def fair_position(
    people: pd.DataFrame, person: int, hours: Floats, *, start: float
) -> FairPosition:
    """Return where a person stands in the fair order.

    Args:
        people: a row a person who came (columns.PEOPLE).
        person: the person.
        hours: hours of the day, none before they came.
        start: hour of the day at which the run starts.
    """
    ranks = ranks_of(people, start)
    own = ranks[(people["person"] == person).to_numpy()][0]
    others = (people["kind"] != "family").to_numpy()
    gone = np.sort(people["exit_time"].to_numpy()[others & (ranks < own)])
    admitted = np.sort(people["admission_time"].to_numpy()[others & (ranks > own)])
    return FairPosition(
        hours,
        len(gone) - np.searchsorted(gone, hours, "right"),
        np.searchsorted(admitted, hours, "right"),
    )


def ahead_on_arrival(people: pd.DataFrame, *, start: float) -> Integers:
    """Return how many people who came before were still there when each person came.

    Args:
        people: a row a person who came (columns.PEOPLE).
        start: hour of the day at which the run starts.

    Returns:
        Families aside, shape (n,).
    """
    ranks, others = ranks_of(people, start), (people["kind"] != "family").to_numpy()
    before = np.searchsorted(np.sort(ranks[others]), ranks, "left")
    gone = np.sort(people["exit_time"].to_numpy()[others])
    return before - np.searchsorted(gone, people["arrival_time"].to_numpy(), "right")


def ranks_of(people: pd.DataFrame, start: float) -> Integers:
    """Return the place of each person in the fair order."""
    number = people["number"].fillna(0).to_numpy(np.int64)
    return fair_ranks(people["arrival_time"].to_numpy(), number, start=start)

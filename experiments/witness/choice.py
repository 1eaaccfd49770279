"""Whom one may want to follow through a day, and who of that day comes nearest."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from gatecrush.model.record.measures.night import LATE

from .fair_position import ahead_on_arrival

if TYPE_CHECKING:
    import pandas as pd

NINE: Final = 9.0
"""Arrival of the one who came at nine, h."""
AHEAD: Final = 250
"""People in line when the witness arrives (account 3)."""
HOUR_SCALE, AHEAD_SCALE = 0.5, 25.0
"""An hour and a number of people that count as equally far off, h and people."""
FARTHEST: Final = 3.0
"""Who is farther off in these scales is nobody like them."""
LUNCH: Final = 13.0
"""After lunch begins, h."""
FORENOON: Final = (8.0, 11.0)
"""When those came who got in at night as the witness did, h."""


class Preset(NamedTuple):
    """Somebody to follow, described."""

    key: str
    words: str
    nobody: str
    """What to say if nobody is like that."""
    find: Callable[[pd.DataFrame, float, float], int | None]
    """Takes people, start (h) and the shortest wait for the marker (min)."""


def person_like(
    key: str, people: pd.DataFrame, *, start: float, patience_floor: float
) -> int | None:
    """Return the person of a day whom a preset describes, None if there is none.

    Args:
        key: of a preset.
        people: a row a person who came (columns.PEOPLE).
        start: hour of the day at which the run starts.
        patience_floor: time for which everybody waits for the marker, min.
    """
    return PRESETS[key].find(people, start, patience_floor)


def never_told(people: pd.DataFrame, patience_floor: float) -> pd.Series:
    """Tell who certainly had not heard of the list when they went for the gate.

    Whoever has heard of it waits for the marker for ``patience_floor`` min at least.
    """
    soon = (people["pressing_time"] - people["arrival_time"]) * 60 < patience_floor
    return soon & people["reached_time"].notna()


def _at_nine(people: pd.DataFrame, start: float, _: float) -> int | None:
    ahead = ahead_on_arrival(people, start=start)
    off = np.hypot(
        (people["arrival_time"].to_numpy() - NINE) / HOUR_SCALE, (ahead - AHEAD) / AHEAD_SCALE
    )
    off = np.where((people["kind"] == "waiter").to_numpy(), off, np.inf)
    if not (off <= FARTHEST).any():
        return None
    return int(people["person"].iloc[int(off.argmin())])


def _in_by_night(people: pd.DataFrame, _: float, __: float) -> int | None:
    """Return who got in nearest to one o'clock at night of those who came in the forenoon."""
    like = people[
        people["arrival_time"].between(*FORENOON)
        & (people["kind"] == "waiter")
        & (people["admission_time"] >= LATE)
    ]
    if like.empty:
        return None
    return int(like["person"].iloc[int(np.abs(like["admission_time"].to_numpy() - 25.0).argmin())])


def _never_heard(people: pd.DataFrame, _: float, patience_floor: float) -> int | None:
    like = people[
        (people["arrival_time"] >= LUNCH)
        & people["number"].isna()
        & never_told(people, patience_floor)
    ]
    return _first(like, "arrival_time")


def _family(people: pd.DataFrame, _: float, __: float) -> int | None:
    return _first(people[people["kind"] == "family"], "arrival_time")


def _last_in(people: pd.DataFrame, _: float, __: float) -> int | None:
    admitted = people[people["admission_time"].notna()]
    return _first(admitted.sort_values("admission_time").tail(1), "admission_time")


def _first(people: pd.DataFrame, by: str) -> int | None:
    return None if people.empty else int(people["person"].loc[people[by].idxmin()])


PRESETS: Final = {
    each.key: each
    for each in (
        Preset(
            "at-nine",
            "The one who came at nine with 250 ahead",
            "Nobody in this day came around nine, was told of the list, and found anything like "
            "250 people waiting.",
            _at_nine,
        ),
        Preset(
            "in-by-night",
            "One who came in the morning and got in at night",
            "Nobody in this day came between eight and eleven in the morning, was told of the "
            "list, and got in after 23:00, as the witness did.",
            _in_by_night,
        ),
        Preset(
            "never-told",
            "The one who came after lunch and never heard of the list",
            "Everybody in this day who came after lunch was told of the list, or waited for the "
            "marker.",
            _never_heard,
        ),
        Preset("family", "A family with children", "No family came on this day.", _family),
        Preset("last-in", "The last to be let in", "Nobody was let in on this day.", _last_in),
    )
}
"""By key, in the order in which they are offered."""

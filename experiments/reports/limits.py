"""What no run can tell, where rules and numbers come from, and whom the model is about."""

from __future__ import annotations

from typing import Final

from gatecrush.model.scenario.scenario import Scenario

from ..ensemble.table import how_it_was_made

DAYS_ENOUGH: Final = 30
"""Days from which on a report does not call its own days few."""
_CELL: Final = Scenario().site.cell
_MADE: Final = how_it_was_made()
_FIRST: Final = _MADE["rounds"][0]
CANNOT_KNOW: Final = (
    "It knows no individuals. It was written from the facts of one published account, and one "
    f"account does not settle the parameters: of {_FIRST['days']} settings spread over the ranges "
    f"searched, {_FIRST['accepted']} gave a day that meets every fact; a longer search found "
    f"{_MADE['members']}, and they differ.",
    f"One person stands on a cell of {_CELL:g} m, so it cannot show more than {_CELL**-2:.2g} "
    "people per m². Deadly "
    "crushes are denser. It can show where a crowd heads for such densities, not what happens in "
    "them.",
    "The hour at which the order breaks varies widely from seed to seed. One day is an anecdote: "
    f"look at {DAYS_ENOUGH} or more before you compare anything.",
    "Contact force is a bookkeeping of pushes passed from body to body, not the mechanics of "
    "bodies.",
    "Several bands that results are held against (loads, densities, walking speeds) were read in "
    "secondary sources, and are marked so.",
    "Not modeled: cold and darkness, injuries, or what becomes of those turned back.",
)
"""What no run can tell."""
SOURCES: Final = (
    "Thresholds: Granovetter 1978. Objections to intruders: Milgram and others 1986.",
    "Walking on a floor field, friction: Burstedde and others 2001; Kirchner and Schadschneider "
    "2002; Kirchner, Nishinari and Schadschneider 2003. Speeds: Weidmann 1993. Headway: Seyfried "
    "and others 2005.",
    "Forces on a lattice: Henein and White 2007.",
    "Entrances and pushing: Sieben and others 2017; Adrian and others 2018 and 2020; Üsten and "
    "others 2022 and 2023; Lügering and others 2023.",
    "Loads*: Evans and Hayden 1971; Fruin 1993; Hopkins and others 1993.",
    "Queues: Bailey 1954 (bulk service); Larson 1987 and Gordon 1987 (skips and slips).",
    "* read in secondary sources only.",
)
"""Where rules and numbers come from."""
RESPECT: Final = (
    "On 25 September 2022 people stood at a border crossing for fifteen hours and more. Many of "
    "them feared for their lives, and with nobody in office keeping order they kept it themselves "
    "for half a day. This page exists to understand such hours and to make such places less "
    "dangerous for those who wait. It gives no advice on keeping people out. People who press are "
    "not its villains: most of them have simply never been told that there is a list. Nobody in it "
    "is a real person."
)

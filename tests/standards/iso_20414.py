"""ISO 20414:2020, verification and validation protocol for building fire evacuation models.

The standard is not public: numbers, titles and geometry were read in secondary sources (public
issues and verification pages of JuPedSim and pyFDS-Evac), and are given in our words.
"""

from __future__ import annotations

from .listed import NO_ALARM, NO_FOLLOWING, NO_LIFT, NO_SMOKE, STAIRS, Listed

NAME = "ISO 20414"
CITATION = (
    "ISO 20414:2020, Fire safety engineering: Verification and validation protocol for building "
    "fire evacuation models, clause 5"
)
SOURCE = "the standard is not public; read in secondary sources"


def _iso(number: str, title: str, asks: str, not_ours: str = "", *, differs: str = "") -> Listed:
    return Listed(NAME, number, title, asks, not_ours, differs)


LISTED = (
    _iso("1", "Pre-evacuation time", "Start times follow an assigned distribution.", NO_ALARM),
    _iso(
        "2",
        "Walking speed in a corridor",
        "One person at 1 m/s walks 40 m in 40 s.",
        differs="Median of 21 walks within 5 %: steps are drawn, a single walk has a spread.",
    ),
    _iso("3", "Walking speed on stairs", "The same on stairs.", STAIRS),
    _iso("4", "Movement around a corner", "Twenty people go round a corner, through no wall."),
    _iso(
        "5",
        "Assigned demographics",
        "Walking speeds follow the assigned distribution.",
        differs="N(1.33, 0.26) and N(1.2, 0.2) m/s.",
    ),
    _iso(
        "6",
        "Counter-flows",
        "100 people cross a corridor against 0, 10, 50 and 100 who come the other way: the more, "
        "the longer it takes.",
    ),
    _iso(
        "7",
        "Overtaking people with movement disabilities",
        "24 people need longer on a ramp behind a slower person who takes more room.",
        "Everybody takes one cell: nobody is wider; no ramps.",
    ),
    _iso(
        "8",
        "Exit route allocation",
        "People use the exit assigned to them.",
        differs="The exit of each is drawn, in equal shares.",
    ),
    _iso(
        "9",
        "Dynamic availability of exits",
        "They turn to another when one shuts.",
        differs="Gates that open every minute, of which one shuts; people think again once a "
        "minute at most.",
    ),
    _iso(
        "10",
        "Congestion before stairs",
        "150 people leave a room through a corridor: congestion before the room's exit, a steady "
        "flow in the corridor, congestion again at the stairs.",
        differs="Without the stairs: only the room and the corridor.",
    ),
    _iso(
        "11",
        "Maximum flow through an opening",
        "100 people leave 8 m by 5 m through 1 m: not more than 1.33 per m and s.",
        differs="1.05 m, three cells, specific flow.",
    ),
    _iso("12", "Flow on stairs", "The flow grows with the width of the stairs.", STAIRS),
    _iso(
        "13",
        "Flow, density and speed in a corridor",
        "Speed falls with density, 0.5 to 4 per m²; the flow rises, then falls.",
        differs="A corridor 8 m by 90 m; the flow's fall has to show between 2 and 4 per m².",
    ),
    _iso(
        "14",
        "Group behavior",
        "A group with one slow member reaches the exit together, within 10 s.",
    ),
    _iso(
        "15",
        "Social influence on the choice of exit",
        "Others' choice is followed.",
        NO_FOLLOWING,
    ),
    _iso("16", "Affiliation to familiar exits", "A familiar exit is preferred.", NO_FOLLOWING),
    _iso(
        "17",
        "Route choice by geometry",
        "The shorter of two routes is taken.",
        differs="Two ways round a block, by ten people.",
    ),
    _iso("18", "Walking speed in smoke", "Speed falls with the extinction.", NO_SMOKE),
    _iso("19", "Incapacitation by toxic gases", "At a fractional effective dose of 1.", NO_SMOKE),
    _iso(
        "building-specific",
        "Building-specific components",
        "Lifts and the like; their numbers were not found in the sources used.",
        NO_LIFT,
    ),
)

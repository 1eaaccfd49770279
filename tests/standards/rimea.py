"""RiMEA, Guideline for Microscopic Evacuation Analysis, version 4: the tests of its annex 1.

The guideline is free (RiMEA e.V.); geometry and criteria were read in secondary sources of version
4.1.1. Numbers, titles and what is asked are given in our words.
"""

from __future__ import annotations

from .listed import NO_ALARM, STAIRS, Listed

NAME = "RiMEA"
CITATION = (
    "RiMEA e.V., Guideline for Microscopic Evacuation Analysis, version 4.1.1 (2025), annex 1"
)
SOURCE = "read in secondary sources"


def _rimea(number: str, title: str, asks: str, not_ours: str = "", *, differs: str = "") -> Listed:
    return Listed(NAME, number, title, asks, not_ours, differs)


LISTED = (
    _rimea(
        "1",
        "Maintaining the walking speed in a corridor",
        "One person walks 40 m of a corridor 2 m wide at 1.33 m/s in 26 to 34 s.",
        differs="Walked on the project's own site, straight and with the scene turned.",
    ),
    _rimea("2", "Maintaining the walking speed up stairs", "As test 1, 10 m up.", STAIRS),
    _rimea("3", "Maintaining the walking speed down stairs", "As test 1, 10 m down.", STAIRS),
    _rimea(
        "4",
        "Fundamental diagram",
        "Mean speed at 0.5 to 6 people per m² in a long corridor; no limits are given.",
        differs="A corridor 8 m by 90 m, ten seconds measured after ten to settle; held against "
        "Weidmann 1993, within 20 % up to 3 per m². From 4 per m² on it only has to fall.",
    ),
    _rimea("5", "Pre-movement time", "Ten people start after 10 to 100 s, uniform.", NO_ALARM),
    _rimea(
        "6",
        "Movement around a corner",
        "Twenty people go round a corner of a corridor 2 m wide without crossing its walls.",
    ),
    _rimea(
        "7",
        "Demographic parameters",
        "Walking speeds of 50 adults follow a given distribution.",
        differs="N(1.33, 0.26) m/s (after Weidmann 1993) and N(1.2, 0.2) m/s.",
    ),
    _rimea(
        "8",
        "Parameter study",
        "One parameter is varied (walking speed 0.5, 0.75, 1.0 m/s) and the time until everybody "
        "is out is shown; no limits are given.",
        differs="One room of 10 m by 10 m instead of a building of three floors; the time has to "
        "fall as people walk faster.",
    ),
    _rimea(
        "9",
        "Crowd leaving a large public space",
        "1,000 people leave 20 m by 20 m through four doors of 1 m, then through two: about twice "
        "the time.",
        differs="Doors of 1.05 m, three cells; a factor of 1.5 to 2.5 counts as about twice.",
    ),
    _rimea(
        "10",
        "Allocation of escape routes",
        "People use the exit assigned to them.",
        differs="Twelve rooms at a corridor with a gate at each end; the exit of each is drawn, in "
        "equal shares.",
    ),
    _rimea(
        "11",
        "Choice of escape route",
        "Most use the nearer of two exits, some not.",
        differs="200 people in half of a hall of 28 m by 20 m, exits of 1.05 m, chosen by what "
        "people see (gate.choice).",
    ),
    _rimea(
        "12a",
        "Bottleneck: distance to the goal",
        "150 people leave a room through a bottleneck; the farther the goal behind it, the longer "
        "it takes, up to a constant.",
        differs="1.05 m wide, three cells; goals 2, 6 and 10 m behind it, means of ten runs.",
    ),
    _rimea(
        "12b",
        "Bottleneck: its length",
        "The same takes longer through a bottleneck 5 m long than through one of 0.2 m.",
        differs="1.05 m wide; the short one is one cell, 0.35 m.",
    ),
    _rimea(
        "12c",
        "Bottleneck: congestion before it, none behind it",
        "The course of the number of people in the room and in the one behind it.",
        differs="The density before the bottleneck has to exceed that behind it twice.",
    ),
    _rimea(
        "12d",
        "Bottleneck: its width",
        "The flow grows with the width, 0.8 to 1.2 m.",
        differs="0.7, 1.05 and 1.4 m, two to four cells.",
    ),
    _rimea("13", "Fundamental diagram on stairs", "Speed and density up and down.", STAIRS),
    _rimea("14", "Choice of route", "Short way by stairs or long way on the level.", STAIRS),
    _rimea(
        "15",
        "Large crowd around a corner",
        "500 people in a corridor 20 m wide take a time round the corner between those of a "
        "shorter and a longer straight way.",
    ),
    _rimea(
        "16",
        "Fundamental diagram in single file",
        "Speed against people per meter in a lane in which nobody overtakes, within an envelope "
        "of experiments.",
        differs="The envelope is not public: held against h = 0.36 m + 1.06 s v (Seyfried 2005, "
        "read in secondary sources), within 0.15 m/s; lane 120 m long and one cell wide.",
    ),
)

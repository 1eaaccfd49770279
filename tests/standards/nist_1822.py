"""NIST Technical Note 1822 (2013): tests of building fire evacuation models, in our words.

Seventeen tests of verification in five groups; for validation the note names the same five core
components and suggests data sets rather than numbered tests.
"""

from __future__ import annotations

from .listed import NO_ALARM, NO_CHOICES, NO_FOLLOWING, NO_LIFT, NO_SMOKE, Listed
from .listed import STAIRS as NO_STAIRS

NAME = "NIST TN 1822"
CITATION = (
    "Ronchi, Kuligowski, Reneke, Peacock & Nilsson 2013, The Process of Verification and "
    "Validation of Building Fire Evacuation Models, NIST Technical Note 1822, "
    "doi:10.6028/NIST.TN.1822"
)
SOURCE = "read in secondary sources"


def _nist(number: str, title: str, asks: str, not_ours: str = "", *, differs: str = "") -> Listed:
    return Listed(NAME, number, title, asks, not_ours, differs)


LISTED = (
    _nist("Verif.1.1", "Pre-evacuation times", "They follow a distribution.", NO_ALARM),
    _nist(
        "Verif.2.1",
        "Speed in a corridor",
        "One person at 1 m/s walks 40 m in 40 s.",
        differs="Median of 21 walks within 5 %: steps are drawn, a single walk has a spread.",
    ),
    _nist("Verif.2.2", "Speed on stairs", "The same up and down stairs.", NO_STAIRS),
    _nist("Verif.2.3", "Movement around a corner", "Twenty people, through no wall."),
    _nist("Verif.2.4", "Assigned demographics", "Speeds follow the assigned distribution."),
    _nist("Verif.2.5", "Reduced visibility", "Speed falls with the extinction.", NO_SMOKE),
    _nist("Verif.2.6", "Incapacitation", "At a fractional effective dose of 1.", NO_SMOKE),
    _nist("Verif.2.7", "Elevator usage", "People leave by an elevator.", NO_LIFT),
    _nist(
        "Verif.2.8",
        "Horizontal counter-flows",
        "100 people cross a corridor of 2 m by 10 m against 0, 10, 50 and 100 who come the other "
        "way: the more, the longer it takes.",
    ),
    _nist(
        "Verif.2.9",
        "Group behaviors",
        "Four people at 1.25 m/s and one at 0.5 m/s, one group, reach the exit within 10 s of "
        "each other.",
    ),
    _nist(
        "Verif.2.10",
        "People with movement disabilities",
        "A slower and wider person on a ramp delays those behind.",
        "Everybody takes one cell: nobody is wider; no ramps.",
    ),
    _nist(
        "Verif.3.1",
        "Exit route allocation",
        "People use the exit assigned.",
        differs="The exit of each is drawn, in equal shares.",
    ),
    _nist("Verif.3.2", "Social influence", "On the choice of exit.", NO_FOLLOWING),
    _nist("Verif.3.3", "Affiliation", "Familiar exits are preferred.", NO_FOLLOWING),
    _nist(
        "Verif.4.1",
        "Dynamic availability of exits",
        "An exit shuts, and people use another.",
        differs="Gates that open every minute, of which one shuts; people think again once a "
        "minute at most.",
    ),
    _nist(
        "Verif.5.1",
        "Congestion",
        "150 people leave a room through a corridor to stairs: congestion before the room's exit "
        "and before the stairs, a steady flow between.",
        differs="Without the stairs: only the room and the corridor.",
    ),
    _nist(
        "Verif.5.2",
        "Maximum flow rates",
        "100 people leave 8 m by 5 m through 1 m: not more than 1.33 per m and s.",
        differs="1.05 m, three cells, specific flow.",
    ),
    _nist("validation: pre-evacuation", "Data on pre-evacuation times", "Compare.", NO_ALARM),
    _nist(
        "validation: movement",
        "Data on movement and navigation",
        "Compare speeds at densities with experiments.",
        differs="Weidmann 1993 within 20 %, up to 3 per m².",
    ),
    _nist("validation: exit usage", "Data on the choice of exits", "Compare.", NO_CHOICES),
    _nist("validation: routes", "Data on the availability of routes", "Compare.", NO_CHOICES),
    _nist(
        "validation: flow",
        "Data on flow constraints",
        "Compare the flow through bottlenecks with experiments.",
        differs="1.2 to 2.5 per m and s, linear in width (R² > 0.95), as in bottleneck "
        "experiments.",
    ),
)

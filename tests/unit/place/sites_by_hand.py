"""Small sites by their measures, and what can be reached on them."""

import numpy as np

from gatecrush.model.place.layout import SiteParameters
from gatecrush.model.place.surroundings import STEPS

SMALL = {"length": 40.0, "drop_off_near": 10.0, "drop_off_far": 30.0}
WIDTHS = (1.2, 1.6, 2.0, 3.2, 4.0, 8.0, 12.0)


def site(**changes):
    """A small site."""
    return SiteParameters(**SMALL | changes)


def reached(walkable, start, barred):
    """Cells that can be reached from a set without entering barred ones, by straight steps."""
    here, open_to = start & walkable, walkable & ~barred
    while True:
        beyond = here.copy()
        for dr, dc in STEPS[:4]:
            beyond |= np.roll(here, (dr, dc), (0, 1)) & open_to
        if (beyond == here).all():
            return here
        here = beyond

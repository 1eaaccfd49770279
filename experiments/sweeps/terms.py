"""Terms of a sweep that the command line needs at once: designs, engines, shares."""

from __future__ import annotations

from typing import Final

CROSSED, LATIN, SOBOL, MORRIS, SALTELLI = "crossed", "latin", "sobol", "morris", "saltelli"
DESIGNS: Final = (CROSSED, LATIN, SOBOL, MORRIS, SALTELLI)
"""How points are placed: all combinations, Latin hypercube, Sobol, and two for sensitivity."""
LISTED: Final = "listed"
"""Points stated one by one with all that each changes, as studies have them."""
TRANSITION, ROUNDS = "transition", "rounds"
SEARCHES: Final = (TRANSITION, ROUNDS)
"""Not drawn beforehand: each run is placed by the outcomes of earlier ones."""
WITHOUT_FIGURE: Final = {
    LISTED: "days of studies have no curve in common: each study has a figure of its own",
    ROUNDS: "days of a search for an ensemble were placed by its rounds, so that a figure or a "
    "report of them would mean nothing; what it found is in its account.csv",
}
"""Plans whose days are not drawn as those of a sweep are, and why."""
LARGEST_SEED: Final = 2**63 - 1
"""Largest root of random numbers: what a table's column can hold."""
COUNTS: Final = {"samples": 1_000_000, "replications": 1_000_000, "seed": LARGEST_SEED}
"""Counts that a plan states, and the most that each can be."""
LOCAL, DASK = "local", "dask"
ENGINES: Final = (LOCAL, DASK)
"""Who carries out runs: processes on this machine, or the workers of a Dask scheduler."""

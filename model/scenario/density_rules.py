"""Gates that are shut, and rules that open or shut one by the density in a zone of the plan.

A rule is a line such as ``hall above 4: open east``: zone, people per m^2, what is done, gate.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ..place.layout import SiteParameters
from ..place.site import gate_names, zones_of
from ..rules.gate import GateParameters
from .door import plain

FORM: Final = re.compile(
    r"(?P<zone>.+?) (?P<side>above|below) (?P<limit>\d+(\.\d+)?) ?: ?"
    r"(?P<act>open|shut) (?P<gate>.+)"
)
EXAMPLE: Final = "hall above 4: open east"
DENSEST: Final = 12.0
"""Nobody has ever measured a crowd that is denser, 1/m^2."""


class DensityRule(NamedTuple):
    """A gate opened or shut by the density in a zone, by their numbers."""

    zone: int
    limit: float
    """1/m^2"""
    is_above: bool
    gate: int
    shuts: bool


def density_rules(site: SiteParameters, gate: GateParameters) -> tuple[DensityRule, ...]:
    """Return the rules of ``gate.by_density``, in their order.

    Raises:
        ValueError: a line cannot be read, or names what is not there.
    """
    return tuple(_rule(line, zones_of(site), gate_names(site)) for line in gate.by_density)


def broken_names(site: SiteParameters, gate: GateParameters) -> Iterator[str]:
    """Yield what is wrong with gates that are shut and with rules by density."""
    try:
        for name in gate.shut:
            _number(name, gate_names(site), "gate.shut", "gate")
        density_rules(site, gate)
    except ValueError as error:
        yield str(error)


def _rule(line: str, zones: Sequence[str], gates: Sequence[str]) -> DensityRule:
    says = f"gate.by_density: {plain(line)!r}"
    found = FORM.fullmatch(line.strip())
    if not found:
        raise ValueError(f"{says} must be as {EXAMPLE!r}: zone, people per m^2, open or shut, gate")
    limit = float(found["limit"])
    if not 0 < limit <= DENSEST:
        raise ValueError(f"{says}: people per m^2 must be above 0 and at most {DENSEST:g}")
    return DensityRule(
        zone=_number(found["zone"], zones, says, "zone"),
        limit=limit,
        is_above=found["side"] == "above",
        gate=_number(found["gate"], gates, says, "gate"),
        shuts=found["act"] == "shut",
    )


def _number(name: str, names: Sequence[str], says: str, kind: str) -> int:
    """Return which one has a name.

    Raises:
        ValueError: none has; says which there are.
    """
    if name in names:
        return names.index(name)
    near = difflib.get_close_matches(name, names, n=1)
    there = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(names)}"
    none = "; the plan has none: draw an area of kind zone with this name"
    raise ValueError(f"{says}: there is no {kind} {plain(name)!r}{there if names else none}")

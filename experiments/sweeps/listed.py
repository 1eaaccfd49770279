"""Points of a plan that are stated one by one, as studies have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..days.planned_run import PlannedRun

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario


class Listed(NamedTuple):
    """A point stated with all that it changes, how often it is run, and for which studies."""

    settings: Mapping[str, Any]
    replications: int
    studies: Sequence[str] = ()


def once_each(scenario: Scenario, listed: Iterable[Listed]) -> tuple[Listed, ...]:
    """Return points each of which is another day, run as often as it is wanted most."""
    found: dict[str, Listed] = {}
    for point in listed:
        key = PlannedRun(scenario.with_(**point.settings)).key
        known = found.get(key, point)
        found[key] = Listed(
            known.settings,
            max(known.replications, point.replications),
            list(dict.fromkeys((*known.studies, *point.studies))),
        )
    return tuple(found.values())

"""Links that reopen a day: scenario, settings, seed, changes and the moment shown.

A link names only scenarios that ship and parameters that exist; everything else is refused in
words. Paths are never taken from a link, nor from a form: whatever the page loads, ``as_shipped``
loads. A place of a visitor's own is named by its digest, and known to that visitor alone.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.plan_file import PLAN, check_layout_unstated
from gatecrush.model.scenario.quantities import setting
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import shipped_scenarios
from gatecrush.model.scenario.settings import WrittenSettings

from .own_places import OwnPlace, OwnPlaces
from .size_limits import check_size
from .words import OWN_FILE

OWN: Final = "own"
"""What stands before the digest of a visitor's own place."""
LONGEST: Final = 4000
"""Longest link that is read, characters."""
MOST_PARTS: Final = 200
NAME: Final = "name"
"""What a scenario is called: a day is reopened by it, so no visitor gives another."""
LARGEST_SEED: Final = 2**53
"""Largest seed that a browser can write without loss."""


class LinkError(ValueError):
    """A link that leads nowhere; says why."""


def link_of(day: PlannedRun, hour: float | None = None, own: OwnPlace | None = None) -> str:
    """Return what follows the address: ``?scenario=account&seed=3``.

    Args:
        day: the day to reopen.
        hour: the moment to show, h; None: the beginning.
        own: the place of a visitor's own that it is a day of; None: it is one that ships.
    """
    base = (own.scenario if own else as_shipped(day.scenario.name)).flat()
    changed = {
        key: value
        for key, value in day.scenario.flat().items()
        if key != NAME and value != base[key]
    }
    place = (OWN, own.digest) if own else ("scenario", day.scenario.name)
    parts: list[tuple[str, str]] = [place, ("seed", str(day.seed))]
    if day.replication:
        parts.append(("replication", str(day.replication)))
    parts += [("set", setting(key, value)) for key, value in changed.items()]
    for when, settings in day.changes:
        parts += [("change", f"{when:.9g},{setting(key, value)}") for key, value in settings]
    if hour is not None:
        parts.append(("at", f"{hour:.4f}"))
    return "?" + urlencode(parts, safe="=,[]:")


def day_of(
    search: str | None, *, default: str = "account", places: OwnPlaces | None = None
) -> tuple[PlannedRun, float | None]:
    """Return the day that a link names and the moment it shows.

    Args:
        search: what follows the ``?`` of the address.
        default: the scenario if the link names none.
        places: the visitor's own; None: the page shows none of those.

    Raises:
        LinkError: it names something that does not exist, or a value that cannot be.
    """
    parts = _parts(search)
    one = dict(parts)
    own = own_place_in(search, places) if places is not None else None
    scenario = own.scenario if own else as_shipped(one.get("scenario", default))
    try:
        scenario = _changed(scenario, [text for key, text in parts if key == "set"])
        check_size(scenario)
        changes = [_change(scenario, text) for key, text in parts if key == "change"]
    except ScenarioError as error:
        raise LinkError(str(error)) from None
    seed, replication = (_whole(one.get(key, "0"), key) for key in ("seed", "replication"))
    moment = _hour(one["at"]) if "at" in one else None
    return PlannedRun(scenario, seed, replication, tuple(sorted(changes))), moment


def own_place_in(search: str | None, places: OwnPlaces) -> OwnPlace | None:
    """Return the place of a visitor's own that a link names; None: it names none.

    Raises:
        LinkError: it is not known.
    """
    digest = dict(_parts(search)).get(OWN)
    if digest is not None and digest not in places:
        raise LinkError(OWN_FILE["unknown"])
    return None if digest is None else places[digest]


def _parts(search: str | None) -> list[tuple[str, str]]:
    if len(search or "") > LONGEST:
        raise LinkError("This link is too long.")
    try:
        return parse_qsl((search or "").lstrip("?"), max_num_fields=MOST_PARTS)
    except ValueError:
        raise LinkError("This link has too many parts.") from None


def as_shipped(name: str) -> Scenario:
    """Return the scenario that ships under a name; it is never taken for a file's.

    Raises:
        LinkError: none ships under it.
    """
    if name not in shipped_scenarios():
        raise LinkError("This link names a scenario that does not exist.")
    return Scenario.load(name)


def settings_of(texts: list[str], scenario: Scenario) -> dict[str, Any]:
    """Return the settings of a scenario that a visitor wrote, ``key=value`` each.

    Raises:
        LinkError: one would give the scenario another name, or another place.
        ScenarioError: one cannot be read, or is of a layout where a plan draws the place.
    """
    written = WrittenSettings(texts, Scenario.quantities())
    if scenario.site.plan:
        check_layout_unstated(written)
    values = dict(written.values)
    if NAME in values:
        raise LinkError("The name of a scenario cannot be set, only its parameters.")
    if PLAN in values:
        raise LinkError("A plan cannot be set here: it belongs to the file of a scenario.")
    return values


def seed_of(number: int | None) -> int:
    """Return the seed that a visitor wrote, as one that a link can hold."""
    return min(max(0, number or 0), LARGEST_SEED)


def _changed(scenario: Scenario, texts: list[str]) -> Scenario:
    values = settings_of(texts, scenario)
    return scenario.with_(**values) if values else scenario


def _change(scenario: Scenario, text: str) -> tuple[float, tuple[tuple[str, Any], ...]]:
    hour, _, setting = text.partition(",")
    values = settings_of([setting], scenario)
    check_size(scenario.with_(**values))
    return _hour(hour), tuple(values.items())


def _hour(text: str) -> float:
    try:
        hour = float(text)
    except ValueError:
        hour = -1.0
    if not 0 <= hour <= 10_000:
        raise LinkError("This link names an hour that does not exist.")
    return hour


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 17 and int(text) <= LARGEST_SEED):
        raise LinkError(f"This link names a {name} that is no whole number.")
    return int(text)

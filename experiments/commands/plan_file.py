"""What is to be swept, from the command line and from a plan file; the command line overrides.

A plan file is TOML::

    design = "crossed"      # or latin, sobol, morris, saltelli
    replications = 20
    [vary]
    "demand.factor" = "0.1:2:20"
    "volunteers.count" = [0, 10, 20]
    [set]
    "gate.batch_size" = 20
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from ..sweeps.factors import FactorError, name_and_values
from ..sweeps.plan import Plan, planned
from ..sweeps.precision import Precision
from ..sweeps.terms import COUNTS, CROSSED, DESIGNS
from ..workers.progress import Progress, progress_shown
from .ensemble_words import (
    ensemble_from_words,
    is_count,
    names_set,
    number_of_members,
    refuse_members_alone,
)
from .messages import load, say, unusable

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

    from ..ensemble.table import Ensemble

LARGEST_FILE: Final = 10_000_000
MOST: Final = 100
"""Runs of a point at most, when replicating until a precision is reached."""
FIRST: Final = 10
"""Runs of a point before its precision is looked at."""
MANY: Final = 4000
"""Points that take a second or two to be checked."""


def plan_from_words(scenario: str, words: Mapping[str, Any]) -> Plan:
    """Return the plan that command line and plan file state, or end with status 2."""
    from gatecrush.model.scenario.door import ScenarioError

    refuse_members_alone(words)
    file = PlanFile(words["plan_file"]) if words["plan_file"] else None
    base = load(scenario, words["settings"])
    if file:
        base = file.changed(base, words["settings"])
    given = file.words if file else {}
    design = words["design"] or given.get("design", CROSSED)
    samples = words["samples"] or given.get("samples", 0)
    if design != CROSSED and not samples:
        unusable(f"--design {design}: needs --samples N, how many points to draw")
    if design == CROSSED and samples:
        unusable("--samples: a crossed design takes the values it is given; choose a --design")
    replications = words["replications"] or given.get("replications", 1)
    if words["until"]:
        replications = words["most"] or MOST
    try:
        vary = (file.vary if file else {}) | _varied(words["vary"])
        stated = [*names_set(words["settings"]), *(file.settings if file else ()), *vary]
        ensemble = ensemble_from_words(words["ensemble"], base, stated)
        if ensemble is not None and not words["until"]:
            replications = _members(words, ensemble, given)
        with progress_shown(quiet=words["quiet"], unit="points", work="checked") as progress:
            return planned(
                base,
                vary,
                design=design,
                samples=samples,
                replications=replications,
                seed=words["seed"] if words["seed"] is not None else given.get("seed", 0),
                is_independent=words["independent"] or given.get("independent", False),
                ensemble=ensemble,
                progress=_if_many(progress),
            )
    except FactorError as error:
        unusable(f"--vary {error}" if not file else f"{file.label}: {error}")
    except ScenarioError as error:
        unusable(f"--vary {error}" if not file else f"{file.label}, [vary]: {error}")


def _if_many(progress: Progress | None) -> Progress | None:
    """Return what shows how far the check of the points is, if they are very many."""

    def checked(done: float, total: float) -> None:
        if progress is not None and total >= MANY:
            if done == 1:
                say(f"checking {total} points")
            progress(done, total)

    return checked


def _members(words: Mapping[str, Any], ensemble: Ensemble, given: Mapping[str, Any]) -> int:
    """Return how many members are drawn: one for each replication."""
    word, members = words["ensemble"], words["members"]
    replications = words["replications"] or given.get("replications")
    if replications is None:
        return number_of_members(word, members, ensemble)
    stated = members if members is not None else int(word) if is_count(word) else replications
    if stated != replications:
        unusable(
            f"--replications {replications}: under an ensemble each replication has a member, "
            f"and {stated} members are asked for; state one number"
        )
    return number_of_members(None, replications, ensemble)


def _varied(texts: Sequence[str]) -> dict[str, str]:
    """Return what the command line varies, by name."""
    pairs = [name_and_values(text) for text in texts]
    names = [name for name, _ in pairs]
    twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
    if twice:
        raise FactorError(f"{twice}: is varied twice")
    return dict(pairs)


def precision_from_words(words: Mapping[str, Any]) -> Precision | None:
    """Return how closely an outcome is to be known, or end with status 2."""
    text = words["until"]
    if text is None:
        if words["most"]:
            unusable("--most: needs --until OUTCOME=HALFWIDTH")
        return None
    from gatecrush.model.record.columns import NUMBER, SUMMARY
    from gatecrush.model.scenario.door import suggestion

    from ..days.outcomes import FURTHER

    name, equals, width = (part.strip() for part in text.partition("="))
    known = [each.name for each in (*SUMMARY, *FURTHER) if each.is_flag or each.dtype == NUMBER]
    if not equals:
        unusable(f"--until {text}: must be OUTCOME=HALFWIDTH, such as collapsed=0.1")
    if name not in known:
        unusable(f"--until {text}: there is no such outcome{suggestion(name, known)}")
    try:
        half_width = float(width)
    except ValueError:
        half_width = 0.0
    if not 0 < half_width < float("inf"):
        unusable(f"--until {text}: the half width must be a number above 0")
    most = words["most"] or MOST
    return Precision(name, half_width, min(words["replications"] or FIRST, most), most)


class PlanFile:
    """A plan file as read."""

    def __init__(self, name: str) -> None:
        """Read a file, or end with status 2."""
        from gatecrush.model.scenario.door import ScenarioError
        from gatecrush.model.scenario.scenario_file import ScenarioFile

        self.label = name
        path = Path(name)
        try:
            if path.stat().st_size > LARGEST_FILE:
                unusable(f"--plan {name}: is too large to be a plan")
            self.text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            unusable(f"--plan {name}: is not a text in UTF-8")
        except (OSError, ValueError) as error:
            unusable(f"--plan {name}: cannot be read ({getattr(error, 'strerror', error)})")
        try:
            ScenarioFile(name, self.text)  # a syntax error is told as in a scenario file
        except ScenarioError as error:
            unusable(str(error))
        table = tomllib.loads(self.text)
        self.vary = self._section(table, "vary")
        self.settings = self._section(table, "set")
        self.words = table
        self._check()

    def _section(self, table: dict[str, Any], name: str) -> dict[str, Any]:
        section = table.pop(name, {})
        if not isinstance(section, dict):
            self._wrong(
                name, section, 'must be a section, such as [vary] "demand.factor" = "0.1:2:20"'
            )
        found: dict[str, Any] = {}
        for key, value in section.items():
            if isinstance(value, dict):  # demand.factor without quotes
                found |= {f"{key}.{inner}": each for inner, each in value.items()}
            else:
                found[key] = value
        return found

    def _check(self) -> None:
        from gatecrush.model.scenario.door import suggestion

        known = ["vary", "set", "design", "independent", *COUNTS]
        for key, value in self.words.items():
            if key not in known:
                self._wrong(key, value, "there is no such key" + suggestion(key, known))
            if key == "design" and value not in DESIGNS:
                self._wrong(key, value, f"must be one of {', '.join(DESIGNS)}")
            if key == "independent" and not isinstance(value, bool):
                self._wrong(key, value, "must be true or false")
            least = 0 if key == "seed" else 1
            if key in COUNTS and not (
                isinstance(value, int)
                and not isinstance(value, bool)
                and least <= value <= COUNTS[key]
            ):
                self._wrong(key, value, f"must be a whole number, {least} to {COUNTS[key]}")

    def changed(self, scenario: Scenario, later: Sequence[str]) -> Scenario:
        """Return a scenario with the settings of the file; those of the command line stay."""
        from gatecrush.model.scenario.door import ScenarioError

        stated = {text.partition("=")[0].strip() for text in later}
        settings = {key: value for key, value in self.settings.items() if key not in stated}
        try:
            return scenario.with_(**settings)
        except ScenarioError as error:
            unusable(f"{self.label}, [set]: {error}")

    def _wrong(self, key: str, value: Any, what: str) -> NoReturn:
        from gatecrush.model.scenario.door import plain, shown

        pattern = re.compile(rf'^\s*\[?"?{re.escape(key)}"?\s*[=\].]')
        lines = self.text.splitlines()
        line = next((n for n, text in enumerate(lines, 1) if pattern.match(text)), 0)
        where = f"{self.label}, line {line}" if line else self.label
        unusable(f"{where}: {plain(key)} = {shown(value)}: {what}")

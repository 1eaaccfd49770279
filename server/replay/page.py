"""A day as one HTML page that replays it: the page's own crowd view, and a recorded day.

It needs no server, loads nothing, and runs no script but its own. Every text is escaped where it
enters the page.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shlex
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.film.file import UnusableFilmError
from gatecrush.experiments.film.film import BEFORE
from gatecrush.experiments.reports.limits import CANNOT_KNOW, DAYS_ENOUGH, RESPECT
from gatecrush.experiments.reports.page import Section
from gatecrush.experiments.reports.settings import scenario_in_words, settings_section
from gatecrush.experiments.statistics.verdict import ThisDay, verdict
from gatecrush.experiments.storage.whole_files import appearing, sweep_up
from gatecrush.experiments.words import clock, counted, hour
from gatecrush.model.scenario.quantities import setting
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.model.scenario.scenario_file import shipped_scenarios

from ..crowd.modules import STYLE, as_one_module
from ..days.stage import layout
from ..days.watched_day import Playing
from .recording import Progress, Recording, record

HERE: Final = Path(__file__).parent
SCRIPTS: Final = (HERE / "unpack.js", HERE / "replay.js")
ENDING: Final = ".html"
EVERY: Final = 0.5
"""Time from state to state of a day, min: the view moves people between states so close."""
LEAST_STATES: Final = 600
MOST_STATES: Final = 3600
"""States of a short run, which are closer, and of a long one, which are farther apart."""
LONGEST_COMMAND: Final = 300
"""Letters up to which a command says the settings itself."""


def check_page(path: Path) -> None:
    """Make sure that a file of this name is seen as a page.

    Raises:
        UnusableFilmError: it is not.
    """
    if path.suffix.lower() != ENDING:
        raise UnusableFilmError(f"{path}: must end in {ENDING}")


def write_replay(
    day: PlannedRun,
    path: Path,
    *,
    minutes_per_frame: float | None = None,
    progress: Progress | None = None,
) -> tuple[int, Any]:
    """Run a day and write the page that replays it.

    Args:
        day: which day.
        path: the file to write.
        minutes_per_frame: time from moment to moment, min; None: as long a day needs.
        progress: called with hours done and hours in all.

    Returns:
        Number of moments kept, and the day at its end (``model.day.Day``).

    Raises:
        UnusableFilmError: more people come than a page can tell apart.
    """
    playing = Playing(day)
    every = seconds_apart(day.scenario, minutes_per_frame)
    page = ReplayPage(day, playing.stage, every, record(playing, every, progress))
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep_up(path)
    with appearing(path) as unfinished:
        unfinished.write_text(page.html, encoding="utf-8")
    return page.recording.states, playing.model


def seconds_apart(scenario: Scenario, minutes: float | None) -> int:
    """Return the time from state to state, whole s."""
    if minutes is not None:
        return round(60 * minutes)
    whole = 3600 * (scenario.run.end - scenario.run.start)
    apart = max(min(60 * EVERY, whole / LEAST_STATES), whole / MOST_STATES)
    return max(1, round(apart))


@dataclass(frozen=True)
class ReplayPage:
    """What stands on the page."""

    run: PlannedRun
    stage: dict[str, Any]
    every: int
    recording: Recording

    @property
    def html(self) -> str:
        """The page."""
        return str(_template().render(page=self))

    @property
    def title(self) -> str:
        """What is shown."""
        return f"A day at the gate: {self.run.scenario.name}"

    @property
    def seen(self) -> str:
        """What is seen, with which settings."""
        span = self.run.scenario.run
        changed = ", with settings changed on the way (below)" if self.run.changes else ""
        again = f", replication {self.run.replication}" if self.run.replication else ""
        return (
            f"One simulated day of {scenario_in_words(self.run.scenario)}{changed}, from "
            f"{hour(span.start)} to {hour(span.end)}, drawn by seed {self.run.seed}{again}."
        )

    @property
    def verdict(self) -> str:
        """What one day says, which is little."""
        onset = self.recording.onset
        said = verdict(int(onset is not None), 1, this_day=ThisDay(onset))
        return f"{said[0].upper()}{said[1:]}"

    @property
    def how_often(self) -> str:
        """How to learn what the settings do."""
        saved = "" if self._says_settings else " (the settings below, saved as scenario.toml)"
        without = ", without what was changed on the way," if self.run.changes else ""
        return (
            "Other random numbers with the same settings give another day. On how many of "
            f"{DAYS_ENOUGH} days{without} the order breaks, this says{saved}:"
        )

    @property
    def glance(self) -> str:
        """The command that counts days."""
        return self._own_command if self._says_settings else self._command("scenario.toml")

    @property
    def _says_settings(self) -> bool:
        return self.run.scenario.name in shipped_scenarios() and (
            len(self._own_command) <= LONGEST_COMMAND
        )

    @cached_property
    def _own_command(self) -> str:
        scenario = self.run.scenario
        base = Scenario.load(scenario.name).flat() if scenario.name in shipped_scenarios() else {}
        own = [
            setting(name, value)
            for name, value in scenario.flat().items()
            if "." in name and value != base.get(name)
        ]
        return self._command(scenario.name, *own)

    def _command(self, scenario: str, *settings: str) -> str:
        words = ["gatecrush", "glance", scenario, "--days", str(DAYS_ENOUGH)]
        return shlex.join([*words, *(word for each in settings for word in ("--set", each))])

    @property
    def moments(self) -> tuple[tuple[float, str], ...]:
        """Hours to go to, with what is seen there."""
        found = [(self.run.scenario.run.start, "the beginning")]
        if self.recording.onset is not None:
            found.append((self.recording.onset, f"{clock(self.recording.onset)}, the order breaks"))
        if self.recording.opening is not None:
            opening = self.recording.opening
            words = f"{clock(opening)}, an opening kept second by second"
            found.append((opening - BEFORE / 3600, words))
        return tuple(found)

    @property
    def how(self) -> str:
        """How the page is used, and what is between the moments kept."""
        return (
            "Each dot is a person seen from above, and none of them is real. The curve is the "
            "timeline: press or drag it. Space plays and pauses, the arrow keys step. Where "
            f"people are was kept every {counted(self.every, 'second')}; between two such moments "
            "they are drawn on a straight line."
        )

    @property
    def changed(self) -> Section:
        """What was changed, before the day and on it."""
        return settings_section(self.run.scenario, self.run.changes)

    @property
    def limits(self) -> tuple[str, ...]:
        """What no run can tell."""
        return CANNOT_KNOW

    @property
    def settings(self) -> str:
        """The scenario as a file."""
        return self.run.scenario.to_toml()

    @property
    def respect(self) -> str:
        """Whom this is about, and what it is for."""
        return RESPECT

    @property
    def version(self) -> str:
        """Version of gatecrush that writes the page."""
        return version("gatecrush")

    @property
    def cite(self) -> str:
        """How to cite it."""
        run = self.run
        changes = ", what was changed" if self.changed.tables or run.changes else ""
        return (
            f"Cite it as gatecrush {self.version}, scenario {run.scenario.name}{changes}, "
            f"seed {run.seed}, replication {run.replication} (run {run.key}); Apache-2.0."
        )

    @property
    def style(self) -> Markup:
        """Styles of the view, and of the page around it."""
        files = (STYLE, HERE / "replay.css")
        return Markup("".join(file.read_text(encoding="utf-8") for file in files))

    @cached_property
    def script(self) -> Markup:
        """The one script that runs."""
        return Markup(as_one_module(SCRIPTS))

    @property
    def script_digest(self) -> str:
        """Digest by which the browser knows it."""
        digest = hashlib.sha256(self.script.encode()).digest()
        return f"sha256-{base64.b64encode(digest).decode()}"

    @property
    def day(self) -> Markup:
        """What the script draws; no name in it ends the element that it stands in."""
        kept = {
            "layout": layout(),
            "stage": self.stage,
            "states": self.recording.states,
            "onset": self.recording.onset,
            "packed": self.recording.packed,
        }
        return Markup(json.dumps(kept).replace("<", "\\u003c"))


def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return found.get_template("page.html")

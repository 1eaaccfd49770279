"""The border crossing as a Mesa model: a day whose people are Mesa agents.

One ``step()`` is one unit of Mesa time, ``seconds_per_step`` of simulated time (1 s unless
said otherwise), with as many time steps of the kernel as fall into it. How many seconds a step
takes changes nothing about the day.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import mesa
import numpy as np

from gatecrush.agents.conduct import LINE_JUMPER
from gatecrush.agents.windows import BorderGuard, LineJumper, Person, Volunteer, Waiter

from .changes import Changes
from .day import Day
from .record.recorder import Recorder
from .rules.step import MINUTE
from .scenario.scenario import Scenario

Rule = Callable[["BorderCrossing"], object]
"""A rule of your own: called with the model at each full minute, between two time steps."""


class BorderCrossing(Day, mesa.Model):
    """A day at the gate as a Mesa model.

    Example:
        >>> model = BorderCrossing("calm", rng=7)
        >>> model.run_until(6.0)
        >>> sorted({type(agent).__name__ for agent in model.agents})
        ['BorderGuard', 'Volunteer', 'Waiter']
    """

    scenario = mesa.Model.scenario
    """What the day began with, as a scenario of Mesa's kind that answers as ours does."""

    def __init__(
        self,
        scenario: Scenario | str | Path = "account",
        *,
        rng: Any = None,
        replication: int = 0,
        seconds_per_step: float = 1.0,
        recorder: Recorder | None = None,
        changes: Changes = (),
        rules: Sequence[Rule] = (),
        **settings: Any,
    ) -> None:
        """Draw everybody who will come and begin the day.

        Args:
            scenario: a scenario, the name of one that ships, or a TOML file.
            rng: root seed: an integer, SeedSequence or Generator; None takes fresh entropy.
            replication: replication under that seed (common random numbers).
            seconds_per_step: simulated time of one ``step()``, s.
            recorder: collects trajectories while the model steps.
            changes: hours with the parameters to change then (``change``).
            rules: rules of your own, called with the model at each full minute, in this order.
            settings: parameters by dotted name, as in ``**{"volunteers.count": 5}``.

        Raises:
            ScenarioError: the scenario, a setting or a change cannot be used.
        """
        seed = _root_seed(rng)
        mesa.Model.__init__(self, rng=seed)
        kind = type(self.scenario)
        design = getattr(scenario, "design", scenario)
        if not isinstance(design, Scenario):
            design = Scenario.load(design)
        design = design.with_(**settings) if settings else design
        Day.__init__(self, design, seed=seed, replication=replication, changes=changes)
        self.scenario = _for_mesa(design, kind)
        self.seconds_per_step = seconds_per_step
        self.recorder, self.rules = recorder, tuple(rules)
        self._windows: dict[int, Person] = {}
        self._changes_seen = -1
        self._meet_staff()
        self._meet()
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "hour": "hour",
                "press_share": "press_share",
                "queue_length": "queue_length",
                "admitted": "admitted",
            }
        )
        if recorder is not None:
            recorder.look(self)

    def change(self, **settings: Any) -> None:
        """Change parameters from this moment on, as in ``change(**{"volunteers.count": 5})``.

        Raises:
            ScenarioError: a parameter cannot change during a day, or not to this value.
        """
        super().change(**settings)
        self._meet_staff()
        self._meet()

    def step(self) -> None:
        """Advance by ``seconds_per_step`` of simulated time."""
        minutes = self.minute_count
        seconds = (self.time - 1.0) * self.seconds_per_step + self.seconds_per_step
        self.running = self._advance(seconds)
        self._meet()
        if self.minute_count > minutes:
            self.datacollector.collect(self)
        if self.recorder is not None:
            self.recorder.look(self)

    def run_until(self, hour: float) -> None:
        """Run until an hour of the day (18.0; 26.5 is half past two at night).

        Events scheduled with Mesa and a DataCollector work as ever: Mesa's clock runs along.
        """
        run = self._design.run
        units = (min(hour, run.end) - run.start) * 3600 / self.seconds_per_step
        # What is left of the last unit at the end of the run is one more.
        steps = math.ceil(units - 1e-9) if hour >= run.end else math.floor(units + 1e-9)
        if steps > self.time:
            mesa.Model.run_until(self, steps)

    def run_model(self) -> None:
        """Run to the end of the scenario."""
        self.run_until(self._design.run.end)

    def _take_steps_to(self, last: int) -> None:
        """Take the time steps up to one; rules of your own act at the full minutes on the way."""
        length = self._situation.time_step
        while self.rules:
            minute = math.ceil((self._situation.crowd.step + 1 - 1e-6) * length / MINUTE)
            due = math.floor(minute * MINUTE / length + 1e-6)
            if due > last:
                break
            super()._take_steps_to(due)
            self._meet()
            for rule in self.rules:
                rule(self)
        super()._take_steps_to(last)

    def _meet_staff(self) -> None:
        """Open a window for each guard and volunteer, close those of who is not there any more."""
        guards = [agent for agent in self.agents if isinstance(agent, BorderGuard)]
        count = self._present.guards.count
        for agent in guards[count:]:
            agent.remove()
        for _ in range(len(guards), count):
            BorderGuard(self)
        known = [agent for agent in self.agents if isinstance(agent, Volunteer)]
        for agent in known[self.volunteers.size :]:
            agent.remove()
        for row in range(len(known), self.volunteers.size):
            Volunteer(self, row)

    def _meet(self) -> None:
        """Open a window for everybody who came, close those of everybody who went."""
        changes = int(self._situation.crowd.changed)
        if changes == self._changes_seen:
            return
        self._changes_seen = changes
        here = self._situation.active[: self._situation.crowd.active]
        present = set(here.tolist())
        for person in [person for person in self._windows if person not in present]:
            self._windows.pop(person).remove()
        kinds = self.people.kind
        for person in sorted(present):
            role = LineJumper if kinds[person] == LINE_JUMPER else Waiter
            window = self._windows.get(person)
            if type(window) is role:
                continue
            if window is not None:
                window.remove()
            self._windows[person] = role(self, person)


def _for_mesa(design: Scenario, kind: type) -> Any:
    """Return a scenario of Mesa's kind that answers for ours: SolaraViz accepts no other."""
    answer = {"design": design, "__getattr__": lambda _, name: getattr(design, name)}
    return type("DayScenario", (kind,), answer)()


def _root_seed(rng: Any) -> int:
    """Return the integer at the root of all streams."""
    if rng is None:
        return int(np.random.SeedSequence().generate_state(1, np.uint32)[0])
    if isinstance(rng, int | np.integer):
        return int(rng)
    if isinstance(rng, np.random.SeedSequence):
        return int(rng.generate_state(1, np.uint32)[0])
    return int(np.random.default_rng(rng).integers(2**32))

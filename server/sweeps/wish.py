"""What a visitor wants swept: from the form to a plan and to the words of the command line."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.sweeps.factors import FactorError
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.quantities import Quantity, number, setting
from gatecrush.model.scenario.scenario import Scenario

from ..days.levers import FIRST, LEVERS
from ..days.links import as_shipped, link_of

if TYPE_CHECKING:
    from gatecrush.experiments.sweeps.plan import Plan

MOST_RUNS: Final = 400
"""Runs of one sweep from the page at most."""
RUN_LIMIT: Final = 300
"""Longest time for one run from the page, s."""
POINTS: Final = 10
LONGEST_TEXT: Final = 24
"""Longest number that is read, characters."""


class WishError(ValueError):
    """A sweep that cannot be made, or not from here; says why."""


@dataclass(frozen=True)
class Wish:
    """The form as a visitor filled it in."""

    scenario: Scenario
    seed: int = 0
    name: str = FIRST.name
    low: str = "0.2"
    high: str = "2"
    points: str = "10"
    replications: str = "5"

    @classmethod
    def linked(cls, search: str, scenario: Scenario, seed: int) -> Wish:
        """Return the form as an address holds it, for a scenario and seed."""
        kept = dict(parse_qsl(search.lstrip("?")))
        name, _, values = kept.get("vary", "").partition("=")
        parts = values.split(":")
        if name not in varied() or len(parts) != 3:
            return cls(scenario, seed)
        low, high, points = parts
        return cls(scenario, seed, name, low, high, points, kept.get("days", cls.replications))

    @property
    def link(self) -> str:
        """What holds the form in an address."""
        parts = {"vary": self.vary, "days": self.replications.strip()}
        return f"{link_of(PlannedRun(self.scenario, self.seed))}&{urlencode(parts, safe='=:')}"

    @property
    def vary(self) -> str:
        """What is varied, as the command line has it."""
        return f"{self.name}={self.low.strip()}:{self.high.strip()}:{self.points.strip()}"

    def plan(self) -> Plan:
        """Return the plan.

        Raises:
            WishError: it cannot be run, or not from the page.
        """
        from gatecrush.experiments.sweeps.plan import planned

        if any(len(each) > LONGEST_TEXT for each in (self.low, self.high)):
            raise WishError("From and to must be numbers.")
        points = _whole(self.points, "The number of points", 2)
        replications = _whole(self.replications, "The number of days at each point", 1)
        if points * replications > MOST_RUNS:
            raise WishError(
                f"These are {points * replications} runs; from the page there are at most "
                f"{MOST_RUNS}. The command below runs as many as you like on your own machine."
            )
        try:
            return planned(
                self.scenario, {self.name: self.vary.partition("=")[2]}, {},
                replications=replications, seed=self.seed,
            )  # fmt: skip
        except (FactorError, ScenarioError) as error:
            raise WishError(str(error)) from None

    def words(self, out: str, *how: str) -> list[str]:
        """Return the words of the command line that carries it out.

        Args:
            out: folder of the sweep.
            how: further words.
        """
        shipped = as_shipped(self.scenario.name).flat()
        words = ["sweep", self.scenario.name, "--vary", self.vary]
        words += ["--replications", self.replications.strip(), "--seed", str(self.seed)]
        for key, value in self.scenario.flat().items():
            if key != "name" and value != shipped[key]:
                words += ["--set", setting(key, value)]
        return [*words, *how, "--out", out]

    @property
    def command(self) -> str:
        """The command for one's own machine."""
        return shlex.join(["gatecrush", *self.words("out/my-sweep")])


def varied() -> dict[str, Quantity]:
    """Return the parameters that can be varied, by name: those of the levers first."""
    known = Scenario.quantities()
    first = [lever.name for lever in LEVERS]
    names = first + [name for name in known if name not in first]
    return {name: known[name] for name in names if known[name].kind in ("number", "whole number")}


def suggested(quantity: Quantity) -> tuple[str, str, str]:
    """Return from, to and number of points to begin with: of its lever, or about its default."""
    lever = next((each for each in LEVERS if each.name == quantity.name), None)
    low, high = (lever.low, lever.high) if lever else _about(quantity)
    low, high = (_usable(quantity, end) for end in (low, high))
    points = POINTS
    if quantity.kind == "whole number":
        low, high = round(low), max(round(high), round(low) + 1)
        points = max(n for n in range(2, POINTS + 2) if (high - low) % (n - 1) == 0)
    return number(low), number(high), str(points)


def _usable(quantity: Quantity, end: float) -> float:
    """Return an end of a range, or the default if the day of the account cannot have it."""
    try:
        Scenario().with_(**{quantity.name: round(end) if quantity.kind != "number" else end})
    except ScenarioError:
        return float(quantity.default)
    return end


def _about(quantity: Quantity) -> tuple[float, float]:
    default = float(quantity.default)
    low, high = (default / 2, default * 2) if default > 0 else (default, default + 1)
    low = low if quantity.low is None else max(low, quantity.low)
    return low, high if quantity.high is None else min(high, quantity.high)


def _whole(text: str, what: str, least: int) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 8 and int(digits) >= least):
        raise WishError(f"{what} must be a whole number, {least} or more.")
    return int(digits)

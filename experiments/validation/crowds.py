"""The model beside measured crowds: what was measured, what the model gives, and whether it fits.

Both sides are measured by the same functions (model.record.measures.entrance). The tables that ship
are derived from the trajectories of those who measured; each names its source.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gatecrush.model.record.measures.entrance import density_plateau, flow_through, start_order_tau
from gatecrush.model.scenario.scenario import Scenario

from ..days.planned_run import PlannedRun

if TYPE_CHECKING:
    import pandas as pd

    from gatecrush.model.record.recorder import Record

MEASURED: Final = Path(__file__).parent / "measured_crowds"
DAYS: Final = 10
"""Days of the model for each measured crowd unless told otherwise."""
HALF_DISC: Final = 2 * math.pi
"""Area within 2 m of the middle of a gate, m^2."""
MOTIVATION: Final = {"low": 0.0, "baseline": 1.0}
"""movement.motivation of the laboratory's two."""
UNTOLD: Final = 0.5
"""The same where nobody was told anything: assumed."""
CROWD_QUEUE: Final = "Adrian, Seyfried & Sieben 2020"


@dataclass(frozen=True)
class Quantity:
    """What is compared, and how far the model may be off."""

    words: str
    unit: str
    of: Callable[[Record], float]
    """What a day of the model gives."""
    share: float = 0.0
    """Tolerance as a share of the measured value."""
    width: float = 0.0
    """Tolerance in the unit itself."""

    def band(self, measured: float) -> tuple[float, float]:
        """Return from where to where the model's value may lie."""
        off = self.share * measured + self.width
        return measured - off, measured + off


def _outcome(name: str) -> Callable[[Record], float]:
    return lambda record: float(record.row[name])


def _flow_of_all(record: Record) -> float:
    """Return the flow from the first to the last person: of crowds too small to leave any out."""
    people = record.arrays("people")
    crossed = people["admission_time"][np.isfinite(people["admission_time"])] * 3600
    return flow_through(crossed, len(people["person"]), first=0, last=0)


FLOW: Final = Quantity("flow", "1/s", _outcome("flow"), share=0.10)
FLOW_ELSEWHERE: Final = Quantity("flow", "1/s", _outcome("flow"), share=0.15)
FLOW_OF_ALL: Final = Quantity("flow of all", "1/s", _flow_of_all, share=0.15)
PLATEAU: Final = Quantity("density, plateau", "1/m^2", _outcome("gate_density_plateau"), share=0.15)
PEAK: Final = Quantity("density, peak", "1/m^2", _outcome("gate_density_peak"), share=0.15)
TAU: Final = Quantity("nearest first (tau)", "-", _outcome("start_order_tau"), width=0.1)


@dataclass(frozen=True)
class Crowd:
    """A crowd that was measured, and the scenario that is to be like it."""

    name: str
    words: str
    source: str
    use: str
    """What the data was used for: fitted or not."""
    measured: dict[Quantity, float]
    settings: dict[str, Any]
    judged: bool = True
    """Whether the model is held to it; otherwise it is shown."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return Scenario.load("entrance").with_(**self.settings)


@dataclass(frozen=True)
class Comparison:
    """One quantity of one crowd: measured and modelled."""

    crowd: Crowd
    quantity: Quantity
    modelled: float
    """Mean over the days, NaN if a day had none."""
    spread: tuple[float, float]
    """Smallest and largest of the days."""

    @property
    def measured(self) -> float:
        """What was measured."""
        return self.crowd.measured[self.quantity]

    @property
    def passes(self) -> bool | None:
        """Whether the model lies within the band; None: it is not held to it."""
        low, high = self.quantity.band(self.measured)
        return low <= self.modelled <= high if self.crowd.judged else None

    def row(self) -> dict[str, Any]:
        """Return the comparison as plain values, None for what is not known."""
        low, high = self.quantity.band(self.measured)
        known = math.isfinite(self.modelled)
        return {
            "data": self.crowd.words,
            "quantity": self.quantity.words,
            "unit": self.quantity.unit,
            "measured": self.measured,
            "modelled": self.modelled if known else None,
            "ratio": self.modelled / self.measured if known else None,
            "low": low,
            "high": high,
            "passes": self.passes,
            "source": self.crowd.source,
            "use": self.crowd.use,
        }


def table(name: str) -> pd.DataFrame:
    """Return a table that ships."""
    import pandas as pd

    return pd.read_csv(MEASURED / f"{name}.csv", comment="#", dtype={"run": str})


def start_positions(name: str) -> tuple[tuple[float, float], ...]:
    """Return where the people of a measured crowd stood at the start, m."""
    people = table(name)
    return tuple(zip(people["x"].tolist(), people["y"].tolist(), strict=True))


def measured_flow(name: str) -> float:
    """Return the flow of a measured crowd, 1/s."""
    crossed = table(name)["crossed"]
    return flow_through(crossed.dropna().to_numpy(), len(crossed))


def _crowd_queue(run: str, motivation: str) -> Crowd:
    name = f"crowd_queue_{run}"
    people, seconds = table(name), table(f"{name}_seconds")
    crossed, density = people["crossed"].to_numpy(), seconds["people"].to_numpy() / HALF_DISC
    return Crowd(
        name=name,
        words=f"CrowdQueue {run}, {motivation} motivation",
        source=CROWD_QUEUE,
        use="to be fitted",
        measured={
            FLOW: flow_through(crossed, len(crossed)),
            PLATEAU: density_plateau(density, crossed, len(crossed)),
            PEAK: float(density.max()),
            TAU: start_order_tau(np.hypot(people["x"], people["y"]).to_numpy(), crossed),
        },
        settings={
            "demand.initial_positions": start_positions(name),
            "movement.motivation": MOTIVATION[motivation],
        },
    )


def _opening(name: str, words: str, people: int, width: float, source: str, **more: Any) -> Crowd:
    """Return a crowd in a corridor 1.8 m wide before an opening as wide as that or less."""
    return Crowd(
        name=name,
        words=words,
        source=source,
        measured={FLOW_ELSEWHERE: measured_flow(name)},
        settings={
            "demand.initial_crowd": people,
            "site.strip_width": 1.8,
            "gate.width": width,
            "movement.motivation": UNTOLD,
        },
        **more,
    )


def _flows() -> Iterator[Crowd]:
    """Yield the ten runs of which the flow is known."""
    for each in table("crowd_queue_flows").to_dict("records"):
        yield Crowd(
            name=f"crowd_queue_flow_{each['run']}",
            words=f"CrowdQueue {each['run']}, {each['corridor_width_m']:g} m, "
            f"{each['people']} people, told to {each['told_to']}, {each['motivation']} motivation",
            source=CROWD_QUEUE,
            use="to be fitted",
            measured={FLOW_OF_ALL: float(each["flow_per_s"])},
            settings={
                "demand.initial_crowd": int(each["people"]),
                "site.strip_width": float(each["corridor_width_m"]),
                "movement.motivation": MOTIVATION[each["motivation"]],
            },
        )


@cache
def crowds() -> tuple[Crowd, ...]:
    """Return all measured crowds, those measured most closely first."""
    hermes: dict[str, Any] = {"source": "Hermes 2009 (ped.2009)", "use": "to be fitted"}
    pupils: dict[str, Any] = {
        "source": "ped.2014.1",
        "use": "shown: bodies of children",
        "judged": False,
    }
    return (
        _crowd_queue("040", "low"),
        _crowd_queue("030", "baseline"),
        _opening("hermes_070", "Hermes, opening 0.7 m", 148, 0.7, **hermes),
        _opening("hermes_120", "Hermes, opening 1.2 m", 170, 1.2, **hermes),
        _opening("pupils_080", "Pupils, opening 0.8 m", 46, 0.8, **pupils),
        *_flows(),
    )


def compare(
    crowd: Crowd, days: int = DAYS, *, settings: dict[str, Any] | None = None, seed: int = 0
) -> list[Comparison]:
    """Run days like a measured crowd and compare them.

    Args:
        crowd: the crowd.
        days: how many days.
        settings: parameters to be changed, by dotted name.
        seed: root of random numbers.

    Raises:
        ScenarioError: a setting cannot be used.
    """
    scenario = crowd.scenario.with_(**(settings or {}))
    records = [PlannedRun(scenario, seed, n).repeat() for n in range(days)]
    found = []
    for quantity in crowd.measured:
        values = np.array([quantity.of(record) for record in records])
        spread = float(values.min()), float(values.max())
        found.append(Comparison(crowd, quantity, float(values.mean()), spread))
    return found


def compare_all(
    days: int = DAYS,
    *,
    settings: dict[str, Any] | None = None,
    seed: int = 0,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> list[Comparison]:
    """Compare all measured crowds; ``tell`` hears how many of how many are done."""
    found: list[Comparison] = []
    for number, crowd in enumerate(crowds(), 1):
        found += compare(crowd, days, settings=settings, seed=seed)
        tell(number, len(crowds()))
    return found


def summary_of(comparisons: Sequence[Comparison]) -> str:
    """Return in words how many comparisons pass."""
    judged = [each.passes for each in comparisons if each.passes is not None]
    return f"{sum(judged)} of {len(judged)} within their bands"

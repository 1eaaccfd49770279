"""A day in a few sentences, for those who never open a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..words import hour, hours_and_minutes, people, percent
from .bands import density_in_words, load_in_words

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

Summary = Mapping[str, Any]


def day_sentences(summary: Summary, scenario: Scenario) -> list[str]:
    """Return what happened on a day, a paragraph each.

    Args:
        summary: of the day, None where there is no value.
        scenario: what was run.
    """
    paragraphs = (
        _order(summary, scenario),
        _people(summary, scenario),
        _crowd(summary),
        _danger(summary, scenario),
    )
    return [" ".join(found) for found in map(list, paragraphs) if found]


def order_sentence(summary: Summary, scenario: Scenario) -> str:
    """Return when the order broke, or that it held."""
    onset = summary["onset_time"]
    if onset is None:
        held = "all day" if _is_whole(scenario) else "for as long as was simulated"
        return f"The order held {held}."
    return f"The order broke at {hour(onset)}."


def _is_whole(scenario: Scenario) -> bool:
    return scenario.run.end - scenario.run.start >= 20


def _order(row: Summary, scenario: Scenario) -> Iterator[str]:
    yield order_sentence(row, scenario)
    if row["onset_time"] is None:
        yield "At no time did most people within 15 m of the gate press for ten minutes on end."
    else:
        yield "By then most people within 15 m of the gate had pressed for ten minutes on end."
    if row["press_share_evening"] is not None:
        yield f"From 19:00 to 21:00, {percent(row['press_share_evening'])} of them did."
    else:
        yield "The evening, 19:00 to 21:00, was not simulated."


def _people(row: Summary, scenario: Scenario) -> Iterator[str]:
    run = scenario.run
    there = scenario.demand.people_at_start
    before = f", {there:,} of them before {hour(run.start)}" if there else ""
    yield f"{people(row['arrived'])} came{before}."
    yield (
        f"{people(row['admitted'], 'let in')}, {row['admission_rate'] or 0.0:.1f} an hour; "
        f"{people(row['present'])} still waited at {hour(run.end)}."
    )
    if row["turned_back"]:
        yield f"{people(row['turned_back'], 'turned back at the gate')}."
    if row["left"]:
        yield f"{people(row['left'])} left for good."
    if row["out_of_turn_share"] is not None:
        yield (
            f"Of those let in, families aside, {percent(row['out_of_turn_share'])} went before "
            "somebody who had the better right."
        )
    if row["wait_mean"] is not None:
        yield (
            f"Those let in had waited {hours_and_minutes(row['wait_mean'])} on average, "
            f"{hours_and_minutes(row['wait_max'])} at most; who still waited is not counted there."
        )


def _crowd(row: Summary) -> Iterator[str]:
    density, load = row["gate_density_evening"], row["gate_load_peak_evening"]
    if density is not None:
        yield (
            f"From 19:00 to 21:00 {density:.1f} people per m² stood within 2 m of the gate, on "
            f"average ({density_in_words(density)})."
        )
    if load is not None:
        yield (
            f"From 18:00 on the gate was pressed with {load:.1f} kN/m at most: "
            f"{load_in_words(load)}."
        )
    yield "The gate gave way." if row["gate_failed"] else "The gate held."


def _danger(row: Summary, scenario: Scenario) -> Iterator[str]:
    share, limit = row["force_dose_share"], scenario.pressure
    if share is None:
        return
    force = f"more than {limit.dangerous:g} N for {limit.dangerous_time / 60:g} min on end"
    if share == 0:
        yield f"Nobody bore a force that is dangerous ({force})."
    else:
        yield f"{percent(share)} of all people were in danger from the force on them ({force})."

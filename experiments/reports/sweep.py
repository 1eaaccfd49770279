"""The report of a sweep, or of a search for the tipping point: how often, not just whether."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from ..drawing.svg import inline_drawing
from ..statistics.comparison import numbers
from ..sweeps.folder import NoSweepError, SweepFolder
from ..sweeps.lists_told_apart import lists_told_apart
from ..sweeps.risk import risk_of
from ..sweeps.terms import CROSSED, LISTED, MORRIS, SALTELLI, TRANSITION
from ..words import counted
from .limits import DAYS_ENOUGH
from .page import Page, Picture, Section, Warned
from .parts import bands_section, limits_section, repeat_section, sources_section
from .settings import scenario_in_words, settings_section, with_unit
from .sweep_sentences import failed_runs, sweep_sentences
from .sweep_tables import NEEDED, difference_table, meanings_table, points_table

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from ..sweeps.plan import Plan


def sweep_page(place: Path, drawn: Mapping[str, Figure] = MappingProxyType({})) -> Page:
    """Return the report of the folder of a sweep, of a transition, or of studies.

    Args:
        place: the folder.
        drawn: the figures of its studies by the question that each answers.

    Raises:
        NoSweepError: it holds no sweep, or none of its runs has finished.
        DamagedRunError: a file cannot be read.
    """
    folder = SweepFolder(place)
    plan = folder.plan()
    runs = folder.runs_of(plan)
    if not len(runs):
        raise NoSweepError(f"{place}: no run has finished")
    names = [*NEEDED, *(each.name for each in plan.factors)]
    missing = [name for name in names if name not in runs]
    if missing:
        raise NoSweepError(f"{place}: its runs have no {missing[0]}")
    plan, runs = lists_told_apart(plan, _judged(runs))
    name = place.resolve().name
    made_with = folder.manifest().get("made_with") or {}
    sentences = list(sweep_sentences(plan, runs, folder))
    return Page(
        title=_title(plan),
        asked=f"Asked: {' '.join(drawn)}" if drawn else _asked(plan),
        sections=(
            Section(
                "In short",
                warnings=tuple(_warnings(folder, plan, runs, name)),
                paragraphs=sentences,
                is_short=True,
            ),
            Section(
                "Answers in figures" if drawn else "In one figure",
                pictures=[_answer(*each) for each in drawn.items()]
                or (_picture(folder, plan, runs, sentences),),
            ),
            *_risk(folder, plan, runs),
            *_tables(plan, runs),
            bands_section(),
            settings_section(plan.scenario),
            limits_section(tuple(_further(plan))),
            _repeat(name, plan, made_with),
            sources_section(),
        ),
    )


def _judged(runs: pd.DataFrame) -> pd.DataFrame:
    """Return the runs; whether a day without an evening collapsed is not known."""
    has_evening = np.isfinite(numbers(runs["press_share_evening"]))
    return runs.assign(collapsed=np.where(has_evening, numbers(runs["collapsed"]), np.nan))


def _title(plan: Plan) -> str:
    if plan.design == LISTED:
        return f"Questions to the gate: {plan.scenario.name}"
    if not plan.factors:
        return f"Many days at the gate: {plan.scenario.name}"
    *first, last = (each.name for each in plan.factors)
    against = " and ".join([", ".join(first), last] if first else [last])
    return f"When the order breaks: {plan.scenario.name}, against {against}"


def _asked(plan: Plan) -> str:
    day = scenario_in_words(plan.scenario)
    if not plan.factors:
        return f"Asked: how do days of {day} differ from time to time?"
    known = type(plan.scenario).quantities()
    varied = "; ".join(
        f"{each.name} ({known[each.name].meaning[0].lower()}{known[each.name].meaning[1:]}), "
        + (
            f"from {with_unit(each.name, each.low)} to {with_unit(each.name, each.high)}"
            if each.is_range
            else f"{counted(len(each.values), 'value')} "
            f"from {with_unit(each.name, each.values[0])} "
            f"to {with_unit(each.name, each.values[-1])}"
        )
        for each in plan.factors
    )
    this = "this is" if len(plan.factors) == 1 else "these are"
    return f"Asked: what becomes of the day of {day} when {this} varied: {varied}?"


def _warnings(folder: SweepFolder, plan: Plan, runs: pd.DataFrame, name: str) -> Iterator[Warned]:
    """Yield what must not be overlooked: failed and missing runs, few days."""
    failed = failed_runs(folder)
    if failed:
        yield Warned(
            (
                f"{len(failed)} of {counted(plan.runs_in_all, 'run')} failed, left out here. "
                f"The first: {failed[0].reason} All of them:",
            ),
            (f"gatecrush status {shlex.quote(name)}",),
        )
    left = plan.runs_in_all - len(runs) - len(failed)
    if left > 0 and plan.design != TRANSITION:
        yield Warned((f"Not finished: {len(runs)} of {counted(plan.runs_in_all, 'run')} so far.",))
    if plan.design == CROSSED and plan.replications < DAYS_ENOUGH:
        few = "One day" if plan.replications == 1 else f"{plan.replications} days"
        where = " at each point" if plan.factors else ""
        words = (
            f"{few}{where} is an anecdote."
            if plan.replications == 1
            else f"{few}{where} are few: each share and each mean is known only to the interval "
            "beside it, which holds the truth in 95 of 100 cases."
        )
        yield Warned(
            (
                f"{words} The same sweep with --replications {DAYS_ENOUGH} narrows it and repeats "
                "nothing of what is there.",
            )
        )
    if not np.isfinite(numbers(runs["press_share_evening"])).any():
        yield Warned(
            (
                "The evening, 19:00 to 21:00, was not simulated, so whether the order had broken "
                "down by then is not known; when it broke is.",
            )
        )


def _picture(folder: SweepFolder, plan: Plan, runs: pd.DataFrame, sentences: list[str]) -> Picture:
    """Return the figure of a sweep, which has its heading in it."""
    if plan.design == TRANSITION:
        from ..drawing.transition import transition_figure
        from ..transition.search import stored_transition

        (factor,) = plan.factors
        figure = transition_figure(factor, stored_transition(folder, factor), is_narrow=True)
    else:
        from ..drawing.sweep import sweep_figure

        figure = sweep_figure(plan, runs, is_narrow=True)
    heading = " ".join(text.get_text() for text in figure.texts)
    alt = " ".join([heading, *sentences])
    return Picture("", "", inline_drawing(figure, alt, name="sweep"))


def _answer(question: str, figure: Figure) -> Picture:
    """Return the figure of a study, which has its heading in it."""
    name = "-".join(re.findall("[a-z]+", question.lower()))
    return Picture("", "", inline_drawing(figure, question, name=name))


def _risk(folder: SweepFolder, plan: Plan, runs: pd.DataFrame) -> Iterator[Section]:
    """Yield where it is worst over the days of one setting; nothing if there are several."""
    if plan.factors or plan.design != CROSSED:
        return
    risk = risk_of(folder, runs["key"], plan.scenario)
    if not risk.days:  # days of an earlier version
        return
    from ..drawing.risk import HEADING, risk_figure, risk_sentences

    told = risk_sentences(risk)
    figure = risk_figure(risk, plan.scenario.name)
    drawing = inline_drawing(figure, " ".join((HEADING, *told)), name="risk")
    yield Section("Where it was worst", paragraphs=told, pictures=(Picture("", "", drawing),))


def _tables(plan: Plan, runs: pd.DataFrame) -> Iterator[Section]:
    if plan.design != CROSSED:
        return
    found = (points_table(plan, runs), meanings_table(), difference_table(plan, runs))
    yield Section("The numbers that matter", tables=[each for each in found if each is not None])


def _further(plan: Plan) -> Iterator[str]:
    """Yield what such a sweep cannot tell."""
    if plan.design == TRANSITION:
        yield (
            "What an average day is like: runs were placed where they tell most of the tipping "
            "point, so shares of these days mean nothing."
        )
    if plan.factors:
        yield "What lies beyond the values that were tried, or between them if they are few."


def _repeat(name: str, plan: Plan, made_with: dict[str, Any]) -> Section:
    commands = [made_with["command"]] if isinstance(made_with.get("command"), str) else []
    folder = shlex.quote(name)
    further = [f"gatecrush verify {folder}", f"gatecrush status {folder}"]
    if plan.design in (MORRIS, SALTELLI):
        further.append(f"gatecrush sensitivity {folder}")
    words = (
        "The same command again finishes what is missing and repeats nothing; with another --out "
        "it repeats everything, to the bit. Each run can be repeated alone by its key: gatecrush "
        "reproduce.",
    )
    return repeat_section(words, [*commands, *further], {**made_with, "seed": plan.seed})

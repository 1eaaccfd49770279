"""What the model assumes and what it cannot know, with its sources; where it misses the account."""

from __future__ import annotations

from html import escape
from importlib.metadata import version
from itertools import groupby
from typing import Final

import numpy as np
import solara

from gatecrush.experiments.account.facts import fact
from gatecrush.experiments.account.thirty_days import DAYS, thirty_days
from gatecrush.experiments.reports.limits import CANNOT_KNOW, RESPECT, SOURCES
from gatecrush.experiments.words import clock
from gatecrush.model.scenario.quantities import Quantity, listed, section_types
from gatecrush.model.scenario.scenario import Scenario

_BY_LOT = fact("witness_share")
MINUTE: Final = (
    (
        "A place and a day",
        "A road ends at a gate. Before it lies a fenced strip four meters wide, beside a car lane; "
        "farther out is the column where people wait. A day runs from 05:00 to 03:00. Nothing in "
        "it is scripted: no rule reads the clock; only how many people arrive depends on the hour.",
    ),
    (
        "A number, not a place",
        "Whoever comes is told of the list by those who wait, if they pass near enough for long "
        "enough. They write the next number on the wrist with the marker, which is always with the "
        "last in line. Then they may sit, stand and walk about: the number keeps their place.",
    ),
    (
        "Who is never told",
        "Some meet nobody who tells them, and some tire of waiting for the marker. They go up to "
        "the gate, because that is where a gate is. They do no wrong that they know of.",
    ),
    (
        "When people give up the order",
        "Everybody sees how many press near the gate. Who holds a number comes to believe, or not, "
        "that pressing pays and that holders are passed over. When what they see and believe "
        "passes what they can bear, and waiting lowers what they can bear, they begin to "
        "press, too. Others object to newcomers, and volunteers try to turn people round; both "
        "work best while few press.",
    ),
    (
        "The gate",
        "About once an hour ten people are let in, whoever stands at the gate. In between, papers "
        "are checked and cars pass. Families with children pass beside the line. Behind the gate "
        "is another control, which everybody reaches who is let in.",
    ),
    (
        "Pressing",
        "When somebody ahead moves, those behind push; a push is handed from body to body and adds "
        "up towards the gate. So the crowd surges at each opening. A gate loaded too long gives "
        "way. Forces are also summed for every person, to see who would be in danger.",
    ),
)
"""How it works, in six paragraphs."""
_DAYS: Final = thirty_days()
_SHARE, _NEAR = 100 * _DAYS["witness_share"], _DAYS["near_hours_late"]
_ONSET, _FAMILIES = _DAYS["onset_time"], _DAYS["families_admitted"]
MISSES: Final = (
    f"Of those who came between nine and eleven, {np.median(_SHARE):.0f} % are in by 01:00 "
    f"(between {_SHARE.min():.0f} and {_SHARE.max():.0f} %, "
    "depending on the seed). If nobody is favoured once the order breaks, it is "
    f"{100 * _BY_LOT.low:.0f} to {100 * _BY_LOT.high:.0f} %.",
    f"Those who got in after 23:00 spent {np.median(_NEAR):.1f} hours within 5 m of the "
    f"gate (median; {_NEAR.min():.1f} to {_NEAR.max():.1f}). The witness stood there from "
    f"{fact('near_hours_late').told}.",
    f"The hour differs, too: on {len(_ONSET)} of {DAYS} days the order broke, between "
    f"{clock(_ONSET.min())} and {clock(_ONSET.max())}.",
    "Families come three at a time, so that a day has anything from "
    f"{_FAMILIES.min():.0f} to {_FAMILIES.max():.0f} people in families, where the account has "
    f"{fact('families_admitted').told}; on average it is right ({_FAMILIES.mean():.1f}).",
)
"""Where the days of the account (its settings are those that ship) differ from it."""
PRIVACY: Final = (
    "Nothing is kept about you. The page loads nothing from elsewhere and counts no visits; a "
    "cookie tells your visit from another's and means nothing outside of it. The days you look at "
    "are simulated in this server's memory; some stay there for whoever asks for the same day "
    "next, and a sweep that you start is deleted when you leave. What you look at stands in the "
    "page's address; your browser keeps that of each page until you close the tab. What you take "
    "along, links and files, is yours; a link holds the settings of a day and nothing else."
)
KINDS = {
    "account": "told in the account",
    "calibrated": "chosen so that days resemble the account",
    "literature": "measured by others",
    "assumed": "nobody knows",
}
"""Where a parameter's default comes from, as a first word says it."""


@solara.component
def AboutPage() -> None:
    """The page."""
    with solara.Div(classes=["gc-main", "gc-about"]):
        _html("h1", "What this is, and what it cannot know")
        _html("p", RESPECT)
        _html("h2", "The model in a minute")
        parts = (f"<div><h3>{escape(t)}</h3><p>{escape(words)}</p></div>" for t, words in MINUTE)
        _html("div", "".join(parts), "gc-minute")
        _html("h2", "What it cannot know")
        _list(CANNOT_KNOW)
        _html("h2", "Where it misses the account, and how much days differ")
        _html(
            "p",
            f"Over {DAYS} days of the account, seeds 0 to {DAYS - 1}, with the settings that ship:",
        )
        _list(MISSES)
        _html("h2", "Sources")
        _list(SOURCES)
        _html("h2", "Citing, license")
        _html("p", _citing())
        _html("h2", "Your visit")
        _html("p", PRIVACY)
        _html("h2", "Every parameter")
        _html("p", _count_words())
        _html("div", _kinds(), "gc-kinds")
        _html("table", parameter_rows_as_html(), "gc-table gc-parameters")


def kind_of(quantity: Quantity) -> str:
    """Return where a default comes from, a key of KINDS."""
    words = quantity.source.lower()
    return next(
        (kind for kind in ("assumed", "calibrated", "account") if kind in words), "literature"
    )


def parameter_rows_as_html() -> str:
    """Return the table of all parameters, by section."""
    sections = section_types(Scenario)
    quantities = [each for each in Scenario.quantities().values() if each.name != "name"]
    rows = []
    for section, members in groupby(quantities, lambda each: each.name.rpartition(".")[0]):
        about = escape(sections[section].__doc__ or section)
        rows.append(f"<tr class='gc-section'><td colspan='4'>{about}</td></tr>")
        rows += [_parameter_row(each) for each in members]
    heads = ("Name", "Default", "Meaning", "Source")
    head = "".join(f"<th>{words}</th>" for words in heads)
    return f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"


def _parameter_row(quantity: Quantity) -> str:
    unit = f" {quantity.unit}" if "," in quantity.unit else quantity.unit_spoken
    kind = kind_of(quantity)
    cells = (
        f"<td><code>{escape(quantity.name)}</code></td>"
        f"<td data-head='Default: '>{escape(listed(_short(quantity.default)) + unit)}</td>"
        f"<td>{escape(quantity.meaning)}</td>"
        f"<td data-head='Source: '><span class='gc-kind gc-kind-{kind}'>{kind}</span> "
        f"{escape(quantity.source if quantity.source != kind else '')}</td>"
    )
    return f"<tr data-parameter='{escape(quantity.name)}'>{cells}</tr>"


def _short(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _kinds() -> str:
    return "".join(
        f"<span><span class='gc-kind gc-kind-{kind}'>{kind}</span> {words}</span>"
        for kind, words in KINDS.items()
    )


def _count_words() -> str:
    found = [kind_of(each) for each in Scenario.quantities().values() if each.name != "name"]
    counts = ", ".join(f"{found.count(kind)} {kind}" for kind in KINDS)
    return (
        f"{len(found)} parameters, each declared once in the code with unit, meaning and source: "
        f"{counts}. A parameter with two sources counts where it is less certain."
    )


def _citing() -> str:
    return (
        f"The gatecrush authors: gatecrush, version {escape(version('gatecrush'))}. Please give "
        "the version and the scenario you used; CITATION.cff in the repository holds the "
        "reference. "
        "The license is Apache-2.0."
    )


def _list(lines: tuple[str, ...]) -> None:
    _html("ul", "".join(f"<li>{escape(line)}</li>" for line in lines))


def _html(tag: str, inner: str, classes: str = "") -> None:
    solara.HTML(tag=tag, unsafe_innerHTML=inner, classes=classes.split())

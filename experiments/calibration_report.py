"""The report of a calibration: what fits, what that says of each parameter, what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gatecrush.model.scenario import Scenario

from .calibration_ranges import RANGES
from .calibration_region import (
    Narrowing,
    RankCorrelation,
    influences,
    narrowings,
    never_met_together,
    region,
    trade_offs,
)
from .calibration_search import KEEP, SHIPPED
from .calibration_target import COUNTED, FARTHEST, TARGETS
from .counts_in_words import counted
from .intervals import share

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

BEST: Final = 5
"""Nearest settings shown."""
STRONGEST: Final = 8
"""Pairs of parameters shown."""


def shares_of_ranges(table: pd.DataFrame) -> dict[str, Floats]:
    """Return each parameter's values as shares of the range searched."""
    return {
        each.parameter: each.share_below(table[each.parameter].to_numpy(float)) for each in RANGES
    }


def nearest_first(table: pd.DataFrame) -> pd.DataFrame:
    """Return the settings, those with most replications first, the nearest of them first."""
    ordered = table.assign(few=-table["replications"]).sort_values(["abandoned", "few", "distance"])
    return ordered.drop(columns="few")


def report(table: pd.DataFrame, *, facts: Mapping[str, str], again: str) -> str:
    """Return the report as Markdown that reads as well in a terminal.

    Args:
        table: a row a setting, the defaults that ship as setting -1.
        facts: what it was made with, in words.
        again: the command that runs a day with the defaults that ship.
    """
    settings = table[table["setting"] != SHIPPED].reset_index(drop=True)
    shipped = table[table["setting"] == SHIPPED].iloc[0]
    shares, chosen = shares_of_ranges(settings), region(settings)
    distance = settings["distance"].to_numpy(float)
    narrowed = narrowings(shares, chosen.chosen)
    traded = trade_offs(shares, chosen.chosen)
    moved = influences(shares, distance, settings["abandoned"].to_numpy(bool))
    sections = [
        ["# Calibration against the account", "", *(f"* {k}: {v}" for k, v in facts.items())],
        _how_many(settings),
        _targets(settings, shipped),
        _best(settings, shipped, again),
        _region(narrowed, chosen.name, int(chosen.chosen.sum())),
        _trade_offs(traded),
        _influences(moved),
        _identified(narrowed, traded, settings),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _how_many(settings: pd.DataFrame) -> list[str]:
    n, most = len(settings), int(settings["replications"].max())
    finished = settings[settings["replications"] == most]
    lines = [
        "## How many settings fit",
        "",
        f"{n} settings; {int(settings['abandoned'].sum())} abandoned on their first day as "
        f"hopeless; {len(finished)} were near enough for {_counted(most, 'replication')} (the "
        f"nearest {KEEP:.0%} of each stage go on, ties included).",
        "",
    ]
    for column, words in (("fits_day", "the day's facts"), ("fits", "the day's and the witness's")):
        count = int(settings[column].sum())
        known = share(count, n)
        lines.append(
            f"* {count} of {n} fit {words}: {count / n:.1%} of the ranges searched "
            f"(95 % interval {known.low:.1%} to {known.high:.1%}){_on_fewer_days(settings, column)}"
        )
    near = int((settings["implausibility"] <= 1).sum())
    lines += [
        f"* {near} of {n} come within one scale of every fact",
        "",
        "A setting that fits by chance on few days, or misses by chance on its first, is counted "
        "wrongly: read these as orders of magnitude.",
    ]
    return lines


def _on_fewer_days(settings: pd.DataFrame, column: str) -> str:
    """Return how many fit on the few days they had: other facts kept them from getting more."""
    few = settings[column] & (settings["replications"] < settings["replications"].max())
    return f", {int(few.sum())} of them on fewer replications" if few.any() else ""


def _targets(settings: pd.DataFrame, shipped: pd.Series[Any]) -> list[str]:
    best = nearest_first(settings).iloc[0]
    finished = settings[~settings["abandoned"]]
    rows = []
    for each in TARGETS:
        values = finished[each.quantity].dropna()
        spread = [short(q) for q in values.quantile([0.05, 0.5, 0.95])] if len(values) else ["-"]
        met = (
            f"{(finished[f'shortfall.{each.quantity}'] == 0).mean():.0%}"
            if each in COUNTED and len(finished)
            else ""
        )
        rows.append(
            [
                each.quantity,
                each.interval,
                f"{each.scale:g}" if each in COUNTED else "",
                met,
                " / ".join(spread),
                _with_term(shipped, each.quantity),
                _with_term(best, each.quantity),
            ]
        )
    header = ["quantity", "acceptable", "scale", "met by", "5 / 50 / 95 %", "shipped", "nearest"]
    return [
        "## The facts, and how far off",
        "",
        f"Distance: sum of squared shortfalls in scales, each at most {FARTHEST:g}; what cannot be "
        "known counts as the most (the hours within 5 m, as 1). In brackets: the shortfall. *met "
        "by* and the spread are over the settings that were not abandoned.",
        "",
        *grid(header, rows),
        "",
        *(f"* {each.quantity}: {each.meaning} ({each.fact})" for each in TARGETS),
    ]


def _best(settings: pd.DataFrame, shipped: pd.Series[Any], again: str) -> list[str]:
    nearer = int((settings["distance"][~settings["abandoned"]] < shipped["distance"]).sum())
    best = nearest_first(settings).head(BEST)
    header = ["parameter", "range searched", "shipped", *(f"no. {n}" for n in best["setting"])]
    rows = [
        [name, "", short(shipped[name]), *map(short, best[name])]
        for name in ("distance", "implausibility", "replications")
    ]
    for each in RANGES:
        span = f"{short(each.low)} to {short(each.high)}" + (" (log)" if each.is_log else "")
        values = [short(value) for value in best[each.parameter]]
        rows.append([each.parameter, span, short(shipped[each.parameter]), *values])
    first = best.iloc[0]
    words = " ".join(f"--set {each.parameter}={first[each.parameter]:g}" for each in RANGES)
    return [
        "## The nearest settings, and the defaults that ship",
        "",
        f"The defaults that ship are at distance {short(shipped['distance'])}; {nearer} of "
        f"{len(settings)} settings are nearer. Implausibility: the largest single shortfall.",
        "",
        *grid(header, rows),
        "",
        "The nearest one again:",
        "",
        f"    {again} {words}",
    ]


def _region(narrowed: Sequence[Narrowing], name: str, count: int) -> list[str]:
    ranges = {each.parameter: each for each in RANGES}
    rows = []
    for each in narrowed:
        searched = ranges[each.parameter]
        low, middle, high = (float(searched.at(s)) for s in (each.low, each.middle, each.high))
        rows.append(
            [
                each.parameter,
                f"{short(searched.low)} to {short(searched.high)}",
                f"{short(low)} to {short(high)}",
                short(middle),
                f"{each.width:.2f}",
                f"{each.p:.2g}",
                yes_no(each.is_narrowed),
            ]
        )
    header = ["parameter", "searched", "5-95 %", "median", "width", "p", "narrowed"]
    return [
        "## The region that fits",
        "",
        f"From the {count} {name}." if not name[0].isdigit() else f"From the {name}.",
        "Width: of the 5-95 % range against that of the range searched, 1 if the account says "
        "nothing. p: Kolmogorov-Smirnov against the range searched; narrowed: p below 0.05 over "
        "the number of parameters.",
        "",
        *grid(header, rows),
    ]


def _trade_offs(traded: Sequence[RankCorrelation]) -> list[str]:
    rows = [
        [each.first, each.second, f"{each.rho:+.2f}", f"{each.p:.2g}", yes_no(each.is_certain)]
        for each in traded[:STRONGEST]
    ]
    return [
        "## What trades off against what",
        "",
        f"Rank correlations over the same settings, the {STRONGEST} strongest of {len(traded)} "
        "pairs; certain: p below 0.05 over the number of pairs. Of so many pairs some are strong "
        "by chance.",
        "",
        *grid(["parameter", "with", "rho", "p", "certain"], rows),
    ]


def _influences(moved: Sequence[RankCorrelation]) -> list[str]:
    rows = [
        [each.first, f"{each.rho:+.2f}", f"{each.p:.2g}", yes_no(each.is_certain)] for each in moved
    ]
    return [
        "## What the distance depends on",
        "",
        "Rank correlation with the distance over all settings (abandoned ones rank behind all "
        "others); + means that more of it leads away from the account. Only what is monotonic "
        "shows: an optimum inside of the range does not.",
        "",
        *grid(["parameter", "rho", "p", "certain"], rows),
    ]


def _identified(
    narrowed: Sequence[Narrowing], traded: Sequence[RankCorrelation], settings: pd.DataFrame
) -> list[str]:
    clear = [each.parameter for each in narrowed if each.is_narrowed]
    open_ones = [each.parameter for each in narrowed if not each.is_narrowed]
    searched = {each.parameter for each in RANGES}
    assumed = [
        each.name
        for each in Scenario.quantities().values()
        if each.name not in searched and each.source.startswith(("assumed", "calibrated"))
    ]
    certain = sum(each.is_certain for each in traded)
    apart = never_met_together(settings)
    lines = [
        "## What one account cannot tell",
        "",
        f"* {len(COUNTED)} facts against {len(RANGES)} parameters: of these the account narrows "
        f"{len(clear)} ({listed(clear)}) and leaves {len(open_ones)} open ({listed(open_ones)}).",
        f"* {certain} pairs of parameters can certainly make up for each other.",
        f"* Facts that no setting meets together: {listed(f'{a} with {b}' for a, b in apart)}.",
        f"* Not searched, and taken as they are: {len(assumed)} parameters that are assumed or "
        f"were calibrated to other sources ({listed(assumed)}); the account's own numbers "
        "(arrivals, batch, cycle, families, turned back), and every rule.",
    ]
    return lines


def _with_term(row: pd.Series[Any], quantity: str) -> str:
    term = row.get(f"shortfall.{quantity}", np.nan)
    value = short(float(row[quantity]))
    return f"{value} ({short(float(term))})" if term > 0 else value


def short(value: float) -> str:
    """Return a number in three digits."""
    return "-" if np.isnan(value) else f"{value:.3g}"


def _counted(count: int, word: str) -> str:
    return counted(count, word)


def yes_no(answer: bool) -> str:
    """Return an answer in words."""
    return "yes" if answer else "no"


def listed(words: Iterable[str]) -> str:
    """Return words in a row."""
    return ", ".join(words) or "none"


def grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a Markdown table whose columns also align in a terminal."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |"
        for row in (header, *rows)
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]

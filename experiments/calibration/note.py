"""The note on an ensemble: how it was drawn, what it says of the parameters, and what it cannot.

    gatecrush ensemble report --out docs

Written from the table that ships alone: no day is run.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from gatecrush.model.scenario.scenario import Scenario

from ..days.outcomes import outcome
from ..days.planned_run import HOUSE
from ..ensemble.table import ACCOUNT, shipped_text
from ..words import grid, listed, short, yes_no
from .checks import CHECKS_FILE
from .checks import in_words as checks_in_words
from .distance import TARGETS
from .posterior import (
    CERTAINTY,
    Narrowing,
    RankCorrelation,
    narrowings,
    shares_and_weights,
    trade_offs,
)
from .ranges import RANGES

if TYPE_CHECKING:
    import pandas as pd

STRONGEST: Final = 8
"""Pairs of parameters shown."""
NOTE, PICTURE = "ensemble.md", "ensemble.png"
NOTES: Final = HOUSE / "docs"
"""Where the note lies in the sources."""


def members_of(name: str = ACCOUNT) -> pd.DataFrame:
    """Return the table of an ensemble that ships, with how each member fits."""
    import pandas as pd

    return pd.read_csv(io.StringIO(shipped_text(f"{name}.csv")))


def note(members: pd.DataFrame, made: dict[str, Any], checks: dict[str, Any] | None) -> str:
    """Return the note as Markdown.

    Args:
        members: a row a member.
        made: how the table was made.
        checks: A16 to A33 over new days under its members; None: not looked at.
    """
    shares, weights = shares_and_weights(members)
    narrowed, pairs = narrowings(shares, weights), trade_offs(shares, weights)
    sections = [
        _what(members, made),
        _rounds(made),
        _facts(members, weights, made),
        _parameters(narrowed, made),
        _pairs(pairs),
        *_influences(made),
        _cannot_tell(narrowed, pairs),
        _checks(checks),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections) + "\n"


def _what(members: pd.DataFrame, made: dict[str, Any]) -> list[str]:
    tolerance = made["tolerance"]
    met = (
        "each of which gave a day that meets every fact of the account, the day's and the "
        "witness's, and kept few people in order (A23, which the account does not tell)"
        if tolerance == 0
        else f"each of which gave a day within a distance of {tolerance:.3g} of the account's "
        "(the smallest tolerance that the days allowed; 0 would meet every fact)"
    )
    return [
        "# The ensemble: settings consistent with the account",
        "",
        "One account does not identify the parameters. So there is not one calibrated setting but "
        f"a table of them, `experiments/ensemble/account.csv`: {len(members)} settings, {met}, "
        "with weights. `--ensemble` in `gatecrush run`, `sweep` and `transition` runs days under "
        "them, so that answers come with what the account leaves open. This note is written from "
        "the table by `gatecrush ensemble report`.",
        "",
        "A parameter that `--set` or `--vary` states, or that a scenario states otherwise than the "
        "account does, stays as stated.",
    ]


def _rounds(made: dict[str, Any]) -> list[str]:
    rows = [
        [
            str(number),
            "prior" if each["tolerance"] is None else f"{each['tolerance']:.3g}",
            str(each["days"]),
            str(each["cut_short"]),
            str(each["accepted"]),
            f"{each['acceptance']:.0%}",
        ]
        for number, each in enumerate(made["rounds"])
        if each["days"]
    ]
    cut = sum(each["cut_short"] for each in made["rounds"])
    return [
        "## How it was drawn",
        "",
        "By `gatecrush ensemble search`: approximate Bayesian computation by population Monte "
        "Carlo. The account is one day, so "
        "the likelihood of a setting is the probability that its day is like the account: each "
        "setting tried has one day, with random numbers of its own, and is accepted if that day "
        "is. The first round comes from the prior (uniform over the ranges, or over their "
        "logarithms), later ones from kernels about what was nearest so far. Days of all rounds "
        "count, weighted by prior density over the density of the mixture from which all were "
        "drawn (`experiments/calibration/proposal.py` has the formulas and the sources).",
        "",
        f"* {made['days']} days, {cut} of them cut short as soon as they were certain not to be "
        f"accepted; {made['cpu_seconds'] / 3600:.1f} h of CPU time in the kernels",
        f"* {made['members']} accepted; weighted unequally, they are worth "
        f"{made['effective_number']:.0f} of equal weight",
        f"* `{made['command']}`; version {made['version']}, commit {made['commit'] or 'unknown'}, "
        f"rules {made['rules']}, {made['made_at'][:10]}",
        "",
        *grid(["round", "near days within", "days", "cut short", "accepted", "share"], rows),
        "",
        "*near days within*: the distance of the days near which a round tries its own; it falls "
        "from round to round. *accepted*: within the tolerance reached in the end.",
    ]


def _facts(members: pd.DataFrame, weights: Any, made: dict[str, Any]) -> list[str]:
    rows = []
    for each in TARGETS:
        met = float(weights @ members[f"meets_{each.quantity}"].to_numpy(float))
        fact = each.fact
        rows.append([fact.measured, fact.source, fact.interval, f"{met:.0%}"])
    share = members["facts_met"]
    return [
        "## Which facts the members meet",
        "",
        f"On their own accepted day. A member meets {share.min():.0%} to {share.max():.0%} of the "
        f"{len(TARGETS)} facts and checks, {float(weights @ share.to_numpy(float)):.0%} on "
        "average.",
        "",
        *grid(["fact", "source", "acceptable", "met by (weight)"], rows),
        *_changed_since(made),
    ]


def _changed_since(made: dict[str, Any]) -> Iterator[str]:
    """Yield which facts had another interval when the table was drawn."""
    drawn = {each["quantity"]: each["acceptable"] for each in made["facts"]}
    for each in TARGETS:
        before, now = drawn[each.quantity], each.fact.interval
        if before == now:
            continue
        yield ""
        yield (
            f"When the table was drawn, `{each.quantity}` was to be {before}; today it is {now}. "
            "The table is that of the search as it was"
            + _what_that_changes(outcome(each.quantity).is_flag)
        )


def _what_that_changes(is_flag: bool) -> str:
    """Say what another interval would have changed."""
    if not is_flag:
        return ", and its members are held against the fact as it was."
    return (
        ". A single day gives 0 or 1, so that no day meets or misses the fact by that; only the "
        "first rounds, which go by the distance, would now try somewhat other settings."
    )


def _parameters(narrowed: list[Narrowing], made: dict[str, Any]) -> list[str]:
    ranges = {each.parameter: each for each in RANGES}
    known, defaults = Scenario.quantities(), Scenario().flat()
    rows = []
    for each in narrowed:
        prior = ranges[each.parameter]
        low, middle, high = (float(prior.at(at)) for at in (each.low, each.middle, each.high))
        span = f"{short(prior.low)} to {short(prior.high)}" + (" (log)" if prior.is_log else "")
        rows.append(
            [
                each.parameter,
                known[each.parameter].unit,
                span,
                short(float(defaults[each.parameter])),
                f"{short(low)} / {short(middle)} / {short(high)}",
                f"{each.width:.2f}",
                f"{each.p:.2g}",
                yes_no(each.is_narrowed),
            ]
        )
    head = ["parameter", "unit", "prior", "default", "5 / 50 / 95 %", "width", "p", "narrowed"]
    return [
        "## Prior and posterior",
        "",
        f"![Prior and posterior of each parameter, and pairs that trade off]({PICTURE})",
        "",
        "*width*: of the posterior's 5-95 % range against the prior's, 1 if the account says "
        "nothing. *p*: probability of such a departure from the prior by chance "
        f"(Kolmogorov-Smirnov at the effective number, {made['effective_number']:.0f}). "
        f"*narrowed*: p below 0.05 over {len(narrowed)} parameters.",
        "",
        *grid(head, rows),
    ]


def _pairs(pairs: list[RankCorrelation]) -> list[str]:
    rows = [
        [each.first, each.second, f"{each.rho:+.2f}", f"{each.p:.2g}", yes_no(each.is_certain)]
        for each in pairs[:STRONGEST]
    ]
    return [
        "## What trades off against what",
        "",
        f"Weighted correlations of normal scores, the {STRONGEST} strongest of {len(pairs)} pairs; "
        "beyond chance: p below 0.05 over the number of pairs. Negative: more of one can be made "
        "up for by less of the other.",
        "",
        *grid(["parameter", "with", "correlation", "p", "beyond chance"], rows),
    ]


def _influences(made: dict[str, Any]) -> Iterator[list[str]]:
    """Yield what the distance depends on, if the search looked for it."""
    found = made.get("influences")
    if not found:
        return
    limit = CERTAINTY / len(found)
    rows = [
        [each["parameter"], f"{each['rho']:+.2f}", f"{each['p']:.2g}", yes_no(each["p"] < limit)]
        for each in found
    ]
    yield [
        "## What the distance depends on",
        "",
        "Rank correlation with the distance over the first round, which fills the prior evenly "
        "(days cut short rank behind all others); + means that more of it leads away from the "
        "account. Only what is monotonic shows: an optimum inside of the range does not.",
        "",
        *grid(["parameter", "rho", "p", "beyond chance"], rows),
    ]


def _cannot_tell(narrowed: list[Narrowing], pairs: list[RankCorrelation]) -> list[str]:
    clear = [f"`{each.parameter}`" for each in narrowed if each.is_narrowed]
    left = [f"`{each.parameter}`" for each in narrowed if not each.is_narrowed]
    certain = sum(each.is_certain for each in pairs)
    return [
        "## What the account does not identify",
        "",
        f"* Narrowed beyond chance: {listed(clear)}.",
        f"* Left as open as before, as far as so many members can tell: {listed(left)}.",
        f"* Pairs that go together beyond chance: {certain}.",
        "* Everything else in the model is held at its default: the account's own numbers, what is "
        "assumed, and every rule. The spread over the ensemble is that of these "
        f"{len(narrowed)} parameters alone.",
        "* A setting accepted by one day may give other days, too: the next section.",
        "* Later rounds try where earlier ones were accepted. Their weights make up for that, but "
        "the effective number does not count that members from the same round are alike: read p "
        "values near the limit with caution.",
    ]


def _checks(checks: dict[str, Any] | None) -> list[str]:
    heading = ["## A16 to A33 for the ensemble", ""]
    if checks is None:
        return [*heading, "Not looked at: `gatecrush ensemble checks`."]
    return [
        *heading,
        f"New days with other random numbers, one under each of {checks['members']} members drawn "
        f"by weight; A23 and A28 with {checks['members_at_rates']} members at each setting. *over "
        "the members*: the median (rates, people and shares of days: the mean). *members within*: "
        "the share of the members whose day is within the target, chance from day to day included. "
        "Made with `gatecrush ensemble checks`.",
        "",
        *checks_in_words(checks),
    ]


def checks_of(name: str = ACCOUNT) -> dict[str, Any] | None:
    """Return the checks of an ensemble that ships, None if there are none."""
    try:
        found: dict[str, Any] = json.loads(shipped_text(CHECKS_FILE.replace(ACCOUNT, name)))
    except FileNotFoundError:
        return None
    return found

"""An ensemble: settings of the parameters that are all consistent with the account, with weights.

A table in a CSV file, a row a member: its number, its weight, and its parameters by dotted name.
Replication r of anything run under an ensemble has the member in which the r-th of a sequence of
shares falls that are spread evenly from the start (golden ratio), so that the first ten members
drawn stand for all as well as ten can, and more replications change none of the earlier ones.
"""

from __future__ import annotations

import bisect
import csv
import io
import itertools
import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from gatecrush.model.scenario.door import ScenarioError, suggestion
from gatecrush.model.scenario.scenario import Scenario

from ..words import counted

ACCOUNT: Final = "account"
"""The ensemble that ships."""
GOLDEN: Final = 0.6180339887498949
MEMBER, WEIGHT = "member", "weight"
LARGEST_FILE: Final = 10_000_000


class EnsembleError(ValueError):
    """An ensemble that cannot be used; the message is one line."""


@dataclass(frozen=True)
class Ensemble:
    """Settings with weights."""

    name: str
    parameters: tuple[str, ...]
    """What the members set, by dotted name."""
    members: tuple[int, ...]
    """Their numbers."""
    weights: tuple[float, ...]
    """At least 0; only their proportions count."""
    values: tuple[tuple[float, ...], ...]
    """A row a member, shape (members, parameters)."""
    fixed: tuple[str, ...] = ()
    """Parameters that the members set originally, and no longer."""

    def __len__(self) -> int:
        """Return how many members there are."""
        return len(self.members)

    def row_of(self, replication: int) -> int:
        """Return in which row of the table the member of a replication stands."""
        share = math.modf(0.5 + GOLDEN * replication)[0]
        return min(len(self) - 1, bisect.bisect_right(self._below, share * self._below[-1]))

    def member_of(self, replication: int) -> int:
        """Return the number of the member under which a replication is run."""
        return self.members[self.row_of(replication)]

    def settings_of(self, replication: int) -> dict[str, float]:
        """Return what the member of a replication sets, by dotted name."""
        return self.settings(self.row_of(replication))

    def settings(self, row: int) -> dict[str, float]:
        """Return what a row of the table sets, by dotted name."""
        return dict(zip(self.parameters, self.values[row], strict=True))

    @cached_property
    def _below(self) -> list[float]:
        return list(itertools.accumulate(self.weights))

    def without(self, names: Collection[str]) -> Ensemble:
        """Return the ensemble with some parameters left as the scenario states them.

        Raises:
            EnsembleError: nothing is left to vary.
        """
        kept = [n for n, name in enumerate(self.parameters) if name not in names]
        if not kept:
            words = f"{self.name}: its members set nothing that this scenario leaves open"
            raise EnsembleError(words)
        return replace(
            self,
            parameters=tuple(self.parameters[n] for n in kept),
            values=tuple(tuple(row[n] for n in kept) for row in self.values),
            fixed=(*self.fixed, *(name for name in self.parameters if name in names)),
        )

    def for_scenario(self, scenario: Scenario, stated: Collection[str] = ()) -> Ensemble:
        """Return the ensemble as it varies a scenario.

        What the scenario states otherwise than the account does, and what else is stated, stays.

        Args:
            scenario: what the members change.
            stated: names of parameters stated beside it, as by ``--set`` or ``--vary``.

        Raises:
            EnsembleError: nothing is left to vary, or a value of some member cannot be used.
        """
        account, given = Scenario.load(ACCOUNT).flat(), scenario.flat()
        own = {name for name in self.parameters if given[name] != account[name]}
        open_ones = self.without(own | {name for name in self.parameters if name in stated})
        for end in (min, max):
            ends = [end(column) for column in zip(*open_ones.values, strict=True)]
            try:
                scenario.with_(**dict(zip(open_ones.parameters, ends, strict=True)))
            except ScenarioError as error:
                raise EnsembleError(f"{self.name}: {error}") from None
        return open_ones

    def check_number(self, wanted: int) -> None:
        """Make sure that so many members can be drawn.

        Raises:
            EnsembleError: they cannot.
        """
        if not 1 <= wanted <= len(self):
            raise EnsembleError(f"{self.name}: has {counted(len(self), 'member')}, not {wanted}")

    def as_table(self) -> dict[str, Any]:
        """Return the ensemble as a manifest holds it: complete, a line a member."""
        rows = zip(self.members, self.weights, self.values, strict=True)
        lines = [",".join(map(repr, (member, weight, *row))) for member, weight, row in rows]
        head = ",".join((MEMBER, WEIGHT, *self.parameters))
        return {"name": self.name, "fixed": list(self.fixed), "table": [head, *lines]}

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> Ensemble:
        """Return the ensemble that a manifest holds.

        Raises:
            EnsembleError, KeyError: it is damaged.
        """
        found = read_table(table["name"], "\n".join(table["table"]))
        return replace(found, fixed=tuple(table["fixed"]))


def load(name_or_path: str | Path = ACCOUNT) -> Ensemble:
    """Return an ensemble: one that ships by its name, or a CSV file.

    Raises:
        EnsembleError: there is no such ensemble, or it cannot be used; says why.
    """
    text = str(name_or_path)
    if text in shipped_names():
        return read_table(text, shipped_text(f"{text}.csv"))
    path = Path(text)
    if path.suffix != ".csv":
        near = suggestion(text, shipped_names())
        words = f"there is no such ensemble{near}" if near else _which()
        raise EnsembleError(f"{text}: {words}")
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise EnsembleError(f"{text}: is too large to be an ensemble")
        return read_table(path.stem, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise EnsembleError(f"{text}: is not a text in UTF-8") from None
    except (OSError, ValueError) as error:
        if isinstance(error, EnsembleError):
            raise
        words = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise EnsembleError(f"{text}: {words}") from None


def _which() -> str:
    return f"there is no such ensemble; {', '.join(shipped_names())} ships, or name a CSV file"


def shipped_names() -> list[str]:
    """Return the names of the ensembles that ship."""
    places = files("gatecrush.experiments.ensemble").iterdir()
    return sorted(each.name.removesuffix(".csv") for each in places if each.name.endswith(".csv"))


def shipped_text(file: str) -> str:
    """Return a file beside the ensembles that ship."""
    return (files("gatecrush.experiments.ensemble") / file).read_text(encoding="utf-8")


def how_it_was_made(name: str = ACCOUNT) -> dict[str, Any]:
    """Return how an ensemble that ships was made."""
    found: dict[str, Any] = json.loads(shipped_text(f"{name}.json"))
    return found


def read_table(name: str, text: str) -> Ensemble:
    """Return the ensemble that a CSV text holds; columns that are no parameters are left.

    Raises:
        EnsembleError: it cannot be used; says why.
    """
    rows = list(csv.reader(io.StringIO(text)))
    head = rows[0] if rows else []
    parameters = tuple(column for column in head if "." in column)
    _check_head(name, head, parameters)
    if len(rows) < 2:
        raise EnsembleError(f"{name}: has no members")
    members, weights, values = [], [], []
    for number, row in enumerate(rows[1:]):
        given = dict(zip(head, row, strict=False))
        try:
            members.append(int(given.get(MEMBER, number)))
            weights.append(float(given.get(WEIGHT, 1.0)))
            values.append(tuple(float(given[each]) for each in parameters))
            if not all(map(math.isfinite, values[-1])):
                raise ValueError("not finite")
        except (KeyError, ValueError):
            raise EnsembleError(f"{name}, line {number + 2}: is not numbers throughout") from None
    if not all(0 <= each < math.inf for each in weights) or sum(weights) <= 0:
        raise EnsembleError(f"{name}: its weights must be numbers of at least 0, not all 0")
    return Ensemble(name, parameters, tuple(members), tuple(weights), tuple(values))


def _check_head(name: str, head: Sequence[str], parameters: Sequence[str]) -> None:
    known = Scenario.quantities()
    for each in parameters:
        if each not in known:
            near = suggestion(each, list(known))
            raise EnsembleError(f"{name}: {each}: there is no such parameter{near}")
        if known[each].kind != "number":
            raise EnsembleError(f"{name}: {each}: only parameters that are numbers can vary so")
    if not parameters:
        raise EnsembleError(f"{name}: has no column that is a parameter, such as waiters.telling")
    twice = next((each for n, each in enumerate(head) if each in head[:n]), None)
    if twice:
        raise EnsembleError(f"{name}: {twice}: is there twice")

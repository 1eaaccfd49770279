"""The folder of a sweep: its plan, its finished runs, its failures.

``manifest.json`` holds the plan and where it comes from; ``runs.parquet`` is a folder with a file a
run that ``pandas.read_parquet`` reads whole; ``series`` likewise, a row a minute; ``places`` too, a
row a place where people stood close; ``failures`` has a JSON file for each run that failed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..days.outcomes import PLACES, SERIES
from ..days.planned_run import PlannedRun, code
from ..days.summary_row import as_json, unboxed
from ..storage.lock import WHOLE, Share
from ..storage.run_store import RunStore
from ..storage.whole_files import write_whole
from ..words import counted
from .plan import Plan, plan_of

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = 1
RUNS, MANIFEST = "runs.parquet", "manifest.json"


class NoSweepError(Exception):
    """A folder that holds no sweep, or one that cannot be read."""


class OtherPlanError(Exception):
    """A folder that holds runs of another plan, or of other code."""


class SweepFolder:
    """What is on the disk of a sweep."""

    def __init__(self, place: Path) -> None:
        """Look at a folder, there already or not."""
        self.place = place
        self.store = RunStore(place / RUNS, tables=(SERIES,))
        self.series, self.places = place / SERIES, place / PLACES
        """Tables of each run; folders of earlier versions have no places."""
        self.manifest_file = place / MANIFEST

    def manifest(self) -> dict[str, Any]:
        """Return the manifest.

        Raises:
            NoSweepError: there is none, or it cannot be read.
        """
        try:
            found = json.loads(self.manifest_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NoSweepError(f"{self.place}: holds no sweep (there is no {MANIFEST})") from None
        except (OSError, ValueError):
            words = f"{self.manifest_file}: is damaged; the same sweep command writes it anew"
            raise NoSweepError(words) from None
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise NoSweepError(f"{self.manifest_file}: is not of a kind that this version reads")
        if not _is_whole(found):
            words = f"{self.manifest_file}: was changed; the same sweep command writes it anew"
            raise NoSweepError(words)
        return found

    def plan(self) -> Plan:
        """Return the plan that the folder is for.

        Raises:
            NoSweepError: there is none, or it cannot be read.
        """
        table = self.manifest()
        try:
            plan = plan_of(table["plan"])
            is_consistent = plan.runs_in_all == table["plan"]["runs"]
        except Exception as error:  # whatever an edited plan leads to
            words = " ".join(str(error).split())
            raise NoSweepError(f"{self.manifest_file}: is damaged ({words})") from None
        if not is_consistent:
            raise NoSweepError(f"{self.manifest_file}: is damaged (it counts other runs)")
        return plan

    def accept(
        self, plan: Plan, made_with: Mapping[str, Any], share: Share = WHOLE
    ) -> tuple[dict[int, int], int]:
        """Make the folder one for a plan; it may already hold runs of that plan, and no others.

        Args:
            plan: the plan.
            made_with: where it comes from.
            share: the share that is to be carried out.

        Returns:
            Runs to come in that share, by point, and how many are there already.

        Raises:
            OtherPlanError: it holds runs that the plan does not have.
        """
        left = dict.fromkeys(range(plan.number_of_points), 0)
        stored, rows = set(self.store.stored_keys()), set(self.store.row_keys())
        is_any, there_in_share = bool(rows), 0
        for number, run in plan.numbered_runs(share.of):
            is_own = number == share.number
            has = is_any and run.key in stored  # a key takes longer than all the rest
            if is_any:
                rows.discard(run.key)
            there_in_share += has and is_own
            left[run.point] += is_own and not has
        if rows:
            raise OtherPlanError(self._strange(len(rows)))
        self.write_manifest(plan, made_with)
        return left, there_in_share

    def write_manifest(
        self, plan: Plan, made_with: Mapping[str, Any], *, enough: int | None = None
    ) -> None:
        """Write the manifest, as a whole or not at all.

        Args:
            plan: the plan.
            made_with: where it comes from.
            enough: runs of the plan after which enough was known; None: not known yet.

        Raises:
            NotStoredError: it cannot be written.
        """
        table = {
            "format": FORMAT,
            "code": code(),
            "plan": plan.as_table(),
            "made_with": dict(made_with),
            "enough": enough,
        }
        table = json.loads(as_json(table))
        write_whole(self.manifest_file, as_json({**table, "digest": _digest(table)}))

    def _strange(self, number: int) -> str:
        try:
            is_other_code = self.manifest()["code"] != code()
        except NoSweepError:
            is_other_code = False
        made = "was made" if number == 1 else "were made"
        what = f"{made} by other code" if is_other_code else "this plan does not have"
        return (
            f"{self.place}: holds {counted(number, 'run')} that {what}; "
            "continue with the plan they belong to, or choose another --out"
        )

    def runs(self) -> pd.DataFrame:
        """Return the finished runs, a row each, in the order of points and replications.

        Raises:
            DamagedRunError: a file cannot be read.
        """
        from ..storage.run_columns import no_rows

        runs = self.store.read_all()
        return runs if len(runs) else no_rows()

    def runs_of(self, plan: Plan) -> pd.DataFrame:
        """Return the finished runs, all of which must lie where the plan has points.

        Raises:
            NoSweepError: some do not.
            DamagedRunError: a file cannot be read.
        """
        runs, known = self.runs(), type(plan.scenario).quantities()
        for each in plan.factors:
            if known[each.name].kind != "list" and each.name in runs:
                found = runs[each.name]
                is_between = found.between(each.low, each.high) if each.is_range else None
                is_in = found.isin(each.values) if is_between is None else is_between
                if not is_in.all():
                    words = "holds runs that its plan does not have; gatecrush verify tells which"
                    raise NoSweepError(f"{self.place}: {words}")
        return runs

    def failures(self) -> Iterator[dict[str, Any]]:
        """Yield what is known of each run that failed."""
        for path in sorted(self.store.failures.glob("*.json")):
            try:
                yield json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                yield {"key": path.stem, "reason": f"{path}: is damaged", "repeat": ""}

    def find(self, key: str) -> PlannedRun:
        """Return a run that is there or failed, by its key or the beginning of it.

        Raises:
            NoSweepError: there is no such run, or several.
            DamagedRunError: its file cannot be read.
        """
        near = {
            each
            for each in (*self.store.stored_keys(), *self._failed_keys())
            if each.startswith(key)
        }
        if len(near) != 1:
            what = "several runs begin so" if near else "there is no such run"
            raise NoSweepError(f"{self.place}: {key}: {what}")
        (whole,) = near
        if whole in self.store.row_keys():
            return self.run_of(self.store.row(whole))
        given = json.loads(self.store.failure(whole).read_text(encoding="utf-8"))
        return self.run_of({**given["scenario"], **given, "scenario": given["scenario"]["name"]})

    def run_of(self, row: Mapping[str, Any]) -> PlannedRun:
        """Return the run that a row is of, from its parameters, seed and replication."""
        from gatecrush.model.scenario.scenario import Scenario

        known = Scenario.quantities()
        settings = {name: unboxed(row[name]) for name in known if name in row}
        scenario = Scenario().with_(**settings | {"name": row["scenario"]})
        return PlannedRun(scenario, int(row["seed"]), int(row["replication"]))

    def _failed_keys(self) -> Iterator[str]:
        return (path.stem for path in self.store.failures.glob("*.json"))


def _is_whole(manifest: dict[str, Any]) -> bool:
    """Tell whether a manifest is as it was written; one of an older version has no digest."""
    plan, enough = manifest.get("plan"), manifest.get("enough")
    if "digest" in manifest:
        rest = {name: value for name, value in manifest.items() if name != "digest"}
        return bool(manifest["digest"] == _digest(rest))
    counts = [plan.get("runs")] if isinstance(plan, dict) else [None]
    counts += [enough] if enough is not None else []
    return all(type(count) is int and count >= 0 for count in counts)


def _digest(table: dict[str, Any]) -> str:
    whole = json.dumps(table, sort_keys=True).encode()
    return hashlib.blake2b(whole, digest_size=16).hexdigest()

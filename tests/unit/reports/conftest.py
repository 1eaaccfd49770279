"""Reports of short days and of made-up sweeps, and what every report must be."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from click.testing import CliRunner

from gatecrush.experiments import run
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.days.outcomes import FURTHER
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.days.provenance import provenance
from gatecrush.experiments.storage.run_folder import write_run
from gatecrush.experiments.sweeps.factors import factor
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.plan import Plan
from gatecrush.model.record.columns import SUMMARY
from gatecrush.model.scenario.scenario import Scenario

EVENING = {"run.start": 18.6, "run.end": 21.1, "demand.initial_numbered": 60}
FAR = ("http://", "https://", "//")


class Seen(HTMLParser):
    """A page as a reader without eyes, without a network and without scripts meets it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.heads: list[int] = []
        self.pictures: list[str] = []
        self.language = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.open.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        if tag == "html":
            self.language = given.get("lang", "")
        if tag in ("script", "iframe", "object", "embed", "form"):
            self.wrong.append(tag)
        self.wrong += [name for name in given if name.startswith("on")]
        self.wrong += [
            f"{tag} {name}={value}"
            for name, value in given.items()
            if name in ("src", "href", "xlink:href", "action") and value.startswith(FAR)
        ]
        if tag in ("svg", "img"):
            self.pictures.append(given.get("aria-label", "") + given.get("alt", ""))
            self.wrong += [] if tag == "img" or given.get("role") == "img" else ["svg: no role"]
        if tag == "table":
            self.heads.append(0)
        if tag == "th":
            self.heads[-1] += given.get("scope") == "col"
            self.wrong += [] if given.get("scope") in ("row", "col") else ["th: no scope"]

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """What there is to read."""
        return " ".join(" ".join(self.words).replace("\N{NO-BREAK SPACE}", " ").split())


def read_page(page: str) -> Seen:
    """Read a page and make sure that it is complete in itself."""
    seen = Seen(page)
    assert seen.wrong == []
    assert seen.language == "en"
    assert sorted(seen.ids) == sorted(set(seen.ids))
    assert all(len(words) > 40 for words in seen.pictures)
    assert all(heads > 1 for heads in seen.heads)
    assert "url(http" not in page
    return seen


@pytest.fixture
def reported(tmp_path: Path) -> Callable[..., Seen]:
    """Write the report of folders and read it."""

    def read(*folders: Path) -> Seen:
        out = tmp_path / "page" / "report.html"
        words = [*map(str, folders), "--out", str(out)]
        result = CliRunner().invoke(main, ["report", *words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        assert (result.exit_code, result.output) == (0, f"{out}\n"), result.output
        assert [path.name for path in out.parent.iterdir()] == ["report.html"]
        return read_page(out.read_text(encoding="utf-8"))

    return read


def keep(
    folder: Path, *, seed: int = 1, changes: Any = (), replication: int = 0, **settings: Any
) -> Path:
    """Run an evening and keep it in a folder."""
    scenario = Scenario.load("account").with_(**{**EVENING, **settings})
    record = run(scenario, seed=seed, replication=replication, changes=changes)
    made_with = provenance("account", seed=1, settings=("gate.width=2 & more",), begun=0.0)
    write_run(folder, record, scenario, made_with)
    return folder


@pytest.fixture(scope="session")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of evenings: as it was, with more volunteers, with a strange name, changed."""
    if numba.config.DISABLE_JIT:
        pytest.skip("an evening takes minutes without compilation")
    place = tmp_path_factory.mktemp("evenings")
    return {
        "plain": keep(place / "plain"),
        "volunteers": keep(place / "volunteers", **{"volunteers.count": 10}),
        "strange": keep(place / "strange", name="<script>alert('1')</script>"),
        "changed": keep(
            place / "changed", changes=((19.5, {"gate.batch_size": 20}),), replication=3
        ),
    }


@pytest.fixture
def kept(tmp_path: Path) -> Callable[..., Path]:
    """Run an evening and keep it: ``kept("other", seed=2)``."""
    if numba.config.DISABLE_JIT:
        pytest.skip("an evening takes minutes without compilation")
    return lambda name, **words: keep(tmp_path / name, **words)


def row_made_up(planned: PlannedRun) -> dict[str, Any]:
    """Return a day's row; the order breaks where more than 0.8 of the people come."""
    rng = np.random.default_rng(int(planned.key, 16))
    breaks = planned.scenario.demand.factor + 0.2 * rng.standard_normal() > 0.8
    row: dict[str, Any] = {
        each.name: bool(rng.random() < 0.5) if each.is_flag else rng.random()
        for each in (*SUMMARY, *FURTHER)
    }
    row |= {"scenario": planned.scenario.name, "seed": planned.seed, "version": "0"}
    row |= {"replication": planned.replication, "gate_failed": False, "collapsed": bool(breaks)}
    row |= {"press_share_evening": 0.9 if breaks else 0.1, "wait_mean": 300 + 60 * rng.random()}
    row |= {"onset_time": 15 + rng.random() if breaks else float("nan")}
    return row | {key: value for key, value in planned.scenario.flat().items() if "." in key}


@pytest.fixture
def swept(tmp_path: Path) -> Callable[..., Path]:
    """Make up a sweep: ``swept("demand.factor=0.5,1", replications=4)``."""

    def make(*texts: str, runs: int | None = None, name: str = "account", **words: Any) -> Path:
        known = Scenario.quantities()
        factors = tuple(factor(text, known) for text in texts)
        plan = Plan(Scenario.load("account").with_(name=name), factors, **words)
        folder = SweepFolder(tmp_path / "sweep")
        folder.write_manifest(plan, {"command": "gatecrush sweep <b>account</b>"})
        for planned in list(plan.runs())[:runs]:
            folder.store.write(planned, row_made_up(planned))
        return folder.place

    return make

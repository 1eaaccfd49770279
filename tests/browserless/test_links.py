"""Links: what they may name, and that nothing of a link or form is taken for a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("solara", reason="the page needs gatecrush[server]")

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.days import two_days as comparison
from gatecrush.server.days.links import (
    LARGEST_SEED,
    LinkError,
    as_shipped,
    day_of,
    link_of,
    seed_of,
)
from gatecrush.server.errands import witness_day as witness
from gatecrush.server.pages.sweep import base_of
from gatecrush.server.pages.visit import Sight
from gatecrush.server.sweeps.wish import Wish

ANSWERS = {
    "live": day_of,
    "compare": comparison.linked,
    "witness": witness.linked,
}
ACCOUNT = as_shipped("account")


@pytest.fixture
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A scenario that does not ship; opening it is noted as a failure."""
    place = tmp_path / "secret.toml"
    place.write_text('extends = "account"\n')
    load = Scenario.load

    def only_shipped(name: Any, *rest: Any) -> Scenario:
        assert "secret" not in str(name), f"{name} was opened"
        return load(name, *rest)

    monkeypatch.setattr(Scenario, "load", only_shipped)
    return str(place)


@pytest.mark.parametrize("page", ANSWERS)
@pytest.mark.parametrize(
    "link",
    [
        "set=name={}", "set=name%3D{}", "set=%20name%20={}", "change=9,name={}", "scenario={}",
        "set=demand.factor=1&set=name={}", "A=name={}", "B=name={}&A=", "A=&B=%20name={}",
    ],
)  # fmt: skip
def test_no_link_opens_a_file(secret: str, page: str, link: str) -> None:
    words = f"?{link.format(secret)}"
    if link[0] in "AB" and page != "compare":
        assert ANSWERS[page](words)[0].scenario.name == "account"  # type: ignore[attr-defined]
        return
    with pytest.raises(LinkError, match="name") as refused:
        ANSWERS[page](words)
    assert secret not in str(refused.value)
    day, wrong = base_of(words)
    assert (day.scenario.name, bool(wrong)) == ("account", link[0] not in "AB")


@pytest.mark.parametrize("page", ["live", "witness"])
@pytest.mark.parametrize(
    "setting",
    ["demand.arrivals={}", "demand.initial_positions={}", "run.staff={}", "run.staff=[{}]",
     "staff={}", 'demand.arrivals="{}"'],
)  # fmt: skip
def test_no_link_reads_a_table(
    setting: str, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a scenario file names one, and no link names a scenario file."""
    table = tmp_path / "table.csv"
    table.write_text("time,people\n8,3\n9,4\n")
    of_path = Path.open

    def closed(path: Path, *words: Any, **more: Any) -> Any:
        assert path.name != table.name, f"{path} was opened"
        return of_path(path, *words, **more)

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(LinkError, match=r"must be a list|no such parameter|must be an hour"):
        ANSWERS[page](f"?set={setting.format(table)}")


@pytest.mark.parametrize("page", ANSWERS)
@pytest.mark.parametrize("link", ["set={}", "change=9,{}", "A={}"])
@pytest.mark.parametrize(
    "setting", ["site.strip_width=2", "gate.width=1.2", "site.layout=open_area"]
)
def test_no_link_says_of_a_plan_what_it_draws(page: str, link: str, setting: str) -> None:
    """It would be taken, and change nothing."""
    if link[0] == "A" and page != "compare":
        return
    with pytest.raises(LinkError, match=r"says nothing where site\.plan draws the place"):
        ANSWERS[page](f"?scenario=open_square&{link.format(setting)}")


@pytest.mark.parametrize("page", ANSWERS)
@pytest.mark.parametrize("plan", ["{}", "{{}}", '{{"type":"FeatureCollection","features":[]}}', ""])
@pytest.mark.parametrize("link", ["set=site.plan={}", "change=9,site.plan={}", "A=site.plan={}"])
def test_no_link_brings_a_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, plan: str, link: str
) -> None:
    """Neither a file of the server's, nor a drawing that others would wait for."""

    def refuse(*_: object) -> None:
        raise AssertionError("a plan was read")

    monkeypatch.setattr("gatecrush.model.place.plan.file.collection_of", refuse)
    monkeypatch.setattr("gatecrush.model.place.plan.drawn.drawing_of", refuse)
    words = "?" + link.format(plan.format(tmp_path / "secret.geojson"))
    if link[0] == "A" and page != "compare":
        return
    with pytest.raises(LinkError, match=r"plan cannot be set here"):
        ANSWERS[page](words)


def test_no_form_opens_a_file(secret: str) -> None:
    with pytest.raises(LinkError):
        as_shipped(secret)
    renamed = ACCOUNT.with_(name=secret)
    for write in (lambda: link_of(PlannedRun(renamed)), lambda: Wish(renamed).command):
        with pytest.raises(LinkError):
            write()


def test_address_holds_what_is_shown() -> None:
    changed = PlannedRun(ACCOUNT, 7).changed(12.5, {"volunteers.count": 10})
    sight = Sight(changed, 13.25, beside=True)
    day, moment = day_of(sight.link)
    assert (day, moment) == (changed, 13.25)
    assert "beside=1" in sight.link
    assert Sight(changed, 13.25, beside=True).days == (changed, changed.unchanged())


@pytest.mark.parametrize("text", ["0.2", "many", "", "1&2=3"])
def test_address_holds_the_form_of_a_sweep(text: str) -> None:
    wish = Wish(ACCOUNT, 3, "volunteers.count", text, "20", "5", "7")
    assert Wish.linked(wish.link, ACCOUNT, 3) == wish
    assert Wish.linked("vary=name=a:b:c", ACCOUNT, 3) == Wish(ACCOUNT, 3)


@pytest.mark.parametrize("number", [None, -1, 10**30])
def test_seed_that_was_written_can_be_linked(number: int | None) -> None:
    assert 0 <= seed_of(number) <= LARGEST_SEED
    assert day_of(link_of(PlannedRun(ACCOUNT, seed_of(number))))[0].seed == seed_of(number)

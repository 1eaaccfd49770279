"""The page that plays a day is one file, says that it is one day of many, and asks for nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.storage.run_folder import write_run
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.replay import recording
from gatecrush.server.replay.page import MOST_STATES, seconds_apart, write_replay

LARGEST = 5_000_000
HOSTILE = "</script><b onclick=alert(1)>evening</b>"
SHORT = {"run.end": 5.02}
W3 = "http://www.w3.org/2000/svg"  # a name, and nothing that is fetched


def page_of(scenario: Scenario, folder: Path, **conditions: object) -> str:
    path = folder / "pages" / "day.html"
    write_replay(PlannedRun(scenario, **conditions), path)  # type: ignore[arg-type]
    assert [each.name for each in path.parent.iterdir()] == ["day.html"]
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(lively: Scenario, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a short day with a name that is no friend."""
    return page_of(lively.with_(name=HOSTILE), tmp_path_factory.mktemp("page"), seed=3)


def test_it_loads_nothing(page: str) -> None:
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) == {W3}
    links = re.findall(r"\b(?:src|href|action|srcset)=[\"']?([^\"'\s>]+)", page)
    assert [link for link in links if not link.startswith(("#", "data:"))] == []
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "import(", "import {", "@import", "url("):
        assert word not in page


def test_only_its_own_script_runs(page: str) -> None:
    (script,) = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in page
    assert page.count("<script") == 2


def test_a_name_is_text(page: str) -> None:
    assert "<b onclick" not in page
    assert html.escape("<b onclick") in page
    (kept,) = re.findall(r'id="day">(.*?)</script>', page, re.DOTALL)
    assert json.loads(kept)["stage"]["name"] == HOSTILE


def test_one_day_is_never_the_answer(page: str) -> None:
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())
    assert "One day of many, and no answer. Too early to say: this day" in words
    assert re.search(r"in [01] of 1 day the order breaks \(\d+-\d+ %\)", words)
    assert "gatecrush glance scenario.toml --days 30" in words  # its name is none that ships


def test_settings_are_told_and_asked_of_many_days(tmp_path: Path) -> None:
    changed = Scenario.load("account").with_(**SHORT, **{"volunteers.count": 10})
    changes = ((5.01, (("gate.batch_size", 5),)),)
    text = html.unescape(page_of(changed, tmp_path, seed=7, changes=changes))
    assert "volunteers.count 10 people rather than 2 people" in text
    assert "drawn by seed 7." in text
    assert re.search(r"<li>At 05:0\d: gate.batch_size = 5 people</li>", text)
    assert "30 days, without what was changed on the way, the order breaks" in text
    (command,) = re.findall(r"<code>(gatecrush glance .*?)</code>", text)
    assert shlex.split(command)[2:5] == ["account", "--days", "30"]
    assert {"run.end=5.02", "volunteers.count=10"} == set(shlex.split(command)[6::2])


def test_an_account_day_stays_below_five_megabytes(compiled: bool, tmp_path: Path) -> None:
    if not compiled:
        pytest.skip("a day takes hours without compilation")
    assert len(page_of(Scenario.load("account"), tmp_path)) < LARGEST


def test_a_month_is_kept_in_about_as_many_moments_as_a_day() -> None:
    month = Scenario.load("bulk_service")
    assert month.run.end - month.run.start == 720
    assert seconds_apart(month, None) == 720 * 3600 / MOST_STATES
    assert seconds_apart(Scenario.load("account"), None) == 30
    assert seconds_apart(Scenario.load("entrance"), None) == 1
    assert seconds_apart(month, 0.25) == 15


def test_it_needs_nothing_that_the_server_needs() -> None:
    without = "import sys; sys.modules['solara'] = sys.modules['anywidget'] = None\n"
    program = f"{without}import gatecrush.server.replay.page"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def film(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["film", *words, "--quiet"])
    return result.exit_code, result.output


def test_page_of_a_run_is_that_run(
    orderly: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = PlannedRun(orderly, 3, 2, ((5.01, (("demand.factor", 6.0),)),))
    write_run(tmp_path / "day", day.repeat(), orderly, {})
    monkeypatch.chdir(tmp_path)
    status, said = film("day", "--html", "day.html")
    assert status == 0, said
    assert re.fullmatch(r"day.html: \d+ moments, \d\.\d MB\n", said)
    assert "drawn by seed 3, replication 2" in Path("day.html").read_text(encoding="utf-8")
    for name in ("changes.json", "digests.json"):  # as if it had been kept without
        (tmp_path / "day" / name).unlink()
    status, said = film("day", "--html", "again.html")
    assert status == 1
    assert "was made by other code" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--html", "day.mp4"], "--html day.mp4: must end in .html"),
        (["--html", "day.html", "--out", "day.webp"], "--out and --html: give one of them"),
        (
            ["--html", "there/day.html"],
            "--html there/day.html: there is a file, not a folder",
        ),
        (["--html", "day.html", "--set", "gate.width=wide"], "gate.width=wide: must be a number"),
    ],
)
def test_unusable_words_write_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    (tmp_path / "there").write_text("a file")
    monkeypatch.chdir(tmp_path)
    status, said = film("account", *words)
    assert (status, said.count("\n")) == (2, 1), said
    assert message in said
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def test_too_many_people_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(recording, "MOST_PEOPLE", 3)
    status, said = film("account", "--set", "run.end=5.02", "--html", "day.html")
    assert (status, said.count("\n")) == (2, 1)
    assert "--html day.html: more than 3 people come" in said
    assert list(tmp_path.iterdir()) == []

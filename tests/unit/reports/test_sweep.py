"""The report of a sweep: how often, with intervals; and what failed or is missing."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main
from gatecrush.experiments.statistics.verdict import of_days
from gatecrush.experiments.sweeps.folder import SweepFolder


def test_one_factor_has_shares_intervals_and_a_tipping_point(swept, reported):
    folder = swept("demand.factor=0.2:1.6:8", replications=6)
    runs = pd.read_parquet(folder / "runs.parquet")
    text = reported(folder).text
    broke = int(runs["onset_time"].notna().sum())
    assert f"The order broke on {broke} of 48 days" in text
    assert "It broke at demand.factor = 0.2 on 0 of 6;" in text
    assert "Half of the days collapse at demand.factor = 0." in text
    assert "arrivals per hour" in text
    assert "6 days at each point are few" in text
    assert "Difference from demand.factor = 1, the scenario's own value" in text
    assert "0 [0, 39]" in text  # none of six, Wilson
    assert "gatecrush sweep <b>account</b>" in text


@pytest.mark.parametrize(
    ("texts", "words", "pictures"),
    [
        ((), {"replications": 5}, 1),
        (("site.layout=strip,open_area",), {"replications": 2}, 1),
        (("demand.factor=0.5,1", "gate.batch_size=5,10,20"), {"replications": 2}, 1),
        (("demand.factor=0.4:1.6", "gate.batch_size=5:20"), {"design": "latin", "samples": 12}, 1),
        (("demand.factor=0.5,1,1.5",), {"replications": 1}, 1),
        (("demand.factor=0.1:2",), {"design": "transition", "samples": 8}, 1),
    ],
    ids=["days alone", "words", "two factors", "drawn", "single days", "transition"],
)
def test_every_kind_of_sweep_has_a_report(texts, words, pictures, swept, reported):
    seen = reported(swept(*texts, **words))
    assert len(seen.pictures) == pictures
    assert "nan" not in seen.text.lower().split()
    if words.get("replications") == 1:
        assert "One day at each point is an anecdote." in seen.text


def test_days_alone_have_the_interval_of_the_verdict(swept, reported):
    folder = swept(replications=12)
    broke = int(pd.read_parquet(folder / "runs.parquet")["onset_time"].notna().sum())
    text = reported(folder).text
    assert f"The order broke on {of_days(broke, 12)}" in text


def test_failed_and_missing_runs_are_told_at_the_top(swept, reported):
    folder = swept("demand.factor=0.5,1,1.5", runs=4, replications=2)
    opened = SweepFolder(folder)
    planned = list(opened.plan().runs())
    opened.store.write_failure(planned[4], "Traceback\nValueError: no <i>such</i> day")
    text = reported(folder).text
    begin = text.index("In short")
    assert "1 of 6 runs failed, left out here. The first: ValueError: no <i>such</i> day" in text
    assert "Not finished: 4 of 6 runs so far." in text
    assert text.index("1 of 6 runs failed") - begin < 20


def test_sweep_without_an_evening_does_not_call_its_days_kept(swept, reported):
    folder = swept("demand.factor=0.5,1.5", replications=2)
    for path in (folder / "runs.parquet").iterdir():
        row = pd.read_parquet(path).assign(press_share_evening=float("nan"), collapsed=False)
        row.to_parquet(path)
    text = reported(folder).text
    assert "whether the order had broken down by then is not known" in text
    assert "a crowd pressed on" not in text


def test_strange_name_is_only_text(swept, reported):
    seen = reported(swept("demand.factor=0.5,1", name="<img src=x onerror=alert(1)>"))
    assert "When the order breaks: <img src=x onerror=alert(1)>, against demand.factor" in seen.text


def test_manifest_without_provenance(swept, reported):
    folder = swept("demand.factor=0.5,1", replications=2)
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["made_with"], manifest["digest"]  # as an older version wrote it
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert "How to repeat it" in reported(folder).text


def test_empty_and_damaged_sweeps_are_one_line(swept, tmp_path):
    folder = swept("demand.factor=0.5,1", runs=0)
    out = tmp_path / "report.html"

    def refused():
        result = CliRunner().invoke(main, ["report", str(folder), "--out", str(out)])
        assert result.output.count("\n") == 1
        assert not out.exists()
        return result.exit_code, result.output

    assert refused() == (2, f"gatecrush: {folder}: no run has finished\n")
    swept("demand.factor=0.5,1", replications=2)
    victim = next((folder / "runs.parquet").iterdir())
    row = victim.read_bytes()
    victim.write_bytes(row[:100])
    status, said = refused()
    assert status == 1
    assert victim.name in said
    victim.write_bytes(row)
    for path in (folder / "runs.parquet").iterdir():
        pd.read_parquet(path).drop(columns="order_lasted").to_parquet(path)
    assert refused() == (2, f"gatecrush: {folder}: its runs have no order_lasted\n")

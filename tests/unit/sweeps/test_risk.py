"""The map of risk: shares and means over days, each at its place, held against counts by hand."""

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.storage.run_store import DamagedRunError
from gatecrush.experiments.storage.tables import write_table
from gatecrush.experiments.sweeps.folder import SweepFolder
from gatecrush.experiments.sweeps.risk import risk_of
from gatecrush.model.place.site import build_place
from gatecrush.model.scenario.scenario import Scenario

SCENARIO = Scenario()
PLACE = build_place(SCENARIO.site, SCENARIO.gate.width)


def keep(folder: SweepFolder, key: str, cells: list[int], crowded: list, force: list) -> None:
    """Store what a day had at some cells, in single precision as sweeps do."""
    import pyarrow

    table = {"x": PLACE.x[cells], "y": PLACE.y[cells], "crowded": crowded, "force_peak": force}
    folder.places.mkdir(exist_ok=True)
    frame = pd.DataFrame(table).astype(np.float32)
    write_table(pyarrow.Table.from_pandas(frame), folder.places / f"{key}.parquet")


def test_shares_and_means_stand_at_their_places(tmp_path):
    first, last = np.flatnonzero(PLACE.walkable > 0)[[0, -1]]
    folder = SweepFolder(tmp_path)
    keep(folder, "a", [first, last], [3.0, 0.0], [100.0, 40.0])
    keep(folder, "b", [first], [0.0], [50.0])
    keep(folder, "c", [], [], [])
    risk = risk_of(folder, ["a", "b", "c", "kept before there were any"], SCENARIO)
    assert risk.days == 3
    assert (risk.x[0], risk.y[-1]) == (PLACE.x[first], PLACE.y[last])
    for name, here, there in (
        ("crowded_share", 1 / 3, 0.0), ("crowded", 1.0, 0.0), ("force_peak", 50.0, 40 / 3)
    ):  # fmt: skip
        values = getattr(risk, name)
        assert (values[0], values[-1]) == pytest.approx((here, there))
        assert not values[1:-1].any()


def test_without_days_there_is_no_risk(tmp_path):
    risk = risk_of(SweepFolder(tmp_path), ["a"], SCENARIO)
    assert risk.days == 0
    assert not risk.crowded.any()


def test_a_damaged_file_is_named(tmp_path):
    folder = SweepFolder(tmp_path)
    keep(folder, "a", [], [], [])
    (folder.places / "a.parquet").write_bytes(b"torn")
    with pytest.raises(DamagedRunError, match=r"a\.parquet: is damaged"):
        risk_of(folder, ["a"], SCENARIO)

"""A bit that flips on the disk: found wherever it lies, or of no consequence."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
import pytest

from gatecrush.experiments.storage.tables import (
    DIGEST,
    DamagedTableError,
    digest,
    read_table,
    write_table,
)

ROW = {
    "key": "00ab",
    "arrived": 812,
    "collapsed": True,
    "wait_mean": 3.25,
    "onset_time": float("nan"),
    "demand.profile": [[5.0, 14.0, 20.0], [14.0, 27.0, 40.0]],
    "course_time": np.linspace(5, 27, 40).astype(np.float32),
    "member": None,
}
SERIES = pd.DataFrame(
    {"time": 5 + np.arange(50) / 60, "arrived": np.arange(50), "share": np.r_[np.nan, np.ones(49)]}
).assign(key="00ab")
TABLES = {
    "row": pyarrow.Table.from_pylist([ROW]),
    "series": pyarrow.Table.from_pandas(SERIES.astype({"key": "category"}), preserve_index=False),
}


@pytest.fixture(params=list(TABLES))
def written(request: Any, tmp_path: Path) -> Path:
    path = tmp_path / "table.parquet"
    write_table(TABLES[request.param], path)
    return path


def same(found: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Tell whether names and values are the same; what type holds a label may differ."""
    alike = {"check_exact": True, "check_dtype": False, "check_categorical": False}
    try:
        pd.testing.assert_frame_equal(found, other, **alike)
    except AssertionError:
        return False
    return True


def test_any_flipped_bit_is_found_or_changes_nothing(written: Path) -> None:
    """One bit of every byte of the file; bits of no consequence do exist."""
    whole, before, found = written.read_bytes(), read_table(written), 0
    rng = random.Random(1)
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << rng.randrange(8)
        written.write_bytes(changed)
        try:
            after = read_table(written)
        except DamagedTableError:
            found += 1
        else:
            assert same(after, before), f"byte {place}"
    assert found > len(whole) / 4


def test_what_is_read_has_the_digest_that_was_written(written: Path) -> None:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(written)
    assert table.schema.metadata[DIGEST] == digest(table)


def test_another_value_or_name_is_another_digest() -> None:
    row = TABLES["row"]
    others = [{**ROW, "arrived": 813}, {**ROW, "collapsed": None}, {**ROW, "wait_mean": 3.2500001}]
    others += [{("Arrived" if name == "arrived" else name): ROW[name] for name in ROW}]
    found = {digest(pyarrow.Table.from_pylist([each])) for each in others}
    assert len(found | {digest(row)}) == 5


def test_table_of_an_older_version_has_no_digest_and_is_read(tmp_path: Path) -> None:
    import pyarrow.parquet

    path = tmp_path / "old.parquet"
    pyarrow.parquet.write_table(TABLES["series"], path)
    assert same(read_table(path), TABLES["series"].to_pandas())

"""Tables on disk that tell when a bit of them has changed.

Parquet's own checksums guard the pages of values, not the names and the layout around them, which
are most of a small file. So each table carries a digest of what it holds.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

DIGEST: Final = b"gatecrush.digest"
"""Where the digest stands among a file's key-value metadata."""
HOW: Final[dict[str, Any]] = {
    "compression": "zstd",
    "write_page_checksum": True,
    "use_dictionary": False,
    "write_statistics": False,
}
"""How tables are written: so small that dictionaries and statistics take longer and more room."""


class DamagedTableError(ValueError):
    """A table that cannot be read, or holds something else than was written."""


def write_table(table: pyarrow.Table, path: Path) -> None:
    """Write a table with the digest of what it holds.

    Raises:
        OSError: it cannot be written.
    """
    import pyarrow.parquet

    known = {**(table.schema.metadata or {}), DIGEST: digest(table)}
    pyarrow.parquet.write_table(table.replace_schema_metadata(known), path, **HOW)


def read_table(path: Path) -> pd.DataFrame:
    """Return a table as it was written; one without a digest, by an older version, as it is.

    Raises:
        DamagedTableError: it cannot be read, or is not what was written.
    """
    import pyarrow

    try:
        found: pd.DataFrame = read_arrow(path).to_pandas()
    except (pyarrow.ArrowException, ValueError, LookupError) as error:
        raise DamagedTableError(str(path)) from error
    return found


def read_arrow(path: Path) -> pyarrow.Table:
    """Return a table as it was written, with the types that its columns have in the file.

    Raises:
        DamagedTableError: it cannot be read, or is not what was written.
    """
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(path, page_checksum_verification=True)
        written = (table.schema.metadata or {}).get(DIGEST)
        if written is not None and written != digest(table):
            raise DamagedTableError(str(path))
    except (pyarrow.ArrowException, ValueError, OSError, LookupError) as error:
        raise DamagedTableError(str(path)) from error
    return table


def digest(table: pyarrow.Table) -> bytes:
    """Return a digest of a table's names, values and metadata, its own aside."""
    found = hashlib.blake2b(digest_size=16)
    for key, value in sorted((table.schema.metadata or {}).items()):
        if key != DIGEST:
            found.update(key + b"=" + value)
    for name, column in zip(table.column_names, table.columns, strict=True):
        found.update(name.encode() + b":" + _content(column))
    return found.hexdigest().encode()


def _content(column: pyarrow.ChunkedArray) -> bytes:
    """Return the values of a column, the same however they are laid out.

    Types that Parquet may give back otherwise, such as those of strings, do not count.
    """
    from pyarrow import types

    is_number = types.is_integer(column.type) or types.is_floating(column.type)
    if is_number and column.null_count == 0:
        values = column.to_numpy()
        return str(values.dtype).encode() + bytes(values.tobytes())
    kind = "category" if types.is_dictionary(column.type) else ""
    return f"{kind}{column.to_pylist()!r}".encode()

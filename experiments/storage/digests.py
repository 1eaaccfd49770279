"""The digests of a run's files, in a file of their own that is written last.

They tell whether a file is what was written, whatever it is: each has the digest of its bytes, and
the list of these has one, too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

DIGESTS: Final = "digests.json"
AGAIN: Final = "the same run command writes it anew"


class DamagedDigestsError(ValueError):
    """A list of digests that cannot be read, or is not what was written."""


def digests_of(folder: Path) -> dict[str, object]:
    """Return the digests of all files in a folder, and the one over them."""
    files = {path.name: _digest(path.read_bytes()) for path in sorted(folder.iterdir())}
    return {"files": files, "folder": _over(files)}


def written_digests(folder: Path) -> dict[str, str] | None:
    """Return the digests of a run's files by name; None if it has none (version 0.1).

    Raises:
        DamagedDigestsError: the list of digests cannot be read, or is not what was written.
    """
    path = folder / DIGESTS
    try:
        found = json.loads(path.read_bytes())
        files = {str(name): str(digest) for name, digest in found["files"].items()}
        is_whole = found["folder"] == _over(files)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        is_whole = False
    if not is_whole:
        raise DamagedDigestsError(f"{path}: is damaged; {AGAIN}")
    return files


def changed_files(
    folder: Path, names: Iterable[str], written: Mapping[str, str] | None
) -> Iterator[str]:
    """Yield a line for each file that is not what was written.

    Args:
        folder: the folder of a run.
        names: files to look at, there or not.
        written: digests by name; None: the run has none, and nothing is known.
    """
    for name in names if written is not None else ():
        path, digest = folder / name, (written or {}).get(name)
        if digest is None and path.exists():
            yield f"{path}: was put there later; the run did not write it"
        elif digest is not None and not path.exists():
            yield f"{path}: is missing; {AGAIN}"
        elif digest is not None and _digest(_content(path)) != digest:
            yield f"{path}: is not what was written: damaged, or changed by hand; {AGAIN}"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _over(files: Mapping[str, str]) -> str:
    return _digest("\n".join(f"{name} {files[name]}" for name in sorted(files)).encode())

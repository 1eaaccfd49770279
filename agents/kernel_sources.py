"""Of what the compiled kernels consist: the files that hold one, and all that these import.

An edit of one of them recompiles the kernels; an edit of anything else, such as a message, does
not. They are read as text: a start has no time to parse seventy files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import numba

from .house import HOUSE

IMPORT = re.compile(
    r"^from (\.*)([\w.]*) import (\([^)]*\)|[^\n]+)|^import (gatecrush[\w.]+)", re.MULTILINE
)
"""An import at the left margin; what stands under TYPE_CHECKING makes no kernel."""
HOLDS_A_KERNEL = re.compile(r"^@(compiled|inlined)\b", re.MULTILINE)


def source_hash() -> str:
    """Return a hash of the kernels' sources and of the compiler's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path, text in sorted(kernel_sources(HOUSE).items()):
        digest.update(f"{path.relative_to(HOUSE).as_posix()}\n{text}\n".encode())
    return digest.hexdigest()[:16]


def kernel_sources(house: Path) -> dict[Path, str]:
    """Return the files of which kernels consist, and what stands in them.

    Args:
        house: folder that holds agents and model.
    """
    found: dict[Path, str] = {}
    ahead = [path for room in ("agents", "model") for path in (house / room).rglob("*.py")]
    texts = {path: path.read_text(encoding="utf-8") for path in ahead}
    ahead = [path for path in ahead if HOLDS_A_KERNEL.search(texts[path])]
    while ahead:
        path = ahead.pop()
        if path in texts and path not in found:
            found[path] = texts[path]
            ahead += _imported(path, texts[path], house)
    return found


def _imported(path: Path, text: str, house: Path) -> Iterator[Path]:
    """Yield where the modules that a file imports would lie, if they are of the house."""
    for dots, module, names, whole in IMPORT.findall(text):
        if dots:
            place = path.parents[len(dots) - 1].joinpath(*module.split("."))
        elif (whole or module).startswith("gatecrush"):
            place = house.joinpath(*(whole or module).split(".")[1:])
        else:
            continue
        yield place.with_suffix(".py")
        yield place / "__init__.py"
        for name in re.findall(r"\w+", names):
            yield place / f"{name}.py"

"""Pages of the documentation, completed: where a page names a table of the code, it is filled in.

A block such as ```` ```{output} series ```` stands for the table of that name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import commands
import module_lists
import submodels
import tables

from gatecrush.server.pages import about as about_page

BLOCK: Final = re.compile(r"^```\{(\w+)\}[ ]*(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

WRITERS: Final[dict[str, Callable[[str, str], str]]] = {
    "parameters": lambda *_: tables.all_parameters(),
    "calibrated": lambda *_: tables.calibrated(),
    "scenarios": lambda *_: tables.scenarios(),
    "expectations": lambda word, _: tables.expectations(word),
    "output": lambda word, _: tables.output(word),
    "state": lambda word, _: tables.state(word),
    "streams": lambda *_: tables.streams(),
    "facts": lambda *_: tables.facts(),
    "patterns": lambda *_: tables.patterns(),
    "misses": lambda *_: tables.bullets(about_page.MISSES),
    "commands": lambda *_: commands.all_described(),
    "modules": module_lists.modules,
    "step": lambda *_: submodels.order_of_a_step(),
    "units": lambda *_: submodels.to_si(),
    "submodel": lambda _, block: submodels.described(submodels.submodel_of(block)),
}
"""What writes the table of each kind of block."""


def completed(text: str) -> str:
    """Return a page with its tables filled in.

    Raises:
        LookupError: a block names something that the code does not have.
    """

    def filled(block: re.Match[str]) -> str:
        kind, word, content = block.groups()
        return WRITERS[kind](word, content) if kind in WRITERS else block.group()

    return BLOCK.sub(filled, text)

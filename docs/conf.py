"""How the documentation is built: Markdown (MyST), executed examples, tables from the code."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import numba

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
# The reference shows the rules themselves, not what the compiler makes of them. Examples run in
# processes of their own, compiled as ever.
numba.config.DISABLE_JIT = True  # type: ignore[attr-defined]

from pages import completed  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

from gatecrush.experiments.days.planned_run import code  # noqa: E402

project = "gatecrush"
author = "The gatecrush authors"
copyright = "The gatecrush authors. Apache-2.0"
version = release = installed_version("gatecrush")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "mathml",
    "parameter_links",
]
exclude_patterns = ["*.py"]

html_theme = "furo"
html_title = f"gatecrush {version}"
html_static_path = ["static"]
html_css_files = ["pages.css"]
html_math_renderer = "mathml"
html_show_sphinx = False

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3

# Examples run again when the code that a day depends on has changed, not only when they have.
nb_execution_mode = os.environ.get("GATECRUSH_EXAMPLES", "cache")
nb_execution_cache_path = str(HERE.parent / "out" / "examples" / code())
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_default_options = {"members": True}
napoleon_numpy_docstring = False
# Each module shows what it declares itself; followed further, constants lead to Python's builtins.
viewcode_follow_imported_members = False


def complete_page(_: Sphinx, __: str, source: list[str]) -> None:
    """Fill in the tables that a page names."""
    source[0] = completed(source[0])


def escape_words(_: Sphinx, *details: Any) -> None:
    """Keep formulas in docstrings, such as |grad S|, from being read as markup."""
    lines = details[-1]
    lines[:] = [line.replace("|", r"\|") if "``" not in line else line for line in lines]


def setup(app: Sphinx) -> None:
    """Connect what is ours."""
    app.connect("source-read", complete_page)
    app.connect("autodoc-process-docstring", escape_words)

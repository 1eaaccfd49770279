"""The modules of a package, each with everything it declares, for the reference."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Final

PACKAGES: Final = {
    "agents": "gatecrush.agents",
    "model": "gatecrush.model",
    "measures": "gatecrush.model.record.measures",
    "experiments": "gatecrush.experiments",
}


def modules(package: str, chosen: str) -> str:
    """Return a section for each module of a package, or for those chosen.

    Args:
        package: one of PACKAGES.
        chosen: names with commas between; empty: all, so that a new module is not forgotten.

    Raises:
        LookupError: there is no such package or module.
    """
    if package not in PACKAGES:
        raise LookupError(f"modules {package}: must be one of {', '.join(PACKAGES)}")
    home = PACKAGES[package]
    found = pkgutil.walk_packages(import_module(home).__path__, f"{home}.")
    there = [each.name.removeprefix(f"{home}.") for each in found if not each.ispkg]
    wanted = [name.strip() for name in chosen.split(",")] if chosen.strip() else there
    missing = [name for name in wanted if name not in there]
    if missing:
        raise LookupError(f"modules {package}: there is no {', '.join(missing)}")
    wanted = [name for name in wanted if package == "measures" or "measures." not in name]
    return "\n\n".join(_section(f"{home}.{name}") for name in wanted)


def _section(module: str) -> str:
    return f"## {module}\n\n```{{eval-rst}}\n.. automodule:: {module}\n```"

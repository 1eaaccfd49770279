"""All studies, or those named: ``python -m gatecrush.experiments.studies [STUDY]... --out DIR``."""

from __future__ import annotations

from gatecrush.experiments.study_command import studies_command

from . import (
    ablations,
    account_day,
    batch_size,
    early_signs,
    flat_demand,
    guards,
    hysteresis,
    strip_width,
    transition,
    volunteers,
)

STUDIES = tuple(
    module.STUDY
    for module in (
        account_day,
        transition,
        early_signs,
        flat_demand,
        ablations,
        volunteers,
        guards,
        strip_width,
        batch_size,
        hysteresis,
    )
)

if __name__ == "__main__":
    studies_command(STUDIES)

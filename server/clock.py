"""Hours of the day as a clock shows them."""

from __future__ import annotations

from gatecrush.experiments.drawing import clock as clock_time

__all__ = ["clock_time"]

"""A day as the account tells it, and others that differ from it."""

GOOD = {
    "press_share_morning": 0.02,
    "gate_load_peak_morning": 0.4,
    "onset_time": 15.0,
    "press_share_evening": 0.9,
    "admission_rate": 10.0,
    "gate_load_peak_evening": 4.0,
    "gate_failed": 0.0,
    "surge_ratio_evening": 3.0,
    "force_dose_share": 0.0,
    "order_tau_evening": 0.1,
    "turned_round": 3.0,
    "witness_share": 0.2,
    "near_hours_late": 6.0,
    "quiet_collapsed": 0.0,
}


def day_like(**changed):
    """What is kept of a day, as outcomes.outcomes gives it, made from quantities."""
    return GOOD | {"run.end": 27.0, "cpu_seconds": 1.0} | changed

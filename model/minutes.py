"""The columns of the kernel's minute log, in order; their places are constants of this module.

The log is a plain array because the step writes one row a minute with no frame in sight; the
recorder turns it into the series of the record, with its units.
"""

from typing import Final

MINUTE_COLUMNS: Final = (
    "time",
    "arriving",
    "seeking",
    "holding",
    "called",
    "pressing",
    "beside",
    "waiting_near",
    "pressing_near",
    "disorder",
    "gate_load_mean",
    "gate_load_peak",
    "gate_load_surge",
    "gate_load_rest",
    "gate_density",
    "queue_length",
    "gate_open",
    "admitted",
    "arrived",
    "turned_back",
    "left",
    "cars",
    "gate_wear",
    "shouts",
    "volunteers_success",
    "challenges",
    "person_steps",
    "outside",
)
"""Names of the columns; `time` in s since the run's start, loads in N/m, density in 1/m^2."""
MINUTE_INDEX: Final = {name: place for place, name in enumerate(MINUTE_COLUMNS)}
"""Place of each column in a row of the log."""
MINUTE: Final = 60.0
"""Time from row to row, and between two looks around, s."""
(
    TIME,
    ARRIVING,
    SEEKING,
    HOLDING,
    CALLED,
    PRESSING,
    BESIDE,
    WAITING_NEAR,
    PRESSING_NEAR,
    DISORDER,
    GATE_LOAD_MEAN,
    GATE_LOAD_PEAK,
    GATE_LOAD_SURGE,
    GATE_LOAD_REST,
    GATE_DENSITY,
    QUEUE_LENGTH,
    GATE_OPEN,
    ADMITTED,
    ARRIVED,
    TURNED_BACK,
    LEFT,
    CARS,
    GATE_WEAR,
    SHOUTS,
    VOLUNTEERS_SUCCESS,
    CHALLENGES,
    PERSON_STEPS,
    OUTSIDE,
) = range(len(MINUTE_COLUMNS))

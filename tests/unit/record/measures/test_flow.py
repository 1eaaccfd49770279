"""Flow by hand."""

import math

import numpy as np
import pytest

from gatecrush.model.record.measures.flow import mean_flow, specific_flow


def test_flow_counts_gaps_between_passages():
    passages = np.array([30.0, 10.0, 20.0])
    assert mean_flow(passages) == pytest.approx(0.1)
    assert specific_flow(passages, 2.0) == pytest.approx(0.05)
    assert mean_flow(passages, begin=15.0) == pytest.approx(0.1)
    assert math.isnan(mean_flow(passages, begin=25.0))

"""Line-jumpers begin to press where they can go no farther."""

from gatecrush.agents.line_jumper import begins_to_press


def test_line_jumper_presses_at_the_gate_or_when_stuck():
    assert begins_to_press(1.5, 0.0, 1.5, 30.0)
    assert not begins_to_press(1.6, 29.0, 1.5, 30.0)
    assert begins_to_press(20.0, 30.0, 1.5, 30.0)

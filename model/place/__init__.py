"""Where it happens: walls, strip, lane, gate, cells, and the ways to the gate."""

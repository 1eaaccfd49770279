"""Pure functions of the record: order, waiting, density, flow, press, pressure, summary."""

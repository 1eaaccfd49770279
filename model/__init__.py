"""The place: site, demand, number list, gate, movement, pressure and the record of a day."""

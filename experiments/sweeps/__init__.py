"""Which days, in which order, until when."""

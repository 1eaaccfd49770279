"""Everything that a time step does: numbers in, numbers out."""

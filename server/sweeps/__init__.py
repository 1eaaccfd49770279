"""A visitor's own sweep, and stored ones."""

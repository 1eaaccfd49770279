"""A day that is watched."""

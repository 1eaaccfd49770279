"""Thirty days beside the one that is watched, and what would have kept their order."""

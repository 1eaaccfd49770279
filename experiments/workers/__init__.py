"""Many days on many cores."""

"""One person's day as they would tell it."""

"""One day: what it depends on, running it, and what is kept of it."""

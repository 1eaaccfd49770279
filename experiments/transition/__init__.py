"""Where the order breaks: runs placed there."""

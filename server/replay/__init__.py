"""A day kept in one file, which replays it without a server."""

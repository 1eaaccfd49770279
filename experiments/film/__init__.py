"""The day as a film."""

"""There as a whole or not at all."""

"""The moving picture of the crowd."""

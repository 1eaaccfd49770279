"""The window: pages that show the model; no science inside."""

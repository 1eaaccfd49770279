"""A plan: one's own place, drawn by hand or by a program, read, checked and measured."""

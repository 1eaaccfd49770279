"""What is kept of a day, and the measures taken of it."""

"""A page that says what was found."""

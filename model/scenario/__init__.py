"""What a day is made of: the validated scenario, from a file or from Python."""

"""What a visitor asks to be made."""

"""What the account says, and a day beside it."""

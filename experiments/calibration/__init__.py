"""How far the model is from the account, and which settings are not."""

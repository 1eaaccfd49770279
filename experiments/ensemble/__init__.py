"""The ensembles that ship: a table of settings consistent with an account, and how it was made."""

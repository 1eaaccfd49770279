"""Who is there: waiters, line-jumpers, border guards and volunteers."""

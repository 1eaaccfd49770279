"""Many days at a glance: whether and when the order of each breaks, and nothing else."""

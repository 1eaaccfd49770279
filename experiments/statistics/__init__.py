"""What can be told from chance: intervals, comparisons, the tipping point."""

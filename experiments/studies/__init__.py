"""One research question a file: design, run, table, figure."""

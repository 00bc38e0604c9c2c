"""落实台: reads an implementation plan into tasks, follows them to the end, reminds, and draws up the 督查 report."""

__version__ = "0.1.0"

"""Ledgers that come back, and ledgers that an office kept before: workbooks as grids of typed cells, and what their rows say."""

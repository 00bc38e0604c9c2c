"""Measurements of the reader, started by `make bench`: never part of the test run, and nothing here passes or fails."""

"""The ways in which a figure of a paper comes out of the rows behind it."""

from enum import StrEnum


class Rule(StrEnum):
    """How a figure comes out of its rows; its sentence is in `tracker/reference_labels.py`."""

    COUNT = "count"  # how many rows
    MEASURES = "measures"  # how many measures the plan has
    UNITS = "units"  # how many different units the shares belong to
    FILES = "files"  # how many different files the rows are
    SHARE = "share"  # rows in percent of `whole`, one place, by largest remainder
    RATE = "rate"  # rows in percent of `whole`, one place, rounded down
    PERCENT = "percent"  # how far a task has come
    PERCENT_BEFORE = "percent_before"  # how far it had come before the stretch that the paper speaks of
    AVERAGE = "average"  # the tasks' percents averaged, rounded down
    SHARE_PERCENT = "share_percent"  # how far one unit has come with its share
    SHARE_AVERAGE = "share_average"  # the percents of the shares in `whole` averaged, rounded down
    REPORTED_AVERAGE = "reported_average"  # the reports' percents over all shares in `whole`, rounded down
    PLANNED = "planned"  # where a task should stand by the day
    BEHIND = "behind"  # points between that and where it stands
    DAYS_LATE = "days_late"  # days of the calendar past the limit
    DAYS_LEFT = "days_left"  # days of the calendar up to it
    PERIODS = "periods"  # closed periods in a row without the report owed
    EXTENSIONS = "extensions"  # how often the limit was put off
    CHANGE = "change"  # rows less those of `whole`, which are the ones before
    REMINDERS = "reminders"  # how often the matters were reminded of in the month
    TARGET = "target"  # what the plan asks of an indicator
    READING = "reading"  # what its readings come to
    ATTAINMENT = "attainment"  # the share of the way to the target, in percent
    CURVE = "curve"  # what its curve asks for by the day
    CURVE_BEHIND = "curve_behind"  # points by which it falls short of that
    READING_FILES = "reading_files"  # how many files bear the readings out
    THRESHOLD = "threshold"  # set by the rule for lights, or by the form of the report

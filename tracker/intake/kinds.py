"""Closed sets of words of a parsed plan: what a stretch of the text became, and how a time limit gives its day."""

from enum import StrEnum


class DeadlineKind(StrEnum):
    """How a time limit gives its day: by a day, the end of a period, a count from an event, a rhythm, or not at all (长期)."""

    DATE = "date"
    MONTH_END = "month_end"
    QUARTER_END = "quarter_end"
    YEAR_END = "year_end"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    RECURRING = "recurring"
    ONGOING = "ongoing"


class MarkKind(StrEnum):
    """What a stretch of the source became."""

    TITLE = "title"
    DOCUMENT_NUMBER = "document_number"
    ISSUER = "issuer"
    ISSUED_ON = "issued_on"
    BASIS = "basis"
    SUNSET = "sunset"
    ABBREVIATION = "abbreviation"
    SECTION = "section"
    LABEL = "label"
    MEASURE_TITLE = "measure_title"
    ATTRIBUTION = "attribution"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    SUPPORTING = "supporting"
    IMPLIED = "implied"
    CLAUSE = "clause"
    TARGET = "target"
    DEADLINE = "deadline"
    OBLIGATION = "obligation"
    SEAT = "seat"
    CHECKLIST = "checklist"
    NOT_MEASURE = "not_measure"

"""The pure reader of plans (实施方案): `parse(data, filename)` returns a `ParsedPlan` or raises `IntakeError`."""

from tracker.intake.errors import IntakeError
from tracker.intake.limits import Limits
from tracker.intake.model import ParsedPlan
from tracker.intake.reader import parse

__all__ = ["IntakeError", "Limits", "ParsedPlan", "parse"]

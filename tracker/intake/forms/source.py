"""What a form gives to the reader of plans: the text that all spans refer to, and what is doubtful about having read it."""

from dataclasses import dataclass

from tracker.intake.model import Issue


@dataclass(frozen=True)
class Source:
    """The text of a document, one paragraph or table row to a line, and the doubts of its form, placed in it."""

    text: str
    issues: tuple[Issue, ...] = ()

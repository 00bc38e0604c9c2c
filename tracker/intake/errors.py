"""What intake says when a document cannot be read at all."""

from tracker.marking import sentence


class IntakeError(Exception):
    """A document that cannot become a plan.

    `code` is for programs (`empty`, `too_large`, `not_a_document` …); `message` is one plain Chinese sentence that says
    what is wrong and how to mend it, and is shown to the user. The web puts it into the reader's language by its `template`
    (the sentence with `%(name)s` for each fact) and `facts`.
    """

    def __init__(self, code: str, template: str, /, **facts: object) -> None:
        self.message = sentence(template, facts)
        super().__init__(self.message)
        self.code = code
        self.template = template
        self.facts = facts

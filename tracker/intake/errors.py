"""What intake says when a document cannot be read at all."""


class IntakeError(Exception):
    """A document that cannot become a plan.

    `code` is for programs (`empty`, `too_large`, `not_a_document` …); `message` is one plain Chinese sentence that says
    what is wrong and how to mend it, and is shown to the user as it stands.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

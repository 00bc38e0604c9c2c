"""What can go wrong, as one tree; each edge (web, command line) turns it into an answer in one place.

    RuleViolation   a rule refuses the move            (rules/refusals.py)   409, exit 1
    IntakeError     the document cannot be read        (intake/errors.py)    422, exit 1
    TrackerError
      InvalidInput  what was given cannot be used                            400, exit 1
      NotAllowed    the actor may not                                        403, exit 1
      NotFound      absent, or hidden from the actor                         404, exit 1
      Conflict      somebody else was first                                  409, exit 1
      SettingsError the environment contradicts itself                       exit 1

The message is one Chinese sentence for the person: what is wrong and how to mend it. It is kept with its facts apart, so that
the web can say it in the reader's language (`make messages` collects the sentences where they are raised).
"""

from tracker.marking import sentence


class TrackerError(Exception):
    """Base of the refusals whose message a user may read: a sentence with `%(name)s` for each of its facts.

    `str()` gives it in Chinese, for the command line and the logs. What the facts may be: `tracker/marking.py`.
    """

    def __init__(self, template: str = "", /, **facts: object) -> None:
        super().__init__(sentence(template, facts))
        self.template = template
        self.facts = facts


class InvalidInput(TrackerError):
    pass


class NotAllowed(TrackerError):
    pass


class NotFound(TrackerError):
    pass


class Conflict(TrackerError):
    pass


class SettingsError(TrackerError):
    pass

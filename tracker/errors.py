"""What can go wrong, as one tree; each edge (web, command line) turns it into an answer in one place.

    RuleViolation   a rule refuses the move            (rules/refusals.py)   409, exit 1
    IntakeError     the document cannot be read        (intake/errors.py)    422, exit 1
    TrackerError
      InvalidInput  what was given cannot be used                            400, exit 1
      NotAllowed    the actor may not                                        403, exit 1
      NotFound      absent, or hidden from the actor                         404, exit 1
      Conflict      somebody else was first                                  409, exit 1
      SettingsError the environment contradicts itself                       exit 1

The message is one Chinese sentence for the person: what is wrong and how to mend it.
"""


class TrackerError(Exception):
    """Base of the refusals whose message a user may read."""


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

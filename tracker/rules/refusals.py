"""The one way in which a rule says no."""

from typing import Any


class RuleViolation(Exception):
    """A move that a rule refuses. `code` names the rule; `facts` fill the Chinese sentence in `tracker/sentences.py`."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

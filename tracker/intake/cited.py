"""Titles of documents inside a text, hidden from the rules that look for figures and dates: 《示例县2024年要点》 promises nothing.

Each hidden character is moved to a plane that Unicode leaves for private use, so lengths stay and `shown` can print it again.
"""

import re

_CITED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》|[（(][^（()）]{0,60}(?:20\d\d年|修订|号)[^（()）]{0,60}[）)]")
_OPENS = re.compile("[《（(]")
_PLANE = 0xF0000


def hide_cited(text: str) -> str:
    """The text with titles of documents and dated asides hidden, so that no figure and no date is found in them."""
    return _CITED.sub(lambda match: "".join(map(_hidden, match.group())), text) if _OPENS.search(text) else text


def shown(text: str) -> str:
    """A part of a text as printed, what was hidden in it included."""
    if text.isascii() or max(text) < chr(_PLANE):
        return text
    return "".join(chr(ord(c) - _PLANE) if ord(c) >= _PLANE else c for c in text)


def _hidden(character: str) -> str:
    return chr(_PLANE + ord(character)) if ord(character) < _PLANE >> 4 else "□"

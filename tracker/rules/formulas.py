"""Text that a spreadsheet would take for a formula: marked on the way out, the mark taken off on the way in.

Source: OWASP, CSV Injection: a cell that begins with one of these is carried out by whoever opens the file.
"""

MARK = "'"
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text with a mark before it, where a spreadsheet would take it for a formula, or where it has such a mark already."""
    return f"{MARK}{text}" if text.lstrip(MARK).startswith(_BEGINNINGS) else text


def unmarked(text: str) -> str:
    """What `harmless` was given: `unmarked(harmless(text)) == text` for every text."""
    return text[1:] if text.startswith(MARK) and text.lstrip(MARK).startswith(_BEGINNINGS) else text

"""How Chinese text is made findable: folded to one form, and cut into pairs of neighbouring characters (bigrams).

Chinese sets no space between words, and most words have two characters. So an index of pairs finds every word of two or more
without a dictionary (docs/decisions/0037-search-by-pairs-of-characters.md). Whatever finds or marks a word uses these functions.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_TERMS = 6
LONGEST = 60  # characters of a question; what is longer is cut
_RUN = re.compile(r"[^\W_]{2,}")


class _Folded(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = " " if plain.isspace() or not plain.isprintable() else plain
        return self[code]


_FOLDED = _Folded()


def fold(text: str) -> str:
    """The text as it is compared: full-width as half-width, capitals as small letters, white space as single spaces.

    Character by character (NFKC of Unicode Standard Annex 15), so that a place in the folded text can be led back.
    """
    return " ".join(text.translate(_FOLDED).split())


def bigrams(folded: str) -> list[str]:
    """The pairs of neighbouring letters, digits and characters of a folded text, in its order; none reaches over a sign."""
    return [pair for run in _RUN.findall(folded) for pair in _pairs(run)]


def phrases(term: str) -> list[list[str]]:
    """The pairs of each stretch between signs of a folded word; all of a stretch have to follow one another."""
    return [_pairs(run) for run in _RUN.findall(term)]


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def terms_of(asked: str) -> tuple[str, ...]:
    """The words that are looked for, folded, each once: what white space sets apart; all of them have to be there."""
    return tuple(dict.fromkeys(fold(asked[:LONGEST]).split()))[:MOST_TERMS]


def is_findable(terms: Iterable[str]) -> bool:
    """True where at least one of the words has two letters, digits or characters side by side; the index knows no single ones."""
    return any(_RUN.search(term) for term in terms)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `is_found` where it is one of the words looked for."""

    text: str
    is_found: bool = False


def excerpt(text: str, terms: Sequence[str], width: int = 0) -> list[Piece]:
    """The text in pieces, the words found told apart; with `width`, about so many characters from the first of them on, cut by …"""
    folded, places = _with_places(text)
    spans = _spans(folded, terms)
    start, end = 0, len(text)
    if width and len(text) > width:
        first = places[spans[0][0]] if spans else 0
        start = max(0, min(first - width // 4, len(text) - width))
        end = start + width
    pieces = [Piece("…")] if start else []
    at = start
    for begin, stop in ((places[begin], places[stop]) for begin, stop in spans):
        begin, stop = max(begin, at), min(stop, end)
        if begin < stop:
            pieces += [Piece(text[at:begin]), Piece(text[begin:stop], is_found=True)]
            at = stop
    pieces += [Piece(text[at:end]), *([Piece("…")] if end < len(text) else [])]
    return [piece for piece in pieces if piece.text]


def holds_any(text: str, terms: Iterable[str]) -> bool:
    """True where one of the folded words stands in the text."""
    folded = fold(text)
    return any(term in folded for term in terms)


def _with_places(text: str) -> tuple[str, list[int]]:
    """The text folded, and of each character of that, and of its end, where it comes from in the text."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for plain in char.translate(_FOLDED):
            if plain == " " and (not folded or folded[-1] == " "):
                continue
            folded.append(plain)
            places.append(place)
    return "".join(folded), [*places, len(text)]


def _spans(folded: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand, in order; the longer word first where two begin at one place."""
    found = [match.span() for term in terms if term for match in re.finditer(re.escape(term), folded)]
    return sorted(found, key=lambda span: (span[0], -span[1]))

"""Limits against documents that are no plans."""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a document may weigh at most.

    Sizes are in bytes; `max_ratio` is unpacked to packed size of a part of a .docx (ten for text, a thousand for a bomb);
    `max_characters` is the length of the text: the longest plans have a hundred thousand characters.
    """

    max_bytes: int = 50 * _MIB
    max_unpacked: int = 200 * _MIB
    max_ratio: int = 250
    max_characters: int = 2_000_000


DEFAULT_LIMITS = Limits()

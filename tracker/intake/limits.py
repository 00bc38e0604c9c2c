"""What a document may weigh."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes; `max_ratio` is unpacked to packed size of a part of a .docx: ten for text, a thousand for a bomb."""

    max_bytes: int = 50 * _MIB
    max_unpacked: int = 200 * _MIB
    max_ratio: int = 250


DEFAULT_LIMITS = Limits()

"""Forms of documents, told apart by content and never by name. A new form is a module beside these and a line below."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.intake.forms import text


@dataclass(frozen=True)
class Limits:
    """What a document may weigh, in bytes; `max_ratio` is unpacked to packed size of a .docx (a zip bomb is thousands)."""

    max_bytes: int = 50 * 1024 * 1024
    max_unpacked: int = 300 * 1024 * 1024
    max_ratio: int = 200


def read_source(data: bytes, filename: str, limits: Limits) -> str:
    return text.read(data)

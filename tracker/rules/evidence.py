"""Which files may be handed in as evidence, told by their content and never by what the sender calls them.

Programs, pages, archives and documents with macros stay out: officials open these files on office machines.
"""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from tracker.rules.refusals import RuleViolation


class EvidenceKind(StrEnum):
    PDF = "pdf"
    OFD = "ofd"  # GB/T 33190, the national layout format of official documents
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"
    TEXT = "text"


@dataclass(frozen=True)
class FileLimits:
    """`max_bytes` for one file, `max_name` in characters: 80 Chinese ones stay below the 255 bytes of a file system."""

    max_bytes: int = 50 * 1024 * 1024
    max_name: int = 80


@dataclass(frozen=True)
class FileFacts:
    """What the content was found to be; `size` in bytes."""

    kind: EvidenceKind
    media_type: str
    size: int


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    EvidenceKind.PDF: "application/pdf",
    EvidenceKind.OFD: "application/ofd",
    EvidenceKind.DOCX: f"{_OPEN_XML}.wordprocessingml.document",
    EvidenceKind.XLSX: f"{_OPEN_XML}.spreadsheetml.sheet",
    EvidenceKind.PPTX: f"{_OPEN_XML}.presentationml.presentation",
    EvidenceKind.DOC: "application/msword",
    EvidenceKind.XLS: "application/vnd.ms-excel",
    EvidenceKind.PNG: "image/png",
    EvidenceKind.JPEG: "image/jpeg",
    EvidenceKind.GIF: "image/gif",
    EvidenceKind.WEBP: "image/webp",
    EvidenceKind.TEXT: "text/plain",
}

# Messengers and phones rename pictures at will, so any picture may bear any picture's ending.
_PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})
ENDINGS = {
    EvidenceKind.PDF: frozenset({".pdf"}),
    EvidenceKind.OFD: frozenset({".ofd"}),
    EvidenceKind.DOCX: frozenset({".docx"}),
    EvidenceKind.XLSX: frozenset({".xlsx"}),
    EvidenceKind.PPTX: frozenset({".pptx"}),
    EvidenceKind.DOC: frozenset({".doc", ".wps"}),
    EvidenceKind.XLS: frozenset({".xls", ".et"}),
    EvidenceKind.PNG: _PICTURE_ENDINGS,
    EvidenceKind.JPEG: _PICTURE_ENDINGS,
    EvidenceKind.GIF: _PICTURE_ENDINGS,
    EvidenceKind.WEBP: _PICTURE_ENDINGS,
    EvidenceKind.TEXT: frozenset({".txt", ".csv", ".md"}),
}

_OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_OLE_ENTRIES = {
    EvidenceKind.DOC: ("WordDocument".encode("utf-16-le"),),
    EvidenceKind.XLS: ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")),
}
_HEADS = {
    EvidenceKind.PDF: (b"%PDF-",),
    EvidenceKind.PNG: (b"\x89PNG\r\n\x1a\n",),
    EvidenceKind.JPEG: (b"\xff\xd8\xff",),
    EvidenceKind.GIF: (b"GIF87a", b"GIF89a"),
}
_ZIP_MARKS = {
    EvidenceKind.DOCX: {"[Content_Types].xml", "word/document.xml"},
    EvidenceKind.XLSX: {"[Content_Types].xml", "xl/workbook.xml"},
    EvidenceKind.PPTX: {"[Content_Types].xml", "ppt/presentation.xml"},
    EvidenceKind.OFD: {"OFD.xml"},
}
_CONTROLS_NOT_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def check_file(name: str, data: bytes, limits: FileLimits | None = None) -> FileFacts:
    """What the file is, where it may be handed in.

    Raises RuleViolation: `file_name_bad` (nothing left of the name), `file_empty`, `file_too_large`, `file_macro_refused`,
    `file_type_refused` (no kind allowed, or an ending that belies the content).
    """
    limits = limits or FileLimits()
    shown = display_name(name, limits)
    if not data:
        raise RuleViolation("file_empty", name=shown)
    if len(data) > limits.max_bytes:
        raise RuleViolation("file_too_large", name=shown, size=len(data), limit=limits.max_bytes)
    if has_macros(data):
        raise RuleViolation("file_macro_refused", name=shown)
    kind = kind_of(data, shown)
    if kind is None:
        raise RuleViolation("file_type_refused", name=shown, allowed=tuple(EvidenceKind))
    return FileFacts(kind, MEDIA_TYPES[kind], len(data))


def kind_of(data: bytes, name: str) -> EvidenceKind | None:
    """The kind of the whole file's content, None where it is not allowed or the ending of `name` belies it."""
    ending = PurePosixPath(name).suffix.lower()
    return next((kind for kind in _kinds_of_content(data) if ending in ENDINGS[kind]), None)


def has_macros(data: bytes) -> bool:
    """True where the file is an office document, of the old or the new format, that carries a VBA project."""
    if data.startswith(_OLE_HEAD):
        return _OLE_MACROS in data
    return any(member.lower().endswith("vbaproject.bin") for member in _zip_members(data))


def display_name(name: str, limits: FileLimits | None = None) -> str:
    """The name to show and to offer for download: last part of a path, no invisible characters, not too long.

    A name that is too long loses the end of its stem, never its ending. Raises RuleViolation `file_name_bad` where nothing
    is left.
    """
    limits = limits or FileLimits()
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    # Category C holds control, format (such as right-to-left marks, which disguise an ending) and unassigned characters.
    visible = "".join(char for char in unicodedata.normalize("NFC", last) if unicodedata.category(char)[0] != "C")
    clean = " ".join(visible.split()).strip(". ")
    if not clean:
        raise RuleViolation("file_name_bad", name=name)
    if len(clean) <= limits.max_name:
        return clean
    path = PurePosixPath(clean)
    return (path.stem[: max(limits.max_name - len(path.suffix), 1)] + path.suffix)[: limits.max_name]


def _kinds_of_content(data: bytes) -> list[EvidenceKind]:
    """What the content may be: more than one only for an old office document with another embedded in it."""
    if data.startswith(_OLE_HEAD):
        # An OLE container may hold anything, an installer too; the names of its streams tell.
        return [kind for kind, entries in _OLE_ENTRIES.items() if any(entry in data for entry in entries)]
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return [EvidenceKind.WEBP]
    for kind, heads in _HEADS.items():
        if data.startswith(heads):
            return [kind]
    members = set(_zip_members(data))
    if members:
        return [kind for kind, marks in _ZIP_MARKS.items() if marks <= members]
    return [EvidenceKind.TEXT] if _is_text(data) else []


def _zip_members(data: bytes) -> list[str]:
    """The names in the archive's directory, none where the bytes are no archive; nothing is unpacked."""
    if not data.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return []


def _is_text(data: bytes) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _CONTROLS_NOT_IN_TEXT.search(text)
    return False

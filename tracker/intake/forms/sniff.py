"""What a file really is, told by its content and never by its name; plain bytes only, so that no library is loaded in vain."""

import re
from collections.abc import Callable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PAGE_OPENS = re.compile(rb"\s*<(?:[!?]|[a-z]+[\s>/])", re.I)
_PAGE_CLOSES = re.compile(rb"</(?:html|body|div|p|td|table|span|h[1-6])>", re.I)
# Only the beginning of a PDF may be preceded by other bytes.
_PDF_WITHIN = 1024


def starts(*marks: bytes) -> Callable[[bytes], bool]:
    """A test for content that begins with one of the marks."""
    return lambda data: data.startswith(marks)


def _holds(data: bytes, name: str) -> bool:
    """True for an OLE file with a stream of that name; its directory keeps names in UTF-16."""
    return data.startswith(_OLE) and name.encode("utf-16-le") in data


def is_locked(data: bytes) -> bool:
    """True for a .docx or .xlsx with a password."""
    return _holds(data, "EncryptedPackage")


def is_old_sheet(data: bytes) -> bool:
    """True for an .xls or .et workbook."""
    return (_holds(data, "Workbook") or _holds(data, "Book\x00")) and not _holds(data, "WordDocument")


def is_ole(data: bytes) -> bool:
    """True for what .doc and .wps files are stored in."""
    return data.startswith(_OLE)


def is_zip(data: bytes) -> bool:
    """True for what .docx and .xlsx files are stored in."""
    return data.startswith(_ZIP)


def is_sheet(data: bytes) -> bool:
    """True for an .xlsx workbook; a Word document may hold one inside."""
    return is_zip(data) and b"xl/workbook.xml" in data and b"word/document" not in data


def is_pdf(data: bytes) -> bool:
    """True for a PDF."""
    return b"%PDF-" in data[:_PDF_WITHIN]


def is_page(data: bytes) -> bool:
    """True where the content begins like a web page."""
    head = data.removeprefix(b"\xef\xbb\xbf")[:65536]
    return bool(_PAGE_OPENS.match(head) and _PAGE_CLOSES.search(head))

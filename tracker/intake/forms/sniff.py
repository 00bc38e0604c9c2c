"""What a file really is, told by its content and never by its name; plain bytes only, so that no library is loaded in vain."""

import re
from collections.abc import Callable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PAGE_OPENS = re.compile(rb"\s*<(?:[!?]|[a-z]+[1-6]?[\s>/])", re.I)
_PAGE_CLOSES = re.compile(rb"</(?:html|body|div|p|td|table|span|h[1-6])>", re.I)
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
_KIND_WITHIN = 256
_SAMPLE = 65536
_MESSAGE = re.compile(rb"[\w-]+:[ \t]?[^\r\n]*\r?\n")
_HEADERS_WITHIN = 4096
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


def has_member(name: bytes) -> Callable[[bytes], bool]:
    """A test for a package with a member of that name; a Word document may hold other packages inside."""
    return lambda data: is_zip(data) and name in data and b"word/document" not in data


def is_sheet(data: bytes) -> bool:
    """True for an .xlsx workbook; a Word document may hold one inside."""
    return has_member(b"xl/workbook.xml")(data)


def is_open_document(data: bytes) -> bool:
    """True for .odt, .ods and their kin: their first member, not compressed, names the kind."""
    return is_zip(data) and OPEN_DOCUMENT in data[:_KIND_WITHIN]


def is_old_slides(data: bytes) -> bool:
    """True for a .ppt or .dps presentation."""
    return _holds(data, "PowerPoint Document")


def is_pdf(data: bytes) -> bool:
    """True for a PDF."""
    return b"%PDF-" in data[:_PDF_WITHIN]


def is_saved_page(data: bytes) -> bool:
    """True for a page that a browser saved as a single file (.mht, .mhtml), which is a message of several parts."""
    return bool(_MESSAGE.match(data) and re.search(rb"^mime-version:", data[:_HEADERS_WITHIN], re.I | re.M))


def is_page(data: bytes) -> bool:
    """True where the content begins like a web page."""
    head = data.removeprefix(b"\xef\xbb\xbf")[:_SAMPLE]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    return bool(_PAGE_OPENS.match(head) and _PAGE_CLOSES.search(head))

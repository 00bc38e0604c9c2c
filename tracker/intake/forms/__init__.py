"""Forms of documents: what a file really is, told by its content and never by its name, and its text.

A form that is read is a module beside these and one line in `_FORMS`; a form that is not read yet is one line in
`_UNREAD`, with a sentence that says what to do instead. Every reader returns the text that all spans refer to: one
paragraph to a line, a table row as one line with a tab between cells.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice

from tracker.intake.errors import IntakeError
from tracker.intake.forms import sniff
from tracker.intake.forms.cells import check_length
from tracker.intake.forms.markdown import drop_markdown
from tracker.intake.forms.source import Source
from tracker.intake.forms.text import UNREADABLE
from tracker.intake.limits import Limits
from tracker.intake.model import Issue

_AS_DOCX = "请在 Word 或 WPS 中打开，另存为 .docx 后再上传。"
_GAPS, _MOST_GAPS = re.compile(f"{UNREADABLE}+"), 40
_TEXT_AS_DOCX = "请上传方案的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。"


@dataclass(frozen=True)
class Form:
    """A form: how its content is told, and the module beside this one whose `read` reads it, loaded when it is needed."""

    recognises: Callable[[bytes], bool]
    module: str


@dataclass(frozen=True)
class Unread:
    """A form that is recognised and not read: code and sentence of the refusal."""

    recognises: Callable[[bytes], bool]
    code: str
    message: str


# In order: the first that recognises the content decides.
_UNREAD = (
    Unread(
        sniff.is_locked,
        "password_protected",
        "这份文件设了打开密码，无法读取。请在 Word 或 WPS 中取消密码，另存为 .docx 或 .xlsx 后再上传。",
    ),
    # Where LibreOffice is installed, `tracker/converting.py` takes the documents refused as rtf or odt.
    Unread(sniff.starts(b"{\\rtf"), "rtf", f"这是 RTF 文件，不能直接读取。{_AS_DOCX}"),
    Unread(sniff.is_old_slides, "slides", f"这是演示文稿，不是方案文件。{_TEXT_AS_DOCX}"),
    Unread(sniff.has_member(b"ppt/presentation.xml"), "slides", f"这是演示文稿，不是方案文件。{_TEXT_AS_DOCX}"),
    Unread(sniff.has_member(b"OFD.xml"), "ofd", f"这是 OFD 版式文件，不能直接读取。{_TEXT_AS_DOCX}"),
    Unread(
        sniff.has_member(b"xl/workbook.bin"),
        "xlsb",
        "这是 .xlsb 表格，不能直接读取。请在 Excel 或 WPS 中打开，另存为 .xlsx 后再上传。",
    ),
    Unread(
        sniff.starts(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF"),
        "image",
        "这是图片或扫描件，不是文字文件。请上传文件的 Word 原件（.docx）或文字版（.txt）。",
    ),
)
_FORMS = (
    Form(sniff.is_pdf, "pdf"),
    Form(sniff.is_old_sheet, "sheet"),
    Form(sniff.is_ole, "doc"),
    Form(sniff.is_sheet, "sheet"),
    Form(sniff.is_open_document, "opendocument"),
    Form(sniff.is_zip, "docx"),
    Form(sniff.is_saved_page, "mht"),
    Form(sniff.is_page, "html"),
    Form(lambda data: True, "text"),
)


def read_source(data: bytes, filename: str, limits: Limits) -> Source:
    """The text of a document, or an `IntakeError` that says what is wrong with it and how to mend it."""
    if len(data) > limits.max_bytes:
        size = limits.max_bytes // (1024 * 1024)
        raise IntakeError(
            "too_large",
            "“%(filename)s”超过 %(size)s MB，太大了。请去掉文件里的图片，或者只保留方案正文后再上传。",
            filename=filename,
            size=size,
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise IntakeError("empty", "“%(filename)s”是空文件，里面没有文字。请检查后重新上传。", filename=filename)
    for unread in _UNREAD:
        if unread.recognises(data):
            raise IntakeError(unread.code, unread.message)
    module = next(form.module for form in _FORMS if form.recognises(data))
    read = import_module(f"tracker.intake.forms.{module}").read(data, limits)
    # Places were counted in the text of forms that have doubts; others may be pasted from pages with marks and all.
    source = read if isinstance(read, Source) else Source(drop_markdown(read))
    check_length(source.text, limits)
    if not source.text.strip():
        raise IntakeError("empty", "“%(filename)s”里没有读到文字。如果是扫描件，请上传文字版（.docx 或 .txt）。", filename=filename)
    return replace(source, issues=(*source.issues, *_unreadable(source.text)))


def _unreadable(text: str) -> Iterator[Issue]:
    """A doubt for each place, up to a few dozen, where the file holds something that is no character."""
    for place in islice(_GAPS.finditer(text), _MOST_GAPS):
        message = f"这里有 {len(place[0])} 个字读不出来（显示为“{UNREADABLE}”），请对照原件补上。"
        yield Issue("doubt", "unreadable", message, place.span())

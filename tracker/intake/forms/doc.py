"""Old Word and WPS documents (.doc, .wps): converted to .docx by msdoc2docx, then read as one.

The converter keeps numbers and tables, but has been seen to restart a list that runs on; so the whole document is marked
to be checked.
"""

import tempfile
from pathlib import Path

from doc2docx import convert
from doc2docx.errors import EncryptedDocumentError

from tracker.intake.errors import IntakeError
from tracker.intake.forms import docx
from tracker.intake.forms.ole import is_endless
from tracker.intake.forms.source import Source
from tracker.intake.limits import Limits
from tracker.intake.model import Issue
from tracker.marking import N_

_LOCKED = N_("这份文件设了打开密码，无法读取。请在 Word 或 WPS 中取消密码，另存为 .docx 后再上传。")
_BROKEN = N_("这个旧版 .doc 或 .wps 文件无法读取。请在 Word 或 WPS 中打开，另存为 .docx 后再上传。")
_CHECK = "这份旧版 .doc 或 .wps 文件经过转换才读入，自动编号和表格可能有出入，请对照原件核对；另存为 .docx 再上传更可靠。"


def read(data: bytes, limits: Limits) -> Source:
    """The text of an old Word document, with one doubt that asks to check it."""
    if is_endless(data):
        raise IntakeError("old_document", _BROKEN)
    with tempfile.TemporaryDirectory(prefix="tracker-doc-") as folder:
        old, new = Path(folder) / "plan.doc", Path(folder) / "plan.docx"
        old.write_bytes(data)
        try:
            convert(old, new)
        except EncryptedDocumentError as locked:
            raise IntakeError("password_protected", _LOCKED) from locked
        except Exception as broken:  # the converter has errors of its own, but promises no complete list
            raise IntakeError("old_document", _BROKEN) from broken
        source = docx.read(new.read_bytes(), limits)
    doubt = Issue("doubt", "converted", _CHECK, (0, len(source.text.split("\n")[0])))
    return Source(source.text, (doubt, *source.issues))

"""The layer of text of a PDF: characters as they are meant, and layers that do not say what the page shows.

A page is drawn with glyphs; which character each stands for is a table beside the font, and may be absent or wrong. A layer that
is wrong reads as nonsense while the page looks right, so it is refused like a scan.
"""

import re
import unicodedata

from tracker.intake.errors import IntakeError
from tracker.intake.forms.text import COMMON, UNREADABLE

_NO_CODES = (
    "这个 PDF 的文字没有编码或者编码有误，看上去正常，读出来却是乱码。"
    + "请上传它的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。"
)
_CID = re.compile(r"\(cid:\d+\)")
_NONSENSE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Shapes of characters that fonts name instead of the characters: parts (⼀ for 一) and forms kept for other standards.
_SHAPES = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Chinese read by the table of another language: ÊµÊ©·½°¸.
_FOREIGN = re.compile(r"[\u00c0-\u024f]")
_LEAST_COMMON, _ENOUGH = 0.08, 200


def meant(text: str) -> str:
    """The characters that a glyph's text stands for; `UNREADABLE` where it has none."""
    if _CID.fullmatch(text) or _NONSENSE.search(text):
        return UNREADABLE
    return unicodedata.normalize("NFKC", text) if _SHAPES.search(text) else text


def check_layer(text: str) -> None:
    """Refuse a text of which a twentieth has no characters, or whose characters are those of no official document."""
    strange = text.count(UNREADABLE) + len(_FOREIGN.findall(text))
    chinese = _CHINESE.findall(text)
    common = sum(character in COMMON for character in chinese)
    if strange * 20 > len(text) or (len(chinese) >= _ENOUGH and common < _LEAST_COMMON * len(chinese)):
        raise IntakeError("no_codes", _NO_CODES)

"""Plain text: the encoding is found out, line ends are unified, tables with separators between cells are told from prose."""

import codecs
import re

from tracker.intake.errors import IntakeError
from tracker.intake.limits import Limits

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# UTF-8 has next to no NULs; ASCII in UTF-16 has one in each character.
_NUL_SHARE = 0.02
_SAMPLE, _JUDGED = 65536, 8192
# What Chinese texts are made of; the same bytes read in another encoding are rare letters, Hangul and control characters.
_PLAIN = re.compile(r"[\n\r\t -~\u00a0·—‘’“”…\u2028\u2160-\u217f①-⒛㈠-㈩\u2000-\u200a\u3000-\u3017\u4e00-\u9fff\uff01-\uff5e]+")
# What stands for bytes, or for a glyph of a PDF, that are no character; and how many of them a text may have.
UNREADABLE = "\ufffd"
_BROKEN_SHARE = 0.002
# The commonest characters of official documents: a quarter of any such text, hardly anything of one that is read wrongly.
COMMON = frozenset(
    "的和人生育县市政府委局服务工作责任单位实施一二三四五六七八九十年月日建设加强管理发展各部门办公室领导完善制度项目时限序号牵头"
)
_LEAST_ALIKE = 0.9
# The head of a table of tasks stands among the first lines, and its cells are short.
_HEAD_WITHIN, _LONGEST_HEAD = 20, 16
_UNITS = re.compile(r"(?:牵头|责任|负责|落实|承办|主办|主责|配合|协办)(?:责任)?(?:单位|部门|主体)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def read(data: bytes, limits: Limits) -> str:
    """The text of a .txt, .md or .csv file."""
    text = unify_lines(decode(data))
    delimiter = _delimiter(text)
    if not delimiter:
        return text
    from tracker.intake.forms import sheet

    return sheet.read_csv(text, delimiter, limits)


def _delimiter(text: str) -> str | None:
    """What separates the cells where the first lines hold the head of a table of units; None in prose.

    Cells between tabs are read as they stand, unless one of them is quoted because it holds line ends.
    """
    for line in text[:_SAMPLE].split("\n")[:_HEAD_WITHIN]:
        for delimiter in ",;\t":
            cells = [cell.strip(' "') for cell in line.split(delimiter)]
            if len(cells) > 1 and any(_UNITS.fullmatch(cell) for cell in cells) and max(map(len, cells)) <= _LONGEST_HEAD:
                return delimiter if delimiter != "\t" or '\t"' in text else None
    return None


def decode(data: bytes) -> str:
    """The text of bytes: by byte order mark, else UTF-16 where NULs abound, else strict UTF-8, else what reads like Chinese.

    A few broken bytes, as at the end of a file that was cut, become `UNREADABLE`; whoever reads the plan is shown where.
    """
    text = _decoded(data)
    if text is None or len(_CONTROL.findall(text)) * 100 > len(text):
        raise IntakeError("not_a_document", "这不是文字文件，或者文字编码无法识别。请用 Word 或 WPS 打开后，另存为 .docx 再上传。")
    return text


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _mended(data[len(mark) :], (encoding,))
    plain = _try(data, "utf-8")
    sample = data[:_SAMPLE]
    if plain is not None and sample.count(0) <= len(sample) * _NUL_SHARE:
        return plain
    return _likeliest(data) or _mended(data, ("utf-8", "gb18030"))


def _likeliest(data: bytes) -> str | None:
    """The bytes as GB18030 or as either UTF-16 without a mark, whichever reads most like Chinese.

    NULs do not tell the two orders of UTF-16 apart: 一 is 4E 00.
    """
    best = _try(data, "gb18030")
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _mended(data, (encoding,))
        if text and _likeness(text) > max(_likeness(best or ""), _LEAST_ALIKE):
            best = text
    return best


def _likeness(text: str) -> float:
    """How much a text is like one that an office writes, 0 to 2: the share of characters it may hold, and of the commonest."""
    sample = text[:_JUDGED]
    plain = sum(map(len, _PLAIN.findall(sample)))
    return (plain + sum(character in COMMON for character in sample)) / max(1, len(sample))


def _mended(data: bytes, encodings: tuple[str, ...]) -> str | None:
    """The text by the first encoding that leaves no more than a few bytes unread; None where each leaves more."""
    for encoding in encodings:
        text = data.decode(encoding, "replace")
        if text.count(UNREADABLE) <= 1 + len(text) * _BROKEN_SHARE:
            return text
    return None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def unify_lines(text: str) -> str:
    """The text with every kind of line end as one line feed: of Windows, of old Macs, and those of Unicode."""
    return _LINE_ENDS.sub("\n", text)

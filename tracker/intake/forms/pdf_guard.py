"""PDF files that would never end: what a page would cost is weighed before it is read."""

import re
import zlib
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, resolve1

from tracker.intake.errors import IntakeError
from tracker.intake.limits import Limits

_BOMB = "这个 PDF 文件展开后太大，为安全起见不予读取。请上传它的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。"
_STREAM = re.compile(rb"stream\r?\n")
_FORM_CALL = re.compile(rb"/([^\s/<>\[\]()]{1,100})\s+Do\b")
# Layers of compression, and drawings inside drawings, that no program writes.
_DEEPEST = 8
_CHUNK = 1 << 20


def check_streams(data: bytes, limits: Limits) -> None:
    """Refuse a file whose compressed parts unpack to more than the limit; nothing larger than the limit is ever held."""
    left = limits.max_unpacked
    for match in _STREAM.finditer(data):
        packed = data[match.end() : match.end() + limits.max_bytes] if data[match.end() : match.end() + 1] == b"x" else b""
        for _ in range(_DEEPEST):
            packed = _unpacked(packed, left)
            left -= len(packed)
            if left <= 0:
                raise IntakeError("zip_bomb", _BOMB)
            if packed[:1] != b"x":
                break


def _unpacked(packed: bytes, most: int) -> bytes:
    """What a zlib stream holds, at most so many bytes; nothing for anything else."""
    if not packed:
        return b""
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""


class Budget:
    """How many bytes of drawing orders a whole document may have; forms count as often as they are drawn."""

    def __init__(self, limits: Limits) -> None:
        self._left = limits.max_drawing

    def spend(self, contents: list[Any], resources: Any, depth: int = 0) -> None:
        """Weigh the contents of a page or a form with everything that they draw; refuse what is too much."""
        if depth > _DEEPEST:
            raise IntakeError("zip_bomb", _BOMB)
        forms = dict_value(dict_value(resources or {}).get("XObject") or {})
        for stream in (resolve1(item) for item in contents):
            if not isinstance(stream, PDFStream):
                continue
            orders = stream.get_data()
            self._left -= len(orders)
            if self._left < 0:
                raise IntakeError("zip_bomb", _BOMB)
            for name in _FORM_CALL.findall(orders):
                form = resolve1(forms.get(name.decode("latin-1")))
                if isinstance(form, PDFStream) and getattr(form.get("Subtype"), "name", None) == "Form":
                    self.spend([form], form.get("Resources") or resources, depth + 1)

"""PDF files that would never end: what a page would cost is weighed before it is read."""

import re
import zlib
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, resolve1

from tracker.intake.errors import IntakeError
from tracker.intake.limits import Limits
from tracker.marking import N_

_BOMB = N_("这个 PDF 文件展开后太大，为安全起见不予读取。请上传它的 Word 原件（.docx），或者复制文字存为 .txt 后再上传。")
_STREAM = re.compile(rb"stream\r?\n")
_FORM_CALL = re.compile(rb"/([^\s/<>\[\]()]{1,100})\s+Do\b")
# Layers of compression, and drawings inside drawings, that no program writes.
_DEEPEST = 8
# A tagged document of three hundred pages stays below; ten thousand take pdfminer a second.
_MOST_OBJECTS = 50_000
# Small: a stream that is none must cost no more than its beginning.
_CHUNK = 1 << 14


def check_streams(data: bytes, limits: Limits) -> None:
    """Refuse a file whose compressed parts unpack to more than the limit; nothing larger than the limit is ever held."""
    if data.count(b" obj") > _MOST_OBJECTS or data.count(b"stream") > 2 * _MOST_OBJECTS:
        raise IntakeError("zip_bomb", _BOMB)
    left, whole = limits.max_unpacked, memoryview(data)
    for match in _STREAM.finditer(data):
        packed: bytes | memoryview = whole[match.end() :]
        for _ in range(_DEEPEST):
            packed, cost = _unpacked(packed, left)
            left -= cost
            if left <= 0:
                raise IntakeError("zip_bomb", _BOMB)


def _unpacked(packed: bytes | memoryview, most: int) -> tuple[bytes, int]:
    """What a zlib stream holds, at most so many bytes, and how many bytes were read and made; nothing for anything else."""
    if packed[:1] != b"x":
        return b"", 0
    stream, found, cost = zlib.decompressobj(), bytearray(), 0
    for start in range(0, len(packed), _CHUNK):
        try:
            part = stream.decompress(packed[start : start + _CHUNK], most - cost)
        except zlib.error:
            break
        found += part
        cost += len(part) + min(_CHUNK, len(packed) - start) - len(stream.unused_data)
        if stream.eof or cost >= most:
            break
    return bytes(found), cost


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

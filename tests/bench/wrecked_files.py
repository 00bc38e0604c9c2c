"""Broken PDF files, old Word documents, web pages, saved messages, and bytes without sense."""

import base64
import zlib
from functools import cache

from tests.bench.wreck_tools import BOMS, ENCODINGS, Chance, damaged, some
from tests.intake.helpers import DATA
from tests.intake.pdf_sample import Page, file_of, pdf, printed
from tests.intake.pdf_sample import table as ruled
from tests.intake.test_robustness import PAGE, TEXT, mutated

_MAGIC = (
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{\\rtf1",
    b"\x89PNG",
    b"MIME-Version: 1.0\n",
    b"<html>",
    b"\x1f\x8b",
)


@cache
def _pdf() -> bytes:
    page = Page()
    ruled(page, [["序号", "任务", "责任单位"], ["1", "甲项", "县甲局"]], [60, 150, 150], 300)
    return pdf([page])


def damaged_pdf(chance: Chance) -> bytes:
    return damaged(chance.choice((_pdf(), printed(TEXT.split("\n")[: chance.randrange(2, 40)]))), chance)


def forged_pdf(chance: Chance) -> bytes:
    """Pages that hold themselves, forms that draw themselves, streams that unpack without end, drawings beyond measure."""
    kind = chance.randrange(6)
    many = some(chance, 100, 50_000)
    if kind == 0:
        return file_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"])
    if kind == 1:
        form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 12 >>\nstream\n"
        form += b"/X Do /X Do \nendstream"
        return pdf([Page(["/X Do"])], "/XObject << /X 6 0 R >>", [form])
    if kind == 2:
        packed = zlib.compress(zlib.compress(chance.choice((b"0", b"0 0 m 9 9 l S ", b"BT ET ")) * many * 100))
        stream = b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n" % len(packed) + packed + b"\nendstream"
        return pdf([Page(["/X Do"])], "/XObject << /X 6 0 R >>", [stream])
    if kind == 3:
        return pdf(
            [Page([chance.choice(("[", "(", "<<", "q", "BT", "0 0 m 9 9 l S", "0 0 9 9 re f", "/F 16 Tf", "BI ID")) + " "] * many)]
        )
    if kind == 4:
        data = _pdf()
        return data.replace(
            b"/MediaBox [0 0 595 842]",
            chance.choice((b"/MediaBox [0 0 1e30 1e30]", b"/MediaBox []", b"/MediaBox [a b c d]", b"/Rotate 45")),
        )
    deep = chance.choice((b"[", b"<< /A ", b"(")) * many
    return file_of([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", deep])


def old_word(chance: Chance) -> bytes:
    return damaged((DATA / "old.doc").read_bytes(), chance)


def pages(chance: Chance) -> bytes:
    """Web pages with torn tags, comments without end, and charsets that they do not have."""
    text = chance.choice((PAGE, PAGE.replace("<body>", '<body><div class="nav">' + "<a>甲</a>" * 99), PAGE.replace("</p>", "")))
    head = f'<html><head><meta charset="{chance.choice((*ENCODINGS, "x", "ascii", "utf-16"))}"></head>'
    return mutated(text.replace("<html>", head), chance).encode(chance.choice(ENCODINGS), "replace")


def messages(chance: Chance) -> bytes:
    """Pages saved as messages: parts without end, parts inside parts, torn codings and headings."""
    page = PAGE.encode(chance.choice(("utf-8", "gb18030", "utf-16")))
    coding, body = chance.choice(
        (("base64", base64.b64encode(page)), ("quoted-printable", page), ("8bit", page), ("x", page), ("base64", page))
    )
    part = b"--B\r\nContent-Type: text/html; charset=%s\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n" % (
        chance.choice((b"utf-8", b"gb2312", b"x", b'"', b"idna", b"unicode_escape", b"rot13")), coding.encode(), body,
    )  # fmt: skip
    kind = chance.choice((b"multipart/related", b"multipart/digest", b"message/rfc822", b"text/html", b"\xff\xfe"))
    head = b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: %s; boundary=B\r\n\r\n" % kind
    many = chance.choice((1, 1, 1, 20))
    return chance.choice((head + part * many + b"--B--", damaged(head + part, chance), head * some(chance, 1, 3_000) + part))


def noise(chance: Chance) -> bytes:
    """Bytes without sense behind the first bytes of a form."""
    return chance.choice((*_MAGIC, b"", *BOMS)) + chance.randbytes(some(chance, 1, 200_000))

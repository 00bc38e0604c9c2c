"""Ledgers as they come back, each with what has to become of it: the cells that are taken over, and what is said of the rest.

The ledger has five tasks of 县卫生健康局; of the first two there are drafts. `taken` are the cells that are applied unasked, by
task and column; `said` are the reasons given for anything else; `refused` is the code of a file that is not read at all.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.styles import Font
from openpyxl.worksheet.protection import SheetProtection

from tests.ledgers.sheets import FIRST, HEAD, KEYS, C, Sheet, edited
from tracker.rules.ledger_merge import Fate
from tracker.rules.ledger_rows import Why

NURSERY, GUIDANCE, TRAINING, MODEL, GRANT = "增加托位供给", "开展照护指导", "培训从业人员", "建设示范机构", "落实补助政策"
TASKS = (NURSERY, GUIDANCE, TRAINING, MODEL, GRANT)
# What the drafts said when the ledger was exported.
DRAFTS = {NURSERY: (30, "已新增托位 60 个。"), GUIDANCE: (20, "已指导家庭 15 户。")}
DONE = "已培训 40 人，考核合格 38 人。"

Taken = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Damaged:
    """A file that came back, and what has to become of it."""

    name: str
    make: Callable[[bytes, bytes], bytes]  # of the workbook and of the CSV that were exported
    taken: Taken = field(default_factory=dict)
    said: frozenset[Why | Fate] = frozenset()
    refused: str = ""
    by_office: bool = False  # of the ledger that the office exported, with the rows of all units


def _sheet(name: str, edit: Callable[[Sheet], Any], taken: Taken | None = None, *said: Why | Fate, **more: Any) -> Damaged:
    return Damaged(name, lambda book, _: edited(book, edit), taken or {}, frozenset(said), **more)


def _one(column: str, value: Any, said: str | None, *why: Why | Fate, style: str = "") -> Damaged:
    """One cell of the third task filled in; `said` is what is taken over."""

    def edit(sheet: Sheet) -> None:
        sheet.put(TRAINING, **{column: value})
        if style:
            sheet.cell(TRAINING, C(column)).number_format = style

    taken = {} if said is None else {(TRAINING, column): said}
    return _sheet(f"{column}: {str(value)[:20]!r} {style}".strip(), edit, taken, *why)


_FILLED: Taken = {(TRAINING, "percent"): "55", (TRAINING, "narrative"): DONE}


def fill(sheet: Sheet) -> None:
    """What a liaison does first of all."""
    sheet.put(TRAINING, percent=55, narrative=DONE)


CELLS = (
    _one("percent", 60, "60"), _one("percent", 60.0, "60"), _one("percent", "60", "60"), _one("percent", "60%", "60"),
    _one("percent", "60％", "60"), _one("percent", "６０", "60"), _one("percent", "６０ ％ ", "60"), _one("percent", "60.0%", "60"),
    _one("percent", 0.6, "60", style="0%"), _one("percent", 0.57, "57", style="0.00%"), _one("percent", 1, "100", style="0%"),
    _one("percent", 1, "1"), _one("percent", 100, "100"), _one("percent", 60, "60", style='0"%"'),
    _one("percent", 0.6, None, Why.NOT_PERCENT), _one("percent", "0.6", None, Why.NOT_PERCENT),
    _one("percent", 60.5, None, Why.NOT_PERCENT), _one("percent", 120, None, Why.NOT_PERCENT),
    _one("percent", -5, None, Why.NOT_PERCENT), _one("percent", "约六成", None, Why.NOT_PERCENT),
    _one("percent", date(2025, 3, 1), None, Why.NOT_PERCENT),
    _one("percent", None, None, Why.NOT_PERCENT), _one("percent", "60—70", None, Why.NOT_PERCENT),
    _one("kind", "无进展", "nothing_new"), _one("kind", "　无进展 ", "nothing_new"),
    _one("kind", "没有进展", None, Why.NOT_A_CHOICE),
    _one("kind", None, None, Why.NOT_A_CHOICE), _one("self_rating", "基本顺利", "fair"),
    _one("self_rating", "良好", None, Why.NOT_A_CHOICE),
    _one("narrative", f"  {DONE}  \r\n", DONE), _one("narrative", "- 第一\n- 第二", "- 第一\n- 第二"),
    _one("narrative", "@各乡镇", "@各乡镇"), _one("narrative", "𠮷林路新增 1 所😀", "𠮷林路新增 1 所😀"),
    _one("narrative", "第一行_x000D_\n第二行", "第一行\n第二行"), _one("narrative", date(2025, 3, 1), "2025年3月1日"),
    _one("narrative", 42, "42"), _one("narrative", "#REF!", None, Why.ERROR), _one("narrative", "字" * 5001, None, Why.TOO_LONG),
    _one("narrative", "   ", None), _one("narrative", "\ufffd\ufffd已培训", None, Why.LOST_CHARACTERS),
    _one("problems", "缺教师", "缺教师"), _one("next_step", "下月开班", "下月开班"),
    _one("due", "2026年12月31日", None, Fate.READ_ONLY), _one("lead", "县教育局", None, Fate.READ_ONLY),
    _one("unit", "县教育局", None, Fate.READ_ONLY), _one("title", "培训托育从业人员", None, Fate.READ_ONLY),
    _one("light", "滞后", None, Fate.READ_ONLY), _one("state", "已销号", None, Fate.READ_ONLY),
    _one("accepted", 90, None, Fate.READ_ONLY), _one("closed", date(2025, 3, 1), None, Fate.READ_ONLY),
    _one("due", "2025/12/31", None), _one("due", 46022, None), _one("due", "46022", None),
    _one("due", "２０２５年１２月３１日", None),
)  # fmt: skip


def _sorted(sheet: Sheet) -> None:
    fill(sheet)
    sheet.write(sorted(sheet.rows(), key=lambda row: str(row[sheet.at(C.TITLE) - 1])))


def _sorted_without_ids(sheet: Sheet) -> None:
    """Only the columns in sight were sorted; the hidden ids stayed where they were."""
    fill(sheet)
    rows = sheet.rows()
    ids, seen = [row[:2] for row in rows], sorted((row[2:] for row in rows), key=str, reverse=True)
    sheet.write([[*one, *other] for one, other in zip(ids, seen, strict=True)])


def _turned(*columns: C) -> Callable[[Sheet], None]:
    """The contents of these columns alone in the reverse order."""

    def edit(sheet: Sheet) -> None:
        rows = sheet.rows()
        for column in columns:
            at = sheet.at(column) - 1
            for row, value in zip(rows, [row[at] for row in reversed(rows)], strict=True):
                row[at] = value
        sheet.write(rows)

    return edit


def _then(*steps: Callable[[Sheet], Any]) -> Callable[[Sheet], None]:
    def edit(sheet: Sheet) -> None:
        for step in steps:
            step(sheet)

    return edit


def _filtered(sheet: Sheet) -> None:
    fill(sheet)
    sheet.write([row for row in sheet.rows() if row[sheet.at(C.TITLE) - 1] in (TRAINING, MODEL)])


def _hidden_rows(sheet: Sheet) -> None:
    fill(sheet)
    for line in range(FIRST, FIRST + 3):
        sheet.ws.row_dimensions[line].hidden = True


def _spaced(sheet: Sheet) -> None:
    fill(sheet)
    blank: list[Any] = [None] * len(sheet.rows()[0])
    sheet.write([line for row in sheet.rows() for line in (row, blank, blank)])


def _with_sums(sheet: Sheet) -> None:
    fill(sheet)
    rows = sheet.rows()
    total: list[Any] = [None] * len(rows[0])
    total[sheet.at(C.TITLE) - 1], total[sheet.at(C.PERCENT) - 1] = "小计", 250
    sheet.write([rows[0], total, *rows[1:], total])


def _doubled(sheet: Sheet, *, differs: bool) -> None:
    fill(sheet)
    rows = sheet.rows()
    again = list(next(row for row in rows if row[sheet.at(C.TITLE) - 1] == TRAINING))
    if differs:
        again[sheet.at(C.NARRATIVE) - 1] = "另一种说法"
    sheet.write([*rows, again])


def _copied_sheet(sheet: Sheet) -> None:
    sheet.book.copy_worksheet(sheet.ws).title = "备份"
    fill(sheet)


def _two_sheets(sheet: Sheet) -> None:
    fill(sheet)
    rows = sheet.rows()
    other = sheet.book.copy_worksheet(sheet.ws)
    second = Sheet(sheet.book)
    second.ws = other
    sheet.write(rows[:2])
    second.write(rows[2:])


def _moved_columns(sheet: Sheet) -> None:
    fill(sheet)
    lines = [[cell.value for cell in row] for row in sheet.ws.iter_rows(min_row=KEYS)]
    for number, line in enumerate(lines, start=KEYS):
        for at, value in enumerate(reversed(line), start=1):
            sheet.ws.cell(number, at).value = value


def _swapped_heads(sheet: Sheet) -> None:
    """Two columns changed places, heads and contents, while the hidden keys above them stayed."""
    sheet.put(TRAINING, problems="缺教师", next_step="下月开班")
    one, other = sheet.at(C.PROBLEMS), sheet.at(C.NEXT_STEP)
    for line in range(HEAD, sheet.ws.max_row + 1):
        a, b = sheet.ws.cell(line, one), sheet.ws.cell(line, other)
        a.value, b.value = b.value, a.value


def _renamed(sheet: Sheet) -> None:
    fill(sheet)
    for column, name in ((C.NARRATIVE, "工作进展"), (C.PERCENT, "完成率"), (C.TITLE, "工作任务")):
        sheet.ws.cell(HEAD, sheet.at(column)).value = name


def _without_keys(sheet: Sheet) -> None:
    fill(sheet)
    sheet.ws.delete_rows(KEYS)


def _renamed_without_keys(sheet: Sheet) -> None:
    fill(sheet)
    sheet.ws.cell(HEAD, sheet.at(C.NARRATIVE)).value = "工作进展"
    sheet.ws.delete_rows(KEYS)


def _two_columns(sheet: Sheet) -> None:
    fill(sheet)
    at, new = sheet.at(C.NARRATIVE), sheet.ws.max_column + 1
    for line in range(KEYS, sheet.ws.max_row + 1):
        sheet.ws.cell(line, new).value = sheet.ws.cell(line, at).value
    sheet.ws.cell(sheet.line(TRAINING), new).value = "另一种说法"


def _without(*columns: C) -> Callable[[Sheet], None]:
    def edit(sheet: Sheet) -> None:
        fill(sheet)
        for at in sorted((sheet.at(column) for column in columns), reverse=True):
            sheet.ws.delete_cols(at)

    return edit


def _emptied_column(column: C) -> Callable[[Sheet], None]:
    def edit(sheet: Sheet) -> None:
        for line in range(FIRST, sheet.ws.max_row + 1):
            sheet.ws.cell(line, sheet.at(column)).value = None

    return edit


def _without_about(sheet: Sheet) -> None:
    sheet.book.remove(sheet.book["台账信息"])


def _without_note(sheet: Sheet) -> None:
    sheet.ws.delete_rows(2)


def _with_a_new_row(sheet: Sheet) -> None:
    line = sheet.ws.max_row + 1
    sheet.ws.cell(line, sheet.at(C.TITLE)).value, sheet.ws.cell(line, sheet.at(C.PERCENT)).value = "新增的任务", 40


def _merged(sheet: Sheet) -> None:
    at, line = sheet.at(C.NARRATIVE), sheet.line(TRAINING)
    sheet.ws.cell(line, at).value = DONE
    sheet.ws.merge_cells(start_row=line, end_row=line + 1, start_column=at, end_column=at)


def _merged_titles(sheet: Sheet) -> None:
    """One task with two units, its title over both rows."""
    fill(sheet)
    at, line = sheet.at(C.TITLE), sheet.line(TRAINING)
    sheet.ws.merge_cells(start_row=line, end_row=line + 1, start_column=at, end_column=at)


def _merged_ids(sheet: Sheet) -> None:
    fill(sheet)
    line = sheet.line(TRAINING)
    sheet.ws.merge_cells(start_row=line, end_row=line + 1, start_column=1, end_column=1)


def _more_lines_above(sheet: Sheet) -> None:
    fill(sheet)
    sheet.ws.insert_rows(1, 4)
    sheet.ws["C1"] = "示例县 2025 年 3 月工作台账"
    sheet.ws.merge_cells("C1:H2")


def _dragged(sheet: Sheet) -> None:
    """The id of a row drawn down over the next ones: the spreadsheet counts on."""
    fill(sheet)
    first = sheet.ws.cell(FIRST, 1).value
    head, share, check = first.split("-")
    for step in (1, 2, 3, 4):
        sheet.ws.cell(FIRST + step, 1).value = f"{head}-{int(share) + step}-{check}"


def _emptied(sheet: Sheet) -> None:
    for cell in sheet.ws[sheet.line(NURSERY)][2:]:
        cell.value = None


def _many_blank_rows(sheet: Sheet) -> None:
    fill(sheet)
    for line in range(100, 8000):
        sheet.ws.cell(line, 5).font = Font(bold=True)
    for line in range(8000, 8010):
        sheet.ws.cell(line, 5).value = "  "


def _protected(sheet: Sheet) -> None:
    fill(sheet)
    sheet.ws.protection = SheetProtection(sheet=True, password="1234")


def _of_other_export(sheet: Sheet) -> None:
    from tracker.rules.ledger_columns import RowId, read_row_id, write_row_id

    fill(sheet)
    own = read_row_id(sheet.ws.cell(FIRST, 1).value)
    assert own is not None
    sheet.ws.cell(FIRST, 1).value = write_row_id(RowId(own.export_id + 7, own.share_id))
    sheet.ws.cell(FIRST, sheet.at(C.NARRATIVE)).value = "别处的内容"


def _version(value: str | None) -> Callable[[Sheet], None]:
    def edit(sheet: Sheet) -> None:
        fill(sheet)
        sheet.ws.cell(sheet.line(TRAINING), 2).value = value

    return edit


def _wide_id(sheet: Sheet) -> None:
    fill(sheet)
    cell = sheet.ws.cell(sheet.line(TRAINING), 1)
    cell.value = f" {cell.value} "


def _hide_the_ledger(sheet: Sheet) -> None:
    fill(sheet)
    sheet.book.create_sheet("其他", 0)["A1"] = "与台账无关"
    sheet.ws.sheet_state = "hidden"


_ALL_MOVED = frozenset({Why.MOVED_ROW})
SHEETS = (
    _sheet("untouched", lambda sheet: None),
    _sheet("filled in", fill, _FILLED),
    _sheet("emptied cell", lambda s: s.put(NURSERY, narrative=None), {}, Why.CLEARED),
    _sheet("sorted", _sorted, _FILLED),
    # Five rows in reverse: the third one, which was filled in, stays where it was.
    _sheet("sorted without the ids", _sorted_without_ids, _FILLED, Why.MOVED_ROW),
    _sheet("titles alone turned round", _then(fill, _turned(C.TITLE)), _FILLED, Why.MOVED_ROW),
    _sheet("reports alone turned round", _turned(C.NARRATIVE), {}, Why.MOVED),
    _sheet("figures alone turned round", _turned(C.PERCENT), {}, Why.MOVED),
    _sheet("ids alone turned round", _then(fill, _turned(C.ROW)), _FILLED, Why.MOVED_ROW),
    _sheet("filtered copy", _filtered, _FILLED), _sheet("rows hidden", _hidden_rows, _FILLED),
    _sheet("blank rows between", _spaced, _FILLED), _sheet("sums between", _with_sums, _FILLED, Why.NO_ID),
    _sheet("a row twice alike", lambda s: _doubled(s, differs=False), _FILLED),
    _sheet("a row twice, differing", lambda s: _doubled(s, differs=True), {}, Why.DUPLICATE),
    _sheet("an untouched copy of the sheet", _copied_sheet, _FILLED), _sheet("rows on two sheets", _two_sheets, _FILLED),
    _sheet("columns inserted", _then(fill, lambda s: s.ws.insert_cols(4, 2)), _FILLED),
    _sheet("columns moved", _moved_columns, _FILLED),
    _sheet("heads moved, keys not", _swapped_heads, {(TRAINING, "problems"): "缺教师", (TRAINING, "next_step"): "下月开班"}),
    _sheet("heads renamed", _renamed, _FILLED), _sheet("keys deleted", _without_keys, _FILLED),
    _sheet("keys deleted, a head renamed", _renamed_without_keys, {(TRAINING, "percent"): "55"}),
    _sheet("a column twice, differing", _two_columns, {(TRAINING, "percent"): "55"}, Why.TWO_COLUMNS),
    _sheet("columns hidden", _then(fill, lambda s: setattr(s.ws.column_dimensions["F"], "hidden", True)), _FILLED),
    _sheet("columns deleted", _without(C.DUE, C.LIGHT, C.PROBLEMS, C.VERSION), _FILLED),
    _sheet("ids deleted", _without(C.ROW), {}, Why.BY_NUMBER),
    _sheet("ids and versions deleted", _without(C.ROW, C.VERSION), {}, Why.BY_NUMBER),
    _sheet("ids emptied", _then(fill, _emptied_column(C.ROW)), {}, Why.BY_NUMBER),
    _sheet("ids deleted, and the hidden sheet", _then(_without(C.ROW), _without_about), {}, Why.BY_NUMBER),
    _sheet("ids, the hidden sheet and the note deleted", _then(_without(C.ROW), _without_about, _without_note),
           refused="not_a_ledger"),
    _sheet("ids deleted, the titles turned round", _then(_without(C.ROW, C.VERSION), _turned(C.TITLE)), {},
           Why.BY_NUMBER, Why.NOT_MATCHED),
    _sheet("ids deleted, a row added", _then(_without(C.ROW), _with_a_new_row), {}, Why.BY_NUMBER, Why.NOT_MATCHED),
    _sheet("ids deleted from the office's ledger", _without(C.ROW), {}, Why.BY_NUMBER, Why.NOT_YOURS, by_office=True),
    _sheet("titles deleted", _without(C.TITLE), refused="not_a_ledger"),
    _sheet("reports merged", _merged, {(TRAINING, "narrative"): DONE}, Why.MERGED),
    _sheet("titles merged", _merged_titles, _FILLED, Why.MOVED_ROW), _sheet("ids merged", _merged_ids, _FILLED, Why.NO_ID),
    _sheet("titles of a joint task merged", _merged_titles, _FILLED, Why.NOT_YOURS, by_office=True),
    _sheet("the office's ledger, other units filled in too", _then(fill, lambda s: s.put(MODEL, problems="缺地")),
           {**_FILLED, (MODEL, "problems"): "缺地"}, Why.NOT_YOURS, by_office=True),
    _sheet("more lines above", _more_lines_above, _FILLED), _sheet("ids dragged down", _dragged, {}, Why.BAD_ID),
    _sheet("a row emptied", _emptied, {}, Why.EMPTIED_ROW), _sheet("thousands of blank rows", _many_blank_rows, _FILLED),
    _sheet("protected", _protected, _FILLED), _sheet("a row of another export", _of_other_export, _FILLED, Why.OTHER_EXPORT),
    _sheet("no version", _version(None), _FILLED), _sheet("another version", _version("v000000000000"), {}, Why.MOVED_ROW),
    _sheet("blanks about an id", _wide_id, _FILLED), _sheet("ledger hidden", _hide_the_ledger, _FILLED),
    _sheet("sheet renamed", _then(fill, lambda s: setattr(s.ws, "title", "Sheet1")), _FILLED),
    _sheet("hidden sheet deleted", _then(fill, lambda s: s.book.remove(s.book["台账信息"])), _FILLED),
)  # fmt: skip


def _with_member(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return out.getvalue()


def _bomb(data: bytes) -> bytes:
    return _with_member(data, "xl/media/pad.xml", b" " * 3_000_000)


def _far_cell(data: bytes) -> bytes:
    return edited(data, lambda sheet: sheet.ws.cell(1_000_000, 16_000, "远处"))


_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def _csv(name: str, change: Callable[[str], bytes], taken: Taken | None = None, *said: Why | Fate) -> Damaged:
    """A change of the exported CSV, as text without its mark."""
    return Damaged(name, lambda _, sheet: change(sheet.decode("utf-8-sig")), taken or {}, frozenset(said))


def _in_csv(text: str) -> str:
    """The third task's line with its percentage and words filled in."""
    lines = text.split("\r\n")
    at = next(n for n, line in enumerate(lines) if TRAINING in line)
    lines[at] = lines[at].replace("有进展,0,,", f"有进展,55,{DONE},")
    return "\r\n".join(lines)


def _of(make: Callable[[bytes], bytes]) -> Callable[[bytes, bytes], bytes]:
    return lambda book, _: make(book)


FILES = (
    _csv("CSV as exported", lambda text: text.encode("utf-8-sig")),
    _csv("CSV in UTF-8", lambda text: _in_csv(text).encode("utf-8-sig"), _FILLED),
    _csv("CSV without the mark", lambda text: _in_csv(text).encode(), _FILLED),
    _csv("CSV in GBK", lambda text: _in_csv(text).encode("gbk"), _FILLED),
    _csv("CSV in UTF-16", lambda text: _in_csv(text).encode("utf-16"), _FILLED),
    _csv("CSV with semicolons", lambda text: _in_csv(text).replace(",", ";").encode("utf-8-sig"), _FILLED),
    _csv("CSV with tabs", lambda text: _in_csv(text).replace(",", "\t").encode("utf-16"), _FILLED),
    _csv("CSV with blank lines", lambda text: _in_csv(text).replace("\r\n", "\r\n" + "," * 20 + "\r\n").encode(), _FILLED),
    _csv("CSV, characters lost", lambda text: text.replace("已新增托位", "?????").encode("gbk"), {}, Why.LOST_CHARACTERS),
    Damaged("cut off", _of(lambda book: book[: len(book) // 2]), refused="damaged"),
    Damaged("no workbook in the package", _of(lambda book: _with_member(b"", "a.txt", b"a")), refused="not_a_table"),
    Damaged("a bomb", _of(_bomb), refused="zip_bomb"), Damaged("a cell far away", _of(_far_cell), refused="zip_bomb"),
    Damaged("macros", _of(lambda book: _with_member(book, "xl/vbaProject.bin", b"x")), refused="macros"),
    Damaged("a password", _of(lambda book: _LOCKED), refused="password_protected"),
    Damaged("an .xlsb", _of(lambda book: _with_member(b"", "xl/workbook.bin", b"x")), refused="xlsb"),
    Damaged("empty", _of(lambda book: b""), refused="empty"),
    Damaged("blank", _of(lambda book: b"\xef\xbb\xbf \r\n"), refused="empty"),
    Damaged("a PDF", _of(lambda book: b"%PDF-1.7\n%%EOF"), refused="not_a_table"),
    Damaged("a Word document", _of(lambda book: _with_member(b"", "word/document.xml", b"<w/>")), refused="not_a_table"),
    Damaged("a picture", _of(lambda book: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8), refused="not_a_table"),
    Damaged("a page", _of(lambda book: b"<html><body><table><tr><td>1</td></tr></table></body></html>"), refused="not_a_table"),
    Damaged("prose", _of(lambda book: "本月工作进展顺利，没有表格。\n".encode()), refused="not_a_ledger"),
    Damaged("styles torn", _of(lambda book: _torn(book, "xl/styles.xml")), refused="damaged"),
    Damaged("sheet torn", _of(lambda book: _torn(book, "xl/worksheets/sheet1.xml")), refused="damaged"),
    Damaged("links to other files", _of(lambda b: _with_member(edited(b, fill), "xl/externalLinks/link1.xml", b"<e/>")), _FILLED),
)  # fmt: skip


def _torn(data: bytes, name: str) -> bytes:
    """The package with one of its parts cut off."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, content[: len(content) // 2] if item == name else content)
    return out.getvalue()


# LibreOffice saves TRUE as 1, shown as a word, and works formulas out.
AS_TYPED = (
    _one("percent", True, None, Why.NOT_PERCENT),
    _sheet("a formula without its value", lambda s: s.put(TRAINING, narrative="=[other.xlsx]Sheet1!A1")),
    _sheet("a formula without its value over words", lambda s: s.put(NURSERY, narrative="=A1"), {}, Why.CLEARED),
)
WORKED_OUT = (
    _sheet("formulas worked out", lambda s: s.put(TRAINING, narrative='="已培训"&40&"人"', percent="=20+35"),
           {(TRAINING, "narrative"): "已培训40人", (TRAINING, "percent"): "55"}),
    _sheet("a formula with an error", lambda s: s.put(TRAINING, narrative="=1/0", percent="=NA()"), {}, Why.ERROR),
)  # fmt: skip
# A cell of an .xls says neither how it is shown, so that 1 may be 1% or 100%, nor that it holds an error.
IN_XLS = (
    _one("percent", 1, None, Why.NOT_PERCENT), _one("percent", 1, None, Why.NOT_PERCENT, style="0%"),
    _one("narrative", "#REF!", None),
    _one("percent", 0.6, "60"),
    _sheet("a formula with an error", lambda s: s.put(TRAINING, narrative="=1/0", percent="=NA()"), {}, Why.NOT_PERCENT),
)  # fmt: skip
CORPUS: Mapping[str, Damaged] = {case.name: case for case in (*CELLS, *SHEETS, *FILES, *AS_TYPED)}

"""`tracker ledger export` and `import`: a workbook out, what would change, and what is written."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.ledgers.sheets import Sheet, edited
from tracker.reports.ledger_book import ABOUT_SHEET


def test_a_ledger_goes_out_and_is_compared(run: Run, plan_file: Path, tmp_path: Path) -> None:
    run("plan", "import", plan_file, "--issue")
    book, table = tmp_path / "台账.xlsx", tmp_path / "台账.csv"
    assert "已写出" in run("ledger", "export", "托育方案", "-o", book).out
    assert run("ledger", "export", "托育方案", "--format", "csv", "-o", table).status == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    answer = run("ledger", "import", book, "--as", "nobody")
    assert (answer.status, "没有账号" in answer.err) == (1, True)


def test_what_is_no_ledger_is_refused_with_a_sentence(run: Run, plan_file: Path, tmp_path: Path) -> None:
    run("plan", "import", plan_file, "--issue")
    for name, content in (("空.xlsx", b""), ("文字.csv", "没有表格".encode()), ("坏.xlsx", b"PK\x03\x04xl/workbook.xml")):
        (tmp_path / name).write_bytes(content)
        answer = run("ledger", "import", tmp_path / name, "--as", "nobody")
        assert answer.status == 1
        assert answer.err.strip().endswith("。")
    run("ledger", "export", "托育方案", "-o", tmp_path / "台账.xlsx")
    (tmp_path / "无标识.xlsx").write_bytes(edited((tmp_path / "台账.xlsx").read_bytes(), _without_a_trace))
    assert "行标识" in run("ledger", "import", tmp_path / "无标识.xlsx", "--as", "nobody").err
    assert "填报期有误" in run("ledger", "export", "托育方案", "--period", "2026-01", "-o", tmp_path / "x.xlsx").err


def _without_a_trace(sheet: Sheet) -> None:
    """Nothing is left by which the ledger tells which one it is."""
    sheet.ws.delete_cols(1)
    sheet.ws.delete_rows(2)
    sheet.book.remove(sheet.book[ABOUT_SHEET])
